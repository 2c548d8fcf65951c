### 中文文案：数据异议。

## 异议的规则

rule-DO-1 = 第 { $row } 行：填写了{ $column }（“{ $actual }”），还须有 { $expected }。请补填，或者删去该单元格。在此之前，该步骤按未完成计算。
rule-DO-2 = 第 { $row } 行：{ $column }为“{ $actual }”，早于上一步骤、晚于报送日期，或者与此前报送的情况不符，应为 { $expected }（括号内为据以认定的文件）。请更正：日期先后有误的，该步骤按未完成计算。与此前报送不符的，提出日期以最早者为准；各步骤的日期以最晚者为准，且不早于上一步骤的日期和该部门最近一次报送其未完成之日；收办、属实的结论以首次报送为准，不得改变，已收办的异议不成立的，请以核实结果“不属实”并说明理由办结，不得改为不予收办。该文件有误的，请报送以 --supersedes 指明该文件的替代文件。
rule-DO-3 = 第 { $row } 行：{ $expected } 未填写或者没有内容（如“无”）。不予收办、不属实和排查均须说明理由，请填写。在此之前，该步骤按未完成计算。
rule-DO-4 = 第 { $row } 行：数据已修正，但 { $expected } 未填写。请分析原因，排查整改同类问题，并填写排查日期和原因。在此之前，该异议按未办结计算。
rule-DO-5 = 异议 { $number }（目录项 { $item }）：{ $step ->
        [decision] 收办或者不予收办的决定
        [verification] 核实
        [correction] 数据修正
       *[review] 同类问题排查
    }应于 { $expected } 前（含当日）完成，至今未见有效报送。请立即办理，并重新报送该异议及办理日期。（{ $confidence ->
        [law] 期限依据 { $provision }
        [official-copy] 期限依据 { $provision }
        [secondary] 期限依据 { $provision }，待核实
        [recalled-high] 期限依据 { $provision }，待核实
        [recalled-medium] 期限依据 { $provision }，未经核实
       *[default] 期限为项目默认值
    }。）
rule-DO-6 = { $raised_on } 提出的异议 { $actual } 与异议 { $expected } 针对同一目录项 { $item } 的同一质量特性，而后者的同类问题已于 { $reviewed_on } 排查完毕。请重新分析原因，或者说明原因不同。
rule-DO-7 = 异议 { $number }（目录项 { $item }）见于文件 { $other }，替代该文件的文件未提及。未提及不等于撤销，该异议仍按已报送的内容计算。请补报该异议；编号有误的，请以不予收办作出决定并说明理由。

## 未办结的异议等待的步骤

console-objections = 未办结异议
objection-waits-decision = 待收办
objection-waits-verification = 待核实
objection-waits-correction = 待修正
objection-waits-review = 待排查
