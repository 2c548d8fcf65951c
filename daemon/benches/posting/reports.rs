//! A balance report from a file, against `ledger` and `hledger` on the same vouchers. Ours checks
//! every rule on the way.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;

use daemon::check::{self, Facts, Plan, Subject};
use daemon::formats::Format;
use daemon::generate::{self, Generated};
use metrics::kind::Kind;

use crate::measure::{Done, run, tell};
use crate::world::{Size, World, installation};

pub(crate) fn compare(size: Size, pairs: usize) -> Done {
    let folder = tempfile::tempdir()?;
    let world = World { size: Size { parties: 1, months: 1, ..size }, folder: folder.path() };
    let generated = world.generate()?;
    let journal = folder.path().join("lines.journal");
    write_journal(&generated, &journal)?;
    for (peer, arguments, aim) in [
        ("ledger", ["bal", "--flat"], "10 times faster with a tenth of the memory is the aim"),
        ("hledger", ["bal", "--flat"], "50 times faster with a tenth of the memory is the aim"),
    ] {
        let (mut ours, mut peers) = (Vec::new(), Vec::new());
        for _ in 0..pairs {
            ours.push(run(&mut world.child("report", "sqlite::memory:")?, "")?);
            peers.push(run(Command::new(peer).arg("-f").arg(&journal).args(arguments), "")?);
        }
        tell(peer, &ours, &peers, aim);
    }
    Ok(())
}

/// Prints the balances of the first ledger.
#[tokio::main]
pub(crate) async fn report(world: World<'_>, database: &str) -> Done {
    let installation = installation(database)?;
    let ledger = generate::plan(&world.request())?.ledgers.swap_remove(0);
    let at = installation.clock.now();
    let (party, period) = (ledger.party, ledger.period);
    let subject = Subject::Ledger { party, period };
    let known = check::known(None, subject, &installation.policy, at).await?;
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
