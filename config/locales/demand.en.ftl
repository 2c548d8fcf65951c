### English words: demands for data.

## Rules about a demand

rule-DD-1 = Row { $row }: { $column } (“{ $actual }”) needs { $expected } besides. Fill it in, or take the cell out. Until then the step counts as not done.
rule-DD-2 = Row { $row }: { $column } is { $actual }, which is before the step before it or after the day of handing in; it should be within { $expected }. Correct the day. Until then the step counts as not done.
rule-DD-3 = Row { $row }: the demand is refused, and { $expected } is empty or says nothing (as “none” does). Name the provision that the refusal rests on and why it applies. Until then the demand counts as not answered.
rule-DD-4 = Demand { $number }: { $step ->
        [acceptance] it was to be accepted
        [answer] it was to be answered
       *[delivery] the data were to be provided
    } by { $expected }, and no such step that counts is handed in. Do it at once, and hand in the demand with the new day. ({ $confidence ->
        [law] The last day is set by { $provision }.
        [official-copy] The last day is set by { $provision }.
        [secondary] The last day is that of { $provision }, to be verified.
        [recalled-high] The last day is that of { $provision }, to be verified.
        [recalled-medium] The last day is that of { $provision }, unverified.
       *[default] The last day is a project default.
    })
rule-DD-5 = Row { $row }: { $column } is “{ $actual }”, which does not fit what was handed in before: { $expected } holds (in brackets, for a day or a yes, the file that says so). A demand that is told again was raised no later; that a department asks, the stricter sharing, a consent and a yes stay, and sharing that the department itself left open is said by the last day to answer what is shared unconditionally. No step is sooner than the latest day that was told, than the step before it, or than the department's own last file that had it open. If that file is wrong, hand in one that names it with --supersedes; one that agrees on two days leaves no other way.
rule-DD-6 = Demand { $number } is in file { $other }, and the file that supersedes it says nothing of it. What is left out is not taken back: the demand counts as it was told. Hand it in again; if its number was wrong, with a refusal that says so.
rule-SH-15-1 = Row { $row }: whom the data are about clearly consented, and the demand is refused. Data that are consented to are to be provided (Measures art. 15 para. 3): provide them, and hand in the demand with the answer { $expected }. Until they are provided the demand counts as not met.

## What an open demand waits for

console-demands = demands
demand-waits-acceptance = to be accepted
demand-waits-answer = to be answered
demand-waits-delivery = data to be provided
