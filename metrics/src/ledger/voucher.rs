//! The vouchers of a file, packed: a file may have millions, and all are known at once.

use std::sync::Arc;

use hashbrown::HashSet;
use jiff::civil::Date;

use super::cells::voucher_label;
use super::interner::{Interner, Keyed, is_same};
use crate::form::Origin;

/// A voucher as understood, with the verdict of F-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voucher<'a> {
    /// Type, `""` where the file has none.
    pub voucher_type: &'a str,
    /// Number, as submitted.
    pub number: &'a str,
    /// Date of its lines; the earliest where they differ.
    pub date: Date,
    /// Who made it.
    pub maker: &'a str,
    /// Who reviewed it.
    pub reviewer: &'a str,
    /// Who posted it.
    pub poster: &'a str,
    /// Where its first line stands.
    pub origin: Origin,
    /// How many lines it has.
    pub lines: u32,
    /// Whether it counts: it balances, every line of it was understood and the period is open.
    pub counted: bool,
}

impl Voucher<'_> {
    /// Type and number as one name, such as `记-12`.
    #[must_use]
    pub fn label(&self) -> String {
        voucher_label(self.voucher_type, self.number)
    }
}

/// What many vouchers share: type, date, maker, reviewer, poster.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heading {
    date: Date,
    /// Type, maker, reviewer, poster.
    texts: [Arc<str>; 4],
}

impl Keyed for Heading {
    type Key<'a> = (Date, [&'a str; 4]);

    fn is(&self, (date, texts): (Date, [&str; 4])) -> bool {
        self.date == date && self.texts.iter().zip(texts).all(|(own, other)| is_same(own, other))
    }

    fn key(&self) -> (Date, [&str; 4]) {
        (self.date, self.texts.each_ref().map(|it| &**it))
    }
}

/// What only one voucher has: 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Packed {
    /// Offset and length of its first row in the file, the length in the lowest bits.
    place: u64,
    row: u32,
    lines: u32,
    heading: u32,
    /// Where its number begins; it ends where that of the next voucher begins.
    number_start: u32,
}

/// Bits of a row's length; the others are its offset's.
const LENGTH_BITS: u32 = 24;
const LENGTH_MAX: u64 = (1 << LENGTH_BITS) - 1;

/// What is marked of a voucher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u8);

/// One mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Counted = 1,
    /// A line of it was not understood, so that nobody knows whether it balances.
    Broken = 2,
    /// A line of it is dated outside of the period.
    DateOutside = 4,
    /// A line of it names another period.
    PeriodOther = 8,
    /// It is made and reviewed by two people.
    TwoPeople = 16,
    /// One before it has its number, and counts.
    Repeated = 32,
    /// A line of it has an amount on the other side of a revenue or an expense account (F-20).
    OtherSide = 64,
    /// A line of it is on the profit of the year.
    Carrying = 128,
}

impl Marks {
    /// Whether a mark is there.
    pub(super) const fn has(self, mark: Mark) -> bool {
        self.0 & mark as u8 != 0
    }

    /// Makes a mark or takes it away; says whether it was there.
    pub(super) const fn set(&mut self, mark: Mark, is_set: bool) -> bool {
        let was_set = self.has(mark);
        self.0 = if is_set { self.0 | mark as u8 } else { self.0 & !(mark as u8) };
        was_set
    }
}

/// Vouchers by number of first appearance.
#[derive(Debug, Default)]
pub struct Vouchers {
    packed: Vec<Packed>,
    /// Apart from the rest, because every line asks whether its voucher counts.
    marks: Vec<Marks>,
    numbers: String,
    headings: Interner<Heading>,
    shared: HashSet<Arc<str>>,
}

