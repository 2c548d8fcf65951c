//! Lists that are read page by page, in the order of a key.

use futures_util::future::BoxFuture;

use crate::StoreError;

/// A page being read, with the key of its last one; an empty page has none.
pub(crate) type Reading<'a, T, K> = BoxFuture<'a, Result<(Vec<T>, Option<K>), StoreError>>;

/// A list that is read page by page.
pub struct Pages<'a, T, K = i64> {
    /// Reads the page after a key.
    read: Box<dyn Fn(K) -> Reading<'a, T, K> + Send + Sync + 'a>,
    /// The key of the last one that was read.
    after: K,
}

impl<'a, T, K: Clone + Default> Pages<'a, T, K> {
    pub(crate) fn new(read: impl Fn(K) -> Reading<'a, T, K> + Send + Sync + 'a) -> Self {
        Self { read: Box::new(read), after: K::default() }
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn next_page(&mut self) -> Result<Option<Vec<T>>, StoreError> {
        let (page, last) = (self.read)(self.after.clone()).await?;
        let Some(last) = last else { return Ok(None) };
        self.after = last;
        Ok(Some(page))
    }

    /// All that is left.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn all(mut self) -> Result<Vec<T>, StoreError> {
        let mut all = Vec::new();
        while let Some(mut page) = self.next_page().await? {
            all.append(&mut page);
        }
        Ok(all)
    }

    /// All that is left of `what`, which is at most so much.
    ///
    /// # Errors
    ///
    /// [`StoreError::Limit`] if there is more, or an error if the database fails.
    pub async fn at_most(
        mut self,
        limit_max: u16,
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        let mut all = Vec::new();
        while let Some(mut page) = self.next_page().await? {
            all.append(&mut page);
            if usize::from(limit_max) < all.len() {
                return Err(StoreError::Limit { what, limit_max: limit_max.into() });
            }
        }
        Ok(all)
    }
}
