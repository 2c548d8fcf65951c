//! Rows of opinions that pass, fail and sit on the boundary, which ratings count, and laws.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::authority::Authority;
use crate::form::Row;
use crate::party::PartyKind;
use crate::shipped::opinion as policy;
use crate::tie_out::Directory;

mod annulments;
mod once;

const OPERATOR: &str = "uscc:91310000MADEM0011A";
/// Belongs to the operator by the register.
const OWN: &str = "uscc:91310115MADEM0054L";
/// Belongs to nobody.
const OTHER: &str = "uscc:91310000MADEM002X2";

/// A row that breaks no rule, by its record.
fn good(record: &str) -> &'static [(&'static str, &'static str)] {
    match record {
        "rating" => &[
            ("period", "2026-H1"),
            ("panel", "P1"),
            ("panel_kind", "third_party"),
            ("rater", "T-1"),
            ("indicator", "O6-3"),
            ("score", "4"),
            ("scale_min", "1"),
            ("scale_max", "5"),
            ("conflict", "no"),
            ("date", "2026-06-30"),
        ],
        "determination" => &[
            ("matter", "unfair-competition"),
            ("authority", "market_regulator"),
            ("institution", "演示市市场监督管理局"),
            ("document", "演市监〔2026〕1号"),
            ("date", "2026-06-30"),
        ],
        "annulment" => &[
            ("matter", "unfair-competition"),
            ("authority", "market_regulator"),
            ("institution", "演示市市场监督管理局"),
            ("document", "演市监〔2026〕9号"),
            ("annuls", "演市监〔2026〕1号"),
            ("date", "2026-07-01"),
            ("text", "事实认定有误"),
        ],
        _ => &[
            ("period", "2026-H1"),
            ("institution", "演示评估有限公司"),
            ("institution_party", OTHER),
            ("document", "PG-1"),
            ("conclusion", "favourable"),
            ("evidence", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("date", "2026-06-30"),
        ],
    }
}

/// The cells of a row that is written as `record column=value column=value`.
#[track_caller]
fn cells(row: &str) -> Vec<&str> {
    let mut words = row.split(' ');
    let record = words.next().unwrap();
    let changes: Vec<(&str, &str)> = words.map(|it| it.split_once('=').unwrap()).collect();
    for (name, _) in &changes {
        assert!(COLUMNS.iter().any(|it| it.name == *name), "{name}");
    }
    let others = [("record", record), ("party", OPERATOR)];
    let cell = |name: &str| {
        let mut cells = changes.iter().chain(good(record)).chain(&others);
        cells.find(|it| it.0 == name).map_or("", |it| it.1)
    };
    COLUMNS.iter().map(|it| cell(it.name)).collect()
}

/// What a file of rows gives, handed in on the first of July by a party of a kind.
#[track_caller]
fn checked_from<S: AsRef<str>>(sender: PartyKind, rows: &[S]) -> CheckedOpinions {
    let mut directory = Directory::default();
    let operator: PartyId = OPERATOR.parse().unwrap();
    directory.add(operator.clone(), ("甲", PartyKind::Operator), None);
    directory.add(OWN.parse().unwrap(), ("乙", PartyKind::Developer), Some(operator.clone()));
    directory.add(OTHER.parse().unwrap(), ("丙", PartyKind::Operator), None);
    directory.group();
    let party: PartyId = "name:演示市数据局".parse().unwrap();
    let kinds = BTreeMap::from([(party.clone(), sender), (operator, PartyKind::Operator)]);
    let mut intake = OpinionIntake::new(OpinionContext {
        policy: policy(),
        received_on: date(2026, 7, 1),
        authority: Some(Authority { sender: party, kinds }),
        directory,
    });
    for (row, number) in rows.iter().zip(2..) {
        let cells = cells(row.as_ref());
        intake.row(&Row { number, byte_offset: 0, byte_length: 1, cells: &cells });
    }
    intake.finish()
}

#[track_caller]
fn checked<S: AsRef<str>>(rows: &[S]) -> CheckedOpinions {
    checked_from(PartyKind::DataAuthority, rows)
}

/// The rules broken, but for those of panels, which have a test of their own.
fn broken(checked: &CheckedOpinions) -> Vec<&'static str> {
    let rules = checked.faults.kept().iter().map(|it| it.rule);
    rules.filter(|it| ![rules::FEW_RATERS, rules::ONE_RATER].contains(it)).collect()
}

