//! Parses the domain's types from single values; `None` for other text.

use time::OffsetDateTime;

use super::json::Raw;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::{BookingUid, SeatRef};
use crate::domain::instant;
use crate::domain::text::{Email, WebUrl};

impl Raw<'_> {
    pub(super) fn foreign(self) -> Option<ForeignText> {
        self.text().map(|text| text.into_owned().into())
    }

    pub(super) fn booking_uid(self) -> Option<BookingUid> {
        BookingUid::parse(&self.text()?)
    }

    pub(super) fn seat_ref(self) -> Option<SeatRef> {
        SeatRef::parse(&self.text()?)
    }

    pub(super) fn integer(self) -> Option<i64> {
        self.text()?.parse().ok()
    }

    pub(super) fn email(self) -> Option<Email> {
        Email::parse(&self.text()?).ok()
    }

    pub(super) fn instant(self) -> Option<OffsetDateTime> {
        instant::parse(&self.text()?)
    }

    pub(super) fn web_url(self) -> Option<WebUrl> {
        WebUrl::parse(&self.text()?).ok()
    }
}
