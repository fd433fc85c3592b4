//! The process's connections, from the list of its open files.

use std::collections::HashSet;
use std::fs::{self, File};
use std::net::{IpAddr, SocketAddr};
use std::os::fd::RawFd;

use nix::sys::socket::{Shutdown, SockaddrStorage, getpeername, getsockname, shutdown};

/// The connections that were accepted on one port.
pub(super) struct Sockets {
    port: u16,
    listed: Vec<(RawFd, SocketAddr)>,
    /// An open file in reserve, for the listing when clients hold all others.
    spare: Option<File>,
}

impl Sockets {
    pub(super) fn new(port: u16) -> Self {
        Self { port, listed: Vec::new(), spare: File::open("/dev/null").ok() }
    }

    /// Lists the open connections, and returns their peers.
    pub(super) fn list(&mut self) -> Vec<SocketAddr> {
        self.spare = None;
        let names = fs::read_dir("/proc/self/fd").into_iter().flatten();
        let files: Vec<RawFd> =
            names.filter_map(|name| name.ok()?.file_name().to_str()?.parse().ok()).collect();
        self.spare = File::open("/dev/null").ok();
        let mine = |file: &RawFd| Some((*file, peer(*file, self.port)?));
        self.listed = files.iter().filter_map(mine).collect();
        self.listed.iter().map(|(_, peer)| *peer).collect()
    }

    /// Shuts these connections down in both directions; the server then sees their end and drops them.
    pub(super) fn close(&self, peers: &[SocketAddr]) {
        let peers: HashSet<_> = peers.iter().collect();
        for (file, peer_then) in &self.listed {
            // Another connection may have the number by now.
            if peers.contains(peer_then) && peer(*file, self.port) == Some(*peer_then) {
                // A connection that has just ended cannot be shut down.
                let _ = shutdown(*file, Shutdown::Both);
            }
        }
    }
}

/// Returns the peer of a connection to our port; `None` for any other file.
fn peer(file: RawFd, port: u16) -> Option<SocketAddr> {
    let ours = address(&getsockname(file).ok()?)?;
    if ours.port() != port {
        return None;
    }
    address(&getpeername(file).ok()?)
}

fn address(storage: &SockaddrStorage) -> Option<SocketAddr> {
    let v4 = storage.as_sockaddr_in().map(|v4| SocketAddr::new(IpAddr::V4(v4.ip()), v4.port()));
    v4.or_else(|| storage.as_sockaddr_in6().map(|v6| SocketAddr::V6((*v6).into())))
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn connections_to_the_port_are_listed_and_can_be_closed() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut clients: Vec<_> = (0..3).map(|_| TcpStream::connect(address).expect("connected")).collect();
        let accepted: Vec<_> = (0..3).map(|_| listener.accept().expect("accepted").0).collect();
        let mut sockets = Sockets::new(address.port());
        let mut listed = sockets.list();
        listed.sort();
        let mut expected: Vec<_> = accepted.iter().map(|one| one.peer_addr().expect("a peer")).collect();
        expected.sort();
        assert_eq!(listed, expected);
        sockets.close(&[clients[1].local_addr().expect("an address")]);
        assert_eq!(clients[1].read(&mut [0]).ok(), Some(0));
        clients[0].set_nonblocking(true).expect("set");
        assert!(clients[0].read(&mut [0]).is_err(), "another one was closed");
    }
}
