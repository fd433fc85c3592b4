//! The files in `deploy/` for proxies do what docs/security.md asks of a proxy.

use std::fs;
use std::process::Command;

use crate::support::server::finish;

/// The lines of a file, without comments and the white space around them.
fn lines(name: &str) -> Vec<String> {
    let text = fs::read_to_string(format!("deploy/{name}")).expect("a file");
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.starts_with('#')).collect()
}

fn missing(name: &str, asked: &[&str]) -> Vec<String> {
    let lines = lines(name);
    let there = |asked: &str| lines.iter().any(|line| line.starts_with(asked));
    asked.iter().filter(|asked| !there(asked)).map(ToString::to_string).collect()
}

#[test]
fn nginx_does_what_is_asked_of_a_proxy() {
    let asked = [
        "listen 443 ssl;",
        "return 308 https://",
        "add_header Strict-Transport-Security \"max-age=31536000\" always;",
        "limit_conn_zone $binary_remote_addr zone=clients:",
        "limit_conn clients ",
        "client_header_timeout 10s;",
        "client_body_timeout 10s;",
        "keepalive_timeout 60s;",
        "large_client_header_buffers 4 8k;",
        "client_max_body_size 2m;",
        "proxy_set_header X-Real-IP $remote_addr;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_buffering off;",
        "proxy_read_timeout 1h;",
    ];
    assert_eq!(missing("nginx.conf", &asked), Vec::<String>::new());
}

#[test]
fn caddy_does_what_is_asked_of_a_proxy() {
    // Caddy redirects http to https by itself.
    let asked = [
        "header Strict-Transport-Security \"max-age=31536000\"",
        "read_header 10s",
        "read_body 30s",
        "idle 60s",
        "max_header_size 16KB",
        "max_size 2MB",
        "header_up X-Real-IP {remote_host}",
        "header_up X-Forwarded-For {remote_host}",
        "flush_interval -1",
    ];
    assert_eq!(missing("Caddyfile", &asked), Vec::<String>::new());
    let rules = lines("connections.nft").concat();
    assert_eq!(rules.matches("ct count over 100 } reject").count(), 2, "of IPv4 and of IPv6");
}

#[test]
fn nginx_takes_its_file() {
    if Command::new("nginx").arg("-v").output().is_err() {
        eprintln!("skipped: there is no nginx here");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=book.example.com"]);
    openssl.args(["-keyout", &path("privkey.pem"), "-out", &path("fullchain.pem")]);
    let (status, _, problem) = finish(openssl);
    assert_eq!(status, 0, "{problem}");
    // nginx opens what it listens on even to check, and low ports need root.
    let site = fs::read_to_string("deploy/nginx.conf").expect("the file");
    let site = site.replace("/etc/letsencrypt/live/book.example.com", &folder.path().display().to_string());
    let listening = site.lines().map(|line| match line.trim().split_once(' ') {
        Some(("listen", place)) => {
            let ssl = if place.contains("ssl") { " ssl" } else { "" };
            format!("listen unix:{}{ssl};", path(if ssl.is_empty() { "http" } else { "https" }))
        }
        _ => line.to_owned(),
    });
    let mut listening: Vec<String> = listening.collect();
    listening.dedup();
    fs::write(path("site.conf"), listening.join("\n")).expect("written");
    let main = format!(
        "pid {0}; error_log stderr; events {{}} http {{ access_log off; include {1}; }}",
        path("pid"),
        path("site.conf")
    );
    fs::write(path("nginx.conf"), main).expect("written");
    let mut nginx = Command::new("nginx");
    nginx.args(["-t", "-p", &path(""), "-c", &path("nginx.conf")]);
    let (status, _, problem) = finish(nginx);
    assert_eq!(status, 0, "{problem}");
}

#[test]
fn caddy_takes_its_file() {
    if Command::new("caddy").arg("version").output().is_err() {
        eprintln!("skipped: there is no caddy here");
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let mut caddy = Command::new("caddy");
    caddy.args(["validate", "--adapter", "caddyfile", "--config", "deploy/Caddyfile"]);
    caddy.env("HOME", home.path()).env_remove("XDG_DATA_HOME").env_remove("XDG_CONFIG_HOME");
    let (status, _, problem) = finish(caddy);
    assert_eq!(status, 0, "{problem}");
}
