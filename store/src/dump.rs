//! A canonical dump of everything kept: what two databases that lived through the same, with or
//! without a crash between, have in common.
//!
//! Left out: instants, numbers that the database gave, leases and heartbeats, and what covers
//! instants: the hashes of the audit chain and of reports and messages, which print its head. And what
//! is derived, and so made again by the next look: the list of incidents that may be open.

use std::fmt::Write as _;

use sqlx::{Row as _, TypeInfo as _, ValueRef as _};

use crate::StoreError;
use crate::db::{Reader, on_engine};

/// Each statement lists what is compared, in an order of its own.
const STATEMENTS: [(&str, &str); 36] = [
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
        "transcripts",
        "SELECT submissions.receipt, transcripts.sha256, transcripts.sheet
         FROM transcripts JOIN submissions ON submissions.id = transcripts.submission_id
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
        "submission_counts",
        "SELECT submissions.receipt, submission_counts.name, submission_counts.value
         FROM submission_counts JOIN submissions ON submissions.id = submission_counts.submission_id
         ORDER BY submissions.receipt, submission_counts.name",
    ),
    (
        "supersessions",
        "SELECT new.receipt AS new_receipt, old.receipt AS old_receipt
         FROM supersessions
         JOIN submissions AS new ON new.id = supersessions.new_id
         JOIN submissions AS old ON old.id = supersessions.old_id
         ORDER BY new.receipt, old.receipt",
    ),
    (
        "register_facts",
        "SELECT submissions.receipt, register_facts.row_number, register_facts.byte_offset,
                register_facts.byte_length, parties.party, register_facts.body
         FROM register_facts
         JOIN submissions ON submissions.id = register_facts.submission_id
         JOIN parties ON parties.id = register_facts.party_id
         ORDER BY submissions.receipt, register_facts.row_number",
    ),
    (
        "pricing_facts",
        "SELECT submissions.receipt, pricing_facts.row_number, pricing_facts.byte_offset,
                pricing_facts.byte_length, parties.party, pricing_facts.body
         FROM pricing_facts
         JOIN submissions ON submissions.id = pricing_facts.submission_id
         JOIN parties ON parties.id = pricing_facts.party_id
         ORDER BY submissions.receipt, pricing_facts.row_number",
    ),
    (
        "usage_records",
        "SELECT submissions.receipt, usage_records.row_number, usage_records.byte_offset,
                usage_records.byte_length, parties.party, usage_records.period,
                usage_records.number, usage_records.dated_on, usage_records.product,
                usage_records.scenario, usage_records.intended_use, usage_records.buyer,
                usage_records.unit, usage_records.units_millionths,
                usage_records.price_millionths, usage_records.vat_included,
                usage_records.amount_fen, usage_records.invoice, usage_records.tax_rate_ppm,
                usage_records.tax_fen
         FROM usage_records
         JOIN submissions ON submissions.id = usage_records.submission_id
         JOIN parties ON parties.id = usage_records.party_id
         ORDER BY submissions.receipt, usage_records.row_number",
    ),
    (
        "usage_sums",
        "SELECT submissions.receipt, parties.party, usage_sums.period, usage_sums.product,
                usage_sums.intended_use, usage_sums.buyer, usage_sums.unit,
                usage_sums.price_millionths, usage_sums.vat_included, usage_sums.first_on,
                usage_sums.last_on, usage_sums.units_millionths, usage_sums.amount_fen,
                usage_sums.records, usage_sums.first_number
         FROM usage_sums
         JOIN submissions ON submissions.id = usage_sums.submission_id
         JOIN parties ON parties.id = usage_sums.party_id
         ORDER BY submissions.receipt, usage_sums.product, usage_sums.intended_use,
                  usage_sums.buyer, usage_sums.unit, usage_sums.price_millionths,
                  usage_sums.vat_included",
    ),
    (
        "supply_items",
        "SELECT submissions.receipt, supply_items.row_number, supply_items.byte_offset,
                supply_items.byte_length, parties.party, supply_items.body
         FROM supply_items
         JOIN submissions ON submissions.id = supply_items.submission_id
         JOIN parties ON parties.id = supply_items.party_id
         ORDER BY submissions.receipt, supply_items.row_number",
    ),
    (
        "incidents",
        "SELECT submissions.receipt, incidents.row_number, incidents.byte_offset,
                incidents.byte_length, parties.party, incidents.body
         FROM incidents
         JOIN submissions ON submissions.id = incidents.submission_id
         JOIN parties ON parties.id = incidents.party_id
         ORDER BY submissions.receipt, incidents.row_number",
    ),
    (
        "disclosures",
        "SELECT submissions.receipt, disclosures.row_number, disclosures.byte_offset,
                disclosures.byte_length, parties.party, disclosures.year, disclosures.disclosed_on,
                disclosures.body
         FROM disclosures
         JOIN submissions ON submissions.id = disclosures.submission_id
         JOIN parties ON parties.id = disclosures.party_id
         ORDER BY submissions.receipt, parties.party, disclosures.year",
    ),
    (
        "opinions",
        "SELECT submissions.receipt, opinions.row_number, opinions.byte_offset,
                opinions.byte_length, parties.party, opinions.code, opinions.body
         FROM opinions
         JOIN submissions ON submissions.id = opinions.submission_id
         JOIN parties ON parties.id = opinions.party_id
         ORDER BY submissions.receipt, opinions.row_number",
    ),
    (
        "vouchers",
        "SELECT submissions.receipt, vouchers.voucher_type, vouchers.number, vouchers.dated_on,
                vouchers.maker, vouchers.reviewer, vouchers.poster, vouchers.line_count,
                vouchers.counted, vouchers.row_number
         FROM vouchers JOIN submissions ON submissions.id = vouchers.submission_id
         ORDER BY submissions.receipt, vouchers.row_number, vouchers.voucher_type, vouchers.number",
    ),
    (
        "ledger_lines",
        "SELECT submissions.receipt, ledger_lines.row_number, ledger_lines.byte_offset,
                ledger_lines.byte_length, accounts.code, vouchers.voucher_type, vouchers.number,
                dimension_sets.currency, ledger_lines.debit_minor, ledger_lines.credit_minor,
                dimension_sets.original_currency, ledger_lines.original_minor,
                ledger_lines.summary, dimension_sets.product, dimension_sets.scenario,
                dimension_sets.intended_use, dimension_sets.funding,
                dimension_sets.authorization_no, dimension_sets.counterparty,
                dimension_sets.cost_class
         FROM ledger_lines
         JOIN vouchers ON vouchers.party_id = ledger_lines.party_id
                      AND vouchers.id = ledger_lines.voucher_id
         JOIN submissions ON submissions.id = vouchers.submission_id
         JOIN accounts ON accounts.party_id = ledger_lines.party_id
                      AND accounts.ordinal = (ledger_lines.id / 67108864) % 8192
         JOIN dimension_sets ON dimension_sets.id = ledger_lines.dimension_set_id
         ORDER BY submissions.receipt, ledger_lines.row_number, accounts.code,
                  ledger_lines.debit_minor",
    ),
    (
        "balances",
        "SELECT submissions.receipt, accounts.code, balances.currency, balances.entry,
                balances.product, balances.intended_use, balances.cost_class,
                balances.debit_minor, balances.credit_minor
         FROM balances
         JOIN submissions ON submissions.id = balances.submission_id
         JOIN accounts ON accounts.party_id = balances.party_id
                      AND accounts.ordinal = balances.account
         ORDER BY submissions.receipt, accounts.code, balances.currency, balances.entry,
                  balances.product, balances.intended_use, balances.cost_class",
    ),
    (
        "counterparty_sums",
        "SELECT submissions.receipt, accounts.code, counterparty_sums.currency,
                counterparty_sums.counterparty, counterparty_sums.funding,
                counterparty_sums.debit_minor, counterparty_sums.credit_minor
         FROM counterparty_sums
         JOIN submissions ON submissions.id = counterparty_sums.submission_id
         JOIN accounts ON accounts.party_id = counterparty_sums.party_id
                      AND accounts.ordinal = counterparty_sums.account
         ORDER BY submissions.receipt, accounts.code, counterparty_sums.currency,
                  counterparty_sums.counterparty, counterparty_sums.funding",
    ),
    (
        "amount_spreads",
        "SELECT submissions.receipt, amount_spreads.digit_1, amount_spreads.digit_2,
                amount_spreads.digit_3, amount_spreads.digit_4, amount_spreads.digit_5,
                amount_spreads.digit_6, amount_spreads.digit_7, amount_spreads.digit_8,
                amount_spreads.digit_9, amount_spreads.round, amount_spreads.month_end
         FROM amount_spreads JOIN submissions ON submissions.id = amount_spreads.submission_id
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
                findings.arguments
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
        for (table, statement) in STATEMENTS {
            on_engine!(&self.db, |pool| {
                for row in sqlx::query(statement).fetch_all(pool).await? {
                    dump.push_str(table);
                    for index in 0..row.columns().len() {
                        let value = row.try_get_raw(index)?;
                        let integer = matches!(value.type_info().name(), "INTEGER" | "INT8");
                        if value.is_null() {
                            dump.push_str("\t-");
                        } else if integer {
                            // Writing to a string cannot fail.
                            let _ = write!(dump, "\t{}", row.try_get::<i64, _>(index)?);
                        } else {
                            let _ = write!(dump, "\t{:?}", row.try_get::<&str, _>(index)?);
                        }
                    }
                    dump.push('\n');
                }
            });
        }
        Ok(dump)
    }
}
