//! The entries, turned inside out: which of them have a word.

use super::grams::{self, GRAMS};
use super::number::Saturation;
use super::score::letters_of;
use super::translation::Translation;
use super::vocabulary::Vocabulary;
use super::{Document, Part, says};
use crate::text::names::{Lists, Room};
use crate::text::{Lang, lower, words};

/// How much a word counts that stands in a title, in the body, and as a part
/// of a compound in either; in 16ths.
const TITLE: u64 = 32;
const BODY: u64 = 16;
/// A part counts half of its word.
const OF_PART: u64 = 2;
/// k₁ 1.2 and b 0.4, in 256ths: settled on the development tasks, where all of
/// 0.9 to 1.8 and 0.3 to 0.5 lie within a hundredth.
const K: u64 = 307;
const B: u64 = 102;
/// Above this many entries letters in threes come from titles alone: bodies
/// would not fit in the memory of a Worker.
const MANY: usize = 20_000;

/// Entries that can be searched. Built on the device; the same for the same
/// entries in whatever order they come.
pub struct Index {
    pub(super) ids: Vec<String>,
    /// The letters of titles.
    titles: Titles,
    /// The family of each entry.
    pub(super) families: Vec<Option<u32>>,
    pub(super) vocabularies: [Vocabulary; 2],
    pub(super) translation: Option<Translation>,
    /// Stem → entries; each as `entry << 8 | how much it says`.
    pub(super) stems: Lists,
    pub(super) grams: Lists,
    /// Entry → its forms, each as [`Form::code`].
    pub(super) forms: Lists,
}

/// A word of an entry.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) number: u32,
    pub(super) lang: Lang,
    pub(super) part: Part,
}

impl Part {
    fn weight(self) -> u64 {
        match self {
            Self::Title => TITLE,
            Self::Body => BODY,
        }
    }
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
}

fn lang_bit(lang: Lang) -> u32 {
    u32::from(lang == Lang::En)
}

/// The number of a stem among those of both languages.
pub(super) fn stem_code(lang: Lang, stem: u32) -> u32 {
    stem << 1 | lang_bit(lang)
}

/// What an entry says in one of the lists.
pub(super) fn posting(lists: &Lists, list: u32, entry: u32) -> Option<u32> {
    let postings = lists.get(list);
    let at = postings.binary_search_by_key(&entry, |posting| posting >> 8).ok()?;
    postings.get(at).copied()
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index of {} entries", self.ids.len())
    }
}

