//! The browser, as far as views do not say it: focus, history, events, time,
//! files. Nothing here is stored.

use crate::config::get;
use crate::journey::Step;
use js_sys::{Array, Date, Function, JSON, Object, Promise, Reflect};
use leptos::prelude::{request_animation_frame, set_timeout, window};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use shared::text::Lang;
use std::time::Duration;
use web_sys::{Blob, CustomEvent, HtmlElement, Url};

/// The first element of a selector in the one that holds everything, which may
/// stand in a shadow root.
fn find(mount: &HtmlElement, selector: &str) -> Option<HtmlElement> {
    mount.query_selector(selector).ok()??.dyn_into().ok()
}

/// Moves the focus to the first element of a selector, once it is drawn.
pub(crate) fn focus(mount: HtmlElement, selector: String) {
    request_animation_frame(move || {
        if let Some(element) = find(&mount, &selector) {
            let _ = element.focus();
        }
    });
}

/// Presses the first element of a selector.
pub(crate) fn press(mount: &HtmlElement, selector: &str) {
    if let Some(element) = find(mount, selector) {
        element.click();
    }
}

/// Calls a method that has at most one argument.
pub(crate) fn call(of: &JsValue, name: &str, with: &JsValue) -> Result<JsValue, JsValue> {
    get(of, name).dyn_into::<Function>()?.call1(of, with)
}

/// Calls a method, and then calls back with what it promised, if it did. One
/// kind of callback, since each would be code to download.
pub(crate) fn when(
    (of, name): (&JsValue, &str),
    with: &JsValue,
    then: Box<dyn FnOnce(Option<JsValue>)>,
) {
    let Ok(promise) = call(of, name, with) else { return then(None) };
    // One that is never broken, so that there is one callback.
    let kept = Promise::all_settled(&Array::of1(&promise));
    let settled = Closure::once_into_js(move |all: JsValue| {
        let value = get(&get(&all, "0"), "value");
        let is_kept = get(&get(&all, "0"), "status") == "fulfilled";
        then(is_kept.then_some(value));
    });
    let _ = call(&kept, "then", &settled);
}

/// Copies a text, and then calls back with whether the browser allowed it.
pub(crate) fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    let clipboard = get(&get(&window(), "navigator"), "clipboard");
    when((&clipboard, "writeText"), &text.into(), Box::new(|done| then(done.is_some())));
}

/// Runs something a little later.
pub(crate) fn later(milliseconds: u64, then: impl FnOnce() + 'static) {
    set_timeout(then, Duration::from_millis(milliseconds));
}

/// A JavaScript object. One call for every dictionary that the browser takes,
/// since each setter of each would be code on both sides.
pub(crate) fn object(pairs: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in pairs {
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object.into()
}

/// Takes a name and its text.
pub(crate) type Say<'a> = dyn FnMut(&str, &str) + 'a;

/// A JSON object of texts.
pub(crate) fn json(write: &mut dyn FnMut(&mut Say<'_>)) -> String {
    let object = Object::new();
    write(&mut |name, text| {
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(text));
    });
    JSON::stringify(&object).map(String::from).unwrap_or_default()
}

/// Reads the texts of a JSON object by their names; nothing of anything else.
pub(crate) fn fields(json: &str, read: &mut Say<'_>) {
    let object = JSON::parse(json).unwrap_or(JsValue::NULL);
    for name in crate::config::keys(&object) {
        if let Some(text) = get(&object, &name).as_string() {
            read(&name, &text);
        }
    }
}

/// What stands in an address, without its signs for signs.
pub(crate) fn decoded(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}

/// Where our pages are; an empty one is where this page came from.
pub(crate) fn origin(of: &str) -> String {
    if of.is_empty() {
        get(&get(&window(), "location"), "origin").as_string().unwrap_or_default()
    } else {
        of.to_owned()
    }
}

/// Tells the page that holds the widget. Never an answer, never a name.
pub(crate) fn tell(mount: &HtmlElement, event: &str, detail: &[(&str, JsValue)]) {
    let init = object(&[
        ("bubbles", JsValue::TRUE),
        ("composed", JsValue::TRUE),
        ("detail", object(detail)),
    ]);
    let name = ["vagen-in:", event].concat();
    let event = CustomEvent::new_with_event_init_dict(&name, init.unchecked_ref());
    if let Ok(event) = event {
        let _ = mount.dispatch_event(&event);
    }
}

const STATE: &str = "vagenIn";
const LIFE: &str = "vagenInLife";

/// Leaves a mark in the history, so that the browser's Back is our Back. It
/// says which step, never what was answered, and whose step; the address stays
/// as it is.
pub(crate) fn mark(life: u32, step: Step, replace: bool) {
    let state = object(&[(STATE, step.code().into()), (LIFE, life.into())]);
    if let Ok(history) = window().history() {
        let _ = if replace {
            history.replace_state_with_url(&state, "", None)
        } else {
            history.push_state_with_url(&state, "", None)
        };
    }
}

/// The step that the browser's Back or Forward leads to, if the mark is of this
/// life.
pub(crate) fn marked(event: &JsValue, life: u32) -> Option<Step> {
    let state = get(event, "state");
    let of = |key| crate::config::whole(&get(&state, key));
    (of(LIFE) == Some(life)).then(|| of(STATE).and_then(Step::from_code)).flatten()
}

/// Something that is listened for in the window, until it is dropped.
pub(crate) struct Listener(&'static str, Closure<dyn Fn(JsValue)>);

impl Listener {
    /// Calls back at an event.
    pub(crate) fn new(event: &'static str, act: impl Fn(JsValue) + 'static) -> Self {
        let act = Closure::<dyn Fn(JsValue)>::new(act);
        let function = act.as_ref().unchecked_ref();
        let _ = window().add_event_listener_with_callback(event, function);
        Self(event, act)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.1.as_ref().unchecked_ref();
        let _ = window().remove_event_listener_with_callback(self.0, function);
    }
}

/// Opens the print window.
pub(crate) fn print() {
    let _ = window().print();
}

/// Hands the visitor a file that was made here.
pub(crate) fn download(name: &str, kind: &str, text: &str) {
    let kind = object(&[("type", kind.into())]);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, kind.unchecked_ref());
    let Ok(blob) = blob else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    let link = window().document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        let _ = link.set_attribute("href", &url);
        let _ = link.set_attribute("download", name);
        link.click();
    }
    later(10_000, move || {
        let _ = Url::revoke_object_url(&url);
    });
}

/// A moment as it is read in Stockholm.
pub(crate) fn moment(lang: Lang, iso: &str) -> String {
    let options = object(&[
        ("timeZone", "Europe/Stockholm".into()),
        ("dateStyle", "long".into()),
        ("timeStyle", "short".into()),
    ]);
    let locale = if lang == Lang::Sv { "sv-SE" } else { "en-GB" };
    let date = Date::new(&JsValue::from_str(iso));
    date.to_locale_string(locale, &options).into()
}

/// A key that no other send has: 122 random bits.
pub(crate) fn random_key() -> String {
    let key = call(&get(&window(), "crypto"), "randomUUID", &JsValue::UNDEFINED);
    key.ok().and_then(|key| key.as_string()).unwrap_or_default()
}
