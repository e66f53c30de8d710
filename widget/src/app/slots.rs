//! The pages of a document, by number. Several may stand in one, and one that
//! was taken away leaves its place to the next: nothing grows.

use super::App;
use crate::browser::{self, Listener};
use crate::config::Config;
use crate::journey::Journey;
use crate::state::{State, Topic};
use crate::steps;
use leptos::prelude::*;
use shared::catalogue::Catalogue;
use std::any::Any;
use std::cell::{Cell, RefCell};
use time::Date;
use web_sys::HtmlElement;

/// A place for a page.
struct Slot {
    app: App,
    /// What goes with it when it is taken away: its views and its listeners.
    shown: Option<(Box<dyn Any>, Vec<Listener>)>,
}

thread_local! {
    static SLOTS: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
    static LIVES: Cell<u32> = const { Cell::new(0) };
}

/// The page of a number.
pub(crate) fn app(at: u32) -> Option<App> {
    let at = usize::try_from(at).ok()?.checked_sub(1)?;
    SLOTS
        .with_borrow(|slots| slots.get(at).filter(|slot| slot.shown.is_some()).map(|slot| slot.app))
}

/// A place that is free, and its page.
fn free() -> (usize, App) {
    SLOTS.with_borrow_mut(|slots| {
        let is_free = |slot: &Slot| slot.shown.is_none();
        let at = slots.iter().position(is_free).unwrap_or(slots.len());
        if let Some(slot) = slots.get(at) {
            return (at, slot.app);
        }
        let app = App::new();
        slots.push(Slot { app, shown: None });
        (at, app)
    })
}

/// Shows a page in an element, and gives its number.
pub(crate) fn take(config: Config, of: (Catalogue, Date), mount: HtmlElement) -> u32 {
    let (at, app) = free();
    begin(app, config, of, mount.clone());
    mount.set_text_content(None);
    let view = mount_to(mount, move || view! { <steps::Page app /> });
    SLOTS.with_borrow_mut(|slots| {
        if let Some(slot) = slots.get_mut(at) {
            slot.shown = Some((Box::new(view), listeners(app)));
        }
    });
    app.mark(true);
    u32::try_from(at).map_or(0, |at| at + 1)
}

fn begin(app: App, config: Config, (catalogue, today): (Catalogue, Date), mount: HtmlElement) {
    let life = LIVES.get().wrapping_add(1);
    LIVES.set(life);
    let (lang, mount) = (config.lang, Some(mount));
    let empty = State::empty();
    app.edit(move |state| {
        *state = State { catalogue, config, today, lang, wanted: lang, mount, life, ..empty };
    });
    app.count();
    app.begin();
}

/// Follows what happens outside the views.
fn listeners(app: App) -> Vec<Listener> {
    let mut all = Vec::new();
    for (event, on) in [("beforeprint", true), ("afterprint", false)] {
        all.push(Listener::new(event, move |_| {
            app.edit(|state| state.printing = on);
            app.changed(Topic::Printing);
        }));
    }
    if !app.read(|state| state.config.inline) {
        all.push(Listener::new("popstate", move |event| {
            if let Some(step) = browser::marked(&event, app.life()) {
                app.show(Journey::at(step));
            }
        }));
    }
    all
}

/// Takes a page away with all that was written in it.
pub(crate) fn stop(at: u32) {
    let Some(app) = app(at) else { return };
    app.edit(|state| *state = State::empty());
    let at = usize::try_from(at).unwrap_or_default().saturating_sub(1);
    let shown = SLOTS.with_borrow_mut(|slots| slots.get_mut(at).and_then(|slot| slot.shown.take()));
    // Here, as views that go may still ask for their page.
    drop(shown);
}
