//! What is said of what fits.

use super::Sentence;
use shared::catalogue::{Heading, Kind};
use shared::eligibility::Verdict;
use shared::matching::Outcome;

pub(crate) const HEADING: Sentence = ("Det här passar er", "What fits you");
pub(crate) const SO_FAR: Sentence = ("Det här passar hittills", "What fits so far");
pub(crate) const BEFORE_ANSWERS: Sentence = (
    "Här ser ni vad som passar, från ert första svar.",
    "Here you will see what fits, from your first answer.",
);
pub(crate) const CHANGE_ANSWERS: Sentence = ("Ändra dina svar", "Change your answers");
pub(crate) const GO_ON: Sentence = ("Gå vidare och skicka", "Go on and send");
pub(crate) const WHY_NOT: Sentence = ("Varför kan vi inte skicka än?", "Why can we not send yet?");
pub(crate) const PRINT: Sentence = ("Skriv ut", "Print");
pub(crate) const LAST_LINE: Sentence = (
    "En dialog eller ett test är inget löfte om köp. Samma svar ger samma resultat på alla \
     webbplatser.",
    "A dialogue or a test is not a promise to buy. The same answers give the same result on every \
     website.",
);
pub(crate) const VERSIONS: Sentence = ("{}. Katalog {}, regler {}.", "{}. Catalogue {}, rules {}.");

// The sentence that sums up. Word order differs: whole sentences, no pieces.
pub(crate) const ONE_PATH: Sentence = ("En väg passar.", "One path fits.");
pub(crate) const PATHS: Sentence = ("{} vägar passar.", "{} paths fit.");
pub(crate) const NO_PATH_YET: Sentence = ("Ingen väg är avgjord än.", "No path is settled yet.");
pub(crate) const ONE_OPEN: Sentence =
    ("En fråga till avgör en annan.", "One more question settles another.");
pub(crate) const OPEN: Sentence =
    ("Frågor är kvar för {} andra.", "Questions remain for {} others.");
pub(crate) const COUNTED: Sentence = (
    "{} passar, {} passar om något ändras, {} har en fråga kvar.",
    "{} fit, {} fit if something changes, {} have a question left.",
);
pub(crate) const NO_GOOD_MATCH: Sentence =
    ("Vi hittar inget som passar bra.", "We found no good match.");
pub(crate) const CLOSEST: Sentence = ("Det närmaste är {}.", "The closest is {}.");
pub(crate) const WHAT_IS_MISSING: Sentence = ("Det här saknas: {}", "What is missing: {}");

pub(crate) const SETTLES: Sentence = ("Avgör {} av {} nedan.", "Settles {} of {} below.");
pub(crate) const ANSWER_IT: Sentence = ("Svara på frågan", "Answer the question");
pub(crate) const UNANSWERED: Sentence = ("Obesvarat än så länge: {}.", "Not answered so far: {}.");

pub(crate) const MORE: Sentence = ("Visa {} till", "Show {} more");
pub(crate) const NOT_NOW: Sentence = ("Passar inte nu, och varför ({})", "Not now, and why ({})");
pub(crate) const NOTHING_HERE: Sentence = ("Inget här passar nu.", "Nothing here fits now.");

pub(crate) const WHY: Sentence = ("Varför, och vad som krävs", "Why, and what is required");
pub(crate) const YOUR_ANSWER: Sentence = ("Ert svar: {}", "Your answer: {}");
pub(crate) const CRITERION: Sentence = ("Villkor", "Condition");
pub(crate) const JUDGED: Sentence = ("Svar och bedömning", "Answer and verdict");
pub(crate) const SOURCE: Sentence = ("Källa: {}", "Source: {}");
pub(crate) const NOT_DECISIVE: Sentence =
    ("Önskvärt, avgör inte ensamt", "Wanted, does not decide alone");
pub(crate) const EVIDENCE: Sentence = ("Ni skrev {}.", "You wrote {}.");
pub(crate) const SMALLEST_CHANGE: Sentence =
    ("Det här skulle ändra svaret:", "This would change the answer:");
pub(crate) const ONE_MORE_ANSWER: Sentence =
    ("Svara på en fråga till så vet du:", "Answer one more question to know:");
pub(crate) const UNCONFIRMED: Sentence =
    ("Uppgiften är inte bekräftad sedan {}.", "Not confirmed since {}.");
