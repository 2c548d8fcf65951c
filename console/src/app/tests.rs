//! The core: keys and replies in, commands out, without terminal or database.

use config::locale::Language;
use jiff::civil::date;
use metrics::evaluation::lifecycle::EvaluationAct;
use metrics::incident::Level;
use metrics::incident::lifecycle::IncidentAct;
use metrics::ledger::close::PeriodAct;
use metrics::party::PartyKind;
use metrics::register::Role;

use store::desk::{Fate, JobAnswer};
use store::register::Person;

use super::*;
use crate::query::DeliveryAct;
use crate::testing::{Driver, World, model, person};

fn main_load(commands: &[Cmd]) -> (u64, Request) {
    let load = |command: &Cmd| match command {
        Cmd::Load(Slot::Main, ticket, request) => Some((*ticket, request.clone())),
        _ => None,
    };
    commands.iter().find_map(load).unwrap()
}

fn press(model: &mut Model, key: Key) -> Vec<Cmd> {
    update(model, Msg::Key(key, 10_000))
}

#[test]
fn stale_replies_are_dropped() {
    let mut model = model(Language::En, None);
    let (old, _) = main_load(&update(&mut model, Msg::Opened));
    let (new, request) = main_load(&press(&mut model, Key::Char('3')));
    let payload = crate::testing::world::answer(&World::default(), &request);
    update(&mut model, Msg::Loaded(old, Ok(payload.clone())));
    assert!(!model.screen().view().is_loaded());
    update(&mut model, Msg::Loaded(new, Ok(payload.clone())));
    assert!(model.screen().view().is_loaded());
    // And once only.
    model.dirty = false;
    update(&mut model, Msg::Loaded(new, Ok(payload)));
    assert!(!model.dirty);
}

#[test]
fn what_changes_nothing_is_not_drawn() {
    let mut driver = Driver::to(Language::En, World::default(), Kind::Findings);
    driver.model.dirty = false;
    driver.send(Msg::Clock(crate::testing::now()));
    driver.send(Msg::Woken(77));
    assert!(!driver.model.dirty);
    // A poll that finds nothing new.
    let mut driver = Driver::to(Language::En, World::default(), Kind::Jobs);
    let Load::Waiting { ticket, .. } = driver.model.load else { panic!("jobs are polled") };
    driver.model.dirty = false;
    driver.send(Msg::Woken(ticket));
    assert!(!driver.model.dirty);
    assert!(matches!(driver.model.load, Load::Waiting { ticket: next, .. } if next != ticket));
}

#[test]
fn every_figure_leads_down_to_the_raw_row() {
    let mut driver = Driver::to(Language::En, World::default(), Kind::Facts);
    let mut way = vec![driver.model.kind()];
    for _ in 0..3 {
        driver.keys(&[Key::Enter]);
        way.push(driver.model.kind());
    }
    assert_eq!(way, [Kind::Facts, Kind::Submission, Kind::Finding, Kind::Raw]);
    for kind in [Kind::Finding, Kind::Submission, Kind::Facts, Kind::Indicator, Kind::Scorecard] {
        driver.keys(&[Key::Char('ｑ')]);
        assert_eq!(driver.model.kind(), kind);
    }
}

#[test]
fn what_the_calendar_found_shows_its_duty_and_leads_to_no_empty_file() {
    for language in Language::ALL {
        let mut driver = Driver::to(language, World::default(), Kind::Findings);
        let (ticket, _) = main_load(&press(&mut driver.model, Key::Char('r')));
        let found = crate::testing::world::finding_of_calendar();
        driver.send(Msg::Loaded(ticket, Ok(Payload::Findings(vec![found]))));
        driver.keys(&[Key::Enter]);
        assert!(driver.model.screen().view().is_loaded());
        let name = format!("calendar-{}", language.as_str());
        insta::assert_snapshot!(name, driver.text(80, 24));
        for key in [Key::Enter, Key::Char('t'), Key::Char('s')] {
            driver.model.flash = None;
            driver.keys(&[key]);
            assert_eq!(driver.model.kind(), Kind::Finding);
            assert!(driver.model.flash.is_some(), "{key:?} says why not");
        }
    }
}

#[test]
fn history_walks_over_tabs() {
    let mut driver = Driver::to(Language::En, World::default(), Kind::Submission);
    driver.keys(&[Key::Char('3'), Key::Char('[')]);
    assert_eq!(driver.model.kind(), Kind::Submission);
    driver.keys(&[Key::Char(']')]);
    assert_eq!(driver.model.kind(), Kind::Findings);
    driver.keys(&[Key::Char(']')]);
    assert_eq!(driver.model.kind(), Kind::Findings);
}

