//! A server, an applicant, and the bookings that make every state.

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use time::{Duration, OffsetDateTime, Time};

use crate::browser::driver::Browser;
use crate::support::server::{Server, Setup};

/// A server with one applicant, whose cookie the browser has.
pub(crate) struct Stage {
    pub(crate) server: Server,
    pub(crate) profile: String,
    setup: Setup,
}

impl Stage {
    pub(crate) fn set() -> Self {
        Self::with(Setup::new())
    }

    pub(crate) fn with(setup: Setup) -> Self {
        Self::named(setup, "Northwind Talent")
    }

    pub(crate) fn named(setup: Setup, team: &str) -> Self {
        let setup = setup.with("BOOKHOOK_TEAM_NAME", team).with("BOOKHOOK_CONTACT", "jobs@northwind.example");
        let setup = setup.with("BOOKHOOK_PRIVACY_URL", "https://northwind.example/privacy");
        let server = setup.start();
        let profile = server.apply("Sam Okafor", "sam@example.com");
        Self { server, profile, setup }
    }

    pub(crate) fn with_applicant(name: &str) -> Self {
        let mut stage = Self::set();
        stage.profile = stage.server.apply(name, "other@example.com");
        stage
    }

    /// Makes another application the one that is known; returns the one that was.
    pub(crate) fn replace_applicant(&mut self, name: &str) -> String {
        let next = self.server.apply(name, "sam@example.com");
        std::mem::replace(&mut self.profile, next)
    }

    /// Withdraws the application, as its page does.
    pub(crate) fn withdraw(&self) {
        let cookie = format!("bookhook_profile={}", self.profile);
        let answer = self.server.request("POST", "/schedule/withdraw", &[("Cookie", &cookie)], b"");
        assert_eq!(answer.status, 303);
    }

    /// The applicant's cookie, as if they had filled in the form in this browser.
    pub(crate) fn known_to(&self, browser: &Browser) {
        let cookie = serde_json::json!({
            "name": "bookhook_profile", "value": self.profile, "url": self.server.url("/"), "sameSite": "Lax",
        });
        browser.chromium("Network.setCookie", &cookie);
    }

