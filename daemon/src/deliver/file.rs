//! Files: what goes into a folder stands there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use config::reason;
use store::deliveries::DeliveryState;
use store::{StoreError, fail};

use super::Outcome;

/// Puts bytes into a folder. Doing it again puts the same bytes into the same place: a full disk or a
/// folder that is not there is tried again.
pub(super) fn write((folder, name): (&Path, &str), bytes: &[u8]) -> Result<Outcome, StoreError> {
    fail::point("deliver.before-write")?;
    let written = write_whole(folder, name, bytes);
    fail::point("deliver.after-write")?;
    Ok(match written {
        Ok(path) => Outcome::Ended(DeliveryState::Written, path.display().to_string()),
        Err(error) => {
            let said = format!("{}: {error}", folder.display());
            Outcome::Vain(reason::text("unwritable", &said))
        }
    })
}

/// Writes a file so that nobody ever sees half of it, and so that it outlives a power cut.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let place = folder.join(name);
    let beside = folder.join(format!(".{name}.part"));
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, &place)?;
    File::open(folder)?.sync_all()?;
    Ok(place)
}
