### English words: rules of usage, tie-outs and commingling (Measures art. 17, 19; CN-65; VAT Law).

rule-U-1 = Row { $row }, record { $record }: the day of service is { $actual }, outside of the month handed in ({ $expected }). Correct it, or hand the record in for its own month.
rule-U-2 = Row { $row }, record { $record }: it is about { $actual }, and { $expected } hands it in. The record does not count. Only an operator itself, the implementing body or the data authority hands in its usage.
rule-V-2 = Record { $record }, row { $row }, is already in force from the submission with receipt { $receipt }. The first one stands and this one does not count. Compare them; to replace it, hand the file in as superseding { $receipt }.
rule-F-6 = Row { $row }, record { $record }: { $units } × { $price } is { $expected } yuan, charged are { $actual }, difference { $difference }. Correct quantity, price or amount; where the price includes tax, amount and tax together have to be the price.
rule-F-6-sum = Product “{ $product }”: { $records } records of the month together, the first in row { $row }, come to { $expected } yuan by quantity times price, charged are { $actual }, difference { $difference }. Rounding each amount to the nearest fen explains { $most } at most. Round each amount of its own quantity and price; where the price includes tax, the amount with its tax is compared.
rule-F-6-ledger = Revenue of product “{ $product }” in { $period }: usage says { $expected } yuan, the ledger { $actual }, difference { $difference }. Book what is missing, or hand in the usage that is.
rule-F-6-missing = The ledger of { $period } has revenue of { $actual } yuan, and no usage was handed in for that month. Hand it in.
rule-F-6-none = The ledger has revenue of { $actual } yuan with products, and no usage was ever handed in. Hand it in.
rule-F-6-invoice = Revenue of invoice { $invoice }, product “{ $product }”: usage says { $expected } yuan, the ledger { $actual }, difference { $difference }. Vouchers, the first of each month: { $vouchers }; records, the same: { $records }. Correct the side that is wrong.
rule-F-6-invoice-alone = A clue: invoice { $invoice }, product “{ $product }”, is named by { $side ->
        [ledger] revenue in the ledger ({ $actual } yuan; vouchers, the first of each month: { $vouchers }) and by no record of usage
       *[usage] usage ({ $expected } yuan; records, the first of each month: { $records }) and by no revenue in the ledger
    }, though both name invoices in these months. Hand in what is missing, or write the number alike.
rule-F-6-elsewhere = In { $period }, { $actual } yuan of product “{ $product }” stand on account { $account }, which the register does not list as one of the separate ledger. List the account, or book the product on a listed one.
rule-F-7 = Product “{ $product }” was charged { $actual } yuan per { $unit } from { $from } to { $to }; the ceiling in force is { $expected }{ $rate ->
        [none] { "" }
       *[other] { " " }with the same word about tax, at { $rate }
    }, difference { $difference }. Lower the price and give back what was charged above the ceiling.
rule-F-7-none = Product “{ $product }” was charged { $actual } yuan per { $unit } from { $from } to { $to }, and no ceiling is in force for it. Hand in the ceiling with its approval, or the trial fee.
rule-F-7-tax = Product “{ $product }” was charged { $actual } yuan per { $unit } from { $from } to { $to }, { $vat ->
        [yes] with
       *[no] without
    } tax, and its ceiling says otherwise about tax: at { $rate } it is { $expected }, at other rates that may apply it is not. Records say no rate that there is, or one that such services do not usually have, so that nobody can say whether the price is above it. Fill in the rate, show why it applies, or hand prices in with the ceiling's word about tax.
rule-F-7-tiers = In { $period }, { $buyer } was charged { $actual } yuan for { $units } { $unit } of product “{ $product }”; by the { $tiers } tiers of the ceiling in force (receipt { $ceiling }) that is { $expected }, difference { $difference }. Charge each tier's part at the tier's price, and give back the rest.
rule-F-7-price = Product “{ $product }” is charged to { $buyer } at { $actual } yuan per { $unit } since { $since }, as in record { $record } (months known when this was found: { $months }); prices published are { $expected }{ $tax ->
        [other] { " " }(some with the other word about tax; compared at the rates that records say, else at those that such services usually have)
       *[same] { "" }
    }. Charge what is published, or publish what is charged.
rule-F-7-price-none = Product “{ $product }” is charged for by { $unit } since { $since }, as in record { $record } (months known when this was found: { $months }), and no price that was in force for the buyer is published. Publish the price and hand it in.
rule-F-8 = Row { $row }, record { $record }: what serves public governance or public welfare is free; found { $column ->
        [price] a price
       *[amount] an amount
    } of { $actual } yuan. Charge nothing, or correct the use.
