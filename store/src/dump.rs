//! A canonical dump of everything kept: what two databases that lived through the same, with or
//! without a crash between, have in common.
//!
//! Left out: instants, numbers that the database gave, leases and heartbeats, and what covers
//! instants: the hashes of the audit chain and of reports and messages, which print its head. And what
//! is derived, and so made again by the next look: the list of incidents that may be open.

use std::fmt::Write as _;

use crate::db::Reader;
use crate::facts::{FACTS, Told};
use crate::{StoreError, bulk};

/// Each statement lists what is compared, in an order of its own.
const STATEMENTS: [(&str, &str); 21] = [
    ("firings", "SELECT schedule, wall, verdict FROM firings ORDER BY schedule, wall"),
    ("parties", "SELECT party FROM parties ORDER BY party"),
    (
        "accounts",
        "SELECT parties.party, accounts.code, accounts.name
         FROM accounts JOIN parties ON parties.id = accounts.party_id
         ORDER BY parties.party, accounts.code",
    ),
    (
        "blobs",
        "SELECT sha256, size_bytes
         FROM blobs
         WHERE sha256 NOT IN (SELECT sha256 FROM reports)
           AND sha256 NOT IN (SELECT sha256 FROM deliveries)
         ORDER BY sha256",
    ),
    (
        "blob_chunks",
        "SELECT blobs.sha256, blob_chunks.ordinal
         FROM blob_chunks JOIN blobs ON blobs.id = blob_chunks.blob_id
         WHERE blobs.sha256 NOT IN (SELECT sha256 FROM reports)
           AND blobs.sha256 NOT IN (SELECT sha256 FROM deliveries)
         ORDER BY blobs.sha256, blob_chunks.ordinal",
    ),
    ("documents", "SELECT sha256, kind, name, version FROM documents ORDER BY sha256"),
    ("documents_in_force", "SELECT kind, name, sha256 FROM documents_in_force ORDER BY id"),
    (
        "submissions",
        "SELECT submissions.receipt, submissions.kind, parties.party, submissions.period,
                submissions.sender, submissions.source, submissions.format,
                submissions.mapping_sha256, submissions.file_name, submissions.sha256,
                submissions.size_bytes, submissions.supersedes
         FROM submissions JOIN parties ON parties.id = submissions.party_id
         ORDER BY submissions.receipt",
    ),
    (
        "checks",
        "SELECT submissions.receipt, checks.verdict, checks.rows_total, checks.rows_understood,
                checks.faults_total, checks.policy_sha256
         FROM checks JOIN submissions ON submissions.id = checks.submission_id
         ORDER BY submissions.receipt",
    ),
    (
        "closings",
        "SELECT parties.party, closings.period, closings.sequence, closings.act, closings.actor,
                closings.typed_by, closings.note, closings.sha256, closings.body
         FROM closings JOIN parties ON parties.id = closings.party_id
         ORDER BY parties.party, closings.period, closings.sequence",
    ),
    (
        "incident_events",
        "SELECT parties.party, incident_events.incident_no, incident_events.sequence,
                incident_events.act, incident_events.actor, incident_events.typed_by,
                incident_events.note, incident_events.level, incident_events.due_on, incident_events.machine,
                incident_events.guide_version, incident_events.receipt
         FROM incident_events JOIN parties ON parties.id = incident_events.party_id
         ORDER BY parties.party, incident_events.incident_no, incident_events.sequence",
    ),
    (
        "waivers",
        "SELECT waivers.number, parties.party, waivers.rule, waivers.cause, waivers.first_period,
                waivers.last_period, waivers.reason, waivers.document, waivers.from_day,
                waivers.until_day
         FROM waivers JOIN parties ON parties.id = waivers.party_id
         ORDER BY waivers.number",
    ),
    (
        "waiver_events",
        "SELECT waiver_number, sequence, act, actor, typed_by, note
         FROM waiver_events
         ORDER BY waiver_number, sequence",
    ),
    (
        "findings",
        "SELECT findings.rule, findings.severity, findings.basis, parties.party, findings.period,
                findings.cause, submissions.receipt, findings.sheet, findings.row_number,
                findings.column_name, findings.expected, findings.actual, findings.difference,
                findings.arguments, findings.by_look
         FROM findings
         LEFT JOIN submissions ON submissions.id = findings.submission_id
         JOIN parties ON parties.id = findings.subject_id
         ORDER BY parties.party, findings.rule, findings.period, findings.cause",
    ),
    (
        "finding_events",
        "SELECT parties.party, findings.rule, findings.period, findings.cause,
                finding_events.sequence, finding_events.event, finding_events.state,
                finding_events.actor, finding_events.note
         FROM finding_events
         JOIN findings ON findings.id = finding_events.finding_id
         JOIN parties ON parties.id = findings.subject_id
         ORDER BY parties.party, findings.rule, findings.period, findings.cause,
                  finding_events.sequence",
    ),
    (
        "finding_figures",
        "SELECT parties.party, findings.rule, findings.period, findings.cause,
                finding_figures.sequence, submissions.receipt, finding_figures.sheet,
                finding_figures.row_number, finding_figures.column_name, finding_figures.expected,
                finding_figures.actual, finding_figures.difference, finding_figures.arguments
         FROM finding_figures
         JOIN findings ON findings.id = finding_figures.finding_id
         JOIN parties ON parties.id = findings.subject_id
         LEFT JOIN submissions ON submissions.id = finding_figures.submission_id
         ORDER BY parties.party, findings.rule, findings.period, findings.cause,
                  finding_figures.sequence",
    ),
    (
        "scorecards",
        "SELECT evaluations.scheme_id, evaluations.facts_sha256, parties.party, scorecards.score,
                scorecards.band
         FROM scorecards
         JOIN evaluations ON evaluations.id = scorecards.evaluation_id
         JOIN parties ON parties.id = scorecards.subject_id
         ORDER BY evaluations.scheme_id, evaluations.facts_sha256, parties.party",
    ),
    (
        "evaluation_events",
        "SELECT evaluations.scheme_id, evaluations.facts_sha256, evaluation_events.sequence,
                evaluation_events.act, evaluation_events.actor, evaluation_events.typed_by,
                evaluation_events.note,
                COALESCE(parties.party, '') AS subject, evaluation_events.document,
                evaluation_events.name, evaluation_events.due_on
         FROM evaluation_events
         JOIN evaluations ON evaluations.id = evaluation_events.evaluation_id
         LEFT JOIN parties ON parties.id = evaluation_events.subject_id
         ORDER BY evaluations.scheme_id, evaluations.facts_sha256, evaluation_events.sequence",
    ),
    (
        "delivery_events",
        "SELECT COALESCE(evaluations.facts_sha256, reports.id) AS report, reports.kind,
                reports.period, deliveries.recipient, deliveries.channel,
                delivery_events.sequence, delivery_events.state
         FROM delivery_events
         JOIN deliveries ON deliveries.id = delivery_events.delivery_id
         JOIN reports ON reports.id = deliveries.report_id
         LEFT JOIN evaluations ON evaluations.id = reports.id
         ORDER BY report, deliveries.recipient, deliveries.channel, delivery_events.sequence",
    ),
    (
        "source_looks",
        "SELECT source, state, cause, detail, files, size_bytes, content_sha256, reading_sha256,
                etag, last_modified
         FROM source_looks
         ORDER BY source, id",
    ),
    ("audit", "SELECT actor, act FROM audit ORDER BY sequence"),
];

impl Reader {
    /// The dump, a line a row: for comparing databases, not for reading back.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn canonical_dump(&self) -> Result<String, StoreError> {
        let mut dump = String::new();
        let facts =
            FACTS.iter().map(|it| (it.name, format!("{} ORDER BY {}", it.select, it.order)));
        let others = STATEMENTS.iter().map(|it| (it.0, it.1.to_owned()));
        for (table, statement) in others.chain(facts) {
            bulk::each(&self.db, &statement, &[], |_, cells| {
                dump.push_str(table);
                for cell in cells {
                    // Writing to a string cannot fail.
                    let _ = match cell {
                        Told::Nothing => write!(dump, "\t-"),
                        Told::Number(number) => write!(dump, "\t{number}"),
                        Told::Text(text) => write!(dump, "\t{text:?}"),
                    };
                }
                dump.push('\n');
            })
            .await?;
        }
        Ok(dump)
    }
}
