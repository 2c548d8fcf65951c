//! The course of evaluations: every window has a length and a source, every grade at most one rung.

use metrics::authority::BODIES;
use metrics::evaluation::consequence::{Consequence, Ladder, Trigger};
use metrics::evaluation::procedure::{Procedure, Window};
use metrics::party::PartyKind;

use super::Lint;
use crate::fault::{Expected, Wrong};

/// A window longer than this is a slip of the pen.
const WINDOW_MAX: u16 = 366;

impl Lint<'_> {
    pub(super) fn procedure(&mut self) {
        self.file = "procedure.toml";
        let policy = &self.policy.procedure;
        for (scheme, procedure) in &policy.procedure {
            self.course(&format!("procedure.{scheme}"), procedure);
        }
        self.course("other", &policy.other);
        self.distinct("remedy", policy.remedy.iter().map(|it| it.id.as_str()));
        for remedy in &policy.remedy {
            self.window(&format!("remedy[{}].within", remedy.id), &remedy.within);
        }
    }

    fn course(&mut self, key: &str, procedure: &Procedure) {
        if let Some(evaluator) = &procedure.body {
            let key = format!("{key}.body");
            if !BODIES.contains(&evaluator.kind) {
                let expected = Expected::one_of(BODIES.map(PartyKind::as_str));
                let actual = evaluator.kind.as_str();
                self.fault(format!("{key}.kind"), Wrong::Invalid, actual, expected);
            }
            self.source(&key, &evaluator.source);
        }
        for (name, demand) in procedure.demands() {
            self.source(&format!("{key}.{name}"), &demand.source);
        }
        for (name, window) in procedure.windows() {
            self.window(&format!("{key}.{name}"), window);
        }
        if let Some(ladder) = &procedure.ladder {
            self.ladder(&format!("{key}.ladder"), ladder);
        }
    }

    fn window(&mut self, key: &str, window: &Window) {
        self.source(key, &window.source);
        if !(1..=WINDOW_MAX).contains(&window.value) {
            let expected = Expected::integer(1, WINDOW_MAX.into());
            self.fault(format!("{key}.value"), Wrong::Invalid, &window.value.to_string(), expected);
        }
    }

    fn ladder(&mut self, key: &str, ladder: &Ladder) {
        self.source(&format!("{key}.ground"), &ladder.ground);
        let bands = ladder.passed.iter().chain(&ladder.failed);
        self.distinct(&format!("{key}.bands"), bands.map(String::as_str));
        self.distinct(&format!("{key}.rung"), ladder.rung.iter().map(|it| it.on.as_str()));
        for trigger in Trigger::ALL {
            let Some(rung) = ladder.rung.iter().find(|it| it.on == trigger) else { continue };
            let key = format!("{key}.rung[{}]", trigger.as_str());
            self.source(&key, &rung.source);
            self.distinct(&key, rung.propose.iter().map(|it| Consequence::as_str(*it)));
        }
    }
}
