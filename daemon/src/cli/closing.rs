//! `mingjingd freeze` and `mingjingd reopen`: closing a month, and opening it again by two people.

use clap::Args;
use metrics::ledger::close::{PeriodAct, PeriodState};
use metrics::party::PartyId;
use metrics::period::Period;
use store::closings::{Closing, OnPeriod};

use super::person::desk;
use super::{Exit, Failure, Shell, output};

/// Close a month of a party.
#[derive(Debug, Args)]
pub struct Freeze {
    #[command(flatten)]
    target: Target,
}

/// Open a month again.
#[derive(Debug, Args)]
pub struct Reopen {
    #[command(flatten)]
    target: Target,
    /// Do not agree to what another person asked; whoever asked takes it back so.
    #[arg(long)]
    refuse: bool,
}

#[derive(Debug, Args)]
struct Target {
    /// Whose month: a credit code, or name:NAME.
    #[arg(value_parser = super::party)]
    party: PartyId,
    /// The month, YYYY-MM.
    period: Period,
    /// Why. Asking for a reopening needs a reason.
    #[arg(long, default_value = "")]
    note: String,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
}

impl Freeze {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        self.target.act(shell, |_| PeriodAct::Freeze).await
    }
}

impl Reopen {
    /// Whoever comes first asks, and another person agrees.
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let act = |state| match state {
            _ if self.refuse => PeriodAct::RefuseReopening,
            PeriodState::Open | PeriodState::Frozen => PeriodAct::AskReopening,
            PeriodState::ReopeningAsked => PeriodAct::Reopen,
        };
        self.target.act(shell, act).await
    }
}

impl Target {
    async fn act(
        &self,
        shell: &Shell,
        act: impl Fn(PeriodState) -> PeriodAct,
    ) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let desk = desk((shell, &installation), self.person.as_deref()).await?;
        let closings = desk.reader().closings(&self.party).await?;
        let this = closings.iter().find(|it| it.period == self.period);
        let act = act(this.map_or(PeriodState::Open, Closing::state));
        let now = installation.clock.now();
        let today = installation.settings.clock.zone.to_datetime(now).date();
        let (party, period, note) = (&self.party, self.period, self.note.as_str());
        let asked = OnPeriod { party, period, act, note, today };
        let sha256 = desk.act_on_period(&asked, now).await?;
        let period = period.to_string();
        let arguments = [
            ("person", desk.person().account.as_str()),
            ("party", party.as_str()),
            ("period", &period),
            ("sha256", &sha256),
        ];
        let words = shell.words(&installation);
        output::say(&words.format(&format!("cli-did-{}", act.as_str()), &arguments));
        Ok(Exit::Good)
    }
}
