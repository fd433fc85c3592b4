use std::fs;
use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use bookhook::config::{Configuration, Environment, LogFormat, Simulator, Sources};
use bookhook::domain::language::Language;
use rocket::data::ToByteUnit;
use tempfile::TempDir;
use tracing::level_filters::LevelFilter;

use crate::{directory, loaded, refused};

#[test]
fn nothing_has_to_be_set() {
    let Configuration { settings, rocket, .. } = loaded("", &[]);
    assert!(settings.database.ends_with("bookhook.db"));
    assert_eq!(settings.public_url.get().as_str(), "http://localhost:3001");
    assert_eq!(settings.cal_link, None);
    assert_eq!(settings.allowed_origins, []);
    assert!(settings.match_by_email);
    assert_eq!(settings.simulator, Simulator::Auto);
    assert_eq!(settings.trusted_proxies, []);
    assert_eq!(settings.profiles_per_minute, NonZeroU32::new(30).unwrap());
    assert_eq!(settings.body_timeout.0, Duration::from_secs(10));
    assert_eq!(settings.log.0, LevelFilter::INFO);
    assert_eq!(settings.log_format, LogFormat::Auto);
    assert_eq!((rocket.address.to_string().as_str(), rocket.port), ("127.0.0.1", 3001));
    assert_eq!(rocket.ident.as_str(), None);
    assert_eq!(rocket.ip_header, None);
    assert_eq!(rocket.max_blocking, 32);
    assert!(rocket.workers > 0);
    assert_eq!(rocket.limits.get("webhook"), Some(1.mebibytes()));
    assert_eq!(rocket.limits.get("json"), Some(64.kibibytes()));
    assert_eq!(rocket.limits.get("form"), Some(64.kibibytes()));
    assert!(rocket.shutdown.grace + rocket.shutdown.mercy < 3);
}

#[test]
fn a_file_overrides_the_defaults_and_the_environment_the_file() {
    let file =
        "[default]\nport = 4000\nworkers = 2\n[default.bookhook]\nmatch_by_email = false\nbody_timeout = 20";
    let both = loaded(file, &[("ROCKET_PORT", "5000"), ("BOOKHOOK_BODY_TIMEOUT", "30")]);
    assert_eq!((both.rocket.port, both.rocket.workers), (5000, 2));
    assert!(!both.settings.match_by_email);
    assert_eq!(both.settings.body_timeout.0, Duration::from_secs(30));
}

#[test]
fn a_table_that_is_set_in_part_keeps_the_rest() {
    let environment = [("ROCKET_LIMITS__JSON", "2KiB"), ("ROCKET_SHUTDOWN__GRACE", "0")];
    let rocket = loaded("[default.limits]\nform = \"1 KiB\"", &environment).rocket;
    assert_eq!(rocket.limits.get("json"), Some(2.kibibytes()));
    assert_eq!(rocket.limits.get("form"), Some(1.kibibytes()));
    assert_eq!(rocket.limits.get("webhook"), Some(1.mebibytes()));
    assert_eq!((rocket.shutdown.grace, rocket.shutdown.mercy), (0, 1));
}

#[test]
fn the_profile_chooses_its_own_section() {
    let file = "[default]\nport = 1\n[debug]\nport = 2\n[release]\nport = 3\n[staging]\nport = 4";
    for (profile, port) in [("debug", 2), ("release", 3), ("staging", 4), ("Staging", 4), ("default", 1)] {
        assert_eq!(loaded(file, &[("ROCKET_PROFILE", profile)]).rocket.port, port, "{profile}");
    }
}

