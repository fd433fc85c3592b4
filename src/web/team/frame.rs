//! What the team's pages have around them. They are in English.

use askama::Template;

use crate::domain::member::{Member, Role};
use crate::web::error::ApiError;
use crate::web::pages::frame::Frame;
use crate::web::pages::page::Page;
use crate::web::pages::shell::Shell;

/// A page that the navigation lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// What waits today.
    Today,
    /// The lists of applicants.
    Applicants,
    /// What members did.
    Activity,
    /// The deliveries, and what was turned away.
    Deliveries,
    /// How bookhook is.
    Health,
    /// The members.
    Members,
    /// The member's own page.
    Me,
}

/// The frame of a page that a member sees.
#[derive(Clone, Copy)]
pub(super) struct TeamFrame<'a> {
    /// The team, and the files that the page refers to.
    pub(super) shell: &'a Shell,
    /// Who sees it.
    pub(super) member: &'a Member,
    /// Which page it is.
    pub(super) place: Place,
    /// What stands in the box for a search.
    pub(super) search: &'a str,
}

impl<'a> TeamFrame<'a> {
    /// The frame of `place` for a member.
    pub(super) fn new(shell: &'a Shell, member: &'a Member, place: Place) -> Self {
        Self { shell, member, place, search: "" }
    }

    /// The mark of the page that this is, for its link.
    pub(super) fn current(&self, place: Place) -> &'static str {
        if self.place == place { " aria-current=\"page\"" } else { "" }
    }

    /// Whether an owner sees it.
    pub(super) fn is_owner(&self) -> bool {
        self.member.role == Role::Owner
    }
}

/// Draws a page of the team.
pub(super) fn draw(page: &impl Template, shell: &Shell) -> Result<Page, ApiError> {
    Page::draw(page, &Frame::english(shell)).map_err(|error| error.0)
}
