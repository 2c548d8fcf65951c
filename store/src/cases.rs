//! Cases ([`metrics::case`]) as they stand by what was told of them ([`crate::numbered`]).

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::case::{self, Case, Standing};
use metrics::party::PartyId;

use crate::db::Reader;
use crate::numbered::{Key, Numbered, Told};
use crate::pages::Pages;

/// Which cases are asked for, and how many at once.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The instant at which they stand so.
    pub as_of: Timestamp,
    /// The zone of days.
    pub zone: &'a TimeZone,
    /// A file that is to tell of them next.
    pub next: Option<Next<'a>>,
    /// At most so many.
    pub limit: i64,
}

/// A file that is to tell of cases next.
#[derive(Clone, Copy, Debug)]
pub struct Next<'a> {
    /// Who hands it in. What its own files left out stays no longer once it tells of it again.
    pub sender: &'a PartyId,
    /// The receipt that it takes back by name: what that one told binds it no more.
    pub supersedes: Option<&'a str>,
}

impl Reader {
    /// The cases of one party or of all, in the order of party and number.
    #[must_use]
    pub fn cases<'a, T: Case + Numbered>(
        &'a self,
        party: Option<&'a PartyId>,
        asked: Asked<'a>,
    ) -> Pages<'a, (PartyId, Standing<T>), Key> {
        Pages::new(move |after| {
            Box::pin(async move {
                let page = (asked.as_of, asked.limit);
                let (told, last) = self.told_after::<T>(after, party, page).await?;
                let standing = told.into_iter().filter_map(|it| standing(it, asked));
                Ok((standing.collect(), last))
            })
        })
    }
}

/// The case that rows come to.
fn standing<T: Case>(rows: Vec<Told<T>>, asked: Asked<'_>) -> Option<(PartyId, Standing<T>)> {
    let party = rows.first()?.stored.party.clone();
    let mut told = told(rows, asked);
    if asked.next.is_some_and(|it| *it.sender == party) {
        told.retain(|it| !it.is_taken_back);
    }
    Some((party, Standing::of(told)?))
}

/// The rows of a case, in their order. With a file that is taken back goes what it had replaced.
fn told<T>(rows: Vec<Told<T>>, Asked { zone, next, .. }: Asked<'_>) -> Vec<case::Told<T>> {
    let mut taken_back: BTreeSet<String> = BTreeSet::new();
    taken_back.extend(next.and_then(|it| it.supersedes).map(str::to_owned));
    let row = |it: Told<T>| {
        let Told { stored, is_taken_back, replaced_by, is_own, .. } = it;
        let is_taken_back = is_taken_back
            || taken_back.contains(&stored.receipt)
            || replaced_by.is_some_and(|it| taken_back.contains(&it));
        if is_taken_back {
            taken_back.insert(stored.receipt.clone());
        }
        case::Told {
            content: stored.content,
            receipt: stored.receipt,
            origin: stored.origin,
            received_on: zone.to_datetime(stored.received_at).date(),
            is_own,
            is_taken_back,
        }
    };
    // What replaces a file comes after it.
    let mut told: Vec<_> = rows.into_iter().rev().map(row).collect();
    told.reverse();
    told
}
