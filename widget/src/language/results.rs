//! What is said of what fits.

use super::{Sentence, sentences};
use shared::catalogue::{Heading, Kind};
use shared::eligibility::Verdict;
use shared::matching::Outcome;

/// What a group of entries is called.
pub(crate) fn group(kind: Kind) -> Sentence {
    match kind {
        Kind::Path => KIND_PATH,
        Kind::Need => KIND_NEED,
        Kind::Infrastructure | Kind::EntryPoint | Kind::Redirect => KIND_OTHER,
    }
}

/// An outcome in a word or two.
pub(crate) fn outcome(outcome: &Outcome) -> Sentence {
    match outcome {
        Outcome::Fits => OUTCOME_FITS,
        Outcome::FitsIf(_) => OUTCOME_FITS_IF,
        Outcome::Unknown(_) => OUTCOME_UNKNOWN,
        Outcome::NoFit(_) => OUTCOME_NO_FIT,
        Outcome::Closed => OUTCOME_CLOSED,
    }
}

/// A verdict in a word or two.
pub(crate) fn verdict(verdict: Verdict) -> Sentence {
    match verdict {
        Verdict::Met => VERDICT_MET,
        Verdict::Unmet => VERDICT_UNMET,
        Verdict::Unknown => VERDICT_UNKNOWN,
    }
}

/// What a paragraph of an entry is about.
pub(crate) fn heading(heading: Heading) -> Sentence {
    match heading {
        Heading::What => HEADING_WHAT,
        Heading::When => HEADING_WHEN,
        Heading::Law => HEADING_LAW,
        Heading::Inputs => HEADING_INPUTS,
        Heading::Time => HEADING_TIME,
        Heading::Problem => HEADING_PROBLEM,
        Heading::Effect => HEADING_EFFECT,
        Heading::Constraints => HEADING_CONSTRAINTS,
    }
}

