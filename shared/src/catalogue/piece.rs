//! A catalogue's pieces as bytes.
//!
//! Written out rather than derived from serde: the derived readers were a tenth
//! of the wasm that a visitor downloads before the first answer (11 of 118 kB),
//! since each field can fail in its own way. These cannot fail. What is missing
//! reads as empty and is remembered, and the whole piece is refused at the end.

use super::Unreadable;
use crate::profile::Field;
use time::Date;

/// Something that a piece is made of.
pub trait Piece: Sized {
    /// Adds its bytes.
    fn write(&self, out: &mut Vec<u8>);
    /// Takes its bytes; anything when there are too few.
    fn read(from: &mut Reader<'_>) -> Self;
}

/// Bytes yet to be read.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    is_short: bool,
}

impl Reader<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else {
            self.is_short = true;
            return 0;
        };
        self.rest = rest;
        *first
    }

    /// A number, seven bits a byte, lowest first.
    #[inline(never)]
    fn number(&mut self) -> u32 {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte();
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    /// How many of something follow; each takes a byte at least.
    fn count(&mut self) -> usize {
        let count = usize::try_from(self.number()).unwrap_or(0);
        self.is_short |= self.rest.len() < count;
        count.min(self.rest.len())
    }
}

/// A piece as bytes.
///
/// # Errors
/// None: pieces are made of things that can be written.
pub fn encode<T: Piece>(piece: &T) -> Result<Vec<u8>, Unreadable> {
    let mut out = Vec::new();
    piece.write(&mut out);
    Ok(out)
}

/// Reads a piece.
///
/// # Errors
/// [`Unreadable`] when the bytes are not that piece.
pub fn decode<T: Piece>(bytes: &[u8]) -> Result<T, Unreadable> {
    let mut reader = Reader { rest: bytes, is_short: false };
    let piece = T::read(&mut reader);
    if reader.is_short || !reader.rest.is_empty() { Err(Unreadable) } else { Ok(piece) }
}

#[inline(never)]
fn write_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or(0));
}

fn write_count(count: usize, out: &mut Vec<u8>) {
    write_number(u32::try_from(count).unwrap_or(u32::MAX), out);
}

impl Piece for u8 {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        from.byte()
    }
}

impl Piece for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn read(from: &mut Reader<'_>) -> Self {
        from.byte() != 0
    }
}

impl Piece for u16 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(u32::from(*self), out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        Self::try_from(from.number()).unwrap_or_default()
    }
}

impl Piece for u32 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(*self, out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        from.number()
    }
}

impl Piece for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_count(self.len(), out);
        out.extend_from_slice(self.as_bytes());
    }
    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Self {
        let count = from.count();
        let (text, rest) = from.rest.split_at(count);
        from.rest = rest;
        Self::from_utf8(text.to_vec()).unwrap_or_default()
    }
}

impl Piece for Date {
    fn write(&self, out: &mut Vec<u8>) {
        u16::try_from(self.year()).unwrap_or_default().write(out);
        self.ordinal().write(out);
    }
    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Self {
        let (year, day) = (u16::read(from), u16::read(from));
        Self::from_ordinal_date(i32::from(year), day).unwrap_or(Self::MIN)
    }
}

impl Piece for Field {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self as u8);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        let at = usize::from(from.byte());
        Self::ALL.get(at).copied().unwrap_or(Self::Seek)
    }
}

impl<T: Piece> Piece for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_some()));
        if let Some(one) = self {
            one.write(out);
        }
    }
    fn read(from: &mut Reader<'_>) -> Self {
        (from.byte() != 0).then(|| T::read(from))
    }
}

impl<T: Piece> Piece for Box<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        Self::new(T::read(from))
    }
}

impl<T: Piece> Piece for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        write_count(self.len(), out);
        for one in self {
            one.write(out);
        }
    }
    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Self {
        let count = from.count();
        let mut all = Self::with_capacity(count);
        for _ in 0..count {
            all.push(T::read(from));
        }
        all
    }
}

impl<A: Piece, B: Piece> Piece for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        (A::read(from), B::read(from))
    }
}

impl<T: Piece> Piece for [T; 4] {
    fn write(&self, out: &mut Vec<u8>) {
        for one in self {
            one.write(out);
        }
    }
    fn read(from: &mut Reader<'_>) -> Self {
        std::array::from_fn(|_| T::read(from))
    }
}

/// A record is its fields, in the order in which they are named here.
macro_rules! record {
    ($($name:ident { $($field:ident),* $(,)? })*) => { $(
        impl $crate::catalogue::Piece for $name {
            fn write(&self, out: &mut Vec<u8>) {
                $( self.$field.write(out); )*
            }
            #[inline(never)]
            fn read(from: &mut $crate::catalogue::Reader<'_>) -> Self {
                Self { $( $field: $crate::catalogue::Piece::read(from) ),* }
            }
        }
    )* };
}

/// A choice is the place of its name here, beginning with what an unknown one
/// reads as.
macro_rules! choice {
    ($($name:ident { $first:ident $(, $one:ident)* $(,)? })*) => { $(
        impl $crate::catalogue::Piece for $name {
            fn write(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }
            fn read(from: &mut $crate::catalogue::Reader<'_>) -> Self {
                const ALL: &[$name] = &[$name::$first $(, $name::$one)*];
                let at = usize::from(<u8 as $crate::catalogue::Piece>::read(from));
                ALL.get(at).copied().unwrap_or($name::$first)
            }
        }
    )* };
}

pub(crate) use {choice, record};
