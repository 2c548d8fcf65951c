//! The one table of commands. Key bar, help and palette are made from it, so they cannot be wrong.

use metrics::evaluation::lifecycle::EvaluationAct;
use metrics::finding::waiver::WaiverAct;
use metrics::incident::lifecycle::Doing;
use metrics::ledger::close::PeriodAct;
use metrics::register::Role;
use store::desk::{Fate, JobAnswer};

use crate::key::Key;
use crate::query::DeliveryAct;
use crate::screens::Kind;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Id {
    /// To a tab, counted from 0.
    Tab(u8),
    /// What can be done here.
    Help,
    /// Any command by name.
    Palette,
    /// One step up; asks to leave at the top.
    Back,
    /// To the place before.
    HistoryBack,
    /// To the place after.
    HistoryForward,
    /// Everything anew, as known now.
    Refresh,
    /// The next panel.
    PanelNext,
    /// The panel before.
    PanelBefore,
    /// The whole value of the line.
    Value,
    /// The other language.
    Language,
    /// With or without colours.
    Theme,
    /// The whole screen anew.
    Repaint,
    /// Stop loading, else close, else ask to leave.
    Cancel,
    /// One line down.
    Down,
    /// One line up.
    Up,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// To the first line.
    First,
    /// To the last line.
    Last,
    /// What is behind the line.
    Open,
    /// Only open findings, or all.
    OpenOnly,
    /// Only findings of the line's rule.
    SameRule,
    /// Only findings about the line's party.
    SameParty,
    /// No filter.
    ClearFilter,
    /// The findings about the subject, of the indicator's rule where it has one.
    Findings,
    /// What to mend first.
    Gains,
    /// The ledger of the submission.
    Ledger,
    /// The months of the operator.
    Finances,
    /// The file as received.
    Raw,
    /// The submission behind what is shown.
    Submission,
    /// Where submissions are fetched.
    Sources,
    /// Ask for an evaluation.
    Evaluate,
    /// An act on the evaluation.
    Act(EvaluationAct),
    /// An act on the evaluation that says something: about a subject, or with a document.
    Course,
    /// An act on the month.
    Period(PeriodAct),
    /// An act on the incident.
    Incident(Doing),
    /// An act on the waiver of a finding.
    Waiver(WaiverAct),
    /// An answer to a job that is held.
    Job(JobAnswer),
    /// An act on the delivery.
    Deliver(DeliveryAct),
}

/// Where a command can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// Everywhere.
    Global,
    /// Everywhere too, about the lines of the screen: every screen has some.
    Lines,
    /// On these screens.
    Screens(&'static [Kind]),
}

/// A command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// What it does.
    pub id: Id,
    /// Its keys; the first one is shown in the bar.
    pub keys: &'static [Key],
    /// Where.
    pub place: Where,
    /// Id of its words: what it does, in two or three words.
    pub word: &'static str,
    /// The role that it needs.
    pub needs: Option<Role>,
    /// Whether it changes something, so that it asks first.
    pub danger: Danger,
}

/// Whether a command changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Danger {
    /// It only looks.
    None,
    /// It is asked for again before it is done, and stands in the audit log.
    Confirmed,
}

const RECEIVED: DeliveryAct = DeliveryAct::Settle(Fate::Received);
const LOST: DeliveryAct = DeliveryAct::Settle(Fate::Lost);
const JOB: Where = Where::Screens(&[Kind::Jobs]);
const DELIVERY: Where = Where::Screens(&[Kind::Deliveries, Kind::Delivery]);
const INCIDENT: Where = Where::Screens(&[Kind::Incidents, Kind::Incident]);
const PERIOD: Where = Where::Screens(&[Kind::Balances]);
const EVALUATION: Where = Where::Screens(&[Kind::Scorecards, Kind::Evaluations]);

