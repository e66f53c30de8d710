//! What is said while the visitor answers.

use super::Sentence;

pub(crate) const BRAND: Sentence =
    ("Vägen in till Region Stockholm", "The way in to Region Stockholm");
pub(crate) const PROMISE: Sentence = (
    "Ingenting lämnar din webbläsare förrän du skickar.",
    "Nothing leaves your browser until you send it.",
);
/// The language switch names the other language in that language.
pub(crate) const SWITCH: Sentence = ("In English", "På svenska");
pub(crate) const BACK: Sentence = ("Tillbaka", "Back");
pub(crate) const CONTINUE: Sentence = ("Fortsätt", "Continue");
pub(crate) const BACK_TO_CHECK: Sentence = ("Spara och granska", "Save and review");
pub(crate) const SEE_RESULTS: Sentence = ("Visa vad som passar hittills", "See what fits so far");
pub(crate) const STEP_OF: Sentence = ("Steg {} av {}", "Step {} of {}");
pub(crate) const SKIPPING: Sentence = (
    "Du kan hoppa över frågor. Resultatet säger vad som saknas.",
    "You may skip questions. The result says what is missing.",
);

pub(crate) const YES: Sentence = ("Ja", "Yes");
pub(crate) const NO: Sentence = ("Nej", "No");
pub(crate) const DONT_KNOW: Sentence = ("Vet inte", "Do not know");
pub(crate) const DONT_KNOW_YET: Sentence = ("Vet inte än", "Do not know yet");
pub(crate) const CHOOSE_COUNTRY: Sentence = ("Välj land", "Choose a country");
pub(crate) const EXAMPLE: Sentence = ("Till exempel: {}", "For example: {}");

pub(crate) const WORDS_HEADING: Sentence =
    ("Beskriv er lösning med egna ord", "Describe your solution in your own words");
pub(crate) const WORDS_HINT: Sentence = (
    "Två eller tre meningar räcker: vad det är, för vem, och vad ni vill göra.",
    "Two or three sentences will do: what it is, for whom, and what you want to do.",
);
pub(crate) const WORDS_LABEL: Sentence = ("Era ord", "Your words");
pub(crate) const PUBLIC_RECORD: Sentence = (
    "Det du skickar till regionen blir en allmän handling som andra kan begära ut. Beskriv vad \
     lösningen gör, inte hur. Skriv inga affärshemligheter och inget om enskilda patienter.",
    "What you send to the region becomes an official document that others may request. Describe \
     what your solution does, not how. No trade secrets, nothing about individual patients.",
);
pub(crate) const PUBLIC_RECORD_TITLE: Sentence =
    ("Det här blir en allmän handling", "This becomes an official document");
pub(crate) const WORDS_EXAMPLE: Sentence =
    ("Så kan det låta, från ett annat område:", "How it may sound, from another field:");
pub(crate) const OTHER_EXAMPLE: Sentence = ("Visa ett annat exempel", "Show another example");
pub(crate) const COUNTER: Sentence = ("{} av {} tecken", "{} of {} characters");
pub(crate) const FOUND: Sentence = ("Det här läste vi ut", "What we read from it");
pub(crate) const FOUND_HINT: Sentence = (
    "Ta bort det som är fel. Det påverkar vad som passar.",
    "Remove what is wrong. It changes what fits.",
);
pub(crate) const FOUND_NOTHING: Sentence = (
    "Vi känner inte igen något begrepp än. Skriv gärna vilket vårdområde det gäller och var det \
     används.",
    "We do not recognise any concept yet. Try naming the field of care and where it is used.",
);
pub(crate) const BECAUSE: Sentence = ("du skrev ”{}”", "you wrote ‘{}’");
pub(crate) const REMOVE: Sentence = ("Ta bort {}", "Remove {}");
pub(crate) const REMOVED: Sentence = ("Borttaget:", "Removed:");
pub(crate) const RESTORE: Sentence = ("Ångra: ta med {}", "Undo: include {}");
pub(crate) const DID_YOU_MEAN: Sentence = ("Menade ni …?", "Did you mean …?");
pub(crate) const DID_YOU_MEAN_HINT: Sentence =
    ("De här räknas bara om du trycker på dem.", "These count only if you press them.");

