//! Tallies: facts are counted one by one, and a page of them is listed for whoever asks which.

use std::collections::BTreeMap;

use metrics::evaluation::explanation::{Fact, FactFile};
use metrics::evaluation::measure::{Count, Counting, Counts};

/// A fact as it is counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found<'a> {
    /// What is hashed: tells it from the other facts of its count.
    pub label: &'a str,
    /// What people call it; `""` where the receipt says it all.
    pub name: &'a str,
    /// The submission that it stands in; `""` where there is none.
    pub receipt: &'a str,
    /// The other submissions, where it is counted of several.
    pub more: &'a [&'a str],
    /// The row there, in the first submission; of several, the first.
    pub row: Option<u64>,
    /// The last row, where it is counted of several.
    pub last_row: Option<u64>,
}

impl Found<'_> {
    /// The same, counted of the rows from a first to a last one, where they are known.
    pub(super) fn between(self, rows: Option<&(u64, u64)>) -> Self {
        Self { row: rows.map(|it| it.0), last_row: rows.map(|it| it.1), ..self }
    }
}

/// Which facts of each count are listed, in the order in which they are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// So many are passed over.
    pub skip: u64,
    /// So many are listed at most.
    pub limit: usize,
}

/// A count with a page of its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The count, over all facts.
    pub count: Count,
    /// The page. What their files and sheets are called is not said.
    pub facts: Vec<Fact>,
    /// Every submission that a fact stands in, with what it adds where it is counted as a whole.
    pub receipts: BTreeMap<String, Option<u64>>,
}

/// Counts under way, by name.
#[derive(Debug, Default)]
pub(super) struct Tally {
    page: Page,
    counting: BTreeMap<String, (Counting, Listed)>,
}

/// What is listed of a count.
#[derive(Debug, Default)]
struct Listed {
    facts: Vec<Fact>,
    receipts: BTreeMap<String, Option<u64>>,
}

impl Tally {
    /// Nothing counted yet; a page of each count is going to be listed.
    pub(super) fn listing(page: Page) -> Self {
        Self { page, counting: BTreeMap::new() }
    }

    /// Whether facts are listed: only then it is worth asking for their rows.
    pub(super) fn lists(&self) -> bool {
        0 < self.page.limit
    }

    /// A count of what a filter finds. Without facts, it is 0.
    pub(super) fn open(&mut self, filter: &str, names: &[&str]) {
        for name in names {
            let new = || (Counting::new(filter), Listed::default());
            self.counting.entry((*name).to_owned()).or_insert_with(new);
        }
    }

    /// Counts a fact under a name that was opened.
    pub(super) fn add(&mut self, name: &str, fact: Found<'_>, value: u64) {
        let Some((counting, listed)) = self.counting.get_mut(name) else { return };
        if 0 < self.page.limit && !fact.receipt.is_empty() {
            let is_whole = fact.row.is_none() || fact.last_row.is_some();
            for receipt in std::iter::once(&fact.receipt).chain(fact.more) {
                listed.receipts.insert((*receipt).to_owned(), is_whole.then_some(value));
            }
        }
        if self.page.skip <= counting.facts() && listed.facts.len() < self.page.limit {
            listed.facts.push(Fact {
                label: fact.label.to_owned(),
                name: fact.name.to_owned(),
                value,
                receipt: fact.receipt.to_owned(),
                file_name: String::new(),
                sheet: String::new(),
                more: fact.more.iter().map(|it| unnamed(it)).collect(),
                row: fact.row,
                last_row: fact.last_row,
            });
        }
        counting.add(fact.label, value);
    }

    /// What was counted.
    pub(super) fn counts(self) -> Counts {
        self.counting.into_iter().map(|(name, (counting, _))| (name, counting.done())).collect()
    }

    /// What was counted, with the page of each.
    pub(super) fn counted(self) -> BTreeMap<String, Counted> {
        let counted = |(name, (counting, listed)): (String, (Counting, Listed))| {
            let Listed { facts, receipts } = listed;
            (name, Counted { count: counting.done(), facts, receipts })
        };
        self.counting.into_iter().map(counted).collect()
    }
}

/// A file by its submission; what it is called is not said.
fn unnamed(receipt: &str) -> FactFile {
    FactFile { receipt: receipt.to_owned(), file_name: String::new(), sheet: String::new() }
}
