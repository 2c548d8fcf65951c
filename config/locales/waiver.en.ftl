### English words: waivers.

refused-waiver-no-such-rule = The policy pack has no such rule. Check how it is written.
refused-waiver-never = Findings of this rule are never waived. Have the cause corrected instead.
refused-waiver-no-ground = A waiver needs a reason and a document that it rests on, each of at most 1,000 characters.
refused-waiver-days = Its last day is before its first, or over. Give a last day that is still to come.
refused-waiver-no-such-party = The register knows no such party. Check its code, or have the party registered first.
refused-waiver-too-early = It begins longer before today than the policy allows (waiver.toml, backdated_days). Give a later first day.
refused-waiver-too-long = It holds longer than the policy allows (waiver.toml, longest_months, from the day of the grant). Give an earlier last day, or propose another one then.
refused-waiver-decided = It was decided on already. Propose another one if something else is to hold.
refused-waiver-same-person = Whoever proposed it cannot grant it; another person must.
refused-waiver-not-granted = Only a waiver that was granted and whose last day is not over can be withdrawn.

cli-no-waiver = There is no waiver { $waiver }. mingjingd waiver list lists them.
cli-did-propose-waiver = { $person } proposed waiver { $number }; another person with the role approver has to grant it.
cli-did-approve-waiver = { $person } granted waiver { $number }: what it covers does not count as open in evaluations until its last day.
cli-did-refuse-waiver = { $person } refused waiver { $number }.
cli-did-withdraw-waiver = { $person } withdrew waiver { $number }: what it covered counts as open again.

waiver-state-proposed = proposed
waiver-state-refused = refused
waiver-state-waiting = granted, to begin
waiver-state-in_force = in force
waiver-state-expired = expired
waiver-state-withdrawn = withdrawn

reports-waived = Waived, not counted as open: { $rule }×{ $waived } until { $until } on { $document }, granted by { $person }: { $reason }
reports-sheet-waivers = Waivers
reports-waived-rule = rule
reports-waived-count = findings waived
reports-waived-until = until, whole day
reports-waived-document = document
reports-waived-person = granted by
reports-waived-reason = reason
reports-waived-number = waiver
reports-waivers-note = What is listed here stands, and does not count as open while the waiver is in force. A waiver changes no measure and no score.

console-command-propose_waiver = propose waiver
console-command-approve_waiver = grant waiver
console-command-refuse_waiver = refuse waiver
console-command-withdraw_waiver = withdraw waiver
console-confirm-propose_waiver = Propose to waive { $rule } of { $party } until { $until }, on { $document }: another person has to grant it.
console-confirm-approve_waiver = Grant waiver { $number }: what it covers does not count as open until its last day.
console-confirm-refuse_waiver = Refuse waiver { $number }: the finding counts as open.
console-confirm-withdraw_waiver = Withdraw waiver { $number }: the finding counts as open again.
console-form-waiver-title = Propose a waiver
console-form-waiver-input = Last day and document:
console-form-waiver-hint = Type a day such as 2026-12-31, a blank, and the document that it rests on. Enter goes on, Esc cancels.
console-form-waiver-wrong = A day such as 2026-12-31, a blank, and the document are needed.
console-waived = waived
console-waived-line = { $rule } x{ $waived } until { $until }  { $document }  { $person }: { $reason }
console-waiver = waiver
console-waiver-line = { $number } { $state } until { $until }  { $document }  { $person }: { $reason }
console-off-waived = A waiver covers it already, or one is proposed.
console-off-no-waiver-proposed = No waiver of it is proposed.
console-off-no-waiver-granted = No waiver of it is granted.
