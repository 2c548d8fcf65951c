//! One wrong change of the built-in pack or scheme at a time, and what is said of it.

mod methods;
mod subjects;

use super::*;
use crate::locale::{Language, Words};
use crate::policy::parse;

/// The built-in pack with one text of one file replaced.
fn changed(file: &str, from: &str, to: &str) -> Pack {
    let pack = Pack::builtin();
    assert!(pack.file(file).unwrap().contains(from), "{from}");
    Pack::new(pack.files().map(|(name, text)| {
        let text = if name == file { text.replacen(from, to, 1) } else { text.to_owned() };
        (name.to_owned(), text)
    }))
}

fn sentences(faults: &[FileFault]) -> String {
    let words = Words::new(Language::En);
    faults.iter().map(|fault| fault.sentence(&words)).collect::<Vec<_>>().join("\n")
}

fn linted(file: &str, from: &str, to: &str) -> String {
    sentences(&faults(&changed(file, from, to)))
}

fn scheme(from: &str, to: &str) -> String {
    let text = include_str!("../../../schemes/operator.toml");
    assert!(text.contains(from), "{from}");
    let changed = text.replacen(from, to, 1);
    linted_scheme("operator.toml", &changed)
}

/// What is said of a scheme, without lines: those are for whoever reads files.
fn linted_scheme(file: &str, text: &str) -> String {
    match parse(file, text) {
        Ok(scheme) => sentences(&lint_scheme(file, &scheme, &Policy::builtin())),
        Err(fault) => sentences(&[fault]),
    }
}

#[test]
fn shapes_are_checked() {
    let source = "source = { instrument = \"default\", confidence = \"default\" }\n";
    insta::assert_snapshot!(linted("ledger.toml", source, ""), @"ledger.toml:4: is not written right (missing field `source`); expected: the shape of the built-in file of that name, each number with its source");
    insta::assert_snapshot!(linted("rules.toml", "severity = \"fatal\"", "severity = \"bad\""), @"rules.toml:7: is not written right (unknown variant `bad`, expected one of `clue`, `warning`, `error`, `fatal`); expected: the shape of the built-in file of that name, each number with its source");
    insta::assert_snapshot!(linted("calendar-2026.toml", "2026-01-02", "2026-01-32"), @"calendar-2026.toml:14: is not written right (invalid date, expected day between 01 and 31); expected: the shape of the built-in file of that name, each number with its source");
    insta::assert_snapshot!(linted("instruments.toml", "2025-07-12", "\"July\""), @"instruments.toml:7: is not written right (failed to parse four digit integer as year: invalid digit, expected 0-9 but got J); expected: the shape of the built-in file of that name, each number with its source");
    let monotonic = linted("incident.toml", "at_least = 10_000_000", "at_least = 100_000_000");
    insta::assert_snapshot!(monotonic, @"incident.toml:24: is not written right (a higher level needs a higher bound than 100000000); expected: the shape of the built-in file of that name, each number with its source");
}

