### English words: what supervisors do with incidents.

rule-IR-1 = What was ordered to be rectified after incident “{ $incident }” was to be done by { $expected } and nobody has accepted it: { $actual }. Hand in what was done; a supervisor then runs mingjingd incident accept. (That the day passed is this project's check; no article names a day.)

## How far an incident has come

incident-life-detected = detected
incident-life-triaged = triaged
incident-life-reported = reported
incident-life-handling = handling
incident-life-contained = contained
incident-life-handling_ended = handling ended
incident-life-summary_due = summary due
incident-life-summarised = summarised
incident-life-archived = archived

## What supervisors do

incident-act-triage = level confirmed
incident-act-upgrade = upgraded
incident-act-propose_downgrade = downgrade proposed
incident-act-confirm_downgrade = downgraded
incident-act-refuse_downgrade = downgrade refused
incident-act-order = rectification ordered
incident-act-accept_rectification = rectification accepted
incident-act-archive = archived
incident-act-comment = comment

## Why an act is refused

refused-incident-archived = The incident is archived and stays as it is, until its party reports something else.
refused-incident-no-reason = Say why, with --note or in the form: without a reason this cannot be done.
refused-incident-already-triaged = The level of these facts is confirmed already.
refused-incident-not-higher = An upgrade leads to a higher level than the one that counts now.
refused-incident-not-lower = A downgrade leads to a lower level than the one that counts now.
refused-incident-already-proposed = A lower level is proposed already; another person has to confirm or refuse it.
refused-incident-not-proposed = Nobody has proposed this lower level.
refused-incident-same-person = Whoever proposed the lower level cannot confirm it; another person must.
refused-incident-facts-changed = The party reported something since the lower level was proposed. Refuse it, and propose it anew if it still holds.
refused-incident-order-open = An order to rectify is open. Accept what was done before ordering more.
refused-incident-no-order = No order to rectify is open.
refused-incident-due-before-today = The last day of an order must not have passed. Give a day from today on.
refused-incident-missing-triage = It cannot be archived: nobody has confirmed the level of the facts as they are now. Triage it.
refused-incident-missing-downgrade = It cannot be archived: a lower level is proposed. Another person has to confirm or refuse it.
refused-incident-missing-discovery = It cannot be archived: when it was discovered is not known. Ask its party to report it.
refused-incident-missing-report = It cannot be archived: its level makes a report due (CN-NIR art. 4) and none is known.
refused-incident-missing-police_report = It cannot be archived: its level makes a report to the police due as well (CN-NIR art. 4) and none is known.
refused-incident-missing-handling_end = It cannot be archived: handling has not ended.
refused-incident-missing-summary = It cannot be archived: its level makes a summary report due (CN-NIR art. 8) and none is known.
refused-incident-missing-authority_notice = It cannot be archived: personal information is concerned (Personal Information Protection Law, art. 57) and no notice to the authority is known.
refused-incident-missing-individual_notice = It cannot be archived: personal information is concerned (Personal Information Protection Law, art. 57) and no notice to the individuals is known, nor why they need not be told.
refused-incident-missing-exemption = It cannot be archived: that the individuals need not be told has to have its reason and evidence that proves it (a project default on Personal Information Protection Law, art. 57).
refused-incident-missing-rectification = It cannot be archived: an order to rectify is open. Accept what was done first.

## The command line

cli-incident-triage = { $person } confirmed the level of “{ $incident }” of { $party }.
cli-incident-upgrade = { $person } upgraded “{ $incident }” of { $party } to { $level }.
cli-incident-propose_downgrade = { $person } proposes to downgrade “{ $incident }” of { $party } to { $level }; another person with the role approver has to confirm it.
cli-incident-confirm_downgrade = { $person } confirmed: “{ $incident }” of { $party } is downgraded to { $level }.
cli-incident-refuse_downgrade = { $person } refused to downgrade “{ $incident }” of { $party }; its level stays.
cli-incident-order = { $person } ordered rectification after “{ $incident }” of { $party } by { $due }.
cli-incident-accept_rectification = { $person } accepted what was rectified after “{ $incident }” of { $party }.
cli-incident-archive = { $person } archived “{ $incident }” of { $party }.
cli-incident-comment = { $person } commented on “{ $incident }” of { $party }.
cli-incident-line = { $incident } ({ $level }), { $party }
cli-incident-no-level = level unknown
cli-incident-more = { $more } more
cli-incident-separator = ;{" "}
cli-incident-whole = What is counted as “more”, of one: mingjingd incident show NUMBER --party PARTY
cli-incident-settled = open for nothing
cli-incident-no-proposal = Nobody has proposed a lower level for “{ $incident }”, so there is nothing to confirm.

## The console

console-tab-incidents = Incidents
console-screen-incident = Incident
console-duty = duty
console-incidents = Incidents, newest first
console-incidents-open = Incidents that are open, most pressing first
console-empty-incidents = No incidents were reported.
console-empty-history = Nothing has happened yet.
console-incident-title = Incident { $number }
console-level = level
console-time-late = { $time } late
console-level-to-be-lower = { $level }, lower?
console-level-unknown = unknown
console-incident-what = title
console-life = stage
console-open-for = open for
console-clock = clock
console-may-be-overdue = may be overdue
console-time-left = { $time } left
console-time-over = { $time } over
console-open-for-nothing = -
console-open-for-next = { $first }; next limit { $next }
console-open-for-more = { $first } +{ $more }
console-missing = before archiving
console-missing-nothing = nothing is missing
console-open-order = open order
console-order-due = by { $due }, ordered by { $actor }: { $note }
console-order-overdue = overdue since { $due }, ordered by { $actor }: { $note }
console-products = products
console-resources = resources
console-affected = others affected
console-occurred = occurred
console-history = What happened
console-history-act = party
console-history-evidence = evidence
console-history-supervisor = supervisor
console-command-triage = confirm the level
console-command-upgrade = upgrade
console-command-propose_downgrade = propose a downgrade
console-command-confirm_downgrade = confirm the downgrade
console-command-refuse_downgrade = refuse the downgrade
console-command-order = order rectification
console-command-accept_rectification = accept rectification
console-command-archive = archive
console-command-comment = comment
console-off-no-incident = There is no incident here.
console-confirm-triage = Confirm that “{ $incident }” of { $party } has the level that the guide gives to its facts.
console-confirm-upgrade = Upgrade “{ $incident }” of { $party } to { $level }: its clocks follow that level.
console-confirm-propose_downgrade = Propose to downgrade “{ $incident }” of { $party } to { $level }: another person has to confirm it.
console-confirm-confirm_downgrade = Downgrade “{ $incident }” of { $party } to { $level }: its clocks follow that level.
console-confirm-refuse_downgrade = Do not downgrade “{ $incident }” of { $party }: its level stays.
console-confirm-order = Order rectification after “{ $incident }” of { $party } by { $due }. Say of what.
console-confirm-accept_rectification = Accept what was rectified after “{ $incident }” of { $party }: the order is closed.
console-confirm-archive = Archive “{ $incident }” of { $party }: nothing is missing, and nothing is done to it any more unless its party reports something else.
console-confirm-comment = Comment on “{ $incident }” of { $party }.
console-form-level-title = Which level?
console-form-level-hint = Up/Down chooses the level. Enter goes on, Esc cancels.
console-form-order-title = Order rectification
console-form-order-input = Last day:
console-form-order-hint = Type a day such as 2026-07-15, or a number of working days such as 10. Enter goes on, Esc cancels.
console-form-order-wrong = Neither a day such as 2026-07-15 nor a number of working days such as 10.
console-incident-no = number
console-line-kind = part
console-when = when
console-condition = criterion
console-condition-met = { $actual }, bound { $bound }
console-incident-description = description
console-evidence-received = received { $at }
console-evidence-proves = proves: { $event }
console-level-by-guide = by the guide { $version }
console-level-by-person = by a person; the guide { $version } says { $machine }
console-level-proposed = proposed: { $level }
console-warning-especially_major = red: especially major
console-warning-major = orange: major
console-warning-fairly_major = yellow: fairly major
console-warning-general = blue: general
console-list-comma = ,{" "}
console-span-days = { $days }d { $hours }h
console-span-hours = { $hours }h { $minutes }m
console-span-minutes = { $minutes }m
console-span-seconds = { $seconds }s
console-missing-triage = level not confirmed
console-missing-downgrade = downgrade not decided
console-missing-discovery = discovery
console-missing-report = report
console-missing-police_report = report to the police
console-missing-handling_end = end of handling
console-missing-summary = summary report
console-missing-authority_notice = notice to the authority for personal information
console-missing-individual_notice = notice to individuals
console-missing-exemption = reason and evidence for not telling individuals
console-missing-rectification = rectification

## Events

incident-event-discovery = discovered or told
incident-event-report = first report
incident-event-handling_end = handling ended
incident-event-summary = summary report
incident-event-supplement = supplement
incident-event-receipt = report received
incident-event-relay = passed on
incident-event-crime_suspicion = crime suspected
incident-event-police_report = reported to the police
incident-event-sector_report = reported to the regulator of the sector
incident-event-agreement_notice = implementing body told
incident-event-authority_notice = authority for personal information told
incident-event-individual_notice = individuals told
incident-event-notice_exemption = exempt from telling individuals
incident-event-user_notice = users told
incident-event-defect_found = defect found
incident-event-defect_report = defect reported
incident-event-plan_start = plan started
incident-event-containment = contained
incident-event-provider_detection = service provider detected it
incident-event-provider_notice = service provider told the operator
