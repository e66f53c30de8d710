//! What the page knows: answers, what they come to, and where the visitor
//! stands. Only [`crate::app`] changes it.

use crate::config::Config;
use crate::draft::{Contact, Draft};
use crate::journey::{self, Journey, Step};
use crate::language::{Sentence, journey as words, say};
use shared::catalogue::{Catalogue, Entry, Place, Question, Rules, Shape, Text};
use shared::detection::Findings;
use shared::matching::{self, Match, Matching};
use shared::private::Private;
use shared::profile::{DONT_KNOW, Field, Profile};
use shared::qualification::{self, Missing};
use shared::text::Lang;
use std::mem;
use std::sync::Arc;
use time::Date;
use web_sys::HtmlElement;

/// All that the answers so far come to.
#[derive(Debug)]
pub(crate) struct Seen {
    /// What the words gave, without what the visitor took away.
    pub(crate) findings: Findings,
    /// What was judged.
    pub(crate) profile: Profile,
    /// What came of it.
    pub(crate) matching: Matching,
    /// The pages on which something is asked.
    pub(crate) pages: Vec<u8>,
    /// What keeps it from being sent.
    pub(crate) missing: Vec<Missing>,
    /// Who could get it, best first.
    pub(crate) recipients: Vec<Place>,
}

impl Seen {
    /// What no answers come to where there is nothing to match against.
    fn empty() -> Self {
        let (findings, profile) = (Findings::default(), Profile::default());
        Self {
            matching: matching::run(&Rules::default(), &profile, &findings, Date::MIN),
            findings,
            profile,
            pages: Vec::new(),
            missing: Vec::new(),
            recipients: Vec::new(),
        }
    }

    pub(crate) fn of(state: &State) -> Self {
        let State { catalogue, draft, today, heard, .. } = state;
        let rules = &catalogue.rules;
        let id = |at| concept_id(catalogue, at).to_owned();
        let findings = draft.kept(heard.findings.clone(), id);
        let profile = matching::profile_for(catalogue, &draft.answers, &findings, *today);
        let matching = matching::run(rules, &profile, &findings, *today);
        Self {
            pages: journey::pages(rules, &profile, *today),
            missing: qualification::missing(rules, &profile, &matching, *today),
            recipients: qualification::recipients(rules, &matching),
            findings,
            profile,
            matching,
        }
    }

    /// The match of an entry.
    pub(crate) fn of_entry(&self, entry: Place) -> Option<&Match> {
        self.matching.matches.iter().find(|one| one.entry == entry)
    }
}

/// What the words were last found to say. Reading is the slow part, and most
/// answers change no words.
#[derive(Default)]
pub(crate) struct Heard {
    /// What was found.
    pub(crate) findings: Findings,
    /// The words that were read, and in which language.
    of: (Private<String>, Lang),
    /// Their concepts were looked for, and not yet the entries that have them.
    is_half: bool,
}

impl Heard {
    /// Reads the words a part further: concepts first, then entries. Nothing when
    /// they have been read.
    pub(crate) fn further(state: &State) -> Option<Self> {
        let State { catalogue, draft, lang, heard, .. } = state;
        let words = &draft.words;
        if heard.of.0 != *words || heard.of.1 != *lang {
            let findings = catalogue.hear_concepts(words.reveal(), *lang);
            return Some(Self { findings, of: (words.clone(), *lang), is_half: true });
        }
        heard.is_half.then(|| {
            let findings = catalogue.hear_entries(words.reveal(), *lang, heard.findings.clone());
            Self { findings, of: heard.of.clone(), is_half: false }
        })
    }
}

/// The id of a concept's place.
pub(crate) fn concept_id(catalogue: &Catalogue, at: u16) -> &str {
    catalogue.rules.concepts.get(usize::from(at)).map_or("", |concept| concept.id.as_str())
}

/// Something that the visitor has to change, and the id of where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The id of the field's element.
    pub(crate) at: String,
    /// What to do.
    pub(crate) text: String,
    /// Where it is changed, when that is another step.
    pub(crate) step: Option<Step>,
}

