//! A note that is being written or changed.

use std::mem::take;

use rocket::http::Status;
use time::OffsetDateTime;

use crate::domain::instant;
use crate::domain::member::{Member, Role};
use crate::domain::note::InvalidNote;
use crate::store::Note;
use crate::web::team::room;
use crate::web::team::when::{Clock, When};

/// How many bytes the form of a refused draft takes, with the reason.
pub(super) const DRAFT_FORM: usize = 1024;

/// Why a typed note was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The text is not a valid note.
    Invalid(InvalidNote),
    /// The note was changed since the form was opened.
    Conflict,
    /// The note was deleted since the form was opened.
    Gone,
}

/// The content of a form for a note.
#[derive(Default)]
pub(super) struct Draft {
    /// The note that is changed; `None`: a new one.
    pub(super) note: Option<i64>,
    /// The text in its text area.
    pub(super) html: String,
    /// The version of the note that the form was opened with.
    pub(super) read: String,
    pub(super) wrong: Option<Wrong>,
}

impl Draft {
    /// A new note.
    pub(super) fn new(text: &str, wrong: Wrong) -> Self {
        Self { html: html(text), wrong: Some(wrong), ..Self::default() }
    }

    /// A note that was read in this version.
    pub(super) fn changed(note: i64, text: &str, read: OffsetDateTime, wrong: Wrong) -> Self {
        Self { note: Some(note), html: html(text), read: instant::to_millis(read), wrong: Some(wrong) }
    }

    /// A note as it is.
    pub(super) fn open(note: &Note) -> Self {
        let read = instant::to_millis(note.version());
        Self { note: Some(note.id), html: html(note.text.as_str()), read, wrong: None }
    }

    /// The form has the current version of the note, so the next save replaces it.
    pub(super) fn knowing(self, notes: &[Note]) -> Self {
        let now = notes.iter().find(|note| Some(note.id) == self.note && self.wrong == Some(Wrong::Conflict));
        let read = now.map_or(self.read, |note| instant::to_millis(note.version()));
        Self { read, ..self }
    }

    /// How many bytes of the page it takes.
    pub(super) fn weight(&self) -> usize {
        DRAFT_FORM + self.html.len()
    }

    /// The status of a page that shows it.
    pub(super) fn status(&self) -> Status {
        match self.wrong {
            None => Status::Ok,
            Some(Wrong::Invalid(_)) => Status::UnprocessableEntity,
            Some(Wrong::Conflict | Wrong::Gone) => Status::Conflict,
        }
    }

    /// Why it was not stored, in words.
    pub(super) fn words(&self) -> Option<String> {
        Some(match self.wrong? {
            Wrong::Invalid(invalid) => invalid.to_string(),
            Wrong::Conflict => {
                "This note was changed since you opened it: above is the new text. Saving replaces it.".into()
            }
            Wrong::Gone => {
                "That note was deleted. Your text is here, so you can add it as a new note.".into()
            }
        })
    }
}

/// A text as HTML within a text area, in which only `<` and a character reference have a meaning. So a character
/// takes four bytes at most; with all escapes it would be five.
fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let mut text = text.chars().peekable();
    while let Some(c) = text.next() {
        match (c, text.peek()) {
            ('<', _) => html.push_str("&lt;"),
            ('&', Some(next)) if next.is_ascii_alphanumeric() || *next == '#' => html.push_str("&amp;"),
            _ => html.push(c),
        }
    }
    html
}

/// A note as a member sees it.
pub(super) struct NoteView {
    pub(super) id: i64,
    pub(super) author: String,
    pub(super) text: String,
    /// The address of the whole note, if the page has only its beginning.
    pub(super) file: Option<String>,
    pub(super) made: When,
    pub(super) edited: Option<When>,
    pub(super) is_mine: bool,
    pub(super) may_delete: bool,
    /// The note is being changed.
    pub(super) is_open: bool,
}

impl NoteView {
    pub(super) fn new(note: &Note, member: &Member, clock: &Clock) -> Self {
        let is_mine = note.member == member.number;
        Self {
            id: note.id,
            author: note.author.clone(),
            text: note.text.as_str().to_owned(),
            file: None,
            made: clock.when(note.made_at),
            edited: note.edited_at.map(|at| clock.when(at)),
            is_mine,
            may_delete: is_mine || member.role == Role::Owner,
            is_open: false,
        }
    }

    /// Leaves so many bytes of its text.
    pub(super) fn cut(&mut self, room: usize) {
        let (text, is_cut) = room::cut(take(&mut self.text), room);
        self.text = text;
        if is_cut {
            self.file = Some(format!("notes/{}", self.id));
        }
    }

    /// How many bytes of the page it takes.
    pub(super) fn weight(&self) -> usize {
        800 + 2 * room::weight(&self.author) + room::weight(&self.text)
    }
}
