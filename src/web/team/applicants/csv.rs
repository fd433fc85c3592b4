//! A list as a file for a spreadsheet.

use rocket::http::ContentType;
use rocket::response::stream::ByteStream;
use rocket::{State, get};
use time::OffsetDateTime;

use super::view::View;
use crate::domain::instant;
use crate::store::{Applicant, csv_line};
use crate::web::app::App;
use crate::web::guards::Now;
use crate::web::team::badge::{self, Badge};
use crate::web::team::download::Download;
use crate::web::team::guards::SignedIn;
use crate::web::team::notice::TeamError;

/// How many a read takes, so that none holds the log for long.
const PIECE: usize = 500;

/// All that the view shows, from its newest to its oldest.
#[get("/team/applicants.csv?<tab>&<q>")]
pub(super) async fn csv(
    here: SignedIn,
    tab: Option<&str>,
    q: Option<&str>,
    now: Now,
    app: &State<App>,
) -> Result<Download<ByteStream![Vec<u8>]>, TeamError> {
    app.store.note_export(here.doer(now)).await?;
    let (app, filter) = (App::clone(app), View::read(tab, q, None).filter());
    let content = ByteStream! {
        let mut before = None;
        yield head();
        loop {
            let filter = filter.clone();
            let Ok(part) = app.read(move |store| store.applicants(&filter, before, PIECE)).await else {
                yield b"The rest could not be read. The server's log says why.\r\n".to_vec();
                break;
            };
            yield lines(&part.rows);
            before = part.before;
            if before.is_none() {
                break;
            }
        }
    };
    Ok(Download::new("applicants.csv", ContentType::CSV, content))
}

/// The names of the columns, after what tells Excel that the text is UTF-8.
fn head() -> Vec<u8> {
    let names = ["number", "name", "email", "status", "interview", "applied", "withdrawn", "decision"];
    let mut out = "\u{feff}".as_bytes().to_vec();
    // A vector takes all.
    let _ = csv_line(&mut out, names.map(str::to_owned).into_iter());
    out
}

fn lines(rows: &[Applicant]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        let time = |at: Option<OffsetDateTime>| at.map_or_else(String::new, instant::to_seconds);
        let cells = [
            row.number.to_string(),
            row.name.as_str().to_owned(),
            row.email.as_str().to_owned(),
            Badge::new(row.status, row.withdrawn_at.is_some()).word.to_owned(),
            time(row.interview),
            time(Some(row.applied_at)),
            time(row.withdrawn_at),
            row.decision.map_or_else(String::new, |decision| badge::of_decision(decision).word.to_owned()),
        ];
        let _ = csv_line(&mut out, cells.into_iter());
    }
    out
}
