//! A folder that files are dropped into. Files stay where they are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::look::{Delivery, Held, Volume};
use super::unreachable::{Cause, Unreachable};

/// What the folder holds now.
pub(super) fn look(folder: &Path) -> Result<Held, Unreachable> {
    let read = || {
        let files = files(folder)?;
        let sizes = files.iter().map(|path| Ok(fs::metadata(path)?.len()));
        let size_bytes = sizes.sum::<io::Result<u64>>()?;
        let volume = Volume { files: files.len() as u64, size_bytes };
        Ok(Held::Files(Delivery { files, volume, ..Delivery::default() }))
    };
    read().map_err(|error: io::Error| Unreachable::new(Cause::Folder, error.to_string()))
}

/// The files of a folder that are ready, by name. A link is not followed: it could name any file of
/// the house. What ends in `.part` or `.tmp`, or begins with a point, is still being written.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let unfinished = [".part", ".tmp"].iter().any(|ending| name.ends_with(ending));
        if entry.file_type()?.is_file() && !name.starts_with('.') && !unfinished {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_files_and_links_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv", "c.csv.part", ".hidden.csv"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link.csv")).unwrap();
        let names: Vec<_> = files(folder.path()).unwrap();
        assert_eq!(names, [folder.path().join("a.csv"), folder.path().join("b.csv")]);
        assert!(files(&folder.path().join("nowhere")).is_err());
    }
}
