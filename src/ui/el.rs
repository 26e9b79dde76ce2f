//! Elements of the kit as one type.
//!
//! In `view!` each tag, each attribute and each kind of value is a type of its own, for which the framework's drawing,
//! changing and removing is compiled again. The kit stands in every screen and in the first download, so its elements
//! are made here instead: through the same renderer, but tag and attribute names are values, and what changes is boxed.
//! Measured by `make size`; the figures are in ARCHITECTURE.md, "Why does the kit not use `view!`?".
//!
//! Always true: a part drawn again by [`live`] is a new element. What must keep its node (a field, a frame) follows its
//! signals through [`El::follow`], [`El::toggle`] and [`El::prop`] instead; where it is one of a list, the list is made
//! by [`each`]. Text is text: there is no way to set markup.

use leptos::{
    prelude::*,
    tachys::{
        html::{
            attribute::{
                any_attribute::{AnyAttribute, IntoAnyAttribute},
                custom::custom_attribute,
            },
            class,
            element::{ElementType, custom},
            event::{self, Custom},
            node_ref::node_ref,
            property,
        },
        view::iterators::StaticVec,
    },
    web_sys::{Event, MouseEvent},
};
use std::sync::{Arc, Mutex};
use wasm_bindgen::{JsCast, JsValue};

/// A closure that is called again when what it read has changed; boxed, so that all share one instance.
type Shared<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// An element that is being put together.
pub struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element with its classes; `""` for none.
pub fn el(tag: &'static str, class: &'static str) -> El {
    let element = El { tag, attributes: Vec::new(), children: Vec::new() };
    if class.is_empty() {
        return element;
    }
    #[cfg(feature = "widget")]
    let element = {
        let parts = super::part::parts_of(class);
        if parts.is_empty() { element } else { element.own("part", parts) }
    };
    element.set("class", class)
}

impl El {
    /// An attribute that stays as it is.
    #[must_use]
    pub fn set(self, name: &'static str, value: &'static str) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    /// The same, made while running.
    #[must_use]
    pub fn own(self, name: &'static str, value: String) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    /// The same, where there is a value.
    #[must_use]
    pub fn some(self, name: &'static str, value: Option<&'static str>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// An attribute that follows what is read; it is not there while that is `None`.
    #[must_use]
    pub fn follow(self, name: &'static str, value: impl Fn() -> Option<String> + Send + 'static) -> Self {
        let value: Shared<Option<String>> = Arc::new(Mutex::new(value));
        self.with(custom_attribute(name, value).into_any_attr())
    }

    /// The same for a state that is said by `true` or not at all: `aria-busy`, `aria-invalid`, `aria-disabled`.
    #[must_use]
    pub fn flag(self, name: &'static str, on: impl Fn() -> bool + Send + 'static) -> Self {
        self.follow(name, move || on().then(|| "true".to_owned()))
    }

    /// A class that comes and goes.
    #[must_use]
    pub fn toggle(self, name: &'static str, on: impl Fn() -> bool + Send + 'static) -> Self {
        let on: Shared<bool> = Arc::new(Mutex::new(on));
        self.with(class::class((name, on)).into_any_attr())
    }

    /// A property that follows what is read: the text of a field, whether a box is ticked.
    #[must_use]
    pub fn prop(self, name: &'static str, value: impl Fn() -> JsValue + Send + 'static) -> Self {
        let value: Shared<JsValue> = Arc::new(Mutex::new(value));
        self.with(property::prop(name, value).into_any_attr())
    }

    /// What is done when something happens to it.
    #[must_use]
    pub fn on(self, name: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        let act: Box<dyn FnMut(Event)> = Box::new(act);
        self.with(event::on(Custom::<Event>::new(name), act).into_any_attr())
    }

    /// A press, by pointer, finger or key.
    #[must_use]
    pub fn press(self, act: impl Fn(MouseEvent) + 'static) -> Self {
        self.on("click", move |event| act(event.unchecked_into()))
    }

    /// Gives the element itself to what needs more of it than attributes.
    #[must_use]
    pub fn node<E: ElementType>(self, node: NodeRef<E>) -> Self
    where
        E::Output: JsCast + 'static,
    {
        self.with(node_ref(node).into_any_attr())
    }

    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// What stands inside, after what was there before.
    #[must_use]
    pub fn child(mut self, child: impl Child) -> Self {
        self.children.extend(child.drawn());
        self
    }

    /// The element as a view.
    pub fn view(self) -> AnyView {
        let empty = custom(self.tag).add_any_attr(self.attributes);
        empty.child(StaticVec::from(self.children)).into_any()
    }
}

/// What can stand inside an element.
pub trait Child {
    /// The view, if there is anything to see.
    fn drawn(self) -> Option<AnyView>;
}

impl Child for AnyView {
    fn drawn(self) -> Option<AnyView> {
        Some(self)
    }
}

impl Child for El {
    fn drawn(self) -> Option<AnyView> {
        Some(self.view())
    }
}

impl Child for String {
    fn drawn(self) -> Option<AnyView> {
        Some(self.into_any())
    }
}

impl Child for &'static str {
    fn drawn(self) -> Option<AnyView> {
        self.to_owned().drawn()
    }
}

impl Child for Signal<String> {
    fn drawn(self) -> Option<AnyView> {
        let text: Shared<String> = Arc::new(Mutex::new(move || self.get()));
        Some(text.into_any())
    }
}

impl<C: Child> Child for Option<C> {
    fn drawn(self) -> Option<AnyView> {
        self.and_then(Child::drawn)
    }
}

impl Child for Vec<AnyView> {
    fn drawn(self) -> Option<AnyView> {
        Some(StaticVec::from(self).into_any())
    }
}

/// A part that is drawn anew when what it reads changes; nothing while that is `None`.
pub fn live<C: Child>(view: impl Fn() -> C + Send + 'static) -> AnyView {
    let view: Shared<AnyView> = Arc::new(Mutex::new(move || view().drawn().unwrap_or_else(|| ().into_any())));
    view.into_any()
}

/// One after the other, without an element around them.
pub fn all(children: impl IntoIterator<Item = impl Child>) -> AnyView {
    StaticVec::from(children.into_iter().filter_map(Child::drawn).collect::<Vec<_>>()).into_any()
}

/// A row for each item; it is drawn once, and its nodes stay while there is an item of its key, whatever comes, goes or
/// moves around it.
pub fn each<T: Send + 'static>(
    items: impl Fn() -> Vec<T> + Send + 'static,
    key: fn(&T) -> String,
    row: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let row = Arc::new(row);
    let keyed = move |item: T| {
        let (key, row) = (key(&item), row.clone());
        let draw: Box<dyn FnOnce() -> AnyView + Send> = Box::new(move || row(item));
        (key, draw)
    };
    rows(Box::new(move || items().into_iter().map(&keyed).collect()))
}

type Keyed = (String, Box<dyn FnOnce() -> AnyView + Send>);

/// One instance of the framework's code, whatever the rows are of.
fn rows(items: Box<dyn Fn() -> Vec<Keyed> + Send>) -> AnyView {
    view! { <For each=items key=|(key, _): &Keyed| key.clone() children=|(_, draw): Keyed| draw() /> }.into_any()
}

/// Does something to the world outside, again whenever what it read has changed.
pub fn follow(act: impl FnMut() + 'static) {
    let act: Box<dyn FnMut()> = Box::new(act);
    Effect::new(act);
}
