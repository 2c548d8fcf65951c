//! The acts of supervisors and where an incident stands, with the policy pack as shipped.

use std::sync::LazyLock;

use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::IncidentAct::{
    AcceptRectification, Archive, Comment, ConfirmDowngrade, Order as Ordered, ProposeDowngrade,
    RefuseDowngrade, Triage, Upgrade,
};
use super::*;
use crate::actor::Typist;
use crate::calendar::Calendar;
use crate::incident::Level::{EspeciallyMajor, FairlyMajor, General, Major};
use crate::incident::clock::clocks;
use crate::incident::{
    Act, ClockId, Event, Evidence, Quantity, Reporter, Word, format_instant, parse_instant,
};

static POLICY: LazyLock<IncidentPolicy> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../config/policies/shanghai/incident.toml")).unwrap()
});
const RECEIPT: &str = "R-1";

fn at(text: &str) -> Timestamp {
    parse_instant(text, &TimeZone::get("Asia/Shanghai").unwrap()).unwrap()
}

/// An incident with what supervisors did, as known on the first of July.
struct Story {
    incident: Incident,
    receipt: String,
    events: Vec<IncidentEvent>,
}

impl Story {
    /// A leak of so many persons' data, found in March.
    fn leak(persons: u64) -> Self {
        let incident = Incident {
            incident_no: "2026-7".to_owned(),
            discovered_at: Some(at("2026-03-10 23:30")),
            figures: [(Quantity::Persons, persons)].into(),
            ..Incident::default()
        };
        Self { incident, receipt: RECEIPT.to_owned(), events: Vec::new() }
    }

    /// The same with everything done that its party owes.
    fn done() -> Self {
        let mut story = Self::leak(1_200_000);
        story.incident.reported_at = Some(at("2026-03-11 03:10"));
        story.incident.handled_at = Some(at("2026-03-20 18:00"));
        story.incident.summarised_at = Some(at("2026-04-10 11:00"));
        story.acted(Event::AuthorityNotice, "2026-03-11 04:00", "");
        story.acted(Event::IndividualNotice, "2026-03-11 05:00", "");
        story
    }

    /// The party now says that it is so many persons' data.
    fn harm(&mut self, persons: u64) {
        self.incident.figures.insert(Quantity::Persons, persons);
        self.receipt.push('+');
    }

    fn acted(&mut self, event: Event, when: &str, note: &str) {
        let note = note.to_owned();
        self.incident.acts.push(Act { at: at(when), event, items: Vec::new(), note });
    }

    fn judged<T>(&self, judge: impl FnOnce(Case<'_>, Guide<'_>) -> T) -> T {
        let (zone, calendar) = (TimeZone::get("Asia/Shanghai").unwrap(), Calendar::default());
        let as_of = at("2026-07-01 09:00");
        let context = ClockContext { as_of, zone: &zone, calendar: &calendar };
        let (incident, receipt, events) = (&self.incident, &*self.receipt, &*self.events);
        judge(Case { incident, receipt, events }, Guide { policy: &POLICY, context: &context })
    }

    fn standing(&self) -> Standing {
        self.judged(standing)
    }

    /// Lets a person act; supervisors are `li` and `zhou`, everybody else is an approver.
    fn act(&mut self, account: &str, act: IncidentAct, note: &str) -> Result<(), IncidentRefused> {
        let role = match account {
            "zhao" => Role::Viewer,
            "li" | "zhou" => Role::Supervisor,
            _ => Role::Approver,
        };
        self.act_by(Actor::own(account, role), act, note)
    }

    fn act_by(
        &mut self,
        actor: Actor<'_>,
        act: IncidentAct,
        note: &str,
    ) -> Result<(), IncidentRefused> {
        let event = self.judged(|case, guide| apply(case, (act, note), actor, guide))?;
        self.events.push(event);
        Ok(())
    }
}

