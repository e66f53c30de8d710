//! What is said when the visitor sends.

use super::Sentence;
use shared::lead::Wrong;
use shared::qualification::Missing;

pub(crate) const RECIPIENTS_HEADING: Sentence =
    ("Vem ska få ert ärende?", "Who should get your request?");
pub(crate) const RECIPIENTS_HINT: Sentence = (
    "De här passar och tar emot ärenden. Välj en eller flera. Den som är mottagare för flera får \
     ärendet en gång.",
    "These fit and take requests. Choose one or more. Whoever receives for several gets the \
     request once.",
);
pub(crate) const TAKEN_BY: Sentence = ("Tas emot av {}.", "Received by {}.");
pub(crate) const ANSWERS_IN: Sentence =
    ("Svarar inom {} arbetsdagar.", "Answers within {} working days.");
pub(crate) const NO_PROMISED_TIME: Sentence =
    ("Mottagaren lovar ingen svarstid.", "The recipient promises no answer time.");
pub(crate) const EXAMPLE_RECIPIENT: Sentence = ("Exempelmottagare.", "Example recipient.");
pub(crate) const CHOOSE_RECIPIENT: Sentence =
    ("Välj minst en mottagare.", "Choose at least one recipient.");
pub(crate) const WHAT_THEY_GET: Sentence = ("Det här får mottagaren", "What the recipient gets");
pub(crate) const WHAT_THEY_GET_TEXT: Sentence = (
    "Era svar, era ord, de två nyttorna, vad som passar och varför, och era kontaktuppgifter. Du \
     granskar allt innan det skickas.",
    "Your answers, your words, the two benefits, what fits and why, and your contact details. You \
     review it all before it is sent.",
);

pub(crate) const NOT_YET_HEADING: Sentence =
    ("Det här saknas innan du kan skicka", "What is missing before you can send");
pub(crate) const NOT_SENT_HEADING: Sentence = ("Det här går en annan väg", "This goes another way");
pub(crate) const NO_WORDS: Sentence =
    ("Ni har inte beskrivit lösningen.", "You have not described the solution.");
pub(crate) const BETTER_ROUTE: Sentence = ("Börja här i stället", "Begin here instead");
pub(crate) const BENEFITS_WHY: Sentence = (
    "Regionen samverkar när det finns en tydlig nytta för verksamheten och för användaren. Därför \
     behövs båda.",
    "The region collaborates when there is a clear benefit to the organisation and to the user. \
     Both are therefore needed.",
);
pub(crate) const ORG_BENEFIT_EXAMPLE: Sentence = (
    "Skriv vad vården vinner, till exempel ”färre återinläggningar”.",
    "Say what care gains, for example ‘fewer readmissions’.",
);
pub(crate) const USER_BENEFIT_EXAMPLE: Sentence = (
    "Skriv vad patienten eller personalen vinner, till exempel ”tryggare nätter hemma”.",
    "Say what patients or staff gain, for example ‘safer nights at home’.",
);
pub(crate) const TRY_AGAIN_WITH_ANSWERS: Sentence = ("Pröva igen", "Try again");
pub(crate) const SHOW_RESULTS: Sentence = ("Till resultatet", "To the result");

pub(crate) const CONTACT_HEADING: Sentence = ("Vem kan de svara?", "Who can they answer?");
pub(crate) const PRIVACY_HEADING: Sentence =
    ("Så behandlas dina personuppgifter", "How your personal data is handled");
/// The parts of the notice, in the order of article 13 of the GDPR.
pub(crate) const PRIVACY_PARTS: [(&str, Sentence); 8] = [
    ("controller", ("Personuppgiftsansvarig", "Controller")),
    ("purpose", ("Ändamål", "Purpose")),
    ("legal_basis", ("Rättslig grund", "Legal basis")),
    ("recipients", ("Mottagare", "Recipients")),
    ("retention", ("Hur länge", "How long")),
    ("rights", ("Dina rättigheter", "Your rights")),
    ("contact", ("Kontakt", "Contact")),
    ("note", ("Anmärkning", "Note")),
];
pub(crate) const COMPANY: Sentence = ("Företagets namn", "Company name");
pub(crate) const ORG_NUMBER: Sentence =
    ("Organisationsnummer (frivilligt)", "Registration number (optional)");
