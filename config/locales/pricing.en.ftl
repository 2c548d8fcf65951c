### English words: prices, permitted revenue, allocation and distribution (CN-65; Measures art. 19).

rule-P-1 = The price of { $product } ({ $unit }, above { $tier } units) is { $actual } yuan, which is above the ceiling in force on { $day }: expected { $expected }, difference { $difference }. Row { $row } of receipt { $receipt }, ceiling of receipt { $ceiling }. Lower the price, or hand in the ceiling that allows it.
rule-P-3 = Cycle { $cycle }: ceilings times planned quantities come to { $actual } yuan, more than is permitted ({ $expected }, difference { $difference }). Row { $row } of receipt { $receipt }. Lower the ceilings or the plan, or explain.
rule-P-3-unknown =
    { $check ->
        [planned_units] Cycle { $cycle }: the ceiling of { $product } ({ $unit }, above { $tier } units) from { $from } has no planned quantity and counts as nothing in the plan. Row { $row } of receipt { $receipt }. Hand in the quantity, 0 where nothing is planned.
       *[other] Cycle { $cycle }: ceilings times planned quantities, less value-added tax at the lowest rate, come to { $actual } yuan, more than is permitted ({ $expected }, difference { $difference }); at the highest rate they do not. Row { $row } of receipt { $receipt }. Hand in the ceilings without tax.
    }
rule-P-4 =
    { $mark ->
        [exceeded] Cycle { $cycle }: revenue of { $actual } yuan exceeds what is permitted ({ $expected }, difference { $difference }). The excess is deducted in the next cycle.
       *[other] Cycle { $cycle }: revenue of { $actual } yuan has reached { $mark } of what is permitted ({ $expected }, used { $usage }). Check prices and plan for the rest of the cycle.
    }
rule-P-4-provisional =
    { $mark ->
        [exceeded] Cycle { $cycle } is not over: revenue of { $actual } yuan exceeds what the formula permits from what was booked so far ({ $expected }, difference { $difference }). Check prices and cost, or hand in the approved amount.
       *[other] Cycle { $cycle } is not over: revenue of { $actual } yuan has reached { $mark } of what the formula permits from what was booked so far ({ $expected }, used { $usage }). Check prices and cost, or hand in the approved amount.
    }
rule-P-5 =
    { $check ->
        [reported_on] No written report of the ceiling of { $product } ({ $unit }) from { $from } to the department of development and reform is known. Row { $row } of receipt { $receipt }. Report it, and hand in the day.
       *[other] No written report of the ceiling of { $product } ({ $unit }) from { $from } to the data department is known. Row { $row } of receipt { $receipt }. Report it, and hand in the day.
    }
rule-P-6 = The price of { $product } ({ $unit }) from { $from } was not published, as far as is known. Row { $row } of receipt { $receipt }. Publish it, and hand in the day.
rule-P-7 = The operating report of { $year } is not known; it was due by { $day } (a day that this project sets). Report, and hand in the day.
rule-P-7-since = The register does not say since when { $operator } operates, so that nobody can tell of which years it has to report and when its trial fees end. Hand in `since` in the register.
rule-P-8 = { $product } ({ $unit }) is charged a trial fee from { $from } although a full operating year is over: expected a last day { $expected }, found “{ $actual }”. Row { $row } of receipt { $receipt }. Have a formal ceiling approved.
rule-P-9 = { $product } ({ $unit }): buyer { $buyer } pays { $actual } yuan from { $from }, while { $other } pays { $expected } under the same conditions ({ $tax ->
        [with] that is with tax; they differ at every rate that such services usually have
        [without] that is without tax; they differ at every rate that such services usually have
       *[same] difference { $difference }
    }). Row { $row } of receipt { $receipt }. Ask for the reason.
rule-P-10 =
    { $check ->
        [tier_from] The lowest tier of { $product } ({ $unit }) from { $from } begins at { $actual } instead of { $expected }, so smaller quantities have no price. Row { $row } of receipt { $receipt }. Hand in the missing tier.
       *[other] The tier of { $product } ({ $unit }) from { $from } above { $tier } differs from the lowest one: expected { $expected }, found { $actual }. Row { $row } of receipt { $receipt }. Give all tiers the same days, tax and trial mark.
    }
rule-P-11 = { $product } { $unit }: what holds from { $from } overlaps with what holds from { $before }, whose last day should be { $expected } and is “{ $actual }”. Row { $row } of receipt { $receipt }. Hand in the earlier one again with its last day.
rule-P-12 = Cycle { $cycle } is over: the approved amount of { $actual } yuan is above what the formula gives from what was booked ({ $expected }, difference { $difference }; carried excess { $carried }). Row { $row } of receipt { $receipt }. Take it into account in the next cycle, or explain.
rule-P-12-carried =
    { $check ->
        [less] Cycle { $cycle }: of the excess of the cycle before, the approved amount deducts { $actual } yuan only (expected { $expected }, difference { $difference }). Row { $row } of receipt { $receipt }. Have it approved again; what is not deducted is carried on.
       *[other] Cycle { $cycle }: an excess of { $difference } yuan of the cycle before has to be deducted; whether the approved amount does so is not said, and the formula cannot tell. Row { $row } of receipt { $receipt }. Hand in what it deducts (expected { $expected }), or have it approved again; what is not deducted is carried on.
    }
