//! Rows with a cursor, held page by page.

use super::Step;
use crate::query::PAGE_ROWS;

/// When so few lines are left below the cursor, the next page is asked for.
const NEAR_END: usize = 50;

/// Rows with a cursor. A page that holds fewer than `PAGE` rows is the last one.
#[derive(Clone, Debug)]
pub(crate) struct List<T, const PAGE: usize = PAGE_ROWS> {
    rows: Option<Vec<T>>,
    at: usize,
    more: More,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum More {
    /// The last page was full.
    Perhaps,
    /// It was not.
    No,
}

impl<T, const PAGE: usize> Default for List<T, PAGE> {
    fn default() -> Self {
        Self { rows: None, at: 0, more: More::No }
    }
}

impl<T: PartialEq, const PAGE: usize> List<T, PAGE> {
    /// A list that holds everything.
    pub(crate) fn of(rows: Vec<T>) -> Self {
        Self { rows: Some(rows), ..Self::default() }
    }

    pub(crate) fn is_loaded(&self) -> bool {
        self.rows.is_some()
    }

    pub(crate) fn rows(&self) -> &[T] {
        self.rows.as_deref().unwrap_or_default()
    }

    pub(crate) fn len(&self) -> usize {
        self.rows().len()
    }

    /// Whether it holds the first page only: then it can be looked at again without losing the rest.
    pub(crate) fn is_one_page(&self) -> bool {
        self.len() <= PAGE
    }

    pub(crate) fn cursor(&self) -> usize {
        self.at
    }

    pub(crate) fn selected(&self) -> Option<&T> {
        self.rows().get(self.at)
    }

    /// Takes new rows; the cursor stays on its row as long as that is there, told by `same`.
    /// `false` if nothing changed.
    pub(crate) fn replace(&mut self, rows: Vec<T>, same: impl Fn(&T, &T) -> bool) -> bool {
        if self.rows.as_ref() == Some(&rows) {
            return false;
        }
        let kept = self.selected().and_then(|old| rows.iter().position(|new| same(old, new)));
        self.at = kept.unwrap_or(self.at).min(rows.len().saturating_sub(1));
        self.more = Self::more(&rows);
        self.rows = Some(rows);
        true
    }

    /// Takes the next page.
    pub(crate) fn append(&mut self, page: Vec<T>) {
        self.more = Self::more(&page);
        self.rows.get_or_insert_default().extend(page);
    }

    fn more(page: &[T]) -> More {
        if page.len() < PAGE { More::No } else { More::Perhaps }
    }

    /// The last row, if the cursor is near it and there may be more behind.
    pub(crate) fn end_in_sight(&self) -> Option<&T> {
        let near = self.len() <= self.at + NEAR_END;
        if near && self.more == More::Perhaps { self.rows().last() } else { None }
    }

    pub(crate) fn scroll(&mut self, step: Step) {
        let last = self.len().saturating_sub(1);
        self.at = match step {
            Step::By(lines) => self.at.saturating_add_signed(lines).min(last),
            Step::First => 0,
            Step::Last => last,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_its_row() {
        let mut list: List<i32> = List::of(vec![5, 4, 3]);
        list.scroll(Step::By(1));
        assert!(list.replace(vec![7, 6, 5, 4], |a, b| a == b));
        assert_eq!(list.selected(), Some(&4));
        assert!(!list.replace(vec![7, 6, 5, 4], |a, b| a == b));
        assert!(list.replace(vec![1], |a, b| a == b));
        assert_eq!(list.selected(), Some(&1));
        assert!(list.replace(vec![], |a, b| a == b));
        assert_eq!(list.selected(), None);
        list.scroll(Step::Last);
        assert_eq!(list.cursor(), 0);
    }

    #[test]
    fn a_full_page_may_have_more_behind() {
        let mut list: List<usize> = List::default();
        list.replace((0..PAGE_ROWS).collect(), |a, b| a == b);
        assert_eq!(list.end_in_sight(), None);
        list.scroll(Step::Last);
        assert_eq!(list.end_in_sight(), Some(&(PAGE_ROWS - 1)));
        list.append(vec![PAGE_ROWS]);
        list.scroll(Step::Last);
        assert_eq!(list.end_in_sight(), None);
        assert_eq!(list.len(), PAGE_ROWS + 1);
    }
}
