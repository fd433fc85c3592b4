//! The container's recipe: what it copies is there, and what it sets works.

use std::path::Path;
use std::process::Command;

use bookhook::config::{Configuration, Environment, Sources};

use crate::support::server::{Setup, finish};

const RECIPE: &str = include_str!("../../../deploy/Dockerfile");
const COMPOSE: &str = include_str!("../../../deploy/compose.yaml");

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
    let manifest = include_str!("../../../Cargo.toml");
    let promised = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).expect("a version");
    assert_eq!(stages.len(), 2);
    assert!(stages[0].starts_with(&format!("rust:{}-", promised.trim_matches('"'))), "{}", stages[0]);
    let copied: Vec<&str> = all("COPY").filter(|copy| copy.starts_with("--from=build")).collect();
    assert!(copied[0].ends_with("/target/release/bookhook /usr/local/bin/bookhook"), "{}", copied[0]);
    let ignored = include_str!("../../../deploy/Dockerfile.dockerignore");
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

/// The lines below `key: value` of one indentation, from the first such key on, without comments.
fn below<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines().skip_while(|line| line.trim() != format!("{key}:"));
    let top = lines.next().map_or_else(|| panic!("no {key}"), indent);
    let inside = lines.take_while(|line| line.is_empty() || indent(line) > top);
    inside.filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#')).collect()
}

fn service(name: &str) -> String {
    below(&below(COMPOSE, "services").join("\n"), name).join("\n")
}

/// The environment of one service.
fn environment(service: &str) -> Vec<(String, String)> {
    let lines = below(service, "environment").into_iter().map(str::trim);
    lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.into(), value.into())).collect()
}

#[test]
fn the_composed_server_has_settings_that_it_can_use_and_no_doubtful_ones() {
    let environment: Environment = environment(&service("bookhook")).into_iter().collect();
    let sources = Sources { environment, directory: "deploy".into(), ..Sources::default() };
    let configuration = Configuration::load(&sources).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(configuration.warnings(), []);
    assert_eq!(configuration.settings.public_url.get().as_str(), "https://book.example.com");
}

#[test]
fn the_composed_server_trusts_the_network_that_it_shares_with_the_proxy_alone() {
    let (bookhook, caddy) = (service("bookhook"), service("caddy"));
    let subnet = COMPOSE.lines().find_map(|line| line.trim().strip_prefix("- subnet: ")).expect("a network");
    assert!(environment(&bookhook).contains(&("BOOKHOOK_TRUSTED_PROXIES".into(), subnet.into())));
    for service in [&bookhook, &caddy] {
        assert!(service.contains("networks: [proxy]"), "{service}");
    }
    assert!(!bookhook.contains("ports:"), "nobody goes past the proxy");
}

#[test]
fn the_composed_server_keeps_its_data_in_the_volume_of_the_image() {
    let volumes = below(&service("bookhook"), "volumes").join("");
    assert_eq!(volumes.trim(), format!("- bookhook:{}", only("VOLUME")));
    assert!(COMPOSE.ends_with("\nvolumes:\n  bookhook:\n  caddy:\n"), "both outlive their containers");
}

#[test]
fn the_composed_proxy_s_file_is_there_and_leads_to_the_server() {
    let caddy = service("caddy");
    assert!(caddy.contains("- ./Caddyfile:/etc/caddy/Caddyfile:ro"), "{caddy}");
    let port = only("EXPOSE");
    let environment = environment(&caddy);
    assert!(environment.contains(&("UPSTREAM".into(), format!("bookhook:{port}"))));
    let mut validate = Command::new("caddy");
    validate.args(["adapt", "--config", "deploy/Caddyfile"]).envs(environment);
    let Ok(adapted) = validate.output() else {
        eprintln!("skipped: there is no caddy here");
        return;
    };
    let adapted = String::from_utf8_lossy(&adapted.stdout).into_owned();
    assert!(adapted.contains(r#""dial":"bookhook:3001""#), "{adapted}");
    assert!(adapted.contains(r#""book.example.com""#), "{adapted}");
}
