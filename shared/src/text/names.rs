//! Strings as small numbers.

/// Each string once, with a number in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Names {
    text: String,
    ends: Vec<u32>,
    /// Open addressing; a power of two, at most half full. 0 is free, n + 1 is n.
    slots: Vec<u32>,
}

impl Names {
    /// The number of a string, if it has one.
    pub(crate) fn get(&self, name: &str) -> Option<u32> {
        let (at, _) = self.find(name)?;
        at
    }

    /// The number of a string, a new one if need be.
    pub(crate) fn add(&mut self, name: &str) -> u32 {
        if self.slots.len() < 2 * (self.ends.len() + 1) {
            self.grow();
        }
        let Some((found, slot)) = self.find(name) else { return 0 };
        if let Some(at) = found {
            return at;
        }
        let at = u32::try_from(self.ends.len()).unwrap_or(u32::MAX - 1);
        self.text.push_str(name);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        if let Some(free) = self.slots.get_mut(slot) {
            *free = at + 1;
        }
        at
    }

    /// The string of a number.
    pub(crate) fn name(&self, at: u32) -> &str {
        let at = at as usize;
        let from = at.checked_sub(1).and_then(|at| self.ends.get(at)).copied().unwrap_or(0);
        let to = self.ends.get(at).copied().unwrap_or(from);
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Where a string is or would be; nothing when there is no room at all.
    fn find(&self, name: &str) -> Option<(Option<u32>, usize)> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash(name) & mask;
        loop {
            match self.slots.get(slot)?.checked_sub(1) {
                None => return Some((None, slot)),
                Some(at) if self.name(at) == name => return Some((Some(at), slot)),
                Some(_) => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        // Twice as many as before, hardly ever more: they are most of the memory.
        let room = (3 * (self.ends.len() + 1)).next_power_of_two().max(64);
        self.slots = vec![0; room];
        for at in 0..self.ends.len() {
            let at = u32::try_from(at).unwrap_or(u32::MAX - 1);
            let Some((None, slot)) = self.find(self.name(at)) else { continue };
            if let Some(free) = self.slots.get_mut(slot) {
                *free = at + 1;
            }
        }
    }
}

/// FNV-1a, in 32 bits so that wasm has no longer numbers to carry.
fn hash(name: &str) -> usize {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = name.bytes().fold(0x811c_9dc5_u32, step);
    (hash ^ (hash >> 15)) as usize
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
            room.wants(*list);
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
        Self(vec![0; lists])
    }

    /// Makes room for one more.
    pub(crate) fn wants(&mut self, list: u32) {
        if let Some(count) = self.0.get_mut(list as usize) {
            *count += 1;
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
        let mut lists = Lists { starts: vec![0], all: self.all };
        let mut filled = 0;
        for (from, to) in self.starts.into_iter().zip(self.ends) {
            for at in from..to {
                let number = lists.all.get(at as usize).copied().unwrap_or_default();
                if let Some(place) = lists.all.get_mut(filled) {
                    *place = number;
                }
                filled += 1;
            }
            lists.starts.push(u32::try_from(filled).unwrap_or(u32::MAX));
        }
        lists.all.truncate(filled);
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
            room.wants(list);
        }
        let mut filling = room.filling();
        for (list, number) in [(2, 7), (0, 1), (2, 8)] {
            filling.put(list, number);
        }
        let lists = filling.lists();
        assert_eq!([lists.get(0), lists.get(1), lists.get(2)], [&[1][..], &[], &[7, 8]]);
    }
}
