//! Counting opinions in force, and how far raters agree.

use std::collections::BTreeMap;

use metrics::opinion::agreement::{self, PanelAgreement};
use metrics::opinion::{OpinionEntry, Said, tally};
use metrics::party::PartyId;
use store::{Reader, StoreError};

use super::super::Request;
use super::super::tally::{Found, Tally};
use crate::installation::Installation;

/// What panels, authorities and third parties say of a party.
pub(super) async fn count(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Tally,
) -> Result<(), StoreError> {
    let said = reader.said(Some(party), request.as_of).await?;
    let names: BTreeMap<&str, String> = said.iter().filter_map(named).collect();
    for it in tally(&installation.policy.opinion, (party, request.span), &said) {
        all.open(&it.filter, &[&it.name]);
        for (label, value) in &it.items {
            let (receipt, row) = label.rsplit_once(':').unwrap_or((label, ""));
            let name = names.get(label.as_str()).map_or("", String::as_str);
            let fact = Found { label, name, receipt, row: row.parse().ok(), ..Found::default() };
            all.add(&it.name, fact, *value);
        }
    }
    Ok(())
}

/// What people call a determination: whose it is, and the number of its document. What raters say has no
/// name: they speak as a panel.
fn named(said: &Said) -> Option<(&str, String)> {
    match &said.entry {
        OpinionEntry::Determination(it) => {
            Some((&said.label, format!("{} {}", it.institution, it.document)))
        }
        OpinionEntry::Rating(_) | OpinionEntry::Annulment(_) | OpinionEntry::Opinion(_) => None,
    }
}

/// How far the raters of each panel agree over all parties, by indicator.
pub(in super::super) async fn agreements(
    installation: &Installation,
    reader: &Reader,
    request: &Request<'_>,
) -> Result<BTreeMap<String, Vec<PanelAgreement>>, StoreError> {
    let said = reader.said(None, request.as_of).await?;
    Ok(agreement::agreements(&installation.policy.opinion, request.span, &said))
}

#[cfg(test)]
mod tests;