impl Vouchers {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// One of them.
    ///
    /// # Panics
    ///
    /// There is no voucher of that number.
    #[must_use]
    pub fn get(&self, voucher: u32) -> Voucher<'_> {
        let packed = &self.packed[voucher as usize];
        let heading = &self.headings.values()[packed.heading as usize];
        let [voucher_type, maker, reviewer, poster] = heading.texts.each_ref().map(|it| &**it);
        Voucher {
            voucher_type,
            number: self.number(voucher as usize),
            date: heading.date,
            maker,
            reviewer,
            poster,
            origin: Origin {
                row: u64::from(packed.row),
                byte_offset: packed.place >> LENGTH_BITS,
                byte_length: u32::try_from(packed.place & LENGTH_MAX).unwrap_or(u32::MAX),
            },
            lines: packed.lines,
            counted: self.is_counted(voucher),
        }
    }

    /// All of them, in order of first appearance.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Voucher<'_>> + Send {
        (0..self.packed.len()).map(|index| self.get(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// Whether one counts.
    #[must_use]
    pub fn is_counted(&self, voucher: u32) -> bool {
        self.marks[voucher as usize].has(Mark::Counted)
    }

    /// Says whether one counts.
    pub fn set_counted(&mut self, voucher: u32, counted: bool) {
        self.marks[voucher as usize].set(Mark::Counted, counted);
    }

    /// Adds one; `None` if all numbers together exceed 4 GiB, or if it stands beyond 1 TiB or in a row
    /// of 16 MiB, which no format hands over.
    pub fn push(&mut self, voucher: &Voucher<'_>) -> Option<u32> {
        let place = place(voucher.origin)?;
        let number_start = u32::try_from(self.numbers.len()).ok()?;
        let index = u32::try_from(self.packed.len()).ok()?;
        self.numbers.push_str(voucher.number);
        let Voucher { date, voucher_type, maker, reviewer, poster, .. } = *voucher;
        let heading = self.heading((date, [voucher_type, maker, reviewer, poster]));
        self.packed.push(Packed {
            place,
            // The intake refuses rows beyond.
            row: u32::try_from(voucher.origin.row).unwrap_or(u32::MAX),
            lines: voucher.lines,
            heading,
            number_start,
        });
        let mut marks = Marks::default();
        marks.set(Mark::Counted, voucher.counted);
        self.marks.push(marks);
        Some(index)
    }

    /// What is marked of one.
    pub(super) fn marks_mut(&mut self, voucher: u32) -> &mut Marks {
        &mut self.marks[voucher as usize]
    }

    /// What is marked of one.
    pub(super) fn marks(&self, voucher: u32) -> Marks {
        self.marks[voucher as usize]
    }

    /// What is marked of each.
    pub(super) fn all_marks(&self) -> impl Iterator<Item = Marks> + '_ {
        self.marks.iter().copied()
    }

    /// The heading that one shares with others.
    pub(super) fn heading_of(&self, voucher: u32) -> u32 {
        self.packed[voucher as usize].heading
    }

    /// Maker and reviewer of each heading.
    pub(super) fn people(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headings.values().iter().map(|it| (&*it.texts[1], &*it.texts[2]))
    }

    /// Counts a line of one.
    pub(super) fn add_line(&mut self, voucher: u32) {
        self.packed[voucher as usize].lines += 1;
    }

    /// Changes the date, and the texts: type, maker, reviewer, poster.
    pub(super) fn set_heading(&mut self, voucher: u32, date: Date, texts: [&str; 4]) {
        let heading = self.heading((date, texts));
        self.packed[voucher as usize].heading = heading;
    }

    /// Whether one has this type and number.
    pub(super) fn is(&self, voucher: u32, (voucher_type, number): (&str, &str)) -> bool {
        is_same(self.number(voucher as usize), number)
            && is_same(self.voucher_type(voucher), voucher_type)
    }

    /// Type and number of one.
    pub(super) fn key(&self, voucher: u32) -> (&str, &str) {
        (self.voucher_type(voucher), self.number(voucher as usize))
    }

    fn voucher_type(&self, voucher: u32) -> &str {
        &self.headings.values()[self.heading_of(voucher) as usize].texts[0]
    }

    fn number(&self, voucher: usize) -> &str {
        let start = self.packed[voucher].number_start as usize;
        let end = self.packed.get(voucher + 1).map(|next| next.number_start as usize);
        &self.numbers[start..end.unwrap_or(self.numbers.len())]
    }

    fn heading(&mut self, key: (Date, [&str; 4])) -> u32 {
        self.headings.find(key).unwrap_or_else(|| {
            let (date, texts) = key;
            let texts = texts.map(|text| share(&mut self.shared, text));
            self.headings.add(Heading { date, texts })
        })
    }
}

fn place(Origin { byte_offset, byte_length, .. }: Origin) -> Option<u64> {
    let byte_length = u64::from(byte_length);
    let is_within = byte_length <= LENGTH_MAX && byte_offset >> (u64::BITS - LENGTH_BITS) == 0;
    is_within.then_some(byte_offset << LENGTH_BITS | byte_length)
}

fn share(shared: &mut HashSet<Arc<str>>, text: &str) -> Arc<str> {
    if text.is_empty() {
        return Arc::default();
    }
    Arc::clone(shared.get_or_insert_with(text, |text| Arc::from(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millions_fit_into_little_memory() {
        assert_eq!(size_of::<Packed>() + size_of::<Marks>(), 25);
    }

    #[test]
    fn what_was_pushed_is_what_is_there() {
        let mut vouchers = Vouchers::default();
        let first = Voucher {
            voucher_type: "记",
            number: "1",
            date: Date::constant(2026, 4, 1),
            maker: "甲",
            reviewer: "乙",
            poster: "",
            origin: Origin { row: 2, byte_offset: (1 << 40) - 1, byte_length: 9 },
            lines: 2,
            counted: true,
        };
        let second = Voucher { number: "", voucher_type: "", counted: false, ..first };
        let third = Voucher { number: "A-7", maker: "", ..first };
        for voucher in [&first, &second, &third] {
            vouchers.push(voucher).unwrap();
        }
        assert_eq!(vouchers.iter().collect::<Vec<_>>(), [first, second, third]);
        let origin = |byte_offset, byte_length| Origin { row: 2, byte_offset, byte_length };
        for origin in [origin(1 << 40, 9), origin(1, 1 << 24)] {
            assert_eq!(vouchers.push(&Voucher { origin, ..first }), None);
        }
        assert!(vouchers.is(2, ("记", "A-7")) && !vouchers.is(2, ("记", "A-")));
    }
}
