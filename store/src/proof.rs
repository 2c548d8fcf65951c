//! Whether what is posted is what was handed in: two databases to which the same was posted, one of them
//! now, say the same in every column of every fact. Rows are compared as sums of their hashes, for each
//! submission and a thousand rows, so that memory does not grow with them; where sums differ, the first row
//! that does is sought.

mod acts;
mod evaluations;
mod lines;
pub(crate) mod log;
mod parts;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::StoreError;
use crate::bulk::{self, Cell};
use crate::db::Reader;
use crate::facts::{FACTS, FactTable, Key, Told};
use crate::ledger::ids;

pub use acts::{ActDifference, ActsVerification};

/// Rows of a file that are summed up together.
const BUCKET_ROWS: i64 = 1_000;
/// Rows that are looked at where sums differ.
const ODD_ROWS_MAX: usize = 100;

/// What is posted together: nothing outside of it decides what of it counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of a kind.
    Kind(Kind),
    /// The ledgers of a party's month.
    Month(PartyId, Period),
}

/// A difference between what is posted and what was handed in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// Whose submission it is; `None` if there is no such submission.
    pub party: Option<PartyId>,
    /// Its receipt.
    pub receipt: String,
    /// The file's name, as submitted.
    pub file_name: String,
    /// The table.
    pub table: &'static str,
    /// The row of the file; `None` for what is of several rows.
    pub row: Option<i64>,
    /// The column, with the unit in its name; `None` where one side has no such row.
    pub column: Option<String>,
    /// What the bytes say; `None` if they say nothing of the kind.
    pub expected: Option<String>,
    /// What is posted; `None` if nothing is.
    pub actual: Option<String>,
}

impl Part {
    /// Whether a table can have rows of it.
    fn has(&self, key: Key) -> bool {
        match key {
            Key::Ids | Key::Month => matches!(self, Self::Month(..)),
            Key::Of(kind) => *self == Self::Kind(kind),
            Key::Submission => true,
        }
    }

    /// Kind, party and month; `""` for what a part does not name.
    pub(crate) fn key(&self) -> (Kind, &str, String) {
        match self {
            Self::Kind(kind) => (*kind, "", String::new()),
            Self::Month(party, period) => (Kind::Ledger, party.as_str(), period.to_string()),
        }
    }
}

impl Difference {
    /// A difference about a submission, of which nothing else is said yet.
    async fn of(reader: &Reader, table: &'static str, receipt: String) -> Result<Self, StoreError> {
        let submission = reader.submission(&receipt).await?;
        let (party, file_name) = submission.map(|it| (it.party, it.file_name)).unzip();
        let file_name = file_name.unwrap_or_default();
        let (row, column, expected, actual) = (None, None, None, None);
        Ok(Self { party, receipt, file_name, table, row, column, expected, actual })
    }
}

/// Rows of a file: the receipt, and which thousand; 0 for what is of several rows.
type Bucket<'a> = (&'a str, i64);

/// How many rows, and the sum of their hashes.
type Sum = (u64, u64);

/// The sums of a table, by receipt and thousand.
type Sums = BTreeMap<String, BTreeMap<i64, Sum>>;

impl Reader {
    /// The first difference between what is posted here of a part, and what `again` has after its accepted
    /// submissions were posted there. What was accepted here since is none.
    ///
    /// # Errors
    ///
    /// Returns an error if a database fails.
    pub async fn differs(
        &self,
        again: &Self,
        part: &Part,
    ) -> Result<Option<Difference>, StoreError> {
        let hashes = RandomState::new();
        let comparison = Comparison { stands: self, again, part, hashes };
        for table in FACTS.iter().filter(|it| part.has(it.key)) {
            if let Some(difference) = comparison.table(table).await? {
                return Ok(Some(difference));
            }
        }
        Ok(None)
    }

