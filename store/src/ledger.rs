//! Facts of ledgers: vouchers and lines by locality id, balances kept when they are posted.

mod bound;
mod carried;
pub(crate) mod closing;
mod counterparties;
mod dimensions;
mod dropped;
mod files;
pub(crate) mod ids;
mod invoices;
mod lines;
pub(crate) mod memory;
mod months;
mod others;
pub(crate) mod post;
pub(crate) mod read;
mod register;
mod rows;
mod said;
mod sequences;
mod sets;
mod spreads;
mod sums;
mod unit;

pub use register::{LineCursor, LineFact, RegisterKey, VoucherFact};
