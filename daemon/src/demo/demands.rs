//! Demands for data of two departments in the half year, as the data authority keeps them: one answers and
//! meets them as it should, one does not. What is planted among them is listed in `planted`.

use super::files::Row;
use super::world::{DEPARTMENT, TRANSPORT, row};

/// A demand: number and item, who raised it when and for what, and what else is said of it.
fn demand(
    party: &str,
    (number, code): (&str, &str),
    (raised_by, text, raised_on): (&str, &str, &str),
    said: &[(&'static str, &str)],
) -> Row {
    let mut row = row([
        ("party", party),
        ("number", number),
        ("code", code),
        ("raised_by", raised_by),
        ("text", text),
        ("raised_on", raised_on),
    ]);
    row.extend(said.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
    row
}

/// The demand that is handed in twice, raised on a day.
fn repeated(raised_on: &str, said: &[(&'static str, &str)]) -> Row {
    let told = [("sharing", "有条件共享"), ("accepted_on", "2026-06-02")];
    let item = ("XQ-2026-05", "JT-02");
    demand(TRANSPORT, item, ("部门", "公交线路走向", raised_on), &[&told[..], said].concat())
}

/// What was handed in first.
pub(super) fn first() -> Vec<Row> {
    vec![repeated("2026-06-01", &[])]
}

/// Every demand of the half year.
pub(super) fn rows() -> Vec<Row> {
    let answered = |on, answer| [("answered_on", on), ("answer", answer)];
    vec![
        demand(
            DEPARTMENT,
            ("XQ-2026-01", "SZ-D-01"),
            ("运营机构", "路灯坐标与功率", "2026-05-11"),
            &[
                &answered("2026-05-18", "同意提供")[..],
                &[("accepted_on", "2026-05-12"), ("delivered_on", "2026-06-01")],
            ]
            .concat(),
        ),
        demand(
            DEPARTMENT,
            ("XQ-2026-02", "SZ-D-02"),
            ("部门", "公共厕所分布", "2026-06-08"),
            &[
                &answered("2026-06-09", "同意提供")[..],
                &[("sharing", "无条件共享"), ("delivered_on", "2026-06-12")],
            ]
            .concat(),
        ),
        demand(
            DEPARTMENT,
            ("XQ-2026-03", ""),
            ("开发主体", "地下管线精确坐标", "2026-06-01"),
            &[
                &answered("2026-06-05", "不予提供")[..],
                &[("ground", "数据安全法第二十一条：列入重要数据目录")],
            ]
            .concat(),
        ),
        demand(
            TRANSPORT,
            ("XQ-2026-04", "JT-01"),
            ("运营机构", "本人同意查询的乘车记录", "2026-05-06"),
            &[
                &answered("2026-05-12", "不予提供")[..],
                &[("consented", "是"), ("accepted_on", "2026-05-07"), ("ground", "内部规定")],
            ]
            .concat(),
        ),
        repeated("2026-06-02", &answered("2026-06-18", "同意提供")),
        demand(
            TRANSPORT,
            ("XQ-2026-06", "JT-03"),
            ("开发主体", "泊位实时空余", "2026-06-22"),
            &[("accepted_on", "2026-06-23"), ("answered_on", "2026-06-25")],
        ),
        demand(
            TRANSPORT,
            ("XQ-2026-07", "JT-04"),
            ("其他单位", "出租汽车起讫点", "2026-06-24"),
            &[("accepted_on", "2026-06-23")],
        ),
        demand(
            TRANSPORT,
            ("XQ-2026-08", "JT-07"),
            ("个人", "拥堵指数历史数据", "2026-06-23"),
            &[&answered("2026-06-26", "不予提供")[..], &[("accepted_on", "2026-06-24")]].concat(),
        ),
    ]
}
