//! Ledgers, usage, prices and disclosures against each other, and operators against each other. Read
//! are sums, party by party: what this costs does not grow with lines or records.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::commingling::{self, Contact, Dealing, PaidInto};
use metrics::disclosure::Block;
use metrics::finding::{Fault, Faults};
use metrics::ledger::{EntryKind, SumFact};
use metrics::money::Currency;
use metrics::party::{PartyId, PartyKind};
use metrics::period::Period;
use metrics::pricing::{AccountRoles, Entered, PricingEntry, Tariff};
use metrics::register::bank_accounts::BankAccounts;
use metrics::register::{Entry, Standard, is_listed};
use metrics::tie_out::{
    self, Books, CHARGES_MAX, Directory, DisclosedFee, HandedMonths, InvoiceBooks, InvoiceJudge,
    Invoiced, PriceInForce, Rates,
};
use metrics::usage::is_as_priced;
use store::disclosures::StoredDisclosure;
use store::{Reader, StoreError};

use super::{Found, pricing};
use crate::duties::{self, Asked};
use crate::evaluate::due_at;
use crate::installation::Installation;

/// What was found of one party, and what has to be held against others.
#[derive(Debug, Default)]
pub(super) struct Tied {
    pub(super) found: Found,
    between: Between,
}

/// The rules of `domain` 7.3 that need more than one submission and are broken.
pub(super) async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
    known: &mut BTreeMap<PartyId, Tied>,
) -> Result<Vec<Fault>, StoreError> {
    let register = Register::read(reader, as_of).await?;
    let look = Look { installation, reader, as_of, register: &register };
    let ledgers = reader.ledger_periods(as_of).await?;
    let mut parties: BTreeMap<&PartyId, BTreeSet<Period>> =
        register.standards.keys().map(|it| (it, BTreeSet::new())).collect();
    for (party, period) in &ledgers {
        parties.entry(party).or_default().insert(*period);
    }
    known.retain(|party, _| parties.contains_key(party));
    for (party, ledgers) in parties {
        if known.contains_key(party) {
            continue;
        }
        let asked = Asked { party: Some(party), as_of };
        let disclosures = duties::disclosures(reader, asked).await?;
        let tied = known.entry(party.clone()).or_default();
        Box::pin(look.party((party, &ledgers), disclosures.iter(), tied)).await?;
    }
    let mut faults = register.faults();
    faults.extend(known.values().flat_map(|it| &it.found.faults).cloned());
    let between = || known.values().map(|it| &it.between);
    let dealings: Vec<Dealing> = between().flat_map(|it| it.dealings.iter().cloned()).collect();
    let contacts: Vec<Contact> = between().flat_map(|it| it.contacts.iter().cloned()).collect();
    let policy = &installation.policy.usage.commingling;
    let paid = between().flat_map(|it| &it.paid_into);
    faults.append(&mut commingling::shared_bank_accounts(&register.bank_accounts, paid));
    faults.append(&mut commingling::mirrored(&dealings, policy));
    faults.append(&mut commingling::shared_counterparties(&contacts, policy));
    Ok(faults)
}

/// The months of which nobody can say that what a party charged is within the ceilings in force
/// ([`tie_out::not_within`]); `None` where nobody can of any, because what is said of its prices cannot be read
/// whole.
///
/// # Errors
///
/// Returns an error if the database fails.
pub(crate) async fn not_within(
    installation: &Installation,
    reader: &Reader,
    register: &Register,
    (party, as_of): (&PartyId, Timestamp),
) -> Result<Option<BTreeSet<Period>>, StoreError> {
    let look = Look { installation, reader, as_of, register };
    let books = look.books(party).await?;
    let Some(entries) = look.entries(party).await? else { return Ok(None) };
    let judge = |rates: &mut Rates| look.above_ceilings(&books, &entries, rates);
    let above = look.charged(party, judge).await?;
    let mut months = tie_out::not_within(&books, &look.roles(party), &above);
    for (period, files) in reader.product_sums(party, as_of).await? {
        if !is_as_priced((party, period), files) {
            months.insert(period);
        }
    }
    Ok(Some(months))
}

/// What operators have with each other, and with the same others.
#[derive(Debug, Default)]
struct Between {
    dealings: Vec<Dealing>,
    contacts: Vec<Contact>,
    paid_into: BTreeSet<PaidInto>,
}

