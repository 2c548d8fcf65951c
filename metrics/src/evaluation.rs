//! Evaluation: measures from counts, indicators by a scheme, scorecards.
//!
//! `score` is the entry. `normalise`, `aggregate` and `grade` are the scoring kernel; only the first
//! two compute with `f64`. Who may review and approve is in `lifecycle`.

pub mod aggregate;
pub mod grade;
pub mod lifecycle;
pub mod measure;
pub mod normalise;
pub mod scheme;
pub mod score;
pub mod scorecard;
