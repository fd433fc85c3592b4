//! The guides are true: what they mark `sh run` runs, in order, beside a real server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::server::{Setup, finish};

/// The blocks of one guide that are meant to run, in one script that stops at the first failure.
fn script(guide: &str) -> String {
    let mut script = String::from("set -eu\n");
    let mut running = false;
    for line in guide.lines() {
        match line.trim_end() {
            "```sh run" => running = true,
            "```" => running = false,
            line if running => script.extend([line, "\n"]),
            _ => {}
        }
    }
    script
}

fn guides() -> Vec<PathBuf> {
    let docs = fs::read_dir("docs").expect("the guides").map(|entry| entry.expect("a guide").path());
    docs.chain([PathBuf::from("README.md")])
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .collect()
}

/// What the guides call besides bookhook. A machine without it can build and test the rest.
pub(crate) fn missing_tool() -> Option<&'static str> {
    let there = |tool: &&str| Command::new(tool).arg("--help").output().is_ok();
    ["curl", "openssl", "git"].into_iter().find(|tool| !there(tool))
}

#[test]
fn the_commands_in_the_guides_run() {
    if let Some(tool) = missing_tool() {
        assert!(std::env::var_os("CI").is_none(), "{tool} is missing");
        eprintln!("skipped: there is no {tool} here");
        return;
    }
    let mut ran = 0;
    for guide in guides() {
        let text = fs::read_to_string(&guide).expect("a guide");
        if !text.contains("```sh run\n") {
            continue;
        }
        let setup = Setup::new();
        let server = setup.start();
        let bookhook = setup.command(&[]);
        let beside = Path::new(bookhook.get_program()).parent().expect("its folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        shell.args(["-c", &script(&text)]);
        shell.current_dir(bookhook.get_current_dir().expect("its folder"));
        shell.env("PATH", format!("{}:{path}", beside.display()));
        shell.env("ROCKET_PORT", server.address.port().to_string());
        shell.env("CAL_COM_WEBHOOK_SECRET", crate::support::server::SECRET);
        let (status, output, problem) = finish(shell);
        assert_eq!(status, 0, "{}: {output}{problem}", guide.display());
        drop(server);
        assert_eq!(left_for_git(bookhook.get_current_dir().expect("its folder")), "", "{}", guide.display());
        ran += 1;
    }
    assert!(ran > 1, "no guide has anything to run");
}

/// What `git add` would take of a folder, if it were a clone of this repository.
fn left_for_git(folder: &Path) -> String {
    fs::copy(".gitignore", folder.join(".gitignore")).expect("copied");
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(folder).env_remove("GIT_DIR").args(arguments);
        let (status, said, problem) = finish(git);
        assert_eq!(status, 0, "{problem}");
        said
    };
    git(&["init", "--quiet"]);
    git(&["status", "--porcelain", "--untracked-files=all"]).replace("?? .gitignore\n", "")
}

#[test]
fn nothing_that_bookhook_or_the_guides_make_is_left_for_git() {
    if Command::new("git").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "git is missing");
        eprintln!("skipped: there is no git here");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for name in [
        "bookhook.db",
        "bookhook.db-wal",
        "bookhook.db-shm",
        "bookhook.db.lock",
        "bookhook.db.new",
        "bookhook.db.before-v2",
        "bookhook.db.before-restore-20260115T140000Z",
        "bookhook.db.before-restore-20260115T140000Z-wal",
        "before-upgrade.db",
        "data/monday.db",
        "backups/bookhook-20260115T140000Z.db",
        "backups/bookhook-20260115T140000Z.db.unfinished",
        "data/backups/anything",
        "webhook.secret",
        "data/webhook.secret.previous",
        "everything.jsonl",
        "export/bookings.csv",
        "tables/talent_profiles.csv",
        "body.json",
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, "").expect("written");
    }
    assert_eq!(left_for_git(folder.path()), "");
}

#[test]
fn what_git_ignores_of_peoples_data_stays_out_of_the_image_too() {
    let ours = |file: &str| -> Vec<String> {
        let text = fs::read_to_string(file).expect("a file");
        let (_, ours) = text.split_once("# What bookhook and its guides make").expect("the part");
        let patterns = ours.lines().skip(1).filter(|line| !line.is_empty() && !line.starts_with(['#', '!']));
        patterns.map(str::to_owned).collect()
    };
    // Git looks in every folder unless told otherwise, Docker only where it is told to.
    let everywhere = |pattern: &String| match pattern.strip_prefix('/') {
        Some(here) => here.to_owned(),
        None => format!("**/{pattern}"),
    };
    let wanted: Vec<String> = ours(".gitignore").iter().map(everywhere).collect();
    assert!(wanted.len() > 5);
    assert_eq!(ours("deploy/Dockerfile.dockerignore"), wanted);
}

#[test]
fn links_between_the_guides_lead_somewhere() {
    let mut broken = Vec::new();
    for guide in guides() {
        let text = fs::read_to_string(&guide).expect("a guide");
        let folder = guide.parent().expect("its folder");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            let foreign = file.is_empty() || file.contains("://");
            if !foreign && !folder.join(file).exists() {
                broken.push(format!("{} -> {target}", guide.display()));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}
