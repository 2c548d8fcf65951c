//! What happens to a source row before it is mapped: it is passed over, blank cells get the text
//! above them, or it says what cannot be understood.

/// How source rows are screened. Columns are numbered as [`super::From::Source`] numbers them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Screen {
    /// A row is no record, such as a subtotal, if each of these columns has one of its texts.
    pub(super) skip: Vec<(usize, Vec<String>)>,
    /// Columns that say a thing once for the rows below it.
    pub(super) fill_down: Vec<usize>,
    /// Columns of what is out of scope, such as quantities and lots.
    pub(super) unsupported: Vec<usize>,
    /// Columns of quantities beside an amount of money, which is what counts. They may be missing.
    pub(super) quantities: Vec<usize>,
}

impl Screen {
    /// Whether a row is passed over: all of what is asked for holds.
    pub(super) fn skips(&self, cells: &[&str]) -> bool {
        let is_one_of = |(column, texts): &(usize, Vec<String>)| {
            texts.iter().any(|text| text == cells[*column].trim())
        };
        !self.skip.is_empty() && self.skip.iter().all(is_one_of)
    }

    /// The first column of what is out of scope that is filled.
    pub(super) fn unsupported(&self, cells: &[&str]) -> Option<usize> {
        self.unsupported.iter().copied().find(|column| !cells[*column].trim().is_empty())
    }

    /// Remembers what stands in the columns that are filled down: `above` has a text for each.
    pub(super) fn note(&self, above: &mut Vec<String>, cells: &[&str]) {
        above.resize(self.fill_down.len(), String::new());
        for (text, column) in above.iter_mut().zip(&self.fill_down) {
            let cell = cells[*column].trim();
            if !cell.is_empty() {
                cell.clone_into(text);
            }
        }
    }

    /// The cells of a row with what was noted for it.
    pub(super) fn filled<'r>(&self, above: &'r [String], cells: &[&'r str]) -> Vec<&'r str> {
        let mut cells = cells.to_vec();
        for (text, column) in above.iter().zip(&self.fill_down) {
            cells[*column] = text;
        }
        cells
    }
}
