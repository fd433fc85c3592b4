use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use bookhook::config::{Configuration, Environment, Sources};

use crate::{loaded, refused};

#[test]
fn an_unknown_key_is_named_with_its_file_and_what_was_meant() {
    assert_eq!(
        refused("[default.bookhook]\ndatabse = \"x\"", &[]),
        "unknown setting bookhook.databse (in [default.bookhook] of Rocket.toml): \
         did you mean database in [default.bookhook]?"
    );
    assert_eq!(
        refused("[default]\nprot = 1", &[]),
        "unknown setting prot (in [default] of Rocket.toml): did you mean port in [default]?"
    );
}

#[test]
fn an_unknown_key_in_another_profile_is_found_as_well() {
    let said = refused("[release.shutdown]\ngrase = 1", &[("ROCKET_PROFILE", "debug")]);
    assert!(
        said.starts_with("unknown setting shutdown.grase (in [release.shutdown] of Rocket.toml)"),
        "{said}"
    );
    assert!(said.ends_with("did you mean grace in [release.shutdown]?"), "{said}");
}

#[test]
fn an_unknown_variable_is_named_with_what_was_meant() {
    for (variable, meant) in [
        ("BOOKHOOK_DATABSE", "BOOKHOOK_DATABASE"),
        ("BOOKHOOK_PORT", "ROCKET_PORT"),
        ("ROCKET_DATABASE", "BOOKHOOK_DATABASE"),
        ("ROCKET_LIMITS__WEBHOK", "ROCKET_LIMITS__WEBHOOK"),
        ("BOOKHOOK_LOG__FORMAT", "BOOKHOOK_LOG_FORMAT"),
    ] {
        let said = refused("", &[(variable, "1")]);
        assert!(said.contains(&format!("(in the environment variable {variable}): ")), "{said}");
        assert!(said.ends_with(&format!("did you mean {meant}?")), "{said}");
    }
    let said = refused("", &[("BOOKHOOK_FOO", "x")]);
    assert!(said.ends_with("docs/configuration.md lists every setting"), "{said}");
}

#[test]
fn a_key_in_the_wrong_section_is_sent_to_the_right_one() {
    let said = refused("[default]\npublic_url = \"http://x.de\"", &[]);
    assert!(said.ends_with("did you mean public_url in [default.bookhook]?"), "{said}");
    let said = refused("[default.bookhook]\nport = 1", &[]);
    assert!(said.ends_with("did you mean port in [default]?"), "{said}");
}

#[test]
fn what_stands_outside_of_a_profile_is_not_passed_over() {
    assert_eq!(
        refused("port = 1", &[]),
        "port is outside any section in Rocket.toml: \
         move it below [default], or write [default.port] if it is a section"
    );
    assert_eq!(
        refused("[bookhook]\nlog = \"debug\"", &[]),
        "unknown section [bookhook] in Rocket.toml: write [default.bookhook]"
    );
    assert_eq!(
        refused("[defualt]\nport = 1", &[]),
        "unknown section [defualt] in Rocket.toml: did you mean [default]?"
    );
}

#[test]
fn a_file_that_is_no_toml_is_named_with_its_line() {
    let said = refused("[default]\nport = 1\nident = secret-looking", &[]);
    assert!(said.starts_with("Rocket.toml is not valid TOML in line 3"), "{said}");
    assert!(!said.contains("secret-looking"), "{said}");
}

#[test]
fn a_bad_value_is_named_with_its_source_and_its_form() {
    assert_eq!(
        refused("[default.bookhook]\nlog = \"loud\"", &[]),
        "the value of bookhook.log (in [default.bookhook] of Rocket.toml) is not valid: \
         write it as \"off\", \"error\", \"warn\", \"info\", \"debug\" or \"trace\""
    );
    assert_eq!(
        refused("", &[("BOOKHOOK_PROFILES_PER_MINUTE", "0")]),
        "the value of bookhook.profiles_per_minute (in the environment variable BOOKHOOK_PROFILES_PER_MINUTE) \
         is not valid: write it as a whole number of 1 or more, like 30"
    );
    assert_eq!(
        refused("", &[("ROCKET_PORT", "65536")]),
        "the value of port (in the environment variable ROCKET_PORT) is not valid: \
         write it as a whole number from 0 to 65535, like 3001"
    );
}

