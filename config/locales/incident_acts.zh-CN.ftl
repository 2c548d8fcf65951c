### 中文文字：监管人员对安全事件的处理。

rule-IR-1 = 事件“{ $incident }”责令整改的事项应于 { $expected } 前完成，至今未经验收：{ $actual }。请报送整改情况，由监管人员运行 mingjingd incident accept 验收。（逾期检查为项目默认规则，法规未规定整改期限。）

## 事件进展

incident-life-detected = 已发现
incident-life-triaged = 已研判
incident-life-reported = 已首报
incident-life-handling = 处置中
incident-life-contained = 已控制
incident-life-handling_ended = 处置结束
incident-life-summary_due = 待总结
incident-life-summarised = 已总结
incident-life-archived = 已归档

## 监管行为

incident-act-triage = 研判定级
incident-act-upgrade = 升级
incident-act-propose_downgrade = 提议降级
incident-act-confirm_downgrade = 降级
incident-act-refuse_downgrade = 不同意降级
incident-act-order = 责令整改
incident-act-accept_rectification = 整改验收
incident-act-archive = 归档
incident-act-comment = 意见

## 不予受理的理由

refused-incident-archived = 该事件已经归档，在报告单位另行报告之前保持原样。
refused-incident-no-reason = 请用 --note 或者在表单中说明理由，没有理由不能办理。
refused-incident-already-triaged = 现有事实的级别已经研判确认。
refused-incident-not-higher = 升级后的级别应高于现行级别。
refused-incident-not-lower = 降级后的级别应低于现行级别。
refused-incident-already-proposed = 已有人提议降级，须由另一人同意或者不同意。
refused-incident-not-proposed = 尚无人提议降至该级别。
refused-incident-same-person = 提议降级的人不能自己同意，须由另一人同意。
refused-incident-facts-changed = 提议降级之后，报告单位又报送了内容。请先不同意该提议，如仍有理由再重新提议。
refused-incident-order-open = 已有未验收的整改要求，请先验收再提出新的要求。
refused-incident-no-order = 没有待验收的整改要求。
refused-incident-due-before-today = 整改期限不能早于今天，请重新填写。
refused-incident-missing-triage = 不能归档：现有事实的级别未经研判确认，请先研判。
refused-incident-missing-downgrade = 不能归档：有人提议降级，须由另一人同意或者不同意。
refused-incident-missing-discovery = 不能归档：发现时间不明，请要求报告单位补报。
refused-incident-missing-report = 不能归档：该级别应当报告（国家网络安全事件报告管理办法第四条），未见报告。
refused-incident-missing-police_report = 不能归档：该级别还应当报告公安机关（国家网络安全事件报告管理办法第四条），未见向公安机关的报告。
refused-incident-missing-handling_end = 不能归档：处置尚未结束。
refused-incident-missing-summary = 不能归档：该级别应当提交总结报告（国家网络安全事件报告管理办法第八条），未见总结报告。
refused-incident-missing-authority_notice = 不能归档：涉及个人信息（个人信息保护法第五十七条），未见通知履行个人信息保护职责的部门。
refused-incident-missing-individual_notice = 不能归档：涉及个人信息（个人信息保护法第五十七条），未见通知个人，也未说明可以不通知的理由。
refused-incident-missing-exemption = 不能归档：不通知个人须有理由和证明该理由的证据（项目默认规则，涉及个人信息保护法第五十七条）。
refused-incident-missing-rectification = 不能归档：整改要求尚未验收，请先验收。

## 命令行

cli-incident-triage = { $person } 已确认 { $party } 的事件 “{ $incident }” 的级别。
cli-incident-upgrade = { $person } 已将 { $party } 的事件 “{ $incident }” 升级为{ $level }。
cli-incident-propose_downgrade = { $person } 提议将 { $party } 的事件 “{ $incident }” 降级为{ $level }，须由另一名批准人同意。
cli-incident-confirm_downgrade = { $person } 已同意：{ $party } 的事件 “{ $incident }” 降级为{ $level }。
cli-incident-refuse_downgrade = { $person } 不同意将 { $party } 的事件 “{ $incident }” 降级，级别不变。
cli-incident-order = { $person } 已就 { $party } 的事件 “{ $incident }” 责令整改，期限 { $due }。
cli-incident-accept_rectification = { $person } 已验收 { $party } 就事件 “{ $incident }” 的整改。
cli-incident-archive = { $person } 已将 { $party } 的事件 “{ $incident }” 归档。
cli-incident-comment = { $person } 已对 { $party } 的事件 “{ $incident }” 提出意见。
cli-incident-line = { $incident }（{ $level }），{ $party }
cli-incident-no-level = 级别不明
cli-incident-more = 另有 { $more } 项
cli-incident-separator = ；
cli-incident-whole = “另有”的各项：mingjingd incident show 事件编号 --party 单位
cli-incident-settled = 无待办事项
cli-incident-no-proposal = 尚无人提议将事件“{ $incident }”降级，没有可同意的提议。

## 监管台

