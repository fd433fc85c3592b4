//! Files that pages refer to. They are part of the program, and each has a digest of its content
//! in its address, so browsers may keep them for good.

use std::fmt::Write as _;
use std::io::Read as _;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::bufread::GzEncoder;
use sha2::{Digest as _, Sha256};

use super::look::Look;
use crate::config::colour::Colour;
use crate::config::logo::{Logo, LogoFormat};

/// The surfaces of the pages in `base.css`, for the shades of the accent. Of the two surfaces
/// of a scheme, the one on which the accent stands out less.
const LIGHT: Colour = Colour::new(0xf6, 0xf6, 0xf7);
const DARK: Colour = Colour::new(0x1c, 0x1f, 0x26);

/// All files.
#[derive(Clone, Debug)]
pub(crate) struct Assets {
    /// The stylesheet, which begins with the team's accent.
    pub(crate) css: Asset,
    /// The stylesheet of the stand-in for Cal.com.
    pub(crate) simulator: Asset,
    /// The stylesheet of the description of the API.
    pub(crate) docs: Asset,
    /// The script of the pages that follow a booking.
    pub(crate) js: Asset,
    /// The script of the form.
    pub(crate) form: Asset,
    /// The stylesheet of the team's pages.
    pub(crate) team: Asset,
    /// The script of the team's pages.
    pub(crate) team_js: Asset,
    /// The icon of the browser's tab.
    pub(crate) icon: Asset,
    /// The team's logo.
    pub(crate) logo: Option<Asset>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asset {
    /// Its name below `/assets/`, with a digest of its content.
    pub(crate) name: String,
    /// Its media type: the extension of the name, as Rocket knows it.
    pub(crate) extension: &'static str,
    /// Its content.
    pub(crate) bytes: Vec<u8>,
    /// Its content in gzip, where that is shorter; made when a browser first asks for it.
    gzip: OnceLock<Option<Vec<u8>>>,
}

impl Assets {
    /// The files for a team's look.
    #[must_use]
    pub(crate) fn new(look: &Look) -> Self {
        let base = [&theme(look.accent), include_str!("../static/base.css")].concat();
        let tight = |parts: &[&str]| small(&parts.concat()).replace(": ", ":").replace(" {", "{");
        let css = |own: &str| tight(&[&base, include_str!("../static/card.css"), own]);
        let team = tight(&[&base, include_str!("../static/team.css")]);
        let app = include_str!("../static/app.css");
        let simulator = [app, include_str!("../static/simulator.css")].concat();
        Self {
            css: Asset::new("app", "css", css(app).into_bytes()),
            simulator: Asset::new("simulator", "css", css(&simulator).into_bytes()),
            docs: Asset::new("docs", "css", css(include_str!("../static/docs.css")).into_bytes()),
            js: Asset::new("app", "js", small(include_str!("../static/app.js")).into_bytes()),
            form: Asset::new("form", "js", small(include_str!("../static/form.js")).into_bytes()),
            team: Asset::new("team", "css", team.into_bytes()),
            team_js: Asset::new("team", "js", small(include_str!("../static/team.js")).into_bytes()),
            icon: Asset::new("icon", "svg", icon(look).into_bytes()),
            logo: look.logo.as_ref().map(Asset::of_logo),
        }
    }

    /// The file with this name.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&Asset> {
        [
            Some(&self.css),
            Some(&self.simulator),
            Some(&self.docs),
            Some(&self.js),
            Some(&self.form),
            Some(&self.team),
            Some(&self.team_js),
            Some(&self.icon),
            self.logo.as_ref(),
        ]
        .into_iter()
        .flatten()
        .find(|asset| asset.name == name)
    }
}

impl Asset {
    fn new(stem: &str, extension: &'static str, bytes: Vec<u8>) -> Self {
        let digest = hex::encode(&Sha256::digest(&bytes)[..6]);
        Self { name: format!("{stem}-{digest}.{extension}"), extension, bytes, gzip: OnceLock::new() }
    }

    fn of_logo(logo: &Logo) -> Self {
        Self::new("logo", LogoFormat::extension(logo.format), logo.bytes.clone())
    }

    /// Its address.
    #[must_use]
    pub(crate) fn path(&self) -> String {
        format!("/assets/{}", self.name)
    }

    /// Its content in gzip, where that is shorter.
    #[must_use]
    pub(crate) fn gzip(&self) -> Option<&[u8]> {
        let short = || gzip(&self.bytes).filter(|short| short.len() < self.bytes.len());
        self.gzip.get_or_init(short).as_deref()
    }
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut short = Vec::new();
    GzEncoder::new(bytes, Compression::best()).read_to_end(&mut short).ok()?;
    Some(short)
}

fn theme(accent: Colour) -> String {
    let mut css = String::new();
    for (background, open, close) in
        [(LIGHT, ":root{", "}"), (DARK, "@media (prefers-color-scheme:dark){:root{", "}}")]
    {
        let shades = accent.shades_on(background);
        let _ = writeln!(
            css,
            "{open}--accent:{};--accent-edge:{};--on-accent:{};--accent-text:{};--accent-soft:{}{close}",
            shades.fill, shades.edge, shades.on_fill, shades.text, shades.soft
        );
    }
    css
}

/// Leaves out what only readers of a stylesheet or a script need: comments and indentation.
fn small(source: &str) -> String {
    let mut small = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("/*") {
        small.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    small.push_str(rest);
    let is_needed = |line: &&str| !line.is_empty() && !line.starts_with("//");
    small.lines().map(str::trim).filter(is_needed).collect::<Vec<_>>().join("\n")
}

fn icon(look: &Look) -> String {
    let shades = look.accent.shades_on(LIGHT);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="{}"/><path d="M9.5 16.5l4.5 4.5 8.5-9.5" fill="none" stroke="{}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>"#,
        shades.fill, shades.on_fill
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_other_content_has_another_address() {
        let usual = Assets::new(&Look::default_settings());
        let other = Assets::new(&Look { accent: Colour::new(200, 30, 30), ..Look::default_settings() });
        assert_ne!(usual.css.path(), other.css.path());
        assert_eq!(usual.js.path(), other.js.path());
    }

    #[test]
    fn a_file_is_found_by_its_whole_name_only() {
        let assets = Assets::new(&Look::default_settings());
        assert_eq!(assets.get(&assets.css.name), Some(&assets.css));
        assert_eq!(assets.get("app.css"), None);
    }

    #[test]
    fn the_surfaces_are_those_of_the_stylesheet() {
        let css = include_str!("../static/base.css");
        assert!(css.contains(&format!("--bg: {LIGHT};")));
        assert!(css.contains(&format!("--sunken: {DARK};")));
    }

    #[test]
    fn what_is_left_out_of_the_stylesheet_is_no_rule() {
        assert_eq!(small("/* a */\n:root {\n  --x: 1; /* b\n c */\n}\n"), ":root {\n--x: 1;\n}");
    }

    #[test]
    fn the_files_leave_room_for_the_page() {
        let assets = Assets::new(&Look::default_settings());
        assert!(assets.css.bytes.len() + assets.js.bytes.len() + assets.icon.bytes.len() < 26 * 1024);
    }
}
