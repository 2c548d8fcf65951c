### English words: the course of evaluations, its windows and what may follow.

refused-not-announced = It was not announced yet. Tell the subjects that they are evaluated: mingjingd evaluation announce.
refused-already-announced = It was announced already; one announcement holds for the whole course.
refused-notice-runs = It was announced, and the notice runs. Review it after its last day.
refused-already-assessed = The subject has handed in its self-assessment already.
refused-not-visited = The procedure asks for a visit to every subject, and one was not visited yet. Record visits: mingjingd evaluation visit.
refused-not-final = The result is not final: public notice or the time for appeals runs, or a timely appeal is open. It is reported, rectification is ordered, and what is more than suggestions is decided, after that.
refused-nothing-proposed = Nothing is proposed for the subject after its grade, so nothing is ordered. mingjingd evaluation show tells for whom something is.
refused-no-feedback = Its subjects have to be heard first. Open feedback: mingjingd evaluation open-feedback.
refused-feedback-not-open = Feedback is not open, so nobody can have answered yet. Open it after the review.
refused-feedback-open = Feedback is open already.
refused-feedback-runs = The subjects' time to answer runs and not all of them have answered. Approve after its last day, or once all answers are recorded.
refused-not-approved = The evaluation is not approved yet; this follows approval.
refused-already-published = The evaluation is published already.
refused-not-published = The evaluation is not published yet; publish it first. Appeals, orders to rectify, decisions on what follows and the report to the authority come after.
refused-no-subject = The evaluation has no such subject. Give one of its subjects with --subject.
refused-already-appealed = The subject has appealed already; one appeal is decided once.
refused-no-appeal = No appeal of the subject waits for a decision.
refused-reviewer-involved = That person had a part: asked for the evaluation, reviewed or approved it, recorded the appeal or named themselves. Another person has to review the appeal.
refused-unknown-reviewer = The register knows no supervisor of that account. Name one with --reviewer.
refused-other-body = People of another body evaluate by this scheme: { $evaluator ->
        [data_authority] { party-kind-data_authority }
       *[implementing_body] { party-kind-implementing_body }
        [operator] { party-kind-operator }
        [developer] { party-kind-developer }
        [business_entity] { party-kind-business_entity }
        [department] { party-kind-department }
        [state_asset_regulator] { party-kind-state_asset_regulator }
    } ({ $instrument ->
        [default] { common-project-default }
       *[other] { $instrument } art. { $article }
    }). You belong to { $party } ({ $own ->
        [none] the register does not say what it is
        [data_authority] { party-kind-data_authority }
        [implementing_body] { party-kind-implementing_body }
       *[operator] { party-kind-operator }
        [developer] { party-kind-developer }
        [business_entity] { party-kind-business_entity }
        [department] { party-kind-department }
        [state_asset_regulator] { party-kind-state_asset_regulator }
    }). Have one of them act; if the register is wrong about whom you belong to, or what that party is, an administrator corrects it. Looking is not refused.
refused-reviewer-of-other-body = That person belongs to another body than the one that evaluates by this scheme, and appeals are reviewed by other people of that one. Name one of them with --reviewer.
refused-already-assigned = That person reviews the appeal already.
refused-not-assigned = The appeal is decided by those who were named for it. Have an approver assign you.
refused-already-reported = The data authority was told already.
refused-order-open = An order to the subject is open. Check again what was done before ordering more.
refused-no-order = No order to rectify is open for the subject.
refused-plan-received = The subject's plan was received already.
refused-no-reason = Say why, or what was said, with --note or in the form.
refused-no-document = Give the number of the document with --document or in the form.
refused-no-consequence = What is decided has to be one of: nothing, suggestions, rectification, freeze_authorizations, end_authorization, bar_application.
refused-no-successor = What takes its place has to be another evaluation by the same scheme of the same months that is in force itself.
refused-successor-not-approved = What takes its place is not approved yet. Have it reviewed and approved by two people first.
refused-successor-lacks-subjects = What takes its place does not grade everybody whom this one grades. Evaluate all of its subjects.
refused-changed = An appeal changed the result, so it is not reported, nothing follows from it, and it goes out no more. Evaluate anew, and supersede this one.
refused-not-proposed = That is not proposed for the subject. Decide on what mingjingd evaluation show proposes, or on nothing.
refused-already-decided = This document decided on the subject already. Give the number of another document.
refused-too-long = What is said is too long. Note, document number and name have 1,000 characters each at most.
refused-due-before-today = The last day of an order must not have passed. Give a day from today on.
refused-due-too-late = The last day is later than the procedure allows. Give an earlier one, or none for the longest time.

