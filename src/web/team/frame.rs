//! The frame of the team's pages, which are in English.

use askama::Template;

use super::guards::{MOST_COUNTED, SignedIn};
use crate::domain::member::{Member, Role};
use crate::web::error::ApiError;
use crate::web::pages::frame::Frame;
use crate::web::pages::page::Page;
use crate::web::pages::shell::Shell;

/// An item of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NavItem {
    /// The tasks of today.
    Today,
    /// The lists of applicants.
    Applicants,
    /// The interviews to come.
    Agenda,
    /// The unmatched bookings.
    Unmatched,
    /// The activity of members.
    Activity,
    /// The deliveries and refusals.
    Deliveries,
    /// The findings and settings.
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
    /// The member who sees the page.
    pub(super) member: &'a Member,
    /// The number of unmatched bookings.
    pub(super) unmatched: u32,
    /// How many findings about bookhook itself need a look.
    pub(super) alarms: u32,
    /// The item of the navigation that is the current page.
    pub(super) nav: NavItem,
    /// The content of the search box.
    pub(super) search: &'a str,
}

impl<'a> TeamFrame<'a> {
    /// The frame of a page for a member.
    pub(super) fn new(shell: &'a Shell, here: &'a SignedIn, nav: NavItem) -> Self {
        let (member, unmatched, alarms) = (&here.member, here.unmatched, here.alarms);
        Self { shell, member, unmatched, alarms, nav, search: "" }
    }

    /// The number beside the unmatched bookings; none for none.
    pub(super) fn unmatched(&self) -> Option<String> {
        match self.unmatched {
            0 => None,
            MOST_COUNTED.. => Some(format!("{}+", MOST_COUNTED - 1)),
            number => Some(number.to_string()),
        }
    }

    /// Returns the attribute that marks the link of the current page.
    pub(super) fn current(&self, nav: NavItem) -> &'static str {
        if self.nav == nav { " aria-current=\"page\"" } else { "" }
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