rule-P-13 = { $product } ({ $unit }) costs { $actual } yuan on { $day } and no ceiling is in force. Row { $row } of receipt { $receipt }. Hand in the ceiling.
rule-P-14 = The price of { $product } ({ $unit }, above { $tier } units) of { $actual } yuan and its ceiling on { $day } ({ $expected }) differ in whether value-added tax is in them, and it depends on the tax rate whether the price is above. Row { $row } of receipt { $receipt }, ceiling of receipt { $ceiling }. Hand in both with or both without tax.
rule-P-15 = Row { $row }: { $actual } may not hand in “{ $record }” of { $operator }; that is for: { $expected }. The row does not count. Let the right party hand it in.
rule-P-16 =
    { $check ->
        [approved] Cycle { $cycle } has neither an approved amount nor a way to compute one, so that its revenue is judged by nothing. Row { $row } of receipt { $receipt }. Hand in one of them.
       *[other] Cycle { $cycle } begins or ends inside a month ({ $actual }), but ledgers are of whole months: expected { $expected }. Row { $row } of receipt { $receipt }. Correct the day.
    }
rule-P-17 = Revenue of { $month } ({ $actual } yuan) is in no cycle of the permitted revenue. Hand in the cycle, or correct its days.
rule-F-10 =
    { $check ->
        [sum] The shares of allocation key { $key } come to { $actual } from { $day } on, expected { $expected } (difference { $difference }). Correct them.
        [driver] Row { $row }: allocation key { $key } from { $day } names no driver. Say by what the cost is shared.
        [drivers] From { $day } on, parts of allocation key { $key } go by different drivers (“{ $expected }” and “{ $actual }”), the quantities of which cannot be added up. Split all its parts by one driver.
        [quantity] Row { $row }: allocation key { $key } from { $day } has no quantity of its driver, so that its shares cannot be checked. Hand in how much of it each use has.
        [share] Row { $row }: a share of allocation key { $key } from { $day } is { $actual }, and the quantities of its driver give { $expected } (difference { $difference }). Correct the share or the quantities.
        [restated] Row { $row }: allocation key { $key } from { $day } gave { $expected } and has given { $actual } since { $accepted }, inside the year, without an approval. Hand in its number, or the share as it was.
        [document] Row { $row }: allocation key { $key } changes on { $day }, inside a year, without an approval. Hand in its number.
       *[other] Shared sums of cost class { $key } up to { $day } are not split: no allocation key gives { $expected } on that day. They count for no use until one is handed in.
    }
rule-DR-1 = The shares of distribution scheme { $scheme } come to { $actual } from { $day } on, expected { $expected } (difference { $difference }). Correct them.
rule-DR-2 = Scheme { $scheme }: a share needs a payee with a credit code (expected { $expected }, found “{ $actual }”). Row { $row } of receipt { $receipt }. Name the payee.
rule-DR-3 = Scheme { $scheme }: payee { $payee } should be { $expected ->
        [administrative] an administrative unit
        [institution] an institution
        [enterprise] an enterprise
       *[other] an administrative unit, an institution or an enterprise
    } and is said to be { $actual ->
        [administrative] an administrative unit
        [institution] an institution
        [enterprise] an enterprise
       *[other] nothing
    }. Row { $row } of receipt { $receipt }. Correct the kind or the code.
rule-DR-4 =
    { $check ->
        [account_no] Scheme { $scheme }: payee { $payee } is an administrative unit, and the number of its treasury or non-tax account is missing. Row { $row } of receipt { $receipt }. Hand in the number.
        [holder] Scheme { $scheme }: payee { $payee } is an administrative unit, and what is said to be its treasury or non-tax account is registered by { $actual }. Row { $row } of receipt { $receipt }. Correct the number, and pay into the treasury or non-tax account.
        [unregistered] Scheme { $scheme }: payee { $payee } is an administrative unit, and account { $actual } is neither among its registered bank accounts nor registered by another administrative unit. Row { $row } of receipt { $receipt }. Correct the number, or register it.
       *[other] Scheme { $scheme }: payee { $payee } is an administrative unit, whose income is non-tax revenue, and is not paid into a treasury or non-tax account. Row { $row } of receipt { $receipt }. Pay into the treasury or non-tax account.
    }
rule-DR-5 = Scheme { $scheme }: payee { $payee } is an institution, and the rule of its finance department is not named. Row { $row } of receipt { $receipt }. Hand in its number.
rule-DR-6 = Scheme { $scheme }: the share of { $payee } has no approval number. Row { $row } of receipt { $receipt }. Hand it in.
rule-DR-7 = Scheme { $scheme } ({ $cash } yuan in cash, { $in_kind } in kind): with the other schemes that draw on the same months { $actual } yuan are distributed, more than there is ({ $expected }, difference { $difference }). Correct the amounts, or the ledger.
