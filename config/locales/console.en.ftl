### English words: the terminal console. Only characters whose width is the same in every terminal.

console-title = Mingjing
console-as-of-title = as of { $instant }
console-too-small = Window too small: need { $need }, now { $now }. Enlarge it, or press q to leave.
console-read-only = read-only
console-read-only-reason = Read-only: the register does not know this account, which may look only.
console-loading = loading .. { $seconds } s
console-hint-cancel = Ctrl-C stops
console-hint-retry = Press r to try again.
console-hint-evaluate = Press n to ask for an evaluation.
console-leave = Leave
console-leave-question = Leave the console? q, y or Enter leaves; any other key returns.
console-help-untrusted = A column marked u shows text as submitted: unverified, control characters as <ESC> or <U+202E>. A > at the end means cut; v shows it whole.

## Screens

console-tab-overview = Overview
console-tab-scorecards = Scores
console-tab-findings = Findings
console-tab-ledgers = Ledgers
console-tab-submissions = Inbox
console-tab-jobs = Jobs
console-tab-evaluations = Evaluations
console-tab-deliveries = Outbox
console-screen-scorecard = Scorecard
console-screen-indicator = Indicator
console-screen-facts = Facts
console-screen-finding = Finding
console-screen-balances = Trial balance
console-screen-register = Register
console-screen-voucher = Voucher
console-screen-submission = Submission
console-screen-delivery = Delivery
console-screen-raw = Raw row

## Commands

console-command-evaluate = evaluate
console-command-review = review
console-command-approve = approve
console-command-send-back = send back
console-command-resend = send again
console-command-open-only = open/all
console-command-same-rule = same rule
console-command-same-party = same party
console-command-clear-filter = clear filter
console-command-findings = its findings
console-command-ledger = its ledger
console-command-raw = raw file
console-command-submission = its submission
console-command-open = open
console-command-value = whole text
console-command-down = line down
console-command-up = line up
console-command-page-down = page down
console-command-page-up = page up
console-command-first = first line
console-command-last = last line
console-command-panel-next = next panel
console-command-panel-before = panel before
console-command-refresh = refresh
console-command-language = 中文
console-command-palette = command
console-command-help = help
console-command-back = back
console-command-history-back = history back
console-command-history-forward = history forward
console-command-theme = colour/mono
console-command-repaint = repaint
console-command-cancel = stop/leave
console-off-elsewhere = not on this screen
console-off-no-ledger = This submission is not a ledger.
console-off-no-delivery = There is no delivery here.
console-off-delivery-under-way = This delivery is under way and needs nobody to send it again.

## Columns and fields

console-blank = { "" }
console-account = account
console-actor = by
console-actual = actual
console-address = address
console-arguments = arguments
console-as-of = as of
console-audit-head = audit head
console-basis = basis
console-by = by
console-byte-length = bytes
console-byte-offset = first byte
console-bytes = bytes
console-cell = content
console-channel = channel
console-check = check
console-closing = closing
console-column = column
console-command = command
console-computed = computed
console-count = count
console-counted = what is counted
console-credit = credit
console-currency = cur.
console-daemon = Daemon
console-dated = dated
console-day = day
console-debit = debit
console-deliveries = Deliveries
console-detail = detail
console-difference = difference
console-dimensions = dimensions
console-effective = effective
console-evaluation = evaluation
console-expected = expected
console-fact = fact
console-facts = facts
console-facts-hash = facts sha256
console-faults = faults
console-file = file
console-filter = facts counted
console-finished = finished
console-formula-source = formula from
console-found-at = found
console-grade = grade
console-id = id
console-key = key
console-kind = kind
console-ledger = Ledger
console-lines = Lines
console-maker = made by
console-means = it means
console-measure = measure
console-measure-parts = Measure = numerator / denominator
console-message-id = message id
console-month = month
console-name = name
console-note = note
console-number = no.
console-numerator = numerator
console-denominator = denominator
console-open-findings = open findings
console-opening = opening
console-outcome = outcome
console-part = part
console-party = party
console-period = period
console-place = place
console-points = points
console-policy = policy
console-poster = posted by
console-progress = progress
console-rank = rank
console-ratio = ratio
console-raw-cells = Cell by cell, under the first row
console-raw-first-row = First row of the file, as submitted
console-raw-row = The row, as submitted
console-reason = why not
console-receipt = receipt
console-received = received
console-recipient = recipient
console-reckoning = reckoning
console-rendered = rendered
console-requested = requested
console-reviewer = reviewed by
console-row = row
console-rule = rule
console-scheme = scheme
console-score = score
console-sender = sender
console-severity = severity
console-sha256 = SHA-256
console-since = since
console-source = source
console-started = started
console-state = state
console-subject = subject
console-subjects = subjects
console-summary = summary
console-supersedes = corrects
console-total = total
console-value = value
console-verdict = verdict
console-voucher = voucher
console-weight = weight
console-weight-source = weight from
console-what = what
console-balances-note = Debit balances are positive, credit balances negative. Enter opens the register.
console-checked = { $rows } rows, { $understood } understood, { $faults } faults
console-evaluation-title = Evaluation { $id }
console-delivery-title = Delivery { $id }
console-delivery-history = What happened, in order (Enter: the evaluation)
console-finding-title = Finding { $id }
console-job-title = Job { $id }
console-findings-open = Open findings
console-findings-all = All findings
console-findings-first-shown = Findings first shown by this submission
console-overview-scores = Newest evaluation { $period } ({ $state })
console-overview-no-scores = Newest evaluation
console-overview-alerts = Needs attention
console-overview-arrivals = Came in last

