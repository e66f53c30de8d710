//! What is said when the visitor sends.

use super::{Sentence, sentences};
use shared::lead::Wrong;
use shared::qualification::Missing;

/// The parts of the notice, in the order of article 13 of the GDPR.
pub(crate) const PRIVACY_PARTS: [(&str, Sentence); 8] = [
    ("controller", PRIVACY_CONTROLLER),
    ("purpose", PRIVACY_PURPOSE),
    ("legal_basis", PRIVACY_LEGAL_BASIS),
    ("recipients", PRIVACY_RECIPIENTS),
    ("retention", PRIVACY_RETENTION),
    ("rights", PRIVACY_RIGHTS),
    ("contact", PRIVACY_CONTACT),
    ("note", PRIVACY_NOTE),
];

/// What happens with a lead that is kept.
pub(crate) const HAPPENS: [Sentence; 3] = [HANDED_ON, REGISTERED, ANSWERED];

/// What keeps a matter from being sent.
pub(crate) fn missing(missing: Missing) -> Sentence {
    match missing {
        Missing::OrgBenefit => NO_ORG_BENEFIT,
        Missing::UserBenefit => NO_USER_BENEFIT,
        Missing::Ask => NO_ASK,
        Missing::Recipient => NO_RECIPIENT,
        Missing::Gate => NO_GATE,
        Missing::Disposition => NO_DISPOSITION,
    }
}

/// What is wrong with a field, as what to do about it.
pub(crate) fn wrong(field: &str, what: Wrong) -> Sentence {
    match (field, what) {
        ("company", Wrong::Empty) => COMPANY_EMPTY,
        ("name", Wrong::Empty) => NAME_EMPTY,
        ("email", Wrong::Empty) => EMAIL_EMPTY,
        ("subject", Wrong::Empty) => SUBJECT_EMPTY,
        ("summary", Wrong::Empty) => SUMMARY_EMPTY,
        ("org_benefit", Wrong::Empty) => ORG_BENEFIT_EXAMPLE,
        ("user_benefit", Wrong::Empty) => USER_BENEFIT_EXAMPLE,
        (_, Wrong::Empty) => ANY_EMPTY,
        (_, Wrong::TooLong(_)) => super::journey::TOO_LONG,
        (_, Wrong::Email) => ANY_EMAIL,
        ("org_number", Wrong::PersonalNumber) => ORG_NUMBER_PERSONAL_NUMBER,
        (_, Wrong::PersonalNumber) => super::journey::PERSONAL_NUMBER,
        (_, Wrong::OrgNumber) => ANY_ORG_NUMBER,
    }
}

