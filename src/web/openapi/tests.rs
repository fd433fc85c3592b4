use std::collections::BTreeSet;

use super::*;

/// Addresses for people, browsers and the stand-in for Cal.com. They are no API, and not in the document.
const OUTSIDE: [&str; 25] = [
    "POST /language",
    "GET /",
    "GET /talent-network",
    "POST /talent-network",
    "GET /schedule",
    "POST /schedule/claim",
    "POST /schedule/complete",
    "GET /schedule/leave",
    "POST /schedule/leave",
    "GET /schedule/withdraw",
    "POST /schedule/withdraw",
    "POST /schedule/renew",
    "POST /schedule/email",
    "POST /schedule/find",
    "GET /schedule/{id}",
    "POST /schedule/{id}",
    "GET /thanks",
    "GET /assets/{name}",
    "GET /docs",
    "OPTIONS /api/public/{_..}",
    "GET /simulator",
    "POST /simulator",
    "GET /reschedule/{uid}",
    "GET /booking/{uid}",
    "POST /booking/{uid}",
];

#[test]
fn the_document_has_every_route_of_the_api_and_no_other() {
    let mounted: BTreeSet<String> = crate::web::routes(true, "/talent-network")
        .iter()
        .map(|route| format!("{} {}", route.method, route.uri.path().replace('<', "{").replace('>', "}")))
        .collect();
    let document = serde_json::to_value(Api::openapi()).expect("a document");
    let paths = document["paths"].as_object().expect("paths");
    let described = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("operations").keys();
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    let known: BTreeSet<String> = described.chain(OUTSIDE.map(str::to_owned)).collect();
    assert_eq!(known, mounted);
}
