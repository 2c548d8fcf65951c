### 中文词句：报表。

statement-trial-balance = 试算平衡表
statement-account-register = 明细账：{ $account }
statement-separate-ledger = 公共数据运营专账收支情况表
statement-income-statement = 利润表
statement-permitted-revenue = 最高准许收入使用情况表

statement-unit = 编制单位：{ $name }
statement-yuan = 单位：元
statement-month = { $year }年{ $month }月
statement-currency-unit = 单位：各币种基本单位
statement-currency = 币种：{ $currency }
statement-signers = 编制人：　　　　　　审核人：　　　　　　单位负责人：　　　　　　日期：
statement-form-source = 表样来源：{ $source }
statement-as-of = 数据截至：{ $instant }
statement-total = 合计
statement-opening = 期初余额
statement-closing = 本月合计及期末余额
statement-side-debit = 借
statement-side-credit = 贷
statement-side-even = 平

statement-note-unknown = “—”表示缺少数据，不是零：所涉月份的账未报齐时，该栏不计算。
statement-note-turnover = 已结转本年利润的月份，损益类科目按本方发生额取数（更正用红字）；未结转的月份按借贷差额取数。
statement-note-currency = 非人民币金额不在本表内。
statement-note-all-accounts = 名册没有登记专账科目，全部科目视为专账科目。
statement-note-tie-out = 八、与总账勾稽：报送的总账合计在查收时逐科目核对（规则 F-5），差额不为 0.00 的列为问题。
statement-note-shortfall = 收入低于最高准许收入的部分不结转下一周期：通知没有规定。

## 栏目
statement-column-line = 项目
statement-column-month = 本期金额
statement-column-year_to_date = 本年累计
statement-column-last_year = 上年同期
statement-column-cycle = 本周期
statement-column-number = 行次
statement-column-formula = 取数
statement-column-account = 科目编号
statement-column-account-name = 科目名称
statement-column-currency = 币种
statement-column-opening-debit = 期初借方
statement-column-opening-credit = 期初贷方
statement-column-debit = 本期借方
statement-column-credit = 本期贷方
statement-column-closing-debit = 期末借方
statement-column-closing-credit = 期末贷方
statement-column-day = 日期
statement-column-voucher = 凭证号
statement-column-summary = 摘要
statement-column-side = 方向
statement-column-balance = 余额
statement-column-product = 产品
statement-column-unit = 计费单位
statement-column-tier = 阶梯起点
statement-column-buyer = 购买方
statement-column-ceiling = 上限收费标准
statement-column-price = 单价
statement-column-amount = 金额
statement-column-key = 分摊标识
statement-column-driver = 分摊动因
statement-column-use = 用途
statement-column-share = 比例
statement-column-item = 项目
statement-column-value = 金额或比例
statement-column-payee = 收款方
statement-column-payee-kind = 收款方类别
statement-column-form = 分配形式
statement-column-document = 批准文号

## 附表
statement-table-products = 一之一、月末收费标准（元）
statement-table-allocation = 二之一、共用成本分摊
statement-table-permitted = 六、最高准许收入
statement-table-distribution = 七、收益分配

## 项目
statement-line-income = 一、收入合计
statement-line-fee = 1. 公共数据运营服务费收入
statement-line-no-product = （未注明产品）
statement-line-subsidy = 2. 政府补助
statement-line-other = 3. 其他相关收入
statement-line-operating-cost = 二、经营成本（产业和行业发展）
statement-line-shared = 其中：分摊的共用成本
statement-line-public-cost = 三、公益使用成本（不计入准许收入）
statement-line-unattributed = 未归属成本（用途未注明或未足额分摊）
statement-line-taxes = 四、税金
statement-line-balance = 五、本期结余
statement-line-transferred = 本年利润科目的结转额
statement-line-transfer-difference = 净利润与结转额的差额（应为 0.00）
statement-line-cost = 经营成本（产业和行业发展）
statement-line-subsidy-netted = 减：政府补助
statement-line-net-cost = 扣除补助后的经营成本
statement-line-profit = 加：准许利润
statement-line-cycle-taxes = 加：税金
statement-line-carried = 减：上周期超出额
statement-line-computed = 计算的最高准许收入
statement-line-approved = 核定的最高准许收入
statement-line-permitted = 最高准许收入
statement-line-actual = 本周期累计收入
statement-line-used = 使用率
statement-line-excess = 超出额
statement-line-mark = 已达到的预警线
statement-line-administrative = 行政单位
statement-line-institution = 事业单位
statement-line-enterprise = 企业
statement-line-cash = 现金
statement-line-in_kind = 技术、产品或服务
