//! Reports about incidents: what is in force, gathered and made into documents. Nothing is kept.

use config::locale::Words;
use jiff::Timestamp;
use metrics::incident::lifecycle::level_known;
use metrics::incident::report::{Grade, IncidentReport, ReportForm};
use metrics::incident::statistics::{Case, Counter, Reported, Statistics};
use metrics::party::PartyId;
use reports::statement::{Audience, Document, Printed, incident_report, incident_statistics};
use store::incident_events::IncidentFile;
use store::incidents::IncidentFilter;
use store::{Reader, StoreError};
use thiserror::Error;

use crate::incidents::Judge;
use crate::installation::Installation;

/// Incidents read at once.
const PAGE: i64 = 1_000;

/// Why there is no report.
#[derive(Debug, Error)]
pub enum IncidentReportError {
    /// No incident of that party and number is in force.
    #[error("no incident {number} of {party} is in force")]
    NoIncident {
        /// Whose.
        party: PartyId,
        /// Which.
        number: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The report or summary of an incident.
///
/// # Errors
///
/// [`IncidentReportError`].
pub async fn report(
    (installation, words, audience): (&Installation, &Words, Audience),
    reader: &Reader,
    (form, party, number): (ReportForm, &PartyId, &str),
    as_of: Timestamp,
) -> Result<Document, IncidentReportError> {
    let IncidentFile { stored, events } = match reader.incident((party, number), as_of).await {
        Ok(file) => file,
        Err(StoreError::NotFound { .. }) => {
            let (party, number) = (party.clone(), number.to_owned());
            return Err(IncidentReportError::NoIncident { party, number });
        }
        Err(error) => return Err(error.into()),
    };
    let unit = reader.unit(party, as_of).await?;
    let name = unit.name.as_deref().unwrap_or(party.as_str());
    let judge = Judge::read(installation, reader, (Some(party), as_of)).await?;
    let (classified, level, clocks) = judge.clocks(&stored);
    let (facts, scale) = (stored.incident.facts(), &installation.policy.incident.thresholds);
    let guide = level_known((&facts, scale), classified.level, None);
    let grade = Grade::new((guide, level), &events);
    let report = IncidentReport::new(form, name, (&stored.incident, grade));
    let (policy, zone) = (&installation.policy, &installation.settings.clock.zone);
    let printed = Printed { unit: name, as_of, zone, words, policy, audience };
    Ok(incident_report((&report, &clocks), (party, number), &printed))
}

/// The statistics of a year.
///
/// # Errors
///
/// The store failed.
pub async fn statistics(
    (installation, words, audience): (&Installation, &Words, Audience),
    reader: &Reader,
    year: i16,
    as_of: Timestamp,
) -> Result<Document, StoreError> {
    let (policy, zone) = (&installation.policy, &installation.settings.clock.zone);
    let types = &policy.incident_types;
    let judge = Judge::read(installation, reader, (None, as_of)).await?;
    let mut counter = Counter::new(year, (as_of, zone));
    let mut pages = reader.incidents(IncidentFilter::default(), (as_of, PAGE));
    while let Some(page) = pages.next_page().await? {
        for it in &page {
            let (_, level, clocks) = judge.clocks(it);
            counter.add(&Case {
                party: &it.party,
                incident: &it.incident,
                level,
                category: types.class_of(&it.incident).map(|it| it.category),
                reported: Reported::of(&clocks),
            });
        }
    }
    let all = counter.finish();
    let shown = match audience {
        Audience::House => all,
        Audience::Public => Statistics::public(all),
    };
    let printed = Printed { unit: "", as_of, zone, words, policy, audience };
    Ok(incident_statistics(&shown, types, &printed))
}
