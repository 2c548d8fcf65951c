//! What the rules need to know from outside the file: from the database, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use config::policy::Policy;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use metrics::authority::Authority;
use metrics::case::{Case, CaseContext};
use metrics::demand::Demand;
use metrics::disclosure::DisclosureContext;
use metrics::kind::Kind;
use metrics::ledger::{BalanceFact, LedgerContext, OtherFiles, SumTooLarge, Sums, trial_balance};
use metrics::money::Currency;
use metrics::objection::Objection;
use metrics::opinion::OpinionContext;
use metrics::party::{PartyId, PartyKind};
use metrics::period::Period;
use metrics::register::{Entry, Listed, Standard};
use metrics::tie_out::Directory;
use metrics::usage::UsageContext;
use store::cases::{Asked, Next};
use store::closings::closed_through;
use store::numbered::Numbered;
use store::register::Registered;
use store::{Reader, StoreError};

use crate::cases::{PAGE, deadlines};

/// Whose file it is, and of which month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The register: each row says whom it is about, and who submits may not say everything.
    Registry {
        /// Who submits.
        party: PartyId,
    },
    /// A ledger of one party and month.
    Ledger {
        /// Whose.
        party: PartyId,
        /// Of which month.
        period: Period,
    },
    /// Prices: each row says whom it is about, and who submits may not say everything.
    Pricing {
        /// Who submits.
        party: PartyId,
    },
    /// Usage of one month; records that name no party are the submitter's.
    Usage {
        /// Who submits.
        party: PartyId,
        /// Of which month.
        period: Period,
    },
    /// A catalogue; records that name no party are the submitter's, and who submits may not say everything.
    Supply {
        /// Who submits.
        party: PartyId,
    },
    /// Incidents; records that name no party are the submitter's, and who submits may not say everything.
    Incident {
        /// Who submits.
        party: PartyId,
    },
    /// Disclosures: each row says whom it is about, and who submits may not say everything.
    Disclosure {
        /// Who submits.
        party: PartyId,
        /// The day on which they are handed in.
        received_on: Date,
    },
    /// Opinions: each row says whom it is about, and who submits may not say everything.
    Opinion {
        /// Who submits.
        party: PartyId,
        /// The day on which they are handed in.
        received_on: Date,
    },
    /// Objections: each row says whose data it is about, and who submits may not say everything.
    Objection {
        /// Who submits.
        party: PartyId,
        /// The day on which they are handed in.
        received_on: Date,
    },
    /// Demands: each row says who is asked, and who submits may not say everything.
    Demand {
        /// Who submits.
        party: PartyId,
        /// The day on which they are handed in.
        received_on: Date,
    },
}

impl Subject {
    /// The subject of a kind that is handed in on a day; `None` for what is of a month, without it.
    #[must_use]
    pub fn of(
        kind: Kind,
        party: &PartyId,
        period: Option<Period>,
        received_on: Date,
    ) -> Option<Self> {
        let party = party.clone();
        match kind {
            Kind::Registry => Some(Self::Registry { party }),
            Kind::Ledger => Some(Self::Ledger { party, period: period? }),
            Kind::Pricing => Some(Self::Pricing { party }),
            Kind::Usage => Some(Self::Usage { party, period: period? }),
            Kind::Supply => Some(Self::Supply { party }),
            Kind::Incident => Some(Self::Incident { party }),
            Kind::Disclosure => Some(Self::Disclosure { party, received_on }),
            Kind::Opinion => Some(Self::Opinion { party, received_on }),
            Kind::Objection => Some(Self::Objection { party, received_on }),
            Kind::Demand => Some(Self::Demand { party, received_on }),
        }
    }
}

