//! F-15: a voucher that was posted is the same afterwards (会计基础工作规范; 财会〔2024〕12号: posted data is
//! not changed silently). What supersedes a file is compared with it, voucher by voucher.

use std::collections::{BTreeMap, HashMap};
use std::io;

use sha2::{Digest, Sha256};

use crate::finding::{FAULTS_PER_RULE_MAX, Fault, Faults, Place};
use crate::ledger::interner::Keyed as _;
use crate::ledger::lines::{Line, LineBlock};
use crate::ledger::voucher::Voucher;
use crate::ledger::{CheckedLedger, Dimensions, plain_number, rules};
use crate::money::{Currency, format_minor};

/// So many lines are named of each side of a fault.
const LINES_NAMED_MAX: usize = 3;

/// What a line says, whatever its place in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Content {
    account: String,
    currency: Currency,
    minor_digits: u8,
    debit_minor: i64,
    credit_minor: i64,
    original_minor: i64,
    invoice: String,
    day: u8,
    dimensions: Dimensions,
    summary: String,
}

impl CheckedLedger {
    /// The vouchers of the superseded file `old` that were posted and are not here, or say something
    /// else here. Lines are compared as they were understood, in any order: by digests first, so that
    /// only the lines of vouchers that differ are ever held together.
    ///
    /// # Errors
    ///
    /// The lines cannot be read.
    pub fn changes_since(
        &mut self,
        old: &mut Self,
        is_posted: impl Fn(&str, &str) -> bool,
    ) -> io::Result<Faults> {
        let (before, now) = (digests(old)?, digests(self)?);
        let pairs = differing(old, &before, (self, &now), is_posted);
        // Beyond so many faults are counted, not kept: their lines need not be seen.
        let detailed = usize::try_from(FAULTS_PER_RULE_MAX).unwrap_or(usize::MAX);
        let told = &pairs[..pairs.len().min(detailed)];
        let old_lines = gather(old, told.iter().map(|it| it.0))?;
        let new_lines = gather(self, told.iter().filter_map(|it| it.1))?;
        let mut faults = Faults::default();
        for &(was, is) in &pairs {
            let voucher = old.vouchers.get(was);
            let lines = |lines: &BTreeMap<u32, Vec<Content>>, it| lines.get(&it).cloned();
            let old = lines(&old_lines, was).unwrap_or_default();
            let fault = match is {
                None => missing(&voucher, &old),
                Some(is) => {
                    let new = lines(&new_lines, is).unwrap_or_default();
                    changed((&voucher, &old), (&self.vouchers.get(is), &new))
                }
            };
            faults.push(Fault { period: Some(self.period), ..fault });
        }
        Ok(faults)
    }
}

/// What the lines of each voucher say, whatever their order: the sum of 128 bits of the SHA-256 of each.
fn digests(ledger: &mut CheckedLedger) -> io::Result<Vec<u128>> {
    let mut digests = vec![0_u128; ledger.vouchers.len()];
    let dimensions: Vec<_> = ledger.dimensions.iter().map(hash_of_dimensions).collect();
    let (accounts, currencies) = (&ledger.accounts, &ledger.currencies);
    let codes: Vec<u32> = (0..).take(accounts.len()).collect();
    let mut block = LineBlock::default();
    ledger.lines.rewind(&codes)?;
    loop {
        ledger.lines.fill(&mut block)?;
        if block.lines().is_empty() {
            return Ok(digests);
        }
        for line in block.lines() {
            let account = accounts[line.account as usize].code.as_str();
            let currency = currencies[usize::from(line.currency)].0;
            let mut hasher = Sha256::new();
            // A text that ends with 255, which no UTF-8 has, cannot run into the next one.
            hasher.update(account);
            hasher.update([u8::MAX]);
            hasher.update(currency.as_str());
            for amount in [line.debit_minor, line.credit_minor, line.original_minor] {
                hasher.update(amount.to_le_bytes());
            }
            hasher.update([line.day]);
            hasher.update(dimensions[line.dimensions as usize]);
            hasher.update(ledger.invoices.get(line.invoice));
            hasher.update([u8::MAX]);
            hasher.update(block.summary(line));
            let bytes = hasher.finalize();
            let half = bytes.iter().take(16).fold(0, |it, byte| (it << 8) | u128::from(*byte));
            let digest = &mut digests[line.voucher as usize];
            *digest = digest.wrapping_add(half);
        }
    }
}

