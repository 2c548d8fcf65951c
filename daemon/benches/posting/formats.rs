//! Peak memory of posting the same ledger in each format, of some lines and of ten times as many: it may
//! not grow with the file. This is a check, and fails where it does.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};

use daemon::generate::{self, PARTY};
use daemon::mapping_file::MappingDocument;
use metrics::kind::Kind;

use crate::layout::Layout;
use crate::measure::{Done, ratio, run};
use crate::world::{Handed, Size, World, hand_in};

/// How many times the lines the larger file has.
const TIMES: u64 = 10;
/// Peak memory with the larger file is at most so many tenths of that with the smaller one.
const GROWTH_TENTHS_MAX: u64 = 13;
/// Peak memory is at most so much, whatever the lines.
const PEAK_MIB_MAX: u64 = 200;

/// Says the peaks of each layout, and whether all are within bounds.
pub(crate) fn compare(size: Size) -> Done<bool> {
    let size = Size { parties: 1, months: 1, files: 1, ..size };
    let few = peaks(size)?;
    let many = peaks(Size { lines: TIMES * size.lines, ..size })?;
    println!("peak at {} lines and at {TIMES} times as many", size.lines);
    let mut is_bounded = true;
    for ((layout, few), many) in Layout::ALL.into_iter().zip(few).zip(many) {
        println!("{:<14} {few:>4} MiB {many:>4} MiB   {}", layout.name(), ratio(many, few));
        is_bounded &= 10 * many <= GROWTH_TENTHS_MAX * few && many <= PEAK_MIB_MAX;
    }
    let verdict = if is_bounded { "memory does not grow with the file" } else { "MEMORY GROWS" };
    println!("{verdict} (ratio at most 1.30 and peak at most {PEAK_MIB_MAX} MiB)");
    Ok(is_bounded)
}

/// Peak memory of each layout in MiB; its files are there no longer than its process.
fn peaks(size: Size) -> Done<Vec<u64>> {
    let folder = tempfile::tempdir()?;
    let world = World { size, folder: folder.path() };
    let ledger = world.generate()?.ledgers.swap_remove(0);
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
    Ok(peaks)
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