/// Every command, in the order of help: what is for the screen first.
pub const COMMANDS: &[Command] = &[
    act(
        look(
            Id::Evaluate,
            &[Key::Char('n')],
            Where::Screens(&[Kind::Overview, Kind::Scorecards, Kind::Jobs, Kind::Evaluations]),
            "command-evaluate",
        ),
        Role::Supervisor,
    ),
    act(
        look(Id::Act(EvaluationAct::Review), &[Key::Char('e')], EVALUATION, "command-review"),
        Role::Supervisor,
    ),
    act(
        look(Id::Act(EvaluationAct::Approve), &[Key::Char('a')], EVALUATION, "command-approve"),
        Role::Approver,
    ),
    act(
        look(Id::Act(EvaluationAct::SendBack), &[Key::Char('b')], EVALUATION, "command-send-back"),
        Role::Supervisor,
    ),
    act(
        look(
            Id::Act(EvaluationAct::OpenFeedback),
            &[Key::Char('o')],
            EVALUATION,
            "command-open-feedback",
        ),
        Role::Supervisor,
    ),
    act(
        look(Id::Act(EvaluationAct::Publish), &[Key::Char('u')], EVALUATION, "command-publish"),
        Role::Approver,
    ),
    act(
        look(Id::Course, &[Key::Char('d')], Where::Screens(&[Kind::Scorecards]), "command-course"),
        Role::Supervisor,
    ),
    act(
        look(Id::Deliver(DeliveryAct::Resend), &[Key::Char('R')], DELIVERY, "command-resend"),
        Role::Supervisor,
    ),
    act(
        look(Id::Deliver(RECEIVED), &[Key::Char('a')], DELIVERY, "command-received"),
        Role::Supervisor,
    ),
    act(look(Id::Deliver(LOST), &[Key::Char('x')], DELIVERY, "command-lost"), Role::Supervisor),
    act(look(Id::Job(JobAnswer::Run), &[Key::Char('a')], JOB, "command-run-job"), Role::Supervisor),
    act(
        look(Id::Job(JobAnswer::Drop), &[Key::Char('x')], JOB, "command-drop-job"),
        Role::Supervisor,
    ),
    act(
        look(Id::Period(PeriodAct::Freeze), &[Key::Char('F')], PERIOD, "command-freeze"),
        Role::Supervisor,
    ),
    act(
        look(
            Id::Period(PeriodAct::AskReopening),
            &[Key::Char('O')],
            PERIOD,
            "command-ask_reopening",
        ),
        Role::Supervisor,
    ),
    act(
        look(Id::Period(PeriodAct::Reopen), &[Key::Char('a')], PERIOD, "command-reopen"),
        Role::Approver,
    ),
    act(
        look(
            Id::Period(PeriodAct::RefuseReopening),
            &[Key::Char('x')],
            PERIOD,
            "command-refuse_reopening",
        ),
        Role::Supervisor,
    ),
    on_incident(Doing::Triage, &[Key::Char('e')], "command-triage"),
    on_incident(Doing::Upgrade, &[Key::Char('u')], "command-upgrade"),
    on_incident(Doing::ProposeDowngrade, &[Key::Char('d')], "command-propose_downgrade"),
    on_incident(Doing::ConfirmDowngrade, &[Key::Char('a')], "command-confirm_downgrade"),
    on_incident(Doing::RefuseDowngrade, &[Key::Char('x')], "command-refuse_downgrade"),
    on_incident(Doing::Order, &[Key::Char('O')], "command-order"),
    on_incident(Doing::AcceptRectification, &[Key::Char('w')], "command-accept_rectification"),
    on_incident(Doing::Archive, &[Key::Char('A')], "command-archive"),
    on_incident(Doing::Comment, &[Key::Char('c')], "command-comment"),
    on_finding(WaiverAct::Propose, &[Key::Char('w')], "command-propose_waiver"),
    on_finding(WaiverAct::Approve, &[Key::Char('a')], "command-approve_waiver"),
    on_finding(WaiverAct::Refuse, &[Key::Char('x')], "command-refuse_waiver"),
    on_finding(WaiverAct::Withdraw, &[Key::Char('W')], "command-withdraw_waiver"),
    look(
        Id::OpenOnly,
        &[Key::Char('o')],
        Where::Screens(&[Kind::Findings, Kind::Incidents]),
        "command-open-only",
    ),
    look(Id::SameRule, &[Key::Char('*')], Where::Screens(&[Kind::Findings]), "command-same-rule"),
    look(Id::SameParty, &[Key::Char('p')], Where::Screens(&[Kind::Findings]), "command-same-party"),
    look(
        Id::ClearFilter,
        &[Key::Char('c')],
        Where::Screens(&[Kind::Findings]),
        "command-clear-filter",
    ),
    look(
        Id::Findings,
        &[Key::Char('f')],
        Where::Screens(&[Kind::Scorecard, Kind::Gains, Kind::Indicator]),
        "command-findings",
    ),
    look(Id::Gains, &[Key::Char('w')], Where::Screens(&[Kind::Scorecard]), "command-gains"),
    look(
        Id::Finances,
        &[Key::Char('i')],
        Where::Screens(&[Kind::Overview, Kind::Ledgers, Kind::Balances]),
        "command-finances",
    ),
    look(Id::Ledger, &[Key::Char('l')], Where::Screens(&[Kind::Submission]), "command-ledger"),
    look(
        Id::Raw,
        &[Key::Char('t')],
        Where::Screens(&[Kind::Submission, Kind::Finding, Kind::Incidents, Kind::Incident]),
        "command-raw",
    ),
    look(
        Id::Submission,
        &[Key::Char('s')],
        Where::Screens(&[Kind::Finding, Kind::Voucher, Kind::Raw, Kind::Incidents, Kind::Incident]),
        "command-submission",
    ),
    look(
        Id::Sources,
        &[Key::Char('S')],
        Where::Screens(&[Kind::Overview, Kind::Submissions, Kind::Jobs]),
        "command-sources",
    ),
    look(Id::Open, &[Key::Enter], Where::Lines, "command-open"),
    look(Id::Value, &[Key::Char('v')], Where::Lines, "command-value"),
    look(Id::Down, &[Key::Char('j'), Key::Down], Where::Lines, "command-down"),
    look(Id::Up, &[Key::Char('k'), Key::Up], Where::Lines, "command-up"),
    look(Id::PageDown, &[Key::PageDown, Key::Char('J')], Where::Lines, "command-page-down"),
    look(Id::PageUp, &[Key::PageUp, Key::Char('K')], Where::Lines, "command-page-up"),
    look(Id::First, &[Key::Char('g'), Key::Home], Where::Lines, "command-first"),
    look(Id::Last, &[Key::Char('G'), Key::End], Where::Lines, "command-last"),
    look(Id::PanelNext, &[Key::Tab], Where::Screens(&[Kind::Overview]), "command-panel-next"),
    look(
        Id::PanelBefore,
        &[Key::BackTab],
        Where::Screens(&[Kind::Overview]),
        "command-panel-before",
    ),
    look(Id::Refresh, &[Key::Char('r')], Where::Global, "command-refresh"),
    look(Id::Language, &[Key::Char('L')], Where::Global, "command-language"),
    look(Id::Palette, &[Key::Char(':'), Key::Control('p')], Where::Global, "command-palette"),
    look(Id::Help, &[Key::Char('?'), Key::Function(1)], Where::Global, "command-help"),
    look(Id::Back, &[Key::Char('q'), Key::Backspace, Key::Escape], Where::Global, "command-back"),
    look(Id::Tab(0), &[Key::Char('1')], Where::Global, "tab-overview"),
    look(Id::Tab(1), &[Key::Char('2')], Where::Global, "tab-scorecards"),
    look(Id::Tab(2), &[Key::Char('3')], Where::Global, "tab-findings"),
    look(Id::Tab(3), &[Key::Char('4')], Where::Global, "tab-ledgers"),
    look(Id::Tab(4), &[Key::Char('5')], Where::Global, "tab-submissions"),
    look(Id::Tab(5), &[Key::Char('6')], Where::Global, "tab-jobs"),
    look(Id::Tab(6), &[Key::Char('7')], Where::Global, "tab-evaluations"),
    look(Id::Tab(7), &[Key::Char('8')], Where::Global, "tab-deliveries"),
    look(Id::Tab(8), &[Key::Char('9')], Where::Global, "tab-incidents"),
    look(Id::HistoryBack, &[Key::Char('[')], Where::Global, "command-history-back"),
    look(Id::HistoryForward, &[Key::Char(']')], Where::Global, "command-history-forward"),
    look(Id::Theme, &[Key::Char('m')], Where::Global, "command-theme"),
    look(Id::Repaint, &[Key::Control('l')], Where::Global, "command-repaint"),
    look(Id::Cancel, &[Key::Control('c')], Where::Global, "command-cancel"),
];