#[test]
fn the_strongest_source_of_a_bad_value_is_the_one_named() {
    let file = "[default]\nport = \"many\"\n[default.bookhook]\nmatch_by_email = \"maybe\"";
    assert_eq!(loaded(file, &[("ROCKET_PORT", "1"), ("BOOKHOOK_MATCH_BY_EMAIL", "no")]).rocket.port, 1);
    let said = refused(file, &[("ROCKET_PORT", "1")]);
    assert!(
        said.starts_with("the value of bookhook.match_by_email (in [default.bookhook] of Rocket.toml)"),
        "{said}"
    );
}

#[test]
fn every_key_of_ours_refuses_what_it_cannot_use() {
    for (variable, values) in [
        ("DATABASE", &["", ":memory:", "file:x.db", "data/"][..]),
        (
            "PUBLIC_URL",
            &["", "localhost:3001", "ftp://x.de", "https://x.de/sub", "https://x.de?a", "https://u:p@x.de"],
        ),
        ("CAL_LINK", &["team interview", "javascript:alert(1)", "evil.example/team", "https://cal.com"]),
        ("ALLOWED_ORIGINS", &["*", "null", "https://a.example,b.example", "https://a.example/path"]),
        ("MATCH_BY_EMAIL", &["", "maybe", "2"]),
        ("SIMULATOR", &["", "maybe", "AUTO"]),
        ("LANGUAGE", &["", "de-AT", "german", "AUTO"]),
        ("APPLY_TITLE", &["{de=\"Hallo\",en=\"\"}", "{}"]),
        (
            "TRUSTED_PROXIES",
            &[
                "localhost",
                "10.0.0.0/33",
                "1.2.3",
                "0.0.0.0/0",
                "::/0",
                "128.0.0.0/1",
                "::ffff:0:0/96",
                "2000::/3",
            ],
        ),
        ("PROFILES_PER_MINUTE", &["", "-1", "0", "1.5", "many", "4294967296"]),
        ("BODY_TIMEOUT", &["", "0", "301", "-1", "10s"]),
        ("LOG", &["", "5", "info,hyper=warn"]),
        ("LOG_FORMAT", &["", "xml"]),
        ("METRICS_ADDRESS", &["9464", "localhost:9464", "127.0.0.1", "http://127.0.0.1:9464"]),
    ] {
        for value in values {
            let variable = format!("BOOKHOOK_{variable}");
            let said = refused("", &[(&variable, value)]);
            let expected = format!("(in the environment variable {variable}) is not valid: write it as ");
            assert!(said.contains(&expected), "{variable}={value}: {said}");
        }
    }
}

#[test]
fn a_table_is_no_value_and_a_value_no_table() {
    let said = refused("[default.bookhook.database]\npath = \"x\"", &[]);
    assert!(said.starts_with("unknown setting bookhook.database.path"), "{said}");
    let said = refused("[default.bookhook]\nallowed_origins = 5", &[]);
    assert!(said.contains("write it as http or https addresses"), "{said}");
    let said = refused("[default]\nlimits = 5", &[]);
    assert!(said.starts_with("the value of limits (in [default] of Rocket.toml)"), "{said}");
    let said = refused("[default]\nbookhook = 5", &[]);
    assert!(said.starts_with("the value of bookhook (in [default] of Rocket.toml)"), "{said}");
}