pub(crate) const EXAMPLE: Sentence = ("Exempel", "Example");
pub(crate) const CONTACTS: Sentence = ("Börja hos", "Start with");
pub(crate) const OWNER: Sentence = ("Ansvarig", "Owner");
pub(crate) const OPEN_LINK: Sentence = ("Läs mer: {}", "Read more: {}");
pub(crate) const NEW_TAB: Sentence = ("öppnas i ny flik", "opens in a new tab");
pub(crate) const LIMITED: Sentence =
    ("Tar emot i begränsad omfattning: {}", "Receiving to a limited extent: {}");
pub(crate) const PAUSED: Sentence = ("Tar inte emot just nu: {}", "Not receiving right now: {}");

pub(crate) const NOTICES: Sentence = ("Bra att veta", "Good to know");
pub(crate) const REDIRECTED: Sentence =
    ("Det här hör till någon annan", "This belongs to another body");
pub(crate) const ANOTHER_WAY: Sentence =
    ("Det finns en annan väg för det här", "There is another way for this");
pub(crate) const STILL_OPEN: Sentence =
    ("Nedan står det som ändå är öppet för er.", "Below is what is still open to you.");
/// Said in place of "fits" of the path that leads away.
pub(crate) const APPLIES: Sentence = ("Gäller er", "Applies to you");
pub(crate) const OUT_OF_SCOPE: Sentence =
    ("Det här kan tjänsten inte hjälpa till med", "This service cannot help with this");
pub(crate) const PREPARE: Sentence = ("Det här kommer först", "This comes first");
pub(crate) const PREPARE_NO_ONE: Sentence = (
    "Ingen som tar emot ärenden passar än. Börja med den väg som står överst, eller svara på \
     fler frågor.",
    "No one who takes requests fits yet. Begin with the path at the top, or answer more questions.",
);
pub(crate) const NOT_COMPLETE: Sentence = (
    "Det finns mer att svara på innan du kan skicka. Nästa sida säger vad.",
    "There is more to answer before you can send. The next page says what.",
);

pub(crate) const ONE_CAN_RECEIVE: Sentence = (
    "En mottagare kan ta emot ert ärende härifrån.",
    "One recipient can take your request from here.",
);
pub(crate) const CAN_RECEIVE: Sentence = (
    "{} mottagare kan ta emot ert ärende härifrån.",
    "{} recipients can take your request from here.",
);

/// What a group of entries is called.
pub(crate) fn group(kind: Kind) -> Sentence {
    match kind {
        Kind::Path => ("Vägar", "Paths"),
        Kind::Need => ("Behov", "Needs"),
        Kind::Infrastructure | Kind::EntryPoint | Kind::Redirect => {
            ("Miljöer och kontakter", "Facilities and contacts")
        }
    }
}

/// An outcome in a word or two.
pub(crate) fn outcome(outcome: &Outcome) -> Sentence {
    match outcome {
        Outcome::Fits => ("Passar", "Fits"),
        Outcome::FitsIf(_) => ("Passar om …", "Fits if …"),
        Outcome::Unknown(_) => ("En fråga kvar", "One question left"),
        Outcome::NoFit(_) => ("Passar inte nu", "Not now"),
        Outcome::Closed => ("Tar inte emot just nu", "Not receiving right now"),
    }
}

/// A verdict in a word or two.
pub(crate) fn verdict(verdict: Verdict) -> Sentence {
    match verdict {
        Verdict::Met => ("Uppfyllt", "Met"),
        Verdict::Unmet => ("Inte uppfyllt", "Not met"),
        Verdict::Unknown => ("Inte avgjort", "Not settled"),
    }
}

/// What a paragraph of an entry is about.
pub(crate) fn heading(heading: Heading) -> Sentence {
    match heading {
        Heading::What => ("Vad det är", "What it is"),
        Heading::When => ("När det passar", "When it applies"),
        Heading::Law => ("Vad som gäller", "What the law says"),
        Heading::Inputs => ("Det ni tar med", "What you bring"),
        Heading::Time => ("Tid", "Time"),
        Heading::Problem => ("Problemet", "The problem"),
        Heading::Effect => ("Önskad effekt", "Wanted effect"),
        Heading::Constraints => ("Det som begränsar", "What limits it"),
    }
}
