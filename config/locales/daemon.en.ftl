### English words: daemon.

cli-migrated = The database's tables are up to date.
cli-environment = The environment failed: { $cause }. Check files, permissions and the database, then try again.
cli-database = The database failed: { $cause }. Check database.url, permissions and disk space; if there is no database yet, run mingjingd migrate first.
cli-policy-folder = The policy pack cannot be read: { $cause }. Check policy.folder.
cli-not-found = There is no “{ $name }”. Check the number; mingjingd show lists what there is.
cli-unknown-person = The register knows no person “{ $account }”. Ask an administrator to run mingjingd person add.
cli-role = This needs the role { $role }. Ask somebody who has it, or an administrator to change roles.
cli-as = “{ $account }” is not an administrator and cannot act for others with --as. Use your own account, or ask an administrator.
cli-no-scheme = There is no scheme “{ $scheme }”. Check its id, such as operator.
cli-no-subject = Nobody that this scheme evaluates is registered. Submit the registry first.
cli-scheme = The scheme cannot be computed: { $cause }. Run mingjingd policy lint to see what is wrong.
cli-no-key = No signing key is set, so no evaluation file can be made. Run mingjingd key generate, and fill in signing and signer in [keys].
cli-key = The signing key cannot be used: { $cause }. Check [keys] signing: an ssh-ed25519 private key without passphrase.
cli-checked = { $verdict }: { $rows } rows, { $understood } understood, { $findings } findings ({ $shown } shown).
cli-received = Received; the receipt is { $receipt }.
cli-received-again = The same file was received before; the receipt is the same, { $receipt }, and nothing changed.
collect-unreadable = The file cannot be read: { $cause }. Check path and permissions.
collect-too-large = The file is too large: { $cause }. Split it, or change limits.submission_bytes_max.
collect-format = The file's name does not tell its format ({ $cause }). Say it with --format: csv, json, jsonl or veris.
collect-period = Nobody knows which month this ledger is of ({ $cause }). Say it with --period YYYY-MM, or fill the column “period”.
collect-mapping = The mapping cannot be used: { $cause }. Correct it as told.
collect-store = The database failed and the file was not received: { $cause }. Try again later.
cli-balances-need = Balances need --party and --period. For example: mingjingd show balances --party 91310000MADEM0011A --period 2026-04 --json
cli-evaluated = The evaluation { $evaluation } is a draft now. Next: mingjingd evaluation review { $evaluation }
cli-did-review = { $person } reviewed { $evaluation }; another person has to approve it.
cli-did-approve = { $person } approved { $evaluation }. Run mingjingd once to make and deliver the evaluation file.
cli-did-send_back = { $person } sent { $evaluation } back; it is a draft again.
cli-incident-file = The description of the incident is wrong: { $cause }. The format stands in docs/formats.md.
cli-due-range = The day is out of range (up to the year 9999). Check the first day and the number of working days.
cli-allowed-signers = The list of trusted signers { $path } cannot be read: { $cause }. Get it from the issuer over another channel and name it with --allowed-signers.
cli-verified = The evaluation file is complete and unaltered: period { $period }, { $subjects } subjects, signed by { $fingerprint }.
cli-audit-whole = The audit chain is whole: { $count } entries, head { $head }.
cli-audit-broken = The audit chain is broken at entry { $sequence }: { $reason }. Secure the database, and compare with the heads printed in files that were sent.
cli-lint-clean = Nothing is wrong.
cli-article = Article { $number }: { $title }
cli-article-reason =     no machine can check it: { $reason }
cli-obligation =     { $id } { $duty } ← { $served }
cli-person-added = { $account } is registered with the role { $role }.
cli-initialised = { $path } is written. Fill it in as its comments say, then run mingjingd migrate.
cli-running = The daemon is running. Ctrl-C stops it.
cli-stopped = The daemon has stopped; what was in hand is done or put back.
cli-stopping = The daemon is stopping: what is in hand is finished or put back. Another signal stops it at once.
cli-stopped-at-once = The daemon stopped at once. What was in hand begins again when its lease has run out.
cli-did-run-job = { $person } lets job { $job } run; the daemon takes it next.
cli-did-drop-job = { $person } dropped job { $job }.
cli-not-held = Job { $job } is not held for a person. mingjingd job list shows which are.
once-unreachable = Source { $source } cannot be reached: { $cause }. What is known stays; check folder and permissions.
once-empty = Source { $source } has no files. What is known stays.
once-collected = Source { $source }: { $files } files, { $new } of them new.
once-not-taken = File { $file } was not taken: { $cause }. Correct it and put it in again.
once-posted = { $receipt } { $verdict }, { $faults } findings.
once-job = A job is done: { $outcome }
once-rendered = The evaluation file { $evaluation } is made.
once-delivered = Delivered to { $recipient }: { $detail }
once-not-delivered = Not delivered to { $recipient }: { $detail }. Correct the settings and resend.
mail-evaluation-subject = [mingjing] Evaluation file { $evaluation }
mail-evaluation-text =
    Attached is the evaluation file { $file } (evaluation { $evaluation }).

    Verify its signature as README.txt inside says before you use it. SHA-256 of the file:
    { $sha256 }

    Head of the audit chain: { $head }
    This mail was sent by mingjing.
demo-planted = Planted faults: { $total }, found: { $found }
demo-planted-found = found
demo-planted-cured = found, closed by a correction
demo-planted-missing = NOT FOUND
demo-files = Files made
demo-verify = Commands to verify
demo-next = What to run next
cli-schedule = A schedule is wrong: { $cause }. It has five fields, minute hour day month weekday, such as 0 2 * * *.
demo-making = Making the demonstration: half a year of submissions, checks, an evaluation and its delivery …
demo-folder = The folder cannot be used: { $cause }. Name an empty one, or remove the demonstration that was made before.
cli-evaluated-again = The same evaluation is there already: { $evaluation }; nothing changed. mingjingd evaluation list shows its state.
cli-as-of = { $as_of } is still to come, and what will be known then cannot be told now. Name an instant that is not after now.
cli-not-begun = The period { $period } has not begun and cannot be evaluated. Check the period.
cli-supersedes = { $receipt } is of another kind, party or month and cannot be corrected by this file. Check the receipt.
cli-file = { $path } cannot be read or written: { $cause }. Check path and permissions; files that are there are not overwritten.