#[test]
fn an_evaluation_is_asked_for_after_a_question() {
    let mut driver = Driver::to(Language::En, World::default(), Kind::Jobs);
    driver.keys(&[Key::Char('n'), Key::Enter]);
    assert_eq!(driver.acts, []);
    driver.keys(&[Key::Enter]);
    let span = "2026-H1".parse().unwrap();
    assert_eq!(driver.acts, [Act::Evaluate { scheme: "operator".to_owned(), span }]);
    driver.send(Msg::Acted(Ok(Done::Asked { job: 12 })));
    assert_eq!(driver.model.kind(), Kind::Jobs);
    assert!(driver.model.popups.is_empty());
}

#[test]
fn a_wrong_period_is_not_asked_for() {
    let mut driver = Driver::to(Language::En, World::default(), Kind::Jobs);
    driver.keys(&[Key::Char('n'), Key::Char('3'), Key::Enter, Key::Enter, Key::Enter]);
    assert!(driver.acts.is_empty());
    assert!(matches!(driver.model.popups.last(), Some(Popup::Form(_))));
}

#[test]
fn keys_typed_before_a_question_was_seen_do_not_answer_it() {
    let mut model = model(Language::En, Some(Role::Supervisor));
    update(&mut model, Msg::Key(Key::Char('n'), 1_000));
    update(&mut model, Msg::Key(Key::Enter, 1_050));
    assert_eq!(update(&mut model, Msg::Key(Key::Enter, 1_100)), []);
    assert!(matches!(update(&mut model, Msg::Key(Key::Enter, 1_200))[..], [Cmd::Do(_)]));
}

#[test]
fn roles_and_the_life_of_an_evaluation_say_why_not() {
    let refused = |role: Option<Role>, key: char| {
        let mut driver = Driver::to(Language::En, World::default(), Kind::Evaluations);
        driver.model.context.who.person = role.map(|role| person("wang", role));
        driver.keys(&[Key::Char(key)]);
        let popup = driver.model.popups.pop();
        let flash = driver.model.flash.map(|flash| flash.text.to_string());
        (popup.is_some(), flash)
    };
    for (role, key) in [
        (None, 'a'),
        (None, 'n'),
        (Some(Role::Viewer), 'n'),
        (Some(Role::Supervisor), 'a'),
        // It is reviewed already.
        (Some(Role::Approver), 'e'),
    ] {
        let (asked, reason) = refused(role, key);
        assert!(!asked && reason.is_some(), "{role:?} {key}");
    }
    assert_eq!(refused(Some(Role::Approver), 'a'), (true, None));
}

/// The evaluation of the test world is one of operators, which implementing bodies evaluate: of any other
/// party, or of one that nobody says what it is, nobody acts, and every key says why.
#[test]
fn people_of_another_body_are_told_whose_the_evaluation_is() {
    let said = |language, kind: Option<PartyKind>, screen, key| {
        let mut driver = Driver::to(language, World::default(), screen);
        let party = "name:示例市数据局".parse().unwrap();
        driver.model.context.who.person =
            Some(Person { kind, party, ..person("wang", Role::Approver) });
        driver.keys(&[Key::Char(key)]);
        let flash = driver.model.flash.map(|flash| flash.text.to_string());
        (driver.model.popups.len(), flash.unwrap_or_default())
    };
    let authority = Some(PartyKind::DataAuthority);
    let (_, zh) = said(Language::Zh, authority, Kind::Scorecards, 'a');
    insta::assert_snapshot!(zh, @"按该方案，评价由实施机构开展（SH-AO 第28条）；您属于 name:示例市数据局（市数据主管部门），不能办理。请由评价机构的人员办理；所属单位或单位类别登记有误的，请管理员更正。查看不受限制。");
    let (_, en) = said(Language::En, authority, Kind::Scorecards, 'a');
    insta::assert_snapshot!(en, @"People of another body evaluate by this scheme: implementing body (SH-AO art. 28). You belong to name:示例市数据局 (data authority). Have one of them act; if the register is wrong about whom you belong to, or what that party is, an administrator corrects it. Looking is not refused.");
    for (screen, key) in [
        (Kind::Evaluations, 'a'),
        (Kind::Evaluations, 'b'),
        (Kind::Scorecards, 'b'),
        (Kind::Scorecards, 'd'),
    ] {
        assert_eq!(said(Language::En, authority, screen, key), (0, en.clone()), "{key}");
        let body = said(Language::En, Some(PartyKind::ImplementingBody), screen, key);
        assert_eq!(body, (1, String::new()), "{key}");
    }
    let (_, unknown) = said(Language::En, None, Kind::Scorecards, 'a');
    assert!(unknown.contains("the register does not say what it is"), "{unknown}");
}

