//! Statements as other programs see them: the parts of a workbook, CSV, JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use config::locale::Language;
use config::policy::Policy;
use metrics::ledger::{EntryKind, SumFact, Sums, roll_forward};
use metrics::money::Currency;
use metrics::register::Standard;
use metrics::statement::{
    AccountRegister, LedgerFacts, Prices, RegisterLine, SeparateInput, Shared, TrialBalance, Unit,
    separate_ledger,
};

use super::*;
use crate::sample::HOSTILE_NAME;

const PARTY: &str = "uscc:91310000MADEM0011A";

fn with_printed<T>(language: Language, make: impl Fn(&Printed<'_>) -> T) -> T {
    printed_for((language, Audience::House), make)
}

fn printed_for<T>(
    (language, audience): (Language, Audience),
    make: impl Fn(&Printed<'_>) -> T,
) -> T {
    let words = Words::new(language);
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let as_of = "2026-07-01T01:00:00Z".parse().unwrap();
    let policy = Policy::builtin();
    let unit = HOSTILE_NAME;
    make(&Printed { unit, as_of, zone: &zone, words: &words, policy: &policy, audience })
}

/// Revenue of a product with a hostile number, cost and a share of the revenue in one month.
fn separate(language: Language) -> Document {
    separate_for((language, Audience::House))
}

fn separate_for(audience: (Language, Audience)) -> Document {
    let fact = |account: &str, (debit_minor, credit_minor): (i64, i64)| SumFact {
        period: "2026-05".parse().unwrap(),
        account: account.to_owned(),
        currency: Currency::CNY,
        entry: EntryKind::Movement,
        product: "=1+1".to_owned(),
        use_: "industry".to_owned(),
        cost_class: String::new(),
        sums: Sums { debit_minor, credit_minor },
    };
    let facts = LedgerFacts {
        party: PARTY.parse().unwrap(),
        period: "2026-05".parse().unwrap(),
        account_names: BTreeMap::new(),
        sums: vec![fact("6001.01", (0, 123_456_789)), fact("6401.01", (100_000_001, 0))],
        usage: Vec::new(),
        separate_accounts: BTreeSet::new(),
        files: Vec::new(),
    };
    let share = Shared {
        payee: "某局".to_owned(),
        kind: "administrative",
        form: "cash",
        share: Ratio::from_ppm(300_000),
        amount_fen: None,
        document: String::new(),
    };
    let policy = Policy::builtin();
    let made = separate_ledger(&SeparateInput {
        facts: &facts,
        form: policy.statement_form(Standard::Cas).unwrap(),
        unit: &Unit {
            party: PARTY.parse().unwrap(),
            name: None,
            standard: Standard::Cas,
            separate_accounts: BTreeSet::new(),
            entries: Vec::new(),
        },
        prices: &Prices { shares: vec![share], ..Prices::default() },
    });
    printed_for(audience, |printed| statement(&made, printed))
}

fn register() -> Document {
    register_for(Audience::House)
}

fn register_for(audience: Audience) -> Document {
    let sums = |debit_minor, credit_minor| Sums { debit_minor, credit_minor };
    let digits = (Currency::CNY, 2);
    let balance = roll_forward("1002", "银行存款", digits, sums(0, 50), sums(70, 20)).unwrap();
    let line = |day, (debit, credit)| RegisterLine {
        day,
        voucher: format!("记-{day}"),
        summary: HOSTILE_NAME.to_owned(),
        sums: sums(debit, credit),
    };
    let (party, period) = (PARTY.parse().unwrap(), "2026-05".parse().unwrap());
    let lines = vec![line(1, (50, 0)), line(2, (20, 0)), line(3, (0, 20))];
    let register = AccountRegister { party, period, balance, lines };
    printed_for((Language::Zh, audience), |printed| account_register(&register, printed))
}

fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn csv_text(document: &Document) -> String {
    let files = csv(document).unwrap().into_iter();
    let file = |it: CsvFile| format!("[{}]\n{}", it.block, String::from_utf8(it.bytes).unwrap());
    files.map(file).collect::<String>().replace("\r\n", "\n")
}

#[test]
fn the_same_statement_gives_the_same_bytes() {
    let document = separate(Language::Zh);
    assert_eq!(xlsx(&document).unwrap(), xlsx(&document).unwrap());
    assert_eq!(json(&document).unwrap(), json(&document).unwrap());
}

#[test]
fn every_word_is_there_in_both_languages() {
    for language in Language::ALL {
        let text = format!("{:?}", separate(language));
        assert!(!text.contains("[statement-"), "{text}");
    }
    assert!(!format!("{:?}", register()).contains("[statement-"));
}

#[test]
fn what_turns_the_reading_order_is_shown() {
    let document = register();
    let workbook = xlsx(&document).unwrap();
    let page = String::from_utf8(html(&document, Language::Zh)).unwrap();
    for text in [csv_text(&document), part(&workbook, "xl/sharedStrings.xml"), page] {
        assert!(!text.contains(['\u{202e}', '\u{1b}']), "{text}");
        assert!(text.contains("<U+202E>") || text.contains("&lt;U+202E&gt;"), "{text}");
    }
}

#[test]
fn a_public_statement_holds_no_free_text() {
    for (house, public, texts) in [
        (
            separate(Language::Zh),
            separate_for((Language::Zh, Audience::Public)),
            &["=1+1", "某局"][..],
        ),
        (register(), register_for(Audience::Public), &["银行存款", "记-1", "\u{202e}"]),
    ] {
        let public = format!("{:?}", Document { header: <[String; 3]>::default(), ..public });
        for text in texts {
            let escaped = format!("{text:?}");
            let text = escaped.trim_matches('"');
            assert!(!public.contains(text), "{text} {public}");
            assert!(format!("{house:?}").contains(text), "{text}");
        }
        assert!(public.contains("不公开"));
    }
}

#[test]
fn a_public_statement_of_what_may_be_a_person_does_not_name_it() {
    let party = "name:李雷".parse().unwrap();
    let sums = Sums { debit_minor: 0, credit_minor: 0 };
    let balance = roll_forward("1002", "", (Currency::CNY, 2), sums, sums).unwrap();
    let trial = TrialBalance::new(party, "2026-05".parse().unwrap(), vec![balance]);
    let public = (Language::Zh, Audience::Public);
    let text = format!("{:?}", printed_for(public, |printed| trial_balance(&trial, printed)));
    assert!(!text.contains("李雷") && !text.contains("HYPERLINK"), "{text}");
}

#[test]
fn amounts_are_exact_and_text_is_never_run() {
    let workbook = xlsx(&separate(Language::Zh)).unwrap();
    let sheet = part(&workbook, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>1234567.89</v>") && sheet.contains("<v>1000000.01</v>"));
    assert!(!sheet.contains("<f>"));
    let strings = part(&workbook, "xl/sharedStrings.xml");
    for text in [
        "公共数据运营专账收支情况表",
        "2026年05月",
        "单位：元",
        "表样来源：项目默认值",
        "—",
        "=1+1",
    ] {
        assert!(strings.contains(&format!(">{text}</t>")), "{text}");
    }
    assert!(strings.contains("编制单位：=HYPERLINK"));
}

/// A number of a spreadsheet holds 2^53 minor units exactly, and one more does not.
#[test]
fn what_a_number_cannot_hold_is_text() {
    let mut document = register();
    document.blocks[0].rows[0].cells[6] = Cell::Amount((1 << 53) + 1, 2);
    document.blocks[0].rows[1].cells[6] = Cell::Amount(1 << 53, 2);
    let workbook = xlsx(&document).unwrap();
    assert!(part(&workbook, "xl/sharedStrings.xml").contains("<t>90071992547409.93</t>"));
    assert!(part(&workbook, "xl/worksheets/sheet1.xml").contains("<v>90071992547409.92</v>"));
}

#[test]
fn csv_has_a_file_for_each_table_that_has_rows() {
    insta::assert_snapshot!("separate_csv", csv_text(&separate(Language::Zh)));
    insta::assert_snapshot!("separate_csv_en", csv_text(&separate(Language::En)));
}

#[test]
fn a_register_runs_from_opening_to_closing() {
    insta::assert_snapshot!("register_csv", csv_text(&register()));
}

#[test]
fn a_trial_balance_has_totals() {
    let sums = |debit_minor, credit_minor| Sums { debit_minor, credit_minor };
    let of = |account, opening, movement| {
        roll_forward(account, "", (Currency::CNY, 2), opening, movement).unwrap()
    };
    let accounts =
        vec![of("1002", sums(100, 0), sums(70, 20)), of("6001", sums(0, 100), sums(0, 50))];
    let trial = TrialBalance::new(PARTY.parse().unwrap(), "2026-05".parse().unwrap(), accounts);
    let document = with_printed(Language::En, |printed| trial_balance(&trial, printed));
    insta::assert_snapshot!("trial_csv", csv_text(&document));
}

#[test]
fn json_has_decimals_and_null() {
    let text = String::from_utf8(json(&separate(Language::En)).unwrap()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let income = &value["blocks"][0]["rows"][0];
    assert_eq!(
        (&income["month"], &income["last_year"]),
        (&"1234567.89".into(), &serde_json::Value::Null)
    );
    assert_eq!(value["period"], "2026-05");
    assert_eq!(value["blocks"][5]["rows"][0]["share"], "0.300000");
}
