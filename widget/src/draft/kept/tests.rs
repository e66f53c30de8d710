//! What holds of everything that is kept, and of whatever comes back.

use super::*;
use proptest::prelude::*;
use shared::catalogue::Catalogue;
use shared::compile::catalogue;
use std::path::Path;
use std::sync::LazyLock;

/// The catalogue itself.
pub(crate) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    catalogue(&shared).expect("the catalogue")
});

/// Words that no code has: where one is seen, something that was written is seen.
const CANARIES: [&str; 8] = [
    "Kvastfening AB",
    "kanariefågel",
    "anna.kvast@example.com",
    "070-174 06 05",
    "556677-8899",
    "hjärtklaffsöversikt",
    "Färre kanariefall",
    "tryggare kanarienätter",
];

fn codes(field: Field) -> Vec<String> {
    let question = CATALOGUE.rules.question(field).expect("a question");
    let mut all: Vec<String> = question.options.iter().map(|one| one.code.clone()).collect();
    if question.shape == Shape::YesNo {
        all.extend(["true".to_owned(), "false".to_owned()]);
    }
    all.push(DONT_KNOW.to_owned());
    all
}

/// Answers a question by dice, as the views do.
pub(crate) fn answer(draft: &mut Draft, field: Field, (whether, which): (u8, usize)) {
    let shape = CATALOGUE.rules.question(field).expect("a question").shape;
    let all = codes(field);
    let code = |at: usize| all[at % all.len()].clone();
    match (whether % 5, shape) {
        (0, _) => {}
        (1, Shape::Text | Shape::Amount) => draft.write_unknown(field, true),
        (_, Shape::Text) => draft.write(field, CANARIES[which % CANARIES.len()]),
        (2, Shape::Amount) => draft.write(field, "kanske 600 kanariefåglar"),
        (_, Shape::Amount) => draft.write(field, &format!("{which} 000")),
        (_, Shape::Choices) => {
            draft.toggle(field, &code(which), true);
            draft.toggle(field, &code(which / 31), true);
        }
        _ => draft.choose(field, &code(which)),
    }
}

prop_compose! {
    fn drafts()(
        dice in prop::collection::vec((any::<u8>(), any::<usize>()), 20),
        words in ".{0,60}",
        concepts in prop::collection::vec((any::<usize>(), any::<bool>()), 0..8),
    ) -> Draft {
        let mut draft = Draft::default();
        for (field, dice) in Field::ALL.into_iter().zip(dice) {
            answer(&mut draft, field, dice);
        }
        draft.words = Private::new([CANARIES[5], &words].concat());
        for (at, confirmed) in concepts {
            let id = CATALOGUE.rules.concepts[at % CATALOGUE.rules.concepts.len()].id.as_str();
            if confirmed { draft.confirm(id) } else { draft.remove(id) }
        }
        draft
    }
}

prop_compose! {
    fn contacts()(
        fields in prop::collection::vec(any::<bool>(), 7),
        recipients in prop::collection::vec(any::<usize>(), 0..3),
        consents in any::<[bool; 2]>(),
    ) -> Contact {
        let mut contact = Contact::default();
        for (name, given) in CONTACT.into_iter().zip(fields) {
            if given {
                contact.set(name, CANARIES[name.len() % CANARIES.len()].to_owned());
            }
        }
        let takes: Vec<&str> = CATALOGUE.rules.entries.iter()
            .filter(|entry| entry.recipient.is_some()).map(|entry| entry.id.as_str()).collect();
        for at in recipients {
            contact.choose(takes[at % takes.len()], true);
        }
        contact.consents.share_with_partner = consents[0];
        contact.consents.contact_for_followup = consents[1];
        contact
    }
}

type Pairs = Vec<(String, String)>;

fn said(draft: &Draft, contact: &Contact, link: Option<&[String]>) -> Pairs {
    let mut all = Pairs::new();
    tell((draft, contact), link, &mut |name, text| all.push((name.to_owned(), text.to_owned())));
    all
}

fn read(pairs: &Pairs, is_file: bool) -> Kept {
    let mut kept = Kept { is_file, ..Kept::default() };
    for (name, text) in pairs {
        kept.read((name, text), &CATALOGUE.rules);
    }
    kept
}

fn linked_back(link: &str) -> Kept {
    let mut kept = Kept::default();
    kept.read_link(link, &CATALOGUE.rules);
    kept
}

/// As one link.
fn linked(pairs: &Pairs) -> String {
    let all: Vec<String> = pairs.iter().map(|(name, text)| format!("{name}={text}")).collect();
    format!("#k={}&step=101", all.join("&"))
}