/// A refusal is read whole where the status line is too short for it.
#[test]
fn a_long_refusal_stands_above_the_status_line() {
    for language in Language::ALL {
        let mut driver = Driver::to(language, World::default(), Kind::Scorecards);
        let party = "name:示例市数据局".parse().unwrap();
        driver.model.context.who.person = Some(Person {
            kind: Some(PartyKind::DataAuthority),
            party,
            ..person("wang", Role::Approver)
        });
        driver.keys(&[Key::Char('a')]);
        let text = driver.text(80, 24);
        let flash = driver.model.flash.as_ref().unwrap().text.to_string();
        let (shown, said) = (bare(&text), bare(&flash));
        assert!(shown.contains(&said), "{text}");
        insta::assert_snapshot!(format!("refused-{}", language.as_str()), text);
        driver.keys(&[Key::Down]);
        assert!(!bare(&driver.text(80, 24)).contains(&said), "the next key takes it away");
        // Where half of the page is too little for it, that is seen.
        let text = CleanText::new(&"长".repeat(400));
        driver.model.flash = Some(Flash { text, role: crate::theme::Role::Warn });
        let cut = driver.text(80, 24);
        assert_eq!(cut.lines().filter(|it| it.contains("长长")).count(), 9, "{cut}");
        assert!(cut.contains("长>"), "{cut}");
    }
}

