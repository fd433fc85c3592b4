//! Every form that an owner finds on the team's pages, sent as a browser without a script sends it.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::server::{Answer, Server, Setup, finish};
use crate::support::team::{PASSWORD, app_code, between, cookie, get, join, link, post, sign_in, with_owner};

/// Forms whose answer is a page, because it shows something once.
const SHOW_ONCE: [&str; 3] = ["/team/deliveries/n/again", "/team/me/second-step", "/team/members/invite"];
/// Forms that lead on to a page that needs no message.
const LEAD_ON: [&str; 4] = ["/team/join/n", "/team/prove", "/team/sign-in", "/team/sign-out"];
/// Forms whose answer offers to undo what they did.
const CAN_BE_UNDONE: [&str; 3] =
    ["/team/applicants/decision", "/team/applicants/n/decision", "/team/bookings/link"];
/// All other forms: their answer leads to a page that says what happened.
const SAY_SO: [&str; 11] = [
    "/team/applicants/n/notes",
    "/team/applicants/n/notes/n",
    "/team/applicants/n/notes/n/delete",
    "/team/links/n/undo",
    "/team/me",
    "/team/me/password",
    "/team/me/second-step/off",
    "/team/me/sessions",
    "/team/members/n/remove",
    "/team/members/n/role",
    "/team/seen",
];
/// So many pages of a kind are opened: more have the same forms.
const OF_A_KIND: usize = 2;

/// A form with what somebody typed, and one of its buttons.
struct Form {
    action: String,
    is_post: bool,
    fields: Vec<(String, String)>,
    button: Option<(String, String)>,
}

impl Form {
    /// What makes it another form than those that were sent.
    fn key(&self) -> String {
        let names: BTreeSet<_> = self.fields.iter().map(|(name, _)| name.as_str()).collect();
        let button = self.button.as_ref().map(|(name, value)| match name.as_str() {
            "decision" | "applicant" => format!("{name}={value}"),
            _ => name.clone(),
        });
        format!("{} {names:?} {button:?}", kind(&self.action))
    }

    fn body(&self) -> String {
        let pairs = self.fields.iter().chain(&self.button);
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }
}

