//! Parts of lists, each from one number on.

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<T> {
    /// The rows, in the order of the list.
    pub rows: Vec<T>,
    /// The number before which the list goes on; `None` at its end.
    pub before: Option<i64>,
}

impl<T> Part<T> {
    /// Takes `limit` of these rows. One more than that, as [`one_more`] has it, tells that the list goes on.
    pub(in crate::store) fn new(mut rows: Vec<T>, limit: usize, number: impl Fn(&T) -> i64) -> Self {
        let goes_on = rows.len() > limit;
        rows.truncate(limit);
        let before = rows.last().filter(|_| goes_on).map(number);
        Self { rows, before }
    }
}

/// How many rows to read for `limit` that are wanted.
pub(in crate::store) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).map_or(i64::MAX, |limit| limit.saturating_add(1))
}
