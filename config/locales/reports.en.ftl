### English words: reports.

## Cover
reports-sheet-cover = Cover
reports-issuer = Issued by
reports-period = Period
reports-as-of = Data cut-off
reports-scheme = Scheme
reports-policy = Policy pack
reports-release = Computed by release
reports-people = People
reports-one-hand = Demonstration: one account played both the person who reviewed and the one who approved. This file has no effect.
reports-subjects = Subjects
reports-reservation = Reservation
reports-document = { $id } (version { $version })

## Summary
reports-sheet-summary = Summary
reports-rank = Rank
reports-subject = Subject
reports-subject-id = Subject id
reports-score = Score
reports-grade = Grade
reports-findings = Open findings
reports-not-applicable = n/a
reports-weighted = { $name } (weight { $weight }%)

## Indicators
reports-sheet-indicators = Indicators
reports-dimension = Dimension
reports-indicator-id = Id
reports-indicator = Indicator
reports-numerator = Numerator
reports-denominator = Denominator
reports-ratio = Ratio
reports-weight = Weight
reports-effective-weight = Effective weight
reports-source = Source
reports-not-counted = not counted

## Sources
reports-source-named = { $instrument } { $article } ({ $confidence })
reports-source-default = project default
reports-confidence-law = text of the Measures
reports-confidence-official-copy = official copy
reports-confidence-secondary = secondary copy, to be verified
reports-confidence-recalled-high = recalled, to be verified
reports-confidence-recalled-medium = recalled, unverified
reports-confidence-recalled-low = recalled, unreliable, disabled

## Notes
reports-sheet-notes = Notes
reports-mean = Mean
reports-missing = Missing data
reports-missing-redistribute = An indicator without a value is not scored. Its weight goes to the others of its dimension, in proportion; that of a dimension without any value goes to the other dimensions.
reports-missing-zero = An indicator without a value scores 0.
reports-rounding = Rounding
reports-rounding-half-up = The final score is rounded half up to { $decimals } decimals, and graded after that.
reports-rounding-half-even = The final score is rounded half to even (GB/T 8170) to { $decimals } decimals, and graded after that.
reports-rounding-down = The final score is cut off after { $decimals } decimals, and graded after that.
reports-rounding-none = The final score is not rounded; it is graded at a precision of 1e-9.
reports-ranking = Ranking
reports-ranking-note = By the rounded score, highest first. Equal scores share a rank, and the ranks after them are skipped.
reports-ratios = Ratios
reports-ratios-note = Numerator over denominator, in parts per million, rounded down. Not applicable where the denominator is 0.
reports-defaults = Project defaults
reports-defaults-note = Weights, scales and bands marked "project default" were chosen for this project. They are not provisions of any law.
reports-scheme-sha256 = SHA-256 of the scheme
reports-policy-sha256 = SHA-256 of the policy pack
reports-audit-head = Audit chain head
reports-facts-sha256 = SHA-256 of the facts counted: { $subject }
reports-signature = Signature
reports-signature-note = The signature enclosed proves that the files are complete and unaltered. A key that the issuer made itself is no signature certified by a third party, and no official seal.

## Points, vetoes and robustness
reports-sheet-beside = Points and vetoes
reports-verdict = Otherwise
reports-verdict-changes = would change
reports-verdict-holds = holds
reports-verdict-note = “would change”: with other choices in making the scheme (weights, means and the like), at least one draw gives another grade.
reports-interval = Rank 5–95 %
reports-grade-vetoed = { $grade } (veto)
reports-threshold = Data threshold
reports-threshold-none = One value is enough for a score.
reports-threshold-count = A score needs values of at least { $share } of the parts that apply ({ $source }).
reports-threshold-weight = A score needs values of at least { $share } of the weight that applies ({ $source }).
reports-unscored = no score
reports-robustness = Robustness
reports-draws-none = The scheme asks for no draws.
reports-draws = { $samples } samples, seed { $seed } ({ $source }).
reports-influence = { $factor } { $first } alone, { $total } with interactions
reports-influence-between = ;{ " " }
reports-influences = { " " }Shares of the movement of ranks: { $shares }.
reports-influences-none = { " " }The share of each choice is not decidable: no draw moves a rank.
reports-share-head = Drawn “{ $grade }” ({ $samples } samples, seed { $seed })
reports-shares = Share of draws by grade: { $shares }
reports-reckoned = Score of the indicators { $base }, less { $taken } (not below { $least }), plus { $added } (at most { $max } in all, not above { $most }): { $score } (limits: { $source })
reports-deduction = Deduction
reports-bonus = Bonus
reports-veto = Veto
reports-vetoes = Vetoes
reports-vetoes-note = A veto takes a determination by a person, with the number of a document. It leaves the score and caps the grade.
reports-vetoed = Veto: { $name }. { $condition } ({ $count }). The grade is not above “{ $grade }” (by the score: { $score }). Ground: { $ground }; effect: { $source }.
reports-veto-effect = Not above “{ $grade }”: { $condition }
reports-points-kind = Kind
reports-points-name = For
reports-counted = Count
reports-points-each = Each
reports-points = Points
reports-points-most = { $points } at most
reports-effect = Limit or effect
reports-ground = Ground

## Text
reports-open-findings = Open findings: { $rules }

## Verification
reports-verify-too-large = the archive is too large and was not read
reports-verify-too-many-entries = the archive has too many files and was not read
reports-verify-not-zip = not a whole ZIP archive: the file is damaged, cut off, or something else; ask for it again
reports-verify-entry-unreadable = { $name } cannot be unpacked, or its check sum is wrong
reports-verify-duplicate = a name is there more than once
reports-verify-missing = { $name } is missing
reports-verify-extra = { $name } does not belong here
reports-verify-manifest-unreadable = manifest.json is not a manifest: { $reason }
reports-verify-schema = manifest.json has schema { $found }, which this release does not know
reports-verify-data-unreadable = data.json is not an evaluation: { $reason }
reports-verify-not-canonical = { $name } is not canonical JSON (RFC 8785)
reports-verify-signature-unreadable = manifest.json.sig is not an SSH signature
reports-verify-signature-wrong = the signature does not belong to the manifest: one of them was changed, or it was made for another purpose
reports-verify-signature-unknown-signer = { $identity } (key { $fingerprint }) is not in allowed_signers
reports-verify-listing = the manifest lists other files than an evaluation file has
reports-verify-size = { $name } has { $found } bytes, the manifest says { $listed }
reports-verify-sha256 = SHA-256 of { $name } is not the one in the manifest
reports-verify-sm3 = SM3 of { $name } is not the one in the manifest
reports-verify-row-counts = data.json has other row counts than the manifest says
reports-verify-extract = data.json is of another evaluation than the manifest
reports-verify-signer-key = signer.pub is not the key that signed
reports-verify-container = the archive was packed again, or bytes outside of its files were changed