sentences! { super::journey::ALL.len() + super::contact::ALL.len();
    HEADING = ("Det här passar er", "What fits you");
    SO_FAR = ("Det här passar hittills", "What fits so far");
    BEFORE_ANSWERS = (
        "Här ser ni vad som passar, från ert första svar.",
        "Here you will see what fits, from your first answer.",
    );
    CHANGE_ANSWERS = ("Ändra dina svar", "Change your answers");
    GO_ON = ("Gå vidare och skicka", "Go on and send");
    WHY_NOT = ("Varför kan vi inte skicka än?", "Why can we not send yet?");
    PRINT = ("Skriv ut", "Print");
    LAST_LINE = (
        "En dialog eller ett test är inget löfte om köp. Samma svar ger samma resultat på alla \
         webbplatser.",
        "A dialogue or a test is not a promise to buy. The same answers give the same result on \
         every website.",
    );
    VERSIONS = ("{}. Katalog {}, regler {}. {}", "{}. Catalogue {}, rules {}. {}");

    // The sentence that sums up. Word order differs: whole sentences, no pieces.
    ONE_PATH = ("En väg passar.", "One path fits.");
    PATHS = ("{} vägar passar.", "{} paths fit.");
    NO_PATH_YET = ("Ingen väg är avgjord än.", "No path is settled yet.");
    ONE_OPEN = ("En fråga till avgör en annan.", "One more question settles another.");
    OPEN = ("Frågor är kvar för {} andra.", "Questions remain for {} others.");
    COUNTED = (
        "{} passar, {} passar om något ändras, {} har en fråga kvar.",
        "{} fit, {} fit if something changes, {} have a question left.",
    );
    NO_GOOD_MATCH = ("Vi hittar inget som passar bra.", "We found no good match.");
    CLOSEST = ("Det närmaste är {}.", "The closest is {}.");
    CLOSEST_TWO = ("Det närmaste är {} och {}.", "The closest are {} and {}.");
    WORDS_UNSURE = (
        "Vi är inte säkra på att vi förstod era ord.",
        "We are not sure that we understood your words.",
    );
    REQUIRES = ("För {} krävs {}.", "{} requires {}.");

    SETTLES = ("Avgör {} av {} nedan.", "Settles {} of {} below.");
    ANSWER_IT = ("Svara på frågan", "Answer the question");
    UNANSWERED = ("Obesvarat än så länge: {}.", "Not answered so far: {}.");

    MORE = ("Visa {} till", "Show {} more");
    NOT_NOW = ("Passar inte nu, och varför ({})", "Not now, and why ({})");
    NOTHING_HERE = ("Inget här passar nu.", "Nothing here fits now.");

    WHY = ("Varför, och vad som krävs", "Why, and what is required");
    YOUR_ANSWER = ("Ert svar: {}", "Your answer: {}");
    CRITERION = ("Villkor", "Condition");
    JUDGED = ("Svar och bedömning", "Answer and verdict");
    SOURCE = ("Källa: {}", "Source: {}");
    NOT_DECISIVE = ("Önskvärt, avgör inte ensamt", "Wanted, does not decide alone");
    EVIDENCE = ("Ni skrev {}.", "You wrote {}.");
    SMALLEST_CHANGE = ("Det här skulle ändra svaret:", "This would change the answer:");
    ONE_MORE_ANSWER = ("Svara på en fråga till så vet du:", "Answer one more question to know:");
    UNCONFIRMED = ("Uppgiften är inte bekräftad sedan {}.", "Not confirmed since {}.");
    EXAMPLE = ("Exempel", "Example");
    CONTACTS = ("Börja hos", "Start with");
    OWNER = ("Ansvarig", "Owner");
    OPEN_LINK = ("Läs mer: {}", "Read more: {}");
    NEW_TAB = ("öppnas i ny flik", "opens in a new tab");
    LIMITED = ("Tar emot i begränsad omfattning: {}", "Receiving to a limited extent: {}");
    PAUSED = ("Tar inte emot just nu: {}", "Not receiving right now: {}");

    NOTICES = ("Bra att veta", "Good to know");
    REDIRECTED = ("Det här hör till någon annan", "This belongs to another body");
    ANOTHER_WAY = ("Det finns en annan väg för det här", "There is another way for this");
    STILL_OPEN = (
        "Nedan står det som ändå är öppet för er.",
        "Below is what is still open to you.",
    );
    /// Said in place of "fits" of the path that leads away.
    APPLIES = ("Gäller er", "Applies to you");
    OUT_OF_SCOPE = (
        "Det här kan tjänsten inte hjälpa till med",
        "This service cannot help with this",
    );
    PREPARE = ("Det här kommer först", "This comes first");
    PREPARE_NO_ONE = (
        "Ingen som tar emot ärenden passar än. Börja med den väg som står överst, eller svara på \
         fler frågor.",
        "No one who takes requests fits yet. Begin with the path at the top, or answer more \
         questions.",
    );
    NOT_COMPLETE = (
        "Det finns mer att svara på innan du kan skicka. Nästa sida säger vad.",
        "There is more to answer before you can send. The next page says what.",
    );

    ONE_CAN_RECEIVE = (
        "En mottagare kan ta emot ert ärende härifrån.",
        "One recipient can take your request from here.",
    );
    CAN_RECEIVE = (
        "{} mottagare kan ta emot ert ärende härifrån.",
        "{} recipients can take your request from here.",
    );

    // What groups, outcomes, verdicts and paragraphs are called.
    KIND_PATH = ("Vägar", "Paths");
    KIND_NEED = ("Behov", "Needs");
    KIND_OTHER = ("Miljöer och kontakter", "Facilities and contacts");
    OUTCOME_FITS = ("Passar", "Fits");
    OUTCOME_FITS_IF = ("Passar om …", "Fits if …");
    OUTCOME_UNKNOWN = ("En fråga kvar", "One question left");
    OUTCOME_NO_FIT = ("Passar inte nu", "Not now");
    OUTCOME_CLOSED = ("Tar inte emot just nu", "Not receiving right now");
    VERDICT_MET = ("Uppfyllt", "Met");
    VERDICT_UNMET = ("Inte uppfyllt", "Not met");
    VERDICT_UNKNOWN = ("Inte avgjort", "Not settled");
    HEADING_WHAT = ("Vad det är", "What it is");
    HEADING_WHEN = ("När det passar", "When it applies");
    HEADING_LAW = ("Vad som gäller", "What the law says");
    HEADING_INPUTS = ("Det ni tar med", "What you bring");
    HEADING_TIME = ("Tid", "Time");
    HEADING_PROBLEM = ("Problemet", "The problem");
    HEADING_EFFECT = ("Önskad effekt", "Wanted effect");
    HEADING_CONSTRAINTS = ("Det som begränsar", "What limits it");
}
