//! Files, and parts of files, that cannot be read or posted.

use super::super::files::Row;
use super::super::world::row;

/// A ledger whose sums do not fit 64 bits of fen.
pub(in super::super) fn too_large() -> Vec<Row> {
    let amount = "90000000000000000.00";
    let sides = [("1002", "debit"), ("1002", "debit"), ("4001", "credit"), ("4002", "credit")];
    let line = |(account, side): (&str, &'static str)| {
        let mut row = row([("voucher_type", "记"), ("voucher_no", "1"), ("date", "2026-05-08")]);
        row.extend([("account", account.to_owned()), (side, amount.to_owned())]);
        row.extend([("maker", "赵一".to_owned()), ("reviewer", "钱二".to_owned())]);
        row
    };
    sides.map(line).into()
}

/// A ledger without the column of credits.
pub(in super::super) const WITHOUT_CREDIT: &[u8] =
    "凭证号,凭证日期,科目编号,借方金额\n1,2026-05-08,1002,100.00\n".as_bytes();

/// A workbook with a password, which is a compound file and no package.
pub(in super::super) const WITH_PASSWORD: &[u8] =
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage";

/// The end of a table whose last row has too few cells.
pub(in super::super) const RAGGED: &[u8] = "SZ-2026-06,行未填完\n".as_bytes();
