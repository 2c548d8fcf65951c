//! What is wrong in disclosures.

use super::super::files::Row;
use super::{CARELESS, LATE_BODY};

/// What is wrong in the disclosure of a party.
pub(in super::super) fn in_disclosure(party: &str, rows: &mut Vec<Row>) {
    let is = |row: &Row, record: &str| row["record"] == record;
    match party {
        CARELESS => {
            rows.retain(|it| it["name"] != "医疗急救绿色通道数据服务");
            // The basic row is the first; products follow.
            rows[1].remove("fee");
            let mut unknown = rows[1].clone();
            unknown.extend([("name", "未登记的演示产品".to_owned()), ("fee", "面议".to_owned())]);
            rows.push(unknown);
        }
        LATE_BODY => {
            rows.retain(|it| !is(it, "contact"));
            for row in rows.iter_mut().filter(|it| is(it, "resource")) {
                row.remove("ceiling");
            }
        }
        _ => {}
    }
}
