### English words: security incidents.

## Rules about a row

rule-S-1 = The instants are out of order: “{ $actual }” should be { $expected }. Compare it with discovery and handling.
rule-S-2 = Neither discovery nor learning of it is filled in, so no reporting limit can be computed. Fill in one as { $expected }.
rule-S-3 = The type “{ $actual }” is of no category of GB/T 20986-2023. Begin it with one of { $expected }.
rule-S-4 = No incident “{ $actual }” stands in this file, so the act or evidence counts for none. Hand it in together with the row of its incident.

## Rules about reporting limits

rule-I-1-late = Incident “{ $incident }” was due at the protection department and the public security organ by { $expected } and was reported at { $actual }, { $difference } seconds late. Explain why.
rule-I-1-missed = Incident “{ $incident }” was due at the protection department and the public security organ by { $expected } and no report is known. Report it at once.
rule-I-3-late = Incident “{ $incident }” was due at the department's own office for network affairs by { $expected } and was reported at { $actual }, { $difference } seconds late. Explain why.
rule-I-3-missed = Incident “{ $incident }” was due at the department's own office for network affairs by { $expected } and no report is known. Report it at once.
rule-I-5-late = Incident “{ $incident }” was due at the provincial office for network affairs by { $expected } and was reported at { $actual }, { $difference } seconds late. Explain why.
rule-I-5-missed = Incident “{ $incident }” was due at the provincial office for network affairs by { $expected } and no report is known. Report it at once.
rule-I-10-late = The summary report of incident “{ $incident }” was due by { $expected } and was handed in at { $actual }, { $difference } seconds late. Explain why.
rule-I-10-missed = The summary report of incident “{ $incident }” was due by { $expected } and is not known. Hand it in by the channel of the first report.
rule-I-A-late = By agreement, the implementing body and the data authority were to be told of incident “{ $incident }” by { $expected } and were told at { $actual }, { $difference } seconds late. Explain why. (The limit is a project default.)
rule-I-A-missed = By agreement, the implementing body and the data authority were to be told of incident “{ $incident }” by { $expected } and no notice is known. Tell them at once. (The limit is a project default.)

## Clocks and states

incident-clock-I-1 = report of a critical infrastructure operator
incident-clock-I-2 = relay by the protection department
incident-clock-I-3 = report of a central organ
incident-clock-I-4 = relay by the office for network affairs
incident-clock-I-5 = report of an operator
incident-clock-I-6 = relay by the provincial office
incident-clock-I-10 = summary report
incident-clock-I-A = notice by agreement
incident-state-not_applicable = not applicable
incident-state-not_computable = not computable: { $missing }
incident-state-running = running
incident-state-met = met
incident-state-late = { $seconds } seconds late
incident-state-missed = missed
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
incident-pipl = Personal information is concerned: tell the authority for its protection and the individuals at once (Personal Information Protection Law, article 57).
incident-verify = bound still to be compared with the official text
incident-unknown = Unknown: { $quantities }. The level may be higher once they are known.
incident-reporter-operator = operator
incident-reporter-cii_operator = operator of critical information infrastructure
incident-reporter-central_organ = central or state organ
