//! Panics → traps, just before the widget is linked.
//!
//! Nobody can read what a panic says in a browser: the standard library writes
//! it nowhere there, and what the page gets is a trap, which it answers
//! (`widget/frame.js`). So here a trap it is at once. The linker then leaves
//! out the words, the places in files and the code that would put them
//! together: 7 kB to download.
//!
//! The file formats: `Linking.md` of WebAssembly's tool conventions.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use wasmparser::{
    BinaryReader, Linking, LinkingSectionReader, RelocSectionReader, RelocationEntry,
    RelocationType, SymbolInfo,
};

use crate::project;

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

/// Whether rustc has called this program, as its linker.
pub fn is_linker(words: &[String]) -> bool {
    words.first().is_some_and(|word| word == "-flavor")
}

/// Links as rustc's own linker does, after [`trap_at_once`].
///
/// # Errors
/// When an object is none, or the linker fails.
pub fn link(words: &[String]) -> Result<()> {
    for object in words.iter().filter(|word| word.ends_with(".rcgu.o")).map(Path::new) {
        project::write(object, trap_at_once(&project::read(object)?)?)?;
    }
    // rustc has put its own on the path.
    project::run(Command::new("rust-lld").args(words.iter().map(OsStr::new)))
}

/// Puts a trap in the place of every call that only panics.
fn trap_at_once(object: &[u8]) -> Result<Vec<u8>> {
    let mut sections = sections(object)?;
    let panics = sections.iter().find_map(|section| section.custom("linking"));
    let panics = panics.map_or_else(|| Ok(BTreeSet::new()), panics_of)?;
    let code = sections.iter().position(|section| section.id == CODE);
    let relocations = sections.iter().position(|section| section.custom("reloc.CODE").is_some());
    if let (Some(code), Some(at)) = (code, relocations) {
        let entries = sections.get(at).and_then(|section| section.custom("reloc.CODE"));
        let reader = RelocSectionReader::new(entries.context("no relocations")?)?;
        let of = reader.section_index();
        let entries = reader.entries().into_iter().collect::<Result<Vec<_>, _>>()?;
        let code = sections.get_mut(code).context("no code")?;
        let kept = trap(&mut code.content, &entries, &panics);
        if let Some(section) = sections.get_mut(at) {
            section.content = written(of, &kept);
        }
    }
    let mut out = b"\0asm\x01\0\0\0".to_vec();
    for Section { id, content } in &sections {
        out.push(*id);
        unsigned(content.len() as u64, &mut out);
        out.extend(content);
    }
    Ok(out)
}

const CODE: u8 = 10;

struct Section {
    id: u8,
    content: Vec<u8>,
}

impl Section {
    /// What is in a custom section of that name.
    fn custom(&self, wanted: &str) -> Option<BinaryReader<'_>> {
        let mut reader = BinaryReader::new(&self.content, 0);
        let is_it = self.id == 0 && reader.read_string().is_ok_and(|name| name == wanted);
        is_it.then_some(reader)
    }
}

fn sections(object: &[u8]) -> Result<Vec<Section>> {
    let mut reader = BinaryReader::new(object, 0);
    reader.read_bytes(8).context("no wasm")?;
    let mut all = Vec::new();
    while !reader.eof() {
        let (id, length) = (reader.read_u8()?, reader.read_var_u32()?);
        let content = reader.read_bytes(usize::try_from(length)?)?.to_vec();
        all.push(Section { id, content });
    }
    Ok(all)
}

/// The symbols of functions that only panic.
fn panics_of(linking: BinaryReader<'_>) -> Result<BTreeSet<u32>> {
    let mut panics = BTreeSet::new();
    for part in LinkingSectionReader::new(linking)?.subsections() {
        let Linking::SymbolTable(symbols) = part? else { continue };
        for (at, symbol) in (0..).zip(symbols) {
            if matches!(symbol?, SymbolInfo::Func { name: Some(name), .. } if is_panic(name)) {
                panics.insert(at);
            }
        }
    }
    Ok(panics)
}

fn is_panic(name: &str) -> bool {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    PANICS.iter().any(|panic| name.starts_with(panic))
        || name.ends_with("::assert_failed")
        || name.contains("::assert_failed::<")
}

/// Overwrites the calls, and gives the relocations of all that is left. What a
/// panic would have been told, constants just before it, points nowhere then.
fn trap(
    code: &mut [u8],
    entries: &[RelocationEntry],
    panics: &BTreeSet<u32>,
) -> Vec<RelocationEntry> {
    const CALL: u8 = 0x10;
    const UNREACHABLE_AND_NOPS: [u8; 6] = [0, 1, 1, 1, 1, 1];
    let mut kept: Vec<RelocationEntry> = Vec::with_capacity(entries.len());
    for entry in entries {
        let range = entry.relocation_range();
        let call = code.get_mut(range.start.saturating_sub(1)..range.end);
        match call {
            Some(call)
                if entry.ty == RelocationType::FunctionIndexLeb
                    && panics.contains(&entry.index)
                    && call.first() == Some(&CALL) =>
            {
                call.copy_from_slice(&UNREACHABLE_AND_NOPS);
                forget_constants(code, range.start - 1, &mut kept);
            }
            _ => kept.push(*entry),
        }
    }
    kept
}

