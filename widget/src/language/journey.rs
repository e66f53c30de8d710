//! What is said while the visitor answers.

use super::{Sentence, sentences};

/// Sentences that a company could have written. The field of each, so that a
/// visitor sees those of other fields: an example is a form, not an answer.
pub(crate) const EXAMPLES: [(&str, Sentence); 4] = [
    ("area.ophthalmology", EYE_EXAMPLE),
    ("area.emergency", EMERGENCY_EXAMPLE),
    ("area.oncology", CANCER_EXAMPLE),
    ("area.dermatology", WOUND_EXAMPLE),
];

sentences! { 0;
    BRAND = ("Vägen in till Region Stockholm", "The way in to Region Stockholm");
    PROMISE = (
        "Ingenting lämnar din webbläsare förrän du skickar.",
        "Nothing leaves your browser until you send it.",
    );
    /// The language switch names the other language in that language.
    SWITCH = ("In English", "På svenska");
    BACK = ("Tillbaka", "Back");
    CONTINUE = ("Fortsätt", "Continue");
    BACK_TO_CHECK = ("Spara och granska", "Save and review");
    SEE_RESULTS = ("Visa vad som passar hittills", "See what fits so far");
    STEP_OF = ("Steg {} av {}", "Step {} of {}");
    SKIPPING = (
        "Du kan hoppa över frågor. Resultatet säger vad som saknas.",
        "You may skip questions. The result says what is missing.",
    );

    YES = ("Ja", "Yes");
    NO = ("Nej", "No");
    DONT_KNOW = ("Vet inte", "Do not know");
    DONT_KNOW_YET = ("Vet inte än", "Do not know yet");
    CHOOSE_COUNTRY = ("Välj land", "Choose a country");
    EXAMPLE = ("Till exempel: {}", "For example: {}");

    WORDS_HEADING = ("Beskriv er lösning med egna ord", "Describe your solution in your own words");
    WORDS_HINT = (
        "Två eller tre meningar räcker: vad det är, för vem, och vad ni vill göra.",
        "Two or three sentences will do: what it is, for whom, and what you want to do.",
    );
    WORDS_LABEL = ("Era ord", "Your words");
    PUBLIC_RECORD = (
        "Det du skickar till regionen blir en allmän handling som andra kan begära ut. Beskriv vad \
         lösningen gör, inte hur. Skriv inga affärshemligheter och inget om enskilda patienter.",
        "What you send to the region becomes an official document that others may request. \
         Describe what your solution does, not how. No trade secrets, nothing about individual \
         patients.",
    );
    PUBLIC_RECORD_TITLE = ("Det här blir en allmän handling", "This becomes an official document");
    WORDS_EXAMPLE = (
        "Så kan det låta, från ett annat område:",
        "How it may sound, from another field:",
    );
    OTHER_EXAMPLE = ("Visa ett annat exempel", "Show another example");
    COUNTER = ("{} av {} tecken", "{} of {} characters");
    FOUND = ("Det här läste vi ut", "What we read from it");
    FOUND_HINT = (
        "Ta bort det som är fel. Det påverkar vad som passar.",
        "Remove what is wrong. It changes what fits.",
    );
    NOT_UNDERSTOOD = ("Det här förstod vi inte: {}.", "We did not understand: {}.");
    FOUND_NOTHING = (
        "Vi känner inte igen något begrepp än. Skriv gärna vilket vårdområde det gäller och var \
         det används.",
        "We do not recognise any concept yet. Try naming the field of care and where it is used.",
    );
    BECAUSE = ("du skrev ”{}”", "you wrote ‘{}’");
    REMOVE = ("Ta bort {}", "Remove {}");
    REMOVED = ("Borttaget:", "Removed:");
    RESTORE = ("Ångra: ta med {}", "Undo: include {}");
    DID_YOU_MEAN = ("Menade ni …?", "Did you mean …?");
    DID_YOU_MEAN_HINT = (
        "De här räknas bara om du trycker på dem.",
        "These count only if you press them.",
    );

    // What a company could have written.
    EYE_EXAMPLE = (
        "Vår kamera hittar ögonsjukdom hos personer med diabetes på vårdcentralen. Den är \
         CE-märkt för ändamålet och vi vill pröva den i två mottagningar.",
        "Our camera finds eye disease in people with diabetes at the health centre. It is CE \
         marked for that purpose, and we want to try it in two clinics.",
    );
    EMERGENCY_EXAMPLE = (
        "Ett schema som förutser hur många som söker akuten nästa dygn. Används av en \
         bemanningsgrupp i dag, ingen patient berörs.",
        "A schedule that foresees how many will come to the emergency department tomorrow. One \
         staffing team uses it today; no patient is affected.",
    );
    CANCER_EXAMPLE = (
        "Ett blodprov som följer behandling av lungcancer. Fungerar i labb. Vi söker prover \
         och någon som vill forska tillsammans med oss.",
        "A blood test that follows treatment of lung cancer. It works in the laboratory. We \
         look for samples and someone to do research with.",
    );
    WOUND_EXAMPLE = (
        "Ett förband som visar när ett sår behöver läggas om. Vi vill förstå hur \
         hemsjukvården arbetar innan vi bygger färdigt.",
        "A dressing that shows when a wound needs changing. We want to understand how home \
         care works before we finish building.",
    );

    // Said beside the field, without anything having left the browser.
    PERSONAL_NUMBER = (
        "Det ser ut som ett personnummer. Ta bort det; vi tar inte emot personnummer.",
        "This looks like a personal identity number. Remove it; we do not accept them.",
    );
    MAYBE_SECRET = (
        "Det här kan vara en hemlighet. Ta bort det som inte får bli offentligt: det du skickar \
         blir en allmän handling.",
        "This may be a secret. Remove what must not become public: what you send becomes an \
         official document.",
    );
    MAYBE_PATIENT = (
        "Det här kan handla om en enskild patient. Ta bort det. Skriv om gruppen i stället.",
        "This may be about an individual patient. Remove it. Write about the group instead.",
    );
    PRICE_IN_TEXT = (
        "Skriv inget pris här. Ett pris i ett ärende kan likna ett anbud, och anbud lämnas bara i \
         en upphandling.",
        "Write no price here. A price in a request may look like a tender, and tenders are \
         submitted only in a procurement.",
    );
    TOO_LONG = ("Korta texten till högst {} tecken.", "Shorten the text to at most {} characters.");
    AMOUNT_UNREADABLE = (
        "Skriv beloppet med siffror, till exempel 600 000, eller lämna fältet tomt.",
        "Write the amount in figures, for example 600,000, or leave the field empty.",
    );
    PROBLEMS = ("Det här behöver ändras", "This needs changing");

    // To go on later, elsewhere, or anew.
    KEEP_HINT = (
        "Vill du fortsätta senare? Filen har alla svar. Länken har bara dina val, och den som har \
         länken kan läsa dem.",
        "Continue later? The file has all your answers. The link has only your choices, and \
         whoever has the link can read them.",
    );
    SAVE_FILE = ("Ladda ner en fil", "Download a file");
    COPY_LINK = ("Kopiera länken", "Copy the link");
    COPIED = ("Länken är kopierad:", "The link is copied:");
    COPY_HERE = ("Kopiera länken härifrån:", "Copy the link from here:");
    FROM_FILE = ("Fortsätt från en fil", "Continue from a file");
    FILE_TOO_BIG = (
        "Filen är för stor. Välj den fil som du laddade ner för att fortsätta senare.",
        "The file is too big. Choose the one you downloaded to continue later.",
    );
    START_OVER = ("Börja om", "Start over");
    REMOVE_ALL = ("Ta bort alla svar?", "Remove all answers?");
    YES_REMOVE = ("Ta bort och börja om", "Remove and start over");
    KEEP_ANSWERS = ("Behåll svaren", "Keep the answers");

    // Answers that came with a link or a file.
    PREPARED = (
        "Några svar är ifyllda från början. Ändra det som inte stämmer.",
        "Some answers are filled in for you. Change what is not right.",
    );
    TAKEN_BACK = ("Dina svar är tillbaka.", "Your answers are back.");
    CHOICES_BACK = (
        "Dina val är tillbaka, men inte era egna ord. De följer inte med i en länk.",
        "Your choices are back, but not your own words. Those do not travel in a link.",
    );
    LOST = (
        "Svar som inte finns längre och är borttagna: {}.",
        "Answers that no longer exist and are removed: {}.",
    );
    WRONG_FILE = (
        "Filen kommer inte härifrån. Välj den fil som du laddade ner för att fortsätta senare.",
        "This file is not from here. Choose the one you downloaded to continue later.",
    );
    NEWER_FILE = (
        "Filen är gjord i en nyare version. Ladda om sidan och välj filen igen.",
        "This file was made in a newer version. Reload the page and choose it again.",
    );

    PAUSED = (
        "Just nu tar tjänsten inte emot ärenden härifrån. Du kan läsa vad som passar, men inte \
         skicka.",
        "The service does not take requests from here at the moment. You can see what fits, but \
         not send.",
    );
    EXAMPLE_SITE = (
        "Det här är ett exempel. Mottagarna är påhittade.",
        "This is an example. The recipients are invented.",
    );
}
