//! The triggers that Cal.com sends.

macro_rules! triggers {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A trigger: the reason why Cal.com sends a delivery.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Trigger {
            $($(#[$doc])* $variant,)+
        }

        impl Trigger {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Cal.com's name for it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// Reads Cal.com's name; `None` for one that this version does not know.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

triggers! {
    /// A booking is confirmed, at once or by the host.
    BookingCreated = "BOOKING_CREATED",
    /// A booking waits for its host.
    BookingRequested = "BOOKING_REQUESTED",
    /// A booking waits for its payment.
    BookingPaymentInitiated = "BOOKING_PAYMENT_INITIATED",
    /// The payment arrived.
    BookingPaid = "BOOKING_PAID",
    /// A booking replaced another.
    BookingRescheduled = "BOOKING_RESCHEDULED",
    /// A booking, or one seat of it, was cancelled.
    BookingCancelled = "BOOKING_CANCELLED",
    /// The host declined.
    BookingRejected = "BOOKING_REJECTED",
    /// The place changed.
    BookingLocationUpdated = "BOOKING_LOCATION_UPDATED",
    /// The host changed.
    BookingReassigned = "BOOKING_REASSIGNED",
    /// The host marked attendees as having missed it, or undid that.
    BookingNoShowUpdated = "BOOKING_NO_SHOW_UPDATED",
    /// The meeting began.
    MeetingStarted = "MEETING_STARTED",
    /// The meeting is over.
    MeetingEnded = "MEETING_ENDED",
    /// Guests did not join the call in time.
    AfterGuestsNoShow = "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
    /// The host did not join the call in time.
    AfterHostsNoShow = "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
    /// A recording can be downloaded.
    RecordingReady = "RECORDING_READY",
    /// A transcript can be downloaded.
    RecordingTranscriptionGenerated = "RECORDING_TRANSCRIPTION_GENERATED",
    /// Somebody asks for a meeting right now.
    InstantMeeting = "INSTANT_MEETING",
    /// A host took it.
    InstantMeetingAccepted = "INSTANT_MEETING_ACCEPTED",
    /// The routing form chose the wrong host.
    WrongAssignmentReport = "WRONG_ASSIGNMENT_REPORT",
    /// A routing form was filled in.
    FormSubmitted = "FORM_SUBMITTED",
    /// A routing form was filled in, and nothing was booked.
    FormSubmittedNoEvent = "FORM_SUBMITTED_NO_EVENT",
    /// A routing form fitted no route.
    RoutingFormFallbackHit = "ROUTING_FORM_FALLBACK_HIT",
    /// A host is away.
    OooCreated = "OOO_CREATED",
    /// A calendar credential failed.
    DelegationCredentialError = "DELEGATION_CREDENTIAL_ERROR",
    /// A calendar credential is about to expire.
    DelegationCredentialRotationRequired = "DELEGATION_CREDENTIAL_ROTATION_REQUIRED",
    /// A calendar credential was renewed.
    DelegationCredentialSecretRotated = "DELEGATION_CREDENTIAL_SECRET_ROTATED",
    /// A calendar credential could not be renewed.
    DelegationCredentialSecretRotationFailed = "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED",
    /// The test button.
    Ping = "PING",
}
