### English words: what to mend first, the scores before, and the peers.

gains-title = Mend first (arithmetic of this scheme at this instant, no promise):
gains-none = Nothing that is counted would bring points by this scheme.
gains-unknown = What to mend first cannot be told: the score does not come out again.
gains-indicator = now { $now } of { $whole }, should be { $right }; the first one { $one }
gains-deduction = counted { $now }; one fewer { $one }
gains-grade = the grade would then be “{ $grade }”
gains-findings = open findings: { $rule } × { $open }

console-command-gains = mend first
console-screen-gains = Mend first
console-gains = mend first
console-gains-more = { $gains }  (w: all)
console-gains-title = Mend first: arithmetic of the scheme, no promise
console-empty-gains = Nothing that is counted would bring points by this scheme.
console-gains-unknown = cannot be told: the score does not come out again
console-gains-now = now
console-gains-right = goal
console-gains-one = one
console-gains-all = all
console-gains-deduction = minus
console-gains-findings = findings
console-trend = before
console-trend-none = no earlier score of as many months
console-trend-marks = * other scheme, ' other policy: not the same yardstick
console-peers = peers
console-peers-none = nobody to compare with
console-peers-line = { $rank } of { $count }: min { $least } Q1 { $lower } Q2 { $median } Q3 { $upper } max { $most }