#[test]
fn a_file_can_be_named() {
    let directory = directory("[default]\nport = 1");
    fs::write(directory.path().join("other.toml"), "[default]\nport = 2").unwrap();
    fs::write(directory.path().join("third.toml"), "[default]\nport = 3").unwrap();
    let port = |environment: &[(&str, &str)], file: Option<&str>| {
        let environment: Environment = environment.iter().copied().collect();
        let (file, directory) = (file.map(Into::into), directory.path().into());
        let sources = Sources { environment, file, directory, ..Sources::default() };
        Configuration::load(&sources).unwrap().rocket.port
    };
    assert_eq!(port(&[], None), 1);
    assert_eq!(port(&[("ROCKET_CONFIG", "other.toml")], None), 2);
    assert_eq!(port(&[("ROCKET_CONFIG", "other.toml")], Some("third.toml")), 3);
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let said = refused("", &[("ROCKET_CONFIG", "nowhere.toml")]);
    assert!(said.starts_with("the settings file nowhere.toml does not exist"), "{said}");
    assert!(said.contains("ROCKET_CONFIG"), "{said}");
}

#[test]
fn the_machine_s_file_is_read_where_there_is_no_other() {
    let machine = directory("[default]\nport = 1");
    let fallback = Some(machine.path().join("Rocket.toml"));
    let port = |directory: &TempDir, environment: &[(&str, &str)]| {
        let environment: Environment = environment.iter().copied().collect();
        let (directory, fallback) = (directory.path().into(), fallback.clone());
        let sources = Sources { environment, directory, fallback, ..Sources::default() };
        Configuration::load(&sources).unwrap().rocket.port
    };
    assert_eq!(port(&directory(""), &[]), 1);
    assert_eq!(port(&directory(""), &[("ROCKET_PORT", "2")]), 2);
    let own = directory("[default]\nident = \"x\"");
    assert_eq!(port(&own, &[]), 3001, "the files do not add up");
    let empty = directory("");
    fs::write(empty.path().join("named.toml"), "").unwrap();
    assert_eq!(port(&empty, &[("ROCKET_CONFIG", "named.toml")]), 3001);
}

#[test]
fn a_machine_without_a_file_has_the_defaults() {
    let fallback = Some("/nowhere/Rocket.toml".into());
    let sources = Sources { directory: directory("").path().into(), fallback, ..Sources::default() };
    assert_eq!(Configuration::load(&sources).unwrap().rocket.port, 3001);
}

#[test]
fn the_public_address_follows_address_and_port_unless_it_is_set() {
    let url = |environment: &[(&str, &str)]| loaded("", environment).settings.public_url.to_string();
    assert_eq!(url(&[("ROCKET_PORT", "4000")]), "http://localhost:4000");
    assert_eq!(url(&[("ROCKET_ADDRESS", "0.0.0.0")]), "http://localhost:3001");
    assert_eq!(url(&[("ROCKET_ADDRESS", "192.168.1.2")]), "http://192.168.1.2:3001");
    assert_eq!(url(&[("ROCKET_ADDRESS", "fd00::1")]), "http://[fd00::1]:3001");
    let set = ("BOOKHOOK_PUBLIC_URL", "https://book.example.com");
    assert_eq!(url(&[("ROCKET_PORT", "4000"), set]), "https://book.example.com");
    let file = "[default.bookhook]\npublic_url = \"https://jobs.example.com\"";
    assert_eq!(loaded(file, &[]).settings.public_url.get().as_str(), "https://jobs.example.com");
}

#[test]
fn a_public_name_without_tls_is_warned_about() {
    let warned = |url| !loaded("", &[("BOOKHOOK_PUBLIC_URL", url)]).warnings().is_empty();
    for url in ["http://book.example.com", "http://203.0.113.7:3001", "http://[2001:db8::1]"] {
        assert!(warned(url), "{url}");
    }
    for url in [
        "https://book.example.com",
        "http://localhost:3001",
        "http://127.0.0.1",
        "http://10.1.2.3",
        "http://[fd00::1]",
        "http://bookhook:3001",
        "http://nas.local",
    ] {
        assert!(!warned(url), "{url}");
    }
}

#[test]
fn a_warning_names_the_place_and_a_remedy() {
    let warnings = loaded("", &[("BOOKHOOK_PUBLIC_URL", "http://book.example.com")]).warnings();
    assert!(
        warnings[0]
            .problem
            .starts_with("bookhook.public_url (in the environment variable BOOKHOOK_PUBLIC_URL)")
    );
    assert!(warnings[0].remedy.contains("https://"));
}

