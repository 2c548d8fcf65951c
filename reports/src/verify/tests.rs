//! Packages that were made, changed and forged.

use std::io::Write;
use std::process::{Command, Stdio};

use config::locale::{Language, Words};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::container;
use crate::json::canonical;
use crate::manifest::Superseded;
use crate::package::{self, PackageInput, README, REPORT};
use crate::sample;
use crate::signature::{Signer, generate};
use crate::xlsx::Report;

const IDENTITY: &str = "report@example.cn";

fn signer(seed: u8) -> Signer {
    let (private, _) = generate(&[seed; 32], "").unwrap();
    Signer::from_openssh(&private, IDENTITY).unwrap()
}

fn allowed_signers() -> String {
    signer(7).allowed_signers_line().unwrap()
}

fn with_input<T>(evaluation: &Evaluation, render: impl FnOnce(&PackageInput<'_>) -> T) -> T {
    let words = Words::new(Language::Zh);
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    render(&PackageInput {
        report: Report {
            evaluation,
            issuer: "示范市数据主管部门",
            audit_head: "1f2e",
            by_one_hand: false,
            zone: &zone,
            words: &words,
        },
        supersedes: &[],
    })
}

/// A whole package.
fn package() -> Vec<u8> {
    with_input(&sample::evaluation(), |input| package::package(input, &signer(7)).unwrap())
}

/// A package whose tables are one word: signed all the same, and short.
fn short_package() -> Vec<u8> {
    let evaluation = sample::empty_evaluation();
    with_input(&evaluation, |input| package::seal(input, b"tables".to_vec(), &signer(7)).unwrap())
}

/// The entries of a package after a change, packed as we pack.
fn changed(change: impl FnOnce(&mut Vec<Entry>)) -> Vec<u8> {
    let mut entries = unpack(&package()).unwrap();
    change(&mut entries);
    container::write(&entries).unwrap()
}

fn bytes_mut<'a>(entries: &'a mut [Entry], name: &str) -> &'a mut Vec<u8> {
    &mut entries.iter_mut().find(|it| it.name == name).unwrap().bytes
}

/// Whoever has a key of their own can list and sign what they like.
fn forged(seed: u8, change: impl FnOnce(&mut Manifest)) -> Vec<u8> {
    changed(|entries| {
        let mut manifest: Manifest = read_canonical(bytes_of(entries, MANIFEST)).unwrap();
        change(&mut manifest);
        let manifest = canonical(&manifest).unwrap();
        *bytes_mut(entries, SIGNATURE) = signer(seed).sign(&manifest).unwrap().into_bytes();
        *bytes_mut(entries, MANIFEST) = manifest;
    })
}

fn faults(package: &[u8]) -> Vec<VerifyFault> {
    verify(package, &allowed_signers()).unwrap_err()
}

#[test]
fn a_package_is_the_same_each_time_and_verifies() {
    let package = package();
    assert_eq!(package, self::package());
    let verified = verify(&package, &allowed_signers()).unwrap();
    assert_eq!(verified.evaluation, sample::evaluation());
    assert_eq!(verified.fingerprint, signer(7).fingerprint());
    assert_eq!(verified.manifest.evaluation.rows.indicators, 9);
}

/// An excerpt verifies on its own, names what it was taken from, and holds nobody else.
#[test]
fn an_excerpt_is_a_package_of_some_subjects() {
    let whole = sample::evaluation();
    let sha256 = sha256_hex(&canonical(&whole).unwrap());
    let subject = &whole.scorecards[2].subject;
    let excerpt = whole.excerpt(("operator-2026-H1-5f1c2a90", &sha256), &[subject]);
    let bytes = with_input(&excerpt, |input| package::package(input, &signer(7)).unwrap());
    let verified = verify(&bytes, &allowed_signers()).unwrap();
    assert_eq!(verified.evaluation, excerpt);
    let head = verified.manifest.evaluation;
    assert_eq!((head.subjects, head.rows.scorecards), (vec![subject.clone()], 1));
    let taken_from = head.excerpt.unwrap();
    assert_eq!(taken_from.evaluation, "operator-2026-H1-5f1c2a90");
    assert_eq!(taken_from.sha256, sha256);
    assert_eq!((taken_from.subjects, taken_from.ranks), (3, vec![Some(1)]));
    let entries = unpack(&bytes).unwrap();
    for name in [MANIFEST, DATA] {
        let text = String::from_utf8_lossy(bytes_of(&entries, name));
        assert!(!text.contains("name:乙"), "{name}");
    }

    // Another source than the signed one is no excerpt of it.
    let mut entries = unpack(&bytes).unwrap();
    *bytes_mut(&mut entries, DATA) =
        canonical(&whole.excerpt(("other", &sha256), &[subject])).unwrap();
    let found = faults(&container::write(&entries).unwrap());
    assert!(found.contains(&VerifyFault::Extract), "{found:?}");
}