#[test]
fn a_value_in_another_encoding_is_refused() {
    let value = OsString::from_vec(vec![b'x', 0xff]);
    let environment: Environment = [("BOOKHOOK_DATABASE", value)].into_iter().collect();
    let said = Configuration::load(&Sources { environment, ..Sources::default() }).unwrap_err().to_string();
    assert!(said.contains("BOOKHOOK_DATABASE") && said.ends_with("text in UTF-8"), "{said}");
}

#[test]
fn values_that_exclude_each_other_are_both_named() {
    for (file, environment, named) in [
        (
            "[default.bookhook]\ncal_link = \"https://cal.com/x\"",
            &[("BOOKHOOK_SIMULATOR", "on")][..],
            [
                "environment variable BOOKHOOK_SIMULATOR",
                "bookhook.cal_link (in [default.bookhook] of Rocket.toml)",
            ],
        ),
        (
            "[default]\nport = 9464\naddress = \"0.0.0.0\"",
            &[("BOOKHOOK_METRICS_ADDRESS", "127.0.0.1:9464")],
            ["variable BOOKHOOK_METRICS_ADDRESS", "port (in [default] of Rocket.toml)"],
        ),
    ] {
        let said = refused(file, environment);
        assert!(named.iter().all(|part| said.contains(part)), "{said}");
    }
}

#[test]
fn a_client_s_address_in_a_header_needs_a_proxy_to_trust() {
    assert_eq!(
        refused("[default]\nip_header = \"X-Real-IP\"", &[]),
        "ip_header (in [default] of Rocket.toml) needs trusted_proxies: without it any client could choose its \
         own address: set trusted_proxies to the address of your proxy, like [\"127.0.0.1\"]"
    );
}

#[test]
fn the_metrics_may_have_the_port_of_another_address_and_be_taken_away() {
    let metrics = |address| {
        loaded("", &[("BOOKHOOK_METRICS_ADDRESS", address)]).settings.metrics_address.map(|address| address.0)
    };
    assert_eq!(metrics("127.0.0.2:3001").unwrap().port(), 3001);
    assert_eq!(metrics(""), None);
}

#[test]
fn a_header_that_names_members_needs_a_proxy_that_is_trusted() {
    assert_eq!(
        refused("[default.bookhook]\nteam_header = \"Remote-Email\"", &[]),
        "bookhook.team_header (in [default.bookhook] of Rocket.toml) needs trusted_proxies: without it anybody could claim to \
         be a member: set trusted_proxies to the address of your proxy, like [\"127.0.0.1\"]"
    );
}

#[test]
fn somebody_must_be_able_to_sign_in() {
    let said = refused("[default.bookhook]\nteam_passwords = false", &[]);
    assert!(said.contains("= false needs team_header: otherwise nobody can sign in"), "{said}");
    let said = refused("[default.bookhook]\nteam_header_creates = true", &[]);
    assert!(said.contains("needs team_header: only a proxy names people"), "{said}");
}

#[test]
fn a_header_of_trusted_proxies_is_fine() {
    let environment = [("ROCKET_IP_HEADER", "X-Real-IP"), ("BOOKHOOK_TRUSTED_PROXIES", "127.0.0.1")];
    assert_eq!(loaded("", &environment).rocket.ip_header.unwrap(), "X-Real-IP");
}

#[test]
fn a_server_without_threads_is_refused() {
    for variable in ["ROCKET_WORKERS", "ROCKET_MAX_BLOCKING"] {
        let said = refused("", &[(variable, "0")]);
        assert!(said.contains(variable) && said.ends_with("a whole number of 1 or more, like 4"), "{said}");
    }
}

#[test]
fn tls_and_secrets_are_sent_elsewhere() {
    let said = refused("[default.tls]\ncerts = \"a.pem\"", &[]);
    assert!(said.contains("proxy in front"), "{said}");
    for said in [
        refused("[default.bookhook]\nwebhook_secret = \"canary\"", &[]),
        refused("", &[("BOOKHOOK_SECRET", "canary")]),
        refused("", &[("ROCKET_SECRET_KEY", "canary")]),
        refused("", &[("CAL_COM_WEBHOOK_SECRT", "canary")]),
    ] {
        assert!(said.contains("CAL_COM_WEBHOOK_SECRET") && !said.contains("canary"), "{said}");
    }
}

