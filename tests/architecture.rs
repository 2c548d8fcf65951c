//! The shape of the workspace, so that it cannot drift from `docs/architecture.md`: who may use
//! whom, and what each crate must never do.

use std::process::Command;

use crate::tree::{self, can_fail, code, hold, words_in_code};

/// Who may use whom, by folder. Everything not listed here is forbidden.
const LAYERS: [(&str, &[&str]); 7] = [
    ("metrics", &[]),
    ("config", &["metrics"]),
    ("store", &["metrics"]),
    ("reports", &["metrics", "config"]),
    ("console", &["config", "metrics", "store"]),
    ("daemon", &["config", "console", "metrics", "reports", "store"]),
    ("tests", &["config", "console", "daemon", "metrics", "reports", "store"]),
];

/// Packages are named `mingjing-<folder>`: plain names of the folders are taken in the registry.
const PREFIX: &str = "mingjing-";

/// The scoring kernel, where floating point is fixed in order and in library.
const KERNEL: [&str; 13] = [
    "metrics/src/evaluation/aggregate",
    "metrics/src/evaluation/impute",
    "metrics/src/evaluation/kernel",
    "metrics/src/evaluation/normalise",
    "metrics/src/evaluation/sample",
    "metrics/src/evaluation/scheme/method",
    "metrics/src/evaluation/score.rs",
    "metrics/src/evaluation/score/",
    "metrics/src/evaluation/statistics",
    "metrics/src/evaluation/table",
    "metrics/src/evaluation/treat",
    "metrics/src/evaluation/tree",
    "metrics/src/evaluation/uncertainty",
];

/// Functions of the standard library whose bits differ from machine to machine. The square root is exact.
const UNSTEADY: [&str; 26] = [
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "cbrt",
    "hypot", "sin", "cos", "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh",
    "tanh", "asinh", "acosh", "atanh",
];

/// The one place that may lift `unsafe_code`.
const UNSAFE: &str = "store/src/bulk/sqlite.rs";

#[test]
fn crates_only_use_the_layers_below_them() {
    for (folder, allowed) in LAYERS {
        let tree = dependency_tree(folder);
        assert_eq!(forbidden(folder, allowed, &tree), [""; 0]);
    }
}

#[test]
fn a_forbidden_direction_is_seen() {
    let tree = "mingjing-store v0.1.0 (/x/store)\njiff v0.2.0\nmingjing-metrics v0.1.0 (/x/metrics)\n\
                mingjing-config v0.1.0 (/x/config)\n";
    assert_eq!(forbidden("store", &["metrics"], tree), ["store must not use config"]);
    assert_eq!(forbidden("reports", &["metrics", "config"], tree), [""; 0]);
}

/// What the manifest of a folder names, in any section, as `cargo tree` prints it.
fn dependency_tree(folder: &str) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", &format!("{PREFIX}{folder}")])
        .args(["--edges", "all", "--depth", "1", "--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn forbidden(folder: &str, allowed: &[&str], tree: &str) -> Vec<String> {
    let packages = tree.lines().skip(1).filter_map(|line| line.split(' ').next());
    let ours = packages.filter_map(|it| it.strip_prefix(PREFIX)).filter(|it| *it != folder);
    let forbidden = ours.filter(|it| !allowed.contains(it));
    forbidden.map(|it| format!("{folder} must not use {it}")).collect()
}

#[test]
fn metrics_is_pure() {
    hold(impure);
    can_fail(
        impure,
        &[
            ("metrics/src/a.rs", "/// Not with tokio.\nfn a(at: Timestamp) {}"),
            ("store/src/a.rs", "async fn a() {}"),
        ],
        &[
            ("metrics/src/a.rs", "use std::fs;"),
            ("metrics/src/a.rs", "let now = Timestamp::now();"),
            ("metrics/src/ledger/a.rs", "pub async fn a() {}"),
            ("metrics/Cargo.toml", "[dependencies]\ntokio.workspace = true"),
        ],
    );
}

/// `metrics`: no I/O, clock, randomness, async, SQL or logging.
fn impure(path: &str, text: &str) -> Vec<String> {
    if path == "metrics/Cargo.toml" {
        let dependencies = text.split("[dev-dependencies]").next().unwrap_or_default();
        let words = ["tokio", "sqlx", "tracing", "rand", "reqwest", "rusqlite"];
        let found = words.iter().filter(|word| dependencies.contains(**word));
        return found.map(|word| format!("depends on {word}")).collect();
    }
    if !path.starts_with("metrics/src/") {
        return Vec::new();
    }
    let words = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "tokio",
        "sqlx",
        "tracing",
        "println!",
        "print!(",
        "Timestamp::now",
        "Instant::now",
        "SystemTime",
        "async fn",
        ".await",
    ];
    words_in_code(path, text, &words)
}

#[test]
fn figures_are_the_same_on_every_machine() {
    hold(unsteady);
    can_fail(
        unsteady,
        &[
            ("metrics/src/evaluation/treat.rs", "libm::log(x) + libm::pow(x, 2.0) + x.sqrt()"),
            ("console/src/a.rs", "x.ln()"),
        ],
        &[
            ("metrics/src/evaluation/treat.rs", "let y = x.ln();"),
            ("metrics/src/evaluation/treat.rs", "values.map(f64::exp)"),
            ("metrics/src/evaluation/aggregate.rs", "product.powf(1.0 / weights)"),
            ("metrics/src/evaluation/a.rs", "x.mul_add(y, z)"),
        ],
    );
}