#[test]
fn each_rule_at_its_boundary() {
    for (row, expected, is_kept) in [
        ("rating", "", true),
        ("rating score=1", "", true),
        ("rating score=5", "", true),
        ("rating score=5.000001", "OP-1", false),
        ("rating score=0.999999", "OP-1", false),
        ("rating scale_min=-2 scale_max=2 score=-2", "", true),
        ("rating scale_min=-2 scale_max=2 score=-2.1", "OP-1", false),
        ("rating scale_max=1 score=1", "R-6", false),
        ("rating score=4.0000001", "R-6", false),
        ("rating score=99999999999999999999", "R-6", false),
        ("rating rater=张三", "R-6", false),
        ("rating rater=13800138000", "R-6", false),
        ("rating rater=E-1234567890-1234567890-12345678", "", true),
        ("rating rater=E-1234567890-1234567890-12345678X", "R-6", false),
        ("rating rater_party=uscc:91310000MADEM002X2", "", true),
        ("rating rater_party=uscc:91310000MADEM0011A", "OP-2", true),
        ("rating rater_party=uscc:91310115MADEM0054L", "OP-2", true),
        ("rating rater_party=uscc:91310000MADEM0011A conflict=yes", "OP-2", true),
        ("rating rater_party=name:乙", "OP-2", true),
        ("rating rater_party=乙", "OP-2", true),
        ("rating rater_party=name:丙", "", true),
        ("rating rater_party=某人", "R-10", false),
        ("rating party=name:甲 rater_party=乙", "OP-2 R-7", true),
        ("rating rater=ｔ－１", "", true),
        ("rating conflict=是", "OP-3", true),
        ("rating conflict=", "R-5", false),
        ("rating indicator=O6-1", "OP-6", false),
        ("rating indicator=O9-9", "OP-6", false),
        ("rating date=2026-01-01", "", true),
        ("rating date=2025-12-31", "OP-10", false),
        ("rating date=2026-07-01", "", true),
        ("rating date=2026-07-02", "OP-10", false),
        ("rating period=2026-13", "R-6", false),
        ("rating party=uscc:91310000MADEM0062J", "R-7", true),
        ("determination", "", true),
        ("determination document=", "OP-4", false),
        ("determination authority=court", "", true),
        ("determination authority=数据局", "R-6", false),
        ("determination authority=data_authority", "OP-5", false),
        ("determination matter=none", "OP-7", false),
        ("determination date=2026-07-02", "OP-10", false),
        ("determination date=2025-01-01", "", true),
        ("opinion", "", true),
        ("opinion institution_party=", "", true),
        ("opinion institution_party=uscc:91310000MADEM0011A", "OP-2", true),
        ("opinion institution_party=uscc:91310115MADEM0054L", "OP-2", true),
        ("opinion institution_party=name:乙", "OP-2", true),
        ("opinion institution=乙", "OP-2", true),
        ("opinion conclusion=肯定", "", true),
        ("opinion conclusion=好", "R-6", false),
        ("opinion evidence=e3b0", "R-6", false),
        ("opinion document=", "R-5", false),
        ("opinion date=2025-12-31", "OP-10", false),
        ("praise", "R-6", false),
        ("", "R-5", false),
    ] {
        let checked = checked(&[row]);
        assert_eq!(broken(&checked).join(" "), expected, "{row}");
        assert_eq!(checked.facts.len(), usize::from(is_kept), "{row}");
    }
}

#[test]
fn a_conflict_of_interest_is_kept_and_not_counted() {
    for (row, conflict) in [
        ("rating", Conflict::None),
        ("rating conflict=yes", Conflict::Declared),
        ("rating rater_party=uscc:91310115MADEM0054L", Conflict::OwnParty),
    ] {
        let checked = checked(&[row]);
        let OpinionEntry::Rating(rating) = &checked.facts[0].entry else { panic!("{row}") };
        assert_eq!(rating.conflict, conflict);
        assert_eq!(checked.facts[0].entry.counts(), conflict == Conflict::None);
    }
    let own = ["opinion", "opinion document=2 institution_party=uscc:91310115MADEM0054L"];
    assert_eq!(checked(&own).facts.len(), 2);
    assert_eq!(sum(counts::THIRD_PARTY, "2026", &own), Some(1));
    assert_eq!(sum(counts::FAVOURABLE, "2026", &own), Some(1));
}