#[test]
fn files_are_complete_and_known() {
    let files = || {
        let renamed = |name: &str| name.replace("accounts-cas.toml", "acounts-cas.toml");
        Pack::builtin().files().map(|(name, text)| (renamed(name), text.to_owned())).collect()
    };
    let files: Vec<(String, String)> = files();
    insta::assert_snapshot!(sentences(&lint(&Pack::new(files))), @r#"
        acounts-cas.toml: there is no “acounts-cas.toml”; expected: accounts-cas.toml
        accounts-cas.toml: is missing; expected: a readable UTF-8 file
        "#);
}

#[test]
fn sources_are_known_and_marked() {
    insta::assert_snapshot!(linted("rules.toml", "\"STD-32100\"", "\"STD-3210\""), @"rules.toml: rule[R-10].source: there is no “STD-3210”; expected: STD-32100");
    insta::assert_snapshot!(linted("rules.toml", "confidence = \"default\"", "confidence = \"law\""), @"rules.toml: rule[R-1].source: the source is marked “law”, which does not fit its instrument; expected: default for a project default, and for nothing else");
    insta::assert_snapshot!(linted("rules.toml", "recalled-high", "recalled-low"), @"rules.toml: rule[F-1].source: rests on “CN-ABW”, recalled with low confidence, and is in effect; expected: enabled = false");
    let disabled = "confidence = \"recalled-low\" }\nenabled = false";
    let enabled = "confidence = \"recalled-high\" }\nenabled = true";
    assert_eq!(linted("rules.toml", enabled, disabled), "");
}

#[test]
fn names_exist_and_are_there_once() {
    insta::assert_snapshot!(linted("rules.toml", "id = \"R-2\"", "id = \"R-1\""), @"rules.toml: rule[R-1]: “R-1” is there twice; expected: an id of its own");
    insta::assert_snapshot!(linted("measures.toml", "\"vouchers_balanced\"", "\"vouchers_balance\""), @"measures.toml: measure[voucher-balance-rate].numerator: there is no “vouchers_balance”; expected: vouchers_balanced");
    insta::assert_snapshot!(linted("measures.toml", "rule = \"F-1\"", "rule = \"F-1x\""), @"measures.toml: measure[voucher-balance-rate].rule: there is no “F-1x”; expected: F-1");
    insta::assert_snapshot!(linted("obligations.toml", "rules = [\"R-10\"]", "rules = [\"R-99\"]"), @"obligations.toml: obligation[SH-10-2].rules: there is no “R-99”; expected: R-9");
    insta::assert_snapshot!(linted("obligations.toml", "needs = \"plans\"\n", ""), @"obligations.toml: obligation[SH-09-1].needs: is missing; expected: rules, measures or schemes that serve it, or the records that it needs");
    insta::assert_snapshot!(linted("ledger.toml", "\"scenario\"", "\"scenari\""), @"ledger.toml: mandatory_dimensions.columns: there is no “scenari”; expected: scenario");
    insta::assert_snapshot!(linted("disclosure.toml", "\"ceiling\"", "\"celing\""), @"disclosure.toml: duty[D-01].content.resource: there is no “celing”; expected: ceiling");
    insta::assert_snapshot!(linted("accounts-cas.toml", "code = \"1002\"", "code = \"1001\""), @"accounts-cas.toml: account[1001]: “1001” is there twice; expected: an id of its own");
    insta::assert_snapshot!(linted("currencies.toml", "\"BHD\"", "\"CNY\""), @"currencies.toml: currency[CNY]: “CNY” is there twice; expected: an id of its own");
}

#[test]
fn frequencies_are_each_there_once_with_words_of_their_own() {
    let linted = |from, to| linted("supply.toml", from, to);
    assert_eq!(linted("value = 5", "value = 6"), "");
    insta::assert_snapshot!(linted("id = \"weekly\"", "id = \"daily\""), @r"
    supply.toml: frequency[daily]: “daily” is there twice; expected: an id of its own
    supply.toml: frequency[weekly]: is missing; expected: each frequency once, with both every and grace or neither
    ");
    insta::assert_snapshot!(linted("\"mensal\"", "\"Anual\""), @"supply.toml: frequency.words[anual]: “anual” is there twice; expected: an id of its own");
    insta::assert_snapshot!(linted("grace = { value = 2, unit = \"days\" }\n", ""), @"supply.toml: frequency[weekly]: is missing; expected: each frequency once, with both every and grace or neither");
    insta::assert_snapshot!(linted("step = \"verification\"", "step = \"decision\""), @"supply.toml: objection_deadline[decision]: “decision” is there twice; expected: an id of its own");
    insta::assert_snapshot!(linted("sharing = \"unconditional\"", "sharing = \"conditional\""), @"supply.toml: demand_deadline[answer conditional]: “answer conditional” is there twice; expected: an id of its own");
    let object = self::linted("dcat-us.toml", "object = \"contact\"", "object = \"kontact\"");
    insta::assert_snapshot!(object, @"dcat-us.toml: object: there is no “kontact”; expected: contact");
}

#[test]
fn scales_are_of_instruments_and_bounds_of_their_words() {
    let linted = |from, to| linted("incident.toml", from, to);
    insta::assert_snapshot!(linted("at_least = \"especially_serious\"", "at_least = \"massive\""), @"incident.toml: condition[data-core].bounds: there is no “massive”; expected: one of none, fairly_serious, serious, especially_serious");
    insta::assert_snapshot!(linted("enabled = false, ", ""), @"incident.toml: condition[population-prefecture].source: rests on “CN-NIR”, recalled with low confidence, and is in effect; expected: enabled = false");
    insta::assert_snapshot!(linted("id = \"CN-MIIT-DS\"", "id = \"CN-MIIT-D\""), @"incident.toml: scale[CN-MIIT-D]: there is no “CN-MIIT-D”; expected: CN-MIIT-DS");
    insta::assert_snapshot!(linted("id = \"CN-MIIT-DS\"", "id = \"CN-NIR\""), @"incident.toml: scale[CN-NIR]: “CN-NIR” is there twice; expected: an id of its own");
    insta::assert_snapshot!(linted("id = \"data-core\"", "id = \"loss\""), @"incident.toml: condition[loss]: “loss” is there twice; expected: an id of its own");
}

#[test]
fn types_of_incidents_begin_like_their_category() {
    let linted = |from, to| linted("incident-types.toml", from, to);
    insta::assert_snapshot!(linted("\"MPWORM\"", "\"MPEVIR\""), @"incident-types.toml: type[MPEVIR]: “MPEVIR” is there twice; expected: an id of its own");
    insta::assert_snapshot!(linted("\"MPWORM\"", "\"NAWORM\""), @"incident-types.toml: category[MP].types: “NAWORM” is not right; expected: MP…");
    insta::assert_snapshot!(linted("code = \"OTH\"", "code = \"MPX\""), @r"
    incident-types.toml: category[MPX]: “MP” is there twice; expected: an id of its own
    incident-types.toml: veris[9].category: there is no “OTH”; expected: one of MP, NA, DS, IC, DE, RO, SHE, AB, FOC, MPX
    ");
    insta::assert_snapshot!(linted("category = \"FOC\"", "category = \"FOD\""), @"incident-types.toml: veris[8].category: there is no “FOD”; expected: FOC");
}

#[test]
fn figures_and_days_are_in_their_bounds() {
    assert_eq!(linted("ledger.toml", "value = 15", "value = 28"), "");
    insta::assert_snapshot!(linted("ledger.toml", "value = 15", "value = 29"), @"ledger.toml: submission_due.value: “29” is not right; expected: a whole number from 1 to 28");
    assert_eq!(linted("ledger.toml", "value = 200000", "value = 1000000"), "");
    insta::assert_snapshot!(linted("ledger.toml", "value = 200000", "value = 1000001"), @"ledger.toml: clues.round_share_max.value: “1000001” is not right; expected: a whole number from 0 to 1000000");
    insta::assert_snapshot!(linted("ledger.toml", "value = 1000\n", "value = 0\n"), @"ledger.toml: clues.round_multiple.value: “0” is not right; expected: a whole number from 1 to 4294967295");
    let closing = "[[closing_due]]\nvalue = ";
    assert_eq!(linted("ledger.toml", &format!("{closing}15"), &format!("{closing}1")), "");
    insta::assert_snapshot!(linted("ledger.toml", &format!("{closing}15"), &format!("{closing}0")), @"ledger.toml: closing_due.value: “0” is not right; expected: a whole number from 1 to 28");
    assert_eq!(linted("disclosure.toml", "month = 3\nday = 31", "month = 2\nday = 28"), "");
    insta::assert_snapshot!(linted("disclosure.toml", "month = 3\nday = 31", "month = 2\nday = 29"), @"disclosure.toml: due: “02-29” is not right; expected: a month and day that every year has");
    insta::assert_snapshot!(linted("instruments.toml", "2030-02-28", "2025-02-28"), @"instruments.toml: instrument[CN-27]: is out of order: 2025-03-01 … 2025-02-28; expected: a first day that is not after the last");
    insta::assert_snapshot!(linted("calendar-2026.toml", "date = 2026-01-01", "date = 2025-01-01"), @"calendar-*.toml: “the notice of 2026 sets 2025-01-01, which is not its to set” is not right; expected: notices that do not contradict each other");
    insta::assert_snapshot!(linted("articles.toml", "number = 2\n", "number = 3\n"), @"articles.toml: article[3]: is out of order: 3; expected: 2");
    insta::assert_snapshot!(linted("articles.toml", "本办法自印发之日起施行", &"长".repeat(41)), @"articles.toml: article[34].quote: “41” is not right; expected: a whole number from 1 to 40");
}

#[test]
fn figures_about_prices_are_in_their_bounds() {
    let linted = |from, to| linted("pricing.toml", from, to);
    assert_eq!(linted("months = 12", "months = 18"), "");
    assert_eq!(linted("[800_000, 900_000, 1_000_000]", "[1, 1_000_000]"), "");
    insta::assert_snapshot!(linted("[800_000, 900_000", "[900_000, 900_000"), @"pricing.toml: warning.marks_ppm: is out of order: 900000 … 900000 … 1000000; expected: marks that rise");
    insta::assert_snapshot!(linted("1_000_000]", "1_000_001]"), @"pricing.toml: warning.marks_ppm: “1000001” is not right; expected: a whole number from 1 to 1000000");
    insta::assert_snapshot!(linted("month = 6\nday = 30", "month = 2\nday = 29"), @"pricing.toml: annual_report: “02-29” is not right; expected: a month and day that every year has");
    insta::assert_snapshot!(linted("[\"taxes\", \"income_tax\"]", "[\"operating_cost\"]"), @"pricing.toml: counted[operating_cost]: “operating_cost” is there twice; expected: an id of its own");
    insta::assert_snapshot!(linted("standard = \"cas\"\n", ""), @"pricing.toml: counted[deferred_income]: “deferred_income” is there twice; expected: an id of its own");
    insta::assert_snapshot!(linted("\"other_income\"", "\"other_incom\""), @"pricing.toml:64: is not written right (unknown variant `other_incom`, expected one of `main_revenue`, `other_revenue`, `operating_cost`, `taxes`, `selling`, `administrative`, `research`, `financial`, `other_income`, `investment_income`, `fair_value`, `credit_impairment`, `asset_impairment`, `asset_disposal`, `non_operating_income`, `non_operating_expense`, `income_tax`, `profit_of_year`, `deferred_income`, `money`, `data_resource`); expected: the shape of the built-in file of that name, each number with its source");
    insta::assert_snapshot!(linted("standard = \"cas\"\ncomponent = \"subsidy\"\nroles = [\"other_income\"]", "standard = \"small\"\ncomponent = \"subsidy\"\nroles = [\"other_income\"]"), @"pricing.toml: counted[other_income]: there is no “other_income”; expected: one of administrative, data_resource, deferred_income, financial, income_tax, investment_income, main_revenue, money, non_operating_expense, non_operating_income, operating_cost, other_revenue, profit_of_year, selling, taxes");
    assert_eq!(linted("rate_ppm = 60_000", "rate_ppm = 1_000_000"), "");
    insta::assert_snapshot!(linted("rate_ppm = 60_000", "rate_ppm = 1_000_001"), @"pricing.toml: vat_rate[1000001]: “1000001” is not right; expected: a whole number from 0 to 1000000");
    insta::assert_snapshot!(linted("rate_ppm = 60_000", "rate_ppm = -1"), @"pricing.toml: vat_rate[-1]: “-1” is not right; expected: a whole number from 0 to 1000000");
    insta::assert_snapshot!(linted("2027-12-31", "2022-12-31"), @"pricing.toml: vat_rate[10000]: is out of order: 2023-01-01 … 2022-12-31; expected: a first day that is not after the last");
    insta::assert_snapshot!(linted("\"CN-VAT\"", "\"CN-WAT\""), @"pricing.toml: vat_rate[130000].source: there is no “CN-WAT”; expected: CN-VAT");
}

/// A figure that law has changed: its row until the end of June, and the next one from then on.
#[test]
fn rows_of_a_figure_follow_one_another() {
    let row = "[[trial]]\nmonths = 12\n";
    let source = "source = { instrument = \"default\", confidence = \"default\" }\n";
    let linted = |to: &str, from: &str, end: &str| {
        let rows = format!("{row}{to}{source}[[trial]]\nmonths = 6\n{from}{end}");
        linted("pricing.toml", row, &rows)
    };
    let (to, from) = ("effective_to = \"2026-06-30\"\n", "effective_from = \"2026-07-01\"\n");
    assert_eq!(linted(to, from, ""), "");
    insta::assert_snapshot!(linted("", from, ""), @"pricing.toml: trial[2026-07-01]: is out of order: 2026-07-01 … —; expected: rows that follow one another: the first without a first day, the last without a last day");
    insta::assert_snapshot!(linted(to, "", ""), @"pricing.toml: trial: is out of order: — … —; expected: rows that follow one another: the first without a first day, the last without a last day");
    insta::assert_snapshot!(linted(to, &from.replace("07-01", "07-02"), ""), @"pricing.toml: trial[2026-07-02]: is out of order: 2026-07-02 … —; expected: rows that follow one another: the first without a first day, the last without a last day");
    insta::assert_snapshot!(linted(to, &from.replace("07-01", "06-30"), ""), @"pricing.toml: trial[2026-06-30]: is out of order: 2026-06-30 … —; expected: rows that follow one another: the first without a first day, the last without a last day");
    insta::assert_snapshot!(linted(to, from, "effective_to = \"2026-12-31\"\n"), @"pricing.toml: trial[2026-07-01]: is out of order: 2026-07-01 … 2026-12-31; expected: rows that follow one another: the first without a first day, the last without a last day");
    insta::assert_snapshot!(linted(to, from, "efective_to = \"2026-12-31\"\n"), @"pricing.toml:28: is not written right (unknown field `efective_to`); expected: the shape of the built-in file of that name, each number with its source");
}

/// What counts for the permitted revenue may be another role from a day on, but not two at once.
#[test]
fn a_role_counts_once_on_each_day() {
    let linted = |until: &str| {
        let row = "[[counted]]\ncomponent = \"taxes\"\n";
        let later = "[[counted]]\ncomponent = \"cost\"\nroles = [\"income_tax\"]\nside = \"debit\"\n\
                     effective_from = \"2026-07-01\"\n\
                     source = { instrument = \"default\", confidence = \"default\" }\n";
        linted("pricing.toml", row, &format!("{later}{row}effective_to = \"{until}\"\n"))
    };
    assert_eq!(linted("2026-06-30"), "");
    insta::assert_snapshot!(linted("2026-07-01"), @"pricing.toml: counted[income_tax]: “income_tax” is there twice; expected: an id of its own");
}

#[test]
fn roles_of_accounts_are_in_their_place() {
    let accounts = |from, to| linted("accounts-cas.toml", from, to);
    let statements = |from, to| linted("statements.toml", from, to);
    insta::assert_snapshot!(accounts("role = \"taxes\"", "role = \"fair_value\""), @r"
    accounts-cas.toml: account[6403].role: “fair_value” is not right; expected: a role that grows on this side
    statements.toml: standard[cas].line[surcharges][taxes]: there is no “taxes”; expected: one of administrative, asset_disposal, asset_impairment, credit_impairment, data_resource, deferred_income, fair_value, financial, income_tax, investment_income, main_revenue, money, non_operating_expense, non_operating_income, operating_cost, other_income, other_revenue, profit_of_year, research, selling
    statements.toml: standard[cas].separate.taxes[taxes]: there is no “taxes”; expected: one of administrative, asset_disposal, asset_impairment, credit_impairment, data_resource, deferred_income, fair_value, financial, income_tax, investment_income, main_revenue, money, non_operating_expense, non_operating_income, operating_cost, other_income, other_revenue, profit_of_year, research, selling
    ");
    insta::assert_snapshot!(accounts(", role = \"research\"", ""), @r"
    statements.toml: standard[cas].line[research][research]: there is no “research”; expected: one of administrative, asset_disposal, asset_impairment, credit_impairment, data_resource, deferred_income, fair_value, financial, income_tax, investment_income, main_revenue, money, non_operating_expense, non_operating_income, operating_cost, other_income, other_revenue, profit_of_year, selling, taxes
    statements.toml: standard[cas].separate.expenses[research]: there is no “research”; expected: one of administrative, asset_disposal, asset_impairment, credit_impairment, data_resource, deferred_income, fair_value, financial, income_tax, investment_income, main_revenue, money, non_operating_expense, non_operating_income, operating_cost, other_income, other_revenue, profit_of_year, selling, taxes
    ");
    insta::assert_snapshot!(statements("roles = [\"selling\"]", "roles = [\"operating_cost\"]"), @r"
    statements.toml: standard[cas].line.roles[operating_cost]: “operating_cost” is there twice; expected: an id of its own
    statements.toml: standard[cas].line.roles[selling]: is missing; expected: a line for the role
    ");
    insta::assert_snapshot!(statements("roles = [\"selling\"]", "roles = [\"selling\", \"deferred_income\"]"), @"statements.toml: standard[cas].line[selling][deferred_income]: “deferred_income” is not right; expected: a role that grows on this side");
    insta::assert_snapshot!(statements("roles = [\"selling\"]", ""), @r"
    statements.toml: standard[cas].line[selling]: “selling” is not right; expected: roles, or a total
    statements.toml: standard[cas].line.roles[selling]: is missing; expected: a line for the role
    ");
    insta::assert_snapshot!(statements("fee = [\"main_revenue\"]", "fee = [\"other_revenue\"]"), @"statements.toml: standard[cas].separate[other_revenue]: “other_revenue” is there twice; expected: an id of its own");
    insta::assert_snapshot!(statements("fee = [\"main_revenue\"]", "fee = [\"taxes\"]"), @r"
    statements.toml: standard[cas].separate.fee[taxes]: “taxes” is not right; expected: a role that grows on this side
    statements.toml: standard[cas].separate[taxes]: “taxes” is there twice; expected: an id of its own
    ");
    insta::assert_snapshot!(statements("\"-cost\"", "\"-costs\""), @"statements.toml: standard[cas].line[operating_profit]: there is no “costs”; expected: cost");
}

#[test]
fn schemes_are_linted_against_their_pack() {
    assert_eq!(scheme("version = 7", "version = 8"), "");
    insta::assert_snapshot!(scheme("weight = 40", "weight = 41"), @"operator.toml: dimension: the weights sum to 101; expected: 100");
    insta::assert_snapshot!(scheme("weight = 20", "weight = 19"), @"operator.toml: dimension[O3].indicator: the weights sum to 99; expected: 100");
    insta::assert_snapshot!(scheme("from = 80", "from = 90"), @"operator.toml: band[good]: is out of order: 90; expected: bounds that descend");
    insta::assert_snapshot!(scheme("from = 0", "from = 1"), @"operator.toml: band: is out of order: 1; expected: a last band from 0");
    insta::assert_snapshot!(scheme("measure = \"two-people-rate\"", "measure = \"two-peple-rate\""), @"operator.toml: indicator[O3-6].measure: there is no “two-peple-rate”; expected: two-people-rate");
    insta::assert_snapshot!(scheme("at = 0.8", "at = 0"), @"operator.toml: indicator[O3-4].normalise: is out of order: 0 … 0 … 1; expected: values that rise");
    insta::assert_snapshot!(scheme("low = 0.9", "low = 1"), @"operator.toml: indicator[O3-2].normalise: is out of order: 1 … 1; expected: two posts that differ");
    insta::assert_snapshot!(scheme("id = \"O3-2\"", "id = \"O3-1\""), @"operator.toml: indicator[O3-1]: “O3-1” is there twice; expected: an id of its own");
    insta::assert_snapshot!(scheme("decimals = 2", "decimals = 10"), @"operator.toml: rounding.decimals: “10” is not right; expected: a whole number from 0 to 9");
}

#[test]
fn what_comes_after_the_mean_has_a_count_a_band_and_a_ground() {
    let law = "ground = { instrument = \"SH-AO\", article = \"26\", confidence = \"law\" }";
    let ground = "veto[raw-data].ground: is missing; expected: a provision with its article; a veto never \
                  rests on a default";
    for (from, to, said) in [
        (
            "\"incidents_general_or_above\"",
            "\"incidents_general_or_abov\"",
            "adjustments[incident].count: there is no “incidents_general_or_abov”; expected: \
             incidents_general_or_above",
        ),
        (
            "\"determination:raw-data\"",
            "\"determination:raw-date\"",
            "veto[raw-data].count: there is no “determination:raw-date”; expected: \
             determination:raw-data",
        ),
        ("\"determination:raw-data\"", "\"vouchers\"", ""),
        (
            "band = \"unqualified\"",
            "band = \"unqualifed\"",
            "veto[raw-data].band: there is no “unqualifed”; expected: unqualified",
        ),
        (law, "ground = { instrument = \"SH-AO\", confidence = \"law\" }", ground),
        (law, "ground = { instrument = \"default\", confidence = \"default\" }", ground),
        (
            law,
            "ground = { instrument = \"SH-OA\", article = \"26\", confidence = \"law\" }",
            "veto[raw-data].ground.source: there is no “SH-OA”; expected: SH-AO",
        ),
        (
            "id = \"beyond-scope\"",
            "id = \"raw-data\"",
            "veto[raw-data]: “raw-data” is there twice; expected: an id of its own",
        ),
        ("samples = 1_000", "samples = 2", ""),
        (
            "samples = 1_000",
            "samples = 1",
            "uncertainty.draw.samples: “1” is not right; expected: a whole number from 2 to 100000",
        ),
        (
            "draw = { samples = 1_000, seed = 1 }\n",
            "",
            "uncertainty.draw: is missing; expected: how often is drawn, and the seed",
        ),
    ] {
        let found = scheme(from, to);
        let expected =
            if said.is_empty() { String::new() } else { format!("operator.toml: {said}") };
        assert!(found.starts_with(&expected) && found.is_empty() == said.is_empty(), "{found}");
    }
}

/// What is said, in English, of a published scheme with one text replaced.
fn table_scheme(from: &str, to: &str) -> String {
    let text = include_str!("../../../schemes/examples/hdi.toml");
    assert!(text.contains(from), "{from}");
    let changed = text.replacen(from, to, 1);
    linted_scheme("hdi.toml", &changed)
}

#[test]
fn schemes_for_tables_are_linted_by_themselves() {
    for (from, to, said) in [
        ("version = 1", "version = 2", ""),
        ("weight = 1", "weight = 300", ""),
        (
            "id = \"income\"",
            "id = \"income\"\nwithin = \"helth\"",
            "hdi.toml: dimension[income].within: there is no “helth”; expected: health",
        ),
        (
            "id = \"income\"",
            "id = \"income\"\nwithin = \"income\"",
            "hdi.toml: dimension[income].within: “income” is not right; expected: a dimension that leads \
             up to the whole",
        ),
        (
            "method = \"geometric\"",
            "method = \"generalised\", power = 0",
            "hdi.toml: aggregate.power: “0” is not right; expected: a power other than 0; for 0 the \
             method is geometric",
        ),
        (
            "low = 100",
            "low = 0",
            "hdi.toml: indicator[gni_per_capita_2017ppp].normalise.low: “0” is not right; expected: a \
             number above 0",
        ),
        (
            "low = 20, high = 85",
            "low = 20, high = 20",
            "hdi.toml: indicator[life_expectancy].normalise: is out of order: 20 … 20; expected: two \
             posts that differ",
        ),
        (
            "at_least_ppm = 1_000_000",
            "at_least_ppm = 1_000_001",
            "hdi.toml: threshold.at_least_ppm: “1000001” is not right; expected: a whole number from 0 \
             to 1000000",
        ),
        (
            "id = \"life_expectancy\"\nweight = 1",
            "id = \"life_expectancy\"\nweight = 0",
            "hdi.toml: dimension[health].indicator: the weights sum to 0 (health); expected: a weight \
             above 0",
        ),
        (
            "id = \"life_expectancy\"",
            "id = \"hdi\"",
            "hdi.toml: indicator[hdi]: “hdi” is there twice; expected: an id of its own",
        ),
    ] {
        assert_eq!(table_scheme(from, to), said, "{to}");
    }
}

#[test]
fn schemes_for_subjects_have_names_grades_and_scores_to_a_hundred() {
    insta::assert_snapshot!(scheme("name = { zh = \"数据安全\", en = \"Data security\" }\n", ""), @"operator.toml: dimension[O2].name: is missing; expected: a name in Chinese and in English");
    insta::assert_snapshot!(scheme("measure = \"incident-report-timeliness\"", "measure = \"incident-report-timeliness\"\ndenominator = \"x\""), @"operator.toml: indicator[O2-1].denominator: “x” is not right; expected: nothing here where subjects are evaluated; it is for tables");
    insta::assert_snapshot!(scheme("low = 0.9, high = 1 }", "low = 0.9, high = 1, scale = 101 }"), @"operator.toml: indicator[O3-2].normalise: “normalise” is not right; expected: a scale whose scores lie between 0 and 100");
    insta::assert_snapshot!(scheme("missing = \"redistribute\"", "missing = \"redistribute\"\nimpute = { method = \"group-mean\", group = \"g\" }"), @"operator.toml: impute: “impute” is not right; expected: nothing here where subjects are evaluated; it is for tables");
}

#[test]
fn panels_and_determinations_mean_something() {
    for (old, new, is_right) in [
        ("at_least_ppm = 667_000", "at_least_ppm = 1_000_000", true),
        ("at_least_ppm = 667_000", "at_least_ppm = 1_000_001", false),
        ("at_least_ppm = 667_000", "at_least_ppm = -1", false),
        ("raters_min = 5", "raters_min = 1", true),
        ("raters_min = 5", "raters_min = 0", false),
        ("from = 5", "from = 3", true),
        ("from = 5", "from = 2", false),
        ("kind = \"developers\"", "kind = \"users\"", false),
        ("id = \"O8-3\"", "id = \"O8-2\"", false),
        ("id = \"raw-data\"", "id = \"beyond-scope\"", false),
        ("bodies = [\"market_regulator\", \"court\"]", "bodies = [\"court\"]", true),
        ("bodies = [\"market_regulator\", \"court\"]", "bodies = []", false),
    ] {
        assert_eq!(linted("opinion.toml", old, new).is_empty(), is_right, "{new}");
    }
}

#[test]
fn windows_have_a_length_and_a_source() {
    let week = "feedback = { value = 5, unit = \"working_days\", source = { instrument = \"default\", confidence = \"default\" } }";
    let with = |line: &str| linted("procedure.toml", week, line);
    let bare = "feedback = { value = 5, unit = \"working_days\" }";
    insta::assert_snapshot!(with(bare), @"procedure.toml:27: is not written right (missing field `source`); expected: the shape of the built-in file of that name, each number with its source");
    insta::assert_snapshot!(with(&week.replace('5', "0")), @"procedure.toml: procedure.operator.feedback.value: “0” is not right; expected: a whole number from 1 to 366");
    insta::assert_snapshot!(with(&week.replace("working_days", "weeks")), @"procedure.toml:27: is not written right (unknown variant `weeks`, expected one of `working_days`, `days`, `months`); expected: the shape of the built-in file of that name, each number with its source");
    insta::assert_snapshot!(linted("procedure.toml", "kind = \"implementing_body\"", "kind = \"operator\""), @"procedure.toml: procedure.operator.body.kind: “operator” is not right; expected: one of data_authority, implementing_body");
    insta::assert_snapshot!(linted("procedure.toml", "instrument = \"SH-AO\"", "instrument = \"SH-OA\""), @"procedure.toml: procedure.operator.body.source: there is no “SH-OA”; expected: SH-AO");
    insta::assert_snapshot!(linted("procedure.toml", "ground = { instrument = \"SH-AO\"", "ground = { instrument = \"SH-OA\""), @"procedure.toml: procedure.operator.ladder.ground.source: there is no “SH-OA”; expected: SH-AO");
    insta::assert_snapshot!(linted("procedure.toml", "failed = [\"unqualified\"]", "failed = [\"qualified\"]"), @"procedure.toml: procedure.operator.ladder.bands[qualified]: “qualified” is there twice; expected: an id of its own");
    insta::assert_snapshot!(linted("procedure.toml", "on = \"failed_again\"", "on = \"failed_first\""), @"procedure.toml: procedure.operator.ladder.rung[failed_first]: “failed_first” is there twice; expected: an id of its own");
}