/// A signed file tells whose place it took, and that one account played both people.
#[test]
fn a_package_says_what_it_supersedes_and_that_one_hand_approved_it() {
    let plain = verify(&package(), &allowed_signers()).unwrap().manifest;
    assert_eq!((plain.supersedes, plain.by_one_hand), (None, false));
    let replaced = Superseded {
        evaluation: "operator-1".to_owned(),
        package_sha256: Some("0".repeat(64)),
        reason: "申诉成立".to_owned(),
    };
    let bytes = with_input(&sample::evaluation(), |input| {
        let report = Report { by_one_hand: true, ..input.report };
        let supersedes = std::slice::from_ref(&replaced);
        package::package(&PackageInput { report, supersedes }, &signer(7)).unwrap()
    });
    let manifest = verify(&bytes, &allowed_signers()).unwrap().manifest;
    assert_eq!((manifest.supersedes, manifest.by_one_hand), (Some(vec![replaced]), true));
    let text = |package: &[u8]| {
        let mut entries = unpack(package).unwrap();
        String::from_utf8(bytes_mut(&mut entries, MANIFEST).clone()).unwrap()
    };
    assert!(text(&bytes).contains(r#""by_one_hand":true"#));
    assert!(!text(&package()).contains("by_one_hand"), "files of two people are as they were");
}

#[test]
fn every_byte_of_a_package_counts() {
    let package = short_package();
    verify(&package, &allowed_signers()).unwrap();
    let allowed = allowed_signers();
    for index in 0..package.len() {
        let mut changed = package.clone();
        changed[index] ^= 1 << (index % 8);
        assert!(verify(&changed, &allowed).is_err(), "byte {index}");
    }
}

#[test]
fn a_package_cut_short_or_with_more_at_its_ends_fails() {
    let package = short_package();
    for length in (0..package.len()).step_by(97) {
        assert!(verify(&package[..length], &allowed_signers()).is_err(), "{length} bytes");
    }
    assert!(verify(&[&package[..], b"\0"].concat(), &allowed_signers()).is_err());
    assert!(verify(&[b"\0", &package[..]].concat(), &allowed_signers()).is_err());
}

/// The workbook that lies in a package is a ZIP of its own, and is not taken for the package.
#[test]
fn a_package_that_lacks_its_end_is_damaged_and_nothing_else() {
    let package = package();
    for missing in [1, 22, 100, 400, package.len() / 2, package.len() - 1] {
        let cut = &package[..package.len() - missing];
        assert_eq!(faults(cut), [VerifyFault::NotZip], "{missing} bytes");
    }
    assert_eq!(faults(&[b"\0", &package[..]].concat()), [VerifyFault::NotZip]);
}

#[test]
fn every_fault_is_named() {
    let name = |name: &str| name.to_owned();
    let missing = changed(|entries| entries.retain(|it| it.name != README));
    let readme_size = unpack(&package()).unwrap()[3].bytes.len();
    assert_eq!(
        faults(&missing),
        [
            VerifyFault::Missing { name: name(README) },
            VerifyFault::Size { name: name(README), listed: readme_size, found: 0 },
            VerifyFault::Sha256 { name: name(README) },
            VerifyFault::Sm3 { name: name(README) },
        ]
    );
    let extra = changed(|it| it.push(Entry { name: name("../x"), bytes: Vec::new() }));
    assert_eq!(faults(&extra), [VerifyFault::Extra { name: name("../x") }]);
    let twice = changed(|it| it.push(Entry { name: name(DATA), bytes: Vec::new() }));
    assert_eq!(faults(&twice), [VerifyFault::Duplicate]);
    let table = changed(|it| bytes_mut(it, REPORT)[100] ^= 1);
    assert_eq!(
        faults(&table),
        [VerifyFault::Sha256 { name: name(REPORT) }, VerifyFault::Sm3 { name: name(REPORT) }]
    );
    let spaced = changed(|it| bytes_mut(it, MANIFEST).push(b' '));
    assert_eq!(faults(&spaced), [VerifyFault::NotCanonical { name: name(MANIFEST) }]);
    let swapped = changed(|it| it.swap(3, 4));
    assert_eq!(faults(&swapped), [VerifyFault::Container]);
}

#[test]
fn what_a_known_signer_signed_must_still_agree() {
    assert_eq!(
        faults(&forged(7, |it| it.evaluation.rows.indicators = 8)),
        [VerifyFault::RowCounts]
    );
    assert_eq!(
        faults(&forged(7, |it| it.evaluation.rounding.decimals = 1)),
        [VerifyFault::Extract]
    );
    assert_eq!(faults(&forged(7, |it| it.files.swap(0, 1))), [VerifyFault::Listing]);
    assert_eq!(faults(&forged(7, |it| it.schema = 2)), [VerifyFault::Schema { found: 2 }]);
    let sm3 = forged(7, |it| it.files[2].sm3 = "0".repeat(64));
    assert_eq!(faults(&sm3), [VerifyFault::Sm3 { name: DATA.to_owned() }]);
}

#[test]
fn a_stranger_is_a_stranger() {
    let unknown = |identity: &str, seed| {
        let fingerprint = signer(seed).fingerprint();
        let identity = identity.to_owned();
        [VerifyFault::Signature(SignatureFault::UnknownSigner { identity, fingerprint })]
    };
    assert_eq!(faults(&forged(8, |_| ())), unknown(IDENTITY, 8));
    let other = forged(7, |it| it.signer = "other@example.cn".to_owned());
    assert_eq!(faults(&other), unknown("other@example.cn", 7));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in [MANIFEST, DATA] {
        zip.start_file(name, options).unwrap();
        let zeros = vec![0; 1 << 20];
        (0..=PACKAGE_BYTES_MAX / zeros.len() / 2).for_each(|_| zip.write_all(&zeros).unwrap());
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert_eq!(faults(&bomb), [VerifyFault::TooLarge]);
}

#[test]
fn too_many_entries_are_not_looked_at() {
    let entry = |index: usize| Entry { name: index.to_string(), bytes: Vec::new() };
    let entries: Vec<Entry> = (0..=ENTRIES_MAX).map(entry).collect();
    assert_eq!(faults(&container::write(&entries).unwrap()), [VerifyFault::TooManyEntries]);
}

#[test]
fn every_fault_has_its_words() {
    for language in Language::ALL {
        let words = Words::new(language);
        let name = || "x".to_owned();
        let faults = [
            VerifyFault::TooLarge,
            VerifyFault::TooManyEntries,
            VerifyFault::NotZip,
            VerifyFault::EntryUnreadable { name: name() },
            VerifyFault::Duplicate,
            VerifyFault::Missing { name: name() },
            VerifyFault::Extra { name: name() },
            VerifyFault::ManifestUnreadable { reason: name() },
            VerifyFault::Schema { found: 2 },
            VerifyFault::DataUnreadable { reason: name() },
            VerifyFault::NotCanonical { name: name() },
            VerifyFault::Signature(SignatureFault::Unreadable),
            VerifyFault::Signature(SignatureFault::Wrong),
            VerifyFault::Signature(SignatureFault::UnknownSigner {
                identity: name(),
                fingerprint: name(),
            }),
            VerifyFault::Listing,
            VerifyFault::Size { name: name(), listed: 1, found: 2 },
            VerifyFault::Sha256 { name: name() },
            VerifyFault::Sm3 { name: name() },
            VerifyFault::RowCounts,
            VerifyFault::Extract,
            VerifyFault::SignerKey,
            VerifyFault::Container,
        ];
        for fault in faults {
            let sentence = fault.sentence(&words);
            assert!(!sentence.contains(['[', '{']), "{sentence}");
        }
    }
}

#[test]
#[ignore = "needs ssh-keygen"]
fn the_receivers_own_tool_says_good() {
    let folder = tempfile::tempdir().unwrap();
    let entries = unpack(&package()).unwrap();
    for entry in &entries {
        std::fs::write(folder.path().join(&entry.name), &entry.bytes).unwrap();
    }
    std::fs::write(folder.path().join("allowed_signers"), allowed_signers()).unwrap();
    let mut tool = Command::new("ssh-keygen")
        .current_dir(folder.path())
        .args(["-Y", "verify", "-f", "allowed_signers", "-I", IDENTITY])
        .args(["-n", "mingjing-evaluation", "-s", SIGNATURE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    tool.stdin.take().unwrap().write_all(bytes_of(&entries, MANIFEST)).unwrap();
    let output = tool.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    let expected =
        format!("Good \"mingjing-evaluation\" signature for {IDENTITY} with ED25519 key");
    assert!(said.starts_with(&expected), "{said}");
}

proptest! {
    /// Whatever bytes come, the answer is faults, never a panic.
    #[test]
    fn noise_is_no_package(noise in any::<Vec<u8>>()) {
        prop_assert!(verify(&noise, "").is_err());
    }
}
