### 中文文案：价格、准许收入、成本分摊和收益分配（发改价格〔2025〕65号、办法第十九条）。

rule-P-1 = 产品 { $product }（{ $unit }，{ $tier } 以上）的价格 { $actual } 元，高于 { $day } 有效的上限收费标准：应 { $expected }，相差 { $difference }。见回执 { $receipt } 第 { $row } 行，上限见回执 { $ceiling }。请下调价格，或报送允许该价格的上限。
rule-P-3 = 监管周期 { $cycle }：上限收费标准乘以计划数量合计 { $actual } 元，超过准许收入（应 { $expected }，相差 { $difference }）。见回执 { $receipt } 第 { $row } 行。请下调上限或计划，或说明理由。
rule-P-3-unknown =
    { $check ->
        [planned_units] 监管周期 { $cycle }：产品 { $product }（{ $unit }，{ $tier } 以上）自 { $from } 起的上限收费标准没有计划数量，未计入计划收入。见回执 { $receipt } 第 { $row } 行。请补报计划数量，没有计划的填 0。
       *[other] 监管周期 { $cycle }：上限收费标准乘以计划数量，按最低增值税税率扣税后合计 { $actual } 元，超过准许收入（应 { $expected }，相差 { $difference }），按最高税率则不超过。见回执 { $receipt } 第 { $row } 行。请按不含税口径报送上限收费标准。
    }
rule-P-4 =
    { $mark ->
        [exceeded] 监管周期 { $cycle }：收入 { $actual } 元，已超过准许收入（应 { $expected }，相差 { $difference }）。超出部分在下一周期扣减。
       *[other] 监管周期 { $cycle }：收入 { $actual } 元，已达准许收入的 { $mark }（应 { $expected }，已用 { $usage }）。请核对本周期剩余时间的价格和计划。
    }
rule-P-4-provisional =
    { $mark ->
        [exceeded] 监管周期 { $cycle } 尚未结束：收入 { $actual } 元，已超过按现有入账数暂算的准许收入（应 { $expected }，相差 { $difference }）。请核对价格和成本，或报送核定金额。
       *[other] 监管周期 { $cycle } 尚未结束：收入 { $actual } 元，已达按现有入账数暂算的准许收入的 { $mark }（应 { $expected }，已用 { $usage }）。请核对价格和成本，或报送核定金额。
    }
rule-P-5 =
    { $check ->
        [reported_on] 产品 { $product }（{ $unit }）自 { $from } 起的上限收费标准未见向发展改革部门的书面报告。见回执 { $receipt } 第 { $row } 行。请书面报告，并报送日期。
       *[other] 产品 { $product }（{ $unit }）自 { $from } 起的上限收费标准未见向数据部门的书面报告。见回执 { $receipt } 第 { $row } 行。请书面报告，并报送日期。
    }
rule-P-6 = 产品 { $product }（{ $unit }）自 { $from } 起的收费标准未见公示。见回执 { $receipt } 第 { $row } 行。请公示并报送日期。
rule-P-7 = 未见 { $year } 年度经营情况报告，应于 { $day } 前（含当日）报送（该日期为项目默认值）。请报告并报送日期。
rule-P-7-since = 登记表中没有 { $operator } 的运营起始日期，无法判断应报送哪些年度的经营情况报告，也无法判断试行收费何时期满。请在登记表中补报 since（起始日期）。
rule-P-8 = 产品 { $product }（{ $unit }）自 { $from } 起的收费标准已满一个完整运营年度仍为试行：截止日应 { $expected }，现为“{ $actual }”。见回执 { $receipt } 第 { $row } 行。请履行正式定价程序。
rule-P-9 = 产品 { $product }（{ $unit }）：自 { $from } 起购买方 { $buyer } 的价格为 { $actual } 元，同等条件下 { $other } 为 { $expected } 元（{ $tax ->
        [with] 后者含税，按此类服务通常适用的各税率换算均不相同
        [without] 后者不含税，按此类服务通常适用的各税率换算均不相同
       *[same] 相差 { $difference }
    }）。见回执 { $receipt } 第 { $row } 行。请了解原因。
rule-P-10 =
    { $check ->
        [tier_from] 产品 { $product }（{ $unit }）自 { $from } 起的最低阶梯从 { $actual } 开始，应为 { $expected }，较小数量没有价格。见回执 { $receipt } 第 { $row } 行。请补报缺少的阶梯。
       *[other] 产品 { $product }（{ $unit }）自 { $from } 起 { $tier } 以上的阶梯与最低阶梯不一致：应为“{ $expected }”，现为“{ $actual }”。见回执 { $receipt } 第 { $row } 行。请统一各阶梯的截止日、含税和试行标记。
    }
rule-P-11 = { $product } { $unit }：自 { $from } 起有效的与自 { $before } 起有效的重叠，后者截止日应 { $expected }，现为“{ $actual }”。见回执 { $receipt } 第 { $row } 行。请补填前一条的截止日后重新报送。
rule-P-12 = 监管周期 { $cycle } 已结束：核定金额 { $actual } 元高于按入账数计算的准许收入（应 { $expected }，相差 { $difference }；结转超收 { $carried }）。见回执 { $receipt } 第 { $row } 行。请在下一周期核定时考虑，或说明理由。
rule-P-12-carried =
    { $check ->
        [less] 监管周期 { $cycle }：核定金额只扣减了上一周期超收 { $actual } 元（应 { $expected }，相差 { $difference }）。见回执 { $receipt } 第 { $row } 行。请重新核定；未扣减的部分结转下一周期。
       *[other] 监管周期 { $cycle }：上一周期超收应扣减 { $difference } 元，核定金额是否已扣减没有写明，也无法按公式核对。见回执 { $receipt } 第 { $row } 行。请填写已扣减超收（应 { $expected }），或重新核定；未扣减的部分结转下一周期。
    }
