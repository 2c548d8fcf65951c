//! What panels and third parties say of the operators in the half year. What is planted among it is
//! listed in `planted`.

use super::files::Row;
use super::world::{OPERATORS, row};

/// The half year.
const PERIOD: &str = "2026-H1";
/// Not a report: the SHA-256 of the text "abc".
const SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A panel: its id, kind, scale and raters, what it rates, and what each rater says of each operator.
struct Panel {
    id: &'static str,
    kind: &'static str,
    scale: (&'static str, &'static str),
    rater: &'static str,
    /// By indicator, operator and rater.
    scores: &'static [(&'static str, [&'static [&'static str]; 3])],
}

/// Five experts, two third parties, and five users.
const PANELS: [Panel; 3] = [
    Panel {
        id: "ZJ-1",
        kind: "expert",
        scale: ("0", "10"),
        rater: "E",
        scores: &[
            (
                "O5-2",
                [
                    &["8", "9", "8", "7", "8"],
                    &["5", "6", "4", "5", "5"],
                    &["7", "6", "7", "7", "6"],
                ],
            ),
            (
                "O6-1",
                [
                    &["9", "9", "8", "9", "10"],
                    &["6", "5", "6", "7", "6"],
                    &["7", "7", "8", "7", "6"],
                ],
            ),
            // They do not agree what the effect on society is.
            (
                "O6-2",
                [
                    &["9", "4", "8", "5", "7"],
                    &["6", "8", "3", "7", "9"],
                    &["5", "9", "6", "8", "4"],
                ],
            ),
        ],
    },
    Panel {
        id: "SF-1",
        kind: "third_party",
        scale: ("0", "100"),
        rater: "T",
        scores: &[("O6-3", [&["88", "91"], &["60", "57.5"], &["74", "78"]])],
    },
    Panel {
        id: "YH-1",
        kind: "users",
        scale: ("1", "5"),
        rater: "U",
        scores: &[(
            "O8-3",
            [&["5", "4", "5", "4", "5"], &["3", "2", "3", "3", "1"], &["4", "3", "4", "4", "5"]],
        )],
    },
];

/// The ratings of every panel, and what a third party concludes of each operator.
pub(super) fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = PANELS.iter().flat_map(Panel::rows).collect();
    let conclusions = ["favourable", "adverse", "qualified"];
    rows.extend(OPERATORS.into_iter().zip(conclusions).zip(1..).map(|((operator, it), number)| {
        let document = format!("演评估〔2026〕{number}号");
        row([
            ("record", "opinion"),
            ("party", operator.code),
            ("period", PERIOD),
            ("institution", "演示数据评估有限公司"),
            ("document", &document),
            ("conclusion", it),
            ("evidence", SHA256),
            ("date", "2026-06-29"),
        ])
    }));
    rows
}

impl Panel {
    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (indicator, by_operator) in self.scores {
            for (operator, scores) in OPERATORS.into_iter().zip(by_operator) {
                for (score, number) in scores.iter().zip(1..) {
                    let rater = format!("{}-{number}", self.rater);
                    rows.push(row([
                        ("record", "rating"),
                        ("party", operator.code),
                        ("period", PERIOD),
                        ("panel", self.id),
                        ("panel_kind", self.kind),
                        ("rater", &rater),
                        ("indicator", indicator),
                        ("score", score),
                        ("scale_min", self.scale.0),
                        ("scale_max", self.scale.1),
                        ("conflict", "no"),
                        ("date", "2026-06-28"),
                    ]));
                }
            }
        }
        rows
    }
}