/// What the register says of parties together.
pub(crate) struct Register {
    directory: Directory,
    /// Every registered party's accounting standard.
    standards: BTreeMap<PartyId, Standard>,
    /// Since when parties operate, where that is known.
    since: BTreeMap<PartyId, Date>,
    /// Number and name of each product, with its developers, by party.
    products: BTreeMap<PartyId, Vec<(String, String, BTreeSet<PartyId>)>>,
    /// Codes of the accounts that are 专账, of parties that have any.
    separate: BTreeMap<PartyId, BTreeSet<String>>,
    /// Bank accounts of operators.
    bank_accounts: BankAccounts,
}

impl Register {
    /// Reads what was in force at an instant.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub(crate) async fn read(reader: &Reader, as_of: Timestamp) -> Result<Self, StoreError> {
        let mut register = Self {
            directory: Directory::default(),
            standards: BTreeMap::new(),
            since: BTreeMap::new(),
            products: BTreeMap::new(),
            separate: BTreeMap::new(),
            bank_accounts: BankAccounts::default(),
        };
        for record in ["party", "product", "account"] {
            for it in reader.registered(record, as_of).await? {
                register.add(it.party, it.entry);
            }
        }
        register.directory.group();
        Ok(register)
    }

    fn add(&mut self, party: PartyId, entry: Entry) {
        match entry {
            Entry::Party { name, kind, standard, controllers, since, .. } => {
                self.since.extend(since.map(|it| (party.clone(), it)));
                self.standards.insert(party.clone(), standard.unwrap_or_default());
                self.directory.add(party, (&name, kind), controllers);
            }
            Entry::Product { code, name, developers, .. } => {
                self.products.entry(party).or_default().push((code, name, developers));
            }
            Entry::Account { code, separate_ledger, bank_accounts, .. } => {
                let is_operator = self.directory.kind(&party) == Some(PartyKind::Operator);
                for number in bank_accounts.iter().filter(|_| is_operator) {
                    self.bank_accounts.add(&party, number);
                }
                if separate_ledger {
                    self.separate.entry(party).or_default().insert(code);
                }
            }
            Entry::Person { .. } => {}
        }
    }

    /// What is wrong with the register itself.
    fn faults(&self) -> Vec<Fault> {
        let products = self.products.iter().flat_map(|(party, products)| {
            products.iter().flat_map(move |(code, _, developers)| {
                developers.iter().map(move |it| (party, code.as_str(), it))
            })
        });
        tie_out::developed_by_own_group(products, &self.directory)
    }
}

/// One look at everything in force.
struct Look<'a> {
    installation: &'a Installation,
    reader: &'a Reader,
    as_of: Timestamp,
    register: &'a Register,
}