/// What is known, by kind.
#[derive(Debug)]
pub enum Known {
    /// For the register.
    Registry {
        /// Who submits, and who is registered; `None` where there is no register to ask.
        authority: Option<Authority>,
        /// What the register lists of who submits.
        listed: Listed,
    },
    /// For a ledger.
    Ledger {
        /// What its rules ask.
        context: Box<LedgerContext>,
        /// The parties that are registered; `None` where there is no register to ask.
        parties: Option<BTreeSet<PartyId>>,
    },
    /// For prices.
    Pricing {
        /// Who submits, and who is registered; `None` where there is no register to ask.
        authority: Option<Authority>,
    },
    /// For usage.
    Usage {
        /// What its rules ask.
        context: Box<UsageContext>,
    },
    /// For a catalogue.
    Supply {
        /// Whose records are that name no party.
        party: PartyId,
        /// Who submits, and who is registered; `None` where there is no register to ask.
        authority: Option<Authority>,
        /// The name by which the register knows who submits, where nobody else is registered by it.
        sender_name: Option<PartyId>,
    },
    /// For incidents.
    Incident {
        /// Whose records are that name no party.
        party: PartyId,
        /// Who submits, and who is registered; `None` where there is no register to ask.
        authority: Option<Authority>,
    },
    /// For disclosures.
    Disclosure {
        /// What their rules ask.
        context: Box<DisclosureContext>,
    },
    /// For opinions.
    Opinion {
        /// What their rules ask.
        context: Box<OpinionContext>,
    },
    /// For objections.
    Objection {
        /// What their rules ask.
        context: Box<CaseContext<Objection>>,
    },
    /// For demands.
    Demand {
        /// What their rules ask.
        context: Box<CaseContext<Demand>>,
    },
}

impl Known {
    /// The month handed in; `None` for what is no month's.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        match self {
            Self::Ledger { context, .. } => Some(context.period),
            Self::Usage { context } => Some(context.period),
            Self::Registry { .. }
            | Self::Pricing { .. }
            | Self::Supply { .. }
            | Self::Incident { .. }
            | Self::Disclosure { .. }
            | Self::Opinion { .. }
            | Self::Objection { .. }
            | Self::Demand { .. } => None,
        }
    }
}

/// Since when and how something is known.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The instant.
    pub at: Timestamp,
    /// The receipt of what is taken back by name, which binds no more.
    pub wrong: Option<&'a str>,
    /// The zone of days.
    pub zone: &'a TimeZone,
}

/// Reads what has to be known at a moment. Without a database, only the policy pack is known.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn known(
    reader: Option<&Reader>,
    subject: Subject,
    policy: &Policy,
    moment: Moment<'_>,
) -> Result<Known, StoreError> {
    let Moment { at, wrong, .. } = moment;
    match subject {
        Subject::Registry { party } => {
            let listed = listed(reader, &party, (at, wrong)).await?;
            let authority = authority(reader, party, at).await?;
            Ok(Known::Registry { authority, listed })
        }
        Subject::Pricing { party } => {
            Ok(Known::Pricing { authority: authority(reader, party, at).await? })
        }
        Subject::Usage { party, period } => {
            let authority = authority(reader, party.clone(), at).await?;
            let (policy, vat_rates) = (policy.usage.clone(), policy.pricing.vat_rates.clone());
            let context = UsageContext { party, period, authority, policy, vat_rates };
            Ok(Known::Usage { context: Box::new(context) })
        }
        Subject::Supply { party } => {
            let authority = authority(reader, party.clone(), at).await?;
            let sender_name = match (reader, &authority) {
                (Some(reader), Some(authority)) => sender_name(reader, authority, at).await?,
                _ => None,
            };
            Ok(Known::Supply { party, authority, sender_name })
        }
        Subject::Incident { party } => {
            let authority = authority(reader, party.clone(), at).await?;
            Ok(Known::Incident { party, authority })
        }
        Subject::Disclosure { party, received_on } => {
            let context = disclosures(reader, (party, received_on), policy, at).await?;
            Ok(Known::Disclosure { context: Box::new(context) })
        }
        Subject::Opinion { party, received_on } => {
            let authority = authority(reader, party, at).await?;
            let directory = directory(reader, at).await?;
            let policy = policy.opinion.clone();
            let context = OpinionContext { policy, received_on, authority, directory };
            Ok(Known::Opinion { context: Box::new(context) })
        }
        Subject::Objection { party, received_on } => {
            let context = cases(reader, (party, received_on), policy, moment).await?;
            Ok(Known::Objection { context: Box::new(context) })
        }
        Subject::Demand { party, received_on } => {
            let context = cases(reader, (party, received_on), policy, moment).await?;
            Ok(Known::Demand { context: Box::new(context) })
        }
        Subject::Ledger { party, period } => ledger(reader, (party, period), policy, at).await,
    }
}

