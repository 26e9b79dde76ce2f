//! The company, on screen: a line that opens for those who buy for one (UX-05), and what is known of it in words.
//!
//! A company that the shop knows from an account is the account's to change: of it nothing is asked here.

use crate::{
    app::{Session, use_session},
    checkout::{Event, answers::COMPANY},
    domain::{
        company::{Company as Known, May, Vat, VatStanding},
        problem::Field,
    },
    i18n::{Key, Words, key},
    steps::why::why,
    ui::{
        CheckBox, Disclosure, TextField,
        el::{el, follow, live},
        path,
    },
};
use leptos::prelude::*;

/// What the register says of a number, in words.
fn standing(words: &Words, vat: Option<&Vat>) -> String {
    let Some(Vat { id, standing }) = vat else { return words.text(key::COMPANY_NO_VAT) };
    let says = match standing {
        VatStanding::Checked => key::COMPANY_CHECKED,
        VatStanding::Unverified => key::COMPANY_UNVERIFIED,
        VatStanding::Refused => key::COMPANY_REFUSED,
    };
    words.with(says, &[("id", id)])
}

/// What its tax hangs on: the number, and a certificate.
pub fn taxed(words: &Words, company: &Known) -> Vec<String> {
    let exempt = company.exempt.as_ref().map(|reason| words.with(key::COMPANY_EXEMPT, &[("reason", reason)]));
    core::iter::once(standing(words, company.vat.as_ref())).chain(exempt).collect()
}

/// What is known of a company, a sentence each; its name is not among them.
pub fn told(words: &Words, company: &Known) -> Vec<String> {
    let mut told = taxed(words, company);
    let Some(role) = &company.role else { return told };
    told.push(words.with(key::COMPANY_ROLE, &[("title", &role.title)]));
    let by = company.approval.as_ref();
    told.extend(match role.may {
        May::Approve => Some(words.text(key::COMPANY_MAY_APPROVE)),
        May::Buy => by.map(|approval| {
            let amount = words.money(approval.limit);
            words.with(key::COMPANY_MAY_BUY, &[("amount", &amount), ("name", &approval.by)])
        }),
        May::Prepare => by.map(|approval| words.with(key::COMPANY_MAY_PREPARE, &[("name", &approval.by)])),
    });
    told
}

/// Where somebody says that they buy for a company.
#[component]
pub fn Company() -> impl IntoView {
    let session = use_session();
    let asked = session.quoted(|checkout, quote| {
        let known = quote.company.as_ref().is_some_and(|company| company.role.is_some());
        checkout.facts().can.business && !known
    });
    live(move || asked.get().then(|| question(session)))
}

fn question(session: Session) -> AnyView {
    let on = session.quoted(|checkout, quote| checkout.answers.for_company(quote));
    let switch = move |on: bool| {
        session.dispatch(Event::Chose(Field::Business, if on { "1" } else { "0" }.to_owned()));
    };
    let body = view! {
        <CheckBox
            field=Field::Business
            label=session.text(key::COMPANY_SWITCH)
            note=session.text(key::COMPANY_SWITCH_NOTE)
            checked=on
            on_change=switch
        />
        {live(move || on.get().then(|| fields(session)))}
    };
    // Opened once, it stays open.
    let open = on.get_untracked();
    view! {
        <Disclosure label=session.text(key::COMPANY_OPEN) icon=path::USER open=Signal::stored(open)>
            {el("div", "kassa-stack").child(body.into_any()).view()}
        </Disclosure>
    }
    .into_any()
}

fn fields(session: Session) -> AnyView {
    let [name, vat] = COMPANY;
    let named = session.quoted(|checkout, quote| checkout.answers.of_company(COMPANY[0], quote));
    let number = session.quoted(|checkout, quote| checkout.answers.of_company(COMPANY[1], quote));
    let hint = session.text(key::COMPANY_VAT_HINT);
    let field = move |field: Field, label: Key, value: Memo<String>, hint: Option<Signal<String>>| {
        view! {
            <TextField
                field=field
                label=session.text(label)
                hint=MaybeProp::derive(move || hint.map(|hint| hint.get()))
                value=value
                problem=session.problem(field)
                optional=hint.is_some()
                on_input=session.types(field)
                after=ViewFn::from(move || why(session, field, session.text(label)))
                on_leave=session.leaves(field)
            />
        }
        .into_any()
    };
    el("div", "kassa-stack")
        .child(field(name, key::FIELD_ORGANIZATION_LABEL, named, None))
        .child(field(vat, key::COMPANY_VAT_LABEL, number, Some(hint)))
        .child(register(session))
        .view()
}

/// What the register said, once it was asked; also heard.
fn register(session: Session) -> AnyView {
    let answer = session.quoted(|_, quote| quote.company.as_ref().map(|company| company.vat.clone()));
    let said = session.say(move |words| answer.get().map(|vat| standing(words, vat.as_ref())).unwrap_or_default());
    let first = StoredValue::new(said.get_untracked());
    follow(move || {
        let said = said.get();
        if !said.is_empty() && first.get_value() != said {
            first.set_value(String::new());
            session.announcer.polite(said);
        }
    });
    live(move || (!said.with(String::is_empty)).then(|| el("p", "kassa-small").child(el("bdi", "").child(said))))
}
