//! The domain of mingjing: ledgers, data supply, cases (demands for it, objections to it), incidents,
//! disclosures, opinions, the calendar, evaluation.
//!
//! Pure functions over values. No I/O, clock, randomness, async, SQL or logging; money and ratios
//! are integers. Rules return ids and arguments; sentences are made from the words in `config`.

pub mod actor;
pub mod authority;
pub mod calendar;
pub mod case;
pub mod clean;
pub mod commingling;
pub mod demand;
pub mod disclosure;
pub mod effective;
pub mod evaluation;
pub mod finding;
pub mod form;
pub mod incident;
pub mod kind;
pub mod ledger;
pub mod money;
pub mod objection;
pub mod opinion;
pub mod partial_date;
pub mod party;
pub mod period;
pub mod pricing;
pub mod privacy;
pub mod ratio;
pub mod register;
#[cfg(test)]
mod shipped;
pub mod source;
pub mod statement;
pub mod supply;
pub mod tie_out;
pub mod usage;
