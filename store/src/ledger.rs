//! Facts of ledgers: vouchers and lines by locality id, balances kept when they are posted.

mod booked;
pub(crate) mod closing;
mod ids;
pub(crate) mod post;
pub(crate) mod read;
mod register;
mod statement;
mod sums;
mod unit;

pub use booked::MovementFact;
pub use register::{LineCursor, LineFact, RegisterKey, VoucherFact};
