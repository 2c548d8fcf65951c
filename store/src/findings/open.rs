//! Findings that are not closed, counted: what stands on a scorecard, and what a waiver covers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::period::Span;

use super::period_of;
use crate::db::{Reader, on_engine};
use crate::waivers::StoredWaiver;
use crate::{StoreError, text};

macro_rules! select_open {
    ($what:literal, $tail:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM findings
             JOIN parties ON parties.id = findings.subject_id
             JOIN finding_events AS last ON last.finding_id = findings.id
             WHERE parties.party = $1
               AND (findings.period = '' OR findings.period BETWEEN $2 AND $3)
               AND findings.severity IN ('error', 'fatal')
               AND last.sequence = (
                   SELECT MAX(finding_events.sequence)
                   FROM finding_events
                   WHERE finding_events.finding_id = findings.id AND finding_events.at <= $4
               )
               AND last.state IN ('open', 'notified', 'rectifying') ",
            $tail
        )
    };
}

const SELECT_OPEN_COUNTS: &str = select_open!(
    "findings.rule, COUNT(*)",
    "GROUP BY findings.rule
     ORDER BY findings.rule"
);

const SELECT_OPEN_OF_RULE: &str = select_open!(
    "findings.id, findings.period, findings.cause",
    "AND findings.rule = $5 AND findings.id > $6
     ORDER BY findings.id
     LIMIT 1000"
);

/// Findings of one rule that are not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCount {
    /// The rule.
    pub rule: String,
    /// How many no waiver covers.
    pub open: u64,
    /// How many a waiver covers, by its number. Of several the first one covers.
    pub waived: BTreeMap<i64, u64>,
}

impl Reader {
    /// Findings of error or worse about a party in these months, or in none, that were not closed at
    /// `as_of`, by rule: those that none of these waivers about the party covers, and the others by
    /// waiver. Single findings are looked at only of rules that a waiver is about.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn open_finding_counts(
        &self,
        subject: &PartyId,
        (span, as_of): (Span, Timestamp),
        waivers: &[StoredWaiver],
    ) -> Result<Vec<OpenCount>, StoreError> {
        let rows: Vec<(String, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_OPEN_COUNTS)
                .bind(subject.as_str())
                .bind(span.first().to_string())
                .bind(span.last().to_string())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        let mut counts = Vec::with_capacity(rows.len());
        for (rule, open) in rows {
            let open = text::unsigned("findings", "rule", open)?;
            let mut count = OpenCount { rule, open, waived: BTreeMap::new() };
            let of_rule: Vec<_> =
                waivers.iter().filter(|it| it.waiver.rule == count.rule).collect();
            if !of_rule.is_empty() {
                self.waive((subject, span, as_of), &of_rule, &mut count).await?;
            }
            counts.push(count);
        }
        Ok(counts)
    }

    async fn waive(
        &self,
        (subject, span, as_of): (&PartyId, Span, Timestamp),
        waivers: &[&StoredWaiver],
        count: &mut OpenCount,
    ) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            let page: Vec<(i64, String, String)> = on_engine!(&self.db, |pool| {
                sqlx::query_as(SELECT_OPEN_OF_RULE)
                    .bind(subject.as_str())
                    .bind(span.first().to_string())
                    .bind(span.last().to_string())
                    .bind(text::instant(as_of))
                    .bind(&count.rule)
                    .bind(after)
                    .fetch_all(pool)
                    .await?
            });
            let Some(last) = page.last() else { return Ok(()) };
            after = last.0;
            for (_, period, cause) in page {
                let period = period_of(&period)?;
                let covers = |it: &&&StoredWaiver| it.waiver.covers(&count.rule, period, &cause);
                if let Some(waiver) = waivers.iter().find(covers) {
                    *count.waived.entry(waiver.number).or_default() += 1;
                    count.open = count.open.saturating_sub(1);
                }
            }
        }
    }
}