#[test]
fn the_short_form_of_the_calendar_is_a_page_of_cal_com() {
    let link = loaded("", &[("BOOKHOOK_CAL_LINK", "team/interview")]).settings.cal_link.unwrap();
    assert_eq!(link.as_str(), "https://cal.com/team/interview");
}

#[test]
fn a_file_further_up_is_none_of_ours() {
    let above = directory("[default]\nport = 1");
    let below = TempDir::new_in(above.path()).unwrap();
    let sources = Sources { directory: below.path().into(), ..Sources::default() };
    assert_eq!(Configuration::load(&sources).unwrap().rocket.port, 3001);
}

#[test]
fn text_of_digits_stays_text() {
    for value in ["007", "1e3", "true", "12345678901234567890123"] {
        let database = loaded("", &[("BOOKHOOK_DATABASE", value)]).settings.database;
        assert!(database.ends_with(value), "{value}: {}", database.display());
        let database = loaded("", &[("ROCKET_BOOKHOOK__DATABASE", value)]).settings.database;
        assert!(database.ends_with(value), "{value}: {}", database.display());
    }
    let quoted = loaded("", &[("BOOKHOOK_DATABASE", "\"12\"")]).settings.database;
    assert!(quoted.ends_with("12"), "{}", quoted.display());
    assert!(loaded("[default.bookhook]\ndatabase = 7", &[]).settings.database.ends_with("7"));
}

#[test]
fn a_path_is_relative_to_the_directory() {
    let sources = Sources { directory: "/srv".into(), ..Sources::default() };
    assert_eq!(*Configuration::load(&sources).unwrap().settings.database, *Path::new("/srv/bookhook.db"));
    let here = std::env::current_dir().unwrap();
    let database = Configuration::load(&Sources::default()).unwrap().settings.database;
    assert_eq!(*database, *here.join("bookhook.db"), "messages name the whole path");
    let absolute = loaded("", &[("BOOKHOOK_DATABASE", "/var/b.db")]).settings.database;
    assert_eq!(*absolute, *Path::new("/var/b.db"));
}