fn hash_of_dimensions(dimensions: &Dimensions) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for text in dimensions.key() {
        hasher.update(text);
        hasher.update([u8::MAX]);
    }
    hasher.finalize().into()
}

/// The posted vouchers of `old` that differ, each with the one of the same number in `new`, if it is there: the
/// one that counts, if several have it.
fn differing(
    old: &CheckedLedger,
    before: &[u128],
    (new, now): (&CheckedLedger, &[u128]),
    is_posted: impl Fn(&str, &str) -> bool,
) -> Vec<(u32, Option<u32>)> {
    let mut places: HashMap<(&str, &str), u32> = HashMap::new();
    for (voucher, index) in new.vouchers.iter().zip(0_u32..) {
        let name = (voucher.voucher_type, plain_number(voucher.number));
        let place = places.entry(name).or_insert(index);
        if voucher.counted {
            *place = index;
        }
    }
    let mut pairs = Vec::new();
    for (voucher, index) in old.vouchers.iter().zip(0_u32..) {
        if !voucher.counted || !is_posted(voucher.voucher_type, voucher.number) {
            continue;
        }
        let place = places.get(&(voucher.voucher_type, plain_number(voucher.number))).copied();
        let is_same = place.is_some_and(|place| {
            let again = new.vouchers.get(place);
            let people = |it: &Voucher<'_>| [it.maker, it.reviewer, it.poster].map(str::to_owned);
            // A line's digest has the day of the month alone.
            before[index as usize] == now[place as usize]
                && voucher.date == again.date
                && voucher.lines == again.lines
                && people(&voucher) == people(&again)
        });
        if !is_same {
            pairs.push((index, place));
        }
    }
    pairs
}

/// What the lines of some vouchers say, sorted.
fn gather(
    ledger: &mut CheckedLedger,
    vouchers: impl Iterator<Item = u32>,
) -> io::Result<BTreeMap<u32, Vec<Content>>> {
    let mut lines: BTreeMap<u32, Vec<Content>> = vouchers.map(|it| (it, Vec::new())).collect();
    if lines.is_empty() {
        return Ok(lines);
    }
    let codes: Vec<u32> = (0..).take(ledger.accounts.len()).collect();
    let mut block = LineBlock::default();
    ledger.lines.rewind(&codes)?;
    loop {
        ledger.lines.fill(&mut block)?;
        if block.lines().is_empty() {
            for rows in lines.values_mut() {
                rows.sort_unstable();
            }
            return Ok(lines);
        }
        for line in block.lines() {
            if let Some(of_voucher) = lines.get_mut(&line.voucher) {
                of_voucher.push(content(ledger, line, block.summary(line)));
            }
        }
    }
}

fn content(ledger: &CheckedLedger, line: &Line, summary: &str) -> Content {
    let (currency, minor_digits) = ledger.currencies[usize::from(line.currency)];
    Content {
        account: ledger.accounts[line.account as usize].code.clone(),
        currency,
        minor_digits,
        debit_minor: line.debit_minor,
        credit_minor: line.credit_minor,
        original_minor: line.original_minor,
        invoice: ledger.invoices.get(line.invoice).to_owned(),
        day: line.day,
        dimensions: ledger.dimensions[line.dimensions as usize].clone(),
        summary: summary.to_owned(),
    }
}

fn missing(voucher: &Voucher<'_>, lines: &[Content]) -> Fault {
    let label = voucher.label();
    Fault {
        cause: label.clone(),
        expected: described(lines),
        arguments: vec![("check", "missing".to_owned()), ("voucher", label)],
        ..Fault::at(rules::POSTED_CHANGED, Place::default())
    }
}