/// What an incident is open for, as `what state last-instant`.
fn pending_of(incident: &Incident, order: Option<&Order>, as_of: &str) -> Vec<String> {
    let (zone, calendar) = (TimeZone::get("Asia/Shanghai").unwrap(), Calendar::default());
    let context = ClockContext { as_of: at(as_of), zone: &zone, calendar: &calendar };
    let clocks = clocks(incident, Some(FairlyMajor), &POLICY.clocks, &context);
    let said = |it: &Pending| {
        let state = serde_json::to_value(it).unwrap()["state"].as_str().unwrap().to_owned();
        let due_at = it.due_at.map(|it| format_instant(it, &zone)[..19].to_owned());
        format!("{} {state} {}", it.awaited.as_str(), due_at.unwrap_or_default())
    };
    pending(&clocks, order, &context).iter().map(said).collect()
}

#[test]
fn what_an_incident_is_open_for_is_told_by_what_presses_most() {
    let mut story = Story::leak(1_200_000);
    let order = Order {
        due_on: date(2026, 3, 12),
        at: at("2026-03-11 10:00"),
        account: "li".to_owned(),
        note: "收回共享账号".to_owned(),
    };
    let without_end = ["I-9", "I-10", "I-11"].map(|it| format!("{it} not_computable "));
    let at_once = ["L-1", "L-3", "L-4", "L-6"].map(|it| format!("{it} open "));
    let of = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    // An order is open through its last day, and a clock until somebody did what it asks for.
    let missed = ["I-5 missed 2026-03-11T03:30:00", "I-A missed 2026-03-11T23:30:00"];
    for (as_of, (overdue, running)) in [
        ("2026-03-12 23:59:59", (&[][..], &["IR-1 running 2026-03-12T23:59:59"][..])),
        ("2026-03-13 00:00", (&["IR-1 missed 2026-03-12T23:59:59"][..], &[][..])),
    ] {
        let expected =
            [&of(&missed)[..], &of(overdue), &at_once, &of(running), &without_end].concat();
        assert_eq!(pending_of(&story.incident, Some(&order), as_of), expected);
    }
    story.incident.reported_at = Some(at("2026-03-11 03:10"));
    story.incident.handled_at = Some(at("2026-03-11 12:00"));
    story.acted(Event::AgreementNotice, "2026-03-11 04:00", "");
    let summary = "I-10 running 2026-04-10T23:59:59".to_owned();
    let [stage, _, supplement] = without_end;
    // What the first report held nobody knows: a supplement may be overdue.
    let expected = [&at_once[..], &[supplement, summary.clone(), stage.clone()]].concat();
    assert_eq!(pending_of(&story.incident, None, "2026-03-12 00:00"), expected);
    story.incident.report_items = (1..=8).collect();
    let expected = [&at_once[..], &[summary, stage]].concat();
    assert_eq!(pending_of(&story.incident, None, "2026-03-12 00:00"), expected);
}

#[test]
fn what_may_be_overdue_presses_more_than_what_has_time() {
    use crate::incident::ClockState::{Missed, NotComputable, Open, Running};
    use crate::incident::clock::Missing;
    let of = |state, due_at: Option<&str>| {
        let awaited = Awaited::Clock(ClockId::LocalReport);
        Pending { awaited, state, due_at: due_at.map(at) }.urgency()
    };
    let unknown = |missing| of(NotComputable { missing }, None);
    let (unclear, later) = (Urgency::Unclear, Urgency::Later);
    let rising = [
        of(Missed, Some("2026-03-01 00:00")),
        of(Missed, Some("2026-03-02 00:00")),
        of(Open, None),
        unclear,
        of(Running, Some("2026-03-03 00:00")),
        of(Running, Some("2026-03-04 00:00")),
        later,
    ];
    assert!(rising.is_sorted_by(|a, b| a < b), "{rising:?}");
    for (missing, expected) in [
        (Missing::Level, unclear),
        (Missing::PersonalInformation, unclear),
        (Missing::Data, unclear),
        (Missing::ReportItems, unclear),
        (Missing::Event(Event::Discovery), unclear),
        (Missing::Event(Event::Report), later),
        (Missing::Event(Event::HandlingEnd), later),
        (Missing::Instant, later),
    ] {
        assert_eq!(unknown(missing), expected, "{missing:?}");
    }
}

