//! What two invented colleagues did about the forty, by the store's own methods. They have left the team
//! since, so that the first person who joins is an owner.

use time::{Duration, OffsetDateTime};

use super::people::strangers;
use super::trouble::incomplete;
use crate::cli::support::failure::Failure;
use crate::domain::decision::Decision::{Accepted, OnHold, Rejected};
use crate::domain::decision::{Decision, Earlier};
use crate::domain::member::{Doer, Role};
use crate::domain::note::NoteText;
use crate::domain::search::Search;
use crate::domain::text::{Email, PersonName};
use crate::store::{Filter, NewMember, Store};

/// Their names and addresses.
const COLLEAGUES: [(&str, &str); 2] =
    [("Dana Example", "dana.example@example.com"), ("Kim Example", "kim.example@example.com")];

/// What one of them did.
#[derive(Clone, Copy)]
enum Act {
    /// Wrote a note.
    Note(&'static str),
    /// Changed the latest note.
    Change(&'static str),
    /// Made or undid a decision.
    Decide(Option<Decision>),
    /// Decided, and undid that.
    DecideAndUndo(Decision),
    /// Linked the unmatched booking of this address.
    Link(&'static str),
    /// Linked the unmatched booking of this address to no applicant.
    SetAside(&'static str),
    /// Downloaded a list.
    Export,
}
use Act::{Change, Decide, DecideAndUndo, Export, Link, Note, SetAside};

/// How many hours ago, who of the two, about whom, and what.
const ACTS: [(i64, usize, &str, Act); 22] = [
    (190, 1, "maryam", Note("Kind and quick, but looks for something else: research, and no on-call.")),
    (188, 1, "maryam", Decide(Some(Rejected))),
    (130, 0, "niamh", Note("Would start in March. The team liked how she explained the migration.")),
    (129, 0, "niamh", Decide(Some(Accepted))),
    (100, 1, "somying", Decide(Some(OnHold))),
    (98, 0, "somying", DecideAndUndo(Rejected)),
    (97, 1, "amina", Note("Did not come, and has not written. Ask once more?")),
    (75, 0, "amina", Decide(Some(Rejected))),
    (72, 0, "kinga", Decide(Some(Rejected))),
    (71, 0, "kinga", Decide(None)),
    (50, 1, "", Export),
    (46, 0, "lea", Decide(Some(OnHold))),
    (45, 1, "lea", Note("Second interview with Ravi after the holidays.")),
    (30, 0, "grace", Link("g.specimen@example.org")),
    (28, 1, "hanako", Note("Strong on data.")),
    (27, 1, "hanako", Change("Strong on data, and on explaining it.\n\nLet us decide this week.")),
    (22, 0, "ana", Note("Clear about trade-offs. Asked better questions than we did.")),
    (20, 1, "ana", Note("Agreed. I would like to see how she tests.")),
    (6, 1, "eleni", Decide(Some(Accepted))),
    (5, 1, "eleni", Decide(None)),
    (4, 0, "zoe.voorbeeld", Note("Ask about the ledger, and about Lisbon.")),
    (3, 0, "", SetAside("newsroom@example.org")),
];

/// Has the two join, do all of it, and be as they were; returns their addresses, to be removed.
pub(super) async fn work(store: &Store, now: OffsetDateTime) -> Result<Vec<Email>, Failure> {
    let mut members = Vec::new();
    for (name, address) in COLLEAGUES {
        let (Ok(name), Ok(email)) = (PersonName::parse(name), Email::parse(address)) else { continue };
        let new = NewMember { email, name, role: Role::Member, password: None, zone: None };
        members.extend(store.admit(new, now - Duration::days(31)).await.map_err(incomplete)?);
    }
    for (ago, who, whom, act) in ACTS {
        let Some(member) = members.get(who).map(|member| member.number) else { continue };
        let doer = Doer { member, at: now - Duration::hours(ago) };
        // A crowd may be smaller than forty.
        if let Some(number) = find(store, whom)? {
            about(store, doer, number, act).await?;
        }
        apart(store, doer, act).await?;
    }
    Ok(members.into_iter().map(|member| member.email).collect())
}

/// The number of the applicant with this name at example.com; the first, if there are several.
fn find(store: &Store, whom: &str) -> Result<Option<i64>, Failure> {
    let Some(search) = Search::parse(&format!("{whom}@example.com")) else { return Ok(None) };
    let found = store.applicants(&Filter::Search(search), None, 10)?;
    Ok(found.rows.last().map(|first| first.number))
}

/// Does what is about an applicant.
async fn about(store: &Store, doer: Doer, number: i64, act: Act) -> Result<(), Failure> {
    match act {
        Note(text) => {
            if let Ok(text) = NoteText::parse(text) {
                store.add_note(doer, number, text).await.map_err(incomplete)?;
            }
        }
        Change(text) => {
            let notes = store.applicant(number, None)?.map(|whole| whole.notes).unwrap_or_default();
            if let (Some(note), Ok(text)) = (notes.first(), NoteText::parse(text)) {
                let edited = store.edit_note(doer, (number, note.id), note.version(), text);
                edited.await.map_err(incomplete)?;
            }
        }
        Decide(decision) => decide(store, doer, number, decision).await.map(drop)?,
        DecideAndUndo(decision) => {
            let before = decide(store, doer, number, Some(decision)).await?;
            let later = Doer { at: doer.at + Duration::minutes(1), ..doer };
            store.restore_decisions(later, before).await.map_err(incomplete)?;
        }
        Link(email) => link(store, doer, email, Some(number)).await?,
        SetAside(_) | Export => {}
    }
    Ok(())
}

/// Does what is about no applicant.
async fn apart(store: &Store, doer: Doer, act: Act) -> Result<(), Failure> {
    match act {
        SetAside(email) => link(store, doer, email, None).await,
        Export => store.note_export(doer).await.map_err(incomplete),
        _ => Ok(()),
    }
}

async fn decide(
    store: &Store,
    doer: Doer,
    number: i64,
    decision: Option<Decision>,
) -> Result<Vec<(i64, Option<Earlier>)>, Failure> {
    store.decide(doer, vec![(number, decision)]).await.map_err(incomplete)
}

async fn link(store: &Store, doer: Doer, email: &str, number: Option<i64>) -> Result<(), Failure> {
    let stranger = strangers(doer.at).into_iter().find(|(person, _)| person.email == email);
    if let Some(uid) = stranger.and_then(|(person, _)| person.booking(0)) {
        store.link(uid, None, number, doer).await.map_err(incomplete)?;
    }
    Ok(())
}