const fn look(id: Id, keys: &'static [Key], place: Where, word: &'static str) -> Command {
    Command { id, keys, place, word, needs: None, danger: Danger::None }
}

/// Something that a supervisor does with an incident.
const fn on_incident(doing: Doing, keys: &'static [Key], word: &'static str) -> Command {
    act(look(Id::Incident(doing), keys, INCIDENT, word), doing.needs())
}

/// Something that a person does about the waiver of a finding.
const fn on_finding(doing: WaiverAct, keys: &'static [Key], word: &'static str) -> Command {
    act(look(Id::Waiver(doing), keys, Where::Screens(&[Kind::Finding]), word), doing.needs().0)
}

/// Makes a command into one that changes something.
const fn act(command: Command, role: Role) -> Command {
    Command { needs: Some(role), danger: Danger::Confirmed, ..command }
}

impl Command {
    /// Whether it can be given on a screen.
    #[must_use]
    pub fn is_for(&self, kind: Kind) -> bool {
        match self.place {
            Where::Global | Where::Lines => true,
            Where::Screens(kinds) => kinds.contains(&kind),
        }
    }

    /// The key shown in the bar.
    #[must_use]
    pub fn key_label(&self) -> String {
        self.keys.first().map(|key| key.label()).unwrap_or_default()
    }
}

