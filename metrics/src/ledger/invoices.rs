//! The invoice numbers that lines of a file name, each once.

use super::interner::{Interner, Keyed};

/// Invoice numbers of one file at most: all are held at once, in some 70 bytes each.
pub const INVOICES_MAX: usize = 1 << 20;

/// Invoice numbers as written, by number from 1 on.
#[derive(Debug, Default)]
pub struct Invoices(Interner<Box<str>>);

impl Invoices {
    /// What a line has that names no invoice.
    pub const NONE: u32 = 0;

    /// The number of an invoice; `None` if it is one more than [`INVOICES_MAX`].
    pub fn take(&mut self, invoice: &str) -> Option<u32> {
        let known = self.0.find(invoice);
        let is_full = self.0.values().len() == INVOICES_MAX;
        known.or_else(|| (!is_full).then(|| self.0.add(invoice.into()))).map(|it| it + 1)
    }

    /// The invoice of a number; `""` of [`Invoices::NONE`].
    #[must_use]
    pub fn get(&self, number: u32) -> &str {
        let index = number.checked_sub(1);
        index.and_then(|it| self.0.values().get(it as usize)).map_or("", |it| it)
    }
}

impl Keyed for Box<str> {
    type Key<'a> = &'a str;

    fn is(&self, key: &str) -> bool {
        **self == *key
    }

    fn key(&self) -> &str {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_has_one_number_and_one_too_many_has_none() {
        let mut invoices = Invoices::default();
        let taken = ["A", "B", "A", " A"].map(|it| invoices.take(it).unwrap());
        assert_eq!(taken, [1, 2, 1, 3]);
        assert_eq!([0, 1, 2, 3, 4].map(|it| invoices.get(it)), ["", "A", "B", " A", ""]);
        for it in 3..INVOICES_MAX {
            invoices.take(&it.to_string()).unwrap();
        }
        assert_eq!(invoices.take("C"), None);
        assert_eq!(invoices.take("B"), Some(2));
    }
}
