//! The catalogues of the departments: one careful, one careless, one that publishes its own as
//! DCAT-US; and that of a state-owned enterprise. What is planted among them is listed in `planted`.

use serde_json::{Value, json};

use super::files::Row;
use super::world::{DEPARTMENT, METRO, TRANSPORT, WEATHER, row};

/// An item: code and title, frequency and last update, what is otherwise than in a whole item.
fn item(
    party: &str,
    (code, title): (&str, &str),
    (frequency, updated_on): (&str, &str),
    otherwise: &[(&'static str, &str)],
) -> Row {
    let mut row = row([
        ("party", party),
        ("code", code),
        ("title", title),
        ("description", "演示用目录项，数据为虚构"),
        ("licence", "有条件开放"),
        ("frequency", frequency),
        ("updated_on", updated_on),
        ("resources", "2"),
        ("formats", "CSV; JSON"),
    ]);
    row.extend(otherwise.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
    row.retain(|_, cell| !cell.is_empty());
    row
}

/// Everything is updated; a description and a licence are missing.
pub(super) fn of_department() -> Vec<Row> {
    vec![
        item(DEPARTMENT, ("SZ-D-01", "道路照明设施"), ("每月", "2026-06-12"), &[]),
        item(DEPARTMENT, ("SZ-D-02", "公共厕所分布"), ("每季度", "2026-05-20"), &[]),
        item(DEPARTMENT, ("SZ-D-03", "垃圾分类投放点"), ("每半年", "2026-01"), &[]),
        item(
            DEPARTMENT,
            ("SZ-D-04", "桥梁隧道名录"),
            ("每年", "2025-12-01"),
            &[("description", "")],
        ),
        item(DEPARTMENT, ("SZ-D-05", "市政工程公示"), ("不定期", ""), &[("licence", "无")]),
    ]
}

/// Everything is in order.
pub(super) fn of_metro() -> Vec<Row> {
    vec![
        item(METRO, ("GD-01", "车站与出入口"), ("每季度", "2026-05-28"), &[]),
        item(METRO, ("GD-02", "首末班车时刻"), ("每月", "2026-06-15"), &[]),
        item(METRO, ("GD-03", "逐日分线客流"), ("每日", "2026-06-29"), &[]),
    ]
}

/// A fault in almost every item.
pub(super) fn of_transport() -> Vec<Row> {
    vec![
        item(TRANSPORT, ("JT-01", "轨道交通客流"), ("daily", "2026-06-29"), &[]),
        item(TRANSPORT, ("JT-02", "公交线路"), ("monthly", "2026-04-20"), &[]),
        item(TRANSPORT, ("JT-03", "停车场泊位"), ("每旬", "2026-06-21"), &[]),
        item(TRANSPORT, ("JT-04", "出租汽车运行"), ("weekly", ""), &[]),
        item(TRANSPORT, ("JT-05", ""), ("monthly", "2026-06-10"), &[]),
        item(
            TRANSPORT,
            ("JT-06", "港口吞吐量"),
            ("yearly", "2026-02-01"),
            &[("resources", "0"), ("formats", "")],
        ),
        item(TRANSPORT, ("JT-07", "路网拥堵指数"), ("weekly", "2027-06-20"), &[]),
    ]
}

/// A `data.json`, one record of which names an access level that there is none of.
pub(super) fn of_weather() -> Vec<u8> {
    let records = [
        ("QX-01", "逐日气温", ("R/P1D", "2026-06-29"), "public"),
        ("QX-02", "月降水量", ("R/P1M", "2026-06-03"), "public"),
        ("QX-03", "气候公报", ("R/P1Y", "2026-01-15"), "open"),
    ];
    let catalogue = json!({
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        "dataset": records.map(record),
    });
    let mut bytes = serde_json::to_vec_pretty(&catalogue).expect("a value is JSON");
    bytes.push(b'\n');
    bytes
}

fn record(
    (identifier, title, (frequency, modified), access): (&str, &str, (&str, &str), &str),
) -> Value {
    json!({
        "@type": "dcat:Dataset",
        "identifier": identifier,
        "title": title,
        "description": "演示用目录项，数据为虚构",
        "keyword": ["气象"],
        "modified": modified,
        "accrualPeriodicity": frequency,
        "publisher": { "name": WEATHER.trim_start_matches("name:") },
        "contactPoint": { "fn": "数据服务岗", "hasEmail": "mailto:data@example.invalid" },
        "accessLevel": access,
        "license": "https://example.invalid/licence",
        "distribution": [{
            "downloadURL": format!("https://example.invalid/{identifier}.csv"),
            "mediaType": "text/csv",
        }],
    })
}
