### 中文文案：专账规则（会计法、会计基础工作规范、办法第十八条）。

rule-F-1 = 第 { $row } 行起的凭证 { $voucher } 借贷不平（{ $currency }，共 { $lines } 行）：借方合计 { $expected }，贷方合计 { $actual }，相差 { $difference }。该凭证整张未计入，请更正后重新报送。
rule-F-2 =
    { $check ->
        [twice] 凭证号 { $expected } 重复 { $actual } 次（{ $label }），再次出现于第 { $row } 行。首张计入的有效，其余未计入；号码前加零不构成另一张凭证。每张凭证只能有一个号。
       *[gap] 凭证号不连续：缺 { $cause }（共 { $count } 个号），第 { $row } 行已到 { $actual } 号。请补报缺号凭证，或说明作废原因。
    }
rule-F-3 =
    { $check ->
        [balance] 期初余额借贷不平（{ $currency }）：借方合计 { $expected }，贷方合计 { $actual }，相差 { $difference }。请核对期初各科目余额。
        [closing] 科目 { $account } 公布的期末余额与账上计算不符（{ $currency }）：期初 { $opening } + 借方 { $debit } − 贷方 { $credit } = { $expected }，公布 { $actual }，相差 { $difference }（借方余额为正）。请核对期末余额及未计入的凭证。
        [movement] 科目 { $account } 公布的本月{ $side ->
            [debit] 借方
           *[credit] 贷方
        }发生额与凭证合计不符（{ $currency }）：凭证合计 { $expected }，公布 { $actual }，相差 { $difference }。请补报缺少的凭证，更正未计入的凭证，或更正发生额。
        [again] 科目 { $account } 的期初余额已由回执 { $receipt } 的报送生效（{ $currency }）：该处为 { $expected }，本次为 { $actual }，相差 { $difference }。同一科目的期初余额每月只在一个文件中报送：先报送的有效，本次的未计入。请核对；如确需替换，请在报送时注明所替换的回执号 { $receipt }。
        [repeated] 有 { $count } 个科目的期初余额已由回执 { $receipt } 的报送以相同金额生效，只计一次。请从本文件中删去。
       *[chain] 科目 { $account } 的期初余额与上期期末不符（{ $currency }）：上期期末 { $expected }，本期期初 { $actual }，相差 { $difference }。请更正期初余额，或先更正上期。
    }
rule-F-4 = 第 { $row } 行凭证 { $voucher } 的专账科目 { $account } 缺少必填维度：{ $expected }。请补填后重新报送。
rule-F-4-outside = 科目 { $account } 有 { $lines } 行（首行为第 { $row } 行）注明授权编号，名册未将该科目列为专账。如属授权运营，请将该科目列入专账，或改记专账科目。
rule-F-5 = 科目 { $account } 的{ $side ->
        [debit] 借方
       *[credit] 贷方
    }发生额，总账与专账不符（{ $currency }）：总账 { $expected }，专账 { $actual }，相差 { $difference }。请核对是否漏报凭证，或更正总账记录。
rule-F-5-missing = { $period } 已报送专账，但未附总账合计，无法与总账核对。请随专账报送总账合计：每个科目一行，记录类型填“总账”，写明当月借方、贷方发生额。
rule-F-12 = 第 { $row } 行{ $has_voucher ->
    [yes] 凭证 { $voucher }{ " " }
   *[no] { "" }
 }的{ $column }为 { $actual }，不在所报期间（应为 { $expected }）。请更正，或报入其所属期间。
rule-F-12-closed =
    { $cause ->
        [usage] { $operator } 的期间 { $actual } 已结账，服务记录不再变动，整份文件不予受理。请申请将该期间反结账。
       *[closed] 期间 { $actual } 已结账，{ $vouchers } 张凭证均未计入，整份文件不予受理。请在未结账的期间以红字冲销或补充登记凭证更正，或申请将该期间反结账。
    }
rule-F-13 =
    { $cause ->
        [reviewer] 未说明审核人：文件中有制单人，但没有任何审核人，无法确认每张凭证由两人制单、审核。请填写该列；格式本身没有审核人的（如 SAF-T），请在映射中指明说明审核人的项目，或改用本系统表式报送。
        [maker] 未说明制单人：文件中有审核人，但没有任何制单人，无法确认每张凭证由两人制单、审核。请填写该列；格式本身没有制单人的，请在映射中指明说明制单人的项目，或改用本系统表式报送。
        [file] 文件中没有制单人和审核人，无法确认每张凭证由两人制单、审核。请补填这两列。
       *[other] 第 { $row } 行凭证 { $voucher } 须由两人分别制单、审核：制单人“{ $maker }”，审核人“{ $reviewer }”。请由另一人审核并填写姓名。
    }
rule-F-16 =
    { $check ->
        [first_digits] 线索：{ $amounts } 笔金额的首位数字与本福特定律的平均偏差为 { $actual }（关注线 { $expected }）。这不是结论，仅供人工抽查凭证。
        [round] 线索：{ $amounts } 笔金额中整 { $multiple } 的占 { $actual }（关注线 { $expected }）。这不是结论，仅供人工抽查凭证。
       *[month_end] 线索：{ $amounts } 笔金额中记在当月最后一天的占 { $actual }（关注线 { $expected }）。这不是结论，仅供人工抽查凭证。
    }
rule-F-18 =
    { $check ->
        [missing] 第 { $row } 行凭证 { $voucher }：原币币种、原币金额和汇率须同时填写，缺少 { $expected }。请补填，或三列都留空。
        [same] 第 { $row } 行凭证 { $voucher }：原币 { $currency } 就是记账币种，汇率应为 { $expected }，现为 { $actual }。请将三列留空，或更正币种。
       *[rate] 第 { $row } 行凭证 { $voucher }：原币 { $currency } { $original } × 汇率 { $rate }，四舍五入应为 { $expected }，现为 { $actual }，相差 { $difference }。请核对金额或汇率。
    }
rule-F-19 = 第 { $row } 行起的科目 { $actual }{ $has_name ->
    [yes] { " " }{ $name }
   *[no] { "" }
 } 不在单位所用的《{ $standard }》会计科目表中，也不在其任一科目之下。准则允许自行增设科目和编号，请核对编号，或说明其用途。
rule-F-20 = 第 { $row } 行凭证 { $voucher }：在科目 { $account } 增加方的相反方（{ $side ->
        [debit] 借方
       *[credit] 贷方
    }）以蓝字记 { $actual }（{ $currency }），且不是结转本年利润。更正已入账的内容只能用红字凭证或补充凭证，反方蓝字会虚增单方发生额。请改用红字冲销，或说明原因。
rule-V-1 = 第 { $row } 行起的凭证 { $voucher } 已由回执 { $receipt } 的报送以 { $other } 生效：应有 { $expected } 份，现有 { $actual } 份。先报送的有效，本次的未计入；号码前加零不构成另一张凭证。请核对；如确需替换，请在报送时注明所替换的回执号 { $receipt }。
