### 中文文案：终端控制台。只用在任何终端里宽度不变的字符。

console-title = 明镜
console-as-of-title = 截至 { $instant }
console-too-small = 窗口过小：需要 { $need }，现为 { $now }。请放大，或按 q 退出。
console-read-only = 只读
console-read-only-reason = 只读：名册中没有这个账号，只能查看。
console-loading = 读取中 .. { $seconds } 秒
console-hint-cancel = Ctrl-C 停止
console-hint-retry = 按 r 重试
console-hint-evaluate = 按 n 申请一次评价。
console-leave = 退出
console-leave-question = 退出控制台？按 q、y 或 Enter 退出，其他键返回。
console-help-untrusted = 列名后的 u 表示报送原文：未经核实，控制字符以 <ESC>、<U+202E> 等形式显示；> 表示显示不全，按 v 看全文。

## 页面

console-tab-overview = 总览
console-tab-scorecards = 记分卡
console-tab-findings = 问题
console-tab-ledgers = 专账
console-tab-submissions = 报送
console-tab-jobs = 作业
console-tab-evaluations = 评价
console-tab-deliveries = 递送
console-screen-scorecard = 评分明细
console-screen-indicator = 指标
console-screen-facts = 事实
console-screen-finding = 问题详情
console-screen-balances = 科目余额表
console-screen-register = 明细账
console-screen-voucher = 凭证
console-screen-submission = 报送详情
console-screen-delivery = 递送详情
console-screen-raw = 原始行

## 命令

console-command-evaluate = 申请评价
console-command-review = 复核
console-command-approve = 批准
console-command-send-back = 退回
console-command-resend = 重新递送
console-command-open-only = 未关闭/全部
console-command-same-rule = 同一规则
console-command-same-party = 同一单位
console-command-clear-filter = 清除筛选
console-command-findings = 其问题
console-command-ledger = 其专账
console-command-raw = 原始文件
console-command-submission = 所属报送
console-command-open = 打开
console-command-value = 看全文
console-command-down = 下一行
console-command-up = 上一行
console-command-page-down = 下一页
console-command-page-up = 上一页
console-command-first = 首行
console-command-last = 末行
console-command-panel-next = 下一栏
console-command-panel-before = 上一栏
console-command-refresh = 刷新
console-command-language = English
console-command-palette = 命令
console-command-help = 帮助
console-command-back = 返回
console-command-history-back = 后退
console-command-history-forward = 前进
console-command-theme = 彩色/单色
console-command-repaint = 重绘
console-command-cancel = 停止/退出
console-off-elsewhere = 此页不适用
console-off-no-ledger = 这次报送不是专账。
console-off-no-delivery = 这里没有递送。
console-off-delivery-under-way = 这次递送还在进行，不需要重新递送。

## 列和字段

console-blank = { "" }
console-account = 科目
console-actor = 经手
console-actual = 实际
console-address = 地址
console-arguments = 参数
console-as-of = 截至
console-audit-head = 审计链头
console-basis = 依据
console-by = 申请人
console-byte-length = 字节数
console-byte-offset = 起始字节
console-bytes = 字节数
console-cell = 内容
console-channel = 渠道
console-check = 检查
console-closing = 期末
console-column = 列
console-command = 命令
console-computed = 计算时间
console-count = 数量
console-counted = 计数项
console-credit = 贷方
console-currency = 币种
console-daemon = 后台服务
console-dated = 日期
console-day = 日期
console-debit = 借方
console-deliveries = 递送
console-detail = 说明
console-difference = 差额
console-dimensions = 辅助核算
console-effective = 有效权重
console-evaluation = 评价
console-expected = 应为
console-fact = 事实
console-facts = 事实数
console-facts-hash = 事实哈希
console-faults = 问题数
console-file = 文件
console-filter = 事实筛选
console-finished = 结束
console-formula-source = 公式来源
console-found-at = 发现时间
console-grade = 等次
console-id = 编号
console-key = 键
console-kind = 类别
console-ledger = 专账
console-lines = 分录
console-maker = 制单
console-means = 含义
console-measure = 测度
console-measure-parts = 测度 = 分子 / 分母
console-message-id = 邮件编号
console-month = 会计期间
console-name = 名称
console-note = 说明
console-number = 编号
console-numerator = 分子
console-denominator = 分母
console-open-findings = 未关闭问题
console-opening = 期初
console-outcome = 结果
console-part = 部分
console-party = 单位代码
console-period = 评价期间
console-place = 位置
console-points = 得分贡献
console-policy = 策略包
console-poster = 记账
console-progress = 进度
console-rank = 名次
console-ratio = 比率
console-raw-cells = 逐格（第一行为列名）
console-raw-first-row = 文件第一行（报送原文）
console-raw-row = 该行（报送原文）
console-reason = 不可用的原因
console-receipt = 回执
console-received = 收到时间
console-recipient = 接收方
console-reckoning = 计算规则
console-rendered = 生成时间
console-requested = 申请时间
console-reviewer = 审核
console-row = 行
console-rule = 规则
console-scheme = 评价方案
console-score = 得分
console-sender = 报送人
console-severity = 级别
console-sha256 = SHA-256
console-since = 时间
console-source = 来源
console-started = 开始
console-state = 状态
console-subject = 单位
console-subjects = 单位数
console-summary = 摘要
console-supersedes = 更正
console-total = 合计
console-value = 数值
console-verdict = 结论
console-voucher = 凭证
console-weight = 权重
console-weight-source = 权重来源
console-what = 内容
console-balances-note = 余额以借方为正，贷方为负。Enter 看明细账。
console-checked = { $rows } 行，读懂 { $understood } 行，问题 { $faults } 个
console-evaluation-title = 评价 { $id }
console-delivery-title = 递送 { $id }
console-delivery-history = 经过（按时间顺序，Enter 看评价）
console-finding-title = 问题 { $id }
console-job-title = 作业 { $id }
console-findings-open = 未关闭的问题
console-findings-all = 全部问题
console-findings-first-shown = 由这次报送首先发现的问题
console-overview-scores = 最新评价 { $period }（{ $state }）
console-overview-no-scores = 最新评价
console-overview-alerts = 待处理
console-overview-arrivals = 最近报送