pub(crate) const ORG_NUMBER_HINT: Sentence = (
    "Lämna tomt om ni har enskild firma: då är det ett personnummer.",
    "Leave it empty if you are a sole trader: it is then a personal identity number.",
);
pub(crate) const NAME: Sentence = ("Ditt namn", "Your name");
pub(crate) const ROLE: Sentence = ("Din roll (frivilligt)", "Your role (optional)");
pub(crate) const EMAIL: Sentence = ("E-post", "Email");
pub(crate) const EMAIL_HINT: Sentence = (
    "Dit kommer svaret. Använd gärna jobbets.",
    "The answer comes here. Preferably your work address.",
);
pub(crate) const PHONE: Sentence = ("Telefon (frivilligt)", "Phone (optional)");
pub(crate) const SUBJECT: Sentence = ("Ärendemening", "Subject line");
pub(crate) const SUBJECT_HINT: Sentence = (
    "Den syns i regionens öppna register. Därför står inget om er lösning i vårt förslag. Högst \
     100 tecken.",
    "It shows in the region's open register. That is why our suggestion says nothing about your \
     solution. At most 100 characters.",
);
pub(crate) const CONSENTS: Sentence = ("Om du vill (frivilligt)", "If you wish (optional)");
pub(crate) const SHARE: Sentence =
    ("{} får veta att vi har skickat ett ärende.", "{} may know that we have sent a request.");
pub(crate) const FOLLOW_UP: Sentence = (
    "Någon får höra av sig senare och fråga hur det gick.",
    "Someone may get in touch later and ask how it went.",
);
pub(crate) const THE_PARTNER: Sentence = ("Den här webbplatsen", "This website");

pub(crate) const CHECK_HEADING: Sentence = ("Granska innan du skickar", "Check before you send");
pub(crate) const CHECK_ANSWERS: Sentence = ("Era svar", "Your answers");
pub(crate) const CHECK_CONTACT: Sentence = ("Kontaktuppgifter", "Contact details");
pub(crate) const CHECK_RECIPIENTS: Sentence =
    ("Mottagare, och vad ni valde", "Recipients, and what you chose");
pub(crate) const CHOSEN: Sentence = ("”{}”", "‘{}’");
pub(crate) const CHANGE: Sentence = ("Ändra", "Change");
pub(crate) const NOT_PROVIDED: Sentence = ("Inte besvarad", "Not answered");
pub(crate) const CONCEPTS: Sentence = ("Begrepp i era ord", "Concepts in your words");
pub(crate) const SEND_TO: Sentence = ("Skicka till {}", "Send to {}");
pub(crate) const SEND_TO_MANY: Sentence = ("Skicka till {} mottagare", "Send to {} recipients");
pub(crate) const SENDING: Sentence = ("Skickar …", "Sending …");

pub(crate) const NOT_SENT: Sentence = (
    "Ärendet är inte skickat. Alla svar är kvar.",
    "Your request has not been sent. All your answers are kept.",
);
pub(crate) const NO_CONNECTION: Sentence = (
    "Vi får ingen kontakt med tjänsten. Kontrollera nätet och tryck på knappen igen. Ärendet \
     skickas bara en gång.",
    "We cannot reach the service. Check your connection and press the button again. Your request \
     is sent only once.",
);
pub(crate) const TRY_LATER: Sentence = (
    "Tjänsten är upptagen. Vänta en stund och tryck på knappen igen. Ärendet skickas bara en gång.",
    "The service is busy. Wait a while and press the button again. Your request is sent only once.",
);
pub(crate) const OUR_FAULT: Sentence = (
    "Felet ligger hos oss. Ladda ner en kopia nedan och försök igen om en stund.",
    "The fault is ours. Download a copy below and try again in a while.",
);
pub(crate) const REFUSED: Sentence =
    ("Tjänsten tar inte emot ärendet som det är:", "The service cannot take the request as it is:");
pub(crate) const RENEWED: Sentence = (
    "Katalogen har uppdaterats medan du svarade. Vi har hämtat den nya och räknat om. Dina svar är \
     kvar: granska resultatet och skicka igen.",
    "The catalogue was updated while you answered. We have fetched the new one and recalculated. \
     Your answers are kept: check the result and send again.",
);
pub(crate) const NOT_RENEWED: Sentence = (
    "Tjänsten har uppdaterats medan du svarade. Ladda ner en kopia av dina svar nedan och ladda \
     sedan om sidan.",
    "The service was updated while you answered. Download a copy of your answers below, then \
     reload the page.",
);

pub(crate) const RECEIPT_HEADING: Sentence = ("Ärendet är mottaget", "Your request is received");
pub(crate) const REFERENCE: Sentence = ("Referens", "Reference");
pub(crate) const RECEIVED: Sentence =
    ("Mottaget {}. Vi lämnar över det nu.", "Received {}. We are handing it over now.");
