//! The kit in a document: names and descriptions, what typing reports, where the focus goes, what is left afterwards.

use kassa::{
    domain::problem::Field,
    ui::{Dialog, ERROR_SUMMARY_ID, ErrorSummary, OptionList, OptionRow, TextField},
};
use leptos::{mount::mount_to, prelude::*, task::tick};
use std::{
    any::Any,
    sync::{Arc, Mutex},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventTarget, HtmlDialogElement, HtmlElement, HtmlInputElement};

/// A part of the page with a view in it. Dropped, both are gone.
struct Stage {
    root: HtmlElement,
    view: Option<Box<dyn Any>>,
}

impl Stage {
    fn of<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        Self { view: Some(Box::new(mount_to(root.clone(), view))), root }
    }

    #[track_caller]
    fn find<E: JsCast>(&self, selector: &str) -> E {
        self.root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
    }

    fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.view = None;
        self.root.remove();
    }
}

/// What was reported.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    fn note(&self, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }

    #[track_caller]
    fn check(&self, expected: &[&str]) {
        assert_eq!(*self.0.lock().unwrap(), expected);
    }
}

fn fire(target: &EventTarget, name: &str) {
    let event = Event::new(name).unwrap();
    target.dispatch_event(&event).unwrap();
}

fn type_into(input: &HtmlInputElement, text: &str) {
    input.set_value(text);
    fire(input, "input");
}

/// A text field, and the handles to what it shows.
struct Email {
    stage: Stage,
    value: RwSignal<String>,
    problem: RwSignal<Option<String>>,
    hint: RwSignal<Option<String>>,
    heard: Heard,
}

fn email() -> Email {
    let (value, problem, hint) = (RwSignal::new(String::new()), RwSignal::new(None), RwSignal::new(None));
    let heard = Heard::default();
    let (typed, left) = (heard.clone(), heard.clone());
    let stage = Stage::of(move || {
        view! {
            <TextField
                field=Field::Email
                label="E-mail"
                value=value
                problem=problem
                hint=hint
                on_input=move |text: String| typed.note(&text)
                on_leave=move |()| left.note("left")
            />
        }
    });
    Email { stage, value, problem, hint, heard }
}

// shows: A11Y-19
#[wasm_bindgen_test]
async fn a_field_is_described_by_its_hint_first_and_then_by_its_problem() {
    let Email { stage, problem, hint, .. } = email();
    let input: HtmlInputElement = stage.find("input");
    let says = |name: &str| input.get_attribute(name);
    assert_eq!(stage.find::<HtmlElement>("label").get_attribute("for"), Some(input.id()));
    assert_eq!((says("aria-describedby"), says("aria-invalid")), (None, None));

    hint.set(Some("For the receipt".into()));
    tick().await;
    assert_eq!((says("aria-describedby"), says("aria-invalid")), (Some("email-hint".into()), None));

    problem.set(Some("Enter your e-mail".into()));
    tick().await;
    assert_eq!(says("aria-describedby").as_deref(), Some("email-hint email-error"));
    assert_eq!(says("aria-invalid").as_deref(), Some("true"));
    assert_eq!(stage.find::<HtmlElement>("#email-hint").text_content().unwrap(), "For the receipt");
    assert_eq!(stage.find::<HtmlElement>("#email-error").text_content().unwrap(), "Enter your e-mail");

    hint.set(None);
    tick().await;
    assert_eq!(says("aria-describedby").as_deref(), Some("email-error"));

    problem.set(None);
    tick().await;
    assert_eq!((says("aria-describedby"), says("aria-invalid")), (None, None));
    assert_eq!(stage.count("#email-error"), 0);
}

// shows: UX-14
#[wasm_bindgen_test]
async fn typing_is_reported_and_never_rewritten() {
    let Email { stage, value, problem, heard, .. } = email();
    let input: HtmlInputElement = stage.find("input");
    tick().await;
    input.focus().unwrap();
    type_into(&input, "kari @ex");
    tick().await;
    assert_eq!(input.value(), "kari @ex");
    heard.check(&["kari @ex"]);
    // The session takes it as it is, and a problem comes: same text, same node, same focus.
    value.set("kari @ex".into());
    problem.set(Some("Enter the rest".into()));
    tick().await;
    assert_eq!(input.value(), "kari @ex");
    assert!(stage.find::<HtmlInputElement>("input").is_same_node(Some(&input)));
    assert!(document().active_element().unwrap().is_same_node(Some(&input)));
    fire(&input, "blur");
    heard.check(&["kari @ex", "left"]);
    value.set("kari@example.no".into());
    tick().await;
    assert_eq!(input.value(), "kari@example.no");
}

// shows: UX-13
#[wasm_bindgen_test]
async fn the_error_summary_leads_to_the_field() {
    let problems = RwSignal::new(Vec::new());
    let heard = Heard::default();
    let gone = heard.clone();
    let stage = Stage::of(move || {
        view! { <ErrorSummary problems=problems on_go=move |field: Field| gone.note(field.name()) /> }
    });
    assert_eq!(stage.root.child_element_count(), 0);
    problems.set(vec![(Field::Email, "Enter your e-mail".into()), (Field::Code, "Enter the code".into())]);
    tick().await;
    let summary: HtmlElement = stage.find(&format!("#{ERROR_SUMMARY_ID}"));
    summary.focus().unwrap();
    assert!(document().active_element().unwrap().is_same_node(Some(&summary)));
    let title = summary.get_attribute("aria-labelledby").unwrap();
    assert!(!stage.find::<HtmlElement>(&format!("#{title}")).text_content().unwrap().is_empty());
    // It is no live region as well: that would be heard twice.
    assert_eq!((summary.get_attribute("role"), summary.get_attribute("aria-live")), (None, None));
    let before = window().location().href().unwrap();
    stage.find::<HtmlElement>("li:nth-child(2) a").click();
    heard.check(&[Field::Code.name()]);
    stage.find::<HtmlElement>("li:nth-child(1) a").click();
    heard.check(&[Field::Code.name(), Field::Email.name()]);
    assert_eq!(window().location().href().unwrap(), before);
    problems.set(Vec::new());
    tick().await;
    assert_eq!(stage.root.child_element_count(), 0);
}

