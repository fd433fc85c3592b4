//! bookhook from the outside: its layers through their public faces, its server over a socket.

mod architecture;
mod convergence;
mod support;
