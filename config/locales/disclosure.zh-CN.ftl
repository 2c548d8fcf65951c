### 中文文案：信息披露。

## 披露的规则

rule-D-01-late = { $year } 年度披露应于 { $expected }（含当日）前完成，实际于 { $actual } 披露，迟 { $difference } 天，请说明原因。
rule-D-01-missing = { $year } 年度披露应于 { $expected }（含当日）前完成，至今未见披露，请立即披露，并报送披露内容。
rule-D-01-incomplete = 第 { $row } 行：{ $year } 年度披露缺少“{ $expected }”，请补充后重新报送。
rule-D-02-late = { $year } 年度披露应于 { $expected }（含当日）前完成，实际于 { $actual } 披露，迟 { $difference } 天，请说明原因。
rule-D-02-missing = { $year } 年度披露应于 { $expected }（含当日）前完成，至今未见披露，请立即披露，并报送披露内容。
rule-D-02-incomplete = 第 { $row } 行：{ $year } 年度披露缺少“{ $expected }”，请补充后重新报送。
rule-D-02-unlisted = 名册中的产品和服务“{ $expected }”未列入 { $year } 年度披露，请补充披露，或者更正名册。
rule-D-02-unknown = 第 { $row } 行：{ $year } 年度披露的产品和服务“{ $actual }”不在名册中，请先在名册中登记，或者更正名称。

## 披露义务的状态

disclosure-obligation = { $party } { $duty } { $year } 年度，应于 { $due }（含当日）前披露：{ $verdict }（{ $basis }）
disclosure-start-unknown = { $party } { $duty }：授权运营开始日不明，无法判断哪些年度应当披露，请在名册的“授权运营开始日”列填写
disclosure-not_due = 未到期，还有 { $days } 天
disclosure-due_soon = 即将到期，还有 { $days } 天
disclosure-on_time = 按时披露
disclosure-late = 迟 { $days } 天披露
disclosure-missing = 未披露，已逾期 { $days } 天
disclosure-incomplete = { $verdict }，不完整，缺 { $count } 项
