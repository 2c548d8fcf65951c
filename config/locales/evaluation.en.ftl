### English words: the course of evaluations and findings.

refused-needs-supervisor = This needs the role supervisor or above.
refused-needs-approver = This needs the role approver or above.
refused-not-reviewed = The evaluation is not reviewed yet, so it can be neither approved nor sent back.
refused-already-reviewed = The evaluation is reviewed already and waits for approval.
refused-already-approved = The evaluation is approved and stays as it is. To correct it, evaluate again.
refused-same-person = Whoever reviewed it cannot approve it; another person must.

refused-finding-out-of-order = Wrong step: a finding goes from open to notified to rectifying to closed.
refused-finding-closed = The finding is closed.
refused-finding-waived = The finding was waived.
refused-finding-not-closed = The finding is not closed, so it cannot recur.

# What a scheme should have.
expected-descending = bounds that descend
expected-rising = values that rise
expected-weight = a weight above 0
expected-names = a name in Chinese and in English
expected-no-table = nothing here where subjects are evaluated; it is for tables
expected-no-circle = a dimension that leads up to the whole
expected-power = a power other than 0; for 0 the method is geometric
expected-two-posts = two posts that differ
expected-above-zero = a number above 0
expected-time = the column of times
expected-to-hundred = a scale whose scores lie between 0 and 100
expected-table = a table in CSV, every row with the columns of its header
expected-fewer-cells = at most 20 million cells
expected-number = a number, or nothing where there is none