#[test]
fn public_bodies_alone_collect_opinions() {
    for sender in PartyKind::ALL {
        let is_body = matches!(sender, PartyKind::DataAuthority | PartyKind::ImplementingBody);
        for record in ["rating", "determination", "opinion"] {
            let checked = checked_from(sender, &[record]);
            let expected: &[&str] = if is_body { &[] } else { &["R-14"] };
            assert_eq!(broken(&checked), expected, "{sender:?} {record}");
            assert_eq!(checked.facts.len(), usize::from(is_body), "{sender:?} {record}");
        }
    }
}

#[test]
fn a_rater_rates_once() {
    let again = checked(&["rating", "rating"]);
    assert_eq!((broken(&again).len(), again.facts.len()), (0, 1));
    let twice = checked(&["rating", "rating score=5"]);
    assert_eq!((broken(&twice).join(" ").as_str(), twice.facts.len()), ("R-8", 0));
    for other in ["rater=T-2", "panel=P2", "period=2026-Q2", "party=uscc:91310000MADEM002X2"] {
        let both = checked(&["rating", &format!("rating score=5 {other}")]);
        assert_eq!(both.facts.len(), 2, "{other}");
    }
}

/// Ratings of as many experts, with changes from one on.
fn experts(raters: u64, changes: &str) -> Vec<String> {
    let row = |it| {
        let row = format!("rating panel_kind=expert indicator=O6-1 rater=E-{it}");
        if it == 1 { format!("{row} {changes}").trim_end().to_owned() } else { row }
    };
    (1..=raters).map(row).collect()
}

