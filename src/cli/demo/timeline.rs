//! All events, in order of arrival.

use std::collections::BTreeMap;
use std::iter::Peekable;

use time::OffsetDateTime;

use super::answers::application;
use super::crowd::Crowd;
use super::people::{FORTY, bystanders, forty, strangers};
use super::story::{News, Person, What};
use crate::domain::questions::Questions;

/// The news of so many applicants, the earliest first. Of a large crowd it holds only what is about to
/// happen.
pub(super) struct Timeline<'a> {
    crowd: Peekable<Crowd>,
    /// By the time, and in the order in which they were added.
    waiting: BTreeMap<(OffsetDateTime, u32), What>,
    added: u32,
    now: OffsetDateTime,
    questions: &'a Questions,
}

impl<'a> Timeline<'a> {
    pub(super) fn new(profiles: u32, now: OffsetDateTime, questions: &'a Questions) -> Self {
        let now = now.replace_nanosecond(0).unwrap_or(now);
        let crowd = Crowd::new(profiles.saturating_sub(FORTY), now).peekable();
        let mut timeline = Self { crowd, waiting: BTreeMap::new(), added: 0, now, questions };
        for person in forty(now).into_iter().take(usize::try_from(profiles).unwrap_or(usize::MAX)) {
            timeline.add_applicant(&person);
        }
        for (person, named) in strangers(now) {
            timeline.add(person.news(named, now));
        }
        timeline.add(bystanders(now));
        timeline
    }

    fn add_applicant(&mut self, person: &Person) {
        let application = application(person, self.questions);
        let applies = application.map(|filled_in| What::Applies(person.id(), filled_in));
        self.add(applies.map(|what| News { at: person.since, what }));
        self.add(person.news(true, self.now));
    }

    fn add(&mut self, news: impl IntoIterator<Item = News>) {
        for News { at, what } in news {
            self.waiting.insert((at, self.added), what);
            self.added += 1;
        }
    }
}

impl Iterator for Timeline<'_> {
    type Item = News;

    fn next(&mut self) -> Option<News> {
        let first =
            |waiting: &BTreeMap<(OffsetDateTime, u32), What>| waiting.keys().next().map(|(at, _)| *at);
        while let Some((person, applies)) =
            self.crowd.next_if(|(person, _)| first(&self.waiting).is_none_or(|first| person.since <= first))
        {
            if applies {
                self.add_applicant(&person);
            } else {
                self.add(person.news(false, self.now));
            }
        }
        self.waiting.pop_first().map(|((at, _), what)| News { at, what })
    }
}