/// What the register lists of a party, and the 专账 accounts of the file that is taken back, or of one that it
/// took the place of.
async fn listed(
    reader: Option<&Reader>,
    party: &PartyId,
    (at, wrong): (Timestamp, Option<&str>),
) -> Result<Listed, StoreError> {
    let mut listed = Listed::default();
    let Some(reader) = reader else { return Ok(listed) };
    let chain = match wrong {
        Some(wrong) => reader.chain_of(wrong).await?,
        None => BTreeSet::new(),
    };
    for it in reader.registered_of("account", party, at).await? {
        let Entry::Account { code, separate_ledger: true, .. } = it.entry else { continue };
        let is_of_it = wrong == Some(it.receipt.as_str());
        if is_of_it || !it.is_in_force && chain.contains(&it.receipt) {
            listed.superseded_accounts.insert(code.clone());
        }
        listed.separate_accounts.insert(code);
    }
    listed.registrations = reader.registrations(party, at).await?;
    Ok(listed)
}

/// What the rules of ledgers ask.
async fn ledger(
    reader: Option<&Reader>,
    (party, period): (PartyId, Period),
    policy: &Policy,
    at: Timestamp,
) -> Result<Known, StoreError> {
    let dimensions = policy.ledger.mandatory_dimensions.on(period.last_day());
    let mut context = LedgerContext {
        party,
        period,
        minor_digits: policy.minor_digits(),
        separate_accounts: BTreeSet::new(),
        mandatory_dimensions: dimensions.columns.clone(),
        closings_before: None,
        others: OtherFiles::default(),
        chart: None,
        closed: false,
    };
    let mut parties = None;
    if let Some(reader) = reader {
        let registered = reader.registered("party", at).await?;
        let standard = standard(&registered, &context.party);
        context.chart = standard.map(|it| policy.charts.of(it).clone());
        parties = kinds(registered).map(|it| it.into_keys().collect());
        context.separate_accounts = reader.separate_accounts(&context.party, at).await?;
        context.closings_before = closings_before(reader, &context, at).await?;
        let closings = reader.closings(&context.party).await?;
        context.closed = closed_through(&closings).is_some_and(|it| context.period <= it);
    }
    Ok(Known::Ledger { context: Box::new(context), parties })
}

/// What the rules of cases ask: those of the parties that the sender speaks for, as they stand.
async fn cases<T: Case + Numbered>(
    reader: Option<&Reader>,
    (sender, received_on): (PartyId, Date),
    policy: &Policy,
    Moment { at: as_of, wrong: supersedes, zone }: Moment<'_>,
) -> Result<CaseContext<T>, StoreError> {
    let authority = authority(reader, sender.clone(), as_of).await?;
    let mut before = BTreeMap::new();
    if let Some(reader) = reader {
        let party = authority.as_ref().and_then(Authority::only_for);
        let next = Some(Next { sender: &sender, supersedes });
        let mut pages = reader.cases::<T>(party, Asked { as_of, zone, next, limit: PAGE });
        while let Some(page) = pages.next_page().await? {
            before.extend(page.into_iter().map(|(party, it)| {
                let number = it.case.number().to_owned();
                ((party, number), it)
            }));
        }
    }
    Ok(CaseContext { received_on, sender, authority, before, deadlines: deadlines(policy) })
}

/// Who submits, and the registered parties as [`kinds`] has them.
async fn authority(
    reader: Option<&Reader>,
    sender: PartyId,
    at: Timestamp,
) -> Result<Option<Authority>, StoreError> {
    let Some(reader) = reader else { return Ok(None) };
    Ok(kinds(reader.registered("party", at).await?).map(|kinds| Authority { sender, kinds }))
}

/// The name by which the register knows who submits, unless it is that of another party.
async fn sender_name(
    reader: &Reader,
    authority: &Authority,
    at: Timestamp,
) -> Result<Option<PartyId>, StoreError> {
    let entries = reader.registered_of("party", &authority.sender, at).await?;
    let mut names = entries.into_iter().filter_map(|it| match it.entry {
        Entry::Party { name, .. } => format!("name:{name}").parse::<PartyId>().ok(),
        Entry::Person { .. } | Entry::Product { .. } | Entry::Account { .. } => None,
    });
    Ok(names.next().filter(|it| !authority.kinds.contains_key(it)))
}

