### 中文词汇：服务记录、勾稽和串用的规则（办法第十七条、第十九条；发改价格〔2025〕65号；增值税法）。

rule-U-1 = 第 { $row } 行，记录 { $record }：服务日期 { $actual } 不在报送月份（{ $expected }）内。请更正，或在其所属月份报送。
rule-U-2 = 第 { $row } 行，记录 { $record }：该记录属于 { $actual }，由 { $expected } 报送，不计入。服务记录只能由运营机构自己、实施机构或数据主管部门报送。
rule-V-2 = 第 { $row } 行，记录 { $record } 已由回执 { $receipt } 的报送生效。以先报送的为准，本条不计。请核对；如需替换，请注明取代 { $receipt } 重新报送。
rule-F-6 = 第 { $row } 行，记录 { $record }：{ $units } × { $price } 应为 { $expected } 元，实收 { $actual } 元，差额 { $difference }。请更正数量、单价或金额；单价含税的，金额与税额之和应等于价款。
rule-F-6-sum = 产品“{ $product }”当月的 { $records } 条记录（首条在第 { $row } 行）合计：数量乘以单价应为 { $expected } 元，实收 { $actual } 元，差额 { $difference }。各条金额四舍五入到分，合计最多相差 { $most } 元。请按每条的数量和单价分别取整；单价含税的，以金额连同税额相比。
rule-F-6-ledger = 产品“{ $product }”{ $period } 的收入：服务记录为 { $expected } 元，专账为 { $actual } 元，差额 { $difference }。请补记收入，或补报服务记录。
rule-F-6-missing = { $period } 专账有收入 { $actual } 元，但当月未报送服务记录。请报送。
rule-F-6-none = 专账有产品收入 { $actual } 元，但从未报送服务记录。请报送。
rule-F-6-invoice = 发票 { $invoice }、产品“{ $product }”的收入：服务记录为 { $expected } 元，专账为 { $actual } 元，差额 { $difference }。各月首张凭证：{ $vouchers }；各月首条记录：{ $records }。请更正有误的一方。
rule-F-6-invoice-alone = 线索：发票 { $invoice }、产品“{ $product }”{ $side ->
        [ledger] 仅见于专账收入（{ $actual } 元；各月首张凭证：{ $vouchers }），没有服务记录注明
       *[usage] 仅见于服务记录（{ $expected } 元；各月首条记录：{ $records }），没有专账收入分录注明
    }，而这些月份双方均注明发票。请补报，或统一发票号写法。
rule-F-6-elsewhere = { $period } 科目 { $account } 记有产品“{ $product }”的收支 { $actual } 元，名册未将该科目列为专账。请将该科目列入专账，或改记专账科目。
rule-F-7 = 产品“{ $product }”自 { $from } 至 { $to } 按每{ $unit } { $actual } 元收费，高于当日有效的上限收费标准 { $expected } 元{ $rate ->
        [none] { "" }
       *[other] （按税率 { $rate } 换算为同一含税口径）
    }，差额 { $difference }。请降低收费，并退还超出上限的部分。
rule-F-7-none = 产品“{ $product }”自 { $from } 至 { $to } 按每{ $unit } { $actual } 元收费，但没有有效的上限收费标准。请报送上限收费标准及其批准文件，或试行收费标准。
rule-F-7-tax = 产品“{ $product }”自 { $from } 至 { $to } 按每{ $unit } { $actual } 元（{ $vat ->
        [yes] 含税
       *[no] 不含税
    }）收费，上限收费标准的含税口径不同，按税率 { $rate } 换算为 { $expected } 元，按其他可能的税率则不同；服务记录未注明规定的税率，或注明的税率不是此类服务通常适用的税率，无法判断是否高于上限。请补填税率、说明适用依据，或按同一口径报送单价。
rule-F-7-tiers = { $period } 产品“{ $product }”对 { $buyer } 的 { $units } { $unit }共收费 { $actual } 元；按有效上限收费标准（回执 { $ceiling }）的 { $tiers } 档累进计算，应 { $expected }，差额 { $difference }。请按各档单价分段收费，并退还超出部分。
rule-F-7-price = 产品“{ $product }”自 { $since } 起对 { $buyer } 按每{ $unit } { $actual } 元收费（如记录 { $record }；发现时涉及月份：{ $months }），公布的价格为 { $expected } 元{ $tax ->
        [other] （部分含税口径不同，已按服务记录注明的税率换算比较，未注明的按此类服务通常适用的税率）
       *[same] { "" }
    }。请按公布的价格收费，或公布实际价格。
rule-F-7-price-none = 产品“{ $product }”自 { $since } 起按{ $unit }收费（如记录 { $record }；发现时涉及月份：{ $months }），但没有当日对该购买方有效的公布价格。请公示收费标准，并报送价格。
rule-F-8 = 第 { $row } 行，记录 { $record }：用于公共治理、公益事业的应当无偿，实际{ $column ->
        [price] 单价
       *[amount] 金额
    }为 { $actual } 元。请改为不收费，或更正用途。
