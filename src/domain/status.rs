//! The status of a booking, by its own deliveries or by one of them.

/// The status of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BookingStatus {
    /// It waits for the host or for a payment.
    Pending,
    /// It is confirmed.
    Accepted,
    /// The host declined it.
    Rejected,
    /// Somebody cancelled it.
    Cancelled,
    /// Another booking replaced it.
    Rescheduled,
}

impl BookingStatus {
    /// All of them, for readers and checks.
    pub const ALL: [Self; 5] =
        [Self::Pending, Self::Accepted, Self::Rejected, Self::Cancelled, Self::Rescheduled];

    /// The word for it in SQL and JSON, which is Cal.com's.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Accepted => "ACCEPTED",
            Self::Rejected => "REJECTED",
            Self::Cancelled => "CANCELLED",
            Self::Rescheduled => "RESCHEDULED",
        }
    }

    /// Reads the word, in either case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str().eq_ignore_ascii_case(text))
    }
}