impl Problem {
    /// A problem of a field on this step.
    pub(crate) fn here(at: &str, text: String) -> Self {
        Self { at: at.to_owned(), text, step: None }
    }
}

/// How the sending goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sending {
    /// Nothing is under way.
    Idle,
    /// On its way.
    Busy,
    /// Not kept. What to do, in sentences.
    Failed(Vec<String>),
    /// Kept.
    Kept(Receipt),
}

/// What the service said of a lead that it keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Receipt {
    /// To refer to it by.
    pub(crate) reference: String,
    /// Where to follow it.
    pub(crate) status_url: Private<String>,
    /// When it came, as ISO 8601.
    pub(crate) received_at: String,
    /// Each recipient and the day of the promised answer, if any.
    pub(crate) recipients: Vec<(String, Option<String>)>,
    /// There seems to be one like it already.
    pub(crate) possible_duplicate: bool,
}

/// Everything that the page knows.
pub(crate) struct State {
    /// What there is to match against.
    pub(crate) catalogue: Catalogue,
    /// What the page around says of itself.
    pub(crate) config: Config,
    /// The day, as the service tells it.
    pub(crate) today: Date,
    /// The language of everything on the page.
    pub(crate) lang: Lang,
    /// The language that it will have when its words have come.
    pub(crate) wanted: Lang,
    /// Where the visitor stands.
    pub(crate) journey: Journey,
    /// Where they are on their way to, out of the partner's page.
    pub(crate) leaving: Option<Step>,
    /// They came from a partner's page to say who asks, and Back leads there.
    pub(crate) is_visiting: bool,
    /// The entry that a link led to: it stands first, and open.
    pub(crate) shown_first: Option<Place>,
    /// What is said of answers that came with a link or a file, and how many of
    /// them there are no more.
    pub(crate) notice: (Option<Sentence>, usize),
    /// What was answered.
    pub(crate) draft: Draft,
    /// Who asks. It decides nothing, so nothing follows it.
    pub(crate) contact: Contact,
    /// What the words were found to say.
    pub(crate) heard: Heard,
    /// What the answers come to.
    pub(crate) seen: Arc<Seen>,
    /// Entries in the order in which they were last sorted, and whether each was
    /// open then: nothing moves while the visitor answers on one page.
    pub(crate) sorted: Vec<(Place, bool)>,
    /// What has to change before the visitor can go on.
    pub(crate) problems: Vec<Problem>,
    /// What the live region says.
    pub(crate) said: String,
    /// How the sending goes.
    pub(crate) sending: Sending,
    /// The last body that was sent, and its key.
    pub(crate) sent: (Private<String>, String),
    /// Everything is unfolded, for paper.
    pub(crate) printing: bool,
    /// Something was typed that is not counted yet.
    pub(crate) typed: bool,
    /// Counts strokes: typing is counted after a pause.
    pub(crate) strokes: u32,
    /// Counts results, so that only the last one is announced.
    pub(crate) results: u32,
    /// The element that holds everything.
    pub(crate) mount: Option<HtmlElement>,
    /// Which start of the page this is: what was meant for another is let be.
    pub(crate) life: u32,
    /// Which questionnaire of this life: one more each time it begins anew.
    pub(crate) round: u32,
}

impl State {
    /// A page that knows nothing.
    pub(crate) fn empty() -> Self {
        Self {
            catalogue: Catalogue::new(Rules::default()),
            config: Config::default(),
            today: Date::MIN,
            lang: Lang::default(),
            wanted: Lang::default(),
            journey: Journey::START,
            leaving: None,
            is_visiting: false,
            shown_first: None,
            notice: (None, 0),
            draft: Draft::default(),
            contact: Contact::default(),
            heard: Heard::default(),
            seen: Arc::new(Seen::empty()),
            sorted: Vec::new(),
            problems: Vec::new(),
            said: String::new(),
            sending: Sending::Idle,
            sent: <(Private<String>, String)>::default(),
            printing: false,
            typed: false,
            strokes: 0,
            results: 0,
            mount: None,
            life: 0,
            round: 0,
        }
    }