/// What `said` tells of each wrong thing, by the lines.
fn lines(said: &str) -> Vec<&str> {
    said.lines().collect()
}

#[test]
fn all_mistakes_are_told_at_once() {
    let file = "[default]\nport = \"many\"\nprot = 1\n[default.limits]\njson = \"lots\"\n\
                [default.bookhook]\nlog = \"loud\"\nmatch_by_email = \"maybe\"\nlogos = 1\n[relaese]\nport = 1";
    let environment = [
        ("BOOKHOOK_STREAMS", "0"),
        ("BOOKHOOK_PORT", "1"),
        ("CAL_COM_WEBHOOK_SECRT", "x"),
        ("ROCKET_IP_HEADER", "X-Real-IP"),
        ("ROCKET_PROFILE", "stagign"),
    ];
    let said = refused(file, &environment);
    let names = [
        "ROCKET_PROFILE",
        "CAL_COM_WEBHOOK_SECRT",
        " prot ",
        "bookhook.logos",
        "[relaese]",
        "bookhook.port",
        "of port ",
        "limits.json",
        "bookhook.log ",
        "match_by_email",
        "streams",
        "ip_header",
    ];
    for name in names {
        assert_eq!(lines(&said).iter().filter(|line| line.contains(name)).count(), 1, "{name}: {said}");
    }
    assert_eq!(lines(&said).len(), names.len(), "{said}");
}

#[test]
fn a_mistake_is_not_told_again_as_what_follows_from_it() {
    let environment = [("ROCKET_IP_HEADER", "X-Real-IP"), ("BOOKHOOK_TRUSTED_PROXIES", "proxy")];
    let said = refused("", &environment);
    assert_eq!(lines(&said).len(), 1, "{said}");
}

#[test]
fn each_value_of_rocket_s_is_explained_by_an_example() {
    for (variable, value, example) in [
        ("ADDRESS", "localhost", "an IP address, like \"127.0.0.1\" or \"0.0.0.0\""),
        ("PORT", "x", "a whole number from 0 to 65535, like 3001"),
        ("WORKERS", "-1", "a whole number of 1 or more, like 4"),
        ("MAX_BLOCKING", "x", "a whole number of 1 or more, like 4"),
        ("KEEP_ALIVE", "5s", "a whole number of seconds, like 5"),
        ("IDENT", "true", "a text, like \"bookhook\", or false"),
        ("IP_HEADER", "X Real", "the name of a header, like \"X-Real-IP\", or false"),
        ("TEMP_DIR", "5", "the path of a folder, like \"/tmp\""),
        ("LOG_LEVEL", "loud", "\"off\", \"critical\", \"normal\" or \"debug\""),
        ("CLI_COLORS", "maybe", "true or false"),
        ("LIMITS", "5", "a section, like [default.limits]"),
        ("LIMITS__WEBHOOK", "lots", "a size, like \"1 MiB\" or \"64 KiB\""),
        ("SHUTDOWN", "5", "a section, like [default.shutdown]"),
        ("SHUTDOWN__CTRLC", "maybe", "true or false"),
        ("SHUTDOWN__SIGNALS", "term", "a list of signals, like [\"term\", \"hup\"]"),
        ("SHUTDOWN__SIGNALS", "[\"term\", \"usr3\"]", "a list of signals, like [\"term\", \"hup\"]"),
        ("SHUTDOWN__GRACE", "x", "a whole number of seconds, like 5"),
    ] {
        let said = refused("", &[(&format!("ROCKET_{variable}"), value)]);
        assert!(said.ends_with(&format!("is not valid: write it as {example}")), "{variable}: {said}");
    }
}

