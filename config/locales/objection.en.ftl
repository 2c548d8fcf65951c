### English words: objections to supplied data.

## Rules about an objection

rule-DO-1 = Row { $row }: { $column } (“{ $actual }”) needs { $expected } besides. Fill it in, or take the cell out. Until then the step counts as not done.
rule-DO-2 = Row { $row }: { $column } is “{ $actual }”, which is before the step before it, after the day of handing in, or does not fit what was handed in before; it should be { $expected } (in brackets, the file that says so). Correct it: a day that is out of order counts as not done. Of what was told before, the earliest day of raising counts, and of a step the latest day, no sooner than the step before it or than the department's own last file that had it open. A yes stays as it was told first: an objection that was accepted is closed by the result unfounded with a reason, not by a refusal. If that file is wrong, hand in one that names it with --supersedes.
rule-DO-3 = Row { $row }: { $expected } is empty or says nothing (as “none” does). A refusal, an unfounded objection and a review say why: fill it in. Until then the step counts as not done.
rule-DO-4 = Row { $row }: the data were corrected, and { $expected } is empty. Review the cause, look for faults of the same kind and mend them, then fill in the day and the cause. The objection stays open until then.
rule-DO-5 = Objection { $number } (item { $item }): { $step ->
        [decision] it was to be accepted or refused
        [verification] it was to be verified
        [correction] the data were to be corrected
       *[review] faults of the same kind were to be looked for
    } by { $expected }, and no such step that counts is handed in. Do it at once, and hand in the objection with the new day. ({ $confidence ->
        [law] The last day is set by { $provision }.
        [official-copy] The last day is set by { $provision }.
        [secondary] The last day is that of { $provision }, to be verified.
        [recalled-high] The last day is that of { $provision }, to be verified.
        [recalled-medium] The last day is that of { $provision }, unverified.
       *[default] The last day is a project default.
    })
rule-DO-6 = Objection { $actual } of { $raised_on } doubts the same of item { $item } as objection { $expected } did, after which faults of the same kind had been looked for by { $reviewed_on }. Review the cause again, or show that it is another one.
rule-DO-7 = Objection { $number } (item { $item }) is in file { $other }, and the file that supersedes it says nothing of it. What is left out is not taken back: the objection counts as it was told. Hand it in again; if its number was wrong, as refused with a reason that says so.

## What an open objection waits for

console-objections = objections
objection-waits-decision = to be decided on
objection-waits-verification = to be verified
objection-waits-correction = to be corrected
objection-waits-review = to be reviewed
