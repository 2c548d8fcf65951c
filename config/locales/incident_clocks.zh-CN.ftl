### 中文文案：事件的时限。

## 时限的规则

rule-I-1-late = 事件“{ $incident }”应于 { $expected } 前报告保护工作部门和公安机关，实际于 { $actual } 报告，迟报 { $difference } 秒，请说明原因。{ $penalty }
rule-I-1-missed = 事件“{ $incident }”应于 { $expected } 前报告保护工作部门和公安机关，至今未见报告，请立即报告。{ $penalty }
rule-I-3-late = 事件“{ $incident }”应于 { $expected } 前报告本部门网信工作机构，实际于 { $actual } 报告，迟报 { $difference } 秒，请说明原因。{ $penalty }
rule-I-3-missed = 事件“{ $incident }”应于 { $expected } 前报告本部门网信工作机构，至今未见报告，请立即报告。{ $penalty }
rule-I-5-late = 事件“{ $incident }”应于 { $expected } 前报告属地省级网信部门，实际于 { $actual } 报告，迟报 { $difference } 秒，请说明原因。{ $penalty }
rule-I-5-missed = 事件“{ $incident }”应于 { $expected } 前报告属地省级网信部门，至今未见报告，请立即报告。{ $penalty }
rule-I-10-late = 事件“{ $incident }”的总结报告应于 { $expected } 前提交，实际于 { $actual } 提交，迟交 { $difference } 秒，请说明原因。{ $penalty }
rule-I-10-missed = 事件“{ $incident }”的总结报告应于 { $expected } 前提交，至今未见提交，请尽快按原渠道提交。{ $penalty }
rule-I-A-late = 如有约定，事件“{ $incident }”应于 { $expected } 前告知实施机构和市数据主管部门，实际于 { $actual } 告知，迟 { $difference } 秒，请说明原因（时限为项目默认值）
rule-I-A-missed = 如有约定，事件“{ $incident }”应于 { $expected } 前告知实施机构和市数据主管部门，至今未见告知，请立即告知（时限为项目默认值）
rule-L-5-late = 事件“{ $incident }”的缺陷漏洞应于 { $expected } 前报告有关主管部门，实际于 { $actual } 报告，迟报 { $difference } 秒，请说明原因。{ $penalty }
rule-L-5-missed = 事件“{ $incident }”的缺陷漏洞应于 { $expected } 前报告有关主管部门，至今未见报告，请立即报告。{ $penalty }
rule-I-11-lacking = 事件“{ $incident }”的首次报告包含第七条第 { $actual } 项；首次报告至少应包含第 { $expected } 项，请补报第 { $difference } 项。{ $penalty }
rule-I-11-open = 事件“{ $incident }”的报告为初步报告，第 { $expected } 项尚未报告，自 { $actual } 起再无补报，请补充报告（间隔为项目默认值）。{ $penalty }
rule-L-3-reason = 事件“{ $incident }”于 { $actual } 免予通知个人，但未说明理由，也未通知个人。未说明理由的不予计入（项目默认规则）。请填写避免危害的措施，或者通知个人。{ $penalty }
rule-I-C-known = 线索，并非结论：“{ $proof }”表明 { $expected } 已知悉事件“{ $incident }”；而填报的发现时间为 { $actual }，晚 { $difference } 秒，否则报告即属迟报。请核对并询问。{ $penalty }
rule-I-C-changed = 线索，并非结论：按回执 { $before }，事件“{ $incident }”应于 { $expected } 前报告；{ $actual } 收到的回执 { $after } 改动了填报内容，使其不再迟报。请核对并询问。{ $penalty }
incident-penalty = 罚则：{ $articles }
incident-no-penalty = 未查到罚则

## 时限、状态与原因

