//! What is wrong in the register.

use super::super::files::Row;
use super::super::world::row;
use super::{CARELESS, LATE, SUBSIDIARY};

/// The bank account that two operators use.
const BANK_ACCOUNT: &str = "DEMO 6222 0001 0001 0001";

/// What is no operator's own to say: that somebody may approve.
pub(in super::super) fn own_registry() -> Vec<Row> {
    vec![row([
        ("record", "person"),
        ("party", CARELESS),
        ("code", "puhui-approver"),
        ("name", "自行登记的审批人"),
        ("role", "approver"),
    ])]
}

/// What is wrong in the register: a code with a wrong check character, a product with two names, a
/// product developed by the operator's own group, and a bank account of two operators.
pub(in super::super) fn in_registry(rows: &mut Vec<Row>) {
    rows.push(row([
        ("record", "party"),
        ("party", "91350203M0001QAY9B"),
        ("name", "代码抄错的公司（演示）"),
        ("kind", "developer"),
    ]));
    rows.push(row([
        ("record", "product"),
        ("party", LATE),
        ("code", "P-04"),
        ("name", "同一编号的另一产品"),
    ]));
    rows.push(row([
        ("record", "party"),
        ("party", SUBSIDIARY),
        ("name", "浦汇应用科技有限公司（演示）"),
        ("kind", "developer"),
        ("controlled_by", CARELESS),
    ]));
    let mut own = rows.iter_mut().filter(|it| it["party"] == CARELESS);
    let product = own.find(|it| it["record"] == "product");
    product.expect("an operator has products").insert("developer", SUBSIDIARY.to_owned());
    for party in [CARELESS, LATE] {
        let of_party =
            |it: &&mut Row| it["party"] == party && it.get("code").is_some_and(|it| it == "1002");
        let bank = rows.iter_mut().find(of_party).expect("an operator has money in the bank");
        bank.insert("bank_account", BANK_ACCOUNT.to_owned());
    }
}