#[test]
fn a_panel_has_enough_raters() {
    let few = |it: &CheckedOpinions| {
        let faults = it.faults.kept().iter().filter(|it| it.rule != rules::CONFLICT);
        let shown =
            faults.map(|it| format!("{} {} {} {}", it.rule, it.cause, it.expected, it.actual));
        shown.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(few(&checked(&experts(3, ""))), "");
    assert_eq!(few(&checked(&experts(2, ""))), "OP-8 2026-H1 P1 O6-1 3 2");
    assert_eq!(few(&checked(&experts(3, "conflict=yes"))), "OP-8 2026-H1 P1 O6-1 3 2");
    assert_eq!(few(&checked(&experts(1, "conflict=yes"))), "OP-8 2026-H1 P1 O6-1 3 0");
    // A third party may be alone.
    assert_eq!(few(&checked(&["rating"])), "OP-9 2026-H1 P1 O6-3 2 1");
    assert_eq!(few(&checked(&["rating", "rating rater=T-2"])), "");
    assert_eq!(few(&checked(&["rating conflict=yes"])), "OP-8 2026-H1 P1 O6-3 1 0");
}

/// Entries in force, labelled by their rows.
#[track_caller]
fn said<S: AsRef<str>>(rows: &[S]) -> Vec<Said> {
    let facts = checked(rows).facts.into_iter();
    let label = |it: &OpinionFact| format!("R:{}", it.origin.row);
    facts.map(|it| Said { label: label(&it), party: it.party, entry: it.entry }).collect()
}

/// What a count adds up to.
fn sum<S: AsRef<str>>(name: &str, span: &str, rows: &[S]) -> Option<u64> {
    let party = OPERATOR.parse().unwrap();
    let counts = tally(&policy(), (&party, span.parse().unwrap()), &said(rows));
    let count = counts.iter().find(|it| it.name == name)?;
    Some(count.items.iter().map(|(_, value)| value).sum())
}

/// Sum and whole of an indicator, millionths.
fn counted<S: AsRef<str>>(indicator: &str, span: &str, rows: &[S]) -> Option<(u64, u64)> {
    let value = |name: String| sum(&name, span, rows);
    value(counts::sum_ppm(indicator)).zip(value(counts::whole_ppm(indicator)))
}

/// A panel's scores on a scale from 0 to 10.
fn scores(kind: &str, indicator: &str, scores: &[u64]) -> Vec<String> {
    let row = |(rater, score): (usize, &u64)| {
        format!(
            "rating panel_kind={kind} indicator={indicator} rater=X-{rater} score={score} \
             scale_min=0 scale_max=10"
        )
    };
    scores.iter().enumerate().map(row).collect()
}

/// Expected by hand: `mean` of what the rule of the panel leaves.
#[test]
fn each_panel_counts_by_its_rule() {
    for (kind, indicator, given, value) in [
        // Fewer than three experts count nothing; from five on, one highest and one lowest are dropped.
        ("expert", "O6-1", &[9, 8][..], None),
        ("expert", "O6-1", &[9, 8, 1], Some(600_000)),
        ("expert", "O6-1", &[9, 8, 1, 7], Some(625_000)),
        ("expert", "O6-1", &[9, 8, 1, 7, 9], Some(800_000)),
        // 14 of 30 is 466 666.6… millionths.
        ("expert", "O6-1", &[9, 4, 1], Some(466_667)),
        // The mean of all.
        ("third_party", "O6-3", &[9], Some(900_000)),
        ("third_party", "O6-3", &[9, 2], Some(550_000)),
        // The one in the middle, or the mean of the two; five users at least.
        ("users", "O8-3", &[1, 2, 3, 4], None),
        ("users", "O8-3", &[1, 10, 7, 8, 2], Some(700_000)),
        ("users", "O8-3", &[1, 10, 7, 8, 2, 6], Some(650_000)),
    ] {
        let counted = counted(indicator, "2026-H1", &scores(kind, indicator, given));
        assert_eq!(counted, value.map(|it| (it, 1_000_000)), "{kind} {given:?}");
    }
}

/// Raters `X-0`, `X-1`, … of a panel, who all give a score out of 10.
fn unanimous(
    panel: &str,
    (kind, indicator): (&str, &str),
    raters: &[&str],
    score: u64,
) -> Vec<String> {
    let row = |rater: &&str| {
        format!(
            "rating panel={panel} panel_kind={kind} indicator={indicator} rater={rater} \
             score={score} scale_min=0 scale_max=10"
        )
    };
    raters.iter().map(row).collect()
}

/// Expected by hand: the mean of what the panels say, of two wholes.
#[test]
fn every_panel_weighs_the_same() {
    let five = ["A-1", "A-2", "A-3", "A-4", "A-5"];
    let four = ["B-1", "B-2", "B-3", "B-4"];
    for (kind, indicator) in [
        ("developers", "O8-2"),
        ("third_party", "O6-3"),
        ("expert", "O6-1"),
        ("departments", "O8-1"),
    ] {
        let mut rows = unanimous("KF-1", (kind, indicator), &five, 10);
        rows.extend(unanimous("KF-2", (kind, indicator), &four, 0));
        assert_eq!(counted(indicator, "2026", &rows), Some((1_000_000, 2_000_000)), "{kind}");
        // Every rating stays among the facts.
        let party = OPERATOR.parse().unwrap();
        let counts = tally(&policy(), (&party, "2026".parse().unwrap()), &said(&rows));
        let of = |name: String| counts.iter().find(|it| it.name == name).unwrap().items.len();
        assert_eq!(of(counts::sum_ppm(indicator)), 9);
        assert_eq!(of(counts::whole_ppm(indicator)), 9);
    }
}

/// The faults of what is said again: rule, row, and the row that counts.
fn said_again(checked: &CheckedOpinions) -> Vec<String> {
    let again = [rules::RATER_AGAIN, rules::DOCUMENT_AGAIN];
    let faults = checked.faults.kept().iter().filter(|it| again.contains(&it.rule));
    let shown = faults.map(|it| {
        let other = &it.arguments.iter().find(|it| it.0 == "other").unwrap().1;
        format!("{} {} {other}", it.rule, it.place.row.unwrap())
    });
    shown.collect()
}

#[test]
fn a_rater_counts_on_one_panel_of_a_kind() {
    let expert = ("expert", "O6-1");
    let mut rows = unanimous("P1", expert, &["E-1", "E-2", "E-3"], 10);
    rows.extend(unanimous("P2", expert, &["e-1", "E-4", "E-5", "E-6"], 0));
    let both = checked(&rows);
    assert_eq!((said_again(&both), both.facts.len()), (vec!["OP-11 5 2".to_owned()], 7));
    assert_eq!(counted("O6-1", "2026", &rows), Some((1_000_000, 2_000_000)));
    // Whose only other raters are two is no panel of three.
    let few = &rows[..6];
    assert!(checked(few).faults.kept().iter().any(|it| it.rule == rules::FEW_RATERS));
    assert_eq!(counted("O6-1", "2026", few), Some((1_000_000, 1_000_000)));
    let mut turned = few.to_vec();
    turned.reverse();
    assert_eq!(counted("O6-1", "2026", &turned), Some((1_000_000, 1_000_000)));
    // What is said first counts, on whichever panel.
    rows[3] += " date=2026-06-29";
    assert_eq!(said_again(&checked(&rows)), ["OP-11 2 5"]);
    assert_eq!(counted("O6-1", "2026", &rows), Some((0, 1_000_000)));
    // One rater in two spellings is no second rater of the panel either.
    let twice = checked(&["rating", "rating rater=t-1"]);
    assert_eq!((broken(&twice).len(), twice.facts.len()), (0, 1));
    let other = ["rating", "rating rater=t-1 score=5"];
    assert_eq!(broken(&checked(&other)), ["R-8"]);
}

#[test]
fn ratings_count_in_a_span_that_holds_their_months() {
    for (span, is_counted) in [
        ("2026-H1", true),
        ("2026", true),
        ("2026-01..2026-06", true),
        ("2026-02..2026-12", false),
        ("2026-Q1", false),
        ("2025", false),
    ] {
        assert_eq!(counted("O6-3", span, &["rating"]).is_some(), is_counted, "{span}");
    }
}

#[test]
fn determinations_and_opinions_are_counted() {
    let rows = [
        "determination",
        "determination document=2",
        "determination document=3 date=2025-12-31",
        "determination matter=above-ceiling",
        "opinion",
        "opinion document=2 conclusion=adverse",
        "opinion document=3 period=2026-Q1 conclusion=qualified",
    ];
    let count = |span: &str, name: &str| sum(name, span, &rows).unwrap();
    let of = counts::determination;
    assert_eq!(count("2026-H1", &of("unfair-competition")), 2);
    assert_eq!(count("2026-06", &of("unfair-competition")), 2);
    assert_eq!(count("2025", &of("unfair-competition")), 1);
    assert_eq!(count("2026-H2", &of("unfair-competition")), 0);
    assert_eq!(count("2026-H1", &of("above-ceiling")), 1);
    assert_eq!(count("2026-H1", &of("raw-data")), 0);
    assert_eq!(count("2026-H1", counts::THIRD_PARTY), 3);
    assert_eq!(count("2026-H1", counts::FAVOURABLE), 1);
    assert_eq!(count("2026-Q1", counts::THIRD_PARTY), 1);
}

/// What a rater wrote, and who they are, is in no name of a count and in no filter.
#[test]
fn counts_name_no_rater() {
    let party = OPERATOR.parse().unwrap();
    let all = tally(&policy(), (&party, "2026".parse().unwrap()), &said(&["rating text=坦言"]));
    let shown = format!("{all:?}");
    assert!(!shown.contains("T-1") && !shown.contains("坦言"), "{shown}");
    assert!(shown.contains("opinion record=rating"), "{shown}");
}

#[test]
fn a_score_is_a_part_of_its_scale_rounded_half_up() {
    for (score, low, high, ppm) in [
        ("1", "1", "5", 0),
        ("5", "1", "5", 1_000_000),
        ("4", "1", "5", 750_000),
        ("1", "0", "3", 333_333),
        ("2", "0", "3", 666_667),
        ("0", "-2", "2", 500_000),
        // 1/64 is 15625 millionths; 1/128 is 7812.5.
        ("1", "0", "64", 15_625),
        ("1", "0", "128", 7_813),
    ] {
        let row = format!("rating score={score} scale_min={low} scale_max={high}");
        assert_eq!(counted("O6-3", "2026", &[row]), Some((ppm, 1_000_000)), "{score}");
    }
}

proptest! {
    #[test]
    fn the_order_of_rows_changes_nothing(
        scores in prop::collection::vec(0_u64..=10, 1..9),
        turn in 0_usize..9,
    ) {
        let rows = self::scores("expert", "O6-1", &scores);
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        prop_assert_eq!(counted("O6-1", "2026", &rows), counted("O6-1", "2026", &turned));
    }

    #[test]
    fn no_cell_panics(cells in prop::collection::vec(".{0,12}", COLUMNS.len())) {
        let mut intake = OpinionIntake::new(OpinionContext {
            policy: policy(),
            received_on: date(2026, 7, 1),
            authority: None,
            directory: Directory::default(),
        });
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        for record in ["rating", "determination", "opinion"] {
            let mut cells = cells.clone();
            cells[0] = record;
            intake.row(&Row { number: 2, byte_offset: 0, byte_length: 1, cells: &cells });
        }
        prop_assert_eq!(intake.finish().rows, 3);
    }
}
