//! The icons of the team's pages. A page holds those that it uses, as symbols for `<use href="#i-…">`.

use askama::filters::Safe;

/// Each icon by its name, drawn in a square of 24.
#[rustfmt::skip] // a line for each
const SHAPES: [(&str, &str); 36] = [
    ("accept", r#"<circle cx="12" cy="12" r="8.5" fill="currentcolor"/><path d="M8.5 12.2l2.5 2.5 4.5-5" stroke="var(--surface)"/>"#),
    ("booked", r#"<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M8 2.5V6.5M16 2.5V6.5M8.5 13l2.5 2.5 4.5-5"/>"#),
    ("calendar", r#"<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 2.5V6.5M16 2.5V6.5"/>"#),
    ("cancelled", r#"<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M8 2.500V6.500M16 2.500V6.500M9.5 10.500l5 5M14.5 10.500l-5 5"/>"#),
    ("check", r#"<path d="M5 12.5l4.5 4.5L19 7.5"/>"#),
    ("clock", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>"#),
    ("copy", r#"<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2"/><path d="M15.5 5.500v-.5a1.5 1.5 0 0 0-1.5-1.500H5.500A1.5 1.5 0 0 0 4 5v8.500A1.5 1.5 0 0 0 5.5 15H6"/>"#),
    ("cross", r#"<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>"#),
    ("declined", r#"<circle cx="12" cy="12" r="8.5"/><path d="M9 9l6 6M15 9l-6 6"/>"#),
    ("download", r#"<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14"/>"#),
    ("hold", r#"<circle cx="12" cy="12" r="8.5" fill="currentcolor"/><path d="M10 9v6M14 9v6" stroke="var(--surface)"/>"#),
    ("info", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>"#),
    ("key", r#"<circle cx="8" cy="15" r="4"/><path d="M11 12l8.5-8.500M16 7l2.5 2.5"/>"#),
    ("keyboard", r#"<rect x="3" y="6" width="18" height="12" rx="2"/><path d="M6.500 9.500h.1M10 9.500h.1M14 9.500h.1M17.500 9.500h.1M8 14.500h8"/>"#),
    ("linked", r#"<path d="M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 0 0 5.7 5.7l1.5-1.5"/>"#),
    ("list", r#"<path d="M8.5 6.5h12M8.5 12h12M8.5 17.5h12M4 6.5h.1M4 12h.1M4 17.5h.1"/>"#),
    ("menu", r#"<path d="M4 7h16M4 12h16M4 17h16"/>"#),
    ("noshow", r#"<circle cx="10" cy="8" r="3.75"/><path d="M3 20c.7-3.7 3.4-5.5 7-5.5 1 0 2 .1 2.8.4M16 15l5 5M21 15l-5 5"/>"#),
    ("note", r#"<path d="M5 4.500h14v10l-5 5H5zM14 19.500v-5h5M8.5 9h7M8.5 12.500h4"/>"#),
    ("out", r#"<path d="M20.5 3.5L10 14M20.5 3.5L14 20.5 10 14 3.5 10z"/>"#),
    ("over", r#"<path d="M6 20.5v-16M6 5h11.5l-2.5 4 2.5 4H6"/>"#),
    ("people", r#"<circle cx="9" cy="8.5" r="3.25"/><path d="M3 19.5c.6-3.2 3-4.8 6-4.8s5.4 1.6 6 4.8M15.5 5.6a3.25 3.25 0 0 1 0 5.8M17.5 15.2c2 .6 3.2 2 3.6 4.3"/>"#),
    ("person", r#"<circle cx="12" cy="8" r="3.75"/><path d="M4.5 20c.8-3.7 3.8-5.5 7.5-5.5s6.7 1.8 7.5 5.5"/>"#),
    ("pulse", r#"<path d="M3 12h4l2.5-6.5 5 13L17 12h4"/>"#),
    ("reject", r#"<circle cx="12" cy="12" r="8.5" fill="currentcolor"/><path d="M9.2 9.200l5.6 5.600M14.8 9.200l-5.6 5.6" stroke="var(--surface)"/>"#),
    ("search", r#"<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L20.5 20.5"/>"#),
    ("shield", r#"<path d="M12 3.5l7 2.5v5.5c0 4.3-2.9 7.4-7 9-4.1-1.6-7-4.7-7-9V6z"/>"#),
    ("skip", r#"<path d="M6 6l6 6-6 6M17 6v12"/>"#),
    ("tobook", r#"<circle cx="12" cy="12" r="8.5" stroke-dasharray="3.2 3.5"/>"#),
    ("today", r#"<path d="M4 11.5L12 5l8 6.5M6 10v9.5h12V10"/>"#),
    ("tray", r#"<path d="M3.5 13.5L6.2 5.6A1.5 1.5 0 0 1 7.6 4.5h8.8a1.5 1.5 0 0 1 1.4 1.1l2.7 7.9v4.5a1.5 1.5 0 0 1-1.5 1.5H5a1.5 1.5 0 0 1-1.5-1.5zM3.5 13.5h5l1.2 2.5h4.6l1.2-2.5h5"/>"#),
    ("turn", r#"<path d="M19.5 12a7.5 7.5 0 1 1-2.4-5.5M19.5 3.5v4h-4"/>"#),
    ("unlinked", r#"<path d="M9.5 14.5l-3 3a3 3 0 0 1-4.2-4.2l3-3M14.5 9.5l3-3a3 3 0 0 1 4.2 4.2l-3 3M8 4v2.5M4 8h2.5M16 20v-2.5M20 16h-2.5"/>"#),
    ("unreadable", r#"<path d="M6 3.500h8l4.5 4.500v12.500H6zM14 3.500V8h4.500M10 12.500l5 5M15 12.500l-5 5"/>"#),
    ("video", r#"<rect x="3" y="6" width="12.5" height="12" rx="2.5"/><path d="M15.5 10.5l5.5-3v9l-5.5-3z"/>"#),
    ("warn", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5M12 16v.1"/>"#),
];

/// The symbols of the icons with these names.
pub(super) fn symbols(names: &[&str]) -> Safe<String> {
    let symbol = |name: &&str| {
        let (_, shape) = SHAPES.iter().find(|(known, _)| known == name)?;
        Some(format!(r#"<symbol id="i-{name}" viewBox="0 0 24 24">{shape}</symbol>"#))
    };
    Safe(names.iter().filter_map(symbol).collect())
}
