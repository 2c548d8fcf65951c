//! How subjects moved between two evaluations, as plain text for a terminal of 80 columns.

use std::iter;

use config::locale::Words;
use jiff::tz::TimeZone;
use metrics::clean::clean_inline;
use metrics::evaluation::difference::{
    Contribution, Graded, Move, Parts, StagePart, Standing, VetoRef,
};
use metrics::evaluation::lifecycle::EvaluationState;
use metrics::evaluation::scorecard::{BandRef, DocumentRef, Evaluation, score_text};
use metrics::period::Period;

use crate::table::{Cell, WIDTH, fold, left, right, table};
use crate::{marks, wording};

/// Blanks before what is said of a subject.
const INDENT: usize = 2;

/// One of two recorded evaluations, as it is named before they are compared.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where it stands.
    pub state: EvaluationState,
    /// What it says.
    pub evaluation: &'a Evaluation,
    /// Months that were over and whose ledgers were not due yet.
    pub not_due: &'a [Period],
}

/// Renders which two are compared, and of each what was not known yet; ends with a line feed.
#[must_use]
pub fn named(sides: &[Recorded<'_>; 2], zone: &TimeZone, words: &Words) -> String {
    let each = sides.iter().flat_map(|it| {
        let Evaluation { period, as_of, .. } = it.evaluation;
        let arguments = [
            ("id", it.id.to_owned()),
            ("period", period.to_string()),
            ("state", words.get(&format!("console-state-{}", it.state.as_str()))),
            ("as_of", wording::instant(*as_of, zone)),
        ];
        let months: Vec<_> = it.not_due.iter().map(ToString::to_string).collect();
        let not_due = || words.format("moves-not-due", &[("months", &months.join(" "))]);
        let notes = marks::under_way(words, (*period, *as_of), zone);
        let notes = notes.into_iter().chain((!months.is_empty()).then(not_due));
        let head = words.format("moves-side", &arguments);
        iter::once(head).chain(notes.map(|note| format!("  {note}")))
    });
    each.map(|line| fold(&line)).collect()
}

/// Renders who moved, by how much and why, then how many did not; ends with a line feed.
#[must_use]
pub fn text(
    [then, now]: [&Evaluation; 2],
    moves: &[(&Move, Option<&Parts>)],
    words: &Words,
) -> String {
    let periods = arrow(&then.period.to_string(), &now.period.to_string());
    let mut text = fold(&format!("{}  {periods}", wording::name(words, &now.name)));
    for (word, old, new) in
        [("moves-scheme", &then.scheme, &now.scheme), ("moves-policy", &then.policy, &now.policy)]
    {
        text.push_str(&fold(&words.format(word, &[("documents", &documents(old, new, words))])));
    }
    if then.is_of_one() || now.is_of_one() {
        text.push_str(&fold(&words.get("moves-of-one")));
    }
    let (shown, still): (Vec<_>, Vec<_>) = moves.iter().partition(|(it, _)| has_moved(it));
    for (it, parts) in &shown {
        text.push('\n');
        text.push_str(&subject(it, *parts, words));
    }
    let counts = [("still", still.len().to_string()), ("all", moves.len().to_string())];
    text.extend(["\n", &words.format("moves-still", &counts), "\n"]);
    text
}

/// Two documents, told apart by hash where the version does not.
fn documents(then: &DocumentRef, now: &DocumentRef, words: &Words) -> String {
    let name = |it: &DocumentRef| wording::document(words, it);
    if then.sha256 == now.sha256 {
        return name(now);
    }
    let hash = |it: &DocumentRef| it.sha256.get(..8).unwrap_or_default().to_owned();
    format!("{} {} → {} {}", name(then), hash(then), name(now), hash(now))
}

fn has_moved(it: &Move) -> bool {
    let rank = |it: &Option<Standing>| it.as_ref().and_then(|it| it.rank);
    let grade = |it: &Graded| {
        let vetoes: Vec<_> = it.vetoes.iter().map(|it| it.id.clone()).collect();
        (it.band.as_ref().map(|it| it.id.clone()), vetoes)
    };
    it.change_nano.is_none_or(|it| it != 0) && (it.then.is_some() || it.now.is_some())
        || rank(&it.then) != rank(&it.now)
        || grade(&it.graded_then) != grade(&it.graded_now)
}

/// One subject: where it stood and stands, the parts of the change, what a veto did to the grade, and the
/// indicators, deductions and bonuses that changed.
fn subject(it: &Move, parts: Option<&Parts>, words: &Words) -> String {
    let both = |of: &dyn Fn(&Standing) -> String| {
        let side = |it: &Option<Standing>| it.as_ref().map_or_else(none, of);
        arrow(&side(&it.then), &side(&it.now))
    };
    let rank = both(&|it| it.rank.map_or_else(none, |it| it.to_string()));
    let graded = |it: &Graded| {
        let band = it.band.as_ref();
        band.map_or_else(none, |band| marks::graded(words, band, !it.vetoes.is_empty()))
    };
    let line = [
        ("score", both(&|it| it.score.clone())),
        ("change", it.change_nano.map(signed).map(|it| format!(" ({it})")).unwrap_or_default()),
        ("rank", rank),
        ("grade", arrow(&graded(&it.graded_then), &graded(&it.graded_now))),
    ];
    let (name, id) = (clean_inline(&it.subject_name), clean_inline(it.subject.as_str()));
    let mut text = fold(&format!("{name}  {id}"));
    text.push_str(&fold(&format!("  {}", words.format("moves-subject", &line))));
    if let Some(Parts { policy_nano, scheme_nano, facts_nano, stages }) = parts {
        let parts = [("policy", policy_nano), ("scheme", scheme_nano), ("facts", facts_nano)];
        let parts = parts.map(|(name, nano)| (name, signed(*nano)));
        text.push_str(&fold(&format!("  {}", words.format("moves-parts", &parts))));
        let stage = |it: &StagePart| {
            let word = words.get(&format!("moves-stage-{}", it.stage.as_str()));
            format!("{word} {}", signed(it.nano))
        };
        if !stages.is_empty() {
            let stages = stages.iter().map(stage).collect::<Vec<_>>().join("  ");
            let line = words.format("moves-stages", &[("stages", stages)]);
            text.push_str(&fold(&format!("  {line}")));
        }
    }
    if !it.adds_up && it.change_nano.is_some() {
        text.push_str(&fold(&format!("  {}", words.get("moves-kept"))));
    }
    text.extend(vetoes(it, words).into_iter().map(|line| fold(&format!("  {line}"))));
    let rows = table(&rows(it, words), WIDTH - INDENT);
    text.extend(rows.lines().map(|line| format!("  {line}\n")));
    text
}

/// What changed of a score, each with its points.
fn rows(it: &Move, words: &Words) -> Vec<Vec<Cell>> {
    // One that counts now and adds nothing has taken weight from the others.
    let changed = it.indicators.iter().filter(|it| it.then_nano != it.now_nano);
    let points = it.deductions.iter().chain(&it.bonuses).filter(|it| it.change_nano != 0);
    let mut rows: Vec<Vec<Cell>> =
        changed.chain(points).map(|it| contribution(it, words)).collect();
    for (word, rest) in
        [("moves-limits", it.limits_nano), ("moves-interaction", it.interaction_nano)]
    {
        // Rounding at a billionth is neither.
        if let Some(rest) = rest.filter(|rest| signed(*rest) != signed(0)) {
            rows.push(vec![
                left(String::new()),
                left(words.get(word)),
                right(String::new()),
                right(signed(rest)),
            ]);
        }
    }
    rows
}

/// Which vetoes are new, which stay and which are gone. Only one that came alone moved the grade by
/// itself.
fn vetoes(it: &Move, words: &Words) -> Vec<String> {
    let (then, now) = (&it.graded_then, &it.graded_now);
    let split = |of: &Graded, other: &Graded| -> (Vec<VetoRef>, Vec<VetoRef>) {
        let is_there = |veto: &VetoRef| other.vetoes.iter().any(|it| it.id == veto.id);
        of.vetoes.iter().cloned().partition(is_there)
    };
    let ((stay, new), (_, gone)) = (split(now, then), split(then, now));
    let id = |it: &Option<BandRef>| it.as_ref().map(|it| it.id.clone());
    let is_moved = stay.is_empty() && id(&now.band) != id(&now.band_of_score);
    let name = |it: &Option<BandRef>| {
        it.as_ref().map_or_else(none, |it| wording::name(words, &it.name).to_owned())
    };
    let new_word = if is_moved { "moves-veto-moved" } else { "moves-veto-new" };
    let all = [(new_word, new), ("moves-veto-stays", stay), ("moves-veto-gone", gone)];
    let said = all.into_iter().filter(|(_, vetoes)| !vetoes.is_empty());
    said.map(|(word, vetoes)| {
        let names: Vec<_> = vetoes.iter().map(|it| wording::name(words, &it.name)).collect();
        let arguments = [
            ("score", name(&now.band_of_score)),
            ("grade", name(&now.band)),
            ("names", names.join("; ")),
        ];
        words.format(word, &arguments)
    })
    .collect()
}

fn contribution(it: &Contribution, words: &Words) -> Vec<Cell> {
    let points = |nano: Option<i64>| nano.map_or_else(none, score_text);
    vec![
        left(clean_inline(&it.id)),
        left(clean_inline(wording::name(words, &it.name))),
        right(arrow(&points(it.then_nano), &points(it.now_nano))),
        right(signed(it.change_nano)),
    ]
}

/// Where there is no score.
fn none() -> String {
    "–".to_owned()
}

/// What was and what is, once where they are the same.
fn arrow(then: &str, now: &str) -> String {
    if then == now { now.to_owned() } else { format!("{then} → {now}") }
}

/// Points with two decimals and a sign, half up.
fn signed(nano: i64) -> String {
    let text = score_text(nano);
    if nano <= 0 || text == "0.00" { text } else { format!("+{text}") }
}

#[cfg(test)]
mod tests {
    use config::locale::Language;
    use metrics::evaluation::difference::Stage;
    use metrics::source::Name;

    use super::*;
    use crate::sample;

    fn name(zh: &str, en: &str) -> Name {
        Name { zh: zh.to_owned(), en: en.to_owned() }
    }

    fn standing(score_nano: i64, rank: usize, (zh, en): (&str, &str)) -> Standing {
        let band = BandRef { id: en.to_owned(), name: name(zh, en) };
        Standing { score_nano, score: score_text(score_nano), rank: Some(rank), band }
    }

    fn contribution(
        id: &str,
        (zh, en): (&str, &str),
        then_nano: Option<i64>,
        now_nano: Option<i64>,
    ) -> Contribution {
        let change_nano = now_nano.unwrap_or_default() - then_nano.unwrap_or_default();
        Contribution { id: id.to_owned(), name: name(zh, en), then_nano, now_nano, change_nano }
    }

    /// A grade by the score, and what the vetoes of these names leave of it.
    fn graded((zh, en): (&str, &str), vetoed: Option<&[&str]>) -> Graded {
        let band = |zh, en: &str| BandRef { id: en.to_owned(), name: name(zh, en) };
        let by_score = band(zh, en);
        let cap = vetoed.map(|_| band("不合格", "poor"));
        let veto = |it: &&str| VetoRef { id: (*it).to_owned(), name: name("未建专账", it) };
        Graded {
            band: Some(cap.unwrap_or_else(|| by_score.clone())),
            band_of_score: Some(by_score),
            vetoes: vetoed.unwrap_or_default().iter().map(veto).collect(),
        }
    }

    fn rendered(language: Language) -> String {
        let (then, mut now) = (sample::evaluation(), sample::evaluation());
        now.scheme.version += 1;
        now.scheme.sha256 = "1".repeat(64);
        let fell = Move {
            subject: "name:甲".parse().unwrap(),
            subject_name: "示范数据运营（上海）有限公司\u{1b}[2J".to_owned(),
            then: Some(standing(91_230_000_000, 1, ("优秀", "excellent"))),
            now: Some(standing(83_999_000_000, 2, ("良好", "good"))),
            change_nano: Some(-7_231_000_000),
            adds_up: true,
            indicators: vec![
                contribution(
                    "O3-1",
                    ("专账按期报送", "Ledgers handed in"),
                    Some(15_000_000_000),
                    Some(7_500_000_000),
                ),
                contribution(
                    "O4-1",
                    ("产品登记", "Products registered"),
                    Some(9_000_000_000),
                    Some(9_000_000_000),
                ),
                contribution("O6-1", ("答复", "Answers"), None, Some(0)),
                contribution("O7-1", ("按期披露", "Disclosed in time"), None, Some(269_000_000)),
            ],
            deductions: Vec::new(),
            bonuses: Vec::new(),
            limits_nano: Some(0),
            interaction_nano: Some(0),
            graded_then: graded(("优秀", "excellent"), None),
            graded_now: graded(("良好", "good"), None),
        };
        let still = Move {
            subject_name: "乙".to_owned(),
            then: fell.now.clone(),
            graded_then: fell.graded_now.clone(),
            change_nano: Some(0),
            indicators: Vec::new(),
            ..fell.clone()
        };
        let new = Move {
            subject_name: "丙".to_owned(),
            then: None,
            graded_then: Graded::default(),
            change_nano: None,
            limits_nano: None,
            interaction_nano: None,
            ..still.clone()
        };
        let (means, weights) = (Stage::Means, Stage::Weights);
        let parts = Parts {
            policy_nano: 0,
            scheme_nano: 269_000_000,
            facts_nano: -7_500_000_000,
            stages: [(weights, 300_000_000), (means, -31_000_000)]
                .map(|(stage, nano)| StagePart { stage, nano })
                .into(),
        };
        let rows = [(&fell, Some(&parts)), (&still, None), (&new, None)];
        text([&then, &now], &rows, &Words::new(language))
    }

    #[test]
    fn who_moved_and_why_fits_eighty_columns() {
        for language in Language::ALL {
            for line in rendered(language).lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
            }
        }
        insta::assert_snapshot!(rendered(Language::Zh), @r"
        运营机构综合评价  2026-H1
        方案：operator（第 3 版） 00000000 → operator（第 4 版） 11111111
        政策：shanghai（第 2 版）

        示范数据运营（上海）有限公司<ESC>[2J  name:甲
          91.23 → 84.00 (-7.23)  排名 1 → 2  优秀 → 良好
          政策 0.00  方案 +0.27  事实 -7.50
          方案各环节：权重 +0.30  平均方法 -0.03
          O3-1  专账按期报送  15.00 → 7.50  -7.50
          O6-1  答复              – → 0.00   0.00
          O7-1  按期披露          – → 0.27  +0.27

        丙  name:甲
          – → 84.00  排名 – → 2  – → 良好

        3 个评价对象中 1 个没有变化。
        ");
        insta::assert_snapshot!(rendered(Language::En), @r"
        Operator evaluation  2026-H1
        Scheme: operator (version 3) 00000000 → operator (version 4) 11111111
        Policy: shanghai (version 2)

        示范数据运营（上海）有限公司<ESC>[2J  name:甲
          91.23 → 84.00 (-7.23)  rank 1 → 2  excellent → good
          policy 0.00  scheme +0.27  facts -7.50
          Of the scheme: weights +0.30  means -0.03
          O3-1  Ledgers handed in  15.00 → 7.50  -7.50
          O6-1  Answers                – → 0.00   0.00
          O7-1  Disclosed in time      – → 0.27  +0.27

        丙  name:甲
          – → 84.00  rank – → 2  – → good

        1 of 3 subjects stay where they were.
        ");
    }

    /// The half year was over and its June not due; the year has half of it before it.
    #[test]
    fn both_sides_are_named_with_what_was_not_known() {
        let then = sample::evaluation();
        let now = Evaluation { period: "2026".parse().unwrap(), ..sample::evaluation() };
        let june = ["2026-06".parse().unwrap()];
        let side = |id, state, evaluation, not_due| Recorded { id, state, evaluation, not_due };
        let sides = [
            side("operator-2026-H1-1a2b3c4d", EvaluationState::Published, &then, &june[..]),
            side("operator-2026-5e6f7a8b", EvaluationState::Draft, &now, &[]),
        ];
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        insta::assert_snapshot!(named(&sides, &zone, &Words::new(Language::Zh)), @r"
        operator-2026-H1-1a2b3c4d（2026-H1，已公布），事实截至 2026-07-01 09:00:00
          +08:00
          当时 2026-06 的专账尚未到报送期限，此后报送的不在其事实之内。
        operator-2026-5e6f7a8b（2026，草稿），事实截至 2026-07-01 09:00:00 +08:00
          期间到 2026-12-31 才结束：得分只计入截至 2026-07-01 09:00:00 +08:00 的事实，此
            后的事实可能改变得分。
        ");
        insta::assert_snapshot!(named(&sides, &zone, &Words::new(Language::En)), @r"
        operator-2026-H1-1a2b3c4d (2026-H1, published), facts until 2026-07-01 09:00:00
          +08:00
          The ledgers of 2026-06 were not due by then: those that came later are not
            among its facts.
        operator-2026-5e6f7a8b (2026, draft), facts until 2026-07-01 09:00:00 +08:00
          The period is under way until 2026-12-31: these scores count facts until
            2026-07-01 09:00:00 +08:00, and what follows may change them.
        ");
    }

    /// Five incidents and three ideas instead of one each, and a ledger that nobody kept.
    #[test]
    #[expect(clippy::too_many_lines, reason = "snapshots of whole texts")]
    fn points_and_vetoes_stand_beside_the_indicators() {
        let evaluation = sample::evaluation();
        let nano = |points: i64| Some(points * 1_000_000_000);
        let fell = Move {
            subject: "name:甲".parse().unwrap(),
            subject_name: "甲".to_owned(),
            then: Some(standing(97_000_000_000, 1, ("优秀", "excellent"))),
            now: Some(standing(84_000_000_000, 1, ("不合格", "poor"))),
            change_nano: nano(-13),
            adds_up: true,
            indicators: Vec::new(),
            deductions: vec![contribution(
                "incident",
                ("一般事件", "incidents"),
                nano(-5),
                nano(-20),
            )],
            bonuses: vec![
                contribution("idea", ("场景创新", "innovation"), nano(2), nano(6)),
                contribution("link", ("数据对接", "links"), nano(1), nano(1)),
            ],
            limits_nano: nano(-2),
            interaction_nano: nano(0),
            graded_then: graded(("优秀", "excellent"), None),
            graded_now: graded(("良好", "good"), Some(&["no ledger"])),
        };
        let text = |language, it: &Move| {
            let text = text([&evaluation, &evaluation], &[(it, None)], &Words::new(language));
            let shown: Vec<&str> = text.lines().skip(5).collect();
            shown.join("\n") + "\n"
        };
        insta::assert_snapshot!(text(Language::Zh, &fell), @r"
          97.00 → 84.00 (-13.00)  排名 1  优秀 → 不合格（一票否决）
          一票否决使等级由“良好”（按得分）变为“不合格”：未建专账
          incident  一般事件    -5.00 → -20.00  -15.00
          idea      场景创新       2.00 → 6.00   +4.00
                    加减分限额                   -2.00

        1 个评价对象中 0 个没有变化。
        ");
        insta::assert_snapshot!(text(Language::En, &fell), @r"
          97.00 → 84.00 (-13.00)  rank 1  excellent → poor (veto)
          A veto moved the grade from “good” (by the score) to “poor”: no ledger
          incident  incidents                         -5.00 → -20.00  -15.00
          idea      innovation                           2.00 → 6.00   +4.00
                    limits of deductions and bonuses                   -2.00

        0 of 1 subjects stay where they were.
        ");

        // What only a veto moved has moved.
        let (vetoed, free) = (Some(&["no ledger"][..]), graded(("良好", "good"), None));
        let rows = [
            (vetoed, vetoed, ""),
            (
                vetoed,
                Some(&["no ledger", "raw data"][..]),
                "New veto (by the score “good”, given “poor”): raw data",
            ),
            (
                None,
                vetoed,
                "A veto moved the grade from “good” (by the score) to “poor”: no ledger",
            ),
            (vetoed, None, "No longer vetoed: no ledger"),
        ];
        for (then, now, said) in rows {
            let of = |it: Option<&[&str]>| {
                it.map_or(free.clone(), |it| graded(("良好", "good"), Some(it)))
            };
            let it = Move {
                then: fell.now.clone(),
                change_nano: Some(0),
                graded_then: of(then),
                graded_now: of(now),
                ..fell.clone()
            };
            let text = text(Language::En, &it);
            assert!(text.contains(said), "{text}");
            assert_eq!(has_moved(&it), !said.is_empty(), "{text}");
        }
    }
}
