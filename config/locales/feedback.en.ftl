### English words: what a subject is told of its evaluation, and nobody else.

feedback-title = { $name }: feedback
feedback-subject = Subject: { $name }
feedback-outcome = Score { $score }  { $grade }
feedback-no-outcome = Too little is known: no score
feedback-superseded = These results are valid no more: the evaluation is superseded. A new evaluation takes its place.
feedback-changed = These results are valid no more: after an appeal the evaluation is made anew.
feedback-annulled = The determination { $determined } that these results rest on was annulled by { $document } of { $day }. They do not take that into account.
feedback-points = Deductions and bonuses
feedback-gains = Mend first
feedback-gains-note = What to mend first is the arithmetic of this scheme at the data cut-off: how the score would change if that alone were right. It is no promise, and what is past, such as a late report, is not undone.
feedback-between = { "; " }
feedback-findings = Open findings
feedback-answer = Answers are taken in writing until { $due }, that day included; name the evaluation { $evaluation }.
feedback-documents = Evaluation { $evaluation }, scheme { $scheme }, policy pack { $policy }. Only this subject's results are in here.
feedback-signers = Evaluating body (seal):                              Date:
feedback-column-item = Dimensions and indicators
feedback-column-source = Source of the weight
feedback-column-weight = Weight (of the whole)
feedback-column-counted = Counted
feedback-column-ratio = Ratio
feedback-column-score = Score
feedback-column-adds = Adds
feedback-column-kind = Kind
feedback-column-each = Points each
feedback-column-points = Points
feedback-column-to_do = What is, and what should be
feedback-column-all = All mended
feedback-column-rule = Rule
feedback-column-open = Number

cli-feedback-draft = { $evaluation } is a draft that nobody has vouched for. Review it first: mingjingd evaluation review { $evaluation }
cli-feedback-public = Feedback is for its subject alone and is not published. Leave --public out.