console-state-feedback = feedback
console-state-published = published
console-act-announce = announced
console-act-self_assess = self-assessment
console-act-visit = visit
console-act-open_feedback = feedback opened
console-act-comment = answer
console-act-publish = published
console-act-appeal = appeal
console-act-assign = reviewer named
console-act-uphold = appeal: upheld
console-act-change = appeal: changed
console-act-report = reported
console-act-rectify = order to rectify
console-act-receive_plan = plan received
console-act-pass = re-check passed
console-act-fail = re-check failed
console-act-decide = decided

console-step-announce = announce
console-step-self_assess = notice runs
console-step-visit = visit subjects
console-step-review = review
console-step-open_feedback = open feedback
console-step-comment = subjects answer
console-step-approve = approve
console-step-publish = publish
console-step-appeal = time to appeal
console-step-assign = name a reviewer
console-step-decide_appeal = decide the appeal
console-step-supersede = evaluate anew
console-step-report = report
console-step-receive_plan = plan
console-step-recheck = re-check
console-step-follow_up = order anew or decide

step-announce = { $evaluation } is not announced yet. Tell its subjects: mingjingd evaluation announce { $evaluation }
step-self_assess = { $evaluation } was announced; its subjects may hand in self-assessments, and it is reviewed after that. Record them: mingjingd evaluation self-assess { $evaluation }
step-visit = Not every subject of { $evaluation } was visited. Record visits: mingjingd evaluation visit { $evaluation }
step-review = { $evaluation } is a draft. Review it: mingjingd evaluation review { $evaluation }
step-open_feedback = { $evaluation } is reviewed. Tell its subjects: mingjingd evaluation open-feedback { $evaluation }
step-comment = The subjects of { $evaluation } may answer. Record answers: mingjingd evaluation comment { $evaluation }
step-approve = { $evaluation } is reviewed, and nothing is open. Another person approves it: mingjingd evaluation approve { $evaluation }
step-publish = { $evaluation } is approved and can be made known: mingjingd evaluation publish { $evaluation }
step-appeal = Subjects may appeal against { $evaluation }. Record appeals: mingjingd evaluation appeal { $evaluation }
step-assign = { $subject } appeals against { $evaluation }. Name a person who had no part: mingjingd evaluation assign { $evaluation }
step-decide_appeal = The appeal of { $subject } against { $evaluation } waits for a decision: mingjingd evaluation answer { $evaluation }
step-supersede = An appeal of { $subject } changed { $evaluation }. Evaluate anew, then: mingjingd evaluation supersede { $evaluation }
step-report = Once { $evaluation } is final, the data authority is told. Record it: mingjingd evaluation report { $evaluation }
step-receive_plan = { $subject } owes a plan to rectify after { $evaluation }. Record it: mingjingd evaluation plan { $evaluation }
step-recheck = What { $subject } was ordered after { $evaluation } is to be checked again: mingjingd evaluation recheck { $evaluation }
step-follow_up = { $subject } did not rectify after { $evaluation }. Order it again, or decide what follows: mingjingd evaluation rectify { $evaluation }, or mingjingd evaluation decide { $evaluation }
step-file = { $evaluation } is approved, but its file was not made. If a file on the same months is out, supersede that evaluation by this one; otherwise check the signing key and that the daemon runs.
step-by = { $step } Last day: { $due }.
step-late = Late! { $step } The last day was { $due }.

consequence-nothing = nothing follows
consequence-suggestions = suggestions for improvement
consequence-rectification = rectification within a time
consequence-freeze_authorizations = no new authorizations meanwhile
consequence-end_authorization = end or withdraw the authorization
consequence-bar_application = no application again for the time that the agreement states
trigger-passed = the grade passes and leaves something to improve
trigger-failed_first = the grade fails for the first time in a row
trigger-failed_again = the grade fails again
trigger-veto = a veto
proposal = { $consequence }, because { $because } (ground: { $ground }; which grade leads to what: { $source })

annulled = { $subject }: the determination { $determined } that this result rests on was annulled by { $document } of { $day }. Compute a new evaluation, which counts it no more, and put it in this one's place.

