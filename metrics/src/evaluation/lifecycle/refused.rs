//! Why an act is refused.

use thiserror::Error;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $text:literal;)*) => {
        /// Why an act is refused. The first reason that holds is given: roles, where the evaluation
        /// stands, who acts, what was said.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
        pub enum Refused {
            $($(#[$doc])* #[error($text)] $name,)*
        }

        impl Refused {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The id of its sentence in the words of `config`: what is wrong, and what to do.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

reasons! {
    /// The act is for supervisors and above.
    NeedsSupervisor = "refused-needs-supervisor", "the role supervisor is needed";
    /// The act is for approvers and above.
    NeedsApprover = "refused-needs-approver", "the role approver is needed";
    /// Another one took its place, or a month that it is built on was reopened.
    Superseded = "refused-superseded", "it is superseded";
    /// Its subjects have to be told before the review; what they say of themselves, and visits, follow that.
    NotAnnounced = "refused-not-announced", "it was not announced yet";
    /// It is announced once.
    AlreadyAnnounced = "refused-already-announced", "it was announced already";
    /// What was announced is waited for.
    NoticeRuns = "refused-notice-runs", "the notice runs";
    /// A subject says of itself what it has to say once.
    AlreadyAssessed = "refused-already-assessed", "the subject has handed it in already";
    /// The procedure asks for a visit to every subject.
    NotVisited = "refused-not-visited", "a subject was not visited yet";
    /// Only what was reviewed can go on or be sent back.
    NotReviewed = "refused-not-reviewed", "the evaluation is not reviewed yet";
    /// It needs no second review.
    AlreadyReviewed = "refused-already-reviewed", "the evaluation is reviewed already";
    /// Its subjects have to be heard before approval.
    NoFeedback = "refused-no-feedback", "its subjects were not heard yet";
    /// Nobody can answer what nobody was told.
    FeedbackNotOpen = "refused-feedback-not-open", "feedback is not open";
    /// Its subjects were told already.
    FeedbackOpen = "refused-feedback-open", "feedback is open already";
    /// The subjects' time runs, and not all of them have answered.
    FeedbackRuns = "refused-feedback-runs", "the subjects' time to answer runs";
    /// Whoever reviewed cannot approve as well.
    SamePerson = "refused-same-person", "the same person reviewed it";
    /// The account that typed the review types the approval as well: one person is not two.
    SameHand = "refused-same-hand", "the same account typed both halves";
    /// What was approved stays as it is; a correction is a new evaluation.
    AlreadyApproved = "refused-already-approved", "the evaluation is approved already";
    /// What follows approval has to wait for it.
    NotApproved = "refused-not-approved", "the evaluation is not approved yet";
    /// It is made known once.
    AlreadyPublished = "refused-already-published", "the evaluation is published already";
    /// Nobody appeals against what nobody was told.
    NotPublished = "refused-not-published", "the evaluation is not published yet";
    /// The act is about a subject of the evaluation, and none of this name is.
    NoSubject = "refused-no-subject", "no such subject";
    /// One appeal of a subject.
    AlreadyAppealed = "refused-already-appealed", "the subject has appealed already";
    /// No appeal of the subject waits for a decision.
    NoAppeal = "refused-no-appeal", "no appeal of the subject is open";
    /// Whoever asked for the evaluation, reviewed or approved it, recorded the appeal, or names
    /// themselves, does not review the appeal, nor does who typed that for others.
    ReviewerInvolved = "refused-reviewer-involved", "that person had a part in it";
    /// The register knows no such supervisor.
    UnknownReviewer = "refused-unknown-reviewer", "no supervisor has that account";
    /// Appeals are reviewed by people of the body that evaluates (Measures art. 28): other ones.
    ReviewerOfOtherBody = "refused-reviewer-of-other-body", "that person is of another body";
    /// That person reviews the appeal already.
    AlreadyAssigned = "refused-already-assigned", "that person reviews the appeal already";
    /// An appeal is decided by those who were named for it.
    NotAssigned = "refused-not-assigned", "another person was named to decide";
    /// The authority is told once.
    AlreadyReported = "refused-already-reported", "it was reported already";
    /// One order for a subject at a time.
    OrderOpen = "refused-order-open", "an order to the subject is open";
    /// No order to the subject is open.
    NoOrder = "refused-no-order", "no order to the subject is open";
    /// The plan is there.
    PlanReceived = "refused-plan-received", "the plan was received already";
    /// A reason has to be given.
    NoReason = "refused-no-reason", "a reason is needed";
    /// The number of the document has to be given.
    NoDocument = "refused-no-document", "the number of the document is needed";
    /// What is decided has to be one of the consequences that there are.
    NoConsequence = "refused-no-consequence", "no such consequence";
    /// What takes its place is another evaluation by the same scheme of the same months.
    NoSuccessor = "refused-no-successor", "no such evaluation can take its place";
    /// What takes its place has to be approved by two people itself.
    SuccessorNotApproved = "refused-successor-not-approved", "what takes its place is not approved";
    /// What takes its place grades everybody whom it grades.
    SuccessorLacksSubjects = "refused-successor-lacks-subjects", "a subject would be without a grade";
    /// An appeal changed the result: it is not made known any more.
    Changed = "refused-changed", "an appeal changed the result";
    /// Publicity or the time for appeals runs, or a timely appeal is open.
    NotFinal = "refused-not-final", "the result is not final yet";
    /// What is decided has to be proposed for the subject, or nothing.
    NotProposed = "refused-not-proposed", "that is not proposed for the subject";
    /// Nothing is proposed for the subject, so there is nothing to order.
    NothingProposed = "refused-nothing-proposed", "nothing is proposed for the subject";
    /// One document decides once on a subject.
    AlreadyDecided = "refused-already-decided", "the document decided on the subject already";
    /// What is said is too long.
    TooLong = "refused-too-long", "what is said is too long";
    /// The last day of an order has passed when it is given.
    DueBeforeToday = "refused-due-before-today", "the last day has passed";
    /// The last day of an order is later than the procedure allows.
    DueTooLate = "refused-due-too-late", "the last day is later than allowed";
}
