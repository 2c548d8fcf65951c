//! Facts of ledgers: vouchers and lines by locality id, balances kept when they are posted.

mod booked;
mod bound;
pub(crate) mod closing;
mod ids;
mod others;
pub(crate) mod post;
pub(crate) mod read;
mod statement;
mod sums;
mod unit;

pub use booked::MovementFact;
pub use read::{LineCursor, LineFact, RegisterKey, VoucherFact};
