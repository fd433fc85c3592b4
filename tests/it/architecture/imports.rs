//! Which files import which, read from their text.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// For each file, by the path of its module, those that it imports.
pub(super) struct Imports(BTreeMap<String, BTreeSet<String>>);

impl Imports {
    /// Reads the files, each a module's path (`web::api`, nothing for the root) and its text.
    pub(super) fn from_source(files: &BTreeMap<String, String>) -> Self {
        let imports = |(module, source): (&String, &String)| {
            let paths = paths(source, module).into_iter();
            let imported = paths.filter_map(|path| file_of(&path, files)).filter(|file| file != module);
            (module.clone(), imported.collect())
        };
        Self(files.iter().map(imports).collect())
    }

    /// Whether there is a file in this room.
    pub(super) fn know(&self, room: &str) -> bool {
        self.0.keys().any(|file| is_in(file, room))
    }

    /// Each file with one that it imports.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(from, all)| all.iter().map(|to| (from.as_str(), to.as_str())))
    }

    /// The circles that files of a room are on, each by its shortest way round.
    pub(super) fn circles(&self, room: &str) -> Vec<String> {
        let of_room = self.0.keys().filter(|file| is_in(file, room));
        of_room.filter_map(|file| self.way_back(file)).map(|way| way.join(" -> ")).collect()
    }

    fn way_back<'a>(&'a self, start: &'a str) -> Option<Vec<&'a str>> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut next = VecDeque::from([start]);
        while let Some(file) = next.pop_front() {
            for to in self.0.get(file).into_iter().flatten() {
                if to == start {
                    let mut way = vec![start, file];
                    while let Some(before) = came_from.get(way[way.len() - 1]) {
                        way.push(before);
                    }
                    way.reverse();
                    return Some(way);
                }
                if !came_from.contains_key(to.as_str()) {
                    came_from.insert(to.as_str(), file);
                    next.push_back(to);
                }
            }
        }
        None
    }
}

/// `web::api::claim` is in `web` and in `web::api`.
pub(super) fn is_in(file: &str, room: &str) -> bool {
    file.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The file that a path leads to: the longest part of it that is one.
fn file_of(path: &str, files: &BTreeMap<String, String>) -> Option<String> {
    let ends = path.match_indices("::").map(|(end, _)| end).chain([path.len()]);
    let parts: Vec<_> = ends.map(|end| &path[..end]).collect();
    parts.into_iter().rev().find(|part| files.contains_key(*part)).map(str::to_owned)
}

/// The paths within the crate that a file names, from the root: by `crate`, `self`, `super` and the
/// modules that it declares. What its tests need does not count.
fn paths(source: &str, module: &str) -> Vec<String> {
    let (own, rest) = source.split_once("\n#[cfg(test)]\nmod tests {").unwrap_or((source, ""));
    let after_tests = rest.split_once("\n}").map_or("", |(_, after)| after);
    let lines = own.lines().chain(after_tests.lines()).filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.flat_map(|line| [line, "\n"]).collect();
    let children =
        code.lines().filter_map(|line| line.strip_suffix(';')?.split_once("mod ")).map(|(_, name)| name);
    let starts: Vec<_> = ["crate", "self", "super"].into_iter().chain(children).collect();
    let mut found = Vec::new();
    for start in starts {
        for (at, _) in code.match_indices(&format!("{start}::")) {
            let goes_on = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
            let is_visibility = code[..at].ends_with("(in ");
            if !is_visibility && !code[..at].ends_with(goes_on) {
                collect(&mut &code[at..], "", &mut found);
            }
        }
    }
    found.iter().filter_map(|path| from_the_root(path, module)).collect()
}

/// Reads a path, with all that its braces stand for.
fn collect(text: &mut &str, before: &str, paths: &mut Vec<String>) {
    if let Some(inner) = text.strip_prefix('{') {
        *text = inner.trim_start();
        while !text.is_empty() && !text.starts_with('}') {
            collect(text, before, paths);
            let end = text.find([',', '}']).unwrap_or(text.len());
            *text = text[end..].trim_start_matches(',').trim_start();
        }
        *text = text.strip_prefix('}').unwrap_or(text);
        return;
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let path = if before.is_empty() { text[..end].to_owned() } else { format!("{before}::{}", &text[..end]) };
    *text = &text[end..];
    match text.strip_prefix("::") {
        Some(rest) => {
            *text = rest;
            collect(text, &path, paths);
        }
        None => paths.push(path),
    }
}

/// `super::App` in `web::api` is `web::App`.
fn from_the_root(path: &str, module: &str) -> Option<String> {
    let mut place: Vec<&str> = module.split("::").filter(|name| !name.is_empty()).collect();
    for (at, name) in path.split("::").enumerate() {
        match name {
            "crate" if at == 0 => place.clear(),
            "self" => {}
            "super" => drop(place.pop()?),
            name => place.push(name),
        }
    }
    Some(place.join("::"))
}

#[test]
fn a_circle_is_found_however_its_files_import_each_other() {
    let sources = [
        ("room", "mod a;\npub(in crate::room) mod b;\nfn f() { a::go() }"),
        ("room::a", "use crate::room::{b::{One, Two as Three}, d};\n// use super::X;"),
        ("room::b", "\n#[cfg(test)]\nmod tests {\n    use super::super::a;\n}\nfn f() { super::c::go() }"),
        ("room::c", "use super::a::{self};"),
        ("room::d", "use other::room::a;\npub(in crate::room) fn f() {}"),
    ];
    let files = sources.map(|(module, source)| (module.to_owned(), source.to_owned()));
    let circles = Imports::from_source(&files.into()).circles("room");
    let round = ["a -> b -> c -> a", "b -> c -> a -> b", "c -> a -> b -> c"];
    let round = round
        .map(|way| way.split(" -> ").map(|name| format!("room::{name}")).collect::<Vec<_>>().join(" -> "));
    assert_eq!(circles, round);
}