rule-F-8-ledger = { $period } 科目 { $account } 有产品“{ $product }”用于公共治理、公益事业的收入 { $actual } 元，该用途应当无偿。请退还，或更正用途。
rule-P-9-charged = 产品“{ $product }”：{ $months }（发现时）对 { $buyers } 按每{ $unit } { $actual } 元收费，同月其他购买方的价格为 { $expected } 元{ $tax ->
        [other] （部分含税口径不同，已按服务记录注明的税率换算比较，未注明的按此类服务通常适用的税率）
       *[same] { "" }
    }，该价格未向所有购买方公布。请了解原因。
rule-F-9 =
    { $check ->
        [account] 财政补助 { $amount } 元记入科目 { $actual }。该科目不从成本中扣除补助。请记入 { $expected }。
       *[use] 科目 { $actual } 的财政补助 { $amount } 元未注明用途，无法从成本中扣除。请注明用途：{ $expected }。
    }
rule-F-21 = { $period } 专账科目以原币记有{ $component ->
        [revenue] 收入
        [cost] 成本
        [taxes] 税金
       *[subsidy] 补助
    } { $actual }。准许收入、勾稽和报表只计 { $expected }，未计入该金额。请以 { $expected } 入账，并同时注明原币币种、金额和汇率。
rule-F-22 = { $period } 专账科目 { $account } 资本化 { $actual } 元，该科目可列示数据资源。授权运营的公共数据本身不是运营机构的资产。请核实资本化的内容及依据（财会〔2023〕11号）。
rule-F-23 = 自 { $since } 起已报送专账（共 { $count } 个月），但名册未将任何科目列为专账，无法辨别哪些属于专账。请对授权运营的财务收支建立专账（办法第十八条），在名册中登记专账科目（是否专账填“是”）。
rule-F-14 =
    { $relation ->
        [group] { $period } 向 { $counterparty } 付款 { $actual }{ $foreign ->
            [yes] { "" }
           *[no] { " " }元
        }、列支成本 { $cost }{ $foreign ->
            [yes] { "" }
           *[no] { " " }元
        }；该单位属于运营机构的关联方。请说明用途及其他客户的价格。
       *[public_body] { $period } 向 { $counterparty } 付款 { $actual }{ $foreign ->
            [yes] { "" }
           *[no] { " " }元
        }、列支成本 { $cost }{ $foreign ->
            [yes] { "" }
           *[no] { " " }元
        }；该单位为公共机构。请说明依据，以及是否缴入国库。
    }
rule-F-17 = 发票或记录 { $cause }（第 { $row } 行起，共 { $records } 条）：税额 { $actual } 元，应为 { $expected } 元，差额 { $difference }。请更正税率或税额。
rule-F-17-none = 产品“{ $product }”有 { $records } 条收费记录（首条在第 { $row } 行）未注明税率和税额。请补填；不需纳税的均填 0。
rule-F-17-rate = 第 { $row } 行，记录 { $record }：税率 { $actual } 不在已知税率（{ $expected }）内。请更正，或说明适用依据。
rule-SH-17-1 = 产品“{ $product }”由 { $actual } 开发，该单位与运营机构存在控制关系。请核实是否属于第十七条禁止的授权范围内再开发。
rule-D-02-fee = 产品“{ $product }”：有效价格为每{ $unit } { $expected } 元，{ $year } 年度披露为“{ $actual }”。请按有效价格披露，或按披露的标准收费。
rule-D-02-fee-other = 产品“{ $product }”：{ $year } 年度披露为“{ $actual }”，{ $check ->
        [none] 而该产品没有有效价格，披露的金额为 { $amounts } 元。
       *[other] 有效价格为 { $expected } 元，另列有 { $amounts } 元。
    }请只披露有效价格，补报该价格，或说明该金额的含义。
rule-M-1 =
    { $check ->
        [paid] 收益分配款（收款方：{ $payees }）付入的银行账户 { $actual } 同时涉及本运营机构和 { $others }：该账户由其中一家登记，或由各家付给不同收款方。请核实资金归属。
       *[registered] 银行账户 { $actual } 同时对应本运营机构和 { $others } 的科目。请核实资金归属。
    }
rule-M-2 = { $period }，{ $seller } 对 { $buyer } 确认收入 { $actual } 元；{ $month }，{ $buyer } 对 { $seller } 列支成本 { $cost } 元，金额基本相同。请核实交易内容。
rule-M-3 = { $period } 成本类别“{ $class }”的公益使用占比由 { $expected } 变为 { $actual }，而总额基本不变。请核实成本转移的原因。
rule-M-4 = { $months }（发现时），多家运营机构有同一往来单位{ $by ->
        [code] { $counterparty }
       *[name] （仅按名称判断）
    }：本单位向其付款 { $paid } 元，收到服务记录以外的款项 { $received } 元；另有 { $others }。账上写作：{ $actual }。请核实交易内容，以及资金是否经其在运营机构之间流转。