## 状态

console-state-draft = 草稿
console-state-reviewed = 已复核
console-state-approved = 已批准
console-act-review = 复核
console-act-approve = 批准
console-act-send_back = 退回
console-finding-open = 未处理
console-finding-notified = 已告知
console-finding-rectifying = 整改中
console-finding-closed = 已关闭
console-finding-waived = 不予追究
console-job-waiting = 等待
console-job-running = 运行中
console-job-done = 完成
console-job-failed = 失败
console-job-timed_out = 超时
console-job-no-daemon = 等待：后台服务未运行
console-delivery-queued = 待递送
console-delivery-written = 已写出
console-delivery-failed = 失败
console-delivery-means-queued = 等待递送，由后台服务发出。
console-delivery-means-written = 文件已放到指定位置，对方是否收到没有回执。
console-delivery-means-failed = 没有送出。请先处理说明中的原因，再重新递送。
console-unchecked = 待检查
console-daemon-never = 后台服务（mingjingd）从未运行，要等它运行才会办理。
console-daemon-silent = 后台服务（mingjingd）没有动静，上次 { $seen }；要等它运行才会办理。

## 待处理

console-alert-refused = 最近被拒收的报送
console-alert-errors = 错误和致命问题
console-alert-warnings = 警告
console-alert-clues = 线索
console-alert-failed = 失败的作业
console-alert-undelivered = 失败的递送
console-alert-running = 等待或运行中的作业
console-alert-unchecked = 待检查的报送
console-alert-drafts = 待复核的评价
console-alert-reviewed = 待批准的评价

## 空

console-empty-alerts = 没有待处理的事项。
console-empty-balances = 本月没有余额和发生额。
console-empty-commands = 没有这样的命令。
console-empty-deliveries = 还没有递送。批准的评价会在这里递送。
console-empty-evaluations = 还没有评价。
console-empty-facts = 没有计入的事实。
console-empty-findings = 没有符合条件的问题。
console-empty-jobs = 没有作业。按 n 申请评价。
console-empty-ledgers = 没有有效的专账。
console-empty-lines = 没有分录。
console-empty-measure = 没有所需的计数：不适用，既不计 0 分也不计 100 分。
console-empty-row = 文件中没有这一行。
console-empty-subjects = 没有可评价的单位。
console-empty-submissions = 还没有报送。

## 确认和结果

console-form-title = 申请评价
console-form-period = 期间：
console-form-hint = Up/Down 选方案，输入期间（如 2026-H1、2026-Q2、2026-04），Enter 继续，Esc 取消。
console-form-period-wrong = 期间不对：应为 2026-04、2026-Q2、2026-H1、2026 或 2026-01..2026-06。
console-confirm = 请确认
console-confirm-evaluate = 申请按方案 { $scheme } 评价 { $period }。
console-confirm-review = 复核评价 { $id }：您为其内容负责，之后由另一人批准。
console-confirm-approve = 批准评价 { $id }：批准后不再更改，评价文件将生成、签名并递送。
console-confirm-send_back = 退回评价 { $id }：回到草稿。
console-confirm-resend = 重新递送 { $id }：把 { $evaluation } 再发给 { $recipient }（{ $address }）。对方若已收到，会收到两次。
console-confirm-audit = 此操作将连同您的账号记入审计日志。
console-confirm-hint = Enter 或 y 确认，其他键取消。
console-confirm-hint-note = 写明理由，Enter 确认，Esc 取消。
console-done-asked = 已申请，作业 { $job }。
console-done-acted = 已办理，并记入审计日志。

## 出错

console-problem-database = 无法读取数据库：{ $detail }
console-problem-not-found = 找不到：{ $detail }
console-problem-read-only = 名册中没有这个账号，只能查看。
console-problem-role = 需要{ $detail }或以上角色。
console-problem-cancelled = 已停止读取。{ $detail }

## 其他

console-alert-daemon = 后台服务（mingjingd）没有动静
console-off-nothing-behind = 这一行没有下一级。
console-help-title = 帮助（j/k 滚动，其他键关闭）
console-value-title = 全文（j/k 滚动，其他键关闭）
console-source-article = { $instrument } 第{ $article }条
console-source-part = { $instrument } { $article }
console-rounding-half-up = 四舍五入到 { $decimals } 位小数
console-rounding-half-even = 四舍六入五成双到 { $decimals } 位小数（GB/T 8170）
console-rounding-down = 舍去 { $decimals } 位以后的小数
console-rounding-none = 不修约（{ $decimals }）
console-missing-redistribute = 缺失指标的权重分摊到其他指标
console-missing-zero = 缺失指标计零分
