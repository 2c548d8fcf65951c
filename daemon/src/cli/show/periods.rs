//! `mingjingd show periods`: which months of a party are closed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::ledger::close::PeriodState;
use metrics::period::Period;
use serde_json::{Value, json};
use store::Reader;
use store::closings::Closing;

use super::Show;
use crate::cli::{Exit, Failure, Shell, output};
use crate::installation::Installation;

impl Show {
    /// Every month that has a ledger in force at `as_of` or that anybody did something to.
    pub(super) async fn periods(
        &self,
        (shell, installation): (&Shell, &Installation),
        reader: &Reader,
        as_of: Timestamp,
    ) -> Result<Exit, Failure> {
        let Some(party) = &self.party else {
            return Err(Failure::usage("cli-periods-need", &[]));
        };
        let ledgers = reader.ledger_periods(as_of).await?;
        let open = ledgers.into_iter().filter(|(it, _)| it == party);
        let mut months: BTreeMap<Period, Vec<_>> =
            open.map(|(_, period)| (period, Vec::new())).collect();
        for closing in reader.closings(party).await? {
            months.insert(closing.period, closing.acts);
        }
        let asked = |it: &Closing| self.period.is_none_or(|period| period == it.period);
        let months = months.into_iter().map(|(period, acts)| Closing { period, acts });
        let months: Vec<Closing> = months.filter(asked).collect();
        if self.json {
            let periods: Vec<Value> = months.iter().map(period).collect();
            output::json(&json!({ "party": party, "periods": periods }))?;
            return Ok(Exit::Good);
        }
        let words = shell.words(installation);
        for it in &months {
            let (period, state) = (it.period.to_string(), it.state());
            let state_word = words.get(&format!("period-{}", state.as_str()));
            let mut arguments = vec![("period", period), ("state", state_word)];
            let frozen = it.frozen().filter(|_| state != PeriodState::Open);
            if let Some(act) = frozen {
                let at = installation.settings.clock.zone.to_datetime(act.at);
                let at = at.strftime("%Y-%m-%d %H:%M").to_string();
                let who = (act.actor.clone(), act.sha256.clone());
                arguments.extend([("at", at), ("actor", who.0), ("sha256", who.1)]);
            }
            let arguments: Vec<(&str, &str)> =
                arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let word = if frozen.is_some() { "period-line-frozen" } else { "period-line" };
            output::line(&words.format(word, &arguments));
        }
        Ok(Exit::Good)
    }
}

fn period(it: &Closing) -> Value {
    let acts = it.acts.iter().map(|act| {
        json!({
            "act": act.act,
            "at": act.at,
            "actor": act.actor,
            "typed_by": act.typed_by,
            "note": act.note,
            "sha256": act.sha256,
        })
    });
    json!({ "period": it.period, "state": it.state(), "acts": acts.collect::<Vec<_>>() })
}