    /// Looks at the rows of a table that a part has, in no order.
    async fn each(
        &self,
        table: &FactTable,
        part: &Part,
        look: impl FnMut(&[String], &[Told<&str>]),
    ) -> Result<(), StoreError> {
        let (kind, _, period) = part.key();
        let text = (kind.as_str(), period.as_str());
        let Some((condition, bounds)) = self.condition(table, (part, text)).await? else {
            return Ok(());
        };
        let statement = format!("{} WHERE {condition}", table.select);
        bulk::each(&self.db, &statement, &bounds, look).await
    }

    /// Which rows of a table a part has; `None` if the party is not known.
    async fn condition<'a>(
        &self,
        FactTable { name, key, .. }: &FactTable,
        (part, (kind, month)): (&Part, (&'a str, &'a str)),
    ) -> Result<Option<(String, Vec<Cell<'a>>)>, StoreError> {
        let Part::Month(party, period) = part else {
            // Facts of a kind belong to submissions of no other.
            let condition = match key {
                Key::Of(_) => "$1 <> ''",
                Key::Ids | Key::Month | Key::Submission => "submissions.kind = $1",
            };
            return Ok(Some((condition.to_owned(), vec![Cell::Text(kind)])));
        };
        let Some(party_id) = self.party_number(party).await? else { return Ok(None) };
        let of_month = vec![Cell::Number(party_id), Cell::Text(month)];
        Ok(Some(match key {
            Key::Ids => {
                let (first, last) = ids::period_range(party_id, *period);
                let bounds = [party_id, first, last].map(Cell::Number).into();
                (format!("{name}.party_id = $1 AND {name}.id BETWEEN $2 AND $3"), bounds)
            }
            Key::Month => (format!("{name}.party_id = $1 AND {name}.period = $2"), of_month),
            Key::Of(_) | Key::Submission => {
                let of_ledgers = "submissions.kind = 'ledger' AND submissions.party_id = $1
                                  AND submissions.period = $2";
                (of_ledgers.to_owned(), of_month)
            }
        }))
    }
}

/// Hashes with a key that nobody knows beforehand: rows cannot be made up to have the same sum.
struct Comparison<'a> {
    stands: &'a Reader,
    again: &'a Reader,
    part: &'a Part,
    hashes: RandomState,
}

