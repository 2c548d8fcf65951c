//! Cases ([`metrics::case`]) as they stand by what was told of them ([`crate::numbered`]).

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
    let mut told: Vec<_> = rows.into_iter().map(|it| row(it, asked)).collect();
    if asked.next.is_some_and(|it| *it.sender == party) {
        told.retain(|it| !it.is_taken_back);
    }
    Some((party, Standing::of(told)?))
}

fn row<T>(told: Told<T>, Asked { zone, next, .. }: Asked<'_>) -> case::Told<T> {
    let Told { stored, is_taken_back, is_own, .. } = told;
    let is_next = next.is_some_and(|it| it.supersedes == Some(stored.receipt.as_str()));
    case::Told {
        content: stored.content,
        receipt: stored.receipt,
        origin: stored.origin,
        received_on: zone.to_datetime(stored.received_at).date(),
        is_own,
        is_taken_back: is_taken_back || is_next,
    }
}
