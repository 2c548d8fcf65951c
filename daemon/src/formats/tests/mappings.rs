//! Mappings, right and wrong, and the Japanese ledger of the corpus.

use super::*;
use crate::formats::mapping::MappingError;

fn no_lookup(name: &str) -> io::Result<Vec<u8>> {
    match name {
        "accounts.csv" => Ok(b"code,standard,side\n11,1001,A\n40,4001,L\n".to_vec()),
        "twice.csv" => Ok(b"code,standard\n11,1001\n11,1002\n".to_vec()),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

/// Maps a table; each row as `column=cell`s, `!` before what could not be mapped, then faults.
fn mapped(mapping: &str, table: &str) -> String {
    let mapping = Mapping::parse(mapping, &no_lookup).unwrap();
    let mut written = Written::default();
    let reading = Reading { kind: mapping.kind(), format: Format::Csv, mapping: Some(&mapping) };
    let faults = read(&mut table.as_bytes(), reading, &mut written).unwrap();
    let mut text = String::new();
    for (mark, rows) in [("", &written.rows), ("!", &written.unreadable)] {
        for (origin, cells) in rows {
            let cells =
                columns(Kind::Ledger).iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
            let cells: Vec<String> =
                cells.map(|(it, cell)| format!("{}={cell}", it.name)).collect();
            let _ = writeln!(text, "{mark}{}: {}", origin.row, cells.join(" "));
        }
    }
    for fault in faults.kept() {
        let _ = writeln!(
            text,
            "{} {:?} {:?} {} {}",
            fault.rule, fault.place.row, fault.place.column, fault.expected, fault.actual
        );
    }
    text
}

#[test]
fn one_row_gives_its_postings() {
    let mapping = r#"
        kind = "ledger"
        currency = "JPY"
        period = { column = "month", format = "%Y%m" }
        thousands = ","
        [constants]
        use = "industry"
        [voucher]
        number = "no"
        date = { column = "day", format = "%d/%m/%Y" }
        [[posting]]
        when = "dr"
        account = { column = "dr", lookup = { file = "accounts.csv", key = "code", value = "standard" } }
        debit = "dr_amount"
        [[posting]]
        when = "cr"
        account = "cr"
        credit = "cr_amount"
    "#;
    let table = "no,month,day,dr,dr_amount,cr,cr_amount\n1,202604,01/04/2026,11,\"1,000\",40,1000\n2,202604,02/04/2026,,,40,5\n3,202604,2026-04-03,11,1,,\n4,202604,04/04/2026,12,1,,\n5,2026,04/04/2026,,,,\n";
    insta::assert_snapshot!(mapped(mapping, table), @r#"
    2: period=2026-04 voucher_no=1 date=2026-04-01 account=1001 debit=1000 currency=JPY use=industry
    2: period=2026-04 voucher_no=1 date=2026-04-01 account=40 credit=1000 currency=JPY use=industry
    3: period=2026-04 voucher_no=2 date=2026-04-02 account=40 credit=5 currency=JPY use=industry
    !4: period=2026-04 voucher_no=3 account=1001 debit=1 currency=JPY use=industry
    !5: period=2026-04 voucher_no=4 date=2026-04-04 debit=1 currency=JPY use=industry
    R-6 Some(4) Some("day") %d/%m/%Y 2026-04-03
    R-6 Some(5) Some("dr") a key of the lookup 12
    R-4 Some(6) None  
    "#);
    insta::assert_snapshot!(mapped(mapping, "no,month\n"), @r#"
    R-2 None Some("day") day 
    R-2 None Some("dr") dr 
    R-2 None Some("dr_amount") dr_amount 
    R-2 None Some("cr") cr 
    R-2 None Some("cr_amount") cr_amount 
    "#);
}

#[test]
fn signed_amounts_find_their_side() {
    let by_sign = "kind = \"ledger\"\n[[posting]]\naccount = \"a\"\namount = \"m\"";
    insta::assert_snapshot!(mapped(by_sign, "a,m\n1,5\n1,-5\n"), @r"
    2: account=1 debit=5
    3: account=1 credit=5
    ");
    let by_account = r#"
        kind = "ledger"
        record = "opening"
        [values.side]
        A = "debit"
        L = "credit"
        [[posting]]
        account = "a"
        amount = "m"
        side = { column = "a", lookup = { file = "accounts.csv", key = "code", value = "side" }, values = "side" }
    "#;
    insta::assert_snapshot!(mapped(by_account, "a,m\n11,5\n40,5\n40,-1\n"), @r"
    2: record=opening account=11 debit=5
    3: record=opening account=40 credit=5
    4: record=opening account=40 credit=-1
    ");
}

#[test]
fn every_mistake_is_named_with_what_would_be_right() {
    let wrong = r#"
        kind = "ledgers"
        currency = "yen"
        record = "close"
        thousands = "1"
        colour = 1
        period = { column = "month", format = "month" }
        fields = 3
        [voucher]
        numbre = "no"
        date = { column = "day", constant = "x" }
        [constants]
        product = 1
        shade = "x"
        [[posting]]
        when = 1
        acount = "a"
        debit = { column = "b", values = "none" }
        amount = "c"
        account = { column = "a", lookup = { file = "twice.csv", key = "code", value = "standard" } }
        [[posting]]
        side = "x"
        account = { column = "a", lookup = { file = "absent.csv", key = "code", value = "standard" } }
        [[posting]]
        account = { column = "a", lookup = { file = "accounts.csv", key = "code", value = "colour" } }
        summary = { column = "a[].b" }
        line = { column = "a", prefix = 1 }
        debit = { column = "a", prefix = "x" }
        credit = { colunm = "a" }
    "#;
    let Err(MappingError::Mistakes(mistakes)) = Mapping::parse(wrong, &no_lookup) else { panic!() };
    let keys: Vec<String> = mistakes
        .iter()
        .map(|it| format!("{}: {}", it.key, it.expected.split(" (").next().unwrap()))
        .collect();
    insta::assert_snapshot!(keys.join("\n"), @r#"
    kind: registry, ledger, pricing, usage, supply, incident, disclosure
    colour: one of kind, encoding, currency, record, period, thousands, voucher, fields, constants, values, posting
    currency: an ISO 4217 code such as "CNY"
    record: "line" or "opening"
    constants.product: a text
    constants.shade: a column of the ledger form
    period.format: a format such as "%Y-%m-%d"
    voucher.date: one of column = "…", path = "a.b", constant = "…"
    voucher.numbre: type, number, date, line, summary, counterparty, maker, reviewer, poster
    fields: a table
    posting[0].account.lookup.file: a file with one value for "11"
    posting[0].acount: a column of the ledger form
    posting[0].debit.values: the name of a table [values.NAME]
    posting[0].when: the name of a column
    posting[0].amount: either amount, or debit and credit
    posting[1].account.lookup.file: a file that can be read
    posting[1].side: an amount beside it
    posting[2].account.lookup.file: a file with a column "colour"
    posting[2].credit.colunm: one of column, path, constant, format, lookup, values, prefix
    posting[2].credit: one of column = "…", path = "a.b", constant = "…"
    posting[2].debit.prefix: a text, before a text
    posting[2].line.prefix: a text, before a text
    posting[2].summary: one of column = "…", path = "a.b", constant = "…"
    thousands: one character such as ","
    "#);
    let syntax = Mapping::parse("kind = ", &no_lookup).unwrap_err();
    assert!(matches!(syntax, MappingError::Syntax(_)), "{syntax}");
}

mod japan {
    //! The ledger of a Japanese firm against its publisher's trial balances.

    use std::collections::BTreeMap;
    use std::fs;

    use metrics::ledger::{EntryKind, LedgerContext, LedgerIntake, Sums, roll_forward};
    use metrics::money::Currency;
    use metrics::period::Period;

    use super::super::corpus::corpus;
    use super::*;

    /// Hands rows to the rules, as the check does.
    struct Checked(LedgerIntake);

    impl RowSink for Checked {
        fn row(&mut self, row: &Row<'_>) {
            self.0.row(row);
        }

        fn unreadable(&mut self, row: &Row<'_>) {
            self.0.unreadable(row);
        }

        fn record(&mut self, _: Origin, _: &str) {}
    }

    fn load(name: &str) -> io::Result<Vec<u8>> {
        fs::read(corpus("ledgers/japan_gl").join(name))
    }

    /// Sums per account of a file, and its faults beside F-2 and F-13: numbers go on from month to
    /// month there, and nobody is named.
    fn sums(mapping: &str, file: &str, period: Period) -> BTreeMap<String, Sums> {
        let text = fs::read_to_string(format!("../config/mappings/{mapping}")).unwrap();
        let mapping = Mapping::parse(&text, &load).unwrap();
        let jpy = Currency::parse("JPY").unwrap();
        let mut checked = Checked(LedgerIntake::new(LedgerContext {
            party: "name:LedgerExplorer".parse().unwrap(),
            period,
            minor_digits: BTreeMap::from([(jpy, 0)]),
            separate_accounts: std::collections::BTreeSet::new(),
            mandatory_dimensions: Vec::new(),
            closings_before: None,
            closed: false,
        }));
        let reading = Reading { kind: Kind::Ledger, format: Format::Csv, mapping: Some(&mapping) };
        let bytes = load(file).unwrap();
        let faults = read(&mut &*bytes, reading, &mut checked).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        let checked = checked.0.finish().unwrap();
        assert_eq!(checked.rows, checked.understood);
        let others = checked.faults.kept().iter().filter(|it| !["F-2", "F-13"].contains(&it.rule));
        assert_eq!(others.count(), 0);
        let is_opening = |it: EntryKind| it == EntryKind::Opening;
        assert!(
            checked.balances.iter().all(|it| is_opening(it.entry) == checked.vouchers.is_empty())
        );
        let code = |account: u32| checked.accounts[account as usize].code.clone();
        checked.balances.iter().map(|it| (code(it.account), it.sums)).collect()
    }

    /// Movements and closings of a month are the trial balance's, account by account; the closings
    /// are the next month's openings.
    fn check_month(openings: &mut BTreeMap<String, Sums>, period: Period) {
        let movements = sums("japan_gl.toml", &format!("journal_{period}.csv"), period);
        let expected = load(&format!("trial_balance_{period}.csv")).unwrap();
        let mut reader =
            ::csv::Reader::from_reader(expected.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&expected));
        let mut accounts = 0;
        for row in reader.deserialize::<BTreeMap<String, String>>() {
            let row = row.unwrap();
            let figure = |column: &str| row[column].parse::<i128>().unwrap_or(0);
            let account = &row["Ledger_Account_Number"];
            let movement = movements.get(account).copied().unwrap_or_default();
            let opening = openings.get(account).copied().unwrap_or_default();
            let found = (i128::from(movement.debit_minor), i128::from(movement.credit_minor));
            assert_eq!(found, (figure("Debit_Amount"), figure("Credit_Amount")), "{account}");
            // The publisher writes balances without a sign, on the natural side of the account.
            let jpy = (Currency::parse("JPY").unwrap(), 0);
            let rolled = roll_forward(account, "", jpy, opening, movement).unwrap();
            let opened = i128::from(rolled.opening_debit_minor - rolled.opening_credit_minor);
            let closed = i128::from(rolled.closing_debit_minor - rolled.closing_credit_minor);
            let natural = |side: i128| (side * opened, side * closed);
            let balance = (figure("Beginning_Balance"), figure("Ending_Balance"));
            assert!([natural(1), natural(-1)].contains(&balance), "{account} {balance:?}");
            accounts += 1;
        }
        assert_eq!(accounts, movements.len());
        for (account, movement) in movements {
            openings.entry(account).or_default().add(movement).unwrap();
        }
    }

    #[test]
    #[ignore = "needs the corpus"]
    fn months_equal_the_published_trial_balances() {
        let april = Period::new(2021, 4).unwrap();
        let mut balances = sums("japan_gl_opening.toml", "beginning_balance.csv", april);
        check_month(&mut balances, april);
        check_month(&mut balances, Period::new(2021, 5).unwrap());
    }
}

/// A catalogue as many publish it: a list of files within each record, an organisation by name.
#[test]
fn lists_within_a_record_are_counted_and_joined() {
    let mapping = r#"
        kind = "supply"
        [fields]
        party = { path = "organization", prefix = "name:" }
        code = "id"
        frequency = { path = "meta.how_often", values = "frequency" }
        resources = { path = "files[]" }
        formats = { path = "files[].format" }
        [values.frequency]
        "M" = "monthly"
    "#;
    let records = r#"
        {"id": 1, "organization": "Works", "meta": {"how_often": "M"}, "files": [{"format": "CSV"}, {"format": null}, {"x": 1}, {"format": "PDF"}]}
        {"id": 2, "organization": "", "files": null}
        {"id": 3, "organization": "Works", "files": []}
        {"id": 4, "organization": "Works", "files": {"format": "CSV"}}
        {"id": 5, "organization": "Works", "files": [{"format": ["CSV"]}]}
    "#;
    let mapping = Mapping::parse(mapping, &no_lookup).unwrap();
    let mut written = Written::default();
    let reading =
        Reading { kind: Kind::Supply, format: Format::JsonLines, mapping: Some(&mapping) };
    let faults = read(&mut records.as_bytes(), reading, &mut written).unwrap();
    let rows = written.rows.iter().map(|(_, cells)| {
        cells.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(" | ")
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        ["name:Works | 1 | monthly | 4 | CSV; PDF", "2 | 0", "name:Works | 3 | 0"]
    );
    assert_eq!(written.unreadable.len(), 2);
    let found: Vec<_> = (faults.kept().iter())
        .map(|it| (it.rule, it.place.column.as_deref().unwrap(), it.actual.as_str()))
        .collect();
    let whole = r#"{"format": "CSV"}"#;
    let expected = [
        ("R-6", "files[].format", whole),
        ("R-6", "files[]", whole),
        ("R-6", "files[].format", r#"["CSV"]"#),
    ];
    assert_eq!(found, expected);
}
