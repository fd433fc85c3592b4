//! Makes a new migration file count: the macro that embeds them tracks only those it has seen.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
