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

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers 1 to 5, two at once.
    fn numbers() -> Pages<'static, i64> {
        Pages::new(|after| {
            Box::pin(async move {
                let page: Vec<i64> = (after + 1..=5).take(2).collect();
                let last = page.last().copied();
                Ok((page, last))
            })
        })
    }

    #[tokio::test]
    async fn a_list_is_read_page_by_page_to_its_end_or_its_limit() {
        let mut pages = numbers();
        assert_eq!(pages.next_page().await.unwrap(), Some(vec![1, 2]));
        assert_eq!(pages.all().await.unwrap(), [3, 4, 5]);
        assert_eq!(numbers().at_most(5, "numbers").await.unwrap(), [1, 2, 3, 4, 5]);
        let above = numbers().at_most(4, "numbers").await;
        assert!(matches!(above, Err(StoreError::Limit { what: "numbers", limit_max: 4 })));
    }
}