pub(crate) const ANSWER_BY: Sentence = ("Svar senast {}.", "Answer by {}.");
pub(crate) const WHAT_HAPPENS: Sentence = ("Det här händer nu", "What happens now");
pub(crate) const HAPPENS: [Sentence; 3] = [
    (
        "Vi lämnar ärendet till mottagaren. Är mottagaren stängd för stunden skickas det så snart \
         det går. Du behöver inte göra något.",
        "We hand your request to the recipient. If the recipient cannot be reached, it is passed \
         on as soon as possible. You need not do anything.",
    ),
    (
        "Ärendet registreras hos regionen och blir en allmän handling.",
        "The region registers your request, and it becomes an official document.",
    ),
    ("En handläggare läser det och svarar till {}.", "An officer reads it and answers to {}."),
];
pub(crate) const DUPLICATE: Sentence = (
    "Ett liknande ärende finns redan. Handläggaren ser båda.",
    "A similar request already exists. The officer sees both.",
);
pub(crate) const STATUS_LINK: Sentence = ("Följ ärendet", "Follow your request");
pub(crate) const STATUS_WARNING: Sentence = (
    "Spara länken. Den som har länken kan läsa ärendet och ta tillbaka det.",
    "Keep the link. Whoever has the link can read your request and withdraw it.",
);
pub(crate) const COPY: Sentence = ("Kopia av det du skickade", "Copy of what you sent");
pub(crate) const COPY_NOT_SENT: Sentence = ("Kopia av dina svar", "Copy of your answers");
pub(crate) const DOWNLOAD_PAGE: Sentence = ("Ladda ner som sida", "Download as a page");
pub(crate) const DOWNLOAD_DATA: Sentence = ("Ladda ner som data", "Download as data");

/// What keeps a matter from being sent.
pub(crate) fn missing(missing: Missing) -> Sentence {
    match missing {
        Missing::OrgBenefit => {
            ("Vad vården vinner är inte beskrivet.", "What care gains is not described.")
        }
        Missing::UserBenefit => (
            "Vad patienten eller personalen vinner är inte beskrivet.",
            "What patients or staff gain is not described.",
        ),
        Missing::Ask => ("Ni har inte sagt vad ni söker.", "You have not said what you seek."),
        Missing::Recipient => (
            "Ingen som tar emot ärenden passar era svar.",
            "No one who takes requests fits your answers.",
        ),
        Missing::Gate => {
            ("En regel i lag kräver något annat först.", "A legal requirement comes first.")
        }
        Missing::Disposition => (
            "Nästa steg är ett annat än att skicka ett ärende.",
            "The next step is something other than sending a request.",
        ),
    }
}

/// What is wrong with a field, as what to do about it.
pub(crate) fn wrong(field: &str, what: Wrong) -> Sentence {
    match (field, what) {
        ("company", Wrong::Empty) => ("Skriv företagets namn.", "Write the company's name."),
        ("name", Wrong::Empty) => ("Skriv ditt namn.", "Write your name."),
        ("email", Wrong::Empty) => (
            "Skriv din e-postadress, så att de kan svara.",
            "Write your email, so they can answer.",
        ),
        ("subject", Wrong::Empty) => ("Skriv en ärendemening.", "Write a subject line."),
        ("summary", Wrong::Empty) => {
            ("Beskriv er lösning med egna ord.", "Describe your solution in your own words.")
        }
        ("org_benefit", Wrong::Empty) => ORG_BENEFIT_EXAMPLE,
        ("user_benefit", Wrong::Empty) => USER_BENEFIT_EXAMPLE,
        (_, Wrong::Empty) => ("Skriv något här.", "Write something here."),
        (_, Wrong::TooLong(_)) => super::journey::TOO_LONG,
        (_, Wrong::Email) => (
            "Skriv hela adressen, till exempel namn@företag.se.",
            "Write the whole address, for example name@company.com.",
        ),
        ("org_number", Wrong::PersonalNumber) => (
            "Det ser ut som ett personnummer. Lämna fältet tomt; vi tar inte emot personnummer.",
            "This looks like a personal identity number. Leave it empty; we do not accept them.",
        ),
        (_, Wrong::PersonalNumber) => super::journey::PERSONAL_NUMBER,
        (_, Wrong::OrgNumber) => (
            "En siffra stämmer inte. Kontrollera numret eller lämna fältet tomt.",
            "A digit is wrong. Check the number or leave the field empty.",
        ),
    }
}
