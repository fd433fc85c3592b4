//! The page of one applicant.

use askama::Template;

use super::answers::{self, Answered, answers};
use super::draft::{DRAFT_FORM, Draft, NoteView, Wrong};
use super::history::{Entry, history};
use super::meeting::{Meeting, Other, meeting, other};
use crate::domain::decision::Decision;
use crate::domain::note::NoteText;
use crate::store::WholeApplicant;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::pages::page::Page;
use crate::web::team::badge::{Badge, of_decision, verb};
use crate::web::team::frame::{NavItem, TeamFrame, draw};
use crate::web::team::guards::SignedIn;
use crate::web::team::notice::TeamError;
use crate::web::team::room;
use crate::web::team::when::{Clock, When};

/// How many bytes of the page the notes and a refused draft may take.
const ROOM_FOR_NOTES: usize = 8 * 1024;
/// How many bytes one note and a refused draft may take. The longest note in Latin letters fits.
const ROOM_FOR_ONE: usize = 10 * 1024;
/// How many bytes the answers, the notes, a refused draft and the history may take together.
const ROOM: usize = 23 * 1024;
/// The least and the most of that for the history.
const ROOM_FOR_HISTORY: (usize, usize) = (2 * 1024, 8 * 1024);
/// A draft of more bytes of HTML is alone on the page, with at most so many of the note that it changes.
const LONG_DRAFT: usize = ROOM_FOR_ONE - DRAFT_FORM - ROOM_BESIDE_IT;
const ROOM_BESIDE_IT: usize = 512;
/// The longest draft on a page; no valid note is longer.
const LONGEST_DRAFT: usize = 4 * NoteText::MAX;
/// How many other bookings the page lists, and how many bytes they may take.
const OTHERS: usize = 10;
const ROOM_FOR_OTHERS: usize = 4 * 1024;

/// Which notes, and what of the history, the address asks for, and what else is to fit.
#[derive(Clone, Copy, Default)]
pub(super) struct Part {
    /// The notes before this one; `None`: the latest.
    pub(super) notes: Option<i64>,
    /// The number of latest history entries to skip.
    pub(super) history: usize,
    /// How many bytes a refused draft takes.
    pub(super) draft: usize,
}

#[derive(Template)]
#[template(path = "team/applicant.html")]
pub(super) struct ApplicantPage<'a> {
    frame: TeamFrame<'a>,
    number: i64,
    name: String,
    email: &'a str,
    standing: Badge,
    applied: When,
    /// How many more applications came from the address.
    more: u32,
    same_address: String,
    meeting: Option<Meeting>,
    has_booking: bool,
    others: Vec<Other>,
    others_in_all: usize,
    answers: Vec<Answered>,
    /// Some answers do not fit on the page.
    more_answers: bool,
    history: Vec<Entry>,
    /// The entries before and after this part of the history.
    history_from: usize,
    more_history: Option<usize>,
    as_of: When,
    /// The decision, the member who made it, and its time.
    decided: Option<(Badge, String, When)>,
    choices: Vec<Choice>,
    notes: Vec<NoteView>,
    notes_in_all: u32,
    /// These are not the latest notes.
    are_older: bool,
    /// The note before which there are more.
    more_notes: Option<i64>,
    draft: Draft,
    /// The message about a change that cannot be undone.
    pub(super) notice: Option<&'static str>,
    /// The message about a changed decision, and the word that undoes it.
    pub(super) done: Option<(String, Option<&'a str>)>,
}

/// A button that decides.
struct Choice {
    decision: &'static str,
    verb: &'static str,
    standing: Badge,
    is_made: bool,
}

/// Reads everything about an applicant, with the notes before one.
pub(super) async fn read(app: &App, number: i64, notes: Option<i64>) -> Result<WholeApplicant, TeamError> {
    Ok(app.read(move |store| store.applicant(number, notes)).await?.ok_or(ApiError::NotFound)?)
}

