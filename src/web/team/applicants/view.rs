//! The view that the address of a list describes.

use crate::domain::search::Search;
use crate::store::{Filter, Tab};
use crate::web::team::badge::tab_words;
use crate::web::team::door::with_query;

/// The address of the list.
pub(super) const HERE: &str = "/team/applicants";

/// The query of the address.
pub(super) struct View<'r> {
    pub(super) tab: Tab,
    pub(super) typed: &'r str,
    pub(super) before: Option<i64>,
}

impl<'r> View<'r> {
    pub(super) fn read(tab: Option<&str>, q: Option<&'r str>, before: Option<i64>) -> Self {
        let known = Tab::ALL.into_iter().find(|known| Some(tab_words(*known).1) == tab);
        Self { tab: known.unwrap_or(Tab::Open), typed: Search::read(q.unwrap_or_default()), before }
    }

    /// The word of the tab.
    pub(super) fn tab_word(&self) -> &'static str {
        tab_words(self.tab).1
    }

    /// A search covers all applicants, whatever the tab.
    pub(super) fn filter(&self) -> Filter {
        match Search::parse(self.typed) {
            Some(search) => Filter::Search(search),
            None => Filter::Tab(self.tab),
        }
    }

    /// The address of the same view before another number.
    pub(super) fn address(&self, path: &str, before: Option<i64>) -> String {
        self.address_with(path, before, &[])
    }

    /// The same, with more in the query.
    pub(super) fn address_with(&self, path: &str, before: Option<i64>, more: &[(&str, &str)]) -> String {
        let shown = match (self.typed, self.tab) {
            ("", Tab::Open) => ("tab", None),
            ("", tab) => ("tab", Some(tab_words(tab).1.to_owned())),
            (typed, _) => ("q", Some(typed.to_owned())),
        };
        let before = ("before", before.map(|before| before.to_string()));
        let more = more.iter().map(|(name, value)| (*name, Some((*value).to_owned())));
        with_query(path, [shown, before].into_iter().chain(more))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_the_whole_view() {
        let view = View::read(Some("to-book"), None, Some(7));
        assert_eq!(view.address(HERE, view.before), "/team/applicants?tab=to-book&before=7");
        let view = View::read(Some("over"), Some(" Ana & co "), None);
        assert_eq!(view.address(HERE, None), "/team/applicants?q=Ana+%26+co");
        assert_eq!(View::read(Some("nonsense"), Some(" "), None).address(HERE, None), HERE);
    }
}
