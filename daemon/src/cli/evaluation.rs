//! `mingjingd evaluation`: the life of an evaluation, each step by a named person.

mod compare;
mod rebuild;
mod show;

use clap::{Args, Subcommand, ValueEnum};
use config::locale::Words;
use jiff::civil::Date;
use metrics::evaluation::consequence::Consequence;
use metrics::evaluation::lifecycle::{EvaluationAct, Said, Standing};
use metrics::incident::ClockContext;
use metrics::party::PartyId;
use store::StoreError;
use store::evaluation_events::OnEvaluation;
use store::evaluations::StoredEvaluation;

use super::person::desk;
use super::{Exit, Failure, Shell, output, party};

/// What people do to an evaluation.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// The evaluations, newest first.
    List(show::List),
    /// Where one stands, what was done, what is due by when, and what may follow.
    Show(show::Show),
    /// Tell the subjects of a draft that they are evaluated: the notice begins.
    Announce(Target),
    /// Record what a subject says of itself.
    SelfAssess(About),
    /// Record a visit to a subject.
    Visit(About),
    /// Vouch for a draft.
    Review(Target),
    /// Make what was reviewed a draft again.
    SendBack(Target),
    /// Tell the subjects what was reviewed: their time to answer begins.
    OpenFeedback(Target),
    /// Record what a subject answered.
    Comment(About),
    /// Approve what another person reviewed.
    Approve(Target),
    /// Make known what was approved: public notice and the time for appeals begin.
    Publish(Target),
    /// Record that a subject appeals.
    Appeal(About),
    /// Name a person who reviews an appeal and had no part before.
    Assign(Assign),
    /// Decide an appeal, as one who was named for it.
    Answer(Answer),
    /// Record that the data authority was told.
    Report(Target),
    /// Order a subject to rectify.
    Rectify(Rectify),
    /// Record a subject's plan to rectify.
    Plan(About),
    /// Record what the re-check found.
    Recheck(Recheck),
    /// Record what was decided to follow.
    Decide(Decide),
    /// Put another evaluation in its place, and say why.
    Supersede(Supersede),
    /// Compute one again as known at its instant, and compare every byte.
    Rebuild(rebuild::Rebuild),
    /// How subjects moved from one to another, and what facts, scheme and policy made of it.
    Compare(compare::Compare),
}

/// Which evaluation, and who acts.
#[derive(Debug, Args)]
pub struct Target {
    /// The evaluation's id.
    evaluation: String,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
    /// Why, or what was said.
    #[arg(long, default_value = "")]
    note: String,
    /// The number of the document.
    #[arg(long, value_name = "NUMBER", default_value = "")]
    document: String,
    /// Answer with what was recorded and where the evaluation stands, as JSON.
    #[arg(long)]
    json: bool,
}

/// Which evaluation and which subject of it.
#[derive(Debug, Args)]
pub struct About {
    #[command(flatten)]
    target: Target,
    /// The subject: a credit code, or name:NAME.
    #[arg(long, value_parser = party)]
    subject: PartyId,
}

/// Who reviews an appeal.
#[derive(Debug, Args)]
pub struct Assign {
    #[command(flatten)]
    about: About,
    /// The reviewer's account.
    #[arg(long, value_name = "PERSON")]
    reviewer: String,
}

/// What is decided on an appeal.
#[derive(Debug, Args)]
pub struct Answer {
    #[command(flatten)]
    about: About,
    /// Whether the result stands.
    #[arg(long)]
    outcome: AppealOutcome,
}

/// Whether the result stands.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum AppealOutcome {
    /// It stands.
    Upheld,
    /// It is changed: a new evaluation takes its place.
    Changed,
}

/// Something to put right.
#[derive(Debug, Args)]
pub struct Rectify {
    #[command(flatten)]
    about: About,
    /// The last day, YYYY-MM-DD; without it, the longest time of the procedure.
    #[arg(long, value_name = "DATE")]
    due: Option<Date>,
}

/// What the re-check found.
#[derive(Debug, Args)]
pub struct Recheck {
    #[command(flatten)]
    about: About,
    /// Whether it is rectified.
    #[arg(long)]
    outcome: RecheckOutcome,
}

/// Whether it is rectified.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum RecheckOutcome {
    /// It is.
    Passed,
    /// It is not.
    Failed,
}

/// What was decided.
#[derive(Debug, Args)]
pub struct Decide {
    #[command(flatten)]
    about: About,
    /// What follows, as `evaluation show` proposes it.
    #[arg(long, value_parser = consequence)]
    consequence: Consequence,
}

/// What takes the place.
#[derive(Debug, Args)]
pub struct Supersede {
    #[command(flatten)]
    target: Target,
    /// The id of the evaluation that takes the place.
    #[arg(long, value_name = "EVALUATION")]
    by: String,
}

fn consequence(word: &str) -> Result<Consequence, String> {
    Consequence::parse(word).ok_or_else(|| Consequence::ALL.map(Consequence::as_str).join(", "))
}