#[test]
fn one_hand_does_not_lower_a_level() {
    let mut story = Story::leak(1_200_000);
    let by = |account, typist| Actor { typist, ..Actor::own(account, Role::Approver) };
    story.act_by(by("li", Typist::Other("root")), ProposeDowngrade(General), "x").unwrap();
    let confirm = ConfirmDowngrade(General);
    for typist in [Typist::Other("root"), Typist::Other("li")] {
        let refused = story.act_by(by("wang", typist), confirm, "");
        assert_eq!(refused, Err(IncidentRefused::SameHand), "{typist:?}");
    }
    story.act_by(by("wang", Typist::Person), confirm, "").unwrap();
    assert_eq!(story.standing().level, General);
}

#[test]
fn a_level_goes_up_by_one_and_down_by_two() {
    let mut story = Story::leak(1_200_000);
    let may = date(2026, 7, 31);
    for act in [Triage, Upgrade(Major), ProposeDowngrade(General), Ordered(may), Comment] {
        assert_eq!(story.act("zhao", act, "x"), Err(IncidentRefused::NeedsSupervisor), "{act:?}");
    }
    story.act("li", Triage, "").unwrap();
    assert_eq!(story.act("li", Triage, ""), Err(IncidentRefused::AlreadyTriaged));
    assert_eq!(story.act("li", Upgrade(Major), " "), Err(IncidentRefused::NoReason));
    assert_eq!(story.act("li", Upgrade(FairlyMajor), "x"), Err(IncidentRefused::NotHigher));
    story.act("li", Upgrade(Major), "涉及重要数据").unwrap();
    assert_eq!(story.standing().level, Major);

    assert_eq!(story.act("li", ProposeDowngrade(Major), "x"), Err(IncidentRefused::NotLower));
    assert_eq!(story.act("wang", ConfirmDowngrade(General), ""), Err(IncidentRefused::NotProposed));
    story.act("wang", ProposeDowngrade(General), "样例数据").unwrap();
    assert_eq!(story.standing().level, Major, "until another agrees nothing changes");
    let again = story.act("li", ProposeDowngrade(FairlyMajor), "x");
    assert_eq!(again, Err(IncidentRefused::AlreadyProposed));
    let by_supervisor = story.act("li", ConfirmDowngrade(General), "");
    assert_eq!(by_supervisor, Err(IncidentRefused::NeedsApprover));
    assert_eq!(story.act("wang", ConfirmDowngrade(General), ""), Err(IncidentRefused::SamePerson));
    assert_eq!(
        story.act("sun", ConfirmDowngrade(FairlyMajor), ""),
        Err(IncidentRefused::NotProposed)
    );
    story.act("sun", ConfirmDowngrade(General), "").unwrap();
    assert_eq!((story.standing().level, story.standing().proposed), (General, None));
    // What was confirmed once is no proposal any more.
    assert_eq!(story.act("sun", ConfirmDowngrade(General), ""), Err(IncidentRefused::NotProposed));

    story.act("li", Upgrade(EspeciallyMajor), "x").unwrap();
    story.act("li", ProposeDowngrade(Major), "x").unwrap();
    assert_eq!(story.act("zhou", RefuseDowngrade, ""), Err(IncidentRefused::NoReason));
    story.act("zhou", RefuseDowngrade, "依据不足").unwrap();
    assert_eq!(story.act("zhou", RefuseDowngrade, "x"), Err(IncidentRefused::NotProposed));
    assert_eq!(story.standing().level, EspeciallyMajor);
}

