//! The files of the scheduled backups. Their names tell when they were made; the time is the
//! system's, which may have been wrong.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use crate::domain::system;
use crate::store::files::{UNFINISHED, discard_with_journal};
use crate::store::version;

const STAMP: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// A clock that is kept right is set back by less.
pub(super) const TOLERANCE: Duration = Duration::minutes(2);

/// `20260115T140000Z`, for names of files.
pub(in crate::store) fn stamp(now: OffsetDateTime) -> String {
    now.to_offset(UtcOffset::UTC).format(STAMP).unwrap_or_default()
}

/// `bookhook-20260115T140000Z.db` for `bookhook.db`.
pub(super) fn name(database: &Path, now: OffsetDateTime) -> String {
    format!("{}-{}.db", stem(database), stamp(now))
}

/// The name of a backup until it is proven. The name is always the same, so that the next one
/// takes the place of one that was never finished.
pub(super) fn unfinished(database: &Path, dir: &Path) -> PathBuf {
    dir.join(format!("{}-next{UNFINISHED}", stem(database)))
}

/// Removes an unfinished scheduled backup.
pub(in crate::store) fn sweep_backups(database: &Path, dir: &Path) {
    discard_with_journal(&unfinished(database, dir));
}

fn stem(database: &Path) -> String {
    database.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The time in such a name.
fn time_of(database: &Path, name: &str) -> Option<OffsetDateTime> {
    let time = name.strip_prefix(&stem(database))?.strip_prefix('-')?.strip_suffix(".db")?;
    PrimitiveDateTime::parse(time, STAMP).ok().map(PrimitiveDateTime::assume_utc)
}

/// The scheduled backups of a database in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupFiles {
    /// When the latest was made whose file is whole; `None` if there is none.
    pub latest: Option<OffsetDateTime>,
    /// Backups with a name later than now, made while the clock was ahead. They
    /// are never removed, and count neither as the latest nor among those that are kept.
    pub ahead: Vec<PathBuf>,
    /// The others, the latest last.
    past: Vec<(OffsetDateTime, PathBuf)>,
}

impl BackupFiles {
    /// Looks at the names in a folder, and at the header and the length of the latest file.
    #[must_use]
    pub fn look(database: &Path, dir: &Path, now: OffsetDateTime) -> Self {
        let entries = fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok);
        let timed = |entry: fs::DirEntry| {
            let at = time_of(database, entry.file_name().to_str()?)?;
            Some((at, entry.path()))
        };
        let mut found: Vec<_> = entries.filter_map(timed).collect();
        found.sort();
        let (past, ahead): (Vec<_>, Vec<_>) = found.into_iter().partition(|(at, _)| *at <= now + TOLERANCE);
        let whole = |(at, path): &(OffsetDateTime, PathBuf)| version::version(path).is_ok().then_some(*at);
        Self {
            latest: past.iter().rev().find_map(whole),
            ahead: ahead.into_iter().map(|(_, path)| path).collect(),
            past,
        }
    }

    /// Removes the oldest, until `keep` are left; never `made`, which is the newest whatever the
    /// names say.
    pub(super) fn remove_old(&self, keep: usize, made: &Path) {
        let surplus = self.past.len().saturating_sub(keep);
        for (_, path) in self.past.iter().take(surplus).filter(|(_, path)| path != made) {
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(path = %path.display(), reason = system::reason(error.kind()), "an old backup cannot be removed");
            }
        }
    }
}

pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant;
    use crate::store::schema;

    const DATABASE: &str = "bookhook.db";

    fn at(text: &str) -> OffsetDateTime {
        instant::parse(text).expect("an instant")
    }

    fn day(day: u8) -> OffsetDateTime {
        at(&format!("2026-01-{day:02}T00:00:00Z"))
    }

    /// A folder with a database, and with backups of these times.
    fn folder(times: &[OffsetDateTime]) -> (tempfile::TempDir, Vec<PathBuf>) {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join(DATABASE);
        drop(schema::open(&database).expect("a database"));
        let paths: Vec<_> = times.iter().map(|time| folder.path().join(name(&database, *time))).collect();
        for path in &paths {
            fs::copy(&database, path).expect("copied");
        }
        (folder, paths)
    }

    #[test]
    fn a_name_tells_the_time_and_belongs_to_one_database() {
        let (database, now) = (Path::new("/data/team.db"), at("2026-01-15T14:00:00Z"));
        let name = name(database, now);
        assert_eq!(name, "team-20260115T140000Z.db");
        assert_eq!(time_of(database, &name), Some(now));
        for other in
            ["team-20260115T140000Z.db.unfinished", "x-20260115T140000Z.db", "team-now.db", "team.db"]
        {
            assert_eq!(time_of(database, other), None, "{other}");
        }
    }

    #[test]
    fn only_the_oldest_surplus_goes_and_nothing_that_is_no_backup() {
        let (folder, paths) = folder(&[day(1), day(2), day(3)]);
        let dir = folder.path();
        let notes = dir.join("notes.txt");
        fs::write(&notes, b"x").expect("written");
        let files = BackupFiles::look(Path::new(DATABASE), dir, day(3));
        assert_eq!(files.latest, Some(day(3)));
        files.remove_old(2, &paths[2]);
        assert_eq!(paths.iter().map(|path| path.exists()).collect::<Vec<_>>(), [false, true, true]);
        assert!(notes.exists() && dir.join(DATABASE).exists());
    }

    #[test]
    fn names_from_the_future_do_not_count_and_stay() {
        let (folder, paths) = folder(&[day(1), day(2), day(20), day(21)]);
        let files = BackupFiles::look(Path::new(DATABASE), folder.path(), day(2));
        assert_eq!((files.latest, &files.ahead[..]), (Some(day(2)), &paths[2..]));
        files.remove_old(1, &paths[1]);
        assert_eq!(paths.iter().map(|path| path.exists()).collect::<Vec<_>>(), [false, true, true, true]);
    }

    #[test]
    fn the_one_that_was_just_made_is_never_removed() {
        let (folder, paths) = folder(&[day(1), day(2), day(3)]);
        let files = BackupFiles::look(Path::new(DATABASE), folder.path(), day(3));
        files.remove_old(1, &paths[0]);
        assert_eq!(paths.iter().map(|path| path.exists()).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn the_latest_is_a_file_that_is_whole() {
        let (folder, paths) = folder(&[day(1), day(2), day(3)]);
        let latest = || BackupFiles::look(Path::new(DATABASE), folder.path(), day(4)).latest;
        fs::write(&paths[2], b"").expect("written");
        assert_eq!(latest(), Some(day(2)));
        fs::OpenOptions::new().write(true).open(&paths[1]).expect("it").set_len(8192).expect("cut");
        assert_eq!(latest(), Some(day(1)));
    }
}
