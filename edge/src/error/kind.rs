//! Every problem that a caller can meet: its status, its slug, its words.

use shared::text::Lang;
use std::mem::discriminant;

/// Which kind a problem is. The slug of each is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The body is not what the address takes.
    BadRequest,
    /// There is nothing at the address.
    NotFound,
    /// The address does not take the method; it takes these.
    MethodNotAllowed(&'static str),
    /// The body is too long.
    TooLarge,
    /// The body is of another type.
    MediaType,
    /// `Idempotency-Key` is missing or of another form.
    IdempotencyKey,
    /// The same key came with another body.
    IdempotencyConflict,
    /// A field is wrong.
    Unprocessable,
    /// The catalogue has changed since the visitor got it.
    StaleCatalogue,
    /// The lead does not say what the rules say.
    ResultDiffers,
    /// The step token is not ours, too old, or used.
    StepStale,
    /// Far too many have come in the hour.
    TooMany,
    /// A recipient has a key, and what is for it did not come sealed to it.
    SealNeeded,
    /// The partner does not take leads now.
    PartnerPaused,
    /// A page of someone else's sent it.
    CrossSite,
    /// Counts are not turned on.
    CountsOff,
    /// The key is missing, or another's.
    NotLetIn,
    /// No operator's token, or one that does not hold.
    NotSignedIn,
    /// Another role is needed.
    NotAllowed,
    /// `POST /v1/match` is not turned on.
    MatchOff,
    /// oEmbed is asked for in another format than JSON.
    FormatNotOffered,
    /// Time's turn.
    Unavailable,
    /// Our turn.
    Broken,
}

/// What is fixed about a kind.
struct Known {
    kind: Kind,
    status: u16,
    slug: &'static str,
    /// Title and detail.
    sv: (&'static str, &'static str),
    en: (&'static str, &'static str),
}

impl Kind {
    /// The HTTP status.
    pub(crate) fn status(self) -> u16 {
        self.known().map_or(500, |known| known.status)
    }

    /// The last part of the problem's address.
    pub(crate) fn slug(self) -> &'static str {
        self.known().map_or("broken", |known| known.slug)
    }

    /// What it is called, and what to do about it.
    pub(crate) fn words(self, lang: Lang) -> (&'static str, &'static str) {
        let pick = |known: &Known| if lang == Lang::Sv { known.sv } else { known.en };
        self.known().map(pick).unwrap_or_default()
    }

    /// The kind of a slug.
    pub(crate) fn of_slug(slug: &str) -> Option<Self> {
        KINDS.iter().find(|known| known.slug == slug).map(|known| known.kind)
    }

    fn known(self) -> Option<&'static Known> {
        KINDS.iter().find(|known| discriminant(&known.kind) == discriminant(&self))
    }
}

