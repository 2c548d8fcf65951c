//! Objections to the data of two departments in the half year, as the data authority keeps them: one handles
//! them as it should, one does not. What is planted among them is listed in `planted`.

use super::files::Row;
use super::world::{DEPARTMENT, TRANSPORT, row};

/// An objection: number and item, who raised it about what and when, and its steps.
fn objection(
    party: &str,
    (number, code): (&str, &str),
    (raised_by, matter, text, raised_on): (&str, &str, &str, &str),
    steps: &[(&'static str, &str)],
) -> Row {
    let mut row = row([
        ("party", party),
        ("number", number),
        ("code", code),
        ("raised_by", raised_by),
        ("matter", matter),
        ("text", text),
        ("raised_on", raised_on),
    ]);
    row.extend(steps.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
    row
}

/// Every objection of the half year.
pub(super) fn rows() -> Vec<Row> {
    let accepted = |on, verified_on| {
        [("decided_on", on), ("decision", "收办"), ("verified_on", verified_on), ("result", "属实")]
    };
    let corrected = |on, reviewed_on, cause| {
        [("corrected_on", on), ("reviewed_on", reviewed_on), ("cause", cause)]
    };
    let refused = |on| [("decided_on", on), ("decision", "不予收办")];
    vec![
        objection(
            DEPARTMENT,
            ("YY-2026-01", "SZ-D-01"),
            ("运营机构", "准确性", "部分路灯坐标落在河道内", "2026-04-13"),
            &[
                &accepted("2026-04-14", "2026-04-17")[..],
                &corrected("2026-04-22", "2026-04-24", "坐标转换参数有误"),
            ]
            .concat(),
        ),
        objection(
            DEPARTMENT,
            ("YY-2026-02", "SZ-D-02"),
            ("个人", "完整性", "未列出商场内的公共厕所", "2026-05-11"),
            &[&refused("2026-05-12")[..], &[("reason", "商场内厕所不属于本目录范围")]].concat(),
        ),
        objection(
            TRANSPORT,
            ("YY-2026-03", "JT-01"),
            ("开发主体", "时效性", "客流数据晚到两天", "2026-04-20"),
            &[
                &accepted("2026-04-21", "2026-04-24")[..],
                &corrected("2026-04-28", "2026-05-08", "传输任务未监控"),
            ]
            .concat(),
        ),
        objection(
            TRANSPORT,
            ("YY-2026-04", "JT-01"),
            ("运营机构", "时效性", "客流数据再次晚到", "2026-05-20"),
            &[&accepted("2026-05-21", "2026-05-25")[..], &[("corrected_on", "2026-05-28")]]
                .concat(),
        ),
        objection(
            TRANSPORT,
            ("YY-2026-05", "JT-02"),
            ("部门", "准确性", "线路走向与公告不一致", "2026-06-01"),
            &accepted("2026-06-02", "")[..2],
        ),
        objection(
            TRANSPORT,
            ("YY-2026-06", "JT-03"),
            ("其他单位", "一致性", "泊位数与分区合计不符", "2026-06-08"),
            &accepted("", "2026-06-10")[2..],
        ),
        objection(
            TRANSPORT,
            ("YY-2026-07", "JT-04"),
            ("开发主体", "可访问性", "接口每日零时无法访问", "2026-06-15"),
            &accepted("2026-06-12", "")[..2],
        ),
        objection(
            TRANSPORT,
            ("YY-2026-08", "JT-05"),
            ("部门", "规范性", "字段缺少单位", "2026-06-22"),
            &refused("2026-06-23"),
        ),
    ]
}
