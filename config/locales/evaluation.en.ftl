### English words: the course of evaluations and findings.

refused-needs-supervisor = This needs the role supervisor or above.
refused-needs-approver = This needs the role approver or above.
refused-not-reviewed = The evaluation is not reviewed yet, so it can be neither approved nor sent back.
refused-already-reviewed = The evaluation is reviewed already and waits for approval.
refused-already-approved = The evaluation is approved and stays as it is. To correct it, evaluate again.
refused-same-person = Whoever reviewed it cannot approve it; another person must.
refused-same-hand = One account had its hand in both halves, and one person is not two, whoever it acts for. Let the other person do it with their own account.

refused-finding-out-of-order = Wrong step: a finding goes from open to notified to rectifying to closed.
refused-finding-closed = The finding is closed.
refused-finding-not-closed = The finding is not closed, so it cannot recur.

# What a scheme should have.
expected-descending = bounds that descend
expected-rising = values that rise
expected-weight = a weight above 0
expected-names = a name in Chinese and in English
expected-denominator = a denominator beside it
expected-no-table = nothing here where subjects are evaluated; it is for tables
expected-no-circle = a dimension that leads up to the whole
expected-power = a power other than 0; for 0 the method is geometric
expected-two-posts = two posts that differ
expected-above-zero = a number above 0
expected-time = the column of times
expected-to-hundred = a scale whose scores lie between 0 and 100
expected-mean = a mean, whose scores lie between 0 and 100, or a rescale to there
expected-from-zero-scales = a mean that takes scores below 0, or scales without any
expected-not-turned = a scale on which a better figure never scores lower, wherever the others stand
expected-score = a score from 0 to 100
expected-from-zero = a number from 0
expected-below-pass = less than the lowest score that passes, so that deductions may lead below it
expected-scheme = the shape of a scheme, each number with its source; mingjingd policy export operator writes one out
expected-scheme-or-mapping = a scheme, with [[dimension]], or a mapping, with kind
expected-rows = at least one row below the header
expected-unit-id = the name of the unit of each row
expected-unit-time = the time of each row, a number
expected-weighing = a row in which some indicator weighs something in the whole
expected-table = a table in CSV, every row with the columns of its header
expected-fewer-cells = at most 20 million cells
expected-number = a number, or nothing where there is none
expected-count = a whole count from 0, or nothing where nobody counted
expected-weight-number = a weight that is a number from 0
expected-samples = at least one row of weights
expected-ground = a provision with its article; a veto never rests on a default
expected-alternative = something that might have been chosen otherwise
expected-draw = how often is drawn, and the seed (draw)

# The scoring of tables.
score-rank = rank
score-unit = unit
score-time = time
score-score = score
score-grade = grade
score-interval = rank 5–95 %
score-verdict = verdict
score-verdict-changes = would change
score-verdict-holds = holds
score-drawn = { $samples } samples, seed { $seed }
score-influence = { $factor }: share of the movement of ranks { $first } alone, { $total } with interactions
score-influence-none = not decidable (no rank moves)
score-factor-weights = weights
score-factor-impute = imputation
score-factor-normalise = scale
score-factor-aggregate = mean
score-no-unit = There is no unit “{ $unit }” in the table. Check how it is written.
score-refused = The table cannot be scored: { $cause }. Correct the scheme or the table.
score-nothing-uncertain = The scheme does not say what might have been chosen otherwise. Add [uncertainty] to it, or give --weights.
score-samples = That number of samples cannot be drawn. Draw at least 2, and at most 200 million divided by the number of units.
score-missing = missing
score-explain-whole = score { $score } (before rounding { $exact }), rank { $rank }
score-explain-grade = grade { $grade }
score-explain-veto = veto { $name }: { $column } = { $count }, from { $least } on the grade is not above “{ $grade }” (by the score: { $by_score }). Ground: { $ground }
score-explain-base = before deductions and bonuses { $base }; not below { $least } by deductions, bonuses { $max } in all, not above { $most } by them
score-explain-points = { $kind } { $name }: { $column } = { $count }, { $each } points each: { $points }
score-explain-points-max = { $kind } { $name }: { $column } = { $count }, { $each } points each, at most { $max }: { $points }
score-shares = shares of grades
score-without = without { $node }: ranks move by { $ranks } in the mean
score-explain-node = { $id } { $name } (weight { $weight }): { $score }
score-stage-raw = { $column } = { $value }
score-stage-denominated = by { $denominator }: { $value }
score-stage-imputed = imputed: { $value }
score-stage-treated = outlier treated: { $value }

evaluation-alone = A single subject is graded: it has no rank among others.
evaluation-excerpt = This is an excerpt of evaluation { $evaluation } (SHA-256 { $sha256 }): { $count } of its { $subjects } subjects. Ranks are those among all of them.
evaluation-under-way = The period is under way until { $ends }: these scores count facts until { $as_of }, and what follows may change them.