cli-did-announce = { $person } announced { $evaluation } ({ $document }); it is reviewed after { $due }.
cli-did-self_assess = { $person } recorded the self-assessment of { $subject } for { $evaluation } ({ $document }).
cli-did-visit = { $person } recorded a visit to { $subject } for { $evaluation } ({ $document }).
cli-did-open_feedback = { $person } told the subjects of { $evaluation }; they may answer until { $due }.
cli-did-comment = { $person } recorded what { $subject } answered to { $evaluation } ({ $document }).
cli-did-publish = { $person } published { $evaluation }; subjects may appeal until { $due }.
cli-did-appeal = { $person } recorded the appeal of { $subject } against { $evaluation }; it is decided by { $due }.
cli-did-appeal-late = { $person } recorded the appeal of { $subject } against { $evaluation }. The time for appeals was over: it is late. It is decided by { $due } all the same.
cli-did-assign = { $person } named { $name } to review the appeal of { $subject } against { $evaluation }.
cli-did-uphold = { $person } decided the appeal of { $subject }: { $evaluation } stands ({ $document }).
cli-did-change = { $person } decided the appeal of { $subject }: { $evaluation } is changed ({ $document }). Evaluate anew and supersede it.
cli-did-report = { $person } recorded that { $evaluation } was reported ({ $document }).
cli-did-rectify = { $person } ordered { $subject } to rectify by { $due } ({ $document }).
cli-did-receive_plan = { $person } recorded the plan of { $subject } ({ $document }).
cli-did-pass = { $person } found in the re-check that { $subject } has rectified ({ $document }).
cli-did-fail = { $person } found in the re-check that { $subject } has not rectified ({ $document }). Order it again, or decide what follows.
cli-did-decide = { $person } recorded the decision on { $subject } ({ $document }): { $name }.

console-command-open-feedback = open feedback
console-command-publish = publish
console-command-course = record
console-alert-course = evaluations with another step due
console-course-nothing = Nothing can be recorded about this subject now.
console-next = next
console-proposals = What may follow for this subject (proposed; a person decides)
console-empty-proposals = Nothing is proposed for this subject.
console-annulled = Determination annulled
console-form-course-title = What to record
console-form-course-input-document = Document number:
console-form-course-input-evaluation = Id of the evaluation that takes its place:
console-form-course-input-optional = Document number, if there is one:
console-form-course-input-order = Last day (without one { $until }) and document number:
console-form-course-input-reviewer = Account of the reviewer:
console-form-course-hint = Up/Down chooses; type what is asked. Enter goes on, Esc cancels.
console-form-course-wrong = This has to be filled in.
console-confirm-evaluation-announce = Tell the subjects of { $id } that they are evaluated ({ $document }): the notice begins.
console-confirm-evaluation-self_assess = Record the self-assessment of { $subject } ({ $document }).
console-confirm-evaluation-visit = Record a visit to { $subject } ({ $document }).
console-confirm-evaluation-open_feedback = Tell the subjects of { $id } what was reviewed: their time to answer begins.
console-confirm-evaluation-comment = Record what { $subject } answered to { $id } ({ $document }). What did it say?
console-confirm-evaluation-publish = Publish { $id }: public notice and the time for appeals begin.
console-confirm-evaluation-appeal = Record that { $subject } appeals against { $id } ({ $document }). Why does it?
console-confirm-evaluation-assign = Name { $name } to review the appeal of { $subject }.
console-confirm-evaluation-uphold = Decide the appeal of { $subject }: { $id } stands ({ $document }). Why?
console-confirm-evaluation-change = Decide the appeal of { $subject }: { $id } is changed, so that a new evaluation has to take its place ({ $document }). Why?
console-confirm-evaluation-report = Record that { $id } was reported to the data authority ({ $document }).
console-confirm-evaluation-rectify = Order { $subject } to rectify within the longest time of the procedure ({ $document }). What?
console-confirm-evaluation-receive_plan = Record the plan of { $subject } to rectify ({ $document }).
console-confirm-evaluation-pass = Record that the re-check found { $subject } rectified ({ $document }).
console-confirm-evaluation-fail = Record that the re-check found { $subject } not rectified ({ $document }). What is missing?
console-confirm-evaluation-decide = Record what was decided on { $subject } ({ $document }): { $name }.
