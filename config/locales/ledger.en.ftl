### English words: rules of the separate ledger (Accounting Law; basic accounting rules; Measures art. 18).

rule-F-1 = Voucher { $voucher }, from row { $row }, does not balance ({ $currency }, { $lines } lines): debits { $expected }, credits { $actual }, difference { $difference }. The whole voucher does not count; correct it and hand it in again.
rule-F-2 =
    { $check ->
        [twice] Voucher number { $expected } is given { $actual } times ({ $label }), again in row { $row }. The first one that counts stands and the others do not count; zeros before a number do not make it another. Number each voucher once.
       *[gap] Voucher numbers are not continuous: { $cause } missing ({ $count } in all) before { $actual } in row { $row }. Hand in the missing vouchers, or explain why they were cancelled.
    }
rule-F-3 =
    { $check ->
        [balance] Opening balances do not balance ({ $currency }): debits { $expected }, credits { $actual }, difference { $difference }. Check the opening of each account.
        [closing] The closing published of account { $account } is not as computed ({ $currency }): opening { $opening } + debits { $debit } − credits { $credit } = { $expected }, published { $actual }, difference { $difference } (debit balances are positive). Check the closing, and the vouchers that do not count.
        [movement] The { $side ->
            [debit] debits
           *[credit] credits
        } published of account { $account } for the month are not those of its vouchers ({ $currency }): vouchers { $expected }, published { $actual }, difference { $difference }. Hand in the missing vouchers, correct those that do not count, or correct the movement.
        [again] The opening of account { $account } is in force already from the submission with receipt { $receipt } ({ $currency }): { $expected } there, { $actual } here, difference { $difference }. An account opens in one file of a month: the first one stands and this one does not count. Compare them; to replace it, hand the file in as superseding { $receipt }.
        [repeated] The openings of { $count } accounts are in force already from the submission with receipt { $receipt }, with the same amounts: they are counted once. Leave them out of this file.
       *[chain] The opening of account { $account } is not the closing of the month before ({ $currency }): closing { $expected }, opening { $actual }, difference { $difference }. Correct the opening, or first the month before.
    }
rule-F-4 = Row { $row }, voucher { $voucher }: account { $account } is kept in the separate ledger and lacks { $expected }. Fill these columns and hand the file in again.
rule-F-4-outside = { $lines } lines on account { $account }, the first in row { $row }, name an authorization, and the register does not list the account as one of the separate ledger. If they belong to authorized operation, list the account, or book them on a listed one.
rule-F-5 = The { $side ->
        [debit] debits
       *[credit] credits
    } of account { $account } differ between the general and the separate ledger ({ $currency }): general { $expected }, separate { $actual }, difference { $difference }. Hand in the missing vouchers, or correct the row of the general ledger.
rule-F-5-missing = The ledger of { $period } came without totals of the general ledger, so that nothing was compared with it. Hand the totals in with the ledger: for each account one row of record `general` with its debits and credits of the month.
rule-F-12 = Row { $row }{ $has_voucher ->
    [yes] , voucher { $voucher }
   *[no] { "" }
 }: { $column } is { $actual }, outside of the period submitted (expected { $expected }). Correct it, or hand it in for its own period.
rule-F-12-closed =
    { $cause ->
        [usage] Period { $actual } of { $operator } is closed: its usage does not change. The whole file is refused. Ask for the period to be reopened.
       *[closed] Period { $actual } is closed: none of its { $vouchers } vouchers counts. The whole file is refused. Correct by red-letter or supplementary vouchers in an open period, or ask for this one to be reopened.
    }
rule-F-13 =
    { $cause ->
        [file] The file names neither makers nor reviewers, so nobody can tell that two people made and reviewed each voucher. Fill both columns.
        [reviewer] Reviewer not told: the file names who made its vouchers and never who reviewed them, so nobody can tell that they are two people. Fill the column; where the format has no place for a reviewer (SAF-T), name in a mapping the item that tells, or hand in the project's own columns.
        [maker] Maker not told: the file names who reviewed its vouchers and never who made them, so nobody can tell that they are two people. Fill the column; where the format has no place for a maker, name in a mapping the item that tells, or hand in the project's own columns.
       *[other] Row { $row }, voucher { $voucher }: two people have to make and review it, found maker "{ $maker }" and reviewer "{ $reviewer }". Have another person review it, and name them.
    }
rule-F-16 =
    { $check ->
        [first_digits] A clue: the first digits of { $amounts } amounts deviate by { $actual } on average from Benford's law (worth a look unless { $expected }). This is no verdict; have a person sample the vouchers.
        [round] A clue: { $actual } of { $amounts } amounts are multiples of { $multiple } (worth a look unless { $expected }). This is no verdict; have a person sample the vouchers.
       *[month_end] A clue: { $actual } of { $amounts } amounts are dated on the last day of the month (worth a look unless { $expected }). This is no verdict; have a person sample the vouchers.
    }
rule-F-18 =
    { $check ->
        [missing] Row { $row }, voucher { $voucher }: original currency, original amount and rate stand together, missing { $expected }. Fill all three, or leave all three empty.
        [same] Row { $row }, voucher { $voucher }: { $currency } is the currency of the books itself, so the rate is { $expected }, found { $actual }. Leave the three columns empty, or correct the currency.
       *[rate] Row { $row }, voucher { $voucher }: { $currency } { $original } at the rate { $rate }, rounded half up, is { $expected }, found { $actual }, difference { $difference }. Check the amount or the rate.
    }
rule-F-19 = Account { $actual }{ $has_name ->
    [yes] { " " }{ $name }
   *[no] { "" }
 }, from row { $row }, is neither on the chart of accounts of the party ({ $standard }) nor below one of its accounts. The standard allows accounts and numbers of one's own: check the code, or explain what it is for.
rule-F-20 = Row { $row }, voucher { $voucher }: { $actual } { $currency } on the { $side ->
        [debit] debit
       *[credit] credit
    } side of account { $account }, which grows on the other side, without carrying anything to the profit of the year. What was booked is corrected by a red-letter or a supplementary voucher: an amount on the other side makes what moved on this one too large. Book it in red, or explain it.
rule-V-1 = Voucher { $voucher }, from row { $row }, is already in force as { $other } from the submission with receipt { $receipt }: expected { $expected }, found { $actual }. The first one stands and this one does not count; zeros before a number do not make it another. Compare them; to replace it, hand the file in as superseding { $receipt }.
