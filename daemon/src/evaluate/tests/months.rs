//! Months: reconciled and within ceilings only by what is there and can be read.

use super::*;

const BODY: &str = "name:局";
const REGISTRY: (Kind, &str) = (
    Kind::Registry,
    "record,party,code,name,kind,separate_ledger\n\
     party,91310000MADEM0011A,,甲,operator,\n\
     party,name:局,,局,data_authority,\n\
     account,91310000MADEM0011A,6001,主营业务收入,,yes\n",
);
const CEILING: (Kind, &str) = (
    Kind::Pricing,
    "record,party,product,unit,from,price,vat_included,document,reported_on\n\
     ceiling,91310000MADEM0011A,P-1,次,2026-01-01,12.00,no,文1,2026-01-01\n",
);
const SALE: &str = "\
record,voucher_no,date,account,debit,credit,product,use,maker,reviewer
line,1,2026-04-10,1002,120.00,,,,陈,周
line,1,2026-04-10,6001,,120.00,P-1,industry,陈,周
general,,,6001,0,120.00,,,,
";
const USAGE: &str = "\
number,date,product,use,buyer,unit,units,price,amount
1,2026-04-10,P-1,industry,丁,次,10,12.00,120.00
";
/// The day after the last for the ledger of April, and one before it.
const DUE: &str = "2026-05-16";
const NOT_DUE: &str = "2026-05-04";
const NAMES: [&str; 4] = [
    "ledger_months_due",
    "ledger_months_reconciled",
    "usage_months_due",
    "usage_months_within_ceilings",
];

/// What is counted of April on a day, when these papers were handed in besides register and ceiling:
/// ledgers due and reconciled, usage due and within ceilings. A ledger supersedes the one before it.
async fn found(day: &str, papers: &[(Kind, &str)]) -> [u64; 4] {
    let counted = counted_of(day, papers).await;
    NAMES.map(|it| counted[it])
}

/// Everything counted of April.
async fn counted_of(day: &str, papers: &[(Kind, &str)]) -> BTreeMap<String, u64> {
    let folder = tempfile::tempdir().unwrap();
    let installation = at(folder.path(), day);
    let mut ledger: Option<String> = None;
    for (kind, body) in [REGISTRY, CEILING].into_iter().chain(papers.iter().copied()) {
        let party = if kind == Kind::Pricing { BODY } else { OPERATOR };
        let period = matches!(kind, Kind::Ledger | Kind::Usage).then_some("2026-04");
        let supersedes = ledger.as_deref().filter(|_| kind == Kind::Ledger);
        let paper = Paper { kind, party, period, body, supersedes };
        let receipt = testing::hand_in(&installation, folder.path(), &paper).await;
        if kind == Kind::Ledger {
            ledger = Some(receipt);
        }
        let writer = installation.writer().await.unwrap();
        let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
        pipeline::run(&installation, &writer, scope).await.unwrap();
    }
    counted_in(&installation, "2026-04").await
}

#[tokio::test]
async fn a_month_counts_when_all_of_it_is_there_and_agrees() {
    let (ledger, usage) = ((Kind::Ledger, SALE), (Kind::Usage, USAGE));
    assert_eq!(found(DUE, &[ledger, usage]).await, [1, 1, 1, 1]);
    assert_eq!(found(DUE, &[usage, ledger]).await, [1, 1, 1, 1], "whichever comes first");
    for (papers, expected) in
        [(&[][..], [1, 0, 1, 0]), (&[ledger][..], [1, 1, 1, 0]), (&[usage][..], [1, 0, 1, 0])]
    {
        assert_eq!(found(DUE, papers).await, expected, "{papers:?}");
    }
    // Before that day, a month counts once both of what is held against each other are there.
    assert_eq!(found(NOT_DUE, &[]).await, [0, 0, 0, 0]);
    assert_eq!(found(NOT_DUE, &[ledger]).await, [1, 1, 0, 0]);
    assert_eq!(found(NOT_DUE, &[usage]).await, [0, 0, 0, 0]);
    assert_eq!(found(NOT_DUE, &[ledger, usage]).await, [1, 1, 1, 1]);
}