## States

console-state-draft = draft
console-state-reviewed = reviewed
console-state-approved = approved
console-act-review = reviewed
console-act-approve = approved
console-act-send_back = sent back
console-finding-open = open
console-finding-notified = notified
console-finding-rectifying = rectifying
console-finding-closed = closed
console-finding-waived = waived
console-job-waiting = waiting
console-job-running = running
console-job-done = done
console-job-failed = failed
console-job-timed_out = timed out
console-job-no-daemon = waiting: no daemon
console-delivery-queued = queued
console-delivery-written = written
console-delivery-failed = failed
console-delivery-means-queued = It waits for its turn; the daemon sends it.
console-delivery-means-written = It stands where it was to be put. Nobody has said that it was received.
console-delivery-means-failed = It did not go out. Mend what the detail says, then send it again.
console-unchecked = unchecked
console-daemon-never = waiting: no daemon (mingjingd was never seen)
console-daemon-silent = waiting: no daemon (mingjingd last seen { $seen })

## What needs attention

console-alert-refused = refused submissions, of the last
console-alert-errors = errors and fatal findings
console-alert-warnings = warnings
console-alert-clues = clues
console-alert-failed = failed jobs
console-alert-undelivered = failed deliveries
console-alert-running = jobs waiting or running
console-alert-unchecked = submissions not checked yet
console-alert-drafts = evaluations to review
console-alert-reviewed = evaluations to approve

## Nothing there

console-empty-alerts = Nothing needs attention.
console-empty-balances = No balance and no movement in this month.
console-empty-commands = No such command.
console-empty-deliveries = Nothing was delivered yet: approved evaluations come here.
console-empty-evaluations = No evaluation yet.
console-empty-facts = No facts counted.
console-empty-findings = No finding matches.
console-empty-jobs = No jobs. Press n to ask for an evaluation.
console-empty-ledgers = No ledger is in force.
console-empty-lines = No lines.
console-empty-measure = Nobody counted what it needs: not applicable, neither 0 nor 100.
console-empty-row = The file has no such row.
console-empty-subjects = Nobody to evaluate.
console-empty-submissions = Nothing came in yet.

## Questions and answers

console-form-title = Ask for an evaluation
console-form-period = Period:
console-form-hint = Up/Down chooses the scheme; type a period such as 2026-H1, 2026-Q2, 2026-04. Enter goes on, Esc cancels.
console-form-period-wrong = Not a period: 2026-04, 2026-Q2, 2026-H1, 2026 or 2026-01..2026-06.
console-confirm = Please confirm
console-confirm-evaluate = Ask for an evaluation of { $period } by the scheme { $scheme }.
console-confirm-review = Review { $id }: you vouch for its content; another person approves it then.
console-confirm-approve = Approve { $id }: it stays as it is for good; its files are made, signed and delivered.
console-confirm-send_back = Send back { $id }: it is a draft again.
console-confirm-resend = Send { $evaluation } to { $recipient } ({ $address }) again, delivery { $id }. Whoever has it already gets it twice.
console-confirm-audit = This goes into the audit log with your account.
console-confirm-hint = Enter or y confirms; any other key cancels.
console-confirm-hint-note = Say why; Enter confirms, Esc cancels.
console-done-asked = Asked for, job { $job }.
console-done-acted = Done, and in the audit log.

## What went wrong

console-problem-database = The database cannot be read: { $detail }
console-problem-not-found = Not found: { $detail }
console-problem-read-only = The register does not know this account, which may look only.
console-problem-role = This needs the role { $detail } or above.
console-problem-cancelled = Stopped loading. { $detail }

## Other

console-alert-daemon = no daemon (mingjingd gives no sign of life)
console-off-nothing-behind = Nothing is behind this line.
console-help-title = Help (j/k scrolls, any other key closes)
console-value-title = Whole text (j/k scrolls, any other key closes)
console-source-article = { $instrument } art. { $article }
console-source-part = { $instrument } { $article }
console-rounding-half-up = rounded half up to { $decimals } decimals
console-rounding-half-even = rounded half to even to { $decimals } decimals (GB/T 8170)
console-rounding-down = cut after { $decimals } decimals
console-rounding-none = not rounded ({ $decimals })
console-missing-redistribute = the weight of a missing indicator is shared among the others
console-missing-zero = a missing indicator scores 0
