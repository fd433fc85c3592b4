//! The `bookhook` command.

fn main() {}
