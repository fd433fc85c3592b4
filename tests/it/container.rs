//! The container's recipe: what it copies is there, and what it sets works.

use std::path::Path;

use crate::support::server::{Setup, finish};

const RECIPE: &str = include_str!("../../deploy/Dockerfile");

/// What follows an instruction, once for each time it stands there.
fn all(instruction: &str) -> impl Iterator<Item = &str> {
    RECIPE.lines().filter_map(move |line| line.strip_prefix(instruction)?.strip_prefix(' '))
}

fn only(instruction: &str) -> &str {
    let found: Vec<&str> = all(instruction).collect();
    let [one] = found[..] else { panic!("{instruction}: {found:?}") };
    one
}

#[test]
fn the_image_is_built_by_the_oldest_rust_that_is_promised_and_holds_the_binary_alone() {
    let stages: Vec<&str> = all("FROM").collect();
    let manifest = include_str!("../../Cargo.toml");
    let promised = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).expect("a version");
    assert_eq!(stages.len(), 2);
    assert!(stages[0].starts_with(&format!("rust:{}-", promised.trim_matches('"'))), "{}", stages[0]);
    let copied: Vec<&str> = all("COPY").filter(|copy| copy.starts_with("--from=build")).collect();
    assert!(copied[0].ends_with("/target/release/bookhook /usr/local/bin/bookhook"), "{}", copied[0]);
    let ignored = include_str!("../../deploy/Dockerfile.dockerignore");
    for needed in ["Cargo.toml", "Cargo.lock", "build.rs", ".cargo", "src", "migrations", "Rocket.toml"] {
        assert!(Path::new(needed).exists() && !ignored.lines().any(|line| line == needed), "{needed}");
    }
}

#[test]
fn the_container_s_user_is_not_root_and_owns_the_one_volume() {
    assert_eq!(only("USER"), "nonroot");
    assert_eq!(only("VOLUME"), "/data");
    assert!(all("COPY").any(|copy| copy == "--from=build --chown=nonroot:nonroot /data /data"));
}

#[test]
fn the_container_s_health_check_finds_a_server_with_its_settings() {
    let check = only("HEALTHCHECK").split_once("CMD ").expect("a command").1;
    let check: Vec<String> = serde_json::from_str(check).expect("a list");
    assert_eq!(check[0], "bookhook");
    let arguments: Vec<&str> = check[1..].iter().map(String::as_str).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    let mut setup = Setup::new();
    for (name, value) in only("ENV").split(' ').filter_map(|pair| pair.split_once('=')) {
        setup = setup.with(name, &value.replace("/data", data));
    }
    let server = setup.start();
    assert!(folder.path().join("bookhook.db").exists());
    let port = server.address.port().to_string();
    let with_port = |setup: &Setup| {
        let mut command = setup.command(&arguments);
        command.env("ROCKET_PORT", &port);
        finish(command)
    };
    assert_eq!(with_port(&setup).0, 0);
    server.stop();
    assert_ne!(with_port(&setup).0, 0);
}