    /// Forgets all that the visitor has said, and stands at the first question.
    pub(crate) fn forget(&mut self) {
        let before = mem::replace(self, Self::empty());
        *self = Self {
            catalogue: before.catalogue,
            config: before.config,
            today: before.today,
            lang: before.lang,
            wanted: before.wanted,
            mount: before.mount,
            life: before.life,
            round: before.round.wrapping_add(1),
            strokes: before.strokes.wrapping_add(1),
            results: before.results.wrapping_add(1),
            ..Self::empty()
        };
    }

    /// Drops concepts that there are no more, once it is known which there are.
    pub(crate) fn drop_unknown(&mut self) {
        let rules = &self.catalogue.rules;
        if !rules.concepts.is_empty() {
            self.notice.1 += self.draft.keep_concepts(|id| rules.concept(id).is_some());
        }
    }

    /// A text of the catalogue; empty until it has come.
    pub(crate) fn text(&self, text: Text) -> String {
        self.catalogue.text(self.lang, text).to_owned()
    }

    /// A text that may be lacking.
    pub(crate) fn text_if(&self, text: Option<Text>) -> String {
        text.map(|text| self.text(text)).unwrap_or_default()
    }

    /// Reads a text beside the company's own words.
    pub(crate) fn findings_of(&self, text: &str) -> Findings {
        self.catalogue.hear_concepts(text, self.lang)
    }

    /// The entry of a place.
    pub(crate) fn entry(&self, at: Place) -> Option<&Entry> {
        self.catalogue.rules.at(at)
    }

    /// The question that asks for a fact, in words.
    pub(crate) fn question(&self, field: Field) -> Option<Asked> {
        let of = self.catalogue.rules.question(field)?;
        Some(Asked {
            field,
            page: of.page,
            shape: of.shape,
            text: self.text(of.text),
            hint: self.text_if(of.hint),
            example: self.text_if(of.example),
            rows: self.rows(of),
        })
    }

    /// The answers as rows, "vet inte" last. Where the catalogue has its own
    /// word for not knowing, that one is it.
    fn rows(&self, of: &Question) -> Vec<Row> {
        let mut rows = Vec::new();
        for option in &of.options {
            rows.push(Row {
                code: option.code.clone(),
                label: self.text(option.label),
                hint: self.text_if(option.hint),
                group: self.text_if(option.group),
            });
        }
        let mut add = |code: &str, label| {
            let (code, label) = (code.to_owned(), say(self.lang, label).to_owned());
            rows.push(Row { code, label, ..Row::default() });
        };
        if of.shape == Shape::YesNo {
            add("true", words::YES);
            add("false", words::NO);
        }
        if !of.options.iter().any(|option| option.code.ends_with(".unsure")) {
            add(DONT_KNOW, words::DONT_KNOW);
        }
        rows
    }
}

/// A question in words.
pub(crate) struct Asked {
    pub(crate) field: Field,
    pub(crate) page: u8,
    pub(crate) shape: Shape,
    pub(crate) text: String,
    /// May be empty, as the example.
    pub(crate) hint: String,
    pub(crate) example: String,
    /// Its answers.
    pub(crate) rows: Vec<Row>,
}

/// An answer that can be chosen, in words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// What is kept.
    pub(crate) code: String,
    /// What is read.
    pub(crate) label: String,
    /// What it means; may be empty.
    pub(crate) hint: String,
    /// The heading that it stands under; may be empty.
    pub(crate) group: String,
}

/// What a view may follow. State without a topic is read when a view is drawn.
#[derive(Clone, Copy)]
pub(crate) enum Topic {
    /// The language.
    Lang,
    /// The step.
    Journey,
    /// Single answers, as checkboxes show them.
    Draft,
    /// What the answers come to, and texts that have come.
    Seen,
    /// The same as far as it is told beside the questions: in sum, of paths, of
    /// needs, and of all others. A screenful each, drawn one after the other.
    Sum,
    Paths,
    Needs,
    Places,
    /// The order of the entries.
    Sorted,
    /// What has to change.
    Problems,
    /// What the live region says.
    Said,
    /// How the sending goes.
    Sending,
    /// Whether it is being printed.
    Printing,
    /// That the step is to be drawn anew.
    Redrawn,
    /// What is said of answers that came from elsewhere.
    Notice,
}