impl Look<'_> {
    /// What one party's submissions say together, with the months that have a ledger. Of each rule so many
    /// faults are kept as of one file.
    async fn party(
        &self,
        (party, ledgers): (&PartyId, &BTreeSet<Period>),
        disclosures: impl Iterator<Item = &StoredDisclosure>,
        Tied { found, between }: &mut Tied,
    ) -> Result<(), StoreError> {
        let policy = &self.installation.policy;
        let books = self.books(party).await?;
        let mut faults = Faults::default();
        if let Some(entries) = self.entries(party).await? {
            let judge = |rates: &mut Rates| {
                let mut found = self.above_ceilings(&books, &entries, rates);
                found.append(&mut self.not_as_published(&books, &entries, rates));
                found
            };
            let found = self.charged(party, judge).await?;
            for fault in found {
                faults.push(fault);
            }
            let fees: Vec<DisclosedFee> = disclosures.flat_map(|it| self.fees(it)).collect();
            let (prices, words) = (in_force(&entries), (&policy.usage.tie_out, &policy.pricing));
            for fault in tie_out::fees_not_in_force(party, &fees, &prices, words) {
                faults.push(fault);
            }
            if self.register.directory.kind(party) == Some(PartyKind::Operator) {
                between.paid_into = commingling::paid_into(party, &entries);
            }
        } else {
            found.open.extend(tie_out::RULES_OF_PRICES);
            found.open.insert(commingling::rules::BANK_ACCOUNT);
        }
        let roles = self.roles(party);
        let (directory, words) = (&self.register.directory, &policy.usage.tie_out);
        let (owed, spent) = (&words.owed.words, &words.spent.words);
        let digits = policy.minor_digits();
        let broken = [
            tie_out::revenue_without_usage(&books, ledgers, &roles),
            tie_out::booked_elsewhere(&books, &roles),
            tie_out::public_revenue(&books, &roles),
            tie_out::subsidies_not_netted(&books, (&roles, spent)),
            tie_out::not_in_renminbi(&books, &roles, &digits),
            tie_out::paid_to_related(&books, (&roles, owed), (directory, &digits)),
            commingling::shifted_costs(&books, &roles, &policy.usage.commingling),
        ];
        broken.into_iter().flatten().for_each(|fault| faults.push(fault));
        let separate = self.register.separate.get(party);
        let used = books.usage.iter().map(|it| it.0).collect();
        let months = HandedMonths { ledgers, usages: &used, due: self.last_due() };
        let invoices = InvoiceBooks { party, roles: &roles, separate };
        self.invoices(invoices, months, &mut faults).await?;
        if separate.is_some() {
            for fault in tie_out::capitalized(&books, &roles) {
                faults.push(fault);
            }
        }
        if directory.kind(party) == Some(PartyKind::Operator) {
            between.dealings.append(&mut commingling::dealings(&books, &roles, directory));
            let (accounts, policy) = ((&roles, owed), &policy.usage.commingling);
            let mut contacts = commingling::contacts(&books, accounts, directory, policy);
            between.contacts.append(&mut contacts);
            self.required((party, ledgers)).await?.into_iter().for_each(|it| faults.push(it));
        }
        found.add(&faults);
        Ok(())
    }

    /// The last month of which the ledger was due: usage is due with it.
    fn last_due(&self) -> Option<Period> {
        let today = self.installation.settings.clock.zone.to_datetime(self.as_of).date();
        let is_due =
            |it: &Period| due_at(self.installation, *it).is_some_and(|at| at <= self.as_of);
        iter::successors(Period::of(today), |it| it.previous()).find(is_due)
    }

    /// What ledgers and usage say of single invoices (F-6-invoice).
    async fn invoices(
        &self,
        books: InvoiceBooks<'_>,
        months: HandedMonths<'_>,
        faults: &mut Faults,
    ) -> Result<(), StoreError> {
        let named = self.reader.invoiced_months(books.party, self.as_of).await?;
        let judge = InvoiceJudge::of(books, months, &named);
        if judge.is_idle() {
            return Ok(());
        }
        let look = |number: &str, said: &[Invoiced]| {
            judge.judge(number, said).into_iter().for_each(|it| faults.push(it));
        };
        self.reader.each_invoice(books.party, self.as_of, look).await
    }

    /// What an operator that hands ledgers in does not hand in with them (F-23, F-5-missing).
    async fn required(
        &self,
        (party, ledgers): (&PartyId, &BTreeSet<Period>),
    ) -> Result<Vec<Fault>, StoreError> {
        let with_totals = self.reader.periods_with_generals(party, self.as_of).await?;
        let mut faults = tie_out::without_general_totals(party, ledgers, &with_totals);
        let has_separate = self.register.separate.contains_key(party);
        faults.extend(tie_out::without_separate_account(party, ledgers, has_separate));
        Ok(faults)
    }

    /// The books of a party. Where the register lists accounts as 专账, only these and those below
    /// them move.
    async fn books(&self, party: &PartyId) -> Result<Books, StoreError> {
        let mut sums = self.reader.ledger_sums(party, None, self.as_of).await?;
        sums.retain(|it| it.entry == EntryKind::Movement);
        let (mut elsewhere, mut foreign_elsewhere) = (Vec::new(), Vec::new());
        if let Some(separate) = self.register.separate.get(party) {
            (sums, elsewhere) = sums.into_iter().partition(|it| is_listed(&it.account, separate));
            (elsewhere, foreign_elsewhere) =
                elsewhere.into_iter().partition(SumFact::is_renminbi_movement);
        }
        let usage = self.reader.usage_sums(party, None, self.as_of).await?;
        let counterparties = self.reader.counterparty_sums(party, self.as_of).await?;
        let (movements, foreign) = sums.into_iter().partition(SumFact::is_renminbi_movement);
        let (counterparties, foreign_counterparties) =
            counterparties.into_iter().partition(|it| it.currency == Currency::CNY);
        Ok(Books {
            party: party.clone(),
            movements,
            elsewhere,
            foreign,
            foreign_elsewhere,
            counterparties,
            foreign_counterparties,
            usage: usage.into_iter().map(|it| (it.period, it.sum)).collect(),
        })
    }

    /// What is said of a party's prices; `None` where it cannot be read whole, which the rules about
    /// prices say.
    async fn entries(&self, party: &PartyId) -> Result<Option<Vec<Entered>>, StoreError> {
        match pricing::entries(self.reader, party, self.as_of).await {
            Err(StoreError::Limit { .. } | StoreError::Corrupt { .. }) => Ok(None),
            entries => entries.map(Some),
        }
    }

    /// What a party's accounts are for.
    fn roles(&self, party: &PartyId) -> AccountRoles<'_> {
        let policy = &self.installation.policy;
        let standard = self.register.standards.get(party).copied().unwrap_or_default();
        AccountRoles::of(&policy.pricing, &policy.charts, standard)
    }

    /// What rules find of what a party charged, with what is known of rates. Where sums leave a verdict
    /// open, the months that it asks for are read, and everything is judged once more.
    async fn charged(
        &self,
        party: &PartyId,
        judge: impl Fn(&mut Rates) -> Vec<Fault>,
    ) -> Result<Vec<Fault>, StoreError> {
        let limit = i64::try_from(CHARGES_MAX).unwrap_or(i64::MAX);
        let mut rates = Rates::default();
        loop {
            let found = judge(&mut rates);
            let unread = rates.unread();
            if unread.is_empty() {
                return Ok(found);
            }
            for period in unread {
                let charges = self.reader.charges((party, period), (self.as_of, limit)).await?;
                rates.add(period, charges);
            }
        }
    }

    /// The rules about what was charged against ceilings: F-7 and its parts.
    fn above_ceilings(&self, books: &Books, entries: &[Entered], rates: &mut Rates) -> Vec<Fault> {
        let policy = &self.installation.policy.pricing;
        let ceilings = entries.iter().filter_map(|it| match &it.entry {
            PricingEntry::Ceiling { tariff, .. } => Some(tariff),
            _ => None,
        });
        let ceilings: Vec<&Tariff> = ceilings.collect();
        let prices = in_force(entries);
        let open = prices.iter().filter(|it| it.buyer.is_empty()).map(|it| &it.tariff);
        // Where nobody knows since when it operates (P-7-since), nobody knows that it may charge any.
        let since = self.register.since.get(&books.party).copied();
        let trial_fees = since.map(|since| open.filter_map(move |it| policy.trial_fee(it, since)));
        let trial_fees: Vec<Tariff> = trial_fees.into_iter().flatten().collect();
        let limits = (&*ceilings, &*trial_fees.iter().collect::<Vec<_>>());
        let directory = &self.register.directory;
        let mut found = tie_out::prices_over_ceilings(books, limits, (&mut *rates, policy));
        found.append(&mut tie_out::charges_over_tiers(books, entries, directory, (rates, policy)));
        found
    }

    /// The rules about what was charged against the prices published.
    fn not_as_published(
        &self,
        books: &Books,
        entries: &[Entered],
        rates: &mut Rates,
    ) -> Vec<Fault> {
        let policy = &self.installation.policy.pricing;
        let (directory, prices) = (&self.register.directory, in_force(entries));
        let mut found =
            tie_out::prices_not_published(books, &prices, directory, (&mut *rates, policy));
        found.append(&mut tie_out::charged_unequally(books, &prices, directory, (rates, policy)));
        found
    }

    /// The fees that a disclosure names, of products that the register knows; others
    /// are D-02-unknown.
    fn fees(&self, disclosed: &StoredDisclosure) -> Vec<DisclosedFee> {
        let products = self.register.products.get(&disclosed.party);
        let code = |name: &str| {
            let known = products?.iter().find(|(_, known, _)| known == name);
            known.map(|(code, _, _)| code.clone())
        };
        let fee = |it: &metrics::disclosure::Record| {
            Some(DisclosedFee {
                year: disclosed.disclosure.year,
                disclosed_on: disclosed.disclosed_on,
                product: code(it.cell("name"))?,
                fee: it.cell("fee").to_owned(),
            })
        };
        disclosed.disclosure.of(Block::Product).filter_map(fee).collect()
    }
}

/// The prices among entries.
fn in_force(entries: &[Entered]) -> Vec<PriceInForce> {
    let price = |it: &Entered| match &it.entry {
        PricingEntry::Price { tariff, buyer, .. } => {
            Some(PriceInForce { tariff: tariff.clone(), buyer: buyer.clone() })
        }
        _ => None,
    };
    entries.iter().filter_map(price).collect()
}

#[cfg(test)]
mod tests;
