//! What stands on buttons, headings and fields, in both languages: a visitor
//! knows the page by these and nothing else.

use shared::text::Lang;

/// The same words in Swedish and in English.
pub type Words = (&'static str, &'static str);

/// Gives the words of a language.
pub fn say(lang: Lang, words: Words) -> &'static str {
    match lang {
        Lang::Sv => words.0,
        Lang::En => words.1,
    }
}

/// Buttons.
pub mod button {
    use super::Words;

    /// To the next step.
    pub const GO_ON: Words = ("Fortsätt", "Continue");
    /// To the step before.
    pub const BACK: Words = ("Tillbaka", "Back");
    /// From the results to the recipients.
    pub const TO_SEND: Words = ("Gå vidare och skicka", "Go on and send");
    /// From the results to what is missing.
    pub const WHY_NOT: Words = ("Varför kan vi inte skicka än?", "Why can we not send yet?");
    /// What every button that sends begins with.
    pub const SEND: Words = ("Skicka", "Send");
    /// From a changed answer back to the check.
    pub const SAVE: Words = ("Spara och granska", "Save and review");
    /// Counts again what was added where something was missing.
    pub const AGAIN: Words = ("Pröva igen", "Try again");
    /// The other language, named in itself.
    pub const SWITCH: Words = ("In English", "På svenska");
    /// Unfolds the rest of what fits.
    pub const MORE: Words = ("Visa", "Show");
    /// Unfolds what does not fit.
    pub const NOT_NOW: Words = ("Passar inte nu, och varför", "Not now, and why");
    /// Unfolds an entry's criteria.
    pub const WHY: Words = ("Varför, och vad som krävs", "Why, and what is required");
}

/// Headings.
pub mod heading {
    use super::Words;

    /// The page of own words.
    pub const WORDS: Words =
        ("Beskriv er lösning med egna ord", "Describe your solution in your own words");
    /// The results as a step.
    pub const RESULTS: Words = ("Det här passar er", "What fits you");
    /// The same step, where the matter goes elsewhere.
    pub const LEADING_AWAY: [Words; 3] = [
        ("Det här hör till någon annan", "This belongs to another body"),
        ("Det finns en annan väg för det här", "There is another way for this"),
        ("Det här kan tjänsten inte hjälpa till med", "This service cannot help with this"),
    ];
    /// The paths among the results.
    pub const PATHS: Words = ("Vägar", "Paths");
    /// Infrastructures, entry points and support among the results.
    pub const PLACES: Words = ("Miljöer och kontakter", "Facilities and contacts");
    /// Who gets it.
    pub const RECIPIENTS: Words = ("Vem ska få ert ärende?", "Who should get your request?");
    /// It cannot be sent yet.
    pub const NOT_YET: Words =
        ("Det här saknas innan du kan skicka", "What is missing before you can send");
    /// It is not for us.
    pub const ELSEWHERE: Words = ("Det här går en annan väg", "This goes another way");
    /// Who asks.
    pub const CONTACT: Words = ("Vem kan de svara?", "Who can they answer?");
    /// Everything before it is sent.
    pub const CHECK: Words = ("Granska innan du skickar", "Check before you send");
    /// It is kept.
    pub const RECEIPT: Words = ("Ärendet är mottaget", "Your request is received");
}

/// Fields and groups.
pub mod field {
    use super::Words;

    /// The company's own words.
    pub const WORDS: Words = ("Era ord", "Your words");
    /// What was read from them.
    pub const FOUND: Words = ("Det här läste vi ut", "What we read from it");
    /// Not an answer that a fact has, but an answer.
    pub const DONT_KNOW: Words = ("Vet inte", "Do not know");
    /// Yes.
    pub const YES: Words = ("Ja", "Yes");
    /// No.
    pub const NO: Words = ("Nej", "No");
    /// The company's name.
    pub const COMPANY: Words = ("Företagets namn", "Company name");
    /// Its number.
    pub const ORG_NUMBER: Words =
        ("Organisationsnummer (frivilligt)", "Registration number (optional)");
    /// The person's name.
    pub const NAME: Words = ("Ditt namn", "Your name");
    /// What the person is in the company.
    pub const ROLE: Words = ("Din roll (frivilligt)", "Your role (optional)");
    /// The person's address.
    pub const EMAIL: Words = ("E-post", "Email");
}

/// An outcome of an entry as it is shown, by its key.
pub fn outcome(lang: Lang, entry: &str, key: &str) -> &'static str {
    let words = match key {
        "fits" if entry == "path.redirect" => ("Gäller er", "Applies to you"),
        "fits" => ("Passar", "Fits"),
        "fits-if" => ("Passar om …", "Fits if …"),
        "unknown" => ("En fråga kvar", "One question left"),
        "no-fit" => ("Passar inte nu", "Not now"),
        "closed" => ("Tar inte emot just nu", "Not receiving right now"),
        _ => ("?", "?"),
    };
    say(lang, words)
}
