### English words: clocks of incidents.

## Rules about clocks

rule-I-1-late = Incident “{ $incident }” was due at the protection department and the public security organ by { $expected } and was reported at { $actual }, { $difference } s late. Explain why. { $penalty }
rule-I-1-missed = Incident “{ $incident }” was due at the protection department and the public security organ by { $expected } and no report is known. Report it at once. { $penalty }
rule-I-3-late = Incident “{ $incident }” was due at the department's own office for network affairs by { $expected } and was reported at { $actual }, { $difference } s late. Explain why. { $penalty }
rule-I-3-missed = Incident “{ $incident }” was due at the department's own office for network affairs by { $expected } and no report is known. Report it at once. { $penalty }
rule-I-5-late = Incident “{ $incident }” was due at the provincial office for network affairs by { $expected } and was reported at { $actual }, { $difference } s late. Explain why. { $penalty }
rule-I-5-missed = Incident “{ $incident }” was due at the provincial office for network affairs by { $expected } and no report is known. Report it at once. { $penalty }
rule-I-10-late = The summary report of incident “{ $incident }” was due by { $expected } and was handed in at { $actual }, { $difference } s late. Explain why. { $penalty }
rule-I-10-missed = The summary report of incident “{ $incident }” was due by { $expected } and is not known. Hand it in by the channel of the first report. { $penalty }
rule-I-A-late = Where a notice is agreed, the implementing body and the data authority were to be told of incident “{ $incident }” by { $expected } and were told at { $actual }, { $difference } s late. Explain why. (The limit is a project default.)
rule-I-A-missed = Where a notice is agreed, the implementing body and the data authority were to be told of incident “{ $incident }” by { $expected } and no notice is known. Tell them at once. (The limit is a project default.)
rule-L-5-late = The defect of incident “{ $incident }” was due at the competent authority by { $expected } and was reported at { $actual }, { $difference } s late. Explain why. { $penalty }
rule-L-5-missed = The defect of incident “{ $incident }” was due at the competent authority by { $expected } and no report is known. Report it at once. { $penalty }
rule-I-11-lacking = The first report of incident “{ $incident }” held items { $actual } of article 7; every first report holds { $expected }. Hand in item { $difference }. { $penalty }
rule-I-11-open = The report of incident “{ $incident }” is a preliminary one: items { $expected } are open, and nothing was reported since { $actual }. Hand in a supplement. (How long is a project default.) { $penalty }
rule-L-3-reason = The exemption from telling the individuals of incident “{ $incident }”, at { $actual }, gives no reason, and they have not been told. An exemption without a reason counts for nothing here (a project default). Fill in which measures avoid the harm, or tell the individuals. { $penalty }
rule-I-C-known = A clue, no verdict: “{ $proof }” shows that incident “{ $incident }” was known at { $expected }; discovery at { $actual } is claimed, { $difference } s later, without which the report was late. Compare the two and ask. { $penalty }
rule-I-C-changed = A clue, no verdict: the report of incident “{ $incident }” was due by { $expected } as submission { $before } had it; submission { $after }, received at { $actual }, changed what was said so that it was not late. Compare the two and ask. { $penalty }
incident-penalty = What threatens: { $articles }.
incident-no-penalty = No penalty is known.

## Clocks, where they stand and why

incident-clock-I-1 = report of a critical infrastructure operator
incident-clock-I-2 = relay by the protection department
incident-clock-I-3 = report of a central organ
incident-clock-I-4 = relay by the office for network affairs
incident-clock-I-5 = report of an operator
incident-clock-I-6 = relay by the provincial office
incident-clock-I-10 = summary report
incident-clock-I-A = notice where agreed
incident-clock-I-7 = report of a suspected crime
incident-clock-I-8 = report to the regulator of the sector
incident-clock-I-9 = report of a stage result
incident-clock-I-11 = what a preliminary report left open
incident-clock-I-12 = notice by the service provider
incident-clock-L-1 = notice to the authority for personal information
incident-clock-L-3 = notice to the individuals
incident-clock-L-4 = notice to users and interested parties
incident-clock-L-5 = report of a defect
incident-clock-L-6 = start of the emergency plan
incident-state-not_applicable = not applicable: { $because }
incident-state-not_computable = not computable: { $missing }
incident-state-running = running
incident-state-met = met
incident-state-late = { $seconds } s late
incident-state-missed = missed
incident-state-open = to be done at once
incident-state-done = done
incident-missing-discovery = discovery unknown
incident-missing-report = not reported yet
incident-missing-handling_end = handling has not ended
incident-missing-summary = no summary report yet
incident-missing-supplement = no supplement yet
incident-missing-receipt = the receiver has not confirmed
incident-missing-relay = not passed on yet
incident-missing-crime_suspicion = no crime suspected
incident-missing-police_report = not reported to the police yet
incident-missing-sector_report = not reported to the regulator of the sector yet
incident-missing-agreement_notice = the implementing body was not told yet
incident-missing-authority_notice = the authority for personal information was not told yet
incident-missing-individual_notice = the individuals were not told yet
incident-missing-notice_exemption = no exemption from telling individuals
incident-missing-user_notice = users were not told yet
incident-missing-defect_found = no such defect known
incident-missing-defect_report = the defect was not reported yet
incident-missing-plan_start = the plan was not started yet
incident-missing-containment = not contained yet
incident-missing-provider_detection = no detection by a service provider known
incident-missing-provider_notice = the service provider has not told the operator
incident-missing-level = level unknown: no harm is known
incident-missing-personal_information = whether personal information is concerned
incident-missing-data = whether data are concerned
incident-missing-report_items = what the first report held
incident-missing-limit = the limit is set by a rule of the sector
incident-missing-instant = the end lies beyond the calendar
incident-because-other_reporter = for other reporters
incident-because-not_in_force = before the rule was in force
incident-because-level_below = the level is lower
incident-because-no_personal_information = no personal information is concerned
incident-because-no_data = no data are concerned
incident-because-complete = the first report was complete
incident-because-no_occasion = no occasion is known

## Reminders

incident-reminder-subject = [Mingjing] Incident { $incident }: { $clock }, { $left } left
incident-reminder-subject-open = [Mingjing] Incident { $incident }: { $clock } is still open
incident-reminder-subject-many = [Mingjing] { $party }: { $count } duties of incidents are waiting
incident-reminder-text = Incident “{ $incident }” of { $party } ({ $title }): by { $due }, { $receiver } has to be told. As far as is known it has not been done; { $left } are left.
incident-reminder-text-open = Incident “{ $incident }” of { $party } ({ $title }): { $clock }. { $receiver } has to be told, and nothing was reported since { $since }.
incident-reminder-started = Started: { $value }
incident-reminder-basis = Basis: { $value }
incident-reminder-penalty = { $value }
incident-reminder-done = If it is done, hand in the incident with the instant at which it was done.
incident-reminder-when = When reminders are sent is a default of this project.
incident-left-days = { $days } d { $hours } h
incident-left-hours = { $hours } h { $minutes } min
mail-digest-running = Limits of incidents that run
mail-digest-clock-running = { $party }, incident { $incident }: { $clock } by { $due }, { $left } left
mail-digest-missed = Limits of incidents that ran out
mail-digest-clock-missed = { $party }, incident { $incident }: { $clock } was due by { $due }, { $left } ago
mail-digest-duties = { $count } duties of incidents that are to be done at once are not known to be done.
