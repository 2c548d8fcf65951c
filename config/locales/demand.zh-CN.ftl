### 中文文案：数据需求。

## 需求的规则

rule-DD-1 = 第 { $row } 行：填写了{ $column }（“{ $actual }”），还须有 { $expected }。请补填，或者删去该单元格。在此之前，该步骤按未完成计算。
rule-DD-2 = 第 { $row } 行：{ $column }为 { $actual }，早于上一步骤或者晚于报送日期，应在 { $expected } 之间。请更正日期。在此之前，该步骤按未完成计算。
rule-DD-3 = 第 { $row } 行：答复为不予提供，但 { $expected } 未填写或者没有内容（如“无”）。请写明所依据的法律条款和适用理由。在此之前，该需求按未答复计算。
rule-DD-4 = 需求 { $number }：{ $step ->
        [acceptance] 受理
        [answer] 答复
       *[delivery] 数据提供
    }应于 { $expected } 前（含当日）完成，至今未见有效报送。请立即办理，并重新报送该需求及办理日期。（{ $confidence ->
        [law] 期限依据 { $provision }
        [official-copy] 期限依据 { $provision }
        [secondary] 期限依据 { $provision }，待核实
        [recalled-high] 期限依据 { $provision }，待核实
        [recalled-medium] 期限依据 { $provision }，未经核实
       *[default] 期限为项目默认值
    }。）
rule-DD-5 = 第 { $row } 行：{ $column }为“{ $actual }”，与此前报送的情况不符，应以 { $expected } 为准（日期和同意答复，括号内为据以认定的文件）。再次报送的需求，提出日期不得推后；部门提出、较严的共享类型、当事人同意和同意提供的答复均予保留，该部门未填写的共享类型应在无条件共享的答复期限届满前补填；各步骤的日期不得早于此前报送的最晚日期、上一步骤的日期，以及该部门最近一次报送其未完成之日。该文件有误的，请报送以 --supersedes 指明该文件的替代文件；同一文件载有两个同意日期的，只能以此更正。
rule-DD-6 = 需求 { $number } 见于文件 { $other }，替代该文件的文件未提及。未提及不等于撤销，该需求仍按已报送的内容计算。请补报该需求；编号有误的，请以不予提供答复并说明理由。
rule-SH-15-1 = 第 { $row } 行：数据所涉当事人已明确同意，但答复为不予提供。当事人明确同意的，应当提供数据（办法第十五条第三款）。请提供数据，并以答复结论 { $expected } 重新报送。在提供之前，该需求按未满足计算。

## 未办结的需求等待的步骤

console-demands = 未办结需求
demand-waits-acceptance = 待受理
demand-waits-answer = 待答复
demand-waits-delivery = 待提供
