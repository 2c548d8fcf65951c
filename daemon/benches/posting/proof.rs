//! Proving what is posted, against posting it: how the cost grows with the lines, and the memory it takes.

use daemon::proof::{Proof, prove};

use crate::measure::{Cost, Done, ratio, run};
use crate::world::{Size, World, installation};

pub(crate) fn compare(size: Size, pairs: usize) -> Done {
    println!("   lines pair  posting cpu    proof cpu     wall     peak   ratio");
    let (mut small, mut large) = (u64::MAX, u64::MAX);
    for lines in [size.lines / 10, size.lines] {
        let folder = tempfile::tempdir()?;
        let world = World { size: Size { lines, ..size }, folder: folder.path() };
        world.generate()?;
        let posting = world.post(&world.sqlite())?;
        large = u64::MAX;
        for pair in 1..=pairs {
            let proof: Cost = run(&mut world.child("prove", &world.sqlite())?, "")?;
            large = large.min(proof.cpu_ms);
            println!(
                "{lines:>8} {pair:>4} {:>9} ms {:>9} ms {:>5} ms {:>4} MiB    {}",
                posting.cpu_ms,
                proof.cpu_ms,
                proof.wall_ms,
                proof.peak_mib,
                ratio(proof.cpu_ms, posting.cpu_ms),
            );
        }
        small = small.min(large);
    }
    println!("ten times the lines take {} times the proof (at most 12)", ratio(large, small));
    Ok(())
}

/// Proves all that is posted, as `audit verify` does.
#[tokio::main]
pub(crate) async fn all(database: &str) -> Done {
    let installation = installation(database)?;
    let reader = installation.reader_of_all().await?;
    match prove(&installation, &reader).await? {
        Proof::Whole { .. } => Ok(()),
        proof => Err(format!("{proof:?}").into()),
    }
}