impl<'a> ApplicantPage<'a> {
    /// The page, as a member sees it now.
    pub(super) fn new(
        here: &'a SignedIn,
        whole: &'a WholeApplicant,
        part: Part,
        now: Now,
        app: &'a App,
    ) -> Self {
        let clock = &Clock::new(&here.member, now.0);
        let profile = &whole.profile;
        let email = profile.email.as_str();
        let query: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
        let decided = whole.decided.as_ref();
        let (answers, more_answers) = answers::cut(answers(whole, &app.settings.questions));
        let mut notes: Vec<_> =
            whole.notes.iter().map(|note| NoteView::new(note, &here.member, clock)).collect();
        let room_for_one = ROOM_FOR_ONE.saturating_sub(part.draft).max(ROOM_BESIDE_IT);
        for note in &mut notes {
            note.cut(room_for_one);
        }
        room::fit_in(ROOM_FOR_NOTES.saturating_sub(part.draft), &mut notes, NoteView::weight);
        let first = notes.last().map(|first| first.id);
        notes.reverse();
        let mut history: Vec<_> = history(whole, clock).into_iter().skip(part.history).collect();
        let taken = answers.iter().map(Answered::weight).sum::<usize>()
            + notes.iter().map(NoteView::weight).sum::<usize>()
            + part.draft;
        let room = ROOM.saturating_sub(taken).clamp(ROOM_FOR_HISTORY.0, ROOM_FOR_HISTORY.1);
        let goes_on = room::fit_in(room, &mut history, Entry::weight);
        let mut others: Vec<_> =
            whole.others.iter().take(OTHERS).map(|booking| other(booking, clock)).collect();
        room::fit_in(ROOM_FOR_OTHERS, &mut others, Other::weight);
        Self {
            frame: TeamFrame::new(&app.shell, here, NavItem::Applicants),
            number: whole.number,
            name: profile.name.visible(200),
            email,
            standing: Badge::new(profile.status, profile.withdrawn_at.is_some()),
            applied: clock.when(profile.created_at),
            more: whole.from_address.saturating_sub(1),
            same_address: format!("/team/applicants?q={query}"),
            meeting: whole.booking.as_ref().and_then(|booking| meeting(booking, whole, clock)),
            has_booking: whole.booking.is_some(),
            others,
            others_in_all: whole.others.len(),
            answers,
            more_answers,
            history_from: part.history,
            more_history: goes_on.then_some(part.history + history.len()),
            history,
            as_of: clock.when(clock.now),
            decided: decided.map(|made| (of_decision(made.decision), made.by.clone(), clock.when(made.at))),
            choices: choices(decided.map(|made| made.decision)),
            notes,
            notes_in_all: whole.notes_in_all,
            are_older: part.notes.is_some(),
            more_notes: first.filter(|first| whole.first_note.is_some_and(|oldest| oldest < *first)),
            draft: Draft::default(),
            notice: None,
            done: None,
        }
    }

    /// The page with a refused draft.
    ///
    /// # Errors
    /// The text is not a valid note, and too long for a page.
    pub(super) fn with_draft(self, draft: Draft, whole: &WholeApplicant) -> Result<Self, TeamError> {
        let page = self.opened(draft.knowing(&whole.notes));
        match page.draft.wrong {
            Some(Wrong::Invalid(invalid)) if page.draft.html.len() > LONGEST_DRAFT => {
                Err(TeamError::Note(invalid))
            }
            _ => Ok(page),
        }
    }

    /// Whether the page has a note.
    pub(super) fn has(&self, note: i64) -> bool {
        self.notes.iter().any(|shown| shown.id == note)
    }

    /// The page, on which a member changes this note, if it is theirs.
    pub(super) fn editing(self, id: i64, whole: &'a WholeApplicant) -> Self {
        let me = self.frame.member.number;
        match whole.notes.iter().find(|note| note.id == id && note.member == me) {
            Some(note) => self.opened(Draft::open(note)),
            None => self,
        }
    }

    fn opened(mut self, draft: Draft) -> Self {
        for note in &mut self.notes {
            note.is_open = draft.note == Some(note.id);
        }
        self.draft = draft;
        if self.is_draft_alone() {
            self.notes.retain(|note| note.is_open);
            self.notes.iter_mut().for_each(|note| note.cut(ROOM_BESIDE_IT));
        }
        self
    }

    /// Whether the page has room for nothing beside the draft.
    fn is_draft_alone(&self) -> bool {
        self.draft.html.len() > LONG_DRAFT
    }

    /// Draws it.
    pub(super) fn draw(&self) -> Result<Page, TeamError> {
        Ok(draw(self, self.frame.shell)?)
    }
}

/// The buttons that decide.
fn choices(made: Option<Decision>) -> Vec<Choice> {
    let choice = |decision: Decision| Choice {
        decision: decision.as_str(),
        verb: verb(decision),
        standing: of_decision(decision),
        is_made: made == Some(decision),
    };
    Decision::ALL.map(choice).into()
}
