### 通用文案。各领域的文案在各自的文件中。

## 通用标签

common-project-default = 项目默认值
common-yes = 是
common-no = 否
common-unknown = 未知
common-none = 无
common-not-applicable = 不适用
common-provisional = 暂定
common-total = 合计
common-expected = 应为
common-actual = 实际
common-difference = 差额
common-basis = 依据
common-row = 第 { $row } 行
common-party = 单位
common-period = 会计期间
common-system = 明镜

## 来源

citation-instrument = 《{ $title }》
citation-article = 《{ $title }》第{ $article }条
citation-part = 《{ $title }》{ $article }
citation-uncertain = { $citation }（{ $confidence }）
confidence-law = 法规原文
confidence-official-copy = 官方文本副本
confidence-secondary = 二手来源，待核实
confidence-recalled-high = 凭记忆，可信度高，待核实
confidence-recalled-medium = 凭记忆，可信度中，待核实
confidence-recalled-low = 凭记忆，可信度低，未启用
confidence-default = 项目默认值

## 领域用词，按文件中的写法

severity-clue = 线索
severity-warning = 警告
severity-error = 错误
severity-fatal = 致命
verdict-accepted = 已接收
verdict-accepted_with_findings = 已接收，有问题
verdict-refused = 已拒收
kind-registry = 名册
kind-ledger = 专账
kind-pricing = 价格与收益
kind-usage = 服务用量
kind-supply = 数据供给
kind-incident = 安全事件
kind-disclosure = 信息披露
kind-opinion = 评价意见
kind-objection = 数据异议
kind-demand = 数据需求
role-viewer = 查看
role-supervisor = 监管
role-approver = 审批
role-administrator = 管理员
party-kind-data_authority = 市数据主管部门
party-kind-implementing_body = 实施机构
party-kind-operator = 运营机构
party-kind-developer = 开发主体
party-kind-business_entity = 业务实施主体
party-kind-department = 行业主管部门
party-kind-state_asset_regulator = 国资监管机构
level-especially_major = 特别重大
level-major = 重大
level-fairly_major = 较大
level-general = 一般
force-must = 应当
force-encouraged = 鼓励

## 条款覆盖中尚未接收的记录

needs-resources = 尚未接收资源登记记录
needs-authorizations = 尚未接收授权记录
needs-plans = 尚未接收实施方案
needs-agreements = 尚未接收授权运营协议
needs-complaints = 尚未接收投诉和线索
needs-domain-logs = 尚未接收授权运营域平台日志
needs-consents = 尚未接收匿名化和授权同意记录
needs-duty-lists = 尚未接收职责清单、上链回执和分类分级记录
needs-audits = 尚未接收审计和评估记录
needs-scenarios = 尚未接收应用场景方案
needs-products = 尚未接收产品发布检查记录

## 读取文件的规则

rule-R-2 = 缺少必填列 { $expected }。请补上该列后重新报送。
rule-R-3 = { $problem ->
    [item] 分录的项目“{ $actual }”（出现 { $count } 次）未说明含义，其内容不予处理。请在映射中写明它对应表式的哪一列。
    [quantity] “{ $actual }”填写了 { $count } 次，其内容不予处理：数量、批次及其单价不予识别，这些分录仅按金额计入。请核对金额是否完整。
   *[other] 列“{ $actual }”不在表式中，其内容不予处理。请核对列名，或者删去该列。
}
rule-R-5 = 第 { $row } 行：{ $column } 不能为空，请填写。{ $expected }
rule-R-6 = 第 { $row } 行：{ $column } 的“{ $actual }”不符合要求，应为：{ $expected }。
rule-R-7 = 第 { $row } 行：名册中没有单位“{ $actual }”。请先在名册中登记，或者更正。
rule-R-8 = 第 { $row } 行与前面的行标识相同而内容不同：本行“{ $actual }”，前面“{ $expected }”。请保留正确的一行。
rule-R-10 = 第 { $row } 行：“{ $actual }”不是有效的统一社会信用代码，应为：{ $expected }。
rule-R-15 = 文件中有 { $count } 条记录不属于本类（{ $expected }）：{ $actual }。它们留在原文件中，不作处理。
rule-alike = { $sentence }同样的问题共 { $alike } 行，前几行为 { $alike_rows }。

