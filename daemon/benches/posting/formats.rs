//! Peak memory of posting the same ledger in each format, of some lines and of ten times as many. Of a line
//! nothing is kept, of a voucher its slot, and what is at hand of the database is bounded, but fills. So
//! memory may grow by half of what the lines take as CSV, and holding them in any shape takes more. This is
//! a check, and fails where it does.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};

use daemon::generate::{self, PARTY};
use daemon::mapping_file::MappingDocument;
use metrics::kind::Kind;

use crate::layout::Layout;
use crate::measure::{Done, run};
use crate::world::{Handed, Size, World, hand_in};

/// How many times the lines the larger file has.
const TIMES: u64 = 10;
/// Peak memory grows by at most so many percent of the bytes that the lines take as CSV.
const GROWTH_PERCENT_MAX: u64 = 50;
/// Peak memory is at most so much, whatever the lines.
const PEAK_MIB_MAX: u64 = 200;

/// Says the peaks of each layout, and whether all are within bounds.
pub(crate) fn compare(size: Size) -> Done<bool> {
    let size = Size { parties: 1, months: 1, files: 1, ..size };
    let (few, few_bytes) = peaks(size)?;
    let (many, many_bytes) = peaks(Size { lines: TIMES * size.lines, ..size })?;
    let bytes = many_bytes - few_bytes;
    println!("peak at {} lines and at {TIMES} times as many", size.lines);
    let mut is_bounded = true;
    for ((layout, few), many) in Layout::ALL.into_iter().zip(few).zip(many) {
        let growth_percent = 100 * (many.saturating_sub(few) << 20) / bytes;
        println!("{:<14} {few:>4} MiB {many:>4} MiB   {growth_percent:>3} %", layout.name());
        is_bounded &= growth_percent <= GROWTH_PERCENT_MAX && many <= PEAK_MIB_MAX;
    }
    let verdict = if is_bounded { "lines are not kept" } else { "LINES ARE KEPT" };
    println!(
        "{verdict} (at most {GROWTH_PERCENT_MAX} % of their bytes as CSV, and {PEAK_MIB_MAX} MiB)"
    );
    Ok(is_bounded)
}

/// Peak memory of each layout in MiB, and the bytes of the CSV; files are there no longer than their process.
fn peaks(size: Size) -> Done<(Vec<u64>, u64)> {
    let folder = tempfile::tempdir()?;
    let world = World { size, folder: folder.path() };
    let ledger = world.generate()?.ledgers.swap_remove(0);
    let bytes = fs::metadata(Layout::Csv.path(&ledger))?.len();
    let mut peaks = Vec::new();
    for layout in Layout::ALL {
        if layout != Layout::Csv {
            let mut file = BufWriter::new(File::create(layout.path(&ledger))?);
            layout.write(&ledger, &mut file)?;
            file.flush()?;
        }
        if let Some(mapping) = layout.mapping() {
            fs::write(Layout::mapping_path(&ledger), mapping)?;
        }
        let cost = run(&mut world.child(layout.name(), &world.sqlite())?, "")?;
        println!("{}: cpu {} ms, peak {} MiB", layout.name(), cost.cpu_ms, cost.peak_mib);
        peaks.push(cost.peak_mib);
        world.remove_databases()?;
    }
    Ok((peaks, bytes))
}

/// Posts the ledger as one layout has it.
#[tokio::main]
pub(crate) async fn post(world: World<'_>, layout: Layout, database: &str) -> Done {
    let mut generated = generate::plan(&world.request())?;
    let ledger = generated.ledgers.swap_remove(0);
    let mapping = match layout.mapping() {
        Some(_) => Some(MappingDocument::open(&Layout::mapping_path(&ledger))?),
        None => None,
    };
    let registry = Handed::table(Kind::Registry, generated.registry, PARTY.parse()?, None);
    let path = layout.path(&ledger);
    let ledger = Handed::table(Kind::Ledger, path, ledger.party, Some(ledger.period));
    let ledger = Handed { format: Some(layout.format()), mapping, ..ledger };
    hand_in(database, &[registry, ledger]).await
}
