//! Panics → traps.
//!
//! Nobody can read what a panic says in a browser: the standard library writes
//! it nowhere there, and what the page gets is a trap. So here a trap it is at
//! once, and neither the words nor the code that puts them together is
//! downloaded. The page answers a trap in the same way (`widget/frame.js`).

use std::collections::BTreeSet;

use walrus::ir::{Instr, InstrLocId, Unreachable, VisitorMut, dfs_pre_order_mut};
use walrus::{FunctionId, Module};

/// What only panics, by the beginning of its name.
const PANICS: &[&str] = &[
    "core::panicking::",
    "core::cell::panic_already",
    "core::cell::lazy::panic_poisoned",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "std::thread::local::panic_access_error",
];

/// Puts a trap in the place of every call that only panics.
pub(super) fn trap_at_once(module: &mut Module) {
    let panics =
        module.funcs.iter().filter(|function| function.name.as_deref().is_some_and(is_panic));
    let mut trap = Trap(panics.map(walrus::Function::id).collect());
    for (_, function) in module.funcs.iter_local_mut() {
        let start = function.entry_block();
        dfs_pre_order_mut(&mut trap, function, start);
    }
}

fn is_panic(name: &str) -> bool {
    // `core[0123456789abcdef]::…`: the hash changes with the compiler.
    let (krate, path) = name.split_once(['[', ':']).unwrap_or_default();
    let path = path.split_once("]::").map_or(path.trim_start_matches(':'), |(_, path)| path);
    let name = format!("{krate}::{path}");
    PANICS.iter().any(|panic| name.starts_with(panic)) || name.ends_with("::assert_failed")
}

struct Trap(BTreeSet<FunctionId>);

impl VisitorMut for Trap {
    fn visit_instr_mut(&mut self, instr: &mut Instr, _: &mut InstrLocId) {
        if matches!(instr, Instr::Call(call) if self.0.contains(&call.func)) {
            *instr = Instr::Unreachable(Unreachable {});
        }
    }
}
