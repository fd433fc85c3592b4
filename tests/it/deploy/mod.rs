//! What stands around the server: containers, proxies, systemd, Litestream.

mod container;
mod litestream;
mod proxy;
mod systemd;
