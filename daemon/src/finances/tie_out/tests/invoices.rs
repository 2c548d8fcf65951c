//! F-6-invoice finds the same in whatever order files come, and in however many.

use std::path::Path;

use metrics::kind::Kind;

use super::{ONE, REGISTRY, findings, hand_in};
use crate::clock::Clock;
use crate::duties;
use crate::installation::Installation;
use crate::post;
use crate::testing::{self, Paper};

const RULES: [&str; 2] = ["F-6-invoice", "F-6-invoice-alone"];

const HEADER: &str = "voucher_no,date,account,debit,credit,product,invoice\n";

/// An installation in a folder, at an instant: in March nothing of February or later is due.
fn installation(folder: &Path, at: &str) -> Installation {
    let clock = Clock::Fixed(at.parse().unwrap());
    Installation { clock, ..super::installation(folder) }
}

const IN_MARCH: &str = "2026-03-15T23:59:59+08:00";

/// A voucher of a month of so many yuan, whose invoice both of its lines name.
fn voucher(month: &str, number: u32, invoice: &str, yuan: &str) -> String {
    format!(
        "{number},{month}-20,1122,{yuan},,,{invoice}\n{number},{month}-20,6001,,{yuan},P-1,{invoice}\n"
    )
}

/// Records of a month, each with its invoice, at a yuan a call.
fn usage(month: &str, records: &[(&str, &str)]) -> String {
    let rows = records.iter().zip(1..).map(|((invoice, yuan), number)| {
        format!("{number},{month}-20,P-1,industry,丁,次,{yuan},1,{yuan},{invoice}\n")
    });
    let header = "number,date,product,use,buyer,unit,units,price,amount,invoice\n";
    header.to_owned() + &rows.collect::<String>()
}

/// Files of February to April, the first months in which invoices are named: F1 is a yuan short in the ledger,
/// A1 a fen, A2 is booked a month after its service, A3 and A4 are named by one side, and of L1 in April what
/// comes after is not known yet.
fn files() -> Vec<(Kind, &'static str, String)> {
    let ledger = |month, vouchers: &[(u32, &str, &str)]| {
        let vouchers =
            vouchers.iter().map(|(number, invoice, yuan)| voucher(month, *number, invoice, yuan));
        (Kind::Ledger, month, HEADER.to_owned() + &vouchers.collect::<String>())
    };
    vec![
        ledger("2026-02", &[(1, "F1", "10.00")]),
        (Kind::Usage, "2026-02", usage("2026-02", &[("F1", "11.00")])),
        ledger("2026-03", &[(1, "A1", "39.99"), (2, "A1", "20.00"), (3, "A4", "5.00")]),
        (
            Kind::Usage,
            "2026-03",
            usage("2026-03", &[("A1", "60.00"), ("A2", "40.00"), ("A3", "1.00")]),
        ),
        ledger("2026-04", &[(1, "A2", "40.00"), (2, "L1", "7.00")]),
        (Kind::Usage, "2026-04", usage("2026-04", &[("L1", "8.00")])),
    ]
}

/// Hands files in, one after the other, with a look after each; what was found, whether or not it stayed.
async fn lived(files: &[(Kind, &str, String)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path(), IN_MARCH);
    hand_in((&installation, folder.path()), (Kind::Registry, ONE), REGISTRY, None).await;
    for file in files {
        post_one((&installation, folder.path()), file, None).await;
    }
    findings(&installation, &RULES).await
}

async fn post_one(
    (installation, folder): (&Installation, &Path),
    (kind, month, body): &(Kind, &str, String),
    supersedes: Option<&str>,
) -> String {
    let paper = Paper { kind: *kind, party: ONE, period: Some(month), body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    let writer = installation.writer().await.unwrap();
    post::post_waiting(installation, &writer).await.unwrap();
    duties::watch(installation, &writer).await.unwrap();
    receipt
}

/// Nothing is opened and cured on the way.
const FOUND: [&str; 4] = [
    "F-6-invoice 91310000MADEM0011A A1 P-1 open",
    "F-6-invoice 91310000MADEM0011A F1 P-1 open",
    "F-6-invoice-alone 91310000MADEM0011A A3 P-1 open",
    "F-6-invoice-alone 91310000MADEM0011A A4 P-1 open",
];

#[tokio::test]
async fn the_order_of_files_and_their_number_do_not_matter() {
    let files = files();
    assert_eq!(lived(&files).await, FOUND);
    let reversed: Vec<_> = files.iter().rev().cloned().collect();
    assert_eq!(lived(&reversed).await, FOUND);
    let by_kind = [0, 2, 4, 5, 1, 3].map(|it| files[it].clone());
    assert_eq!(lived(&by_kind).await, FOUND);
    // March's ledger in two files, one of them last.
    let (_, month, march) = &files[2];
    let at = march.match_indices("2,2026-03-20").next().unwrap().0;
    let parts = [march[..at].to_owned(), HEADER.to_owned() + &march[at..]];
    let [first, rest] = parts.map(|it| (Kind::Ledger, *month, it));
    let mut split = vec![rest];
    split.extend(files.iter().enumerate().filter(|it| it.0 != 2).map(|it| it.1.clone()));
    split.push(first);
    assert_eq!(lived(&split).await, FOUND);
}

#[tokio::test]
async fn an_invoice_agrees_once_it_is_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path(), IN_MARCH);
    let at = (&installation, folder.path());
    hand_in(at, (Kind::Registry, ONE), REGISTRY, None).await;
    let (files, mut march) = (files(), String::new());
    for (index, file) in files.iter().enumerate() {
        let receipt = post_one(at, file, None).await;
        if index == 2 {
            march = receipt;
        }
    }
    let (kind, month, body) = &files[2];
    let whole =
        (*kind, *month, body.replace("39.99", "40.00").replace("A4", "A3").replace("5.00", "1.00"));
    post_one(at, &whole, Some(&march)).await;
    let of_march = |it: &str| it.contains(" A");
    let left =
        FOUND.map(|it| if of_march(it) { it.replace("open", "closed") } else { it.to_owned() });
    assert_eq!(findings(&installation, &RULES).await, left);
}

/// Who names invoices in a single month, and hands nothing in after it, waits until the next month is due.
#[tokio::test]
async fn nobody_waits_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let april = &files()[4..];
    for (at, expected) in [
        ("2026-06-15T23:59:59+08:00", &[][..]),
        (
            "2026-06-16T00:00:00+08:00",
            &[
                "F-6-invoice 91310000MADEM0011A L1 P-1 open",
                "F-6-invoice-alone 91310000MADEM0011A A2 P-1 open",
            ],
        ),
    ] {
        let installation = installation(folder.path(), at);
        if expected.is_empty() {
            hand_in((&installation, folder.path()), (Kind::Registry, ONE), REGISTRY, None).await;
            for file in april {
                post_one((&installation, folder.path()), file, None).await;
            }
        }
        duties::watch(&installation, &installation.writer().await.unwrap()).await.unwrap();
        assert_eq!(findings(&installation, &RULES).await, expected, "{at}");
    }
}
