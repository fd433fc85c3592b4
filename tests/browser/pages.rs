//! Every page in every state.

use std::fs;

use serde_json::json;

use crate::driver::{Browser, Look};
use crate::server::Setup;
use crate::stage::{SCENES, Scene, Stage};

/// Shows each scene, of a server of its own, in a browser that knows nothing of the ones before.
fn show(scenes: &[Scene], look: Look, mut see: impl FnMut(&Scene, &Stage, &Browser)) {
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("404");
    for scene in scenes {
        let stage = Stage::set();
        (scene.make)(&stage);
        browser.look(look);
        if scene.known {
            stage.known_to(&browser);
        }
        stage.page(&browser, scene.path);
        browser.sees(scene.says);
        see(scene, &stage, &browser);
        // While its server still runs.
        browser.forget();
    }
}

const fn look(width: u32, dark: bool) -> Look {
    Look { width, dark, zone: "Europe/Berlin", language: "en-GB" }
}

const LOOKS: [Look; 4] = [look(1280, false), look(1280, true), look(320, false), look(320, true)];

#[test]
fn axe_finds_no_violation_on_any_page_in_any_state_light_and_dark() {
    let mut found = Vec::new();
    show(&SCENES, LOOKS[0], |scene, _, browser| {
        for look in LOOKS {
            browser.look(look);
            // What appears late is looked at too.
            browser.run(
                "document.querySelectorAll('.later').forEach((late) => late.classList.remove('later'))",
                &json!([]),
            );
            let violations = browser.violations();
            found.extend(
                violations.into_iter().map(|text| format!("{}, dark: {}: {text}", scene.name, look.dark)),
            );
        }
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_page_is_wider_than_a_small_window_or_a_zoomed_one() {
    show(&SCENES, LOOKS[2], |scene, _, browser| {
        // 1280 pixels at 400 % are 320, and at 200 % they are 640.
        for width in [320, 640, 900] {
            browser.look(Look { width, ..Look::default() });
            let wide = browser.run("return document.documentElement.scrollWidth", &json!([]));
            assert!(wide.as_u64() <= Some(width.into()), "{} at {width}: {wide}", scene.name);
        }
    });
}

#[test]
fn no_page_weighs_more_than_40_kib_or_asks_another_origin() {
    show(&SCENES, LOOKS[0], |scene, stage, browser| {
        let script = "const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            return [parts.reduce((sum, part) => sum + part.transferSize, 0), parts.map((part) => part.name)]";
        let loaded = browser.run(script, &json!([]));
        assert!(loaded[0].as_u64().expect("bytes") < 40 * 1024, "{}: {loaded}", scene.name);
        for name in loaded[1].as_array().expect("addresses") {
            let name = name.as_str().expect("an address");
            assert!(name.starts_with(&stage.url("/")), "{}: {name}", scene.name);
        }
    });
}

#[test]
fn a_team_s_logo_is_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("logo.svg");
    let logo = r#"<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><rect width="64" height="32"/></svg>"#;
    fs::write(&file, logo).expect("written");
    let stage = Stage::of(Setup::new().with("BOOKHOOK_LOGO", file.to_str().expect("a path")));
    let Some(browser) = Browser::open() else { return };
    stage.page(&browser, "/");
    let size =
        "const logo = document.querySelector('.brand img'); return [logo.naturalWidth, logo.naturalHeight]";
    assert_eq!(browser.run(size, &json!([])), json!([64, 32]));
}

#[test]
fn hostile_text_is_only_text() {
    let hostile = SCENES.iter().position(|scene| scene.name == "hostile").expect("the scene");
    show(&SCENES[hostile..=hostile], LOOKS[0], |_, _, browser| {
        browser.sees("<img src=x onerror=alert(1)>");
        assert!(!browser.has("img"));
        let links = browser.run("return [...document.links].map((link) => link.protocol)", &json!([]));
        let links = links.as_array().expect("links");
        assert!(links.iter().all(|link| link == "http:" || link == "https:"), "{links:?}");
    });
}

/// Pictures of every state to look at, in `target/screenshots`.
#[test]
#[ignore = "makes pictures: cargo test --test browser screenshots -- --ignored"]
fn screenshots() {
    let folder = std::path::Path::new("target/screenshots");
    fs::create_dir_all(folder).expect("a folder");
    show(&SCENES, LOOKS[0], |scene, _, browser| {
        for look in LOOKS {
            browser.look(look);
            let name =
                format!("{}-{}-{}.png", scene.name, look.width, if look.dark { "dark" } else { "light" });
            fs::write(folder.join(name), browser.picture(look)).expect("written");
        }
    });
}