    /// How many applications were sent by the form.
    pub(crate) fn forms(&self) -> i64 {
        let db = rusqlite::Connection::open(self.setup.database()).expect("a database");
        let sql = "SELECT count(*) FROM talent_profiles WHERE answers <> '{}'";
        db.query_row(sql, [], |row| row.get(0)).expect("a number")
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    pub(crate) fn page(&self, browser: &Browser, path: &str) {
        browser.go(&self.url(path));
    }

    /// A delivery about the applicant's booking `uid`.
    pub(crate) fn sample(&self, trigger: Trigger, uid: &str) -> Sample {
        let uid = BookingUid::parse(uid).expect("a uid");
        let mut sample = Sample::new(trigger, uid, OffsetDateTime::now_utc(), next_month());
        sample.profile = ProfileId::parse(&self.profile);
        sample.attendee_name = "Sam Okafor".into();
        sample.attendee_email = "sam@example.com".into();
        sample.attendee_timezone = "Europe/Berlin".into();
        sample
    }

    pub(crate) fn deliver(&self, sample: &Sample) {
        assert_eq!(self.server.deliver(&sample.body()).status, 200);
    }

    pub(crate) fn book(&self, uid: &str) {
        self.deliver(&self.sample(Trigger::BookingCreated, uid));
    }

    /// Moves the applicant's booking `uid` by six days; it is `next` then.
    pub(crate) fn reschedule(&self, uid: &str, next: &str) {
        let mut moved = self.sample(Trigger::BookingRescheduled, next);
        moved.previous = BookingUid::parse(uid).map(|uid| (uid, moved.start));
        moved.start += Duration::days(6);
        moved.created_at += Duration::SECOND;
        self.deliver(&moved);
    }

    pub(crate) fn complete(&self) {
        let path = format!("/api/public/profiles/{}/complete", self.profile);
        assert_eq!(self.server.request("POST", &path, &[], b"").status, 200);
    }
}

/// Far enough for every state that looks ahead.
pub(crate) fn next_month() -> OffsetDateTime {
    let afternoon = Time::from_hms(14, 0, 0).expect("a time");
    (OffsetDateTime::now_utc() + Duration::days(30)).replace_time(afternoon)
}

/// A page in one state.
pub(crate) struct Scene {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    /// What is on it once it is drawn.
    pub(crate) says: &'static str,
    pub(crate) make: fn(&Stage),
    /// The browser has the applicant's cookie.
    pub(crate) known: bool,
}

const fn scene(name: &'static str, path: &'static str, says: &'static str, make: fn(&Stage)) -> Scene {
    Scene { name, path, says, make, known: true }
}

const fn stranger(name: &'static str, path: &'static str, says: &'static str) -> Scene {
    Scene { name, path, says, make: |_| {}, known: false }
}

const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";

/// Every state of every page.
pub(crate) const SCENES: [Scene; 24] = [
    stranger("apply", "/talent-network", "Join our talent network"),
    stranger("no-application", "/schedule", "We can’t find your application"),
    stranger("not-found", "/nothing", "Page not found"),
    stranger("docs", "/docs", "Every answer is JSON"),
    stranger("simulator", "/simulator", "9:00 am"),
    stranger("simulator-slot", "/simulator?slot=2099-01-01T09:00:00Z&name=Sam", "Confirm your booking"),
    scene("ready", "/schedule", "Pick a time to talk", |_| {}),
    scene(
        "confirming",
        "/schedule?uid=8hT2mQzLr4VnXsKpW6cYbe&bookingConfirmed=true",
        "Confirming your booking",
        |_| {},
    ),
    scene("scheduled", "/schedule", "You’re booked", |stage| stage.book(UID)),
    scene("requested", "/schedule", "Waiting for confirmation", |stage| {
        stage.deliver(&stage.sample(Trigger::BookingRequested, UID));
    }),
    scene("another-time", "/schedule", "Please pick another time", |stage| {
        stage.book(UID);
        let mut asked = stage.sample(Trigger::BookingCancelled, UID);
        asked.asks_for_another_time = true;
        asked.reason = "Something came up that morning. Could we meet a day later?".into();
        stage.deliver(&asked);
    }),
    scene("cancelled", "/schedule", "Your interview was cancelled", |stage| {
        stage.book(UID);
        let mut cancelled = stage.sample(Trigger::BookingCancelled, UID);
        cancelled.reason = "I fell ill".into();
        stage.deliver(&cancelled);
    }),
    scene("declined", "/schedule", "That time didn’t work", |stage| {
        stage.deliver(&stage.sample(Trigger::BookingRequested, UID));
        stage.deliver(&stage.sample(Trigger::BookingRejected, UID));
    }),
    scene("ended", "/schedule", "Thanks for talking with us", |stage| {
        stage.book(UID);
        stage.deliver(&stage.sample(Trigger::MeetingEnded, UID));
    }),
    scene("absent", "/schedule", "Sorry we missed each other", |stage| {
        stage.book(UID);
        stage.deliver(&stage.sample(Trigger::BookingNoShowUpdated, UID));
    }),
    scene("completed", "/thanks", "Your application is complete", |stage| {
        stage.book(UID);
        stage.complete();
    }),
    scene("withdrawn", "/schedule", "You’ve withdrawn your application", |stage| {
        stage.book(UID);
        stage.withdraw();
    }),
    scene("withheld", "/schedule", "Is this interview yours?", |stage| {
        let mut booked = stage.sample(Trigger::BookingCreated, UID);
        booked.profile = None;
        stage.deliver(&booked);
    }),
    scene("moved", "/schedule", "Your interview has moved", |stage| {
        stage.book(UID);
        stage.reschedule(UID, "3bT2mQzLr4VnXsKpW6cYbe");
    }),
    scene("leave", "/schedule/leave", "Start over?", |_| {}),
    scene("withdraw", "/schedule/withdraw", "Withdraw your application?", |_| {}),
    stranger("private-link", "/schedule/{profile}", "This link opens your application"),
    Scene {
        name: "guest",
        path: "/schedule?uid=8hT2mQzLr4VnXsKpW6cYbe&bookingConfirmed=true",
        says: "You’ll find everything below",
        make: |stage| stage.book(UID),
        known: false,
    },
    scene("hostile", "/schedule", "Your interview was cancelled", |stage| {
        let evil = "<img src=x onerror=alert(1)>\u{202E}\u{2067} javascript:alert(1) ".repeat(200);
        let mut hostile = stage.sample(Trigger::BookingCreated, UID);
        hostile.attendee_name.clone_from(&evil);
        hostile.host_name.clone_from(&evil);
        hostile.event_name.clone_from(&evil);
        stage.deliver(&hostile);
        hostile.trigger = Trigger::BookingCancelled;
        hostile.created_at += Duration::SECOND;
        hostile.reason = evil;
        stage.deliver(&hostile);
    }),
];
