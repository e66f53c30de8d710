//! Strings as small numbers.

/// Each string once, with a number in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Names {
    text: String,
    /// Where each begins, and where the last ends.
    bounds: Vec<u32>,
    /// Open addressing; a power of two, at most half full. 0 is free, n + 1 is n.
    slots: Vec<u32>,
}

impl Names {
    /// The number of a string, if it has one.
    pub(crate) fn get(&self, name: &str) -> Option<u32> {
        self.get_hashed(name, Hash::of(name))
    }

    /// The same for one whose hash is known.
    pub(crate) fn get_hashed(&self, name: &str, hash: Hash) -> Option<u32> {
        let (at, _) = self.find(name, hash)?;
        at
    }

    /// Whether there may be a string with this hash: mostly it is told at once
    /// that there is none.
    #[inline]
    pub(crate) fn may_have(&self, hash: Hash) -> bool {
        let mask = self.slots.len().saturating_sub(1);
        self.slots.get(hash.place() & mask).is_some_and(|slot| *slot != 0)
    }

    /// The number of a string, a new one if need be.
    pub(crate) fn add(&mut self, name: &str) -> u32 {
        self.add_hashed(name, Hash::of(name))
    }

    /// The same for one whose hash is known.
    pub(crate) fn add_hashed(&mut self, name: &str, hash: Hash) -> u32 {
        if self.slots.len() < 2 * (self.len() + 1) {
            self.grow();
        }
        let Some((found, slot)) = self.find(name, hash) else { return 0 };
        if let Some(at) = found {
            return at;
        }
        let at = u32::try_from(self.len()).unwrap_or(u32::MAX - 1);
        if self.bounds.is_empty() {
            self.bounds.push(0);
        }
        self.text.push_str(name);
        self.bounds.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        if let Some(free) = self.slots.get_mut(slot) {
            *free = at + 1;
        }
        at
    }