## 设置、政策包和评价方案中的错误

fault-sentence = { $place }：{ $what }；应为：{ $right }
fault-unreadable = 无法读取（{ $actual }）
fault-syntax = 写法有误（{ $actual }）
fault-unknown-key = 没有“{ $actual }”这个键
fault-missing = 缺少
fault-invalid = “{ $actual }”不正确
fault-duplicate = “{ $actual }”重复
fault-unknown-name = 没有“{ $actual }”
fault-sum = 权重之和为 { $actual }
fault-order = 顺序不对：{ $actual }
fault-recalled-low = 来源“{ $actual }”可信度低，却已启用
fault-source-mark = 来源标注为“{ $actual }”，与文件不符
expected-value = { $value }
expected-one-of = 以下之一：{ $list }
expected-integer = { $from } 到 { $to } 的整数
expected-text = 非空文字
expected-id = 1 到 64 个字母、数字、- 或 _
expected-path = 路径
expected-settings-file = 可读取的 mingjing.toml；用 `mingjingd init` 可生成
expected-readable-file = 可读取的 UTF-8 文件
expected-toml = UTF-8 编码的 TOML
expected-shape = 内置政策包中同名文件的结构，每个数值都有来源
expected-database-url = sqlite:路径，或不含口令的 postgres://用户@主机/数据库
expected-instant = 带时区的时刻，如 2026-07-01T09:00:00+08:00
expected-zone = IANA 时区，如 Asia/Shanghai
expected-cron = 五段：分 时 日 月 星期，如 30 6 * * * 或 0 9 * * 1-5，日与星期只能限定其一；或六段，秒在最前
expected-loopback = 本机回环地址和端口，如 127.0.0.1:9464
expected-party = uscc:统一社会信用代码，或 name:名称
expected-mail-address = 电子邮件地址
expected-place = folder 或 url
expected-one-place = folder 与 url 只能有一个
expected-url = https://主机/路径，不含账号和“#”
expected-listed-host = [https] hosts 中列出的主机
expected-host = 主机名，例如 data.example.gov.cn
expected-network = 网段或地址，例如 10.1.0.0/16
expected-bearer = 不含空格的可见 ASCII 字符
expected-list = 列表，例如 ["a", "b"]
expected-all-or-list = "all"（全部），或至少列出一项的列表，例如 ["a", "b"]
expected-secret = { "{" } file = "路径" { "}" } 或 { "{" } env = "变量名" { "}" }
expected-variable = 已设置的环境变量
expected-subjects = 所评价主体的种类，例如 subjects = "operator"；表格用的方案请用于 mingjingd score
expected-schemes-folder = schemes.folder 所指、可读取的方案文件夹
expected-version-above = 高于已施行过的第 { $version } 版的版本号
expected-unique = 不重复的标识
expected-once = 每个地址只写一次
expected-source-mark = 项目默认值写 default，其他来源不写 default
expected-disabled = enabled = false
expected-days-in-order = 起始日不晚于截止日
expected-days-that-follow = 各行首尾相接：第一行不写起始日，最后一行不写截止日
expected-calendar = 各年通知互不矛盾
expected-roles-or-total = 科目用途，或合计
expected-line-of-role = 列示该用途科目的项目
expected-role-of-side = 增加方向与此处一致的科目用途
expected-reason = 有义务的条款不写理由，没有义务的写明理由
expected-article = 本办法的条款
expected-needs = 检查它的规则、指标或方案，或者所需的记录
expected-rising-marks = 由低到高的标线
expected-band-zero = 最后一档从 0 开始
expected-day-of-every-year = 每年都有的月和日
expected-window = 每种更新频率各一项，every 与 grace 同时给出或者都不给
