//! The disclosures of 2025. What is planted among them is listed in `planted`.

use super::files::Row;
use super::world::{BODIES, BODY, OPERATORS, Operator, PRODUCTS, Product, registration, row};

/// The year disclosed.
const YEAR: &str = "2025";
/// A resource that every operator is authorized for.
const RESOURCE: &str = "道路交通流量数据";
/// From when to when authorizations run.
const TERM: [(&str, &str); 2] = [("term_from", "2025-03-01"), ("term_to", "2028-02-29")];

/// A row about a party.
fn record(party: &str, record: &str, cells: &[(&'static str, &str)]) -> Row {
    let mut row = row([("record", record), ("party", party), ("year", YEAR)]);
    row.extend(cells.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
    row
}

fn basic(party: &str, name: &str, (form, day): (&str, &str)) -> Row {
    let url = format!("https://example.invalid/disclosure/{YEAR}/{party}");
    let cells = [
        ("form", form),
        ("name", name),
        ("credit_code", party),
        ("address", "演示市示例路 1 号（200000）"),
        ("email", "open@example.invalid"),
        ("phone", "021-00000000"),
        ("disclosed_on", day),
        ("url", &url),
    ];
    record(party, "basic", &cells)
}

fn contact(party: &str) -> Row {
    let cells = [("name", "演示市数据局"), ("contact", "孙演示"), ("phone", "021-00000001")];
    record(party, "contact", &cells)
}

/// Of an operator, published on a day: its products as the register has them.
pub(super) fn of_operator(operator: Operator, day: &str) -> Vec<Row> {
    let party = operator.code;
    let mut rows = vec![basic(party, operator.name, ("operator", day))];
    rows.extend(PRODUCTS.map(|it| product(operator, it)));
    let cells = [
        ("name", "演示市公共数据实施中心"),
        ("registration_state", "1"),
        ("registration_no", "DEMO-R-001"),
        ("resource", RESOURCE),
        TERM[0],
        TERM[1],
    ];
    rows.push(record(party, "body", &cells));
    rows.push(contact(party));
    rows
}

fn product(operator: Operator, product: Product) -> Row {
    let is_public = product.intended_use == "public";
    let cells = [
        ("name", product.name),
        ("method", "接口"),
        ("use", product.intended_use),
        ("scenario", product.scenario),
        ("fee", if is_public { "有条件无偿使用" } else { "每次查询 0.53 元" }),
    ];
    let mut row = record(operator.code, "product", &cells);
    let number = registration(operator, product);
    let state = if number.is_some() { "registered" } else { "planned" };
    row.insert("registration_state", state.to_owned());
    row.extend(number.map(|it| ("registration_no", it)));
    row
}

/// Of the implementing body.
pub(super) fn of_body(day: &str) -> Vec<Row> {
    of_implementing_body((BODY, "演示市公共数据实施中心"), day)
}

/// Of the implementing body that is late.
pub(super) fn of_late_body(day: &str) -> Vec<Row> {
    of_implementing_body(BODIES[0], day)
}

fn of_implementing_body((party, name): (&str, &str), day: &str) -> Vec<Row> {
    let resource = [
        ("registration_state", "registered"),
        ("registration_no", "DEMO-R-001"),
        ("name", RESOURCE),
        ("mode", "整体授权"),
        ("ceiling", "每次查询不超过 0.80 元"),
    ];
    let mut rows =
        vec![basic(party, name, ("implementing_body", day)), record(party, "resource", &resource)];
    rows.extend(OPERATORS.map(|it| {
        let cells = [("name", it.name), ("credit_code", it.code), TERM[0], TERM[1]];
        record(party, "operator", &cells)
    }));
    rows.push(contact(party));
    rows
}