console-tab-incidents = 事件
console-screen-incident = 事件
console-duty = 义务
console-incidents = 安全事件（新的在前）
console-incidents-open = 有待办事项的安全事件（急的在前）
console-empty-incidents = 没有报告安全事件。
console-empty-history = 还没有发生什么。
console-incident-title = 事件 { $number }
console-level = 级别
console-time-late = 迟 { $time }
console-level-to-be-lower = { $level } 拟降
console-level-unknown = 不明
console-incident-what = 标题
console-life = 进展
console-open-for = 待办
console-clock = 时限
console-may-be-overdue = 可能已逾期
console-time-left = 剩 { $time }
console-time-over = 超 { $time }
console-open-for-nothing = -
console-open-for-next = { $first }；下一期限 { $next }
console-open-for-more = { $first } +{ $more }
console-missing = 归档前尚缺
console-missing-nothing = 不缺什么
console-open-order = 整改要求
console-order-due = { $due } 前完成，{ $actor } 提出：{ $note }
console-order-overdue = 已过期限 { $due }，{ $actor } 提出：{ $note }
console-products = 涉及产品
console-resources = 涉及数据资源
console-affected = 涉及其他单位
console-occurred = 发生
console-history = 经过
console-history-act = 单位
console-history-evidence = 证据
console-history-supervisor = 监管
console-command-triage = 确认级别
console-command-upgrade = 升级
console-command-propose_downgrade = 提议降级
console-command-confirm_downgrade = 同意降级
console-command-refuse_downgrade = 不同意降级
console-command-order = 责令整改
console-command-accept_rectification = 整改验收
console-command-archive = 归档
console-command-comment = 意见
console-off-no-incident = 这里没有事件。
console-confirm-triage = 确认 { $party } 的事件 “{ $incident }” 按指南判定的级别。
console-confirm-upgrade = 将 { $party } 的事件 “{ $incident }” 升级为{ $level }：各项时限随之调整。
console-confirm-propose_downgrade = 提议将 { $party } 的事件 “{ $incident }” 降级为{ $level }：须由另一人同意。
console-confirm-confirm_downgrade = 同意将 { $party } 的事件 “{ $incident }” 降级为{ $level }：各项时限随之调整。
console-confirm-refuse_downgrade = 不同意将 { $party } 的事件 “{ $incident }” 降级：级别不变。
console-confirm-order = 就 { $party } 的事件 “{ $incident }” 责令整改，期限 { $due }。请写明整改事项。
console-confirm-accept_rectification = 验收 { $party } 就事件 “{ $incident }” 的整改：该整改要求结束。
console-confirm-archive = 将 { $party } 的事件 “{ $incident }” 归档：应办事项均已办结，除非报告单位另行报告，不再办理。
console-confirm-comment = 对 { $party } 的事件 “{ $incident }” 提出意见。
console-form-level-title = 选择级别
console-form-level-hint = 上下键选择级别，回车继续，Esc 取消。
console-form-order-title = 责令整改
console-form-order-input = 期限：
console-form-order-hint = 输入日期如 2026-07-15，或者工作日数如 10。回车继续，Esc 取消。
console-form-order-wrong = 既不是 2026-07-15 这样的日期，也不是 10 这样的工作日数。
console-incident-no = 编号
console-line-kind = 类别
console-when = 时间
console-condition = 条件
console-condition-met = { $actual }，标准 { $bound }
console-incident-description = 说明
console-evidence-received = { $at } 收到
console-evidence-proves = 证明{ $event }
console-level-by-guide = 按指南 { $version } 判定
console-level-by-person = 人工确定；按指南 { $version } 为{ $machine }
console-level-proposed = 提议降为{ $level }
console-warning-especially_major = 红 特别重大
console-warning-major = 橙 重大
console-warning-fairly_major = 黄 较大
console-warning-general = 蓝 一般
console-list-comma = 、
console-span-days = { $days }天{ $hours }小时
console-span-hours = { $hours }小时{ $minutes }分
console-span-minutes = { $minutes }分
console-span-seconds = { $seconds }秒
console-missing-triage = 研判确认
console-missing-downgrade = 降级提议的结论
console-missing-discovery = 发现时间
console-missing-report = 首次报告
console-missing-police_report = 向公安机关报告
console-missing-handling_end = 处置结束
console-missing-summary = 总结报告
console-missing-authority_notice = 通知个保部门
console-missing-individual_notice = 通知个人
console-missing-exemption = 不通知个人的理由和证据
console-missing-rectification = 整改验收

## 事件经过

incident-event-discovery = 发现或获知
incident-event-report = 首次报告
incident-event-handling_end = 处置结束
incident-event-summary = 总结报告
incident-event-supplement = 补充报告
incident-event-receipt = 收到报告
incident-event-relay = 转报
incident-event-crime_suspicion = 发现涉嫌犯罪
incident-event-police_report = 报告公安机关
incident-event-sector_report = 报告行业主管部门
incident-event-agreement_notice = 告知实施机构
incident-event-authority_notice = 通知个保部门
incident-event-individual_notice = 通知个人
incident-event-notice_exemption = 免予通知个人
incident-event-user_notice = 告知用户
incident-event-defect_found = 发现缺陷漏洞
incident-event-defect_report = 报告缺陷漏洞
incident-event-plan_start = 启动预案
incident-event-containment = 控制事态
incident-event-provider_detection = 服务商发现
incident-event-provider_notice = 服务商告知
