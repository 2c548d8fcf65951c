//! Evaluation schemes as documents: read from TOML, known by the hash of their bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use metrics::evaluation::scheme::Scheme;

use crate::fault::{Expected, FileFault, Wrong};
use crate::hash::sha256_hex;
use crate::policy::{self, Policy};

/// The schemes that this release comes with, by id.
const BUILTIN: [(&str, &str); 3] = [
    ("effectiveness", include_str!("../schemes/effectiveness.toml")),
    ("operator", include_str!("../schemes/operator.toml")),
    ("supply", include_str!("../schemes/supply.toml")),
];

/// A scheme with the bytes that it was read from, which the database keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeDocument {
    /// The scheme.
    pub scheme: Scheme,
    /// Its bytes.
    pub document: Vec<u8>,
    /// SHA-256 of the bytes, in lowercase hexadecimal.
    pub sha256: String,
    /// The file that it was read from, as faults name it.
    pub file: String,
    /// Whether this release comes with it.
    pub is_builtin: bool,
}

impl SchemeDocument {
    /// Reads a scheme and lints it against the pack that it is to be used with.
    ///
    /// # Errors
    ///
    /// Every fault of the scheme, at once; `file` names it in them, and each says its line.
    pub fn read(file: &str, document: &[u8], policy: &Policy) -> Result<Self, Vec<FileFault>> {
        let text = std::str::from_utf8(document).map_err(|error| {
            let expected = Expected::word("expected-toml");
            vec![unreadable(file.to_owned(), error.to_string(), expected)]
        })?;
        let scheme = policy::parse(file, text).map_err(|fault| {
            vec![FileFault { expected: Expected::word("expected-scheme"), ..fault }]
        })?;
        let faults = policy::lint_scheme(file, &scheme, policy);
        if !faults.is_empty() {
            return Err(faults.into_iter().map(|it| it.on_its_line(text)).collect());
        }
        let (document, sha256) = (document.to_vec(), sha256_hex(document));
        Ok(Self { scheme, document, sha256, file: file.to_owned(), is_builtin: false })
    }

    /// The ids and texts of the schemes that this release comes with, to start one's own from.
    #[must_use]
    pub const fn builtin() -> [(&'static str, &'static str); 3] {
        BUILTIN
    }

    /// The schemes of an installation, by id: those of a folder, as
    /// [`crate::settings::Settings::schemes_folder`] names one, and the built-in ones whose place none of
    /// them takes.
    ///
    /// # Errors
    ///
    /// Every fault of every file, at once: a built-in scheme, too, may lack its measures in another pack.
    pub fn open(folder: Option<&Path>, policy: &Policy) -> Result<Vec<Self>, Vec<FileFault>> {
        let mut faults = Vec::new();
        let files = folder.map_or_else(|| Ok(Vec::new()), files).unwrap_or_else(|fault| {
            faults.push(fault);
            Vec::new()
        });
        let mut schemes: BTreeMap<String, Self> = BTreeMap::new();
        for (path, bytes) in files {
            let own = Self::read(&path, &bytes, policy).and_then(|it| it.of_subjects(&schemes));
            keep(own, &mut schemes, &mut faults);
        }
        let is_missing = |(id, _): &&(&str, &str)| !schemes.contains_key(*id);
        for (id, text) in BUILTIN.iter().filter(is_missing).collect::<Vec<_>>() {
            let read = Self::read(&format!("{id}.toml"), text.as_bytes(), policy);
            let builtin = read.map(|it| Self { is_builtin: true, ..it });
            keep(builtin, &mut schemes, &mut faults);
        }
        if faults.is_empty() { Ok(schemes.into_values().collect()) } else { Err(faults) }
    }

    /// What is put in force evaluates subjects, and no other file of the folder has its id.
    fn of_subjects(self, others: &BTreeMap<String, Self>) -> Result<Self, Vec<FileFault>> {
        let id = &self.scheme.id;
        let (key, wrong, expected) = if self.scheme.subjects.is_empty() {
            ("subjects", Wrong::Missing, "expected-subjects")
        } else if others.contains_key(id) {
            ("id", Wrong::Duplicate, "expected-unique")
        } else {
            return Ok(self);
        };
        Err(vec![self.fault(key, (wrong, id), Expected::word(expected))])
    }

    /// A fault at a key of the file that it was read from.
    #[must_use]
    pub fn fault(
        &self,
        key: &str,
        (wrong, actual): (Wrong, &str),
        expected: Expected,
    ) -> FileFault {
        let (file, key, actual) = (self.file.clone(), key.to_owned(), actual.to_owned());
        let fault = FileFault { file, key, wrong, actual, expected };
        fault.on_its_line(&String::from_utf8_lossy(&self.document))
    }
}

