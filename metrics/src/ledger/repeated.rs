//! Vouchers of one number in one file: the first that counts stands and the others do not count, as of two
//! files (V-1), so that where a file is cut does not matter. F-2 names them.

use std::collections::HashSet;

use super::names::{VoucherNames, plain_number};
use super::voucher::{Mark, Vouchers};

/// Keeps from counting each voucher that has the number of one before it that counts, however many zeros
/// either begins with; `repeated` are the numbers that several vouchers have. Lines of one number that are
/// written the same are one voucher, whatever stands between them.
pub(super) fn mark(vouchers: &mut Vouchers, repeated: &VoucherNames) {
    // Mostly there are none, and then no voucher is looked at.
    if repeated.is_empty() {
        return;
    }
    let mut standing = HashSet::new();
    let counted = (0_u32..).zip(vouchers.iter()).filter(|(_, it)| it.counted);
    let of_several = counted.filter(|(_, it)| repeated.contains(it.voucher_type, it.number));
    let again =
        of_several.filter(|(_, it)| !standing.insert((it.voucher_type, plain_number(it.number))));
    let again: Vec<u32> = again.map(|it| it.0).collect();
    for voucher in again {
        vouchers.set_counted(voucher, false);
        vouchers.marks_mut(voucher).set(Mark::Repeated, true);
    }
}
