#![no_main]
#[path = "../../tests/fuzz_targets/targets.rs"]
#[allow(dead_code, reason = "each program runs one of them")]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::form(data));