/// Sentences that a company could have written. The field of each, so that a
/// visitor sees those of other fields: an example is a form, not an answer.
pub(crate) const EXAMPLES: [(&str, Sentence); 4] = [
    (
        "area.ophthalmology",
        (
            "Vår kamera hittar ögonsjukdom hos personer med diabetes på vårdcentralen. Den är \
             CE-märkt för ändamålet och vi vill pröva den i två mottagningar.",
            "Our camera finds eye disease in people with diabetes at the health centre. It is CE \
             marked for that purpose, and we want to try it in two clinics.",
        ),
    ),
    (
        "area.emergency",
        (
            "Ett schema som förutser hur många som söker akuten nästa dygn. Används av en \
             bemanningsgrupp i dag, ingen patient berörs.",
            "A schedule that foresees how many will come to the emergency department tomorrow. One \
             staffing team uses it today; no patient is affected.",
        ),
    ),
    (
        "area.oncology",
        (
            "Ett blodprov som följer behandling av lungcancer. Fungerar i labb. Vi söker prover \
             och någon som vill forska tillsammans med oss.",
            "A blood test that follows treatment of lung cancer. It works in the laboratory. We \
             look for samples and someone to do research with.",
        ),
    ),
    (
        "area.dermatology",
        (
            "Ett förband som visar när ett sår behöver läggas om. Vi vill förstå hur \
             hemsjukvården arbetar innan vi bygger färdigt.",
            "A dressing that shows when a wound needs changing. We want to understand how home \
             care works before we finish building.",
        ),
    ),
];

// Said beside the field, without anything having left the browser.
pub(crate) const PERSONAL_NUMBER: Sentence = (
    "Det ser ut som ett personnummer. Ta bort det; vi tar inte emot personnummer.",
    "This looks like a personal identity number. Remove it; we do not accept them.",
);
pub(crate) const MAYBE_SECRET: Sentence = (
    "Det här kan vara en hemlighet. Ta bort det som inte får bli offentligt: det du skickar blir \
     en allmän handling.",
    "This may be a secret. Remove what must not become public: what you send becomes an official \
     document.",
);
pub(crate) const MAYBE_PATIENT: Sentence = (
    "Det här kan handla om en enskild patient. Ta bort det. Skriv om gruppen i stället.",
    "This may be about an individual patient. Remove it. Write about the group instead.",
);
pub(crate) const PRICE_IN_TEXT: Sentence = (
    "Skriv inget pris här. Ett pris i ett ärende kan likna ett anbud, och anbud lämnas bara i en \
     upphandling.",
    "Write no price here. A price in a request may look like a tender, and tenders are submitted \
     only in a procurement.",
);
pub(crate) const TOO_LONG: Sentence =
    ("Korta texten till högst {} tecken.", "Shorten the text to at most {} characters.");
pub(crate) const AMOUNT_UNREADABLE: Sentence = (
    "Skriv beloppet med siffror, till exempel 600 000, eller lämna fältet tomt.",
    "Write the amount in figures, for example 600,000, or leave the field empty.",
);
pub(crate) const PROBLEMS: Sentence = ("Det här behöver ändras", "This needs changing");

pub(crate) const PAUSED: Sentence = (
    "Just nu tar tjänsten inte emot ärenden härifrån. Du kan läsa vad som passar, men inte skicka.",
    "The service does not take requests from here at the moment. You can see what fits, but not \
     send.",
);
pub(crate) const EXAMPLE_SITE: Sentence = (
    "Det här är ett exempel. Mottagarna är påhittade.",
    "This is an example. The recipients are invented.",
);
