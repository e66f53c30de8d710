//! Views of one type.
//!
//! `view!` gives every element and every closure a type of its own, and a
//! browser downloads code for each: this page weighed 234 kB that way, against
//! a budget of 150 kB for everything. Here an element is data, so the code is
//! there once. It is a Leptos view like any other: it can be mounted, returned
//! from a component, and follows signals.

mod draw;
mod part;

use draw::Drawn;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::view::{Position, PositionState};
use leptos::wasm_bindgen::JsValue;
use part::parts_of;
use std::borrow::Cow;
use std::sync::Arc;
use web_sys::Event;

/// Something to show.
pub(crate) enum View {
    /// Text.
    Text(String),
    /// An element.
    Element(Element),
    /// Several, one after the other; or none.
    Many(Vec<View>),
    /// What follows the signals that it reads.
    Live(Live),
    /// One view a key: one that stays keeps its elements, and with them the
    /// focus and what was unfolded.
    Each(Keys, One),
}

type Live = Box<dyn FnMut() -> View + Send>;
type Keys = Box<dyn FnMut() -> Vec<u32> + Send>;
type One = Arc<dyn Fn(u32) -> View + Send + Sync>;
type Value = Box<dyn FnMut() -> Option<JsValue> + Send>;
type Handler = Box<dyn FnMut(Event) + Send>;

/// An element that is to be drawn. In a box, as it is handed on at every call.
pub(crate) struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    fixed: Vec<(&'static str, Cow<'static, str>)>,
    live: Vec<(&'static str, Value)>,
    on: Vec<(&'static str, Handler)>,
    children: Vec<View>,
}

/// An element of a tag.
#[inline(never)]
pub(crate) fn el(tag: &'static str) -> Element {
    let (fixed, live, on, children) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Element(Box::new(Parts { tag, fixed, live, on, children }))
}

/// Nothing to show.
pub(crate) fn nothing() -> View {
    View::Many(Vec::new())
}

/// What follows the signals that it reads.
pub(crate) fn live<V: Into<View>>(mut view: impl FnMut() -> V + Send + 'static) -> View {
    View::Live(Box::new(move || view().into()))
}

/// One view a key.
pub(crate) fn each(
    keys: impl FnMut() -> Vec<u32> + Send + 'static,
    one: impl Fn(u32) -> View + Send + Sync + 'static,
) -> View {
    View::Each(Box::new(keys), Arc::new(one))
}

impl Element {
    /// With classes.
    pub(crate) fn class(self, class: impl Into<Cow<'static, str>>) -> Self {
        self.set("class", class)
    }

    /// With an id.
    pub(crate) fn id(self, id: impl Into<Cow<'static, str>>) -> Self {
        self.set("id", id)
    }

    /// With an attribute.
    pub(crate) fn set(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.with_fixed(name, value.into())
    }

    /// With an attribute that follows signals, and comes and goes.
    pub(crate) fn set_live(
        self,
        name: &'static str,
        mut value: impl FnMut() -> Option<String> + Send + 'static,
    ) -> Self {
        self.with_live(name, Box::new(move || value().map(|text| JsValue::from_str(&text))))
    }

    /// With a property of the element, such as `.checked`, that follows signals.
    /// The full stop tells it from an attribute.
    pub(crate) fn property<V: Into<JsValue>>(
        self,
        name: &'static str,
        mut value: impl FnMut() -> V + Send + 'static,
    ) -> Self {
        self.with_live(name, Box::new(move || Some(value().into())))
    }

    /// Does something at an event.
    pub(crate) fn on(self, event: &'static str, act: impl FnMut(Event) + Send + 'static) -> Self {
        self.with_handler(event, Box::new(act))
    }

    /// With something inside.
    pub(crate) fn add(self, child: impl Into<View>) -> Self {
        self.with_child(child.into())
    }

    #[inline(never)]
    fn with_fixed(mut self, name: &'static str, value: Cow<'static, str>) -> Self {
        self.0.fixed.push((name, value));
        self
    }

    #[inline(never)]
    fn with_live(mut self, name: &'static str, value: Value) -> Self {
        self.0.live.push((name, value));
        self
    }

    #[inline(never)]
    fn with_handler(mut self, event: &'static str, act: Handler) -> Self {
        self.0.on.push((event, act));
        self
    }

    #[inline(never)]
    fn with_child(mut self, child: View) -> Self {
        self.0.children.push(child);
        self
    }
}

impl From<String> for View {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for View {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Element> for View {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<Vec<View>> for View {
    fn from(all: Vec<View>) -> Self {
        Self::Many(all)
    }
}

impl<V: Into<View>> From<Option<V>> for View {
    fn from(one: Option<V>) -> Self {
        Self::Many(one.into_iter().map(Into::into).collect())
    }
}

impl Render for View {
    type State = Drawn;

    fn build(self) -> Drawn {
        Drawn::new(self)
    }

    fn rebuild(self, drawn: &mut Drawn) {
        drawn.redraw(self);
    }
}

no_attrs!(View);

/// Drawn in the browser only: the Worker writes its own pages.
impl RenderHtml for View {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _html: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _attributes: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Drawn {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