/// What each registered party is; `None` where nobody is registered yet, so that the first file of all
/// is not a list of strangers.
fn kinds(registered: Vec<Registered>) -> Option<BTreeMap<PartyId, PartyKind>> {
    let kinds = registered.into_iter().filter_map(|it| match it.entry {
        Entry::Party { kind, .. } => Some((it.party, kind)),
        Entry::Person { .. } | Entry::Product { .. } | Entry::Account { .. } => None,
    });
    let kinds: BTreeMap<_, _> = kinds.collect();
    (!kinds.is_empty()).then_some(kinds)
}

/// Who belongs to whom; nobody to anybody where there is no register to ask.
async fn directory(reader: Option<&Reader>, at: Timestamp) -> Result<Directory, StoreError> {
    let mut directory = Directory::default();
    let Some(reader) = reader else { return Ok(directory) };
    for it in reader.registered("party", at).await? {
        if let Entry::Party { name, kind, controllers, .. } = it.entry {
            directory.add(it.party, (&name, kind), controllers);
        }
    }
    directory.group();
    Ok(directory)
}

/// What the rules of disclosures ask.
async fn disclosures(
    reader: Option<&Reader>,
    (party, received_on): (PartyId, Date),
    policy: &Policy,
    at: Timestamp,
) -> Result<DisclosureContext, StoreError> {
    let mut context = DisclosureContext {
        policy: policy.disclosure.clone(),
        received_on,
        authority: authority(reader, party, at).await?,
        products: None,
        disclosed: BTreeMap::new(),
    };
    let Some(reader) = reader else { return Ok(context) };
    // Without a register there is nothing to compare products with.
    if context.authority.is_some() {
        context.products = Some(products(reader, at).await?);
    }
    let disclosed = reader.years_disclosed(None, at).await?;
    context.disclosed =
        disclosed.into_iter().map(|it| ((it.party, it.year), it.first_on)).collect();
    Ok(context)
}

/// The names of each party's products.
async fn products(
    reader: &Reader,
    at: Timestamp,
) -> Result<BTreeMap<PartyId, BTreeSet<String>>, StoreError> {
    let mut products: BTreeMap<PartyId, BTreeSet<String>> = BTreeMap::new();
    for it in reader.registered("product", at).await? {
        match it.entry {
            Entry::Product { name, .. } => {
                products.entry(it.party).or_default().insert(name);
            }
            Entry::Party { .. } | Entry::Person { .. } | Entry::Account { .. } => {}
        }
    }
    Ok(products)
}

/// The accounting standard that the party's register names, if it does.
fn standard(registered: &[Registered], party: &PartyId) -> Option<Standard> {
    registered.iter().filter(|it| it.party == *party).find_map(|it| match it.entry {
        Entry::Party { standard, .. } => standard,
        Entry::Account { .. } | Entry::Person { .. } | Entry::Product { .. } => None,
    })
}

/// The closing of the month before per account and currency, if any ledger before is in force.
async fn closings_before(
    reader: &Reader,
    context: &LedgerContext,
    at: Timestamp,
) -> Result<Option<Closings>, StoreError> {
    let Some(before) = context.period.previous() else { return Ok(None) };
    let facts = reader.carried_facts(&context.party, before, at).await?;
    Ok(closings_of(&facts, before, &context.minor_digits)?)
}

/// What a month closes with, per account and currency.
pub(super) type Closings = BTreeMap<(String, Currency), Sums>;

/// What a month closes with per account and currency, by what ledgers say up to it; `None` if none says
/// anything.
///
/// # Errors
///
/// Returns an error if sums are too large.
pub fn closings_of(
    facts: &[BalanceFact],
    month: Period,
    minor_digits: &BTreeMap<Currency, u8>,
) -> Result<Option<Closings>, SumTooLarge> {
    if facts.iter().all(|it| month < it.period) {
        return Ok(None);
    }
    let digits = |currency| minor_digits.get(&currency).copied().unwrap_or_default();
    let closing = trial_balance(facts, month, digits)?.into_iter().map(|it| {
        let sums =
            Sums { debit_minor: it.closing_debit_minor, credit_minor: it.closing_credit_minor };
        ((it.account, it.currency), sums)
    });
    Ok(Some(closing.collect()))
}
