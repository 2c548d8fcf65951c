### General words. Each area has a file of its own.

## Generic labels

common-project-default = project default
common-yes = yes
common-no = no
common-unknown = unknown
common-none = none
common-not-applicable = not applicable
common-provisional = provisional
common-total = total
common-expected = expected
common-actual = actual
common-difference = difference
common-basis = basis
common-row = row { $row }
common-party = party
common-period = period
common-system = Mingjing

## Sources

citation-instrument = { $title }
citation-article = { $title }, art. { $article }
citation-part = { $title }, { $article }
citation-uncertain = { $citation } ({ $confidence })
confidence-law = law
confidence-official-copy = official copy
confidence-secondary = secondary source, to be verified
confidence-recalled-high = recalled with high confidence, unverified
confidence-recalled-medium = recalled with medium confidence, unverified
confidence-recalled-low = recalled with low confidence, disabled
confidence-default = project default

## Words of the domain, by the word used in files

severity-clue = clue
severity-warning = warning
severity-error = error
severity-fatal = fatal
verdict-accepted = accepted
verdict-accepted_with_findings = accepted with findings
verdict-refused = refused
kind-registry = registry
kind-ledger = ledger
kind-pricing = prices
kind-usage = usage
kind-supply = data supply
kind-incident = incident
kind-disclosure = disclosure
kind-opinion = opinion
kind-objection = objection
kind-demand = demand
role-viewer = viewer
role-supervisor = supervisor
role-approver = approver
role-administrator = administrator
party-kind-data_authority = data authority
party-kind-implementing_body = implementing body
party-kind-operator = operator
party-kind-developer = developer
party-kind-business_entity = business entity
party-kind-department = department
party-kind-state_asset_regulator = state-asset regulator
level-especially_major = especially major
level-major = major
level-fairly_major = fairly major
level-general = general
force-must = must
force-encouraged = encouraged

## Records that are not read yet, in the coverage of articles

needs-resources = records of resource registration are not read yet
needs-authorizations = records of authorizations are not read yet
needs-plans = implementation plans are not read yet
needs-agreements = agreements are not read yet
needs-complaints = complaints and clues are not read yet
needs-domain-logs = logs of the authorized-operation domain are not read yet
needs-consents = records of anonymization and consent are not read yet
needs-duty-lists = duty lists, chain receipts and grades of resources are not read yet
needs-audits = records of audits and assessments are not read yet
needs-scenarios = scenario plans are not read yet
needs-products = release checks of products are not read yet

## Rules of reading a file

rule-R-2 = The required column { $expected } is missing. Add it and hand the file in again.
rule-R-3 = { $problem ->
    [item] The item “{ $actual }” of lines is not used, because nothing says what it stands for (times: { $count }). Name it in a mapping, beside the column that it fills.
    [quantity] “{ $actual }” is not used (times: { $count }): quantities, lots and prices of them are not understood. What counts of these lines is their amount of money. Check that this is all of it.
   *[other] The column “{ $actual }” is not part of the form and is not used. Check its name, or leave it out.
}
rule-R-5 = Row { $row }: { $column } must not be empty; fill it in. { $expected }
rule-R-6 = Row { $row }: “{ $actual }” is not what { $column } asks for. Expected: { $expected }.
rule-R-7 = Row { $row }: the party “{ $actual }” is not in the register. Register it first, or correct it.
rule-R-8 = Row { $row } repeats an earlier row with other content: “{ $actual }” here, “{ $expected }” before. Keep the right one.
rule-R-10 = Row { $row }: “{ $actual }” is not a valid credit code. Expected: { $expected }.
rule-R-15 = { $count } records of the file are not of its kind ({ $expected }): { $actual }. They are kept in the file and nothing is made of them.
rule-alike = { $sentence } The same is true of { $alike } rows in all, the first of them { $alike_rows }.

## Faults in settings, policy packs and schemes

fault-sentence = { $place }: { $what }; expected: { $right }
fault-unreadable = cannot be read ({ $actual })
fault-syntax = is not written right ({ $actual })
fault-unknown-key = there is no key “{ $actual }”
fault-missing = is missing
fault-invalid = “{ $actual }” is not right
fault-duplicate = “{ $actual }” is there twice
fault-unknown-name = there is no “{ $actual }”
fault-sum = the weights sum to { $actual }
fault-order = is out of order: { $actual }
fault-recalled-low = rests on “{ $actual }”, recalled with low confidence, and is in effect
fault-source-mark = the source is marked “{ $actual }”, which does not fit its instrument
expected-value = { $value }
expected-one-of = one of { $list }
expected-integer = a whole number from { $from } to { $to }
expected-text = text that is not empty
expected-id = 1 to 64 letters, digits, - or _
expected-path = a path
expected-settings-file = a readable mingjing.toml; `mingjingd init` makes one
expected-readable-file = a readable UTF-8 file
expected-toml = TOML in UTF-8
expected-shape = the shape of the built-in file of that name, each number with its source
expected-database-url = sqlite:PATH, or postgres://USER@HOST/DATABASE without password
expected-instant = an instant with offset, such as 2026-07-01T09:00:00+08:00
expected-zone = an IANA time zone, such as Asia/Shanghai
expected-cron = five fields, minute hour day month weekday, such as 30 6 * * * or 0 9 * * 1-5, that narrow the day or the weekday but not both; or six with seconds first
expected-loopback = an address of this machine with a port, such as 127.0.0.1:9464
expected-party = uscc:CREDIT-CODE, or name:NAME
expected-mail-address = a mail address
expected-place = folder, or url
expected-one-place = folder or url, not both
expected-url = https://HOST/PATH without account and fragment
expected-listed-host = a host that [https] hosts lists
expected-host = the name of a host, such as data.example.gov.cn
expected-network = a network or an address, such as 10.1.0.0/16
expected-bearer = visible ASCII characters without blanks
expected-list = a list, such as ["a", "b"]
expected-all-or-list = "all", or a list that names some, such as ["a", "b"]
expected-secret = { "{" } file = "PATH" { "}" } or { "{" } env = "VARIABLE" { "}" }
expected-variable = an environment variable that is set
expected-subjects = the kind of party that it evaluates, such as subjects = "operator"; a scheme for tables is for mingjingd score
expected-schemes-folder = a readable folder of schemes, as schemes.folder names it
expected-version-above = a version above { $version }, which has been in force
expected-unique = an id of its own
expected-once = each address once
expected-source-mark = default for a project default, and for nothing else
expected-disabled = enabled = false
expected-days-in-order = a first day that is not after the last
expected-days-that-follow = rows that follow one another: the first without a first day, the last without a last day
expected-calendar = notices that do not contradict each other
expected-roles-or-total = roles, or a total
expected-line-of-role = a line for the role
expected-role-of-side = a role that grows on this side
expected-reason = a reason where no obligation names the article, and none elsewhere
expected-article = an article of the Measures
expected-needs = rules, measures or schemes that serve it, or the records that it needs
expected-rising-marks = marks that rise
expected-band-zero = a last band from 0
expected-day-of-every-year = a month and day that every year has
expected-window = each frequency once, with both every and grace or neither
