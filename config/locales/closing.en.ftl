### English words: closing a period (norms for basic accounting work; software for accounting).

rule-F-11 = { $actual } of { $party } is not closed; it was to be closed by { $expected }, by a person with the role supervisor or above. Check that every voucher is in, then run mingjingd freeze.
rule-F-15 =
    { $check ->
        [missing] Voucher { $voucher } was posted ({ $expected }) and is missing from the file that supersedes it. Hand it in again, and reverse it by a red-letter voucher if it was wrong.
        [opening] The month was posted to open with { $expected } on account { $account } ({ $currency }), and the file that supersedes it says { $actual }, a difference of { $difference } (debit balances are positive). Say who changed it and why; an opening is corrected in the month before, or by a voucher.
       *[changed] Voucher { $voucher }, from row { $row }, was changed after it was posted ({ $columns }): before { $expected }, now { $actual }. Say who changed it and why; what is posted is corrected by red-letter or supplementary vouchers.
    }

rule-F-15-dropped = { $count ->
        [one] One voucher
       *[other] { $count } vouchers
    } of the superseded file did not count and { $count ->
        [one] is
       *[other] are
    } not in the file that supersedes it: { $expected }. Hand the corrected voucher in under its number, or say why it goes.

refused-superseded = It is superseded: a period that it is built on was reopened, or another evaluation took its place. It stays as it is and goes out no more; go on with the new one.
refused-period-already-frozen = The period is frozen already.
refused-period-not-frozen = The period is open, so it cannot be reopened.
refused-period-not-asked = Nobody has asked for the period to be reopened.
refused-period-already-asked = Somebody has asked already; another person has to agree.
refused-period-same-person = Whoever asked for the reopening cannot agree to it; another person must.
refused-period-no-reason = Say why the period is to be reopened.
refused-period-not-over = The period is not over yet.
refused-period-no-ledger = No ledger of the period is in force, so there is nothing to freeze.
refused-period-open-before = An earlier period is still open. Freeze the periods in order.
refused-period-frozen-after = A later period is frozen. Reopen the periods from the last one backwards.

cli-did-freeze = { $person } froze { $period } of { $party }; the trial balance has the SHA-256 { $sha256 }.
cli-did-ask_reopening = { $person } asks for { $period } of { $party } to be reopened; another person with the role approver has to agree.
cli-did-reopen = { $person } agreed: { $period } of { $party } is open. What was evaluated on it is superseded.
cli-did-refuse_reopening = { $person } refused to reopen { $period } of { $party }; it stays frozen.
cli-did-supersede = { $person } put { $name } in the place of { $evaluation }.
cli-periods-need = Periods need --party. For example: mingjingd show periods --party 91310000MADEM0011A
cli-frozen-whole = { $periods } frozen periods stand as they were frozen.
cli-frozen-broken = Period { $period } of { $party } is not as it was frozen: { $reason }. Secure the database, and compare with the files as they were received.

period-open = open
period-frozen = frozen
period-reopening_asked = frozen, reopening asked
period-line = { $period }  { $state }
period-line-frozen = { $period }  { $state }, frozen { $at } by { $actor }, SHA-256 { $sha256 }

console-state-superseded = superseded
console-act-supersede = superseded
console-period-state = period
console-period-asked = asked
console-command-freeze = freeze the period
console-command-ask_reopening = ask for reopening
console-command-reopen = agree to reopening
console-command-refuse_reopening = refuse reopening
console-confirm-freeze = Freeze { $period } of { $party }: its trial balance is kept with its hash, and nothing is posted to it any more.
console-confirm-ask_reopening = Ask for { $period } of { $party } to be reopened: another person has to agree.
console-confirm-reopen = Reopen { $period } of { $party }: it takes vouchers again, and every evaluation built on it is superseded.
console-confirm-refuse_reopening = Do not reopen { $period } of { $party }: it stays frozen.
console-confirm-evaluation-supersede = Put { $name } in the place of { $id }. Why?
