//! The key that signs the team's join links, in a file that bookhook makes beside the database.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::own;
use crate::config::mistake::Mistake;
use crate::domain::system::reason;

const WHAT: &str = "team key";
/// The key is so many characters: 32 random bytes in hexadecimal.
const LENGTH: usize = 64;

/// Where the key of a database is.
#[must_use]
pub fn team_key_path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".key");
    name.into()
}

/// Reads the key; `None` if there is none yet.
///
/// # Errors
/// The file cannot be read, others can read it, or it holds something else.
pub fn team_key(database: &Path) -> Result<Option<String>, Mistake> {
    let path = team_key_path(database);
    let mut text = String::new();
    let limit = LENGTH as u64 + 2;
    match File::open(&path).and_then(|file| file.take(limit).read_to_string(&mut text)) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let problem = format!("the {WHAT} {} cannot be read: {}", path.display(), reason(error.kind()));
            return Err(Mistake::new(problem, "let the user that runs bookhook read it"));
        }
    }
    own::check_mode(WHAT, &path)?;
    let key = text.trim_end();
    if key.len() == LENGTH && key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Some(key.to_owned()));
    }
    let problem = format!("the {WHAT} {} is not one that bookhook made", path.display());
    Err(Mistake::new(
        problem,
        "remove it: the next start makes a new one, and only links that wait to be used end",
    ))
}

/// Reads the key, or makes one of `fresh`, which must be random.
///
/// # Errors
/// As [`team_key`], and if the new one cannot be stored.
pub fn find_or_make_team_key(database: &Path, fresh: [u8; 32]) -> Result<String, Mistake> {
    if let Some(key) = team_key(database)? {
        return Ok(key);
    }
    let key = hex::encode(fresh);
    own::make(WHAT, &team_key_path(database), &key, "let bookhook write to this directory")?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_for_its_user_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("a.db");
        assert_eq!(team_key(&database), Ok(None));
        let key = find_or_make_team_key(&database, [7; 32]).expect("a key");
        assert_eq!(find_or_make_team_key(&database, [8; 32]), Ok(key));
        let mode = fs::metadata(folder.path().join("a.db.key")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_key_that_others_can_read_or_somebody_wrote_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("a.db");
        find_or_make_team_key(&database, [7; 32]).expect("a key");
        let path = team_key_path(&database);
        fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("opened up");
        assert!(team_key(&database).is_err_and(|mistake| mistake.remedy.contains("chmod 600")));
        fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("closed");
        fs::write(&path, "hunter2").expect("written");
        assert!(team_key(&database).is_err_and(|mistake| mistake.remedy.contains("remove it")));
    }
}
