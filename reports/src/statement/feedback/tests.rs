//! What a subject is told.

use config::locale::{Language, Words};
use config::policy::Policy;
use jiff::tz::TimeZone;

use super::*;
use crate::sample;
use crate::statement::{Audience, csv, html, json, xlsx};

/// The subject with gaps, a veto and a hostile name, or another one of the sample by its place.
fn told(language: Language, at: usize, gains: Option<&[Gain]>) -> Document {
    told_later(language, (at, gains), (Ok(()), &[]))
}

/// The same after an evaluation was ended, or something that it rests on was annulled.
fn told_later(
    language: Language,
    asked: (usize, Option<&[Gain]>),
    later: (Result<(), Refused>, &[Annulled]),
) -> Document {
    told_of(&sample::evaluation(), language, asked, later)
}

fn told_of(
    evaluation: &Evaluation,
    language: Language,
    (at, gains): (usize, Option<&[Gain]>),
    (stands, annulled): (Result<(), Refused>, &[Annulled]),
) -> Document {
    let words = Words::new(language);
    let card = &evaluation.scorecards[at];
    let it = Feedback {
        id: "operator-2026-H1-1a2b3c4d",
        evaluation,
        card,
        gains,
        answer_by: Some(jiff::civil::date(2026, 7, 8)),
        stands,
        annulled,
    };
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let (policy, audience) = (Policy::builtin(), Audience::House);
    let (unit, as_of) = (card.subject_name.as_str(), evaluation.as_of);
    feedback(&it, &Printed { unit, as_of, zone: &zone, words: &words, policy: &policy, audience })
}

/// The texts of a block.
fn texts(document: &Document, id: &str) -> Vec<Vec<String>> {
    let block = document.blocks.iter().find(|it| it.id == id).unwrap();
    let cell = |it: &Cell| it.decimal().unwrap_or_else(|| "—".to_owned());
    block.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect()
}

#[test]
fn what_to_mend_first_stands_in_it() {
    let evaluation = sample::evaluation();
    let gains = sample::gains(&evaluation.scorecards[2]);
    let document = told(Language::Zh, 2, Some(&gains));
    assert_eq!(document.header[2], "得分 91.23　良好");
    assert_eq!(
        texts(&document, "gains"),
        [
            ["incident 一般事件", "现有 1 项；减少 1 项 +5.00；届时等级为“良好”", "+5.00"],
            [
                "O1-1 凭证借贷平衡率",
                "现为 999999 / 1000000，应为 1000000；先改 1 项 <+0.01；未关闭问题：F-1 × 3",
                "<+0.01"
            ],
        ]
    );
    let english = told(Language::En, 2, Some(&gains));
    assert!(texts(&english, "gains")[0][1].contains("one fewer +5.00"));
    let answer = document.notes.iter().find(|it| it.contains("2026-07-08"));
    assert!(answer.unwrap().contains("operator-2026-H1-1a2b3c4d"));

    // Nothing to mend, and nobody who can tell, are two sentences and no table.
    for (gains, said) in [(Some(&[][..]), "没有可增加的得分"), (None, "无法推算")] {
        let document = told(Language::Zh, 2, gains);
        assert!(document.blocks.iter().all(|it| it.id != "gains"));
        assert!(document.notes.iter().any(|it| it.contains(said)), "{:?}", document.notes);
    }
}

#[test]
fn a_subject_learns_nothing_of_the_others() {
    let names = sample::evaluation().scorecards.into_iter().map(|it| it.subject_name);
    let names: Vec<String> = names.collect();
    for at in 0..names.len() {
        let said = format!("{:?}", told(Language::Zh, at, Some(&[])));
        for (of, name) in names.iter().enumerate() {
            assert_eq!(said.contains(&format!("{name:?}")[1..10]), of == at, "{at} {of}");
        }
    }
}