#[tokio::test]
async fn a_charge_above_its_ceiling_or_without_one_fails_its_month() {
    let at = async |price: &str, amount: &str, product: &str| {
        let usage =
            USAGE.replace("12.00,120.00", &format!("{price},{amount}")).replace("P-1", product);
        let ledger = SALE.replace("120.00", amount).replace("P-1", product);
        found(DUE, &[(Kind::Ledger, &ledger), (Kind::Usage, &usage)]).await
    };
    assert_eq!(at("12.00", "120.00", "P-1").await, [1, 1, 1, 1]);
    assert_eq!(at("12.01", "120.10", "P-1").await, [1, 1, 1, 0]);
    assert_eq!(at("0.01", "0.10", "P-2").await, [1, 1, 1, 0], "no ceiling is in force");
    let late = SALE.replace(",0,120.00", ",0,120.01");
    assert_eq!(found(DUE, &[(Kind::Ledger, &late), (Kind::Usage, USAGE)]).await, [1, 0, 1, 1]);
}

/// What is left out or cannot be read might be what breaks the rule.
#[tokio::test]
async fn what_is_missing_or_unreadable_counts_for_nobody() {
    let (ledger, usage) = ((Kind::Ledger, SALE), (Kind::Usage, USAGE));
    let broken = format!("{USAGE}2,2026-04-31,P-1,industry,丁,次,10,99.00,990.00\n");
    assert_eq!(found(DUE, &[ledger, (Kind::Usage, &broken)]).await, [1, 1, 1, 0]);
    let alone = broken.replace("1,2026-04-10,P-1,industry,丁,次,10,12.00,120.00\n", "");
    for papers in [[usage, (Kind::Usage, &*alone)], [(Kind::Usage, &*alone), usage]] {
        let papers = [&[ledger], &papers[..]].concat();
        assert_eq!(found(DUE, &papers).await, [1, 1, 1, 0], "a file of its own");
    }
    let unreadable = SALE.replace("general,,,6001,0,120.00", "general,,,6001,0,x");
    assert_eq!(found(DUE, &[(Kind::Ledger, &unreadable), usage]).await, [1, 0, 1, 0]);
    // The ledger has twice what usage has.
    let twice = SALE.replace("120.00", "240.00");
    assert_eq!(found(DUE, &[(Kind::Ledger, &twice), usage]).await, [1, 1, 1, 0]);
}

/// A price within its ceiling says nothing of who charges more than it comes to.
#[tokio::test]
async fn a_month_that_is_not_charged_as_priced_is_not_within() {
    let ledger = (Kind::Ledger, SALE);
    assert_eq!(found(DUE, &[ledger, (Kind::Usage, USAGE)]).await, [1, 1, 1, 1]);
    let cheap = USAGE.replace("12.00,120.00", "0.01,120.00");
    assert_eq!(found(DUE, &[ledger, (Kind::Usage, &cheap)]).await, [1, 1, 1, 0]);
}