sentences! { super::journey::ALL.len();
    RECIPIENTS_HEADING = ("Vem ska få ert ärende?", "Who should get your request?");
    RECIPIENTS_HINT = (
        "De här passar och tar emot ärenden. Välj en eller flera. Den som är mottagare för flera \
         får ärendet en gång.",
        "These fit and take requests. Choose one or more. Whoever receives for several gets the \
         request once.",
    );
    TAKEN_BY = ("Tas emot av {}.", "Received by {}.");
    ANSWERS_IN = ("Svarar inom {} arbetsdagar.", "Answers within {} working days.");
    NO_PROMISED_TIME = (
        "Mottagaren lovar ingen svarstid.",
        "The recipient promises no answer time.",
    );
    EXAMPLE_RECIPIENT = ("Exempelmottagare.", "Example recipient.");
    CHOOSE_RECIPIENT = ("Välj minst en mottagare.", "Choose at least one recipient.");
    WHAT_THEY_GET = ("Det här får mottagaren", "What the recipient gets");
    WHAT_THEY_GET_TEXT = (
        "Era svar, era ord, de två nyttorna, vad som passar och varför, och era kontaktuppgifter. \
         Du granskar allt innan det skickas.",
        "Your answers, your words, the two benefits, what fits and why, and your contact details. \
         You review it all before it is sent.",
    );

    NOT_YET_HEADING = ("Det här saknas innan du kan skicka", "What is missing before you can send");
    NOT_SENT_HEADING = ("Det här går en annan väg", "This goes another way");
    NO_WORDS = ("Ni har inte beskrivit lösningen.", "You have not described the solution.");
    BETTER_ROUTE = ("Börja här i stället", "Begin here instead");
    BENEFITS_WHY = (
        "Regionen samverkar när det finns en tydlig nytta för verksamheten och för användaren. \
         Därför behövs båda.",
        "The region collaborates when there is a clear benefit to the organisation and to the \
         user. Both are therefore needed.",
    );
    ORG_BENEFIT_EXAMPLE = (
        "Skriv vad vården vinner, till exempel ”färre återinläggningar”.",
        "Say what care gains, for example ‘fewer readmissions’.",
    );
    USER_BENEFIT_EXAMPLE = (
        "Skriv vad patienten eller personalen vinner, till exempel ”tryggare nätter hemma”.",
        "Say what patients or staff gain, for example ‘safer nights at home’.",
    );
    TRY_AGAIN_WITH_ANSWERS = ("Pröva igen", "Try again");
    SHOW_RESULTS = ("Till resultatet", "To the result");

    CONTACT_HEADING = ("Vem kan de svara?", "Who can they answer?");
    PRIVACY_HEADING = ("Så behandlas dina personuppgifter", "How your personal data is handled");
    PRIVACY_CONTROLLER = ("Personuppgiftsansvarig", "Controller");
    PRIVACY_PURPOSE = ("Ändamål", "Purpose");
    PRIVACY_LEGAL_BASIS = ("Rättslig grund", "Legal basis");
    PRIVACY_RECIPIENTS = ("Mottagare", "Recipients");
    PRIVACY_RETENTION = ("Hur länge", "How long");
    PRIVACY_RIGHTS = ("Dina rättigheter", "Your rights");
    PRIVACY_CONTACT = ("Kontakt", "Contact");
    PRIVACY_NOTE = ("Anmärkning", "Note");
    COMPANY = ("Företagets namn", "Company name");
    ORG_NUMBER = ("Organisationsnummer (frivilligt)", "Registration number (optional)");
    ORG_NUMBER_HINT = (
        "Lämna tomt om ni har enskild firma: då är det ett personnummer.",
        "Leave it empty if you are a sole trader: it is then a personal identity number.",
    );
    NAME = ("Ditt namn", "Your name");
    ROLE = ("Din roll (frivilligt)", "Your role (optional)");
    EMAIL = ("E-post", "Email");
    EMAIL_HINT = (
        "Dit kommer svaret. Använd gärna jobbets.",
        "The answer comes here. Preferably your work address.",
    );
    PHONE = ("Telefon (frivilligt)", "Phone (optional)");
    SUBJECT = ("Ärendemening", "Subject line");
    SUBJECT_HINT = (
        "Den syns i regionens öppna register. Därför står inget om er lösning i vårt förslag. \
         Högst 100 tecken.",
        "It shows in the region's open register. That is why our suggestion says nothing about \
         your solution. At most 100 characters.",
    );
    CONSENTS = ("Om du vill (frivilligt)", "If you wish (optional)");
    SHARE = (
        "{} får veta att vi har skickat ett ärende.",
        "{} may know that we have sent a request.",
    );
    FOLLOW_UP = (
        "Någon får höra av sig senare och fråga hur det gick.",
        "Someone may get in touch later and ask how it went.",
    );
    THE_PARTNER = ("Den här webbplatsen", "This website");

    CHECK_HEADING = ("Granska innan du skickar", "Check before you send");
    CHECK_ANSWERS = ("Era svar", "Your answers");
    CHECK_CONTACT = ("Kontaktuppgifter", "Contact details");
    CHECK_RECIPIENTS = ("Mottagare, och vad ni valde", "Recipients, and what you chose");
    CHOSEN = ("”{}”", "‘{}’");
    CHANGE = ("Ändra", "Change");
    NOT_PROVIDED = ("Inte besvarad", "Not answered");
    CONCEPTS = ("Begrepp i era ord", "Concepts in your words");
    SEND_TO = ("Skicka till {}", "Send to {}");
    SEND_TO_MANY = ("Skicka till {} mottagare", "Send to {} recipients");
    SENDING = ("Skickar …", "Sending …");

    NOT_SENT = (
        "Ärendet är inte skickat. Alla svar är kvar.",
        "Your request has not been sent. All your answers are kept.",
    );
    NO_CONNECTION = (
        "Vi får ingen kontakt med tjänsten. Kontrollera nätet och tryck på knappen igen. Ärendet \
         skickas bara en gång.",
        "We cannot reach the service. Check your connection and press the button again. Your \
         request is sent only once.",
    );
    TRY_LATER = (
        "Tjänsten är upptagen. Vänta en stund och tryck på knappen igen. Ärendet skickas bara en \
         gång.",
        "The service is busy. Wait a while and press the button again. Your request is sent only \
         once.",
    );
    OUR_FAULT = (
        "Felet ligger hos oss. Ladda ner en kopia nedan och försök igen om en stund.",
        "The fault is ours. Download a copy below and try again in a while.",
    );
    REFUSED = (
        "Tjänsten tar inte emot ärendet som det är:",
        "The service cannot take the request as it is:",
    );
    RENEWED = (
        "Katalogen har uppdaterats medan du svarade. Vi har hämtat den nya och räknat om. Dina \
         svar är kvar: granska resultatet och skicka igen.",
        "The catalogue was updated while you answered. We have fetched the new one and \
         recalculated. Your answers are kept: check the result and send again.",
    );
    NOT_RENEWED = (
        "Tjänsten har uppdaterats medan du svarade. Ladda ner en kopia av dina svar nedan och \
         ladda sedan om sidan.",
        "The service was updated while you answered. Download a copy of your answers below, then \
         reload the page.",
    );

    ANOTHER_FORM = (
        "Skriv till regionen i ett formulär utan frågorna",
        "Write to the region in a form without the questions",
    );

    RECEIPT_HEADING = ("Ärendet är mottaget", "Your request is received");
    REFERENCE = ("Referens", "Reference");
    RECEIVED = ("Mottaget {}. Vi lämnar över det nu.", "Received {}. We are handing it over now.");
    ANSWER_BY = ("Svar senast {}.", "Answer by {}.");
    WHAT_HAPPENS = ("Det här händer nu", "What happens now");
    HANDED_ON = (
        "Vi lämnar ärendet till mottagaren. Är mottagaren stängd för stunden skickas det så snart \
         det går. Du behöver inte göra något.",
        "We hand your request to the recipient. If the recipient cannot be reached, it is passed \
         on as soon as possible. You need not do anything.",
    );
    REGISTERED = (
        "Ärendet registreras hos regionen och blir en allmän handling.",
        "The region registers your request, and it becomes an official document.",
    );
    ANSWERED = (
        "En handläggare läser det och svarar till {}.",
        "An officer reads it and answers to {}.",
    );
    DUPLICATE = (
        "Ett liknande ärende finns redan. Handläggaren ser båda.",
        "A similar request already exists. The officer sees both.",
    );
    STATUS_LINK = ("Följ ärendet", "Follow your request");
    STATUS_WARNING = (
        "Spara länken. Den som har länken kan läsa ärendet och ta tillbaka det.",
        "Keep the link. Whoever has the link can read your request and withdraw it.",
    );
    COPY = ("Kopia av det du skickade", "Copy of what you sent");
    COPY_NOT_SENT = ("Kopia av dina svar", "Copy of your answers");
    DOWNLOAD_PAGE = ("Ladda ner som sida", "Download as a page");
    DOWNLOAD_DATA = ("Ladda ner som data", "Download as data");

    // What keeps a matter from being sent.
    NO_ORG_BENEFIT = ("Vad vården vinner är inte beskrivet.", "What care gains is not described.");
    NO_USER_BENEFIT = (
        "Vad patienten eller personalen vinner är inte beskrivet.",
        "What patients or staff gain is not described.",
    );
    NO_ASK = ("Ni har inte sagt vad ni söker.", "You have not said what you seek.");
    NO_RECIPIENT = (
        "Ingen som tar emot ärenden passar era svar.",
        "No one who takes requests fits your answers.",
    );
    NO_GATE = ("En regel i lag kräver något annat först.", "A legal requirement comes first.");
    NO_DISPOSITION = (
        "Nästa steg är ett annat än att skicka ett ärende.",
        "The next step is something other than sending a request.",
    );
    COMPANY_EMPTY = ("Skriv företagets namn.", "Write the company's name.");
    NAME_EMPTY = ("Skriv ditt namn.", "Write your name.");
    EMAIL_EMPTY = (
        "Skriv din e-postadress, så att de kan svara.",
        "Write your email, so they can answer.",
    );
    SUBJECT_EMPTY = ("Skriv en ärendemening.", "Write a subject line.");
    SUMMARY_EMPTY = (
        "Beskriv er lösning med egna ord.",
        "Describe your solution in your own words.",
    );
    ANY_EMPTY = ("Skriv något här.", "Write something here.");
    ANY_EMAIL = (
        "Skriv hela adressen, till exempel namn@företag.se.",
        "Write the whole address, for example name@company.com.",
    );
    ORG_NUMBER_PERSONAL_NUMBER = (
        "Det ser ut som ett personnummer. Lämna fältet tomt; vi tar inte emot personnummer.",
        "This looks like a personal identity number. Leave it empty; we do not accept them.",
    );
    ANY_ORG_NUMBER = (
        "En siffra stämmer inte. Kontrollera numret eller lämna fältet tomt.",
        "A digit is wrong. Check the number or leave the field empty.",
    );
}
