//! Views as they stand in the document, and how they become other ones.
//!
//! What is the same stays: an element of the same tag is kept and changed in
//! place, so that a result may change under a visitor's focus.

use super::{Handler, Keys, One, Parts, Value, View, parts_of};
use js_sys::Reflect;
use leptos::prelude::{Mountable, Owner, RenderEffect};
use leptos::tachys::renderer::Rndr;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::borrow::Cow;
use web_sys::{Comment, Event, Node};

/// A view that was drawn.
pub(crate) enum Drawn {
    Text(web_sys::Text, String),
    Element(Box<DrawnElement>),
    /// Ended by a mark, so that there is always a place to put more.
    Many(Vec<Drawn>, Comment),
    Live(Effect),
    Each(Vec<(u32, Owner, Drawn)>, Comment),
    /// An attribute's value; it stands in no list of children.
    Value(Option<JsValue>),
}

/// All effects are of one type.
type Effect = RenderEffect<Drawn>;

pub(crate) struct DrawnElement {
    node: web_sys::Element,
    tag: &'static str,
    fixed: Vec<(&'static str, Cow<'static, str>)>,
    /// Kept alive; dropping one stops it.
    live: Vec<Effect>,
    listeners: Vec<Listener>,
    children: Vec<Drawn>,
}