    /// The string of a number.
    pub(crate) fn name(&self, at: u32) -> &str {
        let at = at as usize;
        let Some(&[from, to]) = self.bounds.get(at..at + 2) else { return "" };
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Gives back what was taken for more to come.
    pub(crate) fn close(&mut self) {
        self.text.shrink_to_fit();
        self.bounds.shrink_to_fit();
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// Where a string is or would be; nothing when there is no room at all.
    fn find(&self, name: &str, hash: Hash) -> Option<(Option<u32>, usize)> {
        let (name, text) = (name.as_bytes(), self.text.as_bytes());
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash.place() & mask;
        while let Some(at) = self.slots.get(slot)?.checked_sub(1) {
            let &[from, to] = self.bounds.get(at as usize..at as usize + 2)? else { return None };
            // Most that stand in the way have another length.
            let is_as_long = (to - from) as usize == name.len();
            if is_as_long && text.get(from as usize..to as usize) == Some(name) {
                return Some((Some(at), slot));
            }
            slot = (slot + 1) & mask;
        }
        Some((None, slot))
    }

    fn grow(&mut self) {
        const FEW: usize = 1 << 13;
        let count = self.len();
        // All are hashed anew: seldom while they are few. Many get twice as much
        // as before, hardly ever more: they are most of the memory.
        let room = if count < FEW { 6 } else { 3 } * (count + 1);
        self.slots = vec![0; room.next_power_of_two().max(64)];
        for at in 0..count {
            let at = u32::try_from(at).unwrap_or(u32::MAX - 1);
            let name = self.name(at);
            let Some((None, slot)) = self.find(name, Hash::of(name)) else { continue };
            if let Some(free) = self.slots.get_mut(slot) {
                *free = at + 1;
            }
        }
    }
}

/// FNV-1a, in 32 bits so that wasm has no longer numbers to carry. Grows with
/// the string: that of a beginning is on the way to that of the whole.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u32);

impl Hash {
    /// That of the empty string.
    pub(crate) const EMPTY: Self = Self(0x811c_9dc5);

    /// That of a string with one byte more.
    #[must_use]
    #[inline]
    pub(crate) fn then(self, byte: u8) -> Self {
        Self((self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// That of a string.
    pub(crate) fn of(name: &str) -> Self {
        let mut hash = Self::EMPTY;
        for byte in name.as_bytes() {
            hash = hash.then(*byte);
        }
        hash
    }

    #[inline]
    fn place(self) -> usize {
        (self.0 ^ (self.0 >> 15)) as usize
    }
}

/// Lists of numbers, one after the other: list n is between two starts.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    starts: Vec<u32>,
    all: Vec<u32>,
}

impl Lists {
    /// Sorts pairs of (list, number) into `lists` lists; within one, the order
    /// in which they came.
    pub(crate) fn gather(lists: usize, pairs: &[(u32, u32)]) -> Self {
        let mut room = Room::new(lists);
        for (list, _) in pairs {
            room.wants(*list, 1);
        }
        let mut filling = room.filling();
        for (list, number) in pairs {
            filling.put(*list, *number);
        }
        filling.lists()
    }

    /// Adds a number to the list that is open.
    pub(crate) fn push(&mut self, number: u32) {
        self.all.push(number);
    }

    /// Ends a list; the next is open.
    pub(crate) fn end(&mut self) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.starts.push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
    }

    /// Gives back what was taken for more to come.
    pub(crate) fn close(&mut self) {
        self.all.shrink_to_fit();
        self.starts.shrink_to_fit();
    }

    /// One list; empty where there is none.
    pub(crate) fn get(&self, list: u32) -> &[u32] {
        let list = list as usize;
        let (Some(from), Some(to)) = (self.starts.get(list), self.starts.get(list + 1)) else {
            return &[];
        };
        self.all.get(*from as usize..*to as usize).unwrap_or_default()
    }
}

/// How many numbers each list may get. Counting first takes a third of the
/// memory of sorting afterwards.
pub(crate) struct Room(Vec<u32>);

impl Room {
    pub(crate) fn new(lists: usize) -> Self {
        // One more: where the last one ends.
        Self(vec![0; lists + 1])
    }

    /// Makes room for some more.
    pub(crate) fn wants(&mut self, list: u32, more: u32) {
        if let Some(count) = self.0.get_mut(list as usize) {
            *count += more;
        }
    }

    /// Empty lists with that much room.
    pub(crate) fn filling(self) -> Filling {
        let mut starts = self.0;
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        Filling { ends: starts.clone(), starts, all: vec![0; sum as usize] }
    }
}

/// Lists that are being filled in any order.
pub(crate) struct Filling {
    starts: Vec<u32>,
    ends: Vec<u32>,
    all: Vec<u32>,
}

impl Filling {
    /// Adds a number to a list.
    pub(crate) fn put(&mut self, list: u32, number: u32) {
        let Some(end) = self.ends.get_mut(list as usize) else { return };
        if let Some(place) = self.all.get_mut(*end as usize) {
            *place = number;
        }
        *end += 1;
    }

    /// The lists, without the room that was left.
    pub(crate) fn lists(self) -> Lists {
        let Self { mut starts, ends, mut all } = self;
        let mut filled = 0;
        for (start, end) in starts.iter_mut().zip(ends) {
            let from = std::mem::replace(start, filled);
            for at in from..end {
                let number = all.get(at as usize).copied().unwrap_or_default();
                if let Some(place) = all.get_mut(filled as usize) {
                    *place = number;
                }
                filled += 1;
            }
        }
        all.truncate(filled as usize);
        let mut lists = Lists { starts, all };
        lists.close();
        lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number() {
        let mut names = Names::default();
        let all: Vec<String> = (0..500).map(|n| format!("namn{n}")).collect();
        for name in &all {
            names.add(name);
        }
        assert_eq!(names.add("namn7"), 7);
        assert_eq!(names.name(499), "namn499");
        assert_eq!(names.get("saknas"), None);
        assert_eq!(names.len(), 500);
    }

    #[test]
    fn lists_hold_what_was_put_in_them() {
        let lists = Lists::gather(3, &[(2, 7), (0, 1), (2, 8)]);
        assert_eq!([lists.get(0), lists.get(1), lists.get(2)], [&[1][..], &[], &[7, 8]]);
    }

    #[test]
    fn room_that_was_not_needed_is_given_back() {
        let mut room = Room::new(3);
        for list in [0, 0, 2, 2, 2] {
            room.wants(list, 1);
        }
        let mut filling = room.filling();
        for (list, number) in [(2, 7), (0, 1), (2, 8)] {
            filling.put(list, number);
        }
        let lists = filling.lists();
        assert_eq!([lists.get(0), lists.get(1), lists.get(2)], [&[1][..], &[], &[7, 8]]);
    }
}
