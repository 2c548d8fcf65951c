### 中文文案：数据供给。

## 目录项的规则

rule-C-1 = 第 { $row } 行：目录项缺少 { $expected }，请填写
rule-C-2 = 第 { $row } 行：目录项缺少 { $expected }，请说明数据内容
rule-C-3 = 第 { $row } 行：未注明 { $expected }（“{ $actual }”），请写明可以按何种条件使用
rule-C-4 = 第 { $row } 行：目录项没有文件和接口（{ $expected }），请挂接资源，或者说明原因
rule-C-5 = 第 { $row } 行：更新频率“{ $actual }”无法识别，按未按时更新计算，请改用：{ $expected }
rule-C-6 = 第 { $row } 行：已申报更新频率，但最近更新日期不明，按未按时更新计算，请按 { $expected } 填写
rule-C-7 = 第 { $row } 行：按申报的更新频率应于 { $expected } 前更新，最近更新为 { $actual }，请更新数据或者更正更新频率（期限为项目默认值）
rule-C-8 = 第 { $row } 行：更新日期“{ $actual }”在未来，应为 { $expected }，按未按时更新计算，请更正
rule-C-9 = 第 { $row } 条记录：{ $column } 为“{ $actual }”，DCAT-US 1.1 要求 { $expected }，请更正
rule-C-10 = 文件只列出 { $expected } 个数据集中的 { $actual } 个，缺少 { $missing } 个，未作检查；请用 rows、start 参数取得全部结果，逐页报送