incident-clock-I-1 = 关键信息基础设施运营者报告
incident-clock-I-2 = 保护工作部门续报
incident-clock-I-3 = 中央和国家机关报告
incident-clock-I-4 = 网信工作机构续报
incident-clock-I-5 = 运营者报告
incident-clock-I-6 = 省级网信部门续报
incident-clock-I-10 = 总结报告
incident-clock-I-A = 如有约定的告知
incident-clock-I-7 = 涉嫌犯罪的报告
incident-clock-I-8 = 向行业主管监管部门报告
incident-clock-I-9 = 阶段性结果的补报
incident-clock-I-11 = 初步报告的补充
incident-clock-I-12 = 服务商告知
incident-clock-L-1 = 通知履行个人信息保护职责的部门
incident-clock-L-3 = 通知个人
incident-clock-L-4 = 告知用户和利害关系人
incident-clock-L-5 = 报告缺陷漏洞
incident-clock-L-6 = 启动应急预案
incident-state-not_applicable = 不适用：{ $because }
incident-state-not_computable = 无法计算：{ $missing }
incident-state-running = 计时中
incident-state-met = 按时
incident-state-late = 迟 { $seconds } 秒
incident-state-missed = 未报
incident-state-open = 应立即办理
incident-state-done = 已办理
incident-missing-discovery = 发现时间不明
incident-missing-report = 尚未报告
incident-missing-handling_end = 处置尚未结束
incident-missing-summary = 尚未提交总结报告
incident-missing-supplement = 尚未补充报告
incident-missing-receipt = 接收方尚未确认收到
incident-missing-relay = 尚未转报
incident-missing-crime_suspicion = 未发现涉嫌犯罪
incident-missing-police_report = 尚未报告公安机关
incident-missing-sector_report = 尚未报告行业主管部门
incident-missing-agreement_notice = 尚未告知实施机构
incident-missing-authority_notice = 尚未通知个人信息保护部门
incident-missing-individual_notice = 尚未通知个人
incident-missing-notice_exemption = 没有免予通知个人的记录
incident-missing-user_notice = 尚未告知用户
incident-missing-defect_found = 未发现此类缺陷漏洞
incident-missing-defect_report = 尚未报告缺陷漏洞
incident-missing-plan_start = 尚未启动预案
incident-missing-containment = 尚未控制事态
incident-missing-provider_detection = 没有服务商发现的记录
incident-missing-provider_notice = 服务商尚未告知
incident-missing-level = 级别不明（危害情况均未填报）
incident-missing-personal_information = 是否涉及个人信息不明
incident-missing-data = 是否涉及数据不明
incident-missing-report_items = 首次报告的内容不明
incident-missing-limit = 时限由行业规定确定
incident-missing-instant = 截止时间超出日历范围
incident-because-other_reporter = 适用于其他报告主体
incident-because-not_in_force = 当时规定尚未施行
incident-because-level_below = 未达到级别
incident-because-no_personal_information = 不涉及个人信息
incident-because-no_data = 不涉及数据
incident-because-complete = 首次报告内容完整
incident-because-no_occasion = 未发生相应情形

## 提醒

incident-reminder-subject = [明镜] 事件 { $incident }：{ $clock }，剩余 { $left }
incident-reminder-subject-open = [明镜] 事件 { $incident }：{ $clock }尚未完成
incident-reminder-subject-many = [明镜] { $party }：事件的 { $count } 项义务待办
incident-reminder-text = { $party } 的事件“{ $incident }”（{ $title }）：应于 { $due } 前告知{ $receiver }，目前未见办理，剩余 { $left }。
incident-reminder-text-open = { $party } 的事件“{ $incident }”（{ $title }）：{ $clock }。应告知{ $receiver }，自 { $since } 起再无报告。
incident-reminder-started = 起算：{ $value }
incident-reminder-basis = 依据：{ $value }
incident-reminder-penalty = { $value }
incident-reminder-done = 如已办理，请提交填有办理时间的事件记录。
incident-reminder-when = 提醒时点为项目默认值。
incident-left-days = { $days } 天 { $hours } 小时
incident-left-hours = { $hours } 小时 { $minutes } 分
mail-digest-running = 计时中的事件时限
mail-digest-clock-running = { $party } 事件 { $incident }：{ $clock }，{ $due } 前，剩余 { $left }
mail-digest-missed = 已过期的事件时限
mail-digest-clock-missed = { $party } 事件 { $incident }：{ $clock }，应于 { $due } 前，已过 { $left }
mail-digest-duties = 有 { $count } 项应立即办理的事件义务未见办理。