#[test]
fn graver_facts_are_not_covered_by_what_was_decided() {
    let mut story = Story::leak(1_200_000);
    story.act("li", Triage, "").unwrap();
    story.act("li", ProposeDowngrade(General), "x").unwrap();
    story.harm(10_000_000);
    assert!(!story.standing().is_triaged);
    let changed = story.act("wang", ConfirmDowngrade(General), "");
    assert_eq!(changed, Err(IncidentRefused::FactsChanged));
    // The same level need not be the same harm.
    story.harm(1_200_000);
    let changed = story.act("wang", ConfirmDowngrade(General), "");
    assert_eq!(changed, Err(IncidentRefused::FactsChanged));
    story.act("wang", RefuseDowngrade, "x").unwrap();
    story.act("li", ProposeDowngrade(General), "x").unwrap();
    story.act("wang", ConfirmDowngrade(General), "").unwrap();
    for (persons, level) in [(999_999, General), (1_000_000, General), (10_000_000, Major)] {
        story.harm(persons);
        assert_eq!(story.standing().level, level, "{persons}");
    }
}

#[test]
fn one_order_is_open_at_a_time_and_its_last_day_is_whole() {
    let mut story = Story::leak(1);
    let (yesterday, today) = (date(2026, 6, 30), date(2026, 7, 1));
    assert_eq!(story.act("li", AcceptRectification, ""), Err(IncidentRefused::NoOrder));
    assert_eq!(story.act("li", Ordered(today), ""), Err(IncidentRefused::NoReason));
    assert_eq!(story.act("li", Ordered(yesterday), "x"), Err(IncidentRefused::DueBeforeToday));
    story.act("li", Ordered(today), "收回共享账号").unwrap();
    assert_eq!(story.act("wang", Ordered(today), "x"), Err(IncidentRefused::OrderOpen));
    story.act("wang", Comment, "已电话督促").unwrap();
    let order = open_order(&story.events).unwrap();
    assert_eq!((order.due_on, &*order.account, &*order.note), (today, "li", "收回共享账号"));

    let party = "uscc:91310000MADEM0011A".parse().unwrap();
    assert_eq!(overdue(&party, "2026-7", &order, yesterday), None);
    assert_eq!(overdue(&party, "2026-7", &order, today), None);
    let fault = overdue(&party, "2026-7", &order, date(2026, 7, 2)).unwrap();
    assert_eq!((fault.rule, &*fault.cause), ("IR-1", "2026-7 2026-07-01"));
    assert_eq!((&*fault.expected, &*fault.actual), ("2026-07-01", "收回共享账号"));

    story.act("li", AcceptRectification, "").unwrap();
    assert_eq!(open_order(&story.events), None);
    story.act("li", Ordered(today), "换证书").unwrap();
    let given = orders(&story.events);
    let given: Vec<_> = given.iter().map(|(it, at)| (&*it.note, at.is_some())).collect();
    assert_eq!(given, [("收回共享账号", true), ("换证书", false)]);
}

/// One step a line: what is done, then how far the incident has come.
#[test]
fn an_incident_goes_from_step_to_step() {
    let mut story = Story::leak(1_200_000);
    assert_eq!(story.standing().state, IncidentState::Detected);
    story.act("li", Triage, "").unwrap();
    assert_eq!(story.standing().state, IncidentState::Triaged);
    story.incident.reported_at = Some(at("2026-03-11 03:10"));
    assert_eq!(story.standing().state, IncidentState::Reported);
    story.acted(Event::PlanStart, "2026-03-11 04:00", "");
    assert_eq!(story.standing().state, IncidentState::Handling);
    story.acted(Event::Containment, "2026-03-12 04:00", "");
    assert_eq!(story.standing().state, IncidentState::Contained);
    story.incident.handled_at = Some(at("2026-03-20 18:00"));
    assert_eq!(story.standing().state, IncidentState::SummaryDue);
    story.incident.summarised_at = Some(at("2026-04-10 11:00"));
    assert_eq!(story.standing().state, IncidentState::Summarised);
    // What happens after the instant whose knowledge counts has not happened yet.
    story.incident.handled_at = Some(at("2026-07-01 09:00:01"));
    assert_eq!(story.standing().state, IncidentState::Contained);
}

