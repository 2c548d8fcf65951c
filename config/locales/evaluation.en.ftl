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
