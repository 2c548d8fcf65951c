//! Facts of ledgers: vouchers and lines by locality id, balances kept when they are posted.

pub(crate) mod closing;
mod ids;
pub(crate) mod post;
pub(crate) mod read;

pub use read::{LineCursor, LineFact, RegisterKey, VoucherFact};
