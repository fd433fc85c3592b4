//! The calendar in which interviews are booked.

use crate::calcom::links::{BookingPages, CalLink};
use crate::domain::profile::Profile;
use crate::domain::text::WebUrl;
use crate::web::app::App;

/// The calendar in which interviews are booked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calendar<'a> {
    /// The booking page; none while the team has not set one.
    pub(crate) link: Option<&'a CalLink>,
    /// The booking page is the stand-in on this server, opened at its path alone.
    pub(crate) simulated: bool,
    /// The team's name, for meetings without a title.
    pub(crate) team: &'a str,
}

impl<'a> Calendar<'a> {
    /// Where interviews are booked.
    pub(super) fn new(app: &'a App) -> Self {
        let link = app.settings.cal_link.as_ref();
        Self { link, simulated: app.simulated, team: &app.shell.look.team }
    }

    /// The pages of a booking in it.
    pub(super) fn pages(&self, booker_url: Option<&WebUrl>) -> BookingPages {
        BookingPages::new(booker_url, self.link)
    }

    /// Its address, filled in for this applicant.
    pub(super) fn book(&self, profile: &Profile) -> Option<String> {
        let address = self.link?.booking(profile.name.as_str(), &profile.email, profile.id);
        // The stand-in is opened at the host that the applicant came by, whichever name it has.
        let path = || address.find("/simulator").map(|at| address[at..].to_owned());
        if self.simulated { path() } else { Some(address) }
    }
}
