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
        let room = (4 * (self.ends.len() + 1)).next_power_of_two().max(64);
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
        let mut starts = vec![0_u32; lists + 1];
        for (list, _) in pairs {
            if let Some(start) = starts.get_mut(*list as usize + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut all = vec![0_u32; pairs.len()];
        for (list, number) in pairs {
            let Some(at) = next.get_mut(*list as usize) else { continue };
            if let Some(place) = all.get_mut(*at as usize) {
                *place = *number;
            }
            *at += 1;
        }
        Self { starts, all }
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
}