rule-P-13 = 产品 { $product }（{ $unit }）{ $day } 的价格为 { $actual } 元，当日没有有效的上限收费标准。见回执 { $receipt } 第 { $row } 行。请报送上限收费标准。
rule-P-14 = 产品 { $product }（{ $unit }，{ $tier } 以上）的价格 { $actual } 元与 { $day } 的上限（{ $expected }）含税口径不同，是否超过取决于税率。见回执 { $receipt } 第 { $row } 行，上限见回执 { $ceiling }。请统一口径后报送。
rule-P-15 = 第 { $row } 行：{ $actual } 无权报送 { $operator } 的“{ $record }”，应由 { $expected } 报送。该行不计入。请由有权单位报送。
rule-P-16 =
    { $check ->
        [approved] 监管周期 { $cycle } 既无核定金额，也无计算方式，其收入无从核对。见回执 { $receipt } 第 { $row } 行。请补报其一。
       *[other] 监管周期 { $cycle } 的起止日 { $actual } 在月中，账目按整月报送，应为 { $expected }。见回执 { $receipt } 第 { $row } 行。请更正日期。
    }
rule-P-17 = { $month } 的收入 { $actual } 元不在任何监管周期内。请补报监管周期或更正其起止日。
rule-F-10 =
    { $check ->
        [sum] 分摊标识 { $key } 自 { $day } 起的比例合计为 { $actual }，应为 { $expected }（相差 { $difference }）。请更正。
        [driver] 第 { $row } 行：分摊标识 { $key } 自 { $day } 起未写明分摊动因。请补填。
        [drivers] 分摊标识 { $key } 自 { $day } 起各部分的分摊动因不同（“{ $expected }”与“{ $actual }”），动因数量不能相加。请按同一动因分摊。
        [quantity] 第 { $row } 行：分摊标识 { $key } 自 { $day } 起没有动因数量，比例无从核对。请补填各用途占用的数量。
        [share] 第 { $row } 行：分摊标识 { $key } 自 { $day } 起的比例为 { $actual }，按动因数量计算应为 { $expected }（相差 { $difference }）。请更正比例或数量。
        [restated] 第 { $row } 行：分摊标识 { $key } 自 { $day } 起原为 { $expected }，{ $accepted } 改报为 { $actual }，属年度中变更，未见批准文号。请补报文号，或恢复原比例。
        [document] 第 { $row } 行：分摊标识 { $key } 于 { $day } 年度中变更，未见批准文号。请补报。
       *[other] 成本类别 { $key } 截至 { $day } 的共同金额未分摊：当日没有合计为 { $expected } 的分摊标识。补报之前不计入任何用途。
    }
rule-DR-1 = 分配方案 { $scheme } 自 { $day } 起的比例合计为 { $actual }，应为 { $expected }（相差 { $difference }）。请更正。
rule-DR-2 = 分配方案 { $scheme }：每项分配须有带统一社会信用代码的收款方（应为 { $expected }，现为“{ $actual }”）。见回执 { $receipt } 第 { $row } 行。请补填收款方。
rule-DR-3 = 分配方案 { $scheme }：收款方 { $payee } 的类别应为{ $expected ->
        [administrative] 行政单位
        [institution] 事业单位
        [enterprise] 企业
       *[other] 行政单位、事业单位或企业
    }，现为{ $actual ->
        [administrative] 行政单位
        [institution] 事业单位
        [enterprise] 企业
       *[other] 未填写
    }。见回执 { $receipt } 第 { $row } 行。请更正类别或代码。
rule-DR-4 =
    { $check ->
        [account_no] 分配方案 { $scheme }：收款方 { $payee } 是行政单位，没有填写国库或非税账户的账号。见回执 { $receipt } 第 { $row } 行。请补填收款账号。
        [holder] 分配方案 { $scheme }：收款方 { $payee } 是行政单位，所填国库或非税账户的账号登记在 { $actual } 名下。见回执 { $receipt } 第 { $row } 行。请更正账号，并缴入国库或非税账户。
        [unregistered] 分配方案 { $scheme }：收款方 { $payee } 是行政单位，所填国库或非税账户的账号 { $actual } 不在其登记的银行账号之中，也未由其他行政单位登记。见回执 { $receipt } 第 { $row } 行。请更正账号，或在登记表中补报。
       *[other] 分配方案 { $scheme }：收款方 { $payee } 是行政单位，其收入属非税收入，收款账户不是国库或非税账户。见回执 { $receipt } 第 { $row } 行。请缴入国库或非税账户。
    }
rule-DR-5 = 分配方案 { $scheme }：收款方 { $payee } 是事业单位，未写明同级财政部门规定。见回执 { $receipt } 第 { $row } 行。请补报文号。
rule-DR-6 = 分配方案 { $scheme }：{ $payee } 的分配没有批准文号。见回执 { $receipt } 第 { $row } 行。请补报。
rule-DR-7 = 分配方案 { $scheme }（现金 { $cash } 元，实物 { $in_kind } 元）：连同动用相同月份收入的其他方案共分配 { $actual } 元，超过可分配额（应 { $expected }，相差 { $difference }）。请更正金额或账目。