/// The fault of a voucher that says something else than before.
fn changed(
    (before, old): (&Voucher<'_>, &[Content]),
    (now, new): (&Voucher<'_>, &[Content]),
) -> Fault {
    let columns = columns((before, old), (now, new));
    let label = now.label();
    let difference = difference(old, new);
    Fault {
        cause: label.clone(),
        expected: described(&without(old, new)),
        actual: described(&without(new, old)),
        difference,
        arguments: vec![
            ("check", "changed".to_owned()),
            ("voucher", label),
            ("columns", columns.join(", ")),
        ],
        ..Fault::at(rules::POSTED_CHANGED, Place::row(now.origin.row))
    }
}

/// The columns in which two states of a voucher differ.
fn columns(
    (before, old): (&Voucher<'_>, &[Content]),
    (now, new): (&Voucher<'_>, &[Content]),
) -> Vec<&'static str> {
    let mut columns = Vec::new();
    let mut note = |column, differs: bool| {
        if differs {
            columns.push(column);
        }
    };
    note("account", differ(old, new, |it| it.account.clone()));
    note("debit", differ(old, new, |it| (it.currency, it.debit_minor)));
    note("credit", differ(old, new, |it| (it.currency, it.credit_minor)));
    note("original_amount", differ(old, new, |it| it.original_minor));
    note("invoice", differ(old, new, |it| it.invoice.clone()));
    note("date", before.date != now.date || differ(old, new, |it| it.day));
    note("dimensions", differ(old, new, |it| it.dimensions.clone()));
    note("summary", differ(old, new, |it| it.summary.clone()));
    note("maker", before.maker != now.maker);
    note("reviewer", before.reviewer != now.reviewer);
    note("poster", before.poster != now.poster);
    // The same values, put together otherwise.
    let is_mixed = columns.is_empty() && old != new;
    if is_mixed {
        columns.push("lines");
    }
    columns
}

/// Whether a column holds other values, whatever their order.
fn differ<T: Ord>(old: &[Content], new: &[Content], value: impl Fn(&Content) -> T) -> bool {
    let sorted = |lines: &[Content]| {
        let mut values: Vec<T> = lines.iter().map(&value).collect();
        values.sort_unstable();
        values
    };
    old.len() != new.len() || sorted(old) != sorted(new)
}

/// The lines of a sorted list that another one lacks.
fn without(lines: &[Content], others: &[Content]) -> Vec<Content> {
    let mut others = others.iter().peekable();
    let is_missing = |line: &&Content| {
        while others.next_if(|it| it < line).is_some() {}
        others.next_if(|it| it == line).is_none()
    };
    lines.iter().filter(is_missing).cloned().collect()
}

/// The debits before less the debits now, where there is one currency and a difference.
fn difference(old: &[Content], new: &[Content]) -> Option<String> {
    let first = old.first()?;
    if old.iter().chain(new).any(|it| it.currency != first.currency) {
        return None;
    }
    let debits =
        |lines: &[Content]| -> i128 { lines.iter().map(|it| i128::from(it.debit_minor)).sum() };
    let difference = debits(old) - debits(new);
    (difference != 0).then(|| format_minor(difference, first.minor_digits))
}

/// Lines as `1002 +100.00, 6001 -100.00`: debits positive, credits negative.
fn described(lines: &[Content]) -> String {
    let line = |it: &Content| {
        let net = i128::from(it.debit_minor) - i128::from(it.credit_minor);
        let sign = if 0 < net { "+" } else { "" };
        format!("{} {sign}{}", it.account, format_minor(net, it.minor_digits))
    };
    let mut texts: Vec<String> = lines.iter().take(LINES_NAMED_MAX).map(line).collect();
    if LINES_NAMED_MAX < lines.len() {
        texts.push("…".to_owned());
    }
    texts.join(", ")
}
