//! What the page that holds the widget says of itself: partner, recipients,
//! privacy notice. Read with the browser's own JSON, which costs no bytes.

use js_sys::{JSON, Object, Reflect};
use leptos::wasm_bindgen::JsValue;
use shared::text::Lang;

/// A text in both languages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Both([String; 2]);

impl Both {
    /// In a language.
    pub(crate) fn get(&self, lang: Lang) -> &str {
        let [sv, en] = &self.0;
        if lang == Lang::Sv { sv } else { en }
    }

    /// Reads `{"sv": …, "en": …}`, or one text for both.
    fn read(value: &JsValue) -> Self {
        let one = value.as_string();
        Self(Lang::ALL.map(|lang| {
            one.clone().or_else(|| get(value, lang.tag()).as_string()).unwrap_or_default()
        }))
    }
}

/// Who may get a lead.
#[derive(Clone, Debug)]
pub(crate) struct Recipient {
    /// Its id, as entries name it.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: Both,
    /// In how many working days it promises to answer.
    pub(crate) answer_days: Option<u32>,
    /// Invented, and labelled so.
    pub(crate) example: bool,
}

/// The page's configuration.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own that the page says")]
pub(crate) struct Config {
    /// The language of the page.
    pub(crate) lang: Lang,
    /// Where leads go; empty is where the page came from.
    pub(crate) origin: String,
    /// The partner's id.
    pub(crate) partner: String,
    /// The partner's name.
    pub(crate) name: Both,
    /// Something that the partner wants said on top.
    pub(crate) banner: Both,
    /// Nothing is taken from this partner now.
    pub(crate) paused: bool,
    /// The recipients are invented.
    pub(crate) example: bool,
    /// Who may get a lead.
    pub(crate) recipients: Vec<Recipient>,
    /// The privacy notice: names of parts and their texts. Our own page begins
    /// without, and gets it as a later piece.
    pub(crate) privacy: Vec<(String, Both)>,
    /// The level of the step's heading in the page's outline.
    pub(crate) heading_level: u8,
    /// It stands in the partner's own page, not in our frame.
    pub(crate) inline: bool,
    /// Where it begins: see [`crate::app::App::open`].
    pub(crate) start: String,
    /// What was kept before, to go on from.
    pub(crate) kept: String,
    /// Others use this screen. `qr.js` clears it when no one is there.
    pub(crate) kiosk: bool,
}

impl Config {
    /// Reads the configuration. What is missing is empty: a page with half of
    /// it still helps.
    pub(crate) fn read(json: &str) -> Self {
        let page = JSON::parse(json).unwrap_or(JsValue::NULL);
        let partner = get(&page, "partner");
        let text = |of: &JsValue, key| get(of, key).as_string().unwrap_or_default();
        let yes = |key| get(&partner, key).as_bool().unwrap_or(false);
        let level = whole(&get(&page, "headingLevel")).and_then(|level| u8::try_from(level).ok());
        Self {
            lang: Lang::from_tag(&text(&page, "lang")),
            origin: text(&page, "origin"),
            partner: text(&partner, "id"),
            name: Both::read(&get(&partner, "name")),
            banner: Both::read(&get(&partner, "banner")),
            paused: yes("paused"),
            example: yes("example"),
            recipients: recipients(&get(&partner, "recipients")),
            privacy: privacy(&get(&partner, "privacy")),
            heading_level: level.filter(|level| (1..=4).contains(level)).unwrap_or(1),
            inline: text(&page, "rung") == "inline",
            start: text(&page, "start"),
            kept: text(&page, "kept"),
            kiosk: get(&page, "kiosk").as_f64().is_some_and(|minutes| 0.0 < minutes),
        }
    }

    /// The recipient of an id.
    pub(crate) fn recipient(&self, id: &str) -> Option<&Recipient> {
        self.recipients.iter().find(|recipient| recipient.id == id)
    }
}

fn recipients(all: &JsValue) -> Vec<Recipient> {
    let read = |id: String| {
        let one = get(all, &id);
        Recipient {
            name: Both::read(&get(&one, "name")),
            answer_days: whole(&get(&one, "answer_days")),
            example: get(&one, "example").as_bool().unwrap_or(false),
            id,
        }
    };
    keys(all).into_iter().map(read).collect()
}

/// The privacy notice of a partner's public configuration.
pub(crate) fn privacy_of(partner: &str) -> Vec<(String, Both)> {
    privacy(&get(&JSON::parse(partner).unwrap_or(JsValue::NULL), "privacy"))
}

/// The notice stands by language; it is kept by part.
fn privacy(all: &JsValue) -> Vec<(String, Both)> {
    let [sv, en] = Lang::ALL.map(|lang| get(all, lang.tag()));
    let text = |of: &JsValue, key: &str| get(of, key).as_string().unwrap_or_default();
    let part = |key: String| {
        let both = Both([text(&sv, &key), text(&en, &key)]);
        (key, both)
    };
    keys(&sv).into_iter().map(part).collect()
}

/// The property of an object; undefined of anything else.
pub(crate) fn get(of: &JsValue, key: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

/// The names of an object's properties.
pub(crate) fn keys(of: &JsValue) -> Vec<String> {
    let object = Object::try_from(of);
    object.map_or_else(Vec::new, |object| {
        Object::keys(object).iter().filter_map(|key| key.as_string()).collect()
    })
}

/// A number that is a whole one and not negative.
pub(crate) fn whole(value: &JsValue) -> Option<u32> {
    let number = value.as_f64().filter(|number| (0.0..=4e9).contains(number))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
    Some(number as u32)
}