#[test]
fn a_table_of_ours_is_explained_by_an_example() {
    for (key, example) in [
        ("default.bookhook", "a section, like [default.bookhook]"),
        ("default.bookhook.backup", "a section, like [default.bookhook.backup]"),
        ("default.bookhook.retention", "a section, like [default.bookhook.retention]"),
    ] {
        let (table, name) = key.rsplit_once('.').unwrap();
        let said = refused(&format!("[{table}]\n{name} = 5"), &[]);
        assert!(said.ends_with(&format!("write it as {example}")), "{said}");
    }
}

#[test]
fn a_list_is_explained_by_an_example() {
    for (value, why) in [
        ("5", ""),
        ("\"role\"", ""),
        ("[5]", ""),
        ("[{ label = \"Role\", kind = \"link\" }]", "; id is missing"),
        ("[{ id = \"role\", label = \"Role\", kind = \"link\", helpp = \"x\" }]", "; helpp is unknown"),
    ] {
        let said = refused(&format!("[default.bookhook]\nquestions = {value}"), &[]);
        let example =
            "a list of tables, like [{ id = \"role\", label = \"Which role?\", kind = \"short_text\" }]";
        assert!(said.ends_with(&format!("is not valid: write it as {example}{why}")), "{said}");
    }
    let said = refused("[default.bookhook]\ntrusted_proxies = [1]", &[]);
    assert!(said.contains("a list of addresses or networks of your own, like [\"127.0.0.1\""), "{said}");
}

#[test]
fn a_profile_without_a_section_is_a_mistake() {
    let profile = |name| [("ROCKET_PROFILE", name)];
    assert_eq!(
        refused("", &profile("relase")),
        "ROCKET_PROFILE is relase, but the settings file has no section [relase]: did you mean release?"
    );
    let said = refused("[staging]\nport = 1", &profile("stagign"));
    assert!(said.ends_with("did you mean staging?"), "{said}");
    let said = refused("[default]\nport = 1", &profile("blue"));
    assert!(said.ends_with("unset ROCKET_PROFILE, or add a section [blue] to the settings file"), "{said}");
}

#[test]
fn a_name_near_that_of_the_secret_is_asked_about() {
    for (variable, meant) in [
        ("CALCOM_WEBHOOK_SECRET", "CAL_COM_WEBHOOK_SECRET"),
        ("CAL_WEBHOOK_SECRET", "CAL_COM_WEBHOOK_SECRET"),
        ("CALCOM_WEBHOOK_SECRET_FILE", "CAL_COM_WEBHOOK_SECRET_FILE"),
        ("CAL_COM_WEBHOOK_SECRT", "CAL_COM_WEBHOOK_SECRET"),
        ("cal_com_webhook_secret", "CAL_COM_WEBHOOK_SECRET"),
    ] {
        let said = refused("", &[(variable, "canary")]);
        assert_eq!(said, format!("unknown environment variable {variable}: did you mean {meant}?"));
    }
}

#[test]
fn another_program_s_secret_is_left_alone() {
    loaded("", &[("GITHUB_WEBHOOK_SECRET", "x"), ("CALENDSO_ENCRYPTION_KEY", "x"), ("WEBHOOK_SECRET", "x")]);
    loaded("", &[("CALCOM_WEBHOOK_SECRET", "x"), ("CAL_COM_WEBHOOK_SECRET", "y")]);
}

#[test]
fn a_settings_file_that_is_no_file_is_refused_at_once() {
    for path in ["/dev/zero", "/dev/stdin", "/"] {
        let said = refused("", &[("ROCKET_CONFIG", path)]);
        assert!(said.starts_with(&format!("the settings file {path} is not a regular file: ")), "{said}");
    }
}

#[test]
fn a_settings_file_that_is_too_large_is_refused() {
    let said = refused(&"#".repeat(1024 * 1024 + 1), &[]);
    assert!(said.starts_with("the settings file Rocket.toml is larger than 1024 KiB"), "{said}");
}
