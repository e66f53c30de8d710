//! Inputs for whatever reads what comes from outside: half of them by dice, half
//! right ones made wrong. The tests of all crates share this file.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestRunner;
use std::cell::Cell;

/// What readers stumble over.
const SIGNS: [&str; 44] = [
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    ".",
    "..",
    "=",
    "&",
    "%",
    "%c3",
    "+",
    "-",
    "~",
    "*",
    "/",
    "//",
    "#",
    "?",
    ";",
    "@",
    "<!--",
    "<a b='",
    ">",
    " ",
    "\r\n",
    "\t",
    "\0",
    "å",
    "\u{130}",
    "\u{202e}",
    "😀",
    "null",
    "-1",
    "1e999",
    "0",
    "65536",
    "4294967296",
    "99999999999999999999",
];

/// Hands odd bytes, and the same as text, to a reader: 2,000 times, and 100,000
/// with `VAGEN_IN_GAME_DAY=1`. A panic fails, with the least that raises it.
pub(crate) fn inputs<R: AsRef<[u8]>>(name: &str, right: &[R], read: impl Fn(&[u8], &str)) {
    let is_long = std::env::var("VAGEN_IN_GAME_DAY").is_ok_and(|said| said == "1");
    let cases = if is_long { 100_000 } else { 2_000 };
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let right = right.iter().map(|one| one.as_ref().to_vec()).collect();
    let count = Cell::new(0);
    let done = TestRunner::new(config).run(&prop_oneof![diced(), mutated(right)], |bytes| {
        read(&bytes, &String::from_utf8_lossy(&bytes));
        count.set(count.get() + 1);
        Ok(())
    });
    assert!(done.is_ok(), "{name}: {done:?}");
    #[expect(clippy::print_stdout, reason = "the figure that game-day tells")]
    {
        println!("fuzz: {name}: {} inputs", count.get());
    }
}

fn diced() -> impl Strategy<Value = Vec<u8>> {
    let text = vec(prop_oneof![select(&SIGNS[..]).prop_map(str::to_owned), ".{0,4}"], 0..16);
    prop_oneof![vec(any::<u8>(), 0..60), text.prop_map(|parts| parts.concat().into_bytes())]
}

fn mutated(right: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let edit = (0..5_u8, any::<Index>(), 0..24_usize, select(&SIGNS[..]));
    (select(right), vec(edit, 1..5)).prop_map(|(mut bytes, edits)| {
        for (kind, at, long, sign) in edits {
            let from = at.index(bytes.len() + 1);
            let to = bytes.len().min(from + long);
            let part = bytes[from..to].to_vec();
            let new = match kind {
                0 => Vec::new(),
                1 => sign.as_bytes().to_vec(),
                2 => [&part, sign.as_bytes()].concat(),
                3 => part.repeat(long),
                _ => part.iter().map(|byte| byte ^ (1 << (long % 8))).collect(),
            };
            bytes.splice(from..to, new);
        }
        bytes
    })
}
