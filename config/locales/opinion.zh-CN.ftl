### 中文文案：评价意见。

## 评价意见的规则

rule-OP-1 = 第 { $row } 行：评分 { $actual } 不在量表范围 { $expected } 之内。该行不计入。请更正评分或者量表。
rule-OP-2 = 第 { $row } 行：评分人所在单位或者第三方机构 { $actual } 是被评价单位或者其关联单位。该评分或者意见保留但不计入。请由其他人评价。
rule-OP-3 = 第 { $row } 行：评分人声明存在利益冲突。该评分保留但不计入。
rule-OP-4 = 第 { $row } 行：认定或者撤销认定的“{ $column }”列没有文号。该行不计入。请填写认定机关文书的文号。
rule-OP-5 = 第 { $row } 行：“{ $actual }”类机关无权作出此项认定，应由 { $expected } 认定。该行不计入。请由有权机关认定。
rule-OP-6 = 第 { $row } 行：该类评审组不评价“{ $actual }”，只评价 { $expected }。该行不计入。请更正指标或者评审组类别。
rule-OP-7 = 第 { $row } 行：“{ $actual }”不是政策包中的认定事项，应为 { $expected } 之一。该行不计入。请更正。
rule-OP-8 = 评审组 { $panel } 指标 { $indicator }：无利益冲突的评分人 { $actual } 名，应不少于 { $expected } 名。该组评分不计入。请补齐评分，与其他评分在同一文件中报送。
rule-OP-9 = 评审组 { $panel } 指标 { $indicator }：只有一名评分人。该评分计入，但无从判断他人是否一致。请尽可能增加评分人。
rule-OP-10 = 第 { $row } 行：日期 { $actual } 不在 { $expected } 之内，早于评价期间或者晚于报送日。该行不计入。请更正日期或者期间。
rule-OP-11 = 第 { $row } 行：评分人 { $actual } 已在第 { $other } 行以同类别的另一评审组成员身份评价同一指标、单位和期间。本行评分保留但不计入。同一评分人在同类评审组中只应参加一组。
rule-OP-12 = 第 { $row } 行：文号“{ $actual }”与第 { $other } 行相同（全角半角、大小写和空格不作区分），只计一次。请保留其中一行，或者更正文号。
rule-OP-13 = { $date } 的撤销文书 { $document } 撤销关于“{ $matter }”的认定 { $actual }，但在案的认定中没有该文号且日期不晚于该日的。该事项在案的认定：{ $expected }。该撤销目前不产生效果。请补报该认定，或者更正撤销记录的单位、事项、文号或者日期。

## 评分人的一致性

opinion-agreement-title = 评分人一致性
opinion-panel-expert = 专家
opinion-panel-third_party = 第三方机构
opinion-panel-departments = 行业主管部门
opinion-panel-developers = 开发主体
opinion-panel-users = 用户
opinion-agreement = { $indicator } 评审组 { $panel }（{ $kind }）：评分人 { $raters } 名，评价对象 { $subjects } 家，评分 { $ratings } 份，因利益冲突不计入 { $aside } 份；Krippendorff α { $alpha }，Kendall W { $w }
opinion-agreement-low = { $agreement }。评分人一致性低于 { $least }，请谨慎使用该项得分
opinion-agreement-none = 无法计算