const KINDS: [Known; 23] = [
    Known {
        kind: Kind::BadRequest,
        status: 400,
        slug: "bad-request",
        sv: ("Det som kom går inte att läsa", "Skicka giltig JSON i UTF-8."),
        en: ("What came cannot be read", "Send valid JSON in UTF-8."),
    },
    Known {
        kind: Kind::NotFound,
        status: 404,
        slug: "not-found",
        sv: ("Här finns ingenting", "Kontrollera adressen."),
        en: ("There is nothing here", "Check the address."),
    },
    Known {
        kind: Kind::MethodNotAllowed(""),
        status: 405,
        slug: "method-not-allowed",
        sv: ("Adressen tar inte emot det anropet", "Rubriken Allow säger vad som går."),
        en: ("The address does not take that method", "The Allow header says what it takes."),
    },
    Known {
        kind: Kind::TooLarge,
        status: 413,
        slug: "too-large",
        sv: ("Det som kom är för långt", "Skicka högst 16 kilobyte."),
        en: ("What came is too long", "Send at most 16 kilobytes."),
    },
    Known {
        kind: Kind::MediaType,
        status: 415,
        slug: "media-type",
        sv: ("Fel typ av innehåll", "Skicka application/json."),
        en: ("The wrong type of content", "Send application/json."),
    },
    Known {
        kind: Kind::IdempotencyKey,
        status: 400,
        slug: "idempotency-key",
        sv: (
            "Rubriken Idempotency-Key saknas eller har fel form",
            "Skicka 16 till 64 tecken ur A–Z, a–z, 0–9 och bindestreck, och samma igen när du försöker igen.",
        ),
        en: (
            "The Idempotency-Key header is missing or malformed",
            "Send 16 to 64 characters of A–Z, a–z, 0–9 and hyphen, and the same ones when you try again.",
        ),
    },
    Known {
        kind: Kind::IdempotencyConflict,
        status: 422,
        slug: "idempotency-conflict",
        sv: (
            "Samma nyckel har redan använts för något annat",
            "Ett ärende med den nyckeln är redan mottaget. Skicka ett nytt med en ny nyckel.",
        ),
        en: (
            "The same key was used for something else",
            "A request with that key is already received. Send a new one with a new key.",
        ),
    },
    Known {
        kind: Kind::Unprocessable,
        status: 422,
        slug: "unprocessable",
        sv: ("Några uppgifter behöver ändras", "Se vilka i listan."),
        en: ("Some details need to be changed", "The list says which."),
    },
    Known {
        kind: Kind::StaleCatalogue,
        status: 409,
        slug: "stale-catalogue",
        sv: (
            "Uppgifterna om regionen har ändrats sedan sidan öppnades",
            "Hämta dem igen. Svaren finns kvar.",
        ),
        en: (
            "The region's details have changed since the page was opened",
            "Fetch them again. Your answers are kept.",
        ),
    },
    Known {
        kind: Kind::ResultDiffers,
        status: 422,
        slug: "result-differs",
        sv: (
            "Resultatet stämmer inte med svaren",
            "Hämta uppgifterna om regionen igen och matcha på nytt.",
        ),
        en: (
            "The result does not agree with the answers",
            "Fetch the region's details again and match anew.",
        ),
    },
    Known {
        kind: Kind::StepStale,
        status: 409,
        slug: "step-stale",
        sv: (
            "Sidan har varit öppen för länge, eller har redan skickat ett ärende",
            "Hämta uppgifterna om regionen igen och skicka en gång till. Svaren finns kvar.",
        ),
        en: (
            "The page was open for too long, or has already sent a request",
            "Fetch the region's details again and send once more. Your answers are kept.",
        ),
    },
    Known {
        kind: Kind::TooMany,
        status: 429,
        slug: "too-many",
        sv: (
            "Det kommer ovanligt många ärenden just nu",
            "Ingenting är bekräftat. Vänta en timme och skicka igen, eller kontakta regionen direkt.",
        ),
        en: (
            "Unusually many requests are coming in right now",
            "Nothing is confirmed. Wait an hour and send again, or contact the region directly.",
        ),
    },
    Known {
        kind: Kind::SealNeeded,
        status: 422,
        slug: "seal-needed",
        sv: (
            "Uppgifterna kom inte förseglade till mottagaren",
            "Sidan är äldre än mottagarens nyckel. Spara era svar i en fil, ladda om sidan och skicka igen.",
        ),
        en: (
            "The details did not come sealed to the recipient",
            "The page is older than the recipient's key. Save your answers in a file, reload the page and send again.",
        ),
    },
    Known {
        kind: Kind::PartnerPaused,
        status: 409,
        slug: "partner-paused",
        sv: (
            "Vägen in är pausad på den här sidan",
            "Gå till regionens egen webbplats så länge: www.regionstockholm.se.",
        ),
        en: (
            "The way in is paused on this site",
            "Meanwhile, go to the region's own site: www.regionstockholm.se.",
        ),
    },
    Known {
        kind: Kind::CrossSite,
        status: 403,
        slug: "cross-site",
        sv: ("Anropet kom från en annan webbplats", "Skicka från sidan du fick frågorna på."),
        en: ("The request came from another site", "Send from the page with the questions."),
    },
    Known {
        kind: Kind::CountsOff,
        status: 404,
        slug: "counts-off",
        sv: ("Antal är avstängda här", "Den som driver tjänsten kan slå på dem."),
        en: ("Counts are off here", "Whoever runs the service can turn them on."),
    },
    Known {
        kind: Kind::NotLetIn,
        status: 401,
        slug: "not-let-in",
        sv: (
            "Nyckeln saknas eller är fel",
            "Skicka partnerns nyckel i rubriken Authorization: Bearer.",
        ),
        en: (
            "The key is missing or wrong",
            "Send the partner's key in the header Authorization: Bearer.",
        ),
    },
    Known {
        kind: Kind::NotSignedIn,
        status: 401,
        slug: "not-signed-in",
        sv: ("Ni är inte inloggade", "Logga in igen och försök en gång till."),
        en: ("You are not signed in", "Sign in again and try once more."),
    },
    Known {
        kind: Kind::NotAllowed,
        status: 403,
        slug: "not-allowed",
        sv: (
            "Er roll räcker inte för detta",
            "Den som är administratör kan göra det, eller ge er rollen.",
        ),
        en: ("Your role does not allow this", "An administrator can do it, or give you the role."),
    },
    Known {
        kind: Kind::MatchOff,
        status: 404,
        slug: "match-off",
        sv: (
            "Matchning på servern är avstängd",
            "Matchningen sker i webbläsaren. Ingenting lämnar den förrän du skickar.",
        ),
        en: (
            "Matching on the server is off by default",
            "Matching is done in the browser. Nothing leaves it until you send.",
        ),
    },
    Known {
        kind: Kind::FormatNotOffered,
        status: 501,
        slug: "format-not-offered",
        sv: ("Formatet finns inte", "Be om format=json."),
        en: ("The format is not offered", "Ask for format=json."),
    },
    Known {
        kind: Kind::Unavailable,
        status: 503,
        slug: "unavailable",
        sv: (
            "Vi kan inte ta emot just nu",
            "Ingenting är bekräftat. Försök igen om en stund, med samma nyckel.",
        ),
        en: (
            "We cannot receive right now",
            "Nothing is confirmed. Try again in a while, with the same key.",
        ),
    },
    Known {
        kind: Kind::Broken,
        status: 500,
        slug: "broken",
        sv: ("Något är fel hos oss", "Felet är noterat. Försök igen senare."),
        en: ("Something is wrong on our side", "The fault is noted. Try again later."),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_said_in_both_languages() {
        for known in &KINDS {
            for lang in Lang::ALL {
                let (title, detail) = known.kind.words(lang);
                assert!(!title.is_empty() && !detail.is_empty());
                assert!(!title.contains('!') && !detail.contains('!'));
            }
            assert_eq!(Kind::of_slug(known.kind.slug()).unwrap().status(), known.status);
        }
    }

    #[test]
    fn a_kind_keeps_its_words_whatever_it_carries() {
        assert_eq!(Kind::MethodNotAllowed("POST").status(), 405);
    }
}
