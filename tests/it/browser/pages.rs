//! Every page in every state.

use std::fs;
use std::sync::LazyLock;
use std::thread::scope;

use bookhook::domain::language::Language;
use serde_json::json;

use crate::browser::driver::{Browser, Look, NARROW};
use crate::browser::stage::{SCENES, Scene, Stage};
use crate::support::server::Setup;

/// Shows each scene, of a server of its own, in a browser that knows nothing of the ones before.
fn show(scenes: &[Scene], look: Look, mut see: impl FnMut(&Scene, &Stage, &Browser)) {
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("404");
    browser.with_axe();
    for scene in scenes {
        let stage = Stage::set();
        (scene.make)(&stage);
        browser.look(look);
        if scene.known {
            stage.known_to(&browser);
        }
        stage.page(&browser, &scene.path.replace("{profile}", &stage.profile));
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
/// How the pictures are made: on a desk and on a telephone.
const PICTURES: [Look; 4] = [look(1280, false), look(1280, true), look(390, false), look(390, true)];

/// What was seen of a scene.
struct Seen {
    scene: &'static str,
    /// What axe-core finds wrong with it, at full width in light and at 320 pixels in dark.
    violations: Vec<String>,
    /// How wide the page is in a window of the first width.
    widths: Vec<(u32, Option<u64>)>,
    /// What was transferred for it, in bytes.
    weight: Option<u64>,
    /// How many files were asked for, with the page itself.
    requests: usize,
    /// Addresses asked at other servers than its own.
    elsewhere: Vec<String>,
}

/// One walk over all scenes, by two browsers, which the tests below judge; empty where there is no browser.
static SEEN: LazyLock<Vec<Seen>> = LazyLock::new(|| {
    let walk = |scenes: &[Scene]| {
        let mut seen = Vec::new();
        show(scenes, LOOKS[0], |scene, stage, browser| seen.push(Seen::new(scene, stage, browser)));
        seen
    };
    let (first, second) = SCENES.split_at(SCENES.len() / 2);
    scope(|threads| {
        let second = threads.spawn(|| walk(second));
        let mut seen = walk(first);
        seen.extend(second.join().expect("a walk"));
        seen
    })
});

impl Seen {
    fn new(scene: &Scene, stage: &Stage, browser: &Browser) -> Self {
        let script = "const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            return [parts.reduce((sum, part) => sum + part.transferSize, 0), parts.map((part) => part.name)]";
        let loaded = browser.run(script, &json!([]));
        let asked =
            loaded[1].as_array().expect("addresses").iter().map(|name| name.as_str().expect("an address"));
        let elsewhere = asked.filter(|name| !name.starts_with(&stage.url("/"))).map(str::to_owned).collect();
        // 1280 pixels at 400 % are 320, and at 200 % they are 640.
        let widths = [320, 640, 900].map(|width| {
            browser.look(Look { width, ..LOOKS[0] });
            (width, browser.run("return document.documentElement.scrollWidth", &json!([])).as_u64())
        });
        Self {
            scene: scene.name,
            violations: violations(browser, &[LOOKS[0], LOOKS[3]], &NARROW),
            widths: widths.to_vec(),
            weight: loaded[0].as_u64(),
            requests: loaded[1].as_array().map_or(0, Vec::len),
            elsewhere,
        }
    }
}

/// What axe-core finds wrong with the page, in these themes and widths; in a narrow window by these rules.
fn violations(browser: &Browser, looks: &[Look], narrow: &[&str]) -> Vec<String> {
    // What appears late or is folded up is looked at too.
    let late = "document.querySelectorAll('.later').forEach((late) => late.classList.remove('later'));
        document.querySelectorAll('details').forEach((more) => { more.open = true; })";
    browser.run(late, &json!([]));
    let found = looks.iter().flat_map(|look| {
        browser.look(*look);
        // At one width, themes differ in colours alone.
        let rules: &[&str] = match (look.width, look.dark) {
            (1280, true) => &["color-contrast"],
            (320, _) => narrow,
            _ => &[],
        };
        let found = browser.violations(rules).into_iter();
        found.map(|text| format!("{}, dark: {}: {text}", look.width, look.dark))
    });
    found.collect()
}

#[test]
fn axe_finds_no_violation_on_any_page_in_any_state_light_and_dark() {
    for seen in &*SEEN {
        assert!(seen.violations.is_empty(), "{}: {:#?}", seen.scene, seen.violations);
    }
}

#[test]
#[ignore = "the long run: cargo test --test it -- --ignored any_state"]
fn axe_finds_no_violation_in_any_state_theme_window_and_language() {
    let mut found = Vec::new();
    show(&SCENES, LOOKS[0], |scene, stage, browser| {
        for language in Language::ALL.map(Language::code) {
            browser.look(Look { language, ..LOOKS[0] });
            stage.page(browser, &scene.path.replace("{profile}", &stage.profile));
            let violations = violations(browser, &LOOKS, &[]).into_iter();
            found.extend(violations.map(|text| format!("{} in {language}: {text}", scene.name)));
        }
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn no_page_is_wider_than_a_small_window_or_a_zoomed_one() {
    for seen in &*SEEN {
        for (window, page) in &seen.widths {
            assert!(
                page.is_some_and(|page| page <= u64::from(*window)),
                "{}: {page:?} in {window}",
                seen.scene
            );
        }
    }
}

#[test]
fn no_page_weighs_more_than_40_kib() {
    for seen in &*SEEN {
        assert!(seen.weight.is_some_and(|bytes| bytes < 40 * 1024), "{}: {:?}", seen.scene, seen.weight);
    }
}

#[test]
fn no_page_needs_more_than_four_requests() {
    for seen in &*SEEN {
        assert!((1..=4).contains(&seen.requests), "{}: {}", seen.scene, seen.requests);
    }
}

#[test]
fn no_page_asks_another_server() {
    for seen in &*SEEN {
        assert!(seen.elsewhere.is_empty(), "{}: {:?}", seen.scene, seen.elsewhere);
    }
}

#[test]
fn a_team_s_logo_is_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("logo.svg");
    let logo = r#"<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><rect width="64" height="32"/></svg>"#;
    fs::write(&file, logo).expect("written");
    let stage = Stage::with(Setup::new().with("BOOKHOOK_LOGO", file.to_str().expect("a path")));
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
        let links = browser
            .run("return [...document.querySelectorAll('main a')].map((link) => link.protocol)", &json!([]));
        let links = links.as_array().expect("links");
        assert!(links.iter().all(|link| link == "http:" || link == "https:"), "{links:?}");
    });
}

/// Pictures of every state to look at, in `target/screenshots`.
#[test]
#[ignore = "makes pictures: cargo test --test it browser::pages::screenshots -- --ignored"]
fn screenshots() {
    let folder = std::path::Path::new("target/screenshots");
    fs::create_dir_all(folder).expect("a folder");
    show(&SCENES, LOOKS[0], |scene, _, browser| {
        for look in PICTURES {
            browser.look(look);
            let name =
                format!("{}-{}-{}.png", scene.name, look.width, if look.dark { "dark" } else { "light" });
            fs::write(folder.join(name), browser.picture(look)).expect("written");
        }
    });
}