/// An event, and what the browser calls.
type Listener = (&'static str, Closure<dyn FnMut(Event)>);

/// Runs at once and whenever a signal changes that it reads.
fn effect(run: Box<dyn FnMut(Option<Drawn>) -> Drawn>) -> Effect {
    RenderEffect::new(run)
}

impl Drawn {
    pub(super) fn new(view: View) -> Self {
        match view {
            View::Text(text) => Self::Text(Rndr::create_text_node(&text), text),
            View::Element(element) => Self::Element(Box::new(DrawnElement::new(*element.0))),
            View::Many(all) => {
                let all = all.into_iter().map(Self::new).collect();
                Self::Many(all, Rndr::create_placeholder())
            }
            View::Live(mut view) => Self::Live(effect(Box::new(move |before| {
                let view = view();
                match before {
                    Some(mut drawn) => {
                        drawn.redraw(view);
                        drawn
                    }
                    None => Self::new(view),
                }
            }))),
            View::Each(keys, one) => Self::Live(each(keys, one)),
        }
    }

    /// Becomes another view, in place as far as it is the same.
    pub(super) fn redraw(&mut self, view: View) {
        match (&mut *self, view) {
            (Self::Text(node, before), View::Text(text)) => {
                if *before != text {
                    Rndr::set_text(node, &text);
                    *before = text;
                }
            }
            (Self::Element(drawn), View::Element(element)) if drawn.is_like(&element.0) => {
                drawn.redraw(*element.0);
            }
            (Self::Many(drawn, end), View::Many(all)) => {
                let end: &Node = end;
                redraw_all(drawn, all, &|new| insert_before(end, new));
            }
            (_, view) => {
                let mut new = Self::new(view);
                self.insert_before_this(&mut new);
                self.unmount();
                *self = new;
            }
        }
    }
}

/// Redraws one by one; what is too many goes, what is missing is inserted.
fn redraw_all(drawn: &mut Vec<Drawn>, all: Vec<View>, insert: &dyn Fn(&mut Drawn)) {
    while all.len() < drawn.len() {
        if let Some(mut last) = drawn.pop() {
            last.unmount();
        }
    }
    let mut all = all.into_iter();
    for (drawn, view) in drawn.iter_mut().zip(&mut all) {
        drawn.redraw(view);
    }
    for view in all {
        let mut new = Drawn::new(view);
        insert(&mut new);
        drawn.push(new);
    }
}

fn insert_before(node: &Node, new: &mut dyn Mountable) {
    if let Some(parent) = node.parent_element() {
        new.mount(&parent, Some(node));
    } else if let Some(parent) = node.parent_node() {
        // In a shadow root or a fragment, which are no elements.
        new.mount(parent.unchecked_ref(), Some(node));
    }
}

impl DrawnElement {
    fn new(element: Parts) -> Self {
        const SVG: &str = "http://www.w3.org/2000/svg";
        let namespace = matches!(element.tag, "svg" | "path").then_some(SVG);
        let node = Rndr::create_element(element.tag, namespace);
        for (name, value) in &element.fixed {
            set(&node, name, value);
        }
        let listeners = listen(&node, element.on);
        let mut children: Vec<Drawn> = element.children.into_iter().map(Drawn::new).collect();
        for child in &mut children {
            child.mount(&node, None);
        }
        // After the children: a select takes its value from its options.
        let live = follow(&node, element.live);
        Self { node, tag: element.tag, fixed: element.fixed, live, listeners, children }
    }

    /// The same element with other values.
    fn is_like(&self, element: &Parts) -> bool {
        let same = |(before, after): (&(&str, _), &(&str, _))| before.0 == after.0;
        self.tag == element.tag
            && self.fixed.len() == element.fixed.len()
            && self.fixed.iter().zip(&element.fixed).all(same)
    }

    fn redraw(&mut self, element: Parts) {
        for ((name, before), (_, value)) in self.fixed.iter().zip(&element.fixed) {
            if before != value {
                set(&self.node, name, value);
            }
        }
        self.fixed = element.fixed;
        self.quiet();
        self.listeners = listen(&self.node, element.on);
        let node = &self.node;
        redraw_all(&mut self.children, element.children, &|new| new.mount(node, None));
        self.live = follow(&self.node, element.live);
    }

    fn quiet(&mut self) {
        for (event, listener) in self.listeners.drain(..) {
            let function = listener.as_ref().unchecked_ref();
            let _ = self.node.remove_event_listener_with_callback(event, function);
        }
    }
}

fn listen(node: &web_sys::Element, on: Vec<(&'static str, Handler)>) -> Vec<Listener> {
    let one = |(event, handler): (&'static str, Handler)| {
        // Leptos wants what is in a view to be Send; a closure of the browser is not.
        let listener = Closure::wrap(handler as Box<dyn FnMut(Event)>);
        let function = listener.as_ref().unchecked_ref();
        let _ = node.add_event_listener_with_callback(event, function);
        (event, listener)
    };
    on.into_iter().map(one).collect()
}

fn follow(node: &web_sys::Element, live: Vec<(&'static str, Value)>) -> Vec<Effect> {
    let one = |(name, mut value): (&'static str, Value)| {
        let node = node.clone();
        effect(Box::new(move |before| {
            let value = value();
            if !matches!(&before, Some(Drawn::Value(before)) if *before == value) {
                put(&node, name, value.as_ref());
            }
            Drawn::Value(value)
        }))
    };
    live.into_iter().map(one).collect()
}

/// Sets an attribute. Our classes are parts as well, so that a partner may style
/// them in a shadow root.
fn set(node: &web_sys::Element, name: &str, value: &str) {
    Rndr::set_attribute(node, name, value);
    if name == "class" {
        Rndr::set_attribute(node, "part", &parts_of(value));
    }
}

/// Sets an attribute, or a property when the name begins with a full stop.
fn put(node: &web_sys::Element, name: &str, value: Option<&JsValue>) {
    match (name.strip_prefix('.'), value) {
        (Some(property), Some(value)) => {
            let _ = Reflect::set(node, &JsValue::from_str(property), value);
        }
        (None, Some(value)) => {
            set(node, name, &value.as_string().unwrap_or_default());
        }
        (_, None) => Rndr::remove_attribute(node, name),
    }
}

/// Each key has an owner of its own: its signals live as long as it is shown.
fn each(mut keys: Keys, one: One) -> Effect {
    let parent = Owner::current();
    effect(Box::new(move |before| {
        let keys = keys();
        let (mut old, end) = match before {
            Some(Drawn::Each(all, end)) => (all, end),
            _ => (Vec::new(), Rndr::create_placeholder()),
        };
        old.retain_mut(|(key, _, view)| {
            let stays = keys.contains(key);
            if !stays {
                view.unmount();
            }
            stays
        });
        // What stays where it was is not put in again: that would take the focus
        // from it.
        let stayed = keys.iter().filter(|key| old.iter().any(|(other, ..)| other == *key));
        let moved = !old.iter().map(|(key, ..)| key).eq(stayed);
        let mut all: Vec<(u32, Owner, Drawn)> = Vec::with_capacity(keys.len());
        // From the last to the first: each goes before the one after it.
        for key in keys.into_iter().rev() {
            let kept = old.iter().position(|(other, ..)| *other == key).map(|at| old.remove(at));
            let is_new = kept.is_none();
            let mut one = kept.unwrap_or_else(|| {
                let owner = parent.as_ref().map_or_else(Owner::new, Owner::child);
                let view = owner.with(|| Drawn::new(one(key)));
                (key, owner, view)
            });
            if is_new || moved {
                match all.last() {
                    Some((.., next)) => {
                        next.insert_before_this(&mut one.2);
                    }
                    None => insert_before(&end, &mut one.2),
                }
            }
            all.push(one);
        }
        all.reverse();
        Drawn::Each(all, end)
    }))
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        match self {
            Self::Text(node, _) => Rndr::remove(node),
            Self::Element(drawn) => Rndr::remove(&drawn.node),
            Self::Many(all, end) => {
                for one in all {
                    one.unmount();
                }
                Rndr::remove(end);
            }
            Self::Each(all, end) => {
                for (.., view) in all {
                    view.unmount();
                }
                Rndr::remove(end);
            }
            Self::Live(effect) => {
                effect.with_value_mut(Self::unmount);
            }
            Self::Value(_) => {}
        }
    }

    fn mount(&mut self, parent: &web_sys::Element, before: Option<&Node>) {
        match self {
            Self::Text(node, _) => Rndr::insert_node(parent, node, before),
            Self::Element(drawn) => Rndr::insert_node(parent, &drawn.node, before),
            Self::Many(all, end) => {
                for one in all {
                    one.mount(parent, before);
                }
                Rndr::insert_node(parent, end, before);
            }
            Self::Each(all, end) => {
                for (.., view) in all {
                    view.mount(parent, before);
                }
                Rndr::insert_node(parent, end, before);
            }
            Self::Live(effect) => {
                effect.with_value_mut(|drawn| drawn.mount(parent, before));
            }
            Self::Value(_) => {}
        }
    }

    fn insert_before_this(&self, new: &mut dyn Mountable) -> bool {
        let first = match self {
            Self::Many(all, _) => all.first(),
            Self::Each(all, _) => all.first().map(|(.., view)| view),
            _ => None,
        };
        if let Some(first) = first {
            return first.insert_before_this(new);
        }
        match self {
            Self::Text(node, _) => insert_before(node, new),
            Self::Element(drawn) => insert_before(&drawn.node, new),
            Self::Many(_, end) | Self::Each(_, end) => insert_before(end, new),
            Self::Live(effect) => {
                let inserted = effect.with_value_mut(|drawn| drawn.insert_before_this(new));
                return inserted.unwrap_or(false);
            }
            Self::Value(_) => return false,
        }
        true
    }

    /// Asked for where views of every type are mixed; here there is one.
    fn elements(&self) -> Vec<web_sys::Element> {
        Vec::new()
    }
}
