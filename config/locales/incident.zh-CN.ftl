### 中文文案：安全事件。

## 事件行的规则

rule-S-1 = 时间先后不合理：“{ $actual }”应为 { $expected }，请核对该列与发现、处置时间
rule-S-2 = 发现时间和获知时间均未填写，无法计算报告时限，请按 { $expected } 填写其一
rule-S-3 = 事件类型“{ $actual }”不属于 GB/T 20986-2023 的任何类别，应以下列代码开头：{ $expected }
rule-S-4 = 本文件中没有事件“{ $actual }”，该行为或者证据不计入任何事件，请与所属事件行一并提交

## 报告时限的规则

rule-I-1-late = 事件“{ $incident }”应于 { $expected } 前报告保护工作部门和公安机关，实际于 { $actual } 报告，迟报 { $difference } 秒，请说明原因
rule-I-1-missed = 事件“{ $incident }”应于 { $expected } 前报告保护工作部门和公安机关，至今未见报告，请立即报告
rule-I-3-late = 事件“{ $incident }”应于 { $expected } 前报告本部门网信工作机构，实际于 { $actual } 报告，迟报 { $difference } 秒，请说明原因
rule-I-3-missed = 事件“{ $incident }”应于 { $expected } 前报告本部门网信工作机构，至今未见报告，请立即报告
rule-I-5-late = 事件“{ $incident }”应于 { $expected } 前报告属地省级网信部门，实际于 { $actual } 报告，迟报 { $difference } 秒，请说明原因
rule-I-5-missed = 事件“{ $incident }”应于 { $expected } 前报告属地省级网信部门，至今未见报告，请立即报告
rule-I-10-late = 事件“{ $incident }”的总结报告应于 { $expected } 前提交，实际于 { $actual } 提交，迟交 { $difference } 秒，请说明原因
rule-I-10-missed = 事件“{ $incident }”的总结报告应于 { $expected } 前提交，至今未见提交，请尽快按原渠道提交
rule-I-A-late = 按协议，事件“{ $incident }”应于 { $expected } 前告知实施机构和市数据主管部门，实际于 { $actual } 告知，迟 { $difference } 秒，请说明原因（时限为项目默认值）
rule-I-A-missed = 按协议，事件“{ $incident }”应于 { $expected } 前告知实施机构和市数据主管部门，至今未见告知，请立即告知（时限为项目默认值）

## 时限与状态

incident-clock-I-1 = 关键信息基础设施运营者报告
incident-clock-I-2 = 保护工作部门续报
incident-clock-I-3 = 中央和国家机关报告
incident-clock-I-4 = 网信工作机构续报
incident-clock-I-5 = 运营者报告
incident-clock-I-6 = 省级网信部门续报
incident-clock-I-10 = 总结报告
incident-clock-I-A = 协议约定的告知
incident-state-not_applicable = 不适用
incident-state-not_computable = 无法计算：{ $missing }
incident-state-running = 计时中
incident-state-met = 按时
incident-state-late = 迟 { $seconds } 秒
incident-state-missed = 未报
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
incident-pipl = 涉及个人信息：应立即告知履行个人信息保护职责的部门和个人（个人信息保护法第五十七条）
incident-verify = 阈值待与正式文本核对
incident-unknown = 情况不明：{ $quantities }。补充后级别可能提高
incident-reporter-operator = 一般运营者
incident-reporter-cii_operator = 关键信息基础设施运营者
incident-reporter-central_organ = 中央和国家机关
