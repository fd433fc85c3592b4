use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use crate::directory;

/// Runs the program in a directory of its own with this environment and no other.
fn bookhook(directory: &tempfile::TempDir, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bookhook"));
    command.args(arguments).current_dir(directory.path()).env_clear().envs(environment.iter().copied());
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}

#[test]
fn the_secret_goes_to_the_output_and_its_origin_beside_it() {
    let directory = directory("");
    let output = bookhook(&directory, &["secret"], &[("CAL_COM_WEBHOOK_SECRET", "s3cret")]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), "s3cret\n");
    assert_eq!(text(&output.stderr), "The webhook secret, from CAL_COM_WEBHOOK_SECRET:\n");
}

#[test]
fn our_own_secret_is_shown_with_its_file() {
    let directory = directory("[default.bookhook]\ndatabase = \"data/b.db\"");
    let path = directory.path().join("data/webhook.secret");
    fs::create_dir(directory.path().join("data")).unwrap();
    fs::write(&path, "own\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let previous = [("CAL_COM_WEBHOOK_SECRET_PREVIOUS", "old")];
    let output = bookhook(&directory, &["secret"], &previous);
    assert_eq!(text(&output.stdout), "own\n");
    assert_eq!(
        text(&output.stderr),
        format!(
            "The webhook secret, from bookhook's own file {}:\n\
             The previous secret, from CAL_COM_WEBHOOK_SECRET_PREVIOUS, still verifies.\n",
            path.display()
        )
    );
}

#[test]
fn where_there_is_no_secret_none_is_made() {
    let directory = directory("");
    let output = bookhook(&directory, &["secret"], &[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(3), ""));
    assert!(text(&output.stderr).starts_with("error: there is no webhook secret yet"));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_wrong_setting_ends_with_code_three_and_a_remedy() {
    let directory = directory("[default.bookhook]\n\"databse\\u001b[2J\" = 1");
    let output = bookhook(&directory, &["secret"], &[]);
    assert_eq!(output.status.code(), Some(3));
    let said = text(&output.stderr);
    assert!(
        said.starts_with(
            "error: unknown setting bookhook.databse\\u{1b}[2J (in [default.bookhook] of Rocket.toml)"
        ),
        "{said}"
    );
    assert!(said.contains("\nhelp: "), "{said}");
}

#[test]
fn a_start_tells_all_that_is_wrong_with_settings_secrets_and_logo() {
    let directory = directory("[default]\nprot = 1\n[default.bookhook]\nlog = \"loud\"\nlogo = \"no.svg\"");
    let environment = [("CAL_COM_WEBHOOK_SECRET", ""), ("CAL_COM_WEBHOOK_SECRET_PREVIOUS_FILE", "none")];
    let output = bookhook(&directory, &["serve"], &environment);
    assert_eq!(output.status.code(), Some(3));
    let said = text(&output.stderr);
    let errors: Vec<&str> = said.lines().filter(|line| line.starts_with("error: ")).collect();
    for part in
        ["prot", "bookhook.log", "CAL_COM_WEBHOOK_SECRET is empty", "PREVIOUS_FILE", "no.svg does not"]
    {
        assert_eq!(errors.iter().filter(|error| error.contains(part)).count(), 1, "{part}: {said}");
    }
    assert_eq!((errors.len(), said.matches("help: ").count()), (5, 5), "{said}");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "nothing was made");
}

#[test]
fn a_port_that_is_taken_is_noticed_before_anything_is_made() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let directory = directory("");
    let output = bookhook(&directory, &["serve"], &[("ROCKET_PORT", &port)]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    let expected = format!("error: cannot listen on 127.0.0.1:{port}: another program is listening there\n");
    assert!(said.contains(&expected), "{said}");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_pipe_is_not_waited_for() {
    let directory = directory("");
    let pipe = directory.path().join("pipe.svg");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let path = pipe.to_str().unwrap();
    for (arguments, environment) in
        [(&["--config", path, "secret"][..], &[][..]), (&["serve"], &[("BOOKHOOK_LOGO", path)])]
    {
        let output = bookhook(&directory, arguments, environment);
        assert_eq!(output.status.code(), Some(3));
        assert!(text(&output.stderr).contains("is not a regular file"), "{output:?}");
    }
}

#[test]
fn the_command_line_can_name_the_file() {
    let directory = directory("");
    fs::write(directory.path().join("mine.toml"), "[default]\nprot = 1").unwrap();
    for arguments in [["--config", "mine.toml", "secret"], ["secret", "--config", "mine.toml"]] {
        let output = bookhook(&directory, &arguments, &[]);
        assert_eq!(output.status.code(), Some(3));
        assert!(text(&output.stderr).contains("prot (in [default] of mine.toml)"));
    }
}

#[test]
fn a_command_line_that_makes_no_sense_ends_with_code_two() {
    let directory = directory("");
    assert_eq!(bookhook(&directory, &["sceret"], &[]).status.code(), Some(2));
}

#[test]
fn every_shell_gets_its_completions() {
    let directory = directory("");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = bookhook(&directory, &["completions", shell], &[]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(text(&output.stdout).contains("completions"), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page_and_the_main_one_says_how_they_end() {
    let directory = directory("");
    let output = bookhook(&directory, &["man", "pages/man1"], &[]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let help = bookhook(&directory, &["--help"], &[]);
    let commands = text(&help.stdout).lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty()).filter_map(|line| {
        line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split_whitespace().next()
    });
    let mut pages: Vec<String> = commands
        .filter(|name| *name != "help")
        .map(|name| format!("bookhook-{name}.1"))
        .chain(["bookhook.1".to_owned()])
        .collect();
    let folder = directory.path().join("pages/man1");
    let mut written: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    written.sort();
    assert!(pages.len() > 10, "{pages:?}");
    pages.extend(
        ["forget", "invite", "list", "remove", "reset"].map(|action| format!("bookhook-team-{action}.1")),
    );
    pages.sort();
    assert_eq!(written, pages);
    let main = fs::read_to_string(folder.join("bookhook.1")).unwrap();
    assert!(main.contains("EXIT STATUS") && main.contains("bookhook\\-send"), "{main}");
}

#[test]
fn a_manual_that_cannot_be_written_is_said() {
    let directory = directory("");
    fs::write(directory.path().join("file"), "").unwrap();
    let output = bookhook(&directory, &["man", "file/man1"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).starts_with("error: the manual pages cannot be written to file/man1\nhelp: ")
    );
}

#[test]
fn the_version_is_told() {
    let output = bookhook(&directory(""), &["--version"], &[]);
    assert_eq!(text(&output.stdout), concat!("bookhook ", env!("CARGO_PKG_VERSION"), "\n"));
}