fn keep(
    read: Result<SchemeDocument, Vec<FileFault>>,
    schemes: &mut BTreeMap<String, SchemeDocument>,
    faults: &mut Vec<FileFault>,
) {
    match read {
        Ok(it) => {
            schemes.insert(it.scheme.id.clone(), it);
        }
        Err(mut found) => faults.append(&mut found),
    }
}

/// The `.toml` files of a folder, in the order of their names, with their bytes.
fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, FileFault> {
    let unreadable = |path: &Path, error: io::Error| {
        let expected = Expected::word("expected-schemes-folder");
        unreadable(path.display().to_string(), error.to_string(), expected)
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
            files.push((path.display().to_string(), bytes));
        }
    }
    files.sort();
    Ok(files)
}

fn unreadable(file: String, actual: String, expected: Expected) -> FileFault {
    FileFault { file, key: String::new(), wrong: Wrong::Unreadable, actual, expected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, Words};

    /// The built-in scheme of operators with one text replaced.
    fn operator(from: &str, to: &str) -> String {
        let (_, text) = BUILTIN[1];
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    }

    /// The schemes of a folder of files: which are its own, or what is said.
    fn opened(files: &[(&str, &str)]) -> Result<Vec<(String, bool)>, String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let words = Words::new(Language::En);
        let said = |faults: Vec<FileFault>| {
            let sentences: Vec<String> = faults.iter().map(|it| it.sentence(&words)).collect();
            sentences.join("\n").replace(&format!("{}/", folder.path().display()), "")
        };
        let schemes = SchemeDocument::open(Some(folder.path()), &Policy::builtin());
        let named = |it: SchemeDocument| (it.scheme.id, !it.is_builtin);
        schemes.map(|it| it.into_iter().map(named).collect()).map_err(said)
    }

    #[test]
    fn a_scheme_of_the_folder_takes_the_place_of_one_or_stands_beside_all() {
        let own = |owned: &[&str], ids: &[&str]| {
            let named = |id: &&str| ((*id).to_owned(), owned.contains(id));
            Ok(ids.iter().map(named).collect::<Vec<_>>())
        };
        let builtin = ["effectiveness", "operator", "supply"];
        let changed = operator("name = { zh", "name = { zh ");
        let other = operator("id = \"operator\"", "id = \"pilot-2\"");
        assert_eq!(opened(&[("README.md", "x")]), own(&[], &builtin));
        assert_eq!(opened(&[("ours.toml", &changed)]), own(&["operator"], &builtin));
        let with_other = ["effectiveness", "operator", "pilot-2", "supply"];
        assert_eq!(opened(&[("other.toml", &other)]), own(&["pilot-2"], &with_other));
    }

    #[test]
    fn every_fault_of_a_folder_is_told_with_file_and_line() {
        let twice = operator("version = 7", "version = 9");
        let faulty = operator("decimals = 2", "decimals = 10");
        let hostile = operator("id = \"operator\"", "id = \"../operator\"");
        let table = include_str!("../schemes/examples/hdi.toml");
        let files: [(&str, &str); 7] = [
            ("a.toml", &operator("version = 7", "version = 8")),
            ("b.toml", &twice),
            ("c.toml", &faulty),
            ("d.toml", "id = "),
            ("e.toml", &hostile),
            ("f.toml", table),
            ("g.toml", "id = \"x\"\n"),
        ];
        insta::assert_snapshot!(opened(&files).unwrap_err(), @r#"
        b.toml:5: id: “operator” is there twice; expected: an id of its own
        c.toml:11: rounding.decimals: “10” is not right; expected: a whole number from 0 to 9
        d.toml:1: is not written right (string values must be quoted, expected literal string); expected: the shape of a scheme, each number with its source; mingjingd policy export operator writes one out
        e.toml:5: id: “../operator” is not right; expected: 1 to 64 letters, digits, - or _
        f.toml: subjects: is missing; expected: the kind of party that it evaluates, such as subjects = "operator"; a scheme for tables is for mingjingd score
        g.toml:1: is not written right (missing field `version`); expected: the shape of a scheme, each number with its source; mingjingd policy export operator writes one out
        "#);
        let none = SchemeDocument::open(Some(Path::new("/nowhere")), &Policy::builtin());
        insta::assert_snapshot!(none.unwrap_err()[0], @"/nowhere: cannot be read (No such file or directory (os error 2)); expected: a readable folder of schemes, as schemes.folder names it");
    }
}