impl Comparison<'_> {
    /// The first difference in a table.
    async fn table(&self, table: &FactTable) -> Result<Option<Difference>, StoreError> {
        if table.name == lines::TABLE && self.lines_are_alike().await? {
            return Ok(None);
        }
        let actual = self.sums(self.stands, table).await?;
        let expected = self.sums(self.again, table).await?;
        let receipts: BTreeSet<&String> = expected.keys().chain(actual.keys()).collect();
        for receipt in receipts {
            let [expected, actual] = [&expected, &actual].map(|it| it.get(receipt));
            if expected == actual || self.is_new(receipt).await? {
                continue;
            }
            let buckets = [expected, actual].into_iter().flatten().flat_map(BTreeMap::keys);
            let buckets: BTreeSet<i64> = buckets.copied().collect();
            for bucket in buckets {
                let sums = [expected, actual].map(|it| it.and_then(|it| it.get(&bucket)));
                if sums[0] != sums[1] {
                    let rows = sums.map(|it| it.map(|(rows, _)| rows.to_string()));
                    return self.named(table, (receipt, bucket), rows).await.map(Some);
                }
            }
        }
        Ok(None)
    }

    async fn sums(&self, of: &Reader, table: &FactTable) -> Result<Sums, StoreError> {
        let mut sums = Sums::new();
        of.each(table, self.part, |columns, cells| {
            let (receipt, bucket) = bucket_of(columns, cells);
            let of_receipt = match sums.get_mut(receipt) {
                Some(of_receipt) => of_receipt,
                None => sums.entry(receipt.to_owned()).or_default(),
            };
            let sum = of_receipt.entry(bucket).or_default();
            *sum = (sum.0 + 1, sum.1.wrapping_add(self.hashes.hash_one(cells)));
        })
        .await?;
        Ok(sums)
    }

    /// Whether a submission of the part was accepted after those that were posted again were listed.
    async fn is_new(&self, receipt: &str) -> Result<bool, StoreError> {
        let Some(known) = self.stands.submission(receipt).await? else { return Ok(false) };
        let is_accepted = known.check.as_ref().is_some_and(|it| it.accepted_at.is_some());
        let is_of_part = Part::of(&known) == *self.part;
        let again = self.again.submission(receipt).await?;
        let is_posted_again = again.is_some_and(|it| it.check.is_some());
        Ok(is_accepted && is_of_part && !is_posted_again)
    }

    /// Names the difference in a bucket whose sums differ: how many rows there are is known.
    async fn named(
        &self,
        table: &FactTable,
        bucket: Bucket<'_>,
        [expected_rows, actual_rows]: [Option<String>; 2],
    ) -> Result<Difference, StoreError> {
        let difference = Difference {
            expected: expected_rows,
            actual: actual_rows,
            ..Difference::of(self.stands, table.name, bucket.0.to_owned()).await?
        };
        let actual = self.odd(table, bucket, (self.stands, self.again)).await?;
        let mut expected = self.odd(table, bucket, (self.again, self.stands)).await?;
        expected.sort();
        let Some((columns, expected)) = expected.into_iter().next() else {
            let row = actual.first().and_then(|(columns, cells)| row_of(columns, cells));
            return Ok(Difference { row, ..difference });
        };
        let row = row_of(&columns, &expected);
        let unlike = |cells: &[Told<String>]| {
            let pairs = expected.iter().zip(cells);
            pairs.filter(|(expected, actual)| expected != actual).count()
        };
        let alike = actual.iter().map(|it| &it.1).min_by_key(|it| unlike(it));
        let first = alike.and_then(|actual| {
            let mut pairs = columns.iter().zip(expected.iter().zip(actual));
            pairs.find(|(_, (expected, actual))| expected != actual)
        });
        let Some((column, (expected, actual))) = first else {
            return Ok(Difference { row, ..difference });
        };
        Ok(Difference {
            row,
            column: Some(column.clone()),
            expected: expected.text(),
            actual: actual.text(),
            ..difference
        })
    }

    /// Some rows of a bucket that one side has and the other has not, with the columns' names.
    async fn odd(
        &self,
        table: &FactTable,
        bucket: Bucket<'_>,
        (of, other): (&Reader, &Reader),
    ) -> Result<Vec<(Vec<String>, Vec<Told<String>>)>, StoreError> {
        let (mut known, mut odd) = (HashSet::new(), Vec::new());
        other
            .each(table, self.part, |columns, cells| {
                if bucket_of(columns, cells) == bucket {
                    known.insert(self.hashes.hash_one(cells));
                }
            })
            .await?;
        of.each(table, self.part, |columns, cells| {
            let is_odd = odd.len() < ODD_ROWS_MAX
                && bucket_of(columns, cells) == bucket
                && !known.contains(&self.hashes.hash_one(cells));
            if is_odd {
                odd.push((columns.to_vec(), cells.iter().map(Told::kept).collect()));
            }
        })
        .await?;
        Ok(odd)
    }
}

/// The row of the file, where rows of the table have one.
fn row_of<T>(columns: &[String], cells: &[Told<T>]) -> Option<i64> {
    let index = columns.iter().position(|it| it == "row_number")?;
    match cells.get(index) {
        Some(Told::Number(row)) => Some(*row),
        Some(Told::Nothing | Told::Text(_)) | None => None,
    }
}

fn bucket_of<'a>(columns: &[String], cells: &[Told<&'a str>]) -> Bucket<'a> {
    let receipt = match cells.first() {
        Some(Told::Text(receipt)) => *receipt,
        Some(Told::Nothing | Told::Number(_)) | None => "",
    };
    (receipt, row_of(columns, cells).unwrap_or_default() / BUCKET_ROWS)
}