impl Index {
    /// Builds the index. An id that comes twice is two entries.
    pub fn new(documents: &[Document<'_>]) -> Self {
        let mut sorted: Vec<&Document<'_>> = documents.iter().collect();
        sorted.sort_by(|a, b| (a.id, a.texts).cmp(&(b.id, b.texts)));
        let mut vocabularies = Lang::ALL.map(Vocabulary::new);
        let mut forms = Lists::default();
        for document in &sorted {
            for text in document.texts {
                let [sv, en] = &mut vocabularies;
                let vocabulary = if text.lang == Lang::Sv { sv } else { en };
                for word in words(text.text).iter().filter(|word| says(&word.lower)) {
                    let form = vocabulary.learn(&word.lower);
                    forms.push(Form { number: form, lang: text.lang, part: text.part }.code());
                }
            }
            forms.end();
        }
        forms.close();
        let rare = u32::from(MANY < sorted.len());
        for vocabulary in &mut vocabularies {
            vocabulary.settle(rare);
        }
        let mut index = Self {
            ids: sorted.iter().map(|document| document.id.to_owned()).collect(),
            titles: Titles::of(&sorted),
            families: sorted.iter().map(|document| document.family).collect(),
            vocabularies,
            translation: None,
            stems: Lists::default(),
            grams: Lists::default(),
            forms,
        };
        index.stems = index.stem_postings();
        index.grams = index.gram_postings();
        index
    }

    /// Finds entries that have no text in the visitor's language, too.
    #[must_use]
    pub fn translating(mut self, translation: Translation) -> Self {
        self.translation = Some(translation);
        self
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The id of an entry.
    pub fn id(&self, entry: u32) -> &str {
        self.ids.get(entry as usize).map_or("", String::as_str)
    }

    /// The letters of an entry's titles.
    pub(super) fn titles(&self, entry: u32) -> impl Iterator<Item = &str> {
        self.titles.get(entry).lines()
    }

    /// Whether an entry has a stem.
    pub(super) fn has_stem(&self, stem: u32, entry: u32) -> bool {
        posting(&self.stems, stem, entry).is_some()
    }

    pub(super) fn vocabulary(&self, lang: Lang) -> &Vocabulary {
        lang.of(&self.vocabularies)
    }

    fn count(&self) -> u32 {
        u32::try_from(self.ids.len()).unwrap_or(u32::MAX)
    }

    fn stem_postings(&self) -> Lists {
        let most = self.vocabularies.iter().map(Vocabulary::stem_count).max().unwrap_or(0);
        let said = |entry: u32, out: &mut Vec<(u32, u64)>| {
            for form in self.forms.get(entry).iter().map(|code| Form::of(*code)) {
                let weight = form.part.weight();
                let vocabulary = self.vocabulary(form.lang);
                out.push((stem_code(form.lang, vocabulary.stem(form.number)), weight));
                for part in vocabulary.parts(form.number) {
                    out.push((stem_code(form.lang, *part), weight / OF_PART));
                }
            }
        };
        let length = |entry: u32| {
            let weight = |code: &u32| Form::of(*code).part.weight();
            self.forms.get(entry).iter().map(weight).sum()
        };
        self.postings(2 * most, length, said)
    }

    fn gram_postings(&self) -> Lists {
        let only_titles = MANY < self.ids.len();
        // The grams of a form are the same wherever it stands.
        let mut spelled: Vec<u32> = Vec::new();
        let said = |entry: u32, out: &mut Vec<(u32, u64)>| {
            for form in self.forms.get(entry).iter().map(|code| Form::of(*code)) {
                if only_titles && form.part == Part::Body {
                    continue;
                }
                let weight = form.part.weight();
                spelled.clear();
                grams::spelled(self.vocabulary(form.lang).form(form.number), &mut spelled);
                out.extend(grams::grams(&spelled).map(|gram| (gram, weight)));
            }
        };
        let length = |entry: u32| {
            let one = |code: &u32| {
                let form = Form::of(*code);
                if only_titles && form.part == Part::Body {
                    return 0;
                }
                let look = self.vocabulary(form.lang).look(form.number);
                let letters = look.map_or(0, |look| look.length as u64);
                letters * form.part.weight()
            };
            self.forms.get(entry).iter().map(one).sum()
        };
        self.postings(GRAMS, length, said)
    }

    /// Lists of who says what, and how much.
    fn postings(
        &self,
        lists: usize,
        length: impl Fn(u32) -> u64,
        mut said: impl FnMut(u32, &mut Vec<(u32, u64)>),
    ) -> Lists {
        let lengths: Vec<u64> = (0..self.count()).map(length).collect();
        let all = lengths.iter().filter(|length| 0 < **length).count() as u64;
        let saturation = Saturation { k: K, b: B, lengths: lengths.iter().sum(), all };
        let mut own = Vec::new();
        let mut room = Room::new(lists);
        for entry in 0..self.count() {
            own.clear();
            said(entry, &mut own);
            for (list, _) in &own {
                room.wants(*list);
            }
        }
        let mut filling = room.filling();
        for (entry, length) in (0_u32..).zip(&lengths) {
            own.clear();
            said(entry, &mut own);
            own.sort_unstable();
            for same in own.chunk_by(|a, b| a.0 == b.0) {
                let Some((list, _)) = same.first() else { continue };
                let count = same.iter().map(|(_, weight)| weight).sum();
                filling.put(*list, entry << 8 | saturation.of(count, *length));
            }
        }
        filling.lists()
    }
}

/// The letters of all titles as one text, a line each: a hundred thousand small
/// strings would take three times as much.
struct Titles {
    text: String,
    /// Where the titles of an entry end, all languages of it.
    ends: Vec<u32>,
}

impl Titles {
    fn of(documents: &[&Document<'_>]) -> Self {
        let mut all = Self { text: String::new(), ends: Vec::new() };
        for document in documents {
            for text in document.texts.iter().filter(|text| text.part == Part::Title) {
                all.text.push_str(&letters_of(&lower(text.text)));
                all.text.push('\n');
            }
            all.ends.push(u32::try_from(all.text.len()).unwrap_or(u32::MAX));
        }
        all.text.shrink_to_fit();
        all
    }

    fn get(&self, entry: u32) -> &str {
        let end = |entry: u32| self.ends.get(entry as usize).map(|end| *end as usize);
        let from = entry.checked_sub(1).and_then(end).unwrap_or(0);
        self.text.get(from..end(entry).unwrap_or(from)).unwrap_or_default()
    }
}