rule-F-8-ledger = In { $period }, account { $account } has revenue of { $actual } yuan of product “{ $product }” from public use, which is free. Give it back, or correct the use.
rule-P-9-charged = Product “{ $product }”: in { $months } (as known when this was found), { $buyers } were charged { $actual } yuan per { $unit } and other buyers of the month { $expected }{ $tax ->
        [other] { " " }(some with the other word about tax; compared at the rates that records say, else at those that such services usually have)
       *[same] { "" }
    }, and that price is not published for everybody. Ask for the reason.
rule-F-9 =
    { $check ->
        [account] Subsidies of { $amount } yuan are booked on account { $actual }. What stands there reduces no cost. Book them on { $expected }.
       *[use] Subsidies of { $amount } yuan on account { $actual } say no use, so that they reduce no cost. Say for which use they are: { $expected }.
    }
rule-F-21 = In { $period }, { $component ->
        [revenue] revenue
        [cost] cost
        [taxes] taxes
       *[subsidy] subsidies
    } of { $actual } stand on accounts of the separate ledger in that currency. Permitted revenue, tie-outs and statements count { $expected } alone and leave them out. Book them in { $expected }, with the original currency, amount and rate beside it.
rule-F-22 = In { $period }, { $actual } yuan were capitalized on account { $account } of the separate ledger, under which data resources stand. Public data that are authorized for operation are not the operator's asset by themselves. Find out what was capitalized and on what ground (财会〔2023〕11号).
rule-F-23 = Ledgers are handed in since { $since } ({ $count } months), and the register lists no account as one of the separate ledger, so that nobody can tell what belongs to it. Keep revenue and expenditure of authorized operation on accounts of their own (Measures art. 18), and register these with `separate_ledger` yes.
rule-F-14 =
    { $relation ->
        [group] In { $period }, { $actual }{ $foreign ->
            [yes] { "" }
           *[no] { " " }yuan
        } were paid to { $counterparty } and { $cost } booked as cost with it; it belongs to the operator's group. Explain what for, and at what price others buy it.
       *[public_body] In { $period }, { $actual }{ $foreign ->
            [yes] { "" }
           *[no] { " " }yuan
        } were paid to { $counterparty } and { $cost } booked as cost with it; it is a public body. Explain the ground, and whether it was paid to the treasury.
    }
rule-F-17 = Invoice or record { $cause }, from row { $row }: tax is { $actual } yuan and should be { $expected } ({ $records } records), difference { $difference }. Correct rate or tax.
rule-F-17-none = Product “{ $product }”: { $records } records of sales, the first in row { $row }, say neither rate nor tax. Say both; where no tax is owed, both are 0.
rule-F-17-rate = Row { $row }, record { $record }: the rate of tax is { $actual }; known are { $expected }. Correct it, or explain which rule gives another rate.
rule-SH-17-1 = Product “{ $product }” was developed by { $actual }, which belongs to the operator's group. Find out whether that is re-development in the operator's scope, which art. 17 forbids.
rule-D-02-fee = Product “{ $product }”: the price in force is { $expected } yuan per { $unit }, and the disclosure of { $year } says “{ $actual }”. Disclose the price in force, or charge what was disclosed.
rule-D-02-fee-other = Product “{ $product }”: the disclosure of { $year } says “{ $actual }”; { $check ->
        [none] no price is in force for it, and it names { $amounts } yuan.
       *[other] in force is { $expected } yuan, and it names { $amounts } yuan, too.
    } Disclose the prices in force alone, hand in the price, or explain what the amount is.
rule-M-1 =
    { $check ->
        [paid] Shares of revenue (payees: { $payees }) are paid into bank account { $actual }, which stands behind this operator and { $others }: one of them registered it, or they pay other payees into the same. Find out whose money it holds.
       *[registered] Bank account { $actual } stands behind accounts of this operator and of { $others }. Find out whose money it holds.
    }
rule-M-2 = In { $period }, { $seller } books { $actual } yuan of revenue with { $buyer }, and in { $month } { $buyer } books { $cost } yuan of cost with { $seller }. Find out what was delivered.
rule-M-3 = The share of public use in cost class “{ $class }” moved from { $expected } to { $actual } in { $period } while its total stayed about the same. Find out why cost was shifted.
rule-M-4 = Several operators have the same counterparty { $by ->
        [code] { $counterparty }
       *[name] “{ $actual }”, by its name alone,
    } in { $months } (as known when this was found): this one paid it { $paid } yuan and received { $received } that no usage explains; so did { $others }. Lines write it: { $actual }. Find out what was delivered, and whether money went from one operator to another.
