//! A balance report, against `ledger` and `hledger` on the same vouchers, two ways. From the database
//! it is what somebody who asks waits for, like `mingjingd show balances`: the vouchers were parsed,
//! checked and added up when they were posted, which both peers do anew at each report. From the file
//! ours parses too, and judges by all rules, which neither peer does.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;

use daemon::check::{self, Facts, Moment, Plan, Subject};
use daemon::formats::Format;
use daemon::generate::{self, Generated};
use metrics::kind::Kind;
use metrics::ledger::trial_balance;
use store::Reader;

use crate::measure::{Done, run, tell};
use crate::world::{Size, World, installation};

pub(crate) fn compare(size: Size, pairs: usize) -> Done {
    let folder = tempfile::tempdir()?;
    let world = World { size: Size { parties: 1, months: 1, ..size }, folder: folder.path() };
    let generated = world.generate()?;
    let journal = folder.path().join("lines.journal");
    write_journal(&generated, &journal)?;
    let database = world.sqlite();
    let posting = world.post(&database)?;
    println!(
        "posted once, before any report: cpu {} ms, peak {} MiB",
        posting.cpu_ms, posting.peak_mib
    );
    for (peer, times) in [("ledger", 10), ("hledger", 50)] {
        let (mut posted, mut read, mut peers) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..pairs {
            posted.push(run(&mut world.child("balances", &database)?, "")?);
            read.push(run(&mut world.child("report", "sqlite::memory:")?, "")?);
            let mut command = Command::new(peer);
            command.arg("-f").arg(&journal).args(["bal", "--flat"]);
            peers.push(run(&mut command, "")?);
        }
        let aim = format!("{times} times faster with a tenth of the memory is the aim");
        println!("\nours from the database, posted before");
        tell(peer, &posted, &peers, &aim);
        println!("\nours from the file, with all rules");
        tell(peer, &read, &peers, "more work than the peer's: no aim");
    }
    Ok(())
}

/// Prints the trial balance of the first ledger from the database, as `show balances` reads it.
#[tokio::main]
pub(crate) async fn balances(world: World<'_>, database: &str) -> Done {
    let installation = installation(database)?;
    let ledger = generate::plan(&world.request())?.ledgers.swap_remove(0);
    let reader = Reader::open(database).await?;
    let at = installation.clock.now();
    let facts = reader.balance_facts(&ledger.party, ledger.period, at).await?;
    let digits = installation.policy.minor_digits();
    let digits = |currency| digits.get(&currency).copied().unwrap_or_default();
    let balances = trial_balance(&facts, ledger.period, digits)?;
    if balances.is_empty() {
        return Err("nothing is posted".into());
    }
    for it in &balances {
        println!("{} {} {}", it.account, it.closing_debit_minor, it.closing_credit_minor);
    }
    Ok(())
}

/// Prints the balances of the first ledger from its file.
#[tokio::main]
pub(crate) async fn report(world: World<'_>, database: &str) -> Done {
    let installation = installation(database)?;
    let ledger = generate::plan(&world.request())?.ledgers.swap_remove(0);
    let at = installation.clock.now();
    let (party, period) = (ledger.party, ledger.period);
    let subject = Subject::Ledger { party, period };
    let moment = Moment { at, wrong: None, zone: &installation.settings.clock.zone };
    let known = check::known(None, subject, &installation.policy, moment).await?;
    let plan = Plan {
        kind: Kind::Ledger,
        format: Format::Csv,
        mapping: None,
        policy: &installation.policy,
        zone: &installation.settings.clock.zone,
        at,
    };
    let (checked, _) = check::check(&mut File::open(ledger.path)?, &plan, known)?;
    let Facts::Ledger(found) = checked.facts else { return Err("no ledger".into()) };
    for row in &found.balances {
        let account = &found.accounts[row.account as usize].code;
        println!("{account} {} {}", row.product, row.sums.net_minor());
    }
    Ok(())
}

/// The ledger's vouchers as both programs read them.
fn write_journal(generated: &Generated, path: &Path) -> Done {
    let mut journal = BufWriter::new(File::create(path)?);
    let mut latest = String::new();
    let mut rows = csv::Reader::from_path(&generated.ledgers[0].path)?;
    for row in rows.records() {
        let row = row?;
        if row[1] != latest {
            writeln!(journal, "\n{} ({}) {}", &row[2], &row[1], &row[3])?;
            row[1].clone_into(&mut latest);
        }
        let (amount, sign) = if row[5].is_empty() { (&row[6], "-") } else { (&row[5], "") };
        writeln!(journal, "    {}  {sign}{amount}", &row[4])?;
    }
    journal.flush()?;
    Ok(())
}