/// `metrics`: no function of the standard library that need not give the same bits everywhere; `libm` does.
fn unsteady(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("metrics/src/") {
        return Vec::new();
    }
    let of = |name: &str| [format!(".{name}("), format!("f64::{name})"), format!("f64::{name}(")];
    let words: Vec<String> = UNSTEADY.into_iter().chain(["mul_add"]).flat_map(of).collect();
    words_in_code(path, text, &words.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn only_the_scoring_kernel_uses_floating_point() {
    hold(floating);
    can_fail(
        floating,
        &[
            ("metrics/src/evaluation/treat.rs", "fn a(x: f64) {}"),
            ("metrics/src/a.rs", "fn visit_f64<E: de::Error>(self, yuan: f64) -> X {}"),
        ],
        &[
            ("metrics/src/money.rs", "fn a(x: f64) {}"),
            ("metrics/src/ratio.rs", "x as f32"),
            ("metrics/src/evaluation/scorecard.rs", "score: f64"),
        ],
    );
}

/// Money and ratios are integers: `f64` stands in the kernel alone. A JSON reader may be handed one.
fn floating(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("metrics/src/") || KERNEL.iter().any(|it| path.starts_with(it)) {
        return Vec::new();
    }
    let text = text.replace("fn visit_f64<E: de::Error>(self, yuan: f64)", "fn visit_number()");
    words_in_code(path, &text, &["f64", "f32"])
}

#[test]
fn sql_stands_in_the_store_alone() {
    hold(sql);
    can_fail(
        sql,
        &[
            ("store/src/a.rs", "const A: &str = \"SELECT id FROM parties\";"),
            ("daemon/src/a.rs", "// SELECT id FROM parties\nlet title = \"Select a file\";"),
        ],
        &[
            ("daemon/src/a.rs", "query(\"SELECT id FROM parties\")"),
            ("reports/src/a.rs", "const A: &str = \"\n    SELECT id\n    FROM parties\";"),
            ("config/src/a.rs", "\"INSERT INTO parties VALUES (1)\""),
            ("daemon/src/a.rs", "use sqlx::Row;"),
            ("daemon/Cargo.toml", "sqlx.workspace = true"),
        ],
    );
}

/// Statements, and the crates that run them, outside of `store`. The tests make databases with sqlx,
/// and the benchmarks speak to their peer.
fn sql(path: &str, text: &str) -> Vec<String> {
    let is_exempt = ["store/", "tests/", "daemon/benches/"].iter().any(|it| path.starts_with(it));
    if is_exempt {
        return Vec::new();
    }
    let is_manifest = path.ends_with("Cargo.toml") && path != "Cargo.toml";
    if is_manifest && (text.contains("sqlx") || text.contains("rusqlite")) {
        return vec!["names an SQL crate".to_owned()];
    }
    let statements =
        ["SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE", "sqlx::", "rusqlite"];
    words_in_code(path, text, &statements)
}

#[test]
fn the_console_writes_no_facts() {
    hold(console_writes);
    can_fail(
        console_writes,
        &[("console/src/a.rs", "KeyCode::Delete => {}"), ("store/src/a.rs", "use crate::Writer;")],
        &[
            ("console/src/a.rs", "\"DELETE\""),
            ("console/src/a.rs", "\"UPDATE jobs\""),
            ("console/src/a.rs", "use store::{Reader, Writer};"),
        ],
    );
}

/// `console`: neither statements that write nor the daemon's door.
fn console_writes(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("console/src/") {
        return Vec::new();
    }
    let mut faults = words_in_code(path, text, &["INSERT", "UPDATE", "DELETE"]);
    let imports = code(path, text).filter(|(_, line)| line.contains("store::"));
    let writers = imports.filter(|(_, line)| line.contains("Writer"));
    faults.extend(writers.map(|(number, _)| format!("line {number} opens the daemon's door")));
    faults
}

#[test]
fn unsafe_code_stands_in_one_place() {
    hold(unsafe_code);
    can_fail(
        unsafe_code,
        &[(UNSAFE, "unsafe { f() }"), ("store/src/a.rs", "// unsafe { }\n\"unsafe_code\"")],
        &[("store/src/a.rs", "let x = unsafe { f() };"), ("metrics/src/a.rs", "unsafe fn f() {}")],
    );
}

fn unsafe_code(path: &str, text: &str) -> Vec<String> {
    if path == UNSAFE {
        return Vec::new();
    }
    words_in_code(path, text, &["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"])
}

#[test]
fn there_is_one_tls_provider() {
    assert_eq!(other_providers(&tree::read("Cargo.lock")), [""; 0]);
    let lock = "[[package]]\nname = \"ring\"\n\n[[package]]\nname = \"aws-lc-sys\"\n";
    assert_eq!(other_providers(lock), ["aws-lc-sys"]);
}

/// With two, every client that does not name one stops at its first connection.
fn other_providers(lock: &str) -> Vec<&'static str> {
    let others = ["aws-lc-rs", "aws-lc-sys", "native-tls", "openssl", "openssl-sys"];
    others.into_iter().filter(|it| lock.contains(&format!("name = \"{it}\"\n"))).collect()
}
