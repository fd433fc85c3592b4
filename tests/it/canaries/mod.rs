//! What must not be seen, in any output.

mod debug;
mod log;