/// Ends when `event` comes to `target`.
async fn event(target: &EventTarget, name: &str) {
    let promise = js_sys::Promise::new(&mut |done, _| target.add_event_listener_with_callback(name, &done).unwrap());
    JsFuture::from(promise).await.unwrap();
}

// shows: A11Y-13
#[wasm_bindgen_test]
async fn a_dialog_gives_the_focus_back() {
    let open = RwSignal::new(false);
    let heard = Heard::default();
    let closed = heard.clone();
    let stage = Stage::of(move || {
        let closed = closed.clone();
        let close = move |()| {
            closed.note("closed");
            open.set(false);
        };
        view! {
            <button id="opener" on:click=move |_| open.set(true)>
                "Terms"
            </button>
            <Dialog id="terms" title="Terms" open=open on_close=close>
                <p class="law">"Law"</p>
            </Dialog>
        }
    });
    tick().await;
    let (opener, dialog): (HtmlElement, HtmlDialogElement) = (stage.find("#opener"), stage.find("dialog"));
    let focused = || document().active_element().unwrap().id();
    assert_eq!((dialog.open(), stage.count(".law")), (false, 0));
    opener.focus().unwrap();
    opener.click();
    tick().await;
    assert!(dialog.matches(":modal").unwrap());
    assert_eq!(stage.count(".law"), 1);
    assert!(dialog.contains(document().active_element().as_deref()));
    assert_eq!(dialog.get_attribute("aria-labelledby").as_deref(), Some("terms-title"));
    // By its button, and by a press beside it.
    for closer in [stage.find::<HtmlElement>("dialog button"), dialog.clone().unchecked_into()] {
        open.set(true);
        tick().await;
        let end = event(&dialog, "close");
        closer.click();
        end.await;
        tick().await;
        assert_eq!((dialog.open(), stage.count(".law"), focused().as_str()), (false, 0, "opener"));
    }
    heard.check(&["closed", "closed"]);
}

// shows: UX-14
#[wasm_bindgen_test]
async fn an_option_shows_its_panel_while_chosen_and_keeps_the_same_one_for_a_frame() {
    let chosen = RwSignal::new("card");
    let heard = Heard::default();
    let (card, invoice) = (heard.clone(), heard.clone());
    let stage = Stage::of(move || {
        let is = move |value: &'static str| Signal::derive(move || chosen.get() == value);
        let pick = move |heard: Heard, value: &'static str| {
            move |()| {
                heard.note(value);
                chosen.set(value);
            }
        };
        let panel = |class: &'static str| ViewFn::from(move || view! { <p class=class>"…"</p> });
        view! {
            <OptionList field=Field::Method legend="How">
                <OptionRow
                    field=Field::Method
                    value="card".to_owned()
                    title="Card"
                    panel=Some(panel("in-card"))
                    keep_panel=true
                    badge=None
                    aside=None
                    chosen=is("card")
                    on_choose=pick(card, "card")
                />
                <OptionRow
                    field=Field::Method
                    value="invoice".to_owned()
                    title="Invoice"
                    panel=Some(panel("in-invoice"))
                    badge=None
                    aside=None
                    chosen=is("invoice")
                    on_choose=pick(invoice, "invoice")
                />
            </OptionList>
        }
    });
    tick().await;
    let frame: HtmlElement = stage.find(".in-card");
    assert_eq!(stage.count(".in-invoice"), 0);
    stage.find::<HtmlElement>("input[value=invoice]").click();
    tick().await;
    heard.check(&["invoice"]);
    assert!(stage.find::<HtmlElement>(".in-card").is_same_node(Some(&frame)));
    assert_eq!((stage.count(".kassa-gone .in-card"), stage.count(".in-invoice")), (1, 1));
    stage.find::<HtmlElement>("input[value=card]").click();
    tick().await;
    heard.check(&["invoice", "card"]);
    assert!(stage.find::<HtmlElement>(".in-card").is_same_node(Some(&frame)));
    assert_eq!((stage.count(".kassa-gone"), stage.count(".in-invoice")), (0, 0));
}

#[wasm_bindgen_test]
async fn what_is_unmounted_leaves_no_node_and_hears_nothing() {
    let Email { mut stage, value, problem, heard, .. } = email();
    problem.set(Some("Enter your e-mail".into()));
    tick().await;
    let input: HtmlInputElement = stage.find("input");
    stage.view = None;
    assert_eq!(stage.root.child_nodes().length(), 0);
    type_into(&input, "late");
    fire(&input, "blur");
    value.set("later".into());
    tick().await;
    heard.check(&[]);
    assert_eq!((input.value().as_str(), stage.root.child_nodes().length()), ("late", 0));
}