#[test]
fn without_a_duty_to_report_no_summary_is_owed() {
    let mut story = Story::leak(999_999);
    story.incident.handled_at = Some(at("2026-03-20 18:00"));
    assert_eq!(story.standing().state, IncidentState::HandlingEnded);
    let notices = [Missing::Triage, Missing::AuthorityNotice, Missing::IndividualNotice];
    assert_eq!(story.standing().missing, notices);
}

/// What an incident is without.
type Without = fn(&mut Incident);

#[test]
fn nothing_is_archived_before_nothing_is_missing() {
    let missing = |story: &mut Story| match story.act("wang", Archive, "") {
        Err(IncidentRefused::Missing(missing)) => Some(missing),
        other => other.map(|()| None).unwrap(),
    };
    let mut story = Story::done();
    assert_eq!(missing(&mut story), Some(Missing::Triage));
    story.act("li", Triage, "").unwrap();
    assert_eq!(story.standing().missing, []);
    assert_eq!(story.act("li", Archive, ""), Err(IncidentRefused::NeedsApprover));

    story.act("li", ProposeDowngrade(General), "x").unwrap();
    assert_eq!(missing(&mut story), Some(Missing::Downgrade));
    story.act("li", RefuseDowngrade, "x").unwrap();
    story.act("li", Ordered(date(2026, 8, 1)), "x").unwrap();
    assert_eq!(missing(&mut story), Some(Missing::Rectification));
    story.act("li", AcceptRectification, "").unwrap();

    let cases: [(Missing, Without); 5] = [
        (Missing::Discovery, |it| it.discovered_at = None),
        (Missing::Report, |it| it.reported_at = None),
        (Missing::HandlingEnd, |it| it.handled_at = None),
        (Missing::Summary, |it| it.summarised_at = None),
        (Missing::AuthorityNotice, |it| it.acts.retain(|it| it.event != Event::AuthorityNotice)),
    ];
    for (expected, without) in cases {
        let whole = story.incident.clone();
        without(&mut story.incident);
        assert_eq!(missing(&mut story), Some(expected));
        story.incident = whole;
    }
    assert_eq!(missing(&mut story), None);
    assert_eq!(story.standing().state, IncidentState::Archived);
    assert_eq!(story.act("wang", Comment, "x"), Err(IncidentRefused::Archived));
    // What its party reports later was not archived.
    "R-2".clone_into(&mut story.receipt);
    assert_eq!(story.standing().state, IncidentState::Summarised);
    story.act("wang", Archive, "").unwrap();
}

#[test]
fn each_receiver_of_the_first_report_is_missed_for_itself() {
    let mut story = Story::done();
    story.act("li", Triage, "").unwrap();
    story.incident.reporter = Reporter::CiiOperator;
    assert_eq!(story.standing().missing, [Missing::PoliceReport]);
    story.acted(Event::PoliceReport, "2026-03-11 00:20", "");
    assert_eq!(story.standing().missing, []);
    story.incident.reported_at = None;
    assert_eq!(story.standing().missing, [Missing::Report]);
    story.incident.acts.retain(|it| it.event != Event::PoliceReport);
    assert_eq!(story.standing().missing, [Missing::Report, Missing::PoliceReport]);
}

#[test]
fn individuals_are_told_or_an_exemption_has_reason_and_evidence() {
    let mut story = Story::done();
    story.act("li", Triage, "").unwrap();
    story.incident.acts.retain(|it| it.event != Event::IndividualNotice);
    assert_eq!(story.standing().missing, [Missing::IndividualNotice]);
    story.acted(Event::NoticeExemption, "2026-03-11 05:00", "");
    assert_eq!(story.standing().missing, [Missing::Exemption], "no reason");
    story.acted(Event::NoticeExemption, "2026-03-11 05:00", "数据已加密");
    assert_eq!(story.standing().missing, [Missing::Exemption], "no evidence");
    story.incident.evidence.push(Evidence {
        file: "加密证明.pdf".to_owned(),
        sha256: "0".repeat(64),
        effective_at: at("2026-03-11 05:00"),
        proves: Some(Event::NoticeExemption),
    });
    assert_eq!(story.standing().missing, []);
}