impl Act {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let plain = |target: &Target| target.said();
        let about =
            |about: &About| Said { subject: Some(about.subject.clone()), ..about.target.said() };
        let (target, act, said) = match self {
            Self::List(list) => return list.run(shell).await,
            Self::Show(show) => return show.run(shell).await,
            Self::Rebuild(rebuild) => return rebuild.run(shell).await,
            Self::Compare(compare) => return Box::pin(compare.run(shell)).await,
            Self::Announce(it) => (it, EvaluationAct::Announce, plain(it)),
            Self::Review(it) => (it, EvaluationAct::Review, plain(it)),
            Self::SendBack(it) => (it, EvaluationAct::SendBack, plain(it)),
            Self::OpenFeedback(it) => (it, EvaluationAct::OpenFeedback, plain(it)),
            Self::Approve(it) => (it, EvaluationAct::Approve, plain(it)),
            Self::Publish(it) => (it, EvaluationAct::Publish, plain(it)),
            Self::Report(it) => (it, EvaluationAct::Report, plain(it)),
            Self::Supersede(it) => {
                let said = Said { name: it.by.clone(), ..plain(&it.target) };
                (&it.target, EvaluationAct::Supersede, said)
            }
            Self::SelfAssess(it) => (&it.target, EvaluationAct::SelfAssess, about(it)),
            Self::Visit(it) => (&it.target, EvaluationAct::Visit, about(it)),
            Self::Comment(it) => (&it.target, EvaluationAct::Comment, about(it)),
            Self::Appeal(it) => (&it.target, EvaluationAct::Appeal, about(it)),
            Self::Plan(it) => (&it.target, EvaluationAct::ReceivePlan, about(it)),
            Self::Assign(it) => {
                let said = Said { name: it.reviewer.clone(), ..about(&it.about) };
                (&it.about.target, EvaluationAct::Assign, said)
            }
            Self::Answer(it) => {
                let act = match it.outcome {
                    AppealOutcome::Upheld => EvaluationAct::Uphold,
                    AppealOutcome::Changed => EvaluationAct::Change,
                };
                (&it.about.target, act, about(&it.about))
            }
            Self::Rectify(it) => {
                let said = Said { due_on: it.due, ..about(&it.about) };
                (&it.about.target, EvaluationAct::Rectify, said)
            }
            Self::Recheck(it) => {
                let act = match it.outcome {
                    RecheckOutcome::Passed => EvaluationAct::Pass,
                    RecheckOutcome::Failed => EvaluationAct::Fail,
                };
                (&it.about.target, act, about(&it.about))
            }
            Self::Decide(it) => {
                let name = it.consequence.as_str().to_owned();
                (&it.about.target, EvaluationAct::Decide, Said { name, ..about(&it.about) })
            }
        };
        target.act(shell, (act, &said)).await
    }
}

impl Target {
    fn said(&self) -> Said {
        Said { note: self.note.clone(), document: self.document.clone(), ..Said::default() }
    }

    /// Acts, and says so.
    async fn act(
        &self,
        shell: &Shell,
        (act, said): (EvaluationAct, &Said),
    ) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let desk = desk((shell, &installation), self.person.as_deref()).await?;
        let calendar = installation.policy.calendar();
        let (as_of, zone) = (installation.clock.now(), &installation.settings.clock.zone);
        let context = &ClockContext { as_of, zone, calendar: &calendar };
        let (id, policy) = (self.evaluation.as_str(), &installation.policy.procedure);
        desk.act_on_evaluation(&OnEvaluation { id, act, said, policy, context }).await?;
        let stored = desk.reader().evaluation(id).await?;
        let missing = || StoreError::NotFound { what: "evaluation", name: id.to_owned() };
        let stored = stored.ok_or_else(missing)?;
        let standing = stored.standing(policy, context);
        let words = shell.words(&installation);
        let newer = show::newer_scheme((&installation, &words), desk.reader(), &stored).await?;
        output::say(&did((act, said), (&desk.person().account, &stored, &standing), &words));
        if let Some(newer) = &newer {
            output::say(newer);
        }
        if self.json {
            let mut shown = show::summary(&stored, &standing, &words);
            shown["newer_scheme"] = newer.into();
            shown["act"] = stored.acts.last().map(show::event).into();
            output::json(&shown)?;
        }
        Ok(Exit::Good)
    }
}

/// What a person did, in words. The last day of a window is the one that was recorded.
fn did(
    (act, said): (EvaluationAct, &Said),
    (person, stored, standing): (&str, &StoredEvaluation, &Standing),
    words: &Words,
) -> String {
    let appeal = said.subject.as_ref().and_then(|it| standing.appeal_of(it));
    let is_late = act == EvaluationAct::Appeal && appeal.is_some_and(|it| it.is_late);
    let due = stored.acts.last().and_then(|it| it.said.due_on);
    let name = match act {
        EvaluationAct::Decide => words.get(&format!("consequence-{}", said.name)),
        _ => said.name.clone(),
    };
    let arguments = [
        ("evaluation", stored.id.as_str()),
        ("person", person),
        ("subject", said.subject.as_ref().map_or("", PartyId::as_str)),
        ("document", &said.document),
        ("name", &name),
        ("due", &due.map(|it| it.to_string()).unwrap_or_default()),
    ];
    let late = if is_late { "-late" } else { "" };
    words.format(&format!("cli-did-{}{late}", act.as_str()), &arguments)
}
