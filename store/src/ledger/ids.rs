//! Locality ids: what is read together stands together, and needs no second index.
//!
//! A line is period (12 bits), party (12), account (13), day (5), sequence (21); a voucher is period
//! (12), party (12), FNV-1a of type and number (32), ordinal (7). Both fit 63 bits.

use metrics::ledger::plain_number;
use metrics::period::Period;

use crate::StoreError;

/// Lines of one party, account and day.
pub(super) const SEQUENCE_MAX: i64 = (1 << 21) - 1;
/// Vouchers with the same hash, in all submissions of a party and period.
pub(super) const ORDINAL_MAX: i64 = (1 << 7) - 1;

const ORDINAL_BITS: i64 = 7;
/// Parameters of FNV-1a for 32 bits.
const FNV_OFFSET: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;
const DAY_SHIFT: i64 = 21;
const ACCOUNT_SHIFT: i64 = 26;
const PARTY_SHIFT: i64 = 39;
const PERIOD_SHIFT: i64 = 51;

/// The ids of a party and period: lines and vouchers alike.
pub(crate) fn period_range(party_id: i64, period: Period) -> (i64, i64) {
    let first = (period.index() << PERIOD_SHIFT) | (party_id << PARTY_SHIFT);
    (first, first | ((1 << PARTY_SHIFT) - 1))
}

/// Party and period of the ids that begin with this number, which is what [`period_range`] shifts.
pub(crate) fn party_and_period(start: i64) -> Option<(i64, Period)> {
    let party_bits = PERIOD_SHIFT - PARTY_SHIFT;
    Some((start & ((1 << party_bits) - 1), Period::from_index(start >> party_bits)?))
}

/// The line ids of an account in a party's period.
pub(super) fn account_range(party_id: i64, period: Period, account: i64) -> (i64, i64) {
    let first = period_range(party_id, period).0 | (account << ACCOUNT_SHIFT);
    (first, first | ((1 << ACCOUNT_SHIFT) - 1))
}

/// Account and day of a line, as one number within its party and period.
pub(super) fn group(account: i64, day: u8) -> i64 {
    (account << (ACCOUNT_SHIFT - DAY_SHIFT)) | i64::from(day)
}

/// The [`group`] that a line id lies in.
pub(super) fn group_of(line_id: i64) -> i64 {
    (line_id & ((1 << PARTY_SHIFT) - 1)) >> DAY_SHIFT
}

/// The day of the month that a line id lies in.
pub(super) fn day_of(line_id: i64) -> i64 {
    (line_id >> DAY_SHIFT) & 31
}

/// The period that a line id lies in.
pub(super) fn period_of(line_id: i64) -> Option<Period> {
    Period::from_index(line_id >> PERIOD_SHIFT)
}

/// The next sequence number after a line id.
pub(super) fn sequence_of(line_id: i64) -> i64 {
    line_id & SEQUENCE_MAX
}

/// A line's id.
pub(super) fn line(first: i64, group: i64, sequence: i64) -> Result<i64, StoreError> {
    if SEQUENCE_MAX < sequence {
        let what = "lines of one party, account and day";
        return Err(StoreError::Limit { what, limit_max: SEQUENCE_MAX });
    }
    Ok(first | (group << DAY_SHIFT) | sequence)
}

/// The hash that decides where a voucher's ids begin (FNV-1a, 32 bits): one for one number, however many
/// zeros that begins with. It only spreads vouchers over slots; those that share one are told apart by
/// what they are.
pub(super) fn hash(voucher_type: &str, number: &str) -> u32 {
    // 255 is in no UTF-8 text, so that type and number do not run into each other.
    let bytes = voucher_type.bytes().chain([u8::MAX]).chain(plain_number(number).bytes());
    bytes.fold(FNV_OFFSET, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(FNV_PRIME))
}

/// Where the ids of vouchers with a hash begin.
pub(super) fn slot(first: i64, hash: u32) -> i64 {
    first | (i64::from(hash) << ORDINAL_BITS)
}

/// The slot that a voucher id lies in.
pub(super) fn slot_of(voucher_id: i64) -> i64 {
    voucher_id & !ORDINAL_MAX
}

/// A voucher's id.
pub(super) fn voucher(slot: i64, ordinal: i64) -> Result<i64, StoreError> {
    if ORDINAL_MAX < ordinal {
        let what = "vouchers of one number in a party's period";
        return Err(StoreError::Limit { what, limit_max: ORDINAL_MAX });
    }
    Ok(slot | ordinal)
}

#[cfg(test)]
mod tests {
    use metrics::period::YEAR_MAX;

    use super::*;
    use crate::parties::{ACCOUNTS_MAX, PARTIES_MAX};

    #[test]
    fn the_largest_ids_are_positive_and_stay_within_their_range() {
        let period = Period::new(YEAR_MAX, 12).unwrap();
        let (first, last) = period_range(PARTIES_MAX, period);
        let line = line(first, group(ACCOUNTS_MAX, 31), SEQUENCE_MAX).unwrap();
        assert!(0 < first && first < line && line <= last);
        assert_eq!(group_of(line), group(ACCOUNTS_MAX, 31));
        assert_eq!(day_of(line), 31);
        assert_eq!(party_and_period(line >> PARTY_SHIFT), Some((PARTIES_MAX, period)));
        assert_eq!(1_i64 << PARTY_SHIFT, 549_755_813_888, "statements divide by it");
        assert_eq!((period_of(line), sequence_of(line)), (Some(period), SEQUENCE_MAX));
        let voucher = voucher(slot(first, u32::MAX), ORDINAL_MAX).unwrap();
        assert!(first <= voucher && voucher <= last);
        assert_eq!(slot_of(voucher), slot(first, u32::MAX));
    }

    #[test]
    fn limits_are_refused_not_wrapped() {
        assert!(matches!(line(0, 0, SEQUENCE_MAX + 1), Err(StoreError::Limit { .. })));
        assert!(matches!(voucher(0, ORDINAL_MAX + 1), Err(StoreError::Limit { .. })));
    }

    #[test]
    fn type_and_number_do_not_run_into_each_other() {
        assert_ne!(hash("记1", "2"), hash("记", "12"));
        assert_eq!(hash("记", "012"), hash("记", "12"));
        assert_ne!(hash("记", "00"), hash("记", "0"));
    }
}