/// An address without its query and what differs from one applicant, booking or link to the next.
fn kind(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    if path.starts_with("/team/join/") {
        return "/team/join/n".into();
    }
    let parts = path.split('/').map(|part| if part.parse::<i64>().is_ok() { "n" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let mut value = rest.split('"').next()?.to_owned();
    for (code, sign) in [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")] {
        value = value.replace(code, sign);
    }
    Some(value)
}

/// What somebody types into a field, or leaves as it is.
fn typed(tag: &str, name: &str, html: &str) -> String {
    let value = attribute(tag, "value").unwrap_or_default();
    match attribute(tag, "type").as_deref() {
        Some("password") => PASSWORD.into(),
        Some("email") if html.contains("new-password") => "noor@team.example.com".into(),
        Some("email") => "dana@team.example.com".into(),
        Some("search") => "an".into(),
        _ if tag.starts_with("textarea") => "Clear about trade-offs.".into(),
        _ if name == "code" => app_code(between(html, "name=\"secret\" value=\"", "\""), 0),
        _ if name == "name" && value.is_empty() => "Noor Example".into(),
        _ => value,
    }
}

/// The forms of a page, each once for each of its buttons.
fn forms(path: &str, page: &str) -> Vec<Form> {
    let mut found = Vec::new();
    for html in page.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
        let (mut fields, mut buttons, mut choosing) = (Vec::new(), Vec::new(), None);
        for tag in html.split('<').skip(1) {
            let name = attribute(tag, "name");
            match (tag.split([' ', '>']).next(), name) {
                (Some("input" | "textarea"), Some(name)) => {
                    let value = typed(tag, &name, html);
                    fields.push((name, value));
                }
                (Some("select"), name) => choosing = name,
                (Some("option"), _) => {
                    if let Some(name) = choosing.take() {
                        fields.push((name, attribute(tag, "value").unwrap_or_default()));
                    }
                }
                (Some("button"), name) if !tag.contains("type=\"reset\"") => {
                    buttons.push(name.map(|name| (name, attribute(tag, "value").unwrap_or_default())));
                }
                _ => {}
            }
        }
        if buttons.is_empty() {
            buttons.push(None);
        }
        let head = html.split('>').next().unwrap_or_default();
        let action = attribute(head, "action").unwrap_or_else(|| path.to_owned());
        let is_post = head.contains("method=\"post\"");
        let form = |button| Form { action: action.clone(), is_post, fields: fields.clone(), button };
        found.extend(buttons.into_iter().map(form));
    }
    found
}

/// The pages of the team that a page leads to.
fn links(page: &str) -> Vec<String> {
    let links = page.split("href=\"/team").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
    links.map(|rest| format!("/team{}", rest.replace("&#38;", "&"))).collect()
}

/// A page without the row of the member who sees it: an owner does not remove themselves here.
fn without_me(page: &str) -> String {
    let Some((before, rest)) = page.split_once(">you</span>") else { return page.to_owned() };
    let (before, _) = before.rsplit_once("<tr").expect("a row");
    let (_, after) = rest.split_once("</tr>").expect("its end");
    format!("{before}{after}")
}

/// An owner who presses every button that they find.
struct Owner<'a> {
    server: &'a Server,
    cookie: String,
    sent: BTreeSet<String>,
    actions: BTreeSet<String>,
    opened: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Owner<'_> {
    fn open(&mut self, path: &str) -> String {
        let mut answer = get(self.server, &self.cookie, path);
        if let Some(door) = answer.header("location").filter(|place| place.starts_with("/team/sign-in")) {
            answer = get(self.server, &self.cookie, door);
        }
        if answer.status != 200 {
            self.wrong.push(format!("{path}: {}", answer.status));
        }
        answer.text()
    }

    /// Sends each new form of a page, and of the pages that these lead to; returns the links of the page.
    fn press_everything(&mut self, path: &str) -> Vec<String> {
        loop {
            let page = self.open(path);
            let links = links(&page);
            // Before the note is deleted.
            if let Some(edit) = links.iter().find(|link| link.contains("?edit="))
                && self.sent.insert("edit".into())
            {
                self.press_everything(edit);
                continue;
            }
            let is_new =
                |form: &Form| kind(&form.action) != "/team/sign-out" && !self.sent.contains(&form.key());
            let Some(form) = forms(path, &without_me(&page)).into_iter().find(is_new) else { return links };
            self.sent.insert(form.key());
            if let Some(next) = self.send(&form) {
                self.press_everything(&next);
            }
        }
    }

    /// Sends a form; returns where it leads.
    fn send(&mut self, form: &Form) -> Option<String> {
        let (body, kind) = (form.body(), kind(&form.action));
        if !form.is_post {
            self.open(&format!("{}?{body}", form.action));
            return None;
        }
        let answer = post(self.server, &self.cookie, &form.action, &body);
        self.actions.insert(kind.clone());
        if kind == "/team/sign-in" {
            self.cookie = cookie(&answer);
        }
        let place =
            answer.header("location").map(|place| place.split('#').next().unwrap_or_default().to_owned());
        if let Some(problem) = self.problem(&kind, form, &answer, place.as_deref()) {
            self.wrong.push(format!("{}: {problem}", form.key()));
        }
        place
    }

    /// What is wrong with the answer to a form.
    fn problem(&mut self, kind: &str, form: &Form, answer: &Answer, place: Option<&str>) -> Option<String> {
        if SHOW_ONCE.contains(&kind) {
            return (answer.status != 200 || !says(&answer.text())).then(|| format!("{}", answer.status));
        }
        let Some(place) = place.filter(|_| answer.status == 303) else {
            return Some(format!("{}: {}", answer.status, answer.text()));
        };
        let page = self.open(place);
        let undoes = form.button.as_ref().is_some_and(|(name, value)| name == "undo" || value == "none");
        let offers = || between(&page, "class=\"say\"", "</div>").contains(">Undo</button>");
        match kind {
            _ if LEAD_ON.contains(&kind) => None,
            _ if !says(&page) => Some(format!("nothing said at {place}")),
            _ if CAN_BE_UNDONE.contains(&kind) && !undoes && !offers() => Some("no Undo".into()),
            _ => None,
        }
    }
}

/// Whether a page says what happened, and no more than that went well.
fn says(page: &str) -> bool {
    let is_said =
        page.contains("class=\"say\" role=\"status\"") || page.contains("aria-label=\"Recovery codes\"");
    is_said && !page.contains("role=\"alert\"")
}

#[test]
fn every_form_works_without_a_script_and_its_answer_says_what_happened() {
    let setup = Setup::new();
    let (code, _, problem) = finish(setup.command(&["demo"]));
    assert_eq!(code, 0, "{problem}");
    let (server, cookie) = with_owner(&setup);
    join(&server, &link(&setup, &["invite"]), "Kim");
    let mut owner = Owner {
        server: &server,
        cookie,
        sent: BTreeSet::new(),
        actions: BTreeSet::new(),
        opened: BTreeMap::new(),
        wrong: Vec::new(),
    };
    let mut waiting = vec!["/team/prove?to=/team/me".to_owned(), "/team".to_owned()];
    while let Some(path) = waiting.pop() {
        let of_a_kind = owner.opened.entry(kind(&path)).or_default();
        *of_a_kind += 1;
        if *of_a_kind <= OF_A_KIND && !path.contains("/answers") && !path.contains("/body") {
            waiting.extend(owner.press_everything(&path));
        }
    }
    // The change of the password ended the other sessions.
    assert_eq!(sign_in(&server, "dana@team.example.com", PASSWORD).status, 303);
    owner.press_everything("/team/me");
    let invited = link(&setup, &["invite"]);
    for (path, action) in
        [(&*invited, &*invited), ("/team/me", "/team/sign-out"), ("/team/sign-in", "/team/sign-in")]
    {
        let found = forms(path, &owner.open(path));
        owner.send(found.iter().find(|form| form.action == action).expect("a way in or out"));
    }
    assert_eq!(owner.wrong, Vec::<String>::new());
    let all = [&SHOW_ONCE[..], &LEAD_ON, &CAN_BE_UNDONE, &SAY_SO].concat();
    assert_eq!(owner.actions, all.into_iter().map(str::to_owned).collect());
}
