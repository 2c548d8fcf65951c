//! Facts of ledgers: vouchers and lines by locality id, balances kept when they are posted.

mod bound;
pub(crate) mod closing;
mod counterparties;
mod dimensions;
pub(crate) mod files;
mod ids;
mod others;
pub(crate) mod post;
pub(crate) mod read;
mod register;
pub(crate) mod said;
pub(crate) mod sets;
mod sums;
mod unit;

pub use register::{LineCursor, LineFact, RegisterKey, VoucherFact};
