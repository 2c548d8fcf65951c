### 中文文案：事件类型、分级标准与级别。

## 事件行的规则

rule-S-3-code = 事件类型“{ $actual }”以 GB/T 20986-2023 的类别代码开头，但已知小类中没有该代码，请与标准附录 B 核对；已知代码：{ $expected }
rule-S-11 = 没有分级标准“{ $actual }”，仍按 CN-NIR 定级；请填写 { $expected }（以分号分隔）或者留空
rule-S-12 = 报告主体“{ $actual }”与所填“涉及关键信息基础设施”不一致；依国家网络安全事件报告管理办法第四条，按 { $expected } 的时限计算，请将报告主体填为 { $expected }

## 级别

incident-level-general = 一般
incident-level-fairly_major = 较大
incident-level-major = 重大
incident-level-especially_major = 特别重大
incident-withheld = 达到一项已停用的阈值：其来源仅凭低把握的回忆，请查对分级指南

## 数量

incident-quantity-persons = 泄露个人信息人数
incident-quantity-sensitive_persons = 泄露敏感个人信息人数
incident-quantity-loss_yuan = 直接经济损失（元）
incident-quantity-outage_whole_minutes = 整体中断（分钟）
incident-quantity-outage_main_minutes = 主要功能中断（分钟）
incident-quantity-cii_outage_whole_minutes = 关键信息基础设施整体中断（分钟）
incident-quantity-cii_outage_main_minutes = 关键信息基础设施主要功能中断（分钟）
incident-quantity-population_people = 影响人口（人）
incident-quantity-province_share_ppm = 影响一省人口的最大比例（百万分之）
incident-quantity-prefecture_share_ppm = 影响一地市人口的最大比例（百万分之）
incident-quantity-portal_provincial_minutes = 省级门户或中央重点新闻网站无法访问（分钟）
incident-quantity-portal_prefecture_minutes = 地市级门户或省级重点新闻网站无法访问（分钟）
incident-quantity-portal_other_minutes = 其他门户或重点新闻网站无法访问（分钟）
incident-quantity-content_home_minutes = 违法有害信息在首页（分钟）
incident-quantity-content_other_minutes = 违法有害信息在其他页面（分钟）
incident-quantity-content_reposts = 违法有害信息转发（次）
incident-quantity-content_views = 违法有害信息浏览或点击（次）

## 以文字认定的事项

incident-matter-core_data_threat = 核心数据泄露、被窃取、篡改或者假冒的威胁
incident-matter-important_data_threat = 重要数据泄露、被窃取、篡改或者假冒的威胁
incident-matter-personal_information_amount = 丢失或者被窃取的个人信息数量
incident-matter-content_recognised = 主管部门认定的违法有害信息传播范围
