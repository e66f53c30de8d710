//! The browser, as far as views do not say it: focus, history, events, time,
//! files. Nothing here is stored.

use crate::config::get;
use crate::journey::Step;
use js_sys::{Array, Date, Object, Reflect, Uint8Array};
use leptos::prelude::{request_animation_frame, set_timeout, window};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use shared::text::Lang;
use std::cell::RefCell;
use std::time::Duration;
use web_sys::{Blob, CustomEvent, HtmlElement, Url};

thread_local! {
    static MOUNT: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Remembers the element that holds everything: what is looked for is looked
/// for in it, so that it may stand in a shadow root.
pub(crate) fn remember(mount: &HtmlElement) {
    MOUNT.with_borrow_mut(|kept| *kept = Some(mount.clone()));
}

fn find(selector: &str) -> Option<HtmlElement> {
    let mount = MOUNT.with_borrow(Clone::clone)?;
    mount.query_selector(selector).ok()??.dyn_into().ok()
}

/// Moves the focus to the first element of a selector, once it is drawn.
pub(crate) fn focus(selector: impl Into<String>) {
    let selector = selector.into();
    request_animation_frame(move || {
        if let Some(element) = find(&selector) {
            let _ = element.focus();
        }
    });
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

/// Tells the page that holds the widget. Never an answer, never a name.
pub(crate) fn tell(event: &str, detail: &[(&str, JsValue)]) {
    let init = object(&[
        ("bubbles", JsValue::TRUE),
        ("composed", JsValue::TRUE),
        ("detail", object(detail)),
    ]);
    let name = ["vagen-in:", event].concat();
    let event = CustomEvent::new_with_event_init_dict(&name, init.unchecked_ref());
    if let (Some(mount), Ok(event)) = (MOUNT.with_borrow(Clone::clone), event) {
        let _ = mount.dispatch_event(&event);
    }
}

const STATE: &str = "vagenIn";

/// Leaves a mark in the history, so that the browser's Back is our Back. It
/// says which step, never what was answered; the address stays as it is.
pub(crate) fn mark(step: Step, replace: bool) {
    let state = object(&[(STATE, step.code().into())]);
    if let Ok(history) = window().history() {
        let _ = if replace {
            history.replace_state_with_url(&state, "", None)
        } else {
            history.push_state_with_url(&state, "", None)
        };
    }
}

/// Calls back with the step that the browser's Back or Forward leads to.
pub(crate) fn on_history(go: impl Fn(Step) + 'static) {
    let listener = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let code = crate::config::whole(&get(&get(&event, "state"), STATE));
        if let Some(step) = code.and_then(Step::from_code) {
            go(step);
        }
    });
    let function = listener.as_ref().unchecked_ref();
    let _ = window().add_event_listener_with_callback("popstate", function);
    listener.forget();
}

/// Calls back before and after printing, whoever asked for it.
pub(crate) fn on_print(print: impl Fn(bool) + Clone + 'static) {
    for (event, on) in [("beforeprint", true), ("afterprint", false)] {
        let print = print.clone();
        let listener = Closure::<dyn Fn()>::new(move || print(on));
        let function = listener.as_ref().unchecked_ref();
        let _ = window().add_event_listener_with_callback(event, function);
        listener.forget();
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

/// A key that no other send has: 128 random bits.
pub(crate) fn random_key() -> String {
    let bytes = Uint8Array::new_with_length(16);
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_array_buffer_view(&bytes);
    }
    let mut key = String::new();
    for byte in bytes.to_vec() {
        for nibble in [byte >> 4, byte & 15] {
            key.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    key
}
