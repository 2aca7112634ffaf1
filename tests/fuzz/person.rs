//! Any bytes: `person` of `targets.rs`.
#![no_main]

mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::person(bytes));