/// Drops the addresses among the constants that end at a place.
fn forget_constants(code: &mut [u8], mut end: usize, kept: &mut Vec<RelocationEntry>) {
    const ZERO: [u8; 5] = [0x80, 0x80, 0x80, 0x80, 0];
    while let Some(last) = kept.last() {
        let range = last.relocation_range();
        if range.end < end && is_constant(code.get(range.end..end).unwrap_or_default()) {
            end = range.end;
        } else if range.end == end && last.ty == RelocationType::MemoryAddrSleb {
            if let Some(address) = code.get_mut(range.clone()) {
                address.copy_from_slice(&ZERO);
            }
            end = range.start - 1;
            kept.pop();
        } else {
            return;
        }
    }
}

/// Whether this is `i32.const` of some number and nothing more.
fn is_constant(code: &[u8]) -> bool {
    const I32_CONST: u8 = 0x41;
    let mut reader = BinaryReader::new(code, 0);
    reader.read_u8().is_ok_and(|first| first == I32_CONST)
        && reader.read_var_i32().is_ok()
        && reader.eof()
}

/// A section of relocations.
fn written(of: u32, entries: &[RelocationEntry]) -> Vec<u8> {
    const NAME: &[u8] = b"\x0areloc.CODE";
    let mut out = NAME.to_vec();
    unsigned(of.into(), &mut out);
    unsigned(entries.len() as u64, &mut out);
    for entry in entries {
        out.push(entry.ty as u8);
        unsigned(entry.offset.into(), &mut out);
        unsigned(entry.index.into(), &mut out);
        if entry.ty.addend_kind() != wasmparser::RelocAddendKind::None {
            signed(entry.addend, &mut out);
        }
    }
    out
}

/// LEB128: seven bits a byte, lowest first.
fn unsigned(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(low_bits(number.to_le_bytes()) | 0x80);
        number >>= 7;
    }
    out.push(low_bits(number.to_le_bytes()));
}

/// The same with a sign: the second highest bit of the last byte.
fn signed(mut number: i64, out: &mut Vec<u8>) {
    while !(-0x40..0x40).contains(&number) {
        out.push(low_bits(number.to_le_bytes()) | 0x80);
        number >>= 7;
    }
    out.push(low_bits(number.to_le_bytes()));
}

fn low_bits([low, ..]: [u8; 8]) -> u8 {
    low & 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_are_known_by_name_and_nothing_else_is() {
        for name in [
            "_RNvNtCsgXGp5Oqx2Ny_4core9panicking18panic_bounds_check",
            "_RNvNtCsgXGp5Oqx2Ny_4core3str19slice_error_fail_rt",
            "_RINvNtCsgXGp5Oqx2Ny_4core9panicking13assert_failedjjEB4_",
            "_RNvNvMs_NtCs5cOc02OMXlo_5alloc3vecINtB6_3VecppE6remove13assert_failed",
            "_ZN4core9panicking9panic_fmt17h0123456789abcdefE",
        ] {
            assert!(is_panic(name), "{name}");
        }
        for name in [
            "_RNvNtNtCsebHcaeoSrxy_3std9panicking11panic_count8increase",
            "_ZN6widget4view4live17h0123456789abcdefE",
            "__wbindgen_malloc",
        ] {
            assert!(!is_panic(name), "{name}");
        }
    }

    /// `local.get 0; i32.const address; i32.const 7; i32.const place; call panic`
    #[test]
    fn a_panic_becomes_a_trap_and_what_it_would_say_is_forgotten() {
        let address = |offset| RelocationEntry {
            ty: RelocationType::MemoryAddrSleb,
            offset,
            index: 1,
            addend: 0,
        };
        let call = |offset, index| RelocationEntry {
            ty: RelocationType::FunctionIndexLeb,
            offset,
            index,
            addend: 0,
        };
        let mut code = vec![0x20, 0, 0x41, 9, 9, 9, 9, 9, 0x41, 7, 0x41, 9, 9, 9, 9, 9];
        code.extend([0x10, 9, 9, 9, 9, 9, 0x10, 9, 9, 9, 9, 9]);
        let entries = [address(3), address(11), call(17, 5), call(23, 6)];
        let kept = trap(&mut code, &entries, &BTreeSet::from([5]));
        assert_eq!(kept, [call(23, 6)]);
        let zero = [0x80, 0x80, 0x80, 0x80, 0];
        let trapped = [[0x20, 0, 0x41].as_slice(), &zero, &[0x41, 7, 0x41], &zero].concat();
        assert_eq!(code, [&trapped[..], &[0, 1, 1, 1, 1, 1, 0x10, 9, 9, 9, 9, 9]].concat());
    }

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for number in [0, 1, 63, 64, 127, 128, 300_000] {
            let mut out = Vec::new();
            unsigned(number, &mut out);
            assert_eq!(BinaryReader::new(&out, 0).read_var_u64().unwrap(), number);
        }
        for number in [0, -1, 63, 64, -64, -65, 300_000, -300_000] {
            let mut out = Vec::new();
            signed(number, &mut out);
            assert_eq!(BinaryReader::new(&out, 0).read_var_i64().unwrap(), number);
        }
    }
}
