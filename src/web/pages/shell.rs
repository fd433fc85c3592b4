//! The frame that all pages share.

use std::sync::OnceLock;

use super::files::Assets;
use super::look::Look;

/// The frame of every page: the team, and the files that the page refers to.
#[derive(Clone, Debug)]
pub(crate) struct Shell {
    /// How the pages look and what they say.
    pub(crate) look: Look,
    assets: OnceLock<Assets>,
}

/// The applicant's step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Fills in the application.
    Apply,
    /// Books the interview.
    Book,
    /// Completes the application.
    Complete,
    /// Is done.
    Done,
}

impl Shell {
    /// The frame for a team's look.
    #[must_use]
    pub(crate) fn new(look: Look) -> Self {
        Self { look, assets: OnceLock::new() }
    }

    /// The files; made when the first page is asked for, so that a start need not wait for them.
    #[must_use]
    pub(crate) fn assets(&self) -> &Assets {
        self.assets.get_or_init(|| Assets::new(&self.look))
    }

    /// The steps that the pages list, with the names of their messages.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (Step, &'static str)> {
        let all = [(Step::Apply, "step-apply"), (Step::Book, "step-book"), (Step::Complete, "step-complete")];
        all.into_iter().filter(|(step, _)| *step != Step::Complete || self.look.completes_by_button)
    }

    /// The letter that stands for a team without a logo.
    #[must_use]
    pub(crate) fn monogram(&self) -> String {
        self.look
            .team
            .chars()
            .find(|c| c.is_alphanumeric())
            .map_or_else(String::new, |c| c.to_uppercase().collect())
    }
}