/// The same, whatever the order of writing.
fn assert_same(one: &Draft, other: &Draft) -> Result<(), TestCaseError> {
    prop_assert_eq!(&one.answers, &other.answers);
    prop_assert_eq!(one.words.reveal(), other.words.reveal());
    prop_assert_eq!(&one.removed, &other.removed);
    for field in [Field::PriceSek, Field::OrgBenefit, Field::UserBenefit] {
        prop_assert_eq!(one.written(field), other.written(field));
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_file_gives_back_all_that_was_said(draft in drafts(), contact in contacts()) {
        let kept = read(&said(&draft, &contact, None), true);
        prop_assert_eq!(kept.lost, 0);
        assert_same(&kept.draft, &draft)?;
        prop_assert_eq!(said(&kept.draft, &kept.contact, None), said(&draft, &contact, None));
        prop_assert_eq!(kept.contact, contact);
    }

    #[test]
    fn a_link_gives_back_the_choices_and_nothing_that_was_written(
        draft in drafts(), contact in contacts(),
    ) {
        let concepts = &draft.answers.concepts;
        let link = linked(&said(&draft, &contact, Some(concepts)));
        for canary in CANARIES.into_iter().chain(CANARIES.iter().flat_map(|one| one.split(' '))) {
            prop_assert!(!link.contains(canary), "{canary} in {link}");
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "#=&+._-".contains(c);
        prop_assert!(link.chars().all(plain), "{link}");

        let kept = linked_back(&link);
        prop_assert_eq!((kept.lost, kept.step), (0, Some(101)));
        prop_assert_eq!(&kept.contact.recipients, &contact.recipients);
        let mut choices = draft.clone();
        choices.answers.clear(Field::OrgBenefit);
        choices.answers.clear(Field::UserBenefit);
        prop_assert_eq!(&kept.draft.answers, &choices.answers);
        prop_assert_eq!(&kept.draft.removed, &draft.removed);
        prop_assert!(kept.draft.words.reveal().is_empty());
    }

    #[test]
    fn whatever_comes_back_gives_only_answers_that_there_are(
        text in ".{0,200}", names in prop::collection::vec(0..30_usize, 0..12),
        texts in prop::collection::vec("[a-z.+ =&#-]{0,20}|true|dont-know|9|.{0,20}", 12),
        written: bool,
    ) {
        const OTHERS: [&str; 10] =
            ["step", "c", "r", "to", "text", "unknown", "share", "company", "x", "__proto__"];
        let name = |at: &usize| Field::ALL.get(*at).map_or_else(|| OTHERS[at - 20], |f| f.name());
        let pairs: Pairs =
            names.iter().map(name).zip(texts).map(|(name, text)| (name.to_owned(), text)).collect();
        linked_back(&text);
        let kept = read(&pairs, written);
        for field in kept.draft.answers.answered() {
            for code in kept.draft.answers.codes(field) {
                let typed = matches!(field, Field::OrgBenefit | Field::UserBenefit);
                prop_assert!(typed && written || codes(field).iter().any(|one| one == code));
            }
        }
        if !written {
            prop_assert!(kept.draft.words.reveal().is_empty() && kept.contact.fields.is_empty());
            prop_assert!(kept.draft.written(Field::OrgBenefit).is_empty());
        }
    }

    #[test]
    fn prepared_answers_never_take_the_place_of_a_visitors_own(own in drafts(), other in drafts()) {
        let mut kept = Kept { draft: own.clone(), adds: true, ..Kept::default() };
        for (name, text) in said(&other, &Contact::default(), Some(&other.answers.concepts)) {
            kept.read((&name, &text), &CATALOGUE.rules);
        }
        let filled = kept.draft;
        for field in own.answers.answered() {
            prop_assert_eq!(filled.answers.get(field), own.answers.get(field));
        }
        prop_assert_eq!(filled.words.reveal(), own.words.reveal());
        prop_assert_eq!(filled.removed, own.removed);
    }
}

#[test]
fn answers_that_there_are_no_more_are_dropped_and_counted() {
    let link = "#k=seek=seek.pilot+seek.gone&class=abacus&trl=12&country=SE&nonsense=1&step=3";
    let kept = linked_back(link);
    assert_eq!(kept.lost, 3);
    assert_eq!(kept.draft.answers.codes(Field::Seek), ["seek.pilot"]);
    assert_eq!(kept.draft.answers.code(Field::Country), Some("SE"));
    assert_eq!(kept.draft.answers.get(Field::Class), Answer::NotAsked);
    assert_eq!(kept.step, Some(3));
}

#[test]
fn a_concept_that_there_is_no_more_goes_when_the_terms_have_come() {
    let mut kept = linked_back("c=area.cardiology+area.gone&r=x.y");
    let gone = kept.draft.keep_concepts(|id| CATALOGUE.rules.concept(id).is_some());
    assert_eq!(gone, 2);
    assert_eq!(kept.draft.answers.concepts, ["area.cardiology"]);
}

#[test]
fn a_link_and_a_file_are_read_without_a_panic() {
    let right = "#k=seek=seek.pilot+seek.test&class=device&trl=8&price_sek=400000&c=area.cardiology&\
                 r=x.y&to=actor.rs-innovation&step=3&text=En+app&unknown=org_benefit&share=1";
    crate::odd::inputs("link and file", &[right], |_, text| {
        linked_back(text);
        let pairs = text.split('&').filter_map(|one| one.split_once('='));
        read(&pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect(), true);
    });
}
