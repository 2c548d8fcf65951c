### English words: disclosure.

## Rules about disclosures

rule-D-01-late = The disclosure of { $year } was due by { $expected } and was made on { $actual }, { $difference } days late. Explain why.
rule-D-01-missing = The disclosure of { $year } was due by { $expected } and is not known. Disclose at once, and hand in what is disclosed.
rule-D-01-incomplete = Row { $row }: the disclosure of { $year } lacks “{ $expected }”. Fill it in and hand it in again.
rule-D-02-late = The disclosure of { $year } was due by { $expected } and was made on { $actual }, { $difference } days late. Explain why.
rule-D-02-missing = The disclosure of { $year } was due by { $expected } and is not known. Disclose at once, and hand in what is disclosed.
rule-D-02-incomplete = Row { $row }: the disclosure of { $year } lacks “{ $expected }”. Fill it in and hand it in again.
rule-D-02-unlisted = Product “{ $expected }” of the register is not in the disclosure of { $year }. Disclose it, or correct the register.
rule-D-02-unknown = Row { $row }: the disclosure of { $year } names the product “{ $actual }”, which the register does not know. Register it first, or correct its name.

## Where a duty stands

disclosure-obligation = { $party } { $duty } of { $year }, due by { $due }: { $verdict } ({ $basis })
disclosure-start-unknown = { $party } { $duty }: the start of its authorized operation is unknown, so nobody can say which years are due. Fill in the column “since” of the register.
disclosure-not_due = not due, { $days } days left
disclosure-due_soon = due soon, { $days } days left
disclosure-on_time = disclosed in time
disclosure-late = disclosed { $days } days late
disclosure-missing = missing for { $days } days
disclosure-incomplete = { $verdict }, incomplete (fields missing: { $count })