/// The command that a key gives on a screen.
#[must_use]
pub fn find(key: Key, kind: Kind) -> Option<&'static Command> {
    let key = key.folded();
    COMMANDS.iter().find(|command| command.is_for(kind) && command.keys.contains(&key))
}

#[cfg(test)]
mod tests {
    use config::locale::{Language, Words};

    use super::*;

    /// Keys that tmux, screen, flow control and job control take, and Alt, which some terminals
    /// take.
    const TAKEN: [Key; 5] = [
        Key::Control('a'),
        Key::Control('b'),
        Key::Control('q'),
        Key::Control('s'),
        Key::Control('z'),
    ];

    #[test]
    fn no_key_is_taken_by_others_or_given_twice() {
        for command in COMMANDS {
            for key in command.keys {
                assert!(!TAKEN.contains(key), "{:?}", command.id);
                assert_eq!(key.folded(), *key);
                for kind in Kind::ALL.into_iter().filter(|kind| command.is_for(*kind)) {
                    assert_eq!(find(*key, kind).map(|it| it.id), Some(command.id), "{key:?}");
                }
            }
        }
    }

    #[test]
    fn every_command_has_words() {
        for language in Language::ALL {
            let words = Words::new(language);
            for command in COMMANDS {
                assert!(words.has(&format!("console-{}", command.word)), "{}", command.word);
            }
        }
    }

    #[test]
    fn the_table_is_pinned() {
        let line = |command: &Command| {
            let keys: Vec<String> = command.keys.iter().map(|key| key.label()).collect();
            let place = match command.place {
                Where::Global => "everywhere".to_owned(),
                Where::Lines => "lines".to_owned(),
                Where::Screens(kinds) => format!("{kinds:?}"),
            };
            let needs = command.needs.map_or("-", Role::as_str);
            format!("{} | {} | {place} | {needs}", keys.join(" "), command.word)
        };
        let table: Vec<String> = COMMANDS.iter().map(line).collect();
        insta::assert_snapshot!(table.join("\n"));
    }
}
