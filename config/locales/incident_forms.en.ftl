### English words: reports and statistics of incidents, and what is checked before publication.

## Report and summary of an incident

incident-form-incident-report = Report of a cybersecurity incident
incident-form-incident-summary = Summary report of a cybersecurity incident
incident-form-number = Incident: { $number }
incident-form-missing = { $missing } missing
incident-form-complete = complete
incident-form-incomplete = { $missing } parts are missing; “to do” names the column of the incident form that fills each.
incident-form-note-7 = Where cause, impact and trend are not known in time, items 1 and 2 are reported first and the rest later (art. 7 para. 2).
incident-form-note-8 = Due by the same channel within 30 days after handling ended (art. 8).
incident-form-level-unknown = missing: fill in the harm (persons, loss, outage …) that it follows from
incident-form-due = To { $receiver }, by { $due } ({ $basis }): { $state }.
incident-form-due-unknown = To { $receiver } ({ $basis }): { $state }.
incident-form-fill = missing: fill in the column “{ $column }”
incident-form-unsent = not reported
incident-form-sent-unknown = unknown: the report does not say
incident-form-decided = { $account }, { $instant }: { $note }
incident-form-unchecked = A person has to look: { $duty } ({ $id }, { $basis }); { $reason }.
incident-form-signers = Prepared by:                Reviewed by:                Head of unit:                Date:
incident-form-type = { $name } ({ $code })
incident-form-column-item = Item
incident-form-column-content = Content
incident-form-column-to_do = To do
incident-form-column-sent = Reported

## Items of art. 7

incident-item-1 = 1. Unit, and facility, system or platform
incident-item-2 = 2. Time, place, type, level, harm, measures
incident-item-3 = 3. Trend and further impact
incident-item-4 = 4. Opinion on the cause
incident-item-5 = 5. Clues for tracing
incident-item-6 = 6. Further measures and support asked for
incident-item-7 = 7. Protection of the scene
incident-item-8 = 8. Other

## What art. 8 asks for

incident-summary-item-cause = Cause
incident-summary-item-measures = Emergency measures
incident-summary-item-harm = Harm
incident-summary-item-accountability = Accountability
incident-summary-item-rectification = Rectification
incident-summary-item-lessons = Lessons

## Parts

incident-part-party = unit
incident-part-reporter = reporter
incident-part-system = facility, system, platform
incident-part-products = products affected
incident-part-resources = data resources affected
incident-part-affected = other units affected
incident-part-title = title
incident-part-occurred = occurred
incident-part-discovered_at = discovered
incident-part-learned_at = learned of
incident-part-place = place
incident-part-type = type (GB/T 20986)
incident-part-level = level (by the facts given)
incident-part-level_in_force = level in force (decided by a person)
incident-part-level_decided = who decided on the level, and why
incident-part-cii = critical information infrastructure concerned
incident-part-province_share_percent = largest share of a province (%)
incident-part-prefecture_share_percent = largest share of a prefecture (%)
incident-part-impact = impact and harm
incident-part-measures = measures taken, and effect
incident-part-ransom_yuan = ransom (yuan)
incident-part-ransom_method = how it is to be paid
incident-part-ransom_on = ransom demanded on
incident-part-trend = trend
incident-part-cause_kind = kind of cause
incident-part-cause = cause
incident-part-clues = clues
incident-part-plans = plans and support
incident-part-scene = scene
incident-part-description = anything else
incident-part-accountability = accountability
incident-part-rectification = rectification
incident-part-lessons = lessons

## Reporters and kinds of cause

incident-word-operator = operator
incident-word-cii_operator = operator of critical information infrastructure
incident-word-central_organ = central or state organ
incident-word-yes = yes
incident-word-no = no
incident-word-attack = attack from outside
incident-word-insider = somebody inside, on purpose
incident-word-mistake = mistake
incident-word-defect = defect or vulnerability
incident-word-failure = failure of equipment
incident-word-supplier = supplier or service provider
incident-word-force_majeure = force majeure
incident-word-other = other

## Statistics of a year

incident-statistics = Security incidents of { $year }
incident-statistics-year = All of { $year }
incident-statistics-count = Incidents: { $incidents }
incident-statistics-undated = { $undated } more without a known year, in no row
incident-statistics-unknown = unknown
incident-statistics-by-month = By month
incident-statistics-by-level = By level
incident-statistics-by-type = By type
incident-statistics-by-cause = By cause
incident-statistics-by-party = By party
incident-statistics-column-all = Scope
incident-statistics-column-month = Month
incident-statistics-column-level = Level
incident-statistics-column-type = Type
incident-statistics-column-cause = Cause
incident-statistics-column-party = Party
incident-statistics-column-incidents = Incidents
incident-statistics-column-share = Share of year
incident-statistics-column-reportable = Report due
incident-statistics-column-in_time = In time
incident-statistics-column-late = Late
incident-statistics-column-missed = Missed
incident-statistics-column-undecided = Open or unknown
incident-statistics-column-share_in_time = Share in time
incident-statistics-column-detect_median = Found: median (days)
incident-statistics-column-detect_p90 = Found: 90th percentile (days)
incident-statistics-column-detect_unknown = Found: time unknown
incident-statistics-column-report_median = Told: median (min)
incident-statistics-column-report_p90 = Told: 90th percentile (min)
incident-statistics-column-report_unknown = Told: time unknown
incident-note-times = “Found” runs from the day of occurrence to that of discovery, in calendar days; “told” from discovery to the first report, in minutes rounded down. Median and 90th percentile are nearest ranks: numbers that occurred.
incident-note-unknown = Where only the year or month of the occurrence is known, an instant is missing, or instants contradict each other, the time is unknown; the incident counts all the same.
incident-note-share = Share in time = in time ÷ (in time + late + missed), rounded down; “open or unknown” are those with time left, or of which it cannot be computed. Share of year: to 0.01 %, what is left after rounding down goes to the largest remainders, so that each table sums to 100 %.
incident-note-year = An incident is of the year of its discovery, else of its occurrence.

## Personal data before publication

cli-privacy-place = { $block }, row { $row }, { $column }: from character { $character } on this looks like { $kind }.
cli-privacy = { $count } places look like personal data; no file was written. Remove them at the source, or write for the house only (without --public).
cli-privacy-house = { $count } places look like personal data. These files are for the house only; for everybody, write them with --public, which holds no free text.
cli-no-incident = There is no incident { $incident } of { $party } in force. Check the number; the console lists what there is.
cli-render-lacks = { $report } needs { $option }.
