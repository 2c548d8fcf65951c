### English words: opinions.

## Rules about opinions

rule-OP-1 = Row { $row }: the score { $actual } is not on its scale, { $expected }. The row does not count. Correct the score or the scale.
rule-OP-2 = Row { $row }: the rater or third party is of { $actual }, which is the party rated or of its group. What it says is kept and not counted. Ask somebody else.
rule-OP-3 = Row { $row }: the rater says that they have a conflict of interest. The rating is kept and not counted.
rule-OP-4 = Row { $row }: the determination or its annulment lacks the number of a document in column { $column }. The row does not count. Fill in the number of the authority's document.
rule-OP-5 = Row { $row }: a body of kind “{ $actual }” is not competent for this determination; that is for: { $expected }. The row does not count. Ask a competent body.
rule-OP-6 = Row { $row }: panels of this kind do not rate “{ $actual }”, but: { $expected }. The row does not count. Correct the indicator or the kind of panel.
rule-OP-7 = Row { $row }: “{ $actual }” is nothing that the policy pack lets anybody determine. The row does not count. Name one of: { $expected }.
rule-OP-8 = Panel { $panel }, indicator { $indicator }: { $actual } raters without conflict of interest, and { $expected } are needed. The panel counts nothing. Hand in the missing ratings with the others in one file.
rule-OP-9 = Panel { $panel }, indicator { $indicator }: a single rater. The rating counts, but nothing shows whether others would agree. Have a second rater if you can.
rule-OP-10 = Row { $row }: the day { $actual } is not within { $expected }: it is before what is rated began, or after the file was handed in. The row does not count. Correct the day or the period.
rule-OP-11 = Row { $row }: rater { $actual } rates this indicator, party and period in row { $other } already, on another panel of this kind. This rating is kept and not counted. Have every rater sit on one panel of a kind.
rule-OP-12 = Row { $row }: the document “{ $actual }” is that of row { $other }: widths, case and blanks tell no numbers apart. It counts once. Leave one of the two rows, or correct the number.
rule-OP-13 = The annulment { $document } of { $date } takes back the document “{ $actual }” on “{ $matter }”, and no determination with that number, of that day or before, is in force here. In force on it: { $expected }. So nothing is taken back. Hand in the determination, or correct party, matter, number or day of the annulment.

## Agreement of raters

opinion-agreement-title = agreement of raters
opinion-panel-expert = experts
opinion-panel-third_party = third parties
opinion-panel-departments = departments
opinion-panel-developers = developers
opinion-panel-users = users
opinion-agreement = { $indicator }, panel { $panel } ({ $kind }): raters { $raters }, parties { $subjects }, ratings { $ratings }, set aside for a conflict of interest { $aside }; Krippendorff's α { $alpha }, Kendall's W { $w }
opinion-agreement-low = { $agreement }. The raters agree less than { $least }: read this score with care
opinion-agreement-none = not defined
