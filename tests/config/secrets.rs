use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use bookhook::config::secret::{API_KEY, Provenance, WebhookSecrets, own_path};
use bookhook::config::{Environment, Mistakes};
use tempfile::TempDir;

const FRESH: [u8; 32] = [0xab; 32];
const VARIABLE: &str = "CAL_COM_WEBHOOK_SECRET";
const FILE: &str = "CAL_COM_WEBHOOK_SECRET_FILE";

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn database(&self) -> PathBuf {
        self.0.path().join("bookhook.db")
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn find(&self, environment: &[(&str, &str)]) -> Result<Option<WebhookSecrets>, Mistakes> {
        WebhookSecrets::find(&environment.iter().copied().collect(), &self.database())
    }

    /// What is said of secrets that cannot be used.
    fn refused(&self, environment: &[(&str, &str)]) -> String {
        self.find(environment).unwrap_err().to_string()
    }

    fn make(&self, environment: &[(&str, &str)]) -> WebhookSecrets {
        WebhookSecrets::find_or_make(&environment.iter().copied().collect(), &self.database(), FRESH).unwrap()
    }

    fn current(&self, environment: &[(&str, &str)]) -> (String, Provenance) {
        let current = self.find(environment).unwrap().unwrap().current;
        (current.expose().to_owned(), current.from)
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_variable_comes_first_then_the_file_then_the_credential_then_our_own() {
    let place = Place::new();
    assert!(place.find(&[]).unwrap().is_none());
    let own = place.file("webhook.secret", "own\n");
    assert_eq!(place.current(&[]), ("own".into(), Provenance::Own(own.into())));

    let credential = place.file("cal_com_webhook_secret", "credential\n");
    let systemd = ("CREDENTIALS_DIRECTORY", place.0.path().to_str().unwrap());
    assert_eq!(place.current(&[systemd]), ("credential".into(), Provenance::Credential(credential.into())));

    let named = place.file("named", "named\r\n");
    let file = (FILE, named.as_str());
    assert_eq!(
        place.current(&[systemd, file]),
        ("named".into(), Provenance::Named(FILE, named.clone().into()))
    );

    assert_eq!(
        place.current(&[systemd, (VARIABLE, "given")]),
        ("given".into(), Provenance::Variable(VARIABLE))
    );
}

#[test]
fn a_previous_secret_comes_in_the_same_ways() {
    let place = Place::new();
    place.file("webhook.secret", "own");
    let previous = |environment: &[(&str, &str)]| {
        place.find(environment).unwrap().unwrap().previous.map(|secret| secret.expose().to_owned())
    };
    assert_eq!(previous(&[]), None);
    assert_eq!(previous(&[("CAL_COM_WEBHOOK_SECRET_PREVIOUS", "old")]).unwrap(), "old");
    let named = place.file("named", "older\n");
    assert_eq!(previous(&[("CAL_COM_WEBHOOK_SECRET_PREVIOUS_FILE", &named)]).unwrap(), "older");
    place.file("cal_com_webhook_secret_previous", "oldest");
    assert_eq!(previous(&[("CREDENTIALS_DIRECTORY", place.0.path().to_str().unwrap())]).unwrap(), "oldest");
}

#[test]
fn a_secret_is_made_once_and_only_for_its_owner() {
    let place = Place::new();
    let made = place.make(&[("CAL_COM_WEBHOOK_SECRET_PREVIOUS", "old")]);
    let path = own_path(&place.database());
    assert_eq!(path, place.0.path().join("webhook.secret"));
    assert_eq!(made.current.expose(), "ab".repeat(32));
    assert_eq!(made.current.from, Provenance::Made(path.clone()));
    assert_eq!(made.previous.unwrap().expose(), "old");
    assert_eq!(mode(&path), 0o600);
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{}\n", "ab".repeat(32)));

    let again = WebhookSecrets::find_or_make(&Environment::default(), &place.database(), [0; 32]).unwrap();
    assert_eq!(again.current.expose(), made.current.expose());
    assert_eq!(again.current.from, Provenance::Own(path));
}

#[test]
fn none_is_made_where_one_is_given() {
    let place = Place::new();
    assert_eq!(place.make(&[(VARIABLE, "given")]).current.expose(), "given");
    assert!(!own_path(&place.database()).exists());
}

#[test]
fn one_that_cannot_be_kept_is_not_used() {
    let place = Place::new();
    let database = place.0.path().join("missing/bookhook.db");
    let said =
        WebhookSecrets::find_or_make(&Environment::default(), &database, FRESH).unwrap_err().to_string();
    assert!(said.starts_with("the new webhook secret cannot be written to "), "{said}");
    assert!(said.contains("missing/webhook.secret"), "{said}");
}

#[test]
fn our_own_file_must_be_closed_to_others() {
    let place = Place::new();
    let path = place.file("webhook.secret", "own");
    for open in [0o640, 0o604, 0o620] {
        fs::set_permissions(&path, Permissions::from_mode(open)).unwrap();
        let said = place.refused(&[]);
        assert!(said.starts_with("other users may read or change the webhook secret"), "{said}");
        assert!(said.contains(&format!("(mode {open:04o}): run: chmod 600 '{path}'")), "{said}");
    }
    // Containers mount the files that their users name for everyone inside to read.
    assert_eq!(place.current(&[(FILE, &path)]).0, "own");
}

#[test]
fn a_variable_and_its_file_together_are_refused_by_name() {
    let place = Place::new();
    let path = place.file("named", "x");
    let said = place.refused(&[(VARIABLE, "y"), (FILE, &path)]);
    assert_eq!(said, format!("both {VARIABLE} and {FILE} are set: unset one of them"));
}

#[test]
fn an_empty_secret_is_refused_wherever_it_comes_from() {
    let place = Place::new();
    let empty = place.file("webhook.secret", "\n");
    for environment in
        [&[][..], &[(VARIABLE, "")], &[(VARIABLE, "  ")], &[(FILE, "")], &[(FILE, empty.as_str())]]
    {
        let said = place.refused(environment);
        assert!(said.contains(" is empty: "), "{said}");
    }
}

#[test]
fn a_secret_is_one_line_of_text() {
    let place = Place::new();
    let long = "x".repeat(4097);
    for (bytes, why) in [
        (b"two\nlines".as_slice(), "has several lines"),
        (b"x\n\n", "has several lines"),
        (b"\xff", "is not text in UTF-8"),
        (b"a\0b", "is not text in UTF-8"),
        (long.as_bytes(), "is longer than 4096 bytes"),
        (&[b'x'; 9000], "is longer than 4096 bytes"),
    ] {
        let path = place.file("named", bytes);
        let said = place.refused(&[(FILE, &path)]);
        assert!(said.starts_with(&format!("the webhook secret from {path} ({FILE}) {why}: ")), "{said}");
    }
    let path = place.file("named", format!("{}\r\n", "x".repeat(4096)));
    assert_eq!(place.current(&[(FILE, &path)]).0.len(), 4096);

    let foreign = OsString::from_vec(vec![0xff]);
    let environment = [(VARIABLE, foreign)].into_iter().collect();
    let said = WebhookSecrets::find(&environment, &place.database()).unwrap_err().to_string();
    assert!(said.contains(" is not text in UTF-8: "), "{said}");
}

#[test]
fn a_secret_is_taken_as_it_is() {
    let place = Place::new();
    for text in [" spaces ", "schlüssel-鍵", "12345", "\"quoted\""] {
        assert_eq!(place.current(&[(VARIABLE, text)]).0, text);
        let path = place.file("named", format!("{text}\n"));
        assert_eq!(place.current(&[(FILE, &path)]).0, text);
    }
}

#[test]
fn a_file_that_is_named_must_be_readable() {
    let place = Place::new();
    let said = place.refused(&[(FILE, "/nowhere/secret")]);
    assert_eq!(
        said,
        format!(
            "the webhook secret from /nowhere/secret ({FILE}) cannot be read: no such file or folder: \
             correct the path, or create the file"
        )
    );
    let directory = place.0.path().to_str().unwrap();
    assert!(place.refused(&[(FILE, directory)]).ends_with("name the file itself"));
}

/// How a secret of this text is refused, without the secret in it.
fn refused(text: &str) -> String {
    let place = Place::new();
    let path = place.file("named", text);
    let said = place.refused(&[(FILE, &path)]);
    assert!(!said.contains("canary"), "{said}");
    said
}

#[test]
fn a_line_of_an_environment_file_is_refused() {
    for text in [
        "CAL_COM_WEBHOOK_SECRET=canary",
        "CAL_COM_WEBHOOK_SECRET = \"canary\"\n",
        "export CAL_COM_WEBHOOK_SECRET=canary",
        "webhook_secret=canary",
    ] {
        let said = refused(text);
        assert!(
            said.contains("NAME=value") && said.ends_with("remove the name and the equals sign"),
            "{said}"
        );
    }
    let place = Place::new();
    let base64 = "c2VjcmV0IG9mIGEgd2ViaG9vaw==";
    assert_eq!(place.current(&[(VARIABLE, base64)]).0, base64, "an equals sign alone is no assignment");
}

#[test]
fn the_word_for_no_secret_is_refused() {
    for text in ["no-secret-provided", "\"no-secret-provided\"\n"] {
        let said = refused(text);
        assert!(said.ends_with("enter a secret at Cal.com's webhook, and write the same here"), "{said}");
    }
}

#[test]
fn a_byte_order_mark_is_refused() {
    assert!(refused("\u{feff}canary").ends_with("without a byte order mark (BOM)"));
}

#[test]
fn what_is_probably_not_the_secret_is_warned_about() {
    let place = Place::new();
    for (text, doubts) in [
        ("0123456789abcdef", &[][..]),
        ("a b c d e f g h i", &[]),
        ("0123456789abcde", &["is short enough to be guessed"]),
        (" 0123456789abcdef", &["begins or ends with a space"]),
        ("0123456789abcdef\t", &["begins or ends with a space"]),
        ("\"0123456789abcdef\"", &["is in quotes"]),
        ("'0123456789abcde' ", &["begins or ends with a space", "is in quotes", "is short enough"]),
    ] {
        for (variable, from) in [(VARIABLE, VARIABLE), ("CAL_COM_WEBHOOK_SECRET_PREVIOUS", "_PREVIOUS")] {
            let good = (VARIABLE, "0123456789abcdef0123456789abcdef");
            let secrets = place.find(&[good, (variable, text)]).unwrap().unwrap();
            let problems: Vec<String> =
                secrets.warnings().into_iter().map(|warning| warning.problem).collect();
            assert_eq!(problems.len(), doubts.len(), "{text:?}: {problems:?}");
            for (problem, doubt) in problems.iter().zip(doubts) {
                assert!(problem.contains(doubt) && problem.contains(from), "{problem}");
                assert!(!problem.contains("0123"), "{problem}");
            }
        }
    }
}

#[test]
fn both_secrets_are_looked_at() {
    let environment = [(VARIABLE, ""), ("CAL_COM_WEBHOOK_SECRET_PREVIOUS", "no-secret-provided")];
    let errors = Place::new().find(&environment).unwrap_err();
    assert_eq!(errors.0.len(), 2, "{errors}");
}

#[test]
fn debug_output_hides_the_secret() {
    let place = Place::new();
    let secrets = place.make(&[(VARIABLE, "canary"), ("CAL_COM_WEBHOOK_SECRET_PREVIOUS", "canary2")]);
    assert!(!format!("{secrets:?}").contains("canary"));
}

/// The API key that an environment gives, or why there is none.
fn key(environment: &[(&str, &str)]) -> Result<Option<(String, String)>, String> {
    let found = API_KEY.read(&environment.iter().copied().collect()).map_err(|error| error.to_string())?;
    Ok(found.map(|key| (key.expose().to_owned(), key.from.to_string())))
}

#[test]
fn the_api_key_comes_from_the_variable_its_file_or_the_credential_and_may_be_missing() {
    let place = Place::new();
    let file = place.file("key", "cal_live_file\n");
    place.file("cal_com_api_key", "cal_live_credential\n");
    let folder = place.0.path().to_str().unwrap();
    let text = |environment: &[(&str, &str)]| key(environment).unwrap().map(|(text, _)| text);
    assert_eq!(text(&[]), None);
    assert_eq!(text(&[("CREDENTIALS_DIRECTORY", folder)]).as_deref(), Some("cal_live_credential"));
    assert_eq!(text(&[("CAL_COM_API_KEY_FILE", &file)]).as_deref(), Some("cal_live_file"));
    assert_eq!(text(&[("CAL_COM_API_KEY", "cal_live_x")]).as_deref(), Some("cal_live_x"));
}

#[test]
fn a_wrong_api_key_is_refused_in_words_of_its_own_and_never_shown() {
    let place = Place::new();
    let lines = place.file("key", "canary\ncanary");
    let cases: [(&[(&str, &str)], &str); 5] = [
        (
            &[("CAL_COM_API_KEY", "a"), ("CAL_COM_API_KEY_FILE", "b")],
            "both CAL_COM_API_KEY and CAL_COM_API_KEY_FILE",
        ),
        (&[("CAL_COM_API_KEY", " ")], "the API key from CAL_COM_API_KEY is empty: unset CAL_COM_API_KEY"),
        (&[("CAL_COM_API_KEY", "CAL_COM_API_KEY=canary")], "is of the form NAME=value"),
        (&[("CAL_COM_API_KEY_FILE", "/nowhere/key")], "cannot be read: no such file"),
        (&[("CAL_COM_API_KEY_FILE", &lines)], "has several lines: write the key of Cal.com's API"),
    ];
    for (environment, why) in cases {
        let said = key(environment).unwrap_err();
        assert!(said.contains(why) && !said.contains("canary"), "{said}");
    }
}
