//! The entries, turned inside out: which of them have a word.

use super::build;
use super::grams::GRAMS;
use super::score::push_letters;
use super::translation::Translation;
use super::vocabulary::Vocabulary;
use super::{Document, Part, says};
use crate::text::Lang;
use crate::text::names::Lists;
use crate::text::numbers::each_lower;
use crate::text::order::sorted;

/// How much a word counts that stands in a title, and in the body; in 16ths.
const TITLE: u32 = 32;
const BODY: u32 = 16;
/// Above this many entries letters in threes come from titles alone: bodies
/// would not fit in the memory of a Worker.
const MANY: usize = 20_000;

/// Entries that can be searched. Built on the device; the same for the same
/// entries in whatever order they come.
pub struct Index {
    ids: Texts,
    /// The letters of titles, a line each, all languages.
    titles: Texts,
    /// The family of each entry, or [`ALONE`]; empty when all are.
    pub(super) families: Vec<u32>,
    pub(super) vocabularies: [Vocabulary; 2],
    pub(super) translation: Option<Translation>,
    /// Stem → entries; each as `entry << 8 | how much it says`.
    pub(super) stems: Lists,
    pub(super) grams: Lists,
    /// Gram → one past its list; 0 for those that no entry has.
    pub(super) gram_lists: Vec<u16>,
    /// Entry → its forms, each as [`Form::code`].
    pub(super) forms: Lists,
}

/// The family of an entry that has none.
pub(super) const ALONE: u32 = u32::MAX;

/// A word of an entry.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) number: u32,
    pub(super) lang: Lang,
    pub(super) part: Part,
}

impl Form {
    fn code(self) -> u32 {
        self.number << 2 | lang_bit(self.lang) << 1 | u32::from(self.part == Part::Body)
    }

    pub(super) fn of(code: u32) -> Self {
        let lang = if code & 2 == 0 { Lang::Sv } else { Lang::En };
        let part = if code & 1 == 0 { Part::Title } else { Part::Body };
        Self { number: code >> 2, lang, part }
    }

    /// How much it counts.
    pub(super) fn weight(self) -> u32 {
        if self.part == Part::Title { TITLE } else { BODY }
    }
}

fn lang_bit(lang: Lang) -> u32 {
    u32::from(lang == Lang::En)
}

/// The number of a stem among those of both languages.
pub(super) fn stem_code(lang: Lang, stem: u32) -> u32 {
    stem << 1 | lang_bit(lang)
}

/// The language and the number of a stem, or of a form, in a code of both.
pub(super) fn parted(code: u32) -> (Lang, u32) {
    (if code & 1 == 0 { Lang::Sv } else { Lang::En }, code >> 1)
}

/// What an entry says in one of the lists.
pub(super) fn posting(lists: &Lists, list: u32, entry: u32) -> Option<u32> {
    said(lists.get(list), entry)
}

/// What an entry says, of postings.
#[inline(never)]
pub(super) fn said(postings: &[u32], entry: u32) -> Option<u32> {
    let at = postings.partition_point(|posting| *posting < entry << 8);
    postings.get(at).copied().filter(|posting| posting >> 8 == entry)
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index of {} entries", self.len())
    }
}

impl Index {
    /// Builds the index. An id that comes twice is two entries.
    pub fn new(documents: &[Document<'_>]) -> Self {
        let order = sorted(documents.len(), &|a, b| {
            let of = |at: u32| documents.get(at as usize).map(|one| (one.id, one.texts));
            of(a) < of(b)
        });
        let sorted = || order.iter().filter_map(|at| documents.get(*at as usize));
        let mut index = Self {
            ids: Texts::default(),
            titles: Texts::default(),
            families: Vec::new(),
            vocabularies: Lang::ALL.map(Vocabulary::new),
            translation: None,
            stems: Lists::default(),
            grams: Lists::default(),
            gram_lists: vec![0; GRAMS],
            forms: Lists::default(),
        };
        for document in sorted() {
            index.read(document);
        }
        if documents.iter().any(|document| document.family.is_some()) {
            let families = sorted().map(|document| document.family.unwrap_or(ALONE));
            index.families = families.collect();
        }
        index.settle();
        index
    }

    fn read(&mut self, document: &Document<'_>) {
        self.ids.text.push_str(document.id);
        self.ids.end();
        for text in document.texts {
            let [sv, en] = &mut self.vocabularies;
            let vocabulary = if text.lang == Lang::Sv { sv } else { en };
            each_lower(text.text, &mut |word| {
                if let Some(number) = vocabulary.learn(word, says) {
                    self.forms.push(Form { number, lang: text.lang, part: text.part }.code());
                }
            });
            if text.part == Part::Title {
                push_letters(text.text, &mut self.titles.text);
                self.titles.text.push('\n');
            }
        }
        self.titles.end();
        self.forms.end();
    }

    /// Makes the lists, when all entries have been read.
    fn settle(&mut self) {
        self.ids.text.shrink_to_fit();
        self.titles.text.shrink_to_fit();
        self.forms.close();
        let is_many = MANY < self.len();
        for vocabulary in &mut self.vocabularies {
            vocabulary.settle(u32::from(is_many));
        }
        self.stems = build::stems(self);
        let mut lists = std::mem::take(&mut self.gram_lists);
        self.grams = build::grams(self, is_many, &mut lists);
        self.gram_lists = lists;
    }

    /// Finds entries that have no text in the visitor's language, too.
    #[must_use]
    pub fn translating(mut self, translation: Translation) -> Self {
        self.translation = Some(translation);
        self
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.ids.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.ends.is_empty()
    }

    /// The id of an entry.
    pub fn id(&self, entry: u32) -> &str {
        self.ids.get(entry)
    }

    /// The letters of an entry's titles.
    pub(super) fn titles(&self, entry: u32) -> impl Iterator<Item = &str> {
        self.titles.get(entry).split_terminator('\n')
    }

    /// Whether an entry has a stem.
    pub(super) fn has_stem(&self, stem: u32, entry: u32) -> bool {
        posting(&self.stems, stem, entry).is_some()
    }

    pub(super) fn vocabulary(&self, lang: Lang) -> &Vocabulary {
        lang.of(&self.vocabularies)
    }

    /// The list of a gram, if any entry has it.
    pub(super) fn gram_list(&self, gram: u32) -> Option<u32> {
        self.gram_lists.get(gram as usize)?.checked_sub(1).map(u32::from)
    }
}

/// A text for each entry, one after the other: a hundred thousand small strings
/// would take three times as much.
#[derive(Default)]
struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Ends the text of an entry; the next is open.
    fn end(&mut self) {
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, entry: u32) -> &str {
        let end = |entry: u32| self.ends.get(entry as usize).map(|end| *end as usize);
        let from = entry.checked_sub(1).and_then(end).unwrap_or(0);
        self.text.get(from..end(entry).unwrap_or(from)).unwrap_or_default()
    }
}
