//! Popups: what lies over a screen and takes the keys.

use metrics::evaluation::lifecycle::{EvaluationAct, Want};
use metrics::finding::waiver::WaiverAct;
use metrics::ledger::close::PeriodAct;

use super::{Form, Input};
use crate::command::{COMMANDS, Command};
use crate::context::Context;
use crate::page::Field;
use crate::query::{Act, DeliveryAct};

/// What lies over a screen.
#[derive(Clone, Debug)]
pub enum Popup {
    /// What can be done here.
    Help {
        /// The first line shown.
        at: usize,
    },
    /// Any command by name.
    Palette {
        /// What is looked for.
        input: Input,
        /// The line under the cursor.
        at: usize,
    },
    /// The whole values of a line.
    Value {
        /// The values.
        fields: Vec<Field>,
        /// The first line shown.
        at: usize,
    },
    /// What an act needs to be told.
    Form(Form),
    /// Whether to do it.
    Confirm {
        /// What.
        act: Act,
        /// Why, where a reason is asked for.
        note: Option<Input>,
        /// When it opened: keys typed before it was seen do not count.
        opened_ms: u64,
    },
    /// Whether to leave.
    Leave,
}

impl Popup {
    /// Asks whether to do it. Sending back, reopening a month, changing the level of an incident,
    /// waiving, and knowing what nobody knew, want a reason.
    #[must_use]
    pub fn confirm(act: Act, opened_ms: u64) -> Self {
        let note = match &act {
            Act::OnPeriod { act: PeriodAct::AskReopening | PeriodAct::RefuseReopening, .. }
            | Act::OnDelivery { act: DeliveryAct::Settle(_), .. } => Some(Input::default()),
            Act::ProposeWaiver { .. }
            | Act::OnWaiver { act: WaiverAct::Refuse | WaiverAct::Withdraw, .. } => {
                Some(Input::default())
            }
            Act::OnIncident { act, .. } if act.doing().wants_reason() => Some(Input::default()),
            Act::OnEvaluation { act, .. }
                if *act == EvaluationAct::SendBack || act.says(Want::Note) =>
            {
                Some(Input::default())
            }
            Act::OnEvaluation { .. }
            | Act::OnPeriod { act: PeriodAct::Freeze | PeriodAct::Reopen, .. }
            | Act::OnWaiver { act: WaiverAct::Propose | WaiverAct::Approve, .. }
            | Act::OnJob { .. }
            | Act::OnIncident { .. }
            | Act::Evaluate { .. }
            | Act::OnDelivery { act: DeliveryAct::Resend, .. } => None,
        };
        Self::Confirm { act, note, opened_ms }
    }
}

/// The commands whose words hold what is looked for; every command when nothing is.
#[must_use]
pub fn found(context: &Context, looked_for: &str) -> Vec<&'static Command> {
    let looked_for = looked_for.trim().to_lowercase();
    let holds = |command: &&Command| {
        let words = context.word(command.word).as_str().to_lowercase();
        looked_for.is_empty() || words.contains(&looked_for) || command.word.contains(&looked_for)
    };
    COMMANDS.iter().filter(holds).collect()
}