#[test]
fn words_come_back() {
    let due_on = date(2026, 7, 31);
    let acts = [
        Triage,
        Upgrade(Major),
        ProposeDowngrade(General),
        ConfirmDowngrade(General),
        RefuseDowngrade,
        Ordered(due_on),
        AcceptRectification,
        Archive,
        Comment,
    ];
    for act in acts {
        let read = IncidentAct::parse(act.as_str(), act.level(), act.due_on());
        assert_eq!(read, Some(act));
    }
    assert_eq!(IncidentAct::parse("upgrade", None, None), None);
    assert_eq!(IncidentAct::parse("order", None, None), None);
    for level in Level::ALL {
        assert_eq!(Level::parse(level.as_str()), Some(level));
    }
}

fn level() -> impl Strategy<Value = Level> {
    prop::sample::select(Level::ALL.to_vec())
}

/// Telling fewer figures, or none, is worth no more than telling all; people may decide otherwise.
#[test]
fn what_is_told_in_part_counts_as_fairly_major() {
    let scale = &POLICY.thresholds;
    let all = Facts {
        figures: scale.figures.iter().map(|it| (it.of, 0)).collect(),
        words: scale.words.iter().map(|it| (it.of, Word::Nothing)).collect(),
    };
    let scored = |facts: &Facts, machine, decision: Option<Level>| {
        let decision = decision.map(|level| Decision { machine, level });
        level_scored((facts, scale), machine, decision)
    };
    assert_eq!(scored(&all, General, None), Some(General));
    assert_eq!(scored(&all, Major, None), Some(Major));
    for quantity in all.figures.keys() {
        let mut facts = all.clone();
        facts.figures.remove(quantity);
        // No bound of the share of a prefecture counts, so that nothing follows from it.
        let is_asked = *quantity != Quantity::PrefectureSharePpm;
        let expected = if is_asked { FairlyMajor } else { General };
        assert_eq!(scored(&facts, General, None), Some(expected), "{quantity:?}");
        assert_eq!(scored(&facts, Major, None), Some(Major), "{quantity:?}");
        assert_eq!(scored(&facts, General, Some(General)), Some(General), "{quantity:?}");
    }
    assert_eq!(scored(&Facts::default(), General, None), None);
}

proptest! {
    /// Whatever people decided, more harm never lowers the level that counts, and what the guide
    /// says beyond what they knew counts at least.
    #[test]
    fn more_harm_never_lowers_the_level(
        decision in prop::option::of((level(), level())),
        (one, other) in (level(), level()),
    ) {
        let decision = decision.map(|(machine, level)| Decision { machine, level });
        let (less, more) = (one.min(other), one.max(other));
        prop_assert!(level_in_force(less, decision) <= level_in_force(more, decision));
        if decision.is_none_or(|it| it.machine < more) {
            prop_assert!(more <= level_in_force(more, decision));
        }
    }

    /// Whatever is tried by whomever, only two different people ever lower a level of the same facts.
    #[test]
    fn nobody_lowers_a_level_alone(
        tries in prop::collection::vec((0_usize..3, 0_usize..5, level()), 0..24),
    ) {
        let mut story = Story::leak(12_000_000);
        for (person, act, level) in tries {
            let act = [
                Upgrade(level),
                ProposeDowngrade(level),
                ConfirmDowngrade(level),
                RefuseDowngrade,
                Triage,
            ][act];
            let before = story.standing().level;
            let asked = proposal(&story.events).map(|(it, level)| (it.account.clone(), level));
            let account = ["li", "wang", "sun"][person];
            let acted = story.act(account, act, "x").is_ok();
            let after = story.standing().level;
            prop_assert!(acted || before == after);
            if after < before {
                let (asker, level) = asked.unwrap();
                prop_assert!(asker != account && act == ConfirmDowngrade(level));
            }
        }
    }
}