/// A voucher that failed and is left out of what takes its file's place stays counted as failed, through other
/// files, until one names it again; leaving a good one out counts it neither way (F-15).
#[tokio::test]
async fn what_failed_is_not_left_out_of_a_month() {
    let bad = |number: u8| {
        format!(
            "line,{number},2026-04-11,1002,5.00,,,,陈,周\nline,{number},2026-04-11,1122,,6.00,,,陈,周\n"
        )
    };
    let whole = format!("{SALE}{}{}", bad(2), bad(3));
    let one = format!("{SALE}{}", bad(2));
    let corrected = whole.replace("6.00", "5.00");
    let again = SALE.replace("周", "吴");
    for (ledgers, vouchers, found_of) in [
        (&[SALE][..], [1, 1], [1, 1, 1, 1]),
        (&[&whole], [3, 1], [1, 0, 1, 0]),
        (&[&whole, SALE], [3, 1], [1, 0, 1, 0]),
        (&[&whole, &one], [3, 1], [1, 0, 1, 0]),
        (&[&whole, SALE, &again], [3, 1], [1, 0, 1, 0]),
        (&[&whole, &one, SALE, &again], [3, 1], [1, 0, 1, 0]),
        (&[&whole, SALE, &corrected], [3, 3], [1, 1, 1, 1]),
        (&[&corrected, SALE], [1, 1], [1, 1, 1, 1]),
    ] {
        let papers: Vec<_> = ledgers.iter().map(|it| (Kind::Ledger, *it)).collect();
        let papers = [&papers[..], &[(Kind::Usage, USAGE)]].concat();
        let counted = counted_of(DUE, &papers).await;
        let found = ["vouchers", "vouchers_balanced"].map(|it| counted[it]);
        assert_eq!((found, NAMES.map(|it| counted[it])), (vouchers, found_of), "{ledgers:?}");
    }
}

/// Who served nobody says so with a file without rows; that is no way to leave out what the ledger sold.
#[tokio::test]
async fn a_month_without_charges_is_within_when_its_usage_says_so() {
    let nil = (Kind::Usage, USAGE.lines().next().unwrap());
    let idle = SALE.replace("6001,,120.00,P-1,industry", "2001,,120.00,,");
    let idle = idle.replace("general,,,6001,0,120.00", "general,,,1002,120.00,0");
    assert_eq!(found(DUE, &[(Kind::Ledger, &idle), nil]).await, [1, 1, 1, 1]);
    assert_eq!(found(DUE, &[(Kind::Ledger, &idle)]).await, [1, 1, 1, 0]);
    assert_eq!(found(DUE, &[(Kind::Ledger, SALE), nil]).await, [1, 1, 1, 0]);
    let header = (Kind::Ledger, SALE.lines().next().unwrap());
    assert_eq!(found(DUE, &[header, nil]).await, [1, 0, 1, 1], "nor had it any business");
}

/// Totals of nothing in the place of a ledger with vouchers are no ledger of the month: it is not handed in.
#[tokio::test]
async fn a_month_that_is_not_handed_in_counts_in_neither() {
    let nothing = format!("{}\ngeneral,,,6001,0,0,,,,\n", SALE.lines().next().unwrap());
    let free = USAGE.replace("12.00,120.00", "0.00,0.00");
    let papers = [(Kind::Ledger, SALE), (Kind::Ledger, &*nothing), (Kind::Usage, &*free)];
    assert_eq!(found(DUE, &papers).await, [1, 0, 1, 0]);
}

/// What is booked where it is held against no usage is no charge that anybody knows to be within its ceiling.
#[tokio::test]
async fn revenue_in_another_currency_or_off_the_separate_ledger_fails_its_month() {
    let free = USAGE.replace("12.00,120.00", "0.00,0.00");
    for (account, currency) in [("6001", "USD"), ("6051", "CNY"), ("6051", "USD")] {
        let ledger = SALE.replace("6001,,120.00", &format!("{account},,120.00"));
        let ledger = ledger.replace("general,,,6001,0,120.00", "general,,,6001,0,0");
        let with_currency = |(index, line): (usize, &str)| match (index, line) {
            (0, header) => format!("{header},currency\n"),
            (_, total) if total.starts_with("general") => format!("{total},CNY\n"),
            (_, line) => format!("{line},{currency}\n"),
        };
        let ledger: String = ledger.lines().enumerate().map(with_currency).collect();
        let found = found(DUE, &[(Kind::Ledger, &ledger), (Kind::Usage, &free)]).await;
        assert_eq!(found[2..], [1, 0], "{account} {currency}");
    }
    assert_eq!(found(DUE, &[(Kind::Ledger, SALE), (Kind::Usage, USAGE)]).await[2..], [1, 1]);
}
