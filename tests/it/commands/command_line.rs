//! What holds for every command.

use std::fs;
use std::fs::OpenOptions;
use std::process::Command;

use crate::support::databases::used;
use crate::support::server::{Setup, finish};

/// The exit code of a command whose output goes as `redirected` says.
fn ends(setup: &Setup, arguments: &[&str], redirected: impl Fn(&mut Command)) -> Option<i32> {
    let mut command = setup.command(arguments);
    redirected(&mut command);
    command.status().expect("it ran").code()
}

fn full() -> fs::File {
    OpenOptions::new().write(true).open("/dev/full").expect("/dev/full")
}

#[test]
fn a_command_ends_as_it_would_where_its_messages_cannot_be_written() {
    let setup = used();
    let wrong = Setup::new().with("ROCKET_PORT", "abc");
    let cases: [(&Setup, &[&str], i32); 5] = [
        (&setup, &["deliveries", "999"], 1),
        (&setup, &["nonsense"], 2),
        (&wrong, &[], 3),
        (&Setup::new(), &["deliveries"], 4),
        (&setup, &["secret"], 0),
    ];
    for (setup, arguments, code) in cases {
        let to_full = ends(setup, arguments, |command| {
            command.stdout(std::process::Stdio::null()).stderr(full());
        });
        assert_eq!(to_full, Some(code), "{arguments:?}");
    }
    // As in `bookhook check 2>&1 | head -1`, once head has gone.
    for arguments in [&["check"][..], &["deliveries"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let cut_off = ends(&setup, arguments, |command| {
            command.stdout(writer.try_clone().expect("a pipe")).stderr(writer.try_clone().expect("a pipe"));
        });
        assert_eq!(cut_off, Some(1), "{arguments:?}");
    }
}

#[test]
fn a_setting_among_the_options_is_told_where_it_belongs() {
    let setup = Setup::new();
    for (arguments, place) in [
        (["serve", "--port", "3002"], "set ROCKET_PORT in the environment, or port in Rocket.toml"),
        (["check", "--database", "x"], "set BOOKHOOK_DATABASE in the environment, or database in"),
        (["serve", "--cal-link=x", "--x"], "set BOOKHOOK_CAL_LINK in the environment, or cal_link in"),
    ] {
        let (code, _, problem) = finish(setup.command(&arguments));
        assert_eq!(code, 2);
        assert!(
            problem.contains(" is a setting, not an option\nhelp: ") && problem.contains(place),
            "{problem}"
        );
    }
    let (code, _, problem) = finish(setup.command(&["serve", "--nonsense"]));
    assert_eq!((code, problem.contains("--nonsense")), (2, true), "{problem}");
}

#[test]
fn the_version_is_a_command_as_well() {
    let setup = Setup::new();
    let (_, option, _) = finish(setup.command(&["--version"]));
    assert_eq!(finish(setup.command(&["version"])), (0, option, String::new()));
}