#[test]
fn lists_are_arrays_or_text_with_commas() {
    let expected = ["https://a.example", "http://b.example:8080"];
    let array =
        "[default.bookhook]\nallowed_origins = [\"https://A.example:443/\", \"http://b.example:8080\"]";
    let commas = "https://a.example, http://b.example:8080,";
    let quoted = "[\"https://a.example\", \"http://b.example:8080\"]";
    for configuration in [
        loaded(array, &[]),
        loaded("", &[("BOOKHOOK_ALLOWED_ORIGINS", commas)]),
        loaded("", &[("BOOKHOOK_ALLOWED_ORIGINS", quoted)]),
        loaded(&format!("[default.bookhook]\nallowed_origins = \"{commas}\""), &[]),
    ] {
        let origins = configuration.settings.allowed_origins;
        assert_eq!(origins.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn proxies_are_addresses_or_networks() {
    let proxies =
        loaded("", &[("BOOKHOOK_TRUSTED_PROXIES", "127.0.0.1,10.1.2.3/8,::1")]).settings.trusted_proxies;
    let shown: Vec<String> = proxies.iter().map(|network| network.0.to_string()).collect();
    assert_eq!(shown, ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]);
}

#[test]
fn an_empty_text_takes_an_optional_value_away() {
    let file = "[default.bookhook]\ncal_link = \"https://cal.com/x\"\nallowed_origins = [\"https://a.example\"]\n\
                questions = [{ id = \"x\", label = \"X\", kind = \"link\" }]";
    let set = loaded(file, &[]).settings;
    assert_eq!(set.cal_link.unwrap().as_str(), "https://cal.com/x");
    let empty = ["CAL_LINK", "ALLOWED_ORIGINS", "QUESTIONS"].map(|key| format!("BOOKHOOK_{key}"));
    let unset = loaded(file, &empty.each_ref().map(|key| (key.as_str(), ""))).settings;
    assert_eq!(unset.questions, loaded("", &[]).settings.questions);
    assert_eq!((unset.cal_link, unset.allowed_origins.len()), (None, 0));
}

#[test]
fn the_simulator_is_there_in_development_without_a_calendar() {
    let simulates = |environment: &[(&str, &str)]| loaded("", environment).simulates();
    let debug = ("ROCKET_PROFILE", "debug");
    let release = ("ROCKET_PROFILE", "release");
    assert!(simulates(&[debug]));
    assert!(!simulates(&[release]));
    assert!(!simulates(&[debug, ("BOOKHOOK_CAL_LINK", "https://cal.com/x")]));
    assert!(!simulates(&[debug, ("ROCKET_ADDRESS", "0.0.0.0")]));
    assert!(!simulates(&[debug, ("BOOKHOOK_SIMULATOR", "off")]));
    assert!(simulates(&[release, ("BOOKHOOK_SIMULATOR", "on")]));
}

#[test]
fn the_installed_file_puts_the_database_where_the_unit_lets_the_server_write() {
    let unit = include_str!("../../deploy/bookhook.service");
    for line in ["StateDirectory=bookhook", "WorkingDirectory=/var/lib/bookhook"] {
        assert!(unit.lines().any(|known| known == line), "{line}");
    }
    assert!(unit.contains(" --config /etc/bookhook/Rocket.toml\n"));
    let file = include_str!("../../deploy/Rocket.toml");
    assert_eq!(*loaded(file, &[]).settings.database, *Path::new("/var/lib/bookhook/bookhook.db"));
    // Settings stand behind a bare #, words behind one and a space.
    let examples = file.replace("\n#", "\n").replace("\n ", "\n# ");
    let settings = loaded(&examples, &[]).settings;
    assert_eq!(settings.public_url.to_string().trim_end_matches('/'), "https://book.example.com");
    assert!(settings.cal_link.is_some() && !settings.trusted_proxies.is_empty());
}

#[test]
fn the_api_is_that_of_the_booking_page_unless_it_is_set() {
    let api =
        |environment: &[(&str, &str)]| loaded("", environment).settings.api().map(|url| url.to_string());
    assert_eq!(api(&[]), None);
    assert_eq!(api(&[("BOOKHOOK_CAL_LINK", "dana/intro")]).as_deref(), Some("https://api.cal.com/v2"));
    assert_eq!(
        api(&[("BOOKHOOK_CAL_LINK", "https://cal.eu/dana/intro")]).as_deref(),
        Some("https://api.cal.eu/v2")
    );
    assert_eq!(api(&[("BOOKHOOK_CAL_LINK", "https://cal.example.com/dana/intro")]), None);
    let own = [("BOOKHOOK_CAL_LINK", "dana/intro"), ("BOOKHOOK_CAL_API_URL", "http://localhost:5555/")];
    assert_eq!(api(&own).as_deref(), Some("http://localhost:5555/v2"));
}

#[test]
fn the_public_address_of_a_tunnel_is_a_local_one_until_the_agent_tells_it() {
    let public = loaded("", &[("BOOKHOOK_PUBLIC_URL", "ngrok"), ("ROCKET_PORT", "3005")]).settings.public_url;
    assert!(public.follows_ngrok());
    assert_eq!(public.to_string(), "http://localhost:3005");
}

#[test]
fn a_text_has_several_languages_by_the_file_and_by_variables() {
    let file = "[default.bookhook.apply_title]\nen = \"Work with us\"";
    let settings = loaded(file, &[("BOOKHOOK_APPLY_TITLE__DE", "Arbeiten Sie mit uns")]).settings;
    let title = settings.apply_title.unwrap().0;
    let read =
        [Language::German, Language::English, Language::French].map(|language| title.in_language(language));
    assert_eq!(read, ["Arbeiten Sie mit uns", "Work with us", "Work with us"]);
}
