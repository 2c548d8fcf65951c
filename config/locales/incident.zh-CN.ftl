### 中文文案：安全事件。

## 事件行的规则

rule-S-1 = 时间先后不合理：“{ $actual }”应为 { $expected }，请核对该列与发现、处置及提交时间；尚未到来的时间不予计入
rule-S-2 = 发现时间和获知时间均未填写，无法计算报告时限，请按 { $expected } 填写其一
rule-S-3 = 事件类型“{ $actual }”不属于 GB/T 20986-2023 的任何类别，应以下列代码开头：{ $expected }
rule-S-4 = 本文件中没有事件“{ $actual }”，该行为或者证据不计入任何事件，请与所属事件行一并提交

## 级别与数量

incident-pipl = 涉及个人信息：应立即告知履行个人信息保护职责的部门和个人（个人信息保护法第五十七条）
incident-verify = 阈值待与正式文本核对
incident-unknown = 情况不明：{ $quantities }。补充后级别可能提高
incident-reporter-operator = 一般运营者
incident-reporter-cii_operator = 关键信息基础设施运营者
incident-reporter-central_organ = 中央和国家机关