/// A veto comes before all else that has to be read, with its ground; a waiver with its reason.
#[test]
fn vetoes_and_waivers_stand_in_the_notes() {
    let document = told(Language::En, 0, None);
    assert!(document.notes[0].contains("SH-AO 18"), "{:?}", document.notes);
    assert!(document.notes.iter().any(|it| it.contains("F-4×2")), "{:?}", document.notes);
}

#[test]
fn it_is_written_in_every_form() {
    let evaluation = sample::evaluation();
    let gains = sample::gains(&evaluation.scorecards[0]);
    for language in Language::ALL {
        let document = told(language, 0, Some(&gains));
        assert!(!xlsx(&document).unwrap().is_empty());
        let names: Vec<&str> = csv(&document).unwrap().iter().map(|it| it.block).collect();
        assert_eq!(names, ["", "points", "gains", "findings"]);
        let page = String::from_utf8(html(&document, language)).unwrap();
        assert!(!page.contains("[feedback") && !page.contains("feedback-column"), "{page}");
        assert!(!json(&document).unwrap().is_empty());
    }
}

#[test]
fn what_stands_no_more_says_so_first() {
    let annulled = [Annulled {
        subject: "uscc:91310000MADEM002X2".parse().unwrap(),
        matter: "data-abuse".to_owned(),
        determined: "审〔2026〕1号".to_owned(),
        document: "复〔2026〕7号".to_owned(),
        said_on: jiff::civil::date(2026, 9, 2),
    }];
    for (stands, annulled, zh, en) in [
        (Err(Refused::Superseded), &[][..], "本次评价已失效", "the evaluation is superseded"),
        (Err(Refused::Changed), &[], "经申诉须重新评价", "after an appeal"),
        (
            Ok(()),
            &annulled,
            "审〔2026〕1号 已由 2026-09-02 的 复〔2026〕7号 撤销",
            "annulled by 复〔2026〕7号",
        ),
        (Err(Refused::Superseded), &annulled, "本次评价已失效", "the evaluation is superseded"),
    ] {
        for (language, said) in [(Language::Zh, zh), (Language::En, en)] {
            let document = told_later(language, (2, None), (stands, annulled));
            assert!(document.notes[0].contains(said), "{:?}", document.notes);
            let before = told(language, 2, None);
            let more = usize::from(stands.is_err()) + annulled.len();
            assert_eq!(document.notes[more..], before.notes, "{said}");
        }
    }
}

/// By hand: what stands beside a level of geometric mean adds its weight of its score, 0.25 × 40; what is
/// within adds nothing.
#[test]
fn levels_stand_between_dimensions_and_indicators() {
    let document = told_of(&sample::deep(), Language::Zh, (0, None), (Ok(()), &[]));
    let rows = document.blocks[0].rows.iter().zip(texts(&document, ID));
    let rows: Vec<_> = rows
        .map(|(row, texts)| {
            format!("{} {} | {} | {} | {}", row.depth, texts[0], texts[2], texts[5], texts[6])
        })
        .collect();
    assert_eq!(
        rows,
        [
            "0 A 专账管理 | 100 (100.00 %) | 70.00 | ",
            "1 A1 凭证借贷平衡率 | 25 (25.00 %) | 40.00 | 10.00",
            "1 B 层B | 75 (75.00 %) | 80.00 | ",
            "2 B1 凭证借贷平衡率 | 50 (37.50 %) | 100.00 | —",
            "2 C 层C | 50 (37.50 %) | 64.00 | ",
            "3 C1 凭证借贷平衡率 | 75 (28.12 %) | 52.00 | —",
            "3 C2 凭证借贷平衡率 | 25 (9.37 %) | 100.00 | —",
        ]
    );
    let page = String::from_utf8(html(&document, Language::Zh)).unwrap();
    let place = |it: &str| page.find(it).unwrap_or_else(|| panic!("{it} in {page}"));
    assert!(place("B 层B") < place("C 层C") && place("C 层C") < place("C1 凭证"));
}
