//! What `demo --headless` prints.

use std::path::Path;

use config::locale::{Language, Words};
use metrics::clean::clean_inline;
use metrics::finding::life::FindingState;
use reports::signature::NAMESPACE;
use reports::xlsx::Report;

use super::{Demo, Outcome};

impl Demo {
    /// Scorecards, planted faults with what became of each, paths, and commands to copy.
    #[must_use]
    pub fn summary(&self, words: &Words) -> String {
        let report = |evaluation| Report {
            evaluation,
            issuer: "",
            audit_head: "",
            by_one_hand: false,
            zone: &self.zone,
            words,
        };
        let mut text = reports::text::evaluation(&report(&self.evaluation.evaluation));
        text.extend(["\n", &words.get("demo-waiting"), "\n\n"]);
        text += &reports::text::evaluation(&report(&self.waiting.evaluation));
        let found = self.planted.iter().filter(|it| it.finding.is_some()).count().to_string();
        let total = self.planted.len().to_string();
        let title = words.format("demo-planted", &[("found", &found), ("total", &total)]);
        section(&mut text, &title, self.planted.iter().map(|it| self.line(it, words)));
        let paths = self.files.iter().map(|it| it.display().to_string());
        section(&mut text, &words.get("demo-files"), paths);
        section(&mut text, &words.get("demo-verify"), self.verify_commands().into_iter());
        let settings = quoted(&self.settings);
        let next = [
            format!("mingjing --config {settings}"),
            format!("mingjingd --config {settings} show findings"),
            format!("mingjingd --config {settings} audit verify"),
        ];
        section(&mut text, &words.get("demo-next"), next.into_iter());
        text
    }

    fn line(&self, outcome: &Outcome, words: &Words) -> String {
        let planted = outcome.planted;
        let rule = self.policy.rule(planted.rule);
        let name = rule.map_or("", |rule| match words.language() {
            Language::Zh => &rule.name.zh,
            Language::En => &rule.name.en,
        });
        let basis = rule.map_or_else(String::new, |it| self.policy.citation(&it.basis, words));
        let became = match outcome.finding.as_ref().map(|it| it.state) {
            None => "demo-planted-missing",
            Some(FindingState::Closed) => "demo-planted-cured",
            Some(FindingState::Open | FindingState::Notified | FindingState::Rectifying) => {
                "demo-planted-found"
            }
        };
        let what = [planted.subject, planted.period, planted.what].map(clean_inline).join(" ");
        format!("[{}] {} {name}  {}  {basis}", words.get(became), planted.rule, what.trim())
    }

    /// With our own program, and with tools that a receiver has.
    fn verify_commands(&self) -> Vec<String> {
        let (package, allowed) = (quoted(&self.package), quoted(&self.allowed_signers));
        let signer = &self.signer;
        vec![
            format!("mingjingd verify --allowed-signers {allowed} {package}"),
            format!("unzip -p {package} manifest.json.sig > /tmp/manifest.json.sig"),
            format!(
                "unzip -p {package} manifest.json | ssh-keygen -Y verify -f {allowed} -I {signer} \
                 -n {NAMESPACE} -s /tmp/manifest.json.sig"
            ),
        ]
    }
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    text.extend(["\n", title, "\n"]);
    for line in lines {
        text.extend(["  ", &line, "\n"]);
    }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |it: char| it.is_alphanumeric() || "/._-".contains(it);
    if path.chars().all(is_plain) {
        return path;
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}
