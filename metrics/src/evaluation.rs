//! Evaluation: measures from counts, indicators by a scheme, scorecards.
//!
//! `score` is the entry for subjects, `kernel` for any table; the first calls the second. What has
//! `f64` is the scoring kernel: `statistics`, `impute`, `treat`, `normalise` and `aggregate` compute
//! with numbers that `scheme::method` and `table` hold. Who may do what when is in `lifecycle`,
//! by when in `procedure`, what may follow in `consequence`.

pub mod adjusted;
pub mod aggregate;
pub mod consequence;
pub mod counted;
pub mod difference;
pub mod evaluator;
pub mod explanation;
pub mod gain;
pub mod grade;
pub mod impute;
pub mod kernel;
pub mod lifecycle;
pub mod measure;
pub mod normalise;
pub mod peers;
pub mod procedure;
pub mod robustness;
pub mod sample;
pub mod scheme;
pub mod score;
pub mod scorecard;
mod share;
pub mod statistics;
pub mod table;
pub mod treat;
pub mod tree;
pub mod uncertainty;
