//! What takes a determination back, and what does not.

use super::*;

/// An annulment takes a determination of its matter, document and party back, from whatever file.
#[test]
fn what_was_annulled_counts_no_more() {
    let of = counts::determination("unfair-competition");
    for (changes, count) in [
        ("", 0),
        ("annuls=演市监（2026）1号", 1),
        ("date=2026-06-30", 0),
        ("date=2026-06-29", 1),
        ("annuls=BON-2", 1),
        ("matter=above-ceiling authority=price_authority", 1),
        ("party=uscc:91310000MADEM002X2", 1),
        ("authority=court institution=某法院", 0),
        // Nobody who may not determine it may take it back.
        ("authority=finance", 1),
    ] {
        let annulled = format!("annulment {changes}");
        let (determined, annulled) = ("determination", annulled.trim_end());
        for rows in [[determined, annulled], [annulled, determined]] {
            assert_eq!(sum(&of, "2026", &rows), Some(count), "{changes}");
        }
    }
}

#[test]
fn an_annulment_names_both_documents_and_says_why() {
    for (row, expected) in [
        ("annulment", ""),
        ("annulment annuls=", "OP-4"),
        ("annulment document=", "OP-4"),
        ("annulment text=", "R-5"),
        ("annulment authority=finance", "OP-5"),
        ("annulment matter=nothing", "OP-7"),
        ("annulment date=2026-07-02", "OP-10"),
        ("annulment institution=", "R-5"),
    ] {
        let found = checked(&[row]);
        assert_eq!(broken(&found).join(" "), expected, "{row}");
        assert_eq!(found.facts.len(), usize::from(expected.is_empty()), "{row}");
    }
    // On one day the first in the order of codes counts, and B comes before b.
    let rows = ["annulment", "annulment document=b", "annulment document=B"];
    assert_eq!(said_again(&checked(&rows)), ["OP-12 3 4"]);
}

/// What is said, and the number that meets nothing with what is known.
type Row<'a> = (&'a [&'a str], Option<(&'a str, String)>);

/// What an annulment finds nothing of, it says; a determination that comes later ends that, in whatever order
/// the two are.
#[test]
fn an_annulment_that_takes_nothing_back_is_found() {
    let nothing = |it: &str| Some(("演市监〔2026〕1号", it.to_owned()));
    let known = "演市监〔2026〕1号 (2026-06-30)";
    let rows: [Row<'_>; 7] = [
        (&["annulment"], nothing("–")),
        (&["annulment", "determination"], None),
        (&["determination", "annulment date=2026-06-30"], None),
        (&["determination", "annulment date=2026-06-29"], nothing(known)),
        (&["determination", "annulment annuls=BON-2"], Some(("BON-2", known.to_owned()))),
        (&["determination party=uscc:91310000MADEM002X2", "annulment"], nothing("–")),
        (&["determination"], None),
    ];
    for (rows, expected) in rows {
        let found = unmet(&said(rows));
        let found = found.iter().map(|it| (it.actual.as_str(), it.expected.clone()));
        assert_eq!(found.collect::<Vec<_>>(), expected.into_iter().collect::<Vec<_>>(), "{rows:?}");
    }
    let fault = unmet(&said(&["annulment"])).remove(0);
    assert_eq!((fault.rule, fault.subject.unwrap().as_str()), ("OP-13", OPERATOR));
    assert!(fault.cause.starts_with("annulment unfair-competition"), "{}", fault.cause);
}

/// However much is said, it is looked through once, and a fault names the first documents alone: had each
/// annulment looked through every determination, this would take minutes.
#[test]
fn annulments_without_number_are_held_against_determinations_without_number() {
    let [determination, annulment] = ["determination", "annulment"].map(|it| said(&[it]).remove(0));
    let mut all = Vec::new();
    for number in 0..20_000 {
        let (mut determined, mut annulled) = (determination.clone(), annulment.clone());
        if let OpinionEntry::Determination(it) = &mut determined.entry {
            it.document = format!("D-{number:05}");
        }
        if let OpinionEntry::Annulment(it) = &mut annulled.entry {
            it.annuls = format!("A-{number:05}");
        }
        all.extend([determined, annulled]);
    }
    let found = unmet(&all);
    assert_eq!(found.len(), 20_000);
    let day = "2026-06-30";
    let named = (0..5).map(|it| format!("D-0000{it} ({day})")).collect::<Vec<_>>().join(", ");
    assert!(found.iter().all(|it| it.expected == format!("{named}, …")), "{}", found[0].expected);
}

/// What counts is what no annulment means, however many there are of other documents and of earlier days: had
/// each determination looked through every annulment, this would take minutes.
#[test]
fn determinations_are_held_against_annulments_one_look_each() {
    let [determination, annulment] = ["determination", "annulment"].map(|it| said(&[it]).remove(0));
    let days = [date(2026, 6, 1), date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1)];
    let mut all = Vec::new();
    for number in 0..20_000 {
        let (mut determined, mut annulled) = (determination.clone(), annulment.clone());
        if let OpinionEntry::Determination(it) = &mut determined.entry {
            it.document = format!("D-{number}");
        }
        if let OpinionEntry::Annulment(it) = &mut annulled.entry {
            // The first hundred documents are annulled over and over: those of even number too early, of
            // odd number on two days early and on two in time.
            let day = if number % 2 == 0 { number / 100 % 2 } else { number / 100 % 4 };
            (it.annuls, it.said_on) = (format!("d-{}", number % 100), days[day]);
        }
        all.extend([determined, annulled]);
    }
    let span = "2026".parse().unwrap();
    let tallied = tally(&policy(), (&OPERATOR.parse().unwrap(), span), &all);
    let of = counts::determination("unfair-competition");
    let found = tallied.iter().find(|it| it.name == of).unwrap();
    assert_eq!(found.items.len(), 20_000 - 50);
}
