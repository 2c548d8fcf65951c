//! `mingjingd resend` and `mingjingd delivery settle`: what people decide about a delivery.

use clap::{Args, Subcommand};
use config::locale::Words;
use config::reason;
use metrics::clean::clean_inline;
use store::deliveries::DeliveryState;
use store::desk::Fate;

use super::person::desk;
use super::{Exit, Failure, Shell, output};
use crate::deliver::Delivered;

/// Send a delivery that has ended once more: the same bytes under the same message id.
#[derive(Debug, Args)]
pub struct Resend {
    /// The delivery's number, as `show deliveries` has it.
    delivery: i64,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
}

/// What people decide about a delivery.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// Say of a delivery whose fate is unknown what its recipient said.
    Settle(Settle),
}

/// What the recipient said.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("fate").required(true))]
pub struct Settle {
    /// The delivery's number, as `show deliveries` has it.
    delivery: i64,
    /// The recipient has it.
    #[arg(long, group = "fate")]
    received: bool,
    /// The recipient does not have it.
    #[arg(long, group = "fate")]
    lost: bool,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
    /// How one knows.
    #[arg(long, default_value = "")]
    note: String,
}

impl Resend {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let desk = desk((shell, &installation), self.person.as_deref()).await?;
        desk.resend(self.delivery, installation.clock.now()).await?;
        let id = self.delivery.to_string();
        output::say(&shell.words(&installation).format("cli-resent", &[("id", id)]));
        Ok(Exit::Good)
    }
}

impl Act {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let Self::Settle(settle) = self;
        let installation = shell.installation()?;
        let desk = desk((shell, &installation), settle.person.as_deref()).await?;
        let (fate, word) = if settle.received {
            (Fate::Received, "cli-settled-received")
        } else {
            (Fate::Lost, "cli-settled-lost")
        };
        let now = installation.clock.now();
        desk.settle(settle.delivery, (fate, &settle.note), now).await?;
        let id = settle.delivery.to_string();
        output::say(&shell.words(&installation).format(word, &[("id", id)]));
        Ok(Exit::Good)
    }
}

/// Where a delivery stands, and what to do about it.
pub(super) fn said(delivered: &Delivered, words: &Words) -> String {
    let detail = match delivered.state {
        DeliveryState::Written => delivered.detail.clone(),
        _ => reason::in_words(&delivered.detail, words),
    };
    let arguments = [
        ("id", delivered.id.to_string()),
        ("report", delivered.report.clone()),
        ("recipient", delivered.recipient.clone()),
        // A mail server's words are another's.
        ("detail", clean_inline(&detail)),
    ];
    words.format(&format!("delivery-said-{}", delivered.state.as_str()), &arguments)
}
