### English words: how evaluations come about, come out again, and differ.

cli-nothing-known = Nothing is kept of the policy pack in force at { $at }. Name an instant since this database was set up; in mingjingd audit export, the acts “policy” say when each pack came into force.
cli-no-scheme-then = No scheme “{ $scheme }” was in force at { $at }. Check its id, such as operator, and the instant.
cli-no-evaluation = There is no evaluation { $evaluation }. mingjingd evaluation list names them.
cli-draft-id = The draft has another id than “{ $scheme }”. Give it that id, or name the scheme that it drafts.

rebuild-same = { $evaluation } comes out as it was recorded: { $bytes } bytes, all the same.
rebuild-differs = { $evaluation } does not come out as it was recorded. First difference at { $path }: recorded { $recorded }, computed again { $rebuilt }
rebuild-clock = Later acts in the audit log carry an instant that is not after what this evaluation knew ({ $as_of }): { $acts }, the first of them number { $sequence }, { $act } { $object }. The clock stood still or was turned back, so that the evaluation could not know them, and computing it again does. Let the clock run on, and evaluate again.
rebuild-release = It was recorded by release { $recorded } and is computed again by { $rebuilt }; the rest is compared.

compare-no-period = No approved evaluation by the same scheme stands of a period before that of { $evaluation }. Name the one to compare with: mingjingd evaluation compare EARLIER { $evaluation }
compare-schemes = { $then } and { $now } are of different schemes and cannot be compared.
compare-no-subject = { $then } and { $now } have no subject in common. Name two that grade the same subject.
moves-side = { $id } ({ $period }, { $state }), facts until { $as_of }
moves-not-due = The ledgers of { $months } were not due by then: those that came later are not among its facts.
moves-scheme = Scheme: { $documents }
moves-policy = Policy: { $documents }
moves-of-one = One of the two grades a single subject: only that one is compared, without ranks.
moves-subject = { $score }{ $change }  rank { $rank }  { $grade }
moves-parts = policy { $policy }  scheme { $scheme }  facts { $facts }
moves-limits = limits of deductions and bonuses
moves-interaction = interaction
moves-veto-moved = A veto moved the grade from “{ $score }” (by the score) to “{ $grade }”: { $names }
moves-veto-new = New veto (by the score “{ $score }”, given “{ $grade }”): { $names }
moves-veto-stays = Vetoed as before (by the score “{ $score }”, given “{ $grade }”): { $names }
moves-veto-gone = No longer vetoed: { $names }
moves-still = { $still } of { $all } subjects stay where they were.

explain-no-subject = The evaluation has no scorecard of { $subject }. Check how it is written, such as uscc:… or name:….
explain-no-indicator = The scorecard has no indicator { $indicator }. Leave --indicator out to see all.
explain-weight = weight { $weight } / 100 (of the whole { $effective })
explain-adds = adds { $points }
explain-scale = scale: { $scale }
explain-part = { $part } { $name } = { $value }: { $facts } facts
explain-part-holds = ✓ as on the scorecard
explain-part-differs = ✗ not as on the scorecard
explain-more = … { $more } more: --skip { $next }
explain-failed = Rows that broke the rule:
explain-unread = Rows that could not be read, so that what they belong to is not counted as right:
explain-row = row { $row }
explain-rows = rows { $row }–{ $last }
explain-empty = the cell is empty
explain-value = “{ $actual }”
explain-values = “{ $actual }”, expected { $expected }
explain-reckoned = indicators { $base } - deductions { $taken } + bonuses { $added }: { $score }
explain-limits = limits: { $least } to { $most }, bonuses { $max } in all ({ $source })
explain-by-score = by the score alone: { $grade }
explain-points = { $count } × { $each } points: { $points }
explain-points-max = { $count } × { $each } points, at most { $max }: { $points }
explain-veto-caps = from { $least } on, the grade is not above “{ $grade }”
explain-veto-ground = ground: { $ground }
explain-veto-effect = effect: { $source }
explain-holds = Counted again, every fact is what the scorecard was computed from.
explain-differs = Some facts are not those of the scorecard: see mingjingd evaluation rebuild.