/// A text without blanks and ends of lines.
fn bare(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

#[test]
fn sending_back_wants_a_reason() {
    let mut driver = Driver::to(Language::Zh, World::default(), Kind::Scorecards);
    driver.keys(&[Key::Char('b'), Key::Enter]);
    assert!(driver.acts.is_empty());
    driver.send(Msg::Paste("请补充\u{1b}说明".to_owned()));
    driver.keys(&[Key::Enter]);
    let [Act::OnEvaluation { act, said, .. }] = &driver.acts[..] else { panic!("one act") };
    assert_eq!((*act, said.note.as_str()), (EvaluationAct::SendBack, "请补充说明"));
}

#[test]
fn what_is_recorded_is_chosen_from_what_is_allowed() {
    let mut driver = Driver::to(Language::En, World::default(), Kind::Scorecards);
    driver.model.context.who.person = Some(person("wang", Role::Approver));
    driver.keys(&[Key::Char('d')]);
    let Some(Popup::Form(form)) = driver.model.popups.last() else { panic!("no form") };
    let choices: Vec<String> =
        form.choices(&driver.model.context).iter().map(ToString::to_string).collect();
    assert_eq!(choices, ["answer", "superseded"], "feedback is open");
    driver.keys(&[Key::Enter]);
    assert!(matches!(driver.model.popups.last(), Some(Popup::Form(_))), "it needs a document");
    driver.send(Msg::Paste("L-1".to_owned()));
    driver.keys(&[Key::Enter]);
    driver.send(Msg::Paste("agreed".to_owned()));
    driver.keys(&[Key::Enter]);
    let [Act::OnEvaluation { act, said, .. }] = &driver.acts[..] else { panic!("one act") };
    assert_eq!(*act, EvaluationAct::Comment);
    assert_eq!((said.document.as_str(), said.note.as_str()), ("L-1", "agreed"));
    assert!(said.subject.is_some());
}

/// The month of the test world was frozen by li, and wang asks for it to be reopened.
#[test]
fn a_month_is_reopened_by_another_person_than_asked() {
    let press = |account: &str, role, key| {
        let mut driver = Driver::to(Language::En, World::default(), Kind::Balances);
        driver.model.context.who.person = Some(person(account, role));
        driver.keys(&[Key::Char(key)]);
        let question = driver.model.popups.last().is_some();
        driver.keys(&[Key::Char('y')]);
        (question, driver.acts)
    };
    assert_eq!(press("wang", Role::Approver, 'a'), (false, vec![]), "wang asked");
    assert_eq!(press("li", Role::Supervisor, 'a'), (false, vec![]), "the role approver is needed");
    assert_eq!(press("li", Role::Supervisor, 'F'), (false, vec![]), "it is frozen");
    let (_, acts) = press("li", Role::Approver, 'a');
    let [Act::OnPeriod { act, period, .. }] = &acts[..] else { panic!("{acts:?}") };
    assert_eq!((*act, period.to_string().as_str()), (PeriodAct::Reopen, "2026-06"));
    // Refusing wants a reason, which a key is not.
    assert_eq!(press("li", Role::Supervisor, 'x'), (true, vec![]));
}

#[test]
fn a_delivery_is_sent_again_after_a_question() {
    for kind in [Kind::Deliveries, Kind::Delivery] {
        let mut driver = Driver::to(Language::En, World::default(), kind);
        driver.keys(&[Key::Char('R')]);
        assert_eq!(driver.acts, []);
        assert!(driver.text(80, 24).contains("regulator@example.org"));
        driver.keys(&[Key::Char('y')]);
        let delivery = Box::new(crate::testing::world::delivery(&World::default()));
        let (act, note) = (DeliveryAct::Resend, String::new());
        assert_eq!(driver.acts, [Act::OnDelivery { delivery, act, note }]);
        driver.send(Msg::Acted(Ok(Done::Acted)));
        assert_eq!(driver.model.kind(), kind);
    }
}

#[test]
fn a_delivery_is_sent_again_by_supervisors_and_not_while_it_is_under_way() {
    let asked = |role: Option<Role>, downs: usize| {
        let mut driver = Driver::to(Language::En, World::default(), Kind::Deliveries);
        driver.model.context.who.person = role.map(|role| person("wang", role));
        driver.keys(&vec![Key::Down; downs]);
        driver.keys(&[Key::Char('R')]);
        (driver.model.popups.len(), driver.model.flash.is_some())
    };
    // The first one failed; the second one is queued, the fourth one accepted.
    for (role, downs, expected) in [
        (None, 0, (0, true)),
        (Some(Role::Viewer), 0, (0, true)),
        (Some(Role::Supervisor), 0, (1, false)),
        (Some(Role::Supervisor), 1, (0, true)),
        (Some(Role::Supervisor), 3, (1, false)),
    ] {
        assert_eq!(asked(role, downs), expected, "{role:?} {downs}");
    }
}

#[test]
fn what_nobody_knew_of_a_delivery_is_said_with_a_reason() {
    let mut driver = Driver::to(Language::En, World::default(), Kind::Deliveries);
    driver.keys(&[Key::Char('a')]);
    assert!(driver.model.popups.is_empty() && driver.model.flash.is_some());
    // It stands seventh.
    driver.keys(&[Key::Down; 6]);
    assert!(driver.text(120, 40).contains("no answer came back"));
    driver.keys(&[Key::Char('a'), Key::Enter]);
    assert!(driver.acts.is_empty());
    driver.send(Msg::Paste("by telephone".to_owned()));
    driver.keys(&[Key::Enter]);
    let [Act::OnDelivery { act, note, .. }] = &driver.acts[..] else { panic!("one act") };
    assert_eq!((*act, note.as_str()), (DeliveryAct::Settle(Fate::Received), "by telephone"));
}

#[test]
fn a_job_that_was_held_is_let_run_or_dropped() {
    for (key, answer) in [('a', JobAnswer::Run), ('x', JobAnswer::Drop)] {
        let mut driver = Driver::to(Language::En, World::default(), Kind::Jobs);
        driver.keys(&[Key::Char(key)]);
        assert!(driver.model.popups.is_empty() && driver.model.flash.is_some());
        driver.keys(&[Key::Char('G'), Key::Char(key), Key::Char('y')]);
        let [Act::OnJob { job, answer: asked }] = &driver.acts[..] else { panic!("one act") };
        assert_eq!((job.id, *asked), (9, answer));
    }
}

#[test]
fn an_alert_leads_to_where_one_looks_closer() {
    for (downs, kind) in [(0, Kind::Jobs), (1, Kind::Sources), (2, Kind::Findings)] {
        let mut driver = Driver::to(Language::En, World::default(), Kind::Overview);
        driver.keys(&[Key::Tab]);
        driver.keys(&vec![Key::Down; downs]);
        driver.keys(&[Key::Enter]);
        assert_eq!(driver.model.kind(), kind);
    }
}

#[test]
fn loading_can_be_stopped() {
    let mut model = model(Language::En, None);
    update(&mut model, Msg::Opened);
    let commands = press(&mut model, Key::Control('c'));
    assert!(commands.contains(&Cmd::Cancel(Slot::Main)));
    assert!(matches!(model.load, Load::Failed(_)));
    assert_eq!(press(&mut model, Key::Control('c')), []);
    assert_eq!(press(&mut model, Key::Char('y')), [Cmd::Quit]);
}

#[test]
fn the_next_page_is_asked_for_near_the_end() {
    let mut driver = Driver::to(Language::En, World::default(), Kind::Findings);
    let Load::Idle = driver.model.load else { panic!("loaded") };
    let request = driver.model.screen().view().request(&driver.model.context).unwrap();
    let (ticket, _) = main_load(&press(&mut driver.model, Key::Char('r')));
    assert!(matches!(request, Request::Findings { .. }));
    let rows: Vec<_> = (0..200)
        .map(|id| store::findings::Finding {
            id: 1_000 - id,
            ..crate::testing::world::finding(&World::default())
        })
        .collect();
    update(&mut driver.model, Msg::Loaded(ticket, Ok(Payload::Findings(rows))));
    assert_eq!(press(&mut driver.model, Key::Down), []);
    let more = press(&mut driver.model, Key::Char('G'));
    let [Cmd::Load(Slot::More, ticket, Request::Findings { before, .. })] = &more[..] else {
        panic!("{more:?}");
    };
    assert_eq!(*before, 801);
    // One request at a time.
    assert_eq!(press(&mut driver.model, Key::Up), []);
    let page = Payload::Findings(vec![crate::testing::world::finding(&World::default())]);
    update(&mut driver.model, Msg::Loaded(*ticket, Ok(page)));
    assert!(driver.text(80, 24).contains("/ 201"));
}

/// The acts on an incident ask for what they need: a level, a day, a reason.
#[test]
fn an_act_on_an_incident_says_level_day_and_reason() {
    let act = |keys: &str| {
        let mut driver = Driver::to(Language::En, World::default(), Kind::Incidents);
        let key = |letter| match letter {
            '\n' => Key::Enter,
            'v' => Key::Down,
            letter => Key::Char(letter),
        };
        driver.keys(&keys.chars().map(key).collect::<Vec<_>>());
        driver.acts.pop().map(|act| match act {
            Act::OnIncident { incident_no, act, note, .. } => (incident_no, act, note),
            other => panic!("{other:?}"),
        })
    };
    let said = |number: &str, act, note: &str| Some((number.to_owned(), act, note.to_owned()));
    assert_eq!(act("vey"), said("2026-6", IncidentAct::Triage, ""));
    let upgrade = IncidentAct::Upgrade(Level::EspeciallyMajor);
    assert_eq!(act("u\nleak\n"), said("2026-7", upgrade, "leak"));
    assert_eq!(act("u\n\n"), None, "without a reason nothing is asked");
    let downgrade = IncidentAct::ProposeDowngrade(Level::General);
    assert_eq!(act("vd\nx\n"), said("2026-6", downgrade, "x"));
    let confirm = IncidentAct::ConfirmDowngrade(Level::FairlyMajor);
    assert_eq!(act("ay"), said("2026-7", confirm, ""));
    let order = |due_on| said("2026-6", IncidentAct::Order(due_on), "x");
    assert_eq!(act("vO2026-07-15\nx\n"), order(date(2026, 7, 15)));
    // Ten working days from Wednesday, 1 July, which does not count.
    assert_eq!(act("vO10\nx\n"), order(date(2026, 7, 15)));
    assert_eq!(act("vOsoon\nx\n"), None);
    // One order at a time; and nothing is archived while something is missing.
    assert_eq!(act("O10\nx\n"), None);
    assert_eq!(act("Ay"), None);
}

/// A faulty folder of schemes locks nobody out: the fault stands where one begins.
#[test]
fn a_faulty_folder_of_schemes_is_told_where_one_begins() {
    use config::fault::{Expected, FileFault, Wrong};
    for (language, what) in [(Language::Zh, "方案文件夹有误"), (Language::En, "folder of schemes")]
    {
        let mut driver = Driver::new(language, World::default());
        assert!(!driver.text(100, 40).contains(what));
        driver.model.context.schemes.clear();
        driver.model.context.scheme_faults = vec![FileFault {
            file: "schemes/ours.toml:6".to_owned(),
            key: "version".to_owned(),
            wrong: Wrong::Invalid,
            actual: "x".to_owned(),
            expected: Expected::version_above(4),
        }];
        let text = driver.text(100, 40);
        assert!(text.contains(what) && text.contains("schemes/ours.toml:6"), "{text}");
        driver.keys(&[Key::Char('n')]);
        assert!(
            driver.model.popups.is_empty() && driver.model.flash.is_some(),
            "none can be asked for"
        );
        driver.keys(&[Key::Char('2')]);
        assert_eq!(driver.model.kind(), Kind::Scorecards, "what was evaluated is read");
    }
}
