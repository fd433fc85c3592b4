//! The stream by which open pages hear that something was stored.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use crate::support::server::{Server, Setup};
use crate::support::team::{join, link, post, with_owner};

/// Opens the stream; returns it after its head. In HTTP/1.0 it is not cut into chunks.
fn follow(server: &Server, cookie: &str) -> (String, BufReader<TcpStream>) {
    let mut stream = server.connect();
    let request = format!("GET /team/live HTTP/1.0\r\nHost: x\r\nCookie: {cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut lines = BufReader::new(stream);
    let mut head = String::new();
    lines.read_line(&mut head).expect("a head");
    let mut line = String::new();
    while !matches!(line.as_str(), "\r\n" | "\n") {
        line.clear();
        assert!(lines.read_line(&mut line).expect("a line") > 0, "the head ended: {head}");
    }
    (head, lines)
}

fn next(lines: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    while line.trim().is_empty() {
        line.clear();
        assert!(lines.read_line(&mut line).expect("a line") > 0, "the stream ended");
    }
    line.trim().to_owned()
}

#[test]
fn an_open_page_hears_of_an_application() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let (head, mut stream) = follow(&server, &owner);
    assert!(head.contains("200"), "{head}");
    assert_eq!(next(&mut stream), "retry:5000");
    server.apply("Ana Example", "ana@example.com");
    assert_eq!(next(&mut stream), "data:changed");
}

#[test]
fn a_member_who_is_removed_hears_nothing_more() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let kim = join(&server, &link(&setup, &["invite"]), "Kim");
    let (_, mut stream) = follow(&server, &kim);
    assert_eq!(next(&mut stream), "retry:5000");
    assert_eq!(post(&server, &owner, "/team/members/2/remove", "").status, 303);
    let mut rest = String::new();
    stream.read_to_string(&mut rest).expect("its end");
    assert_eq!(rest.trim(), "");
}

#[test]
fn a_member_s_open_pages_are_bounded() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let open: Vec<_> = (0..8).map(|_| follow(&server, &owner)).collect();
    assert!(open.iter().all(|(head, _)| head.contains("200")));
    assert!(follow(&server, &owner).0.contains("503"));
}
