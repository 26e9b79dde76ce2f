//! The gallery: every component of the kit in each of its states.
//!
//! One list ([`EXAMPLES`]) that the desk shows, the accessibility run walks and the pictures are taken of. A name is the component's file and
//! the state: `button/busy`. Always true: every file of the kit that draws something is in it (`tests/native/tidy.rs`); what stands in an
//! example is a shop's and a shopper's own words, names and amounts, never a text of ours.

use crate::{
    domain::{
        day::Day,
        house::{Purpose, Said, Why},
        money::{Currency, Money},
        problem::{AddressField, AddressUse, Field},
    },
    i18n::key,
    ui::{
        Actions, Announcer, Badge, BadgeTint, Button, ButtonLook, CheckBox, Coming, CopyRow, CopyRows, Countdown,
        Dialog, Disclosure, ErrorSummary, Express, ExpressButton, Footer, FreeDelivery, Header, LargeLineItem,
        LineFact, LineItem, Link, LinkButton, LinkLook, Mark, Meter, Notice, NoticeKind, OptionList, OptionRow, Plan,
        PlanCost, PlanPart, Progress, QrPlate, Quantity, RadioTiles, Rating, Reassure, RemovedLine, ReviewRow,
        ReviewRows, SecretField, Segment, Segmented, SelectField, SelectItem, Skeleton, StepMark, StepState, Stop,
        Suggestion, SummaryBar, Switch, TextField, Tile, Timeline, Totals, TotalsLine, Trust, WhyAsked,
        el::{all, el},
        icon::{IconLook, icon},
        path, use_words,
    },
};
use leptos::prelude::*;

/// An example: its name, and what draws it.
pub type Example = (&'static str, fn() -> AnyView);

/// Every example.
pub const EXAMPLES: &[Example] = &[
    ("badge/tints", badges),
    ("button/looks", buttons),
    ("button/busy", || {
        view! { <Button label="Pay €373.20" look=ButtonLook::Primary busy=Signal::stored(true) /> }.into_any()
    }),
    ("button/block", || {
        view! { <Button label="Pay €373.20" look=ButtonLook::Primary block=true icon=path::LOCK /> }.into_any()
    }),
    ("button/links", links),
    ("choice/check", || check_box("", false)),
    ("choice/check-ticked", || check_box("", true)),
    ("choice/check-wrong", || check_box(WRONG, false)),
    ("choice/tiles", tiles),
    ("choice/segmented", segmented),
    ("choice/options", || options("", false)),
    ("choice/options-busy", || options("", true)),
    ("choice/options-wrong", || options(WRONG, false)),
    ("copy_rows/transfer", copy_rows),
    ("countdown/running", countdown),
    ("dialog/open", dialog),
    ("disclosure/closed", || view! { <Disclosure label="What happens to my data?">{LONG}</Disclosure> }.into_any()),
    ("disclosure/open", || {
        view! { <Disclosure label="Add a code" icon=path::TAG open=true>{LONG}</Disclosure> }.into_any()
    }),
    ("disclosure/muted", || {
        view! { <Disclosure label="Why a phone number?" icon=path::INFO muted=true open=true>{LONG}</Disclosure> }
            .into_any()
    }),
    ("error_summary/three", error_summary),
    ("express/buttons", || express(false, "")),
    ("express/busy", || express(true, "")),
    ("express/unopened", || express(false, "The sheet did not open. Nothing was charged.")),
    ("express/waiting", || view! { <Express buttons=Signal::stored(None) on_press=|_| () /> }.into_any()),
    ("field/empty", || text_field("", "", false)),
    ("field/filled", || text_field("Runeberginkatu 22 A 9", "", false)),
    ("field/wrong", || text_field("Runeberginkatu", WRONG, false)),
    ("field/optional", || text_field("", "", true)),
    ("field/suggestion", suggestion),
    ("field/select", || select("")),
    ("field/select-wrong", || select(WRONG)),
    ("frame/header", header),
    ("frame/footer", footer),
    ("frame/actions", actions),
    ("frame/switch", switch),
    ("icon/all", icons),
    ("line_item/small", || line_item(1)),
    ("line_item/many", || line_item(120)),
    ("line_item/large", large_line),
    ("line_item/removed", removed_line),
    ("mark/all", marks),
    ("meter/credit", || view! { <Meter left=euro(640_000) limit=euro(1_000_000) /> }.into_any()),
    ("meter/spent", || view! { <Meter left=euro(0) limit=euro(1_000_000) /> }.into_any()),
    ("notice/info", || notice(NoticeKind::Info)),
    ("notice/success", || notice(NoticeKind::Success)),
    ("notice/warning", || notice(NoticeKind::Warning)),
    ("notice/danger", || notice(NoticeKind::Danger)),
    ("notice/quiet", || notice(NoticeKind::Quiet)),
    ("plan/three", plan),
    ("progress/third", progress),
    ("purpose/phone", purpose),
    ("qr/coming", || view! { <QrPlate code=Signal::stored(None) label="Code for your bank app" /> }.into_any()),
    ("qr/code", qr),
    ("quantity/one", || quantity(1, "")),
    ("quantity/wrong", || quantity(3, "13x")),
    ("rating/stars", || view! { <Rating stars="4.8" count="214" /> }.into_any()),
    ("review_rows/short", || review_rows(false)),
    ("review_rows/tall", || review_rows(true)),
    ("secret/password", || secret(Field::Password, "")),
    ("secret/wrong", || secret(Field::Password, WRONG)),
    ("secret/code", || secret(Field::OneTimeCode, "")),
    ("skeleton/line", || view! { <Skeleton of=Coming::Line /> }.into_any()),
    ("skeleton/large-line", || view! { <Skeleton of=Coming::LargeLine /> }.into_any()),
    ("skeleton/option", || view! { <Skeleton of=Coming::Option /> }.into_any()),
    ("skeleton/totals", || view! { <Skeleton of=Coming::Totals /> }.into_any()),
    ("summary_bar/closed", summary_bar),
    ("timeline/row", || timeline(false)),
    ("timeline/upright", || timeline(true)),
    ("totals/plain", || totals(false)),
    ("totals/busy", || totals(true)),
    ("totals/free-delivery", || {
        view! { <FreeDelivery text="€43.00 more for free delivery" percent=Signal::stored(70) /> }.into_any()
    }),
    ("trust/three", trust),
];

/// A sentence of a shop that is longer than one would like.
const LONG: &str = "We ship it the same day and write to you when it is on its way. The carrier rings before it comes.";
const WRONG: &str = "Enter the street and house number, for example Runeberginkatu 22 A 9";

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn problem(text: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || (!text.is_empty()).then(|| text.to_owned()))
}

fn stack(children: impl IntoIterator<Item = AnyView>) -> AnyView {
    el("div", "kassa-stack").child(all(children)).view()
}

fn badges() -> AnyView {
    view! {
        <Badge text="Saved" />
        <Badge text="0 % interest" tint=BadgeTint::Accent />
        <Badge text="Free" tint=BadgeTint::Success />
        <Badge text="Expired 09/26" tint=BadgeTint::Warning icon=Some(path::ALERT) />
        <Badge text="Sold out" tint=BadgeTint::Danger />
    }
    .into_any()
}

fn buttons() -> AnyView {
    stack([
        view! { <Button label="Continue to payment" look=ButtonLook::Primary /> }.into_any(),
        view! { <Button label="Print receipt" icon=path::PRINT /> }.into_any(),
        view! { <Button label="Not now" look=ButtonLook::Quiet /> }.into_any(),
        view! { <Button label="Delete the address" look=ButtonLook::Danger /> }.into_any(),
    ])
}

fn links() -> AnyView {
    stack([
        view! { <Link label="Follow this order" href="#there" /> }.into_any(),
        view! { <Link label="Back to delivery" href="#there" look=LinkLook::Plain icon=path::BACK mirrored=true /> }
            .into_any(),
        view! { <LinkButton label="Change the address" look=LinkLook::Accent on_press=|()| () /> }.into_any(),
        view! { <LinkButton label="Remove" look=LinkLook::Muted icon=path::X on_press=|()| () /> }.into_any(),
    ])
}

fn check_box(wrong: &'static str, ticked: bool) -> AnyView {
    view! {
        <CheckBox
            field=Field::News
            label="Write to me about new tours and gear"
            note="At most twice a month. One click ends it."
            checked=Signal::stored(ticked)
            problem=problem(wrong)
            on_change=|_| ()
        />
    }
    .into_any()
}

fn tiles() -> AnyView {
    let tile = |value, title: &str, text: &str| Tile { value, title: title.to_owned(), text: text.to_owned() };
    let tiles = vec![
        tile("guest", "As a guest", "No account, nothing to remember"),
        tile("sign-in", "Sign in", "Your addresses and cards are there"),
        tile("create", "New account", "Follow orders, buy faster next time"),
    ];
    view! { <RadioTiles field=Field::Door legend="How do you want to buy?" tiles=Signal::stored(tiles) chosen="guest" on_choose=|_| () /> }.into_any()
}

fn segmented() -> AnyView {
    let segment =
        |value, icon, title: &str, note: &str| Segment { value, icon, title: title.to_owned(), note: note.to_owned() };
    let segments =
        vec![segment("ship", path::TRUCK, "Ship", "from €0.00"), segment("collect", path::STORE, "Collect", "free")];
    view! { <Segmented field=Field::How legend="How do you want it?" segments=Signal::stored(segments) chosen="ship" on_choose=|_| () /> }.into_any()
}

fn options(wrong: &'static str, busy: bool) -> AnyView {
    let badge = || view! { <Badge text="Promoted: lowest emissions" tint=BadgeTint::Success /> };
    view! {
        <OptionList field=Field::Rate legend="Ways of shipping" problem=problem(wrong) busy=Signal::stored(busy)>
            <OptionRow
                field=Field::Rate
                value="locker".to_owned()
                title="Parcel locker"
                text="Thu 26 Nov – Fri 27 Nov"
                note="Nordpost, to the nearest locker"
                badge=Some(badge.into())
                price="Free"
                free=Signal::stored(true)
                chosen=Signal::stored(true)
                on_choose=|()| ()
            />
            <OptionRow
                field=Field::Rate
                value="evening".to_owned()
                title="Evening delivery"
                text="Wed 25 Nov, 17–21"
                price="€6.90"
                chosen=Signal::stored(false)
                on_choose=|()| ()
            />
            <OptionRow
                field=Field::Rate
                value="express".to_owned()
                title="Express"
                text="Not to this postcode"
                price="€14.90"
                disabled=Signal::stored(true)
                chosen=Signal::stored(false)
                on_choose=|()| ()
            />
        </OptionList>
    }
    .into_any()
}

fn copy_rows() -> AnyView {
    let row = |label: &str, value: &str| CopyRow {
        label: label.to_owned(),
        value: value.to_owned(),
        copied: value.to_owned(),
    };
    let rows = vec![
        row("Receiver", "Fjellvik Oy"),
        row("IBAN", "FI21 1234 5600 0007 85"),
        row("Amount", "€373.20"),
        row("Reference", "FJ-20481"),
    ];
    view! { <CopyRows rows=Signal::stored(rows) announcer=Announcer::new() /> }.into_any()
}

fn countdown() -> AnyView {
    let until = crate::app::now().plus(299_000);
    view! { <Countdown until=until announcer=Announcer::new() /> }.into_any()
}

fn dialog() -> AnyView {
    view! {
        <Dialog id="example" title="Returns" open=Signal::stored(true) on_close=|()| ()>
            {LONG}
        </Dialog>
    }
    .into_any()
}

fn error_summary() -> AnyView {
    let part = |part| Field::Address(AddressUse::Shipping, part);
    let problems = vec![
        (part(AddressField::Name), "Enter the full name for the parcel".to_owned()),
        (part(AddressField::Street), WRONG.to_owned()),
        (part(AddressField::Phone), "Add the phone number so the driver can reach you".to_owned()),
    ];
    view! { <ErrorSummary problems=Signal::stored(problems) on_go=|_| () /> }.into_any()
}

fn express(busy: bool, wrong: &'static str) -> AnyView {
    let button = |id: &str, name: &str| ExpressButton { id: id.to_owned(), name: name.to_owned(), mark: id.to_owned() };
    let buttons = Some(vec![button("applepay", "Apple Pay"), button("googlepay", "Google Pay")]);
    view! { <Express buttons=Signal::stored(buttons) busy=Signal::stored(busy) problem=problem(wrong) on_press=|_| () /> }.into_any()
}

fn text_field(value: &'static str, wrong: &'static str, optional: bool) -> AnyView {
    view! {
        <TextField
            field=Field::Address(AddressUse::Shipping, AddressField::Street)
            label="Street and number"
            hint="With the stairwell and the flat, where there are some"
            value=value
            problem=problem(wrong)
            optional=Signal::stored(optional)
            required=!optional
            on_input=|_| ()
        />
    }
    .into_any()
}

fn suggestion() -> AnyView {
    view! { <Suggestion lead="Did you mean {email}?" value="kaisa.laine@gmail.com" on_take=|()| () /> }.into_any()
}

fn select(wrong: &'static str) -> AnyView {
    let item = |value: &str, label: &str| SelectItem { value: value.to_owned(), label: label.to_owned() };
    let items = vec![item("FI", "Finland"), item("NO", "Norway"), item("SE", "Sweden")];
    view! {
        <SelectField
            field=Field::Address(AddressUse::Shipping, AddressField::Country)
            label="Country"
            items=Signal::stored(items)
            value="FI"
            problem=problem(wrong)
            on_change=|_| ()
        />
    }
    .into_any()
}

fn header() -> AnyView {
    let help = || view! { <LinkButton label="Help" look=LinkLook::Plain icon=path::CHAT on_press=|()| () /> };
    let picture: Signal<Option<String>> = Signal::stored(None);
    view! { <Header shop="Fjellvik" picture=picture shop_href="#shop" secure="Secure checkout" help=help.into() /> }
        .into_any()
}

fn footer() -> AnyView {
    let links = || {
        view! {
            <LinkButton label="Returns" look=LinkLook::Muted on_press=|()| () />
            <LinkButton label="Privacy" look=LinkLook::Muted on_press=|()| () />
        }
    };
    view! { <Footer name="Policies" links=links.into() seller="Fjellvik Oy, Helsinki · Business ID 2048117-6" /> }
        .into_any()
}

fn actions() -> AnyView {
    let back = || view! { <Link label="Back to contact" href="#contact" look=LinkLook::Plain icon=path::BACK mirrored=true /> };
    view! {
        <Actions back=back>
            <Reassure text="Nothing is charged until you press Pay." />
            <Button label="Continue to payment" look=ButtonLook::Primary />
        </Actions>
    }
    .into_any()
}

fn switch() -> AnyView {
    let items = vec![("en".to_owned(), "English".to_owned(), "en"), ("nb".to_owned(), "Norsk bokmål".to_owned(), "nb")];
    view! { <Switch id="example-language" label="Language" icon=path::GLOBE items=Signal::stored(items) value="en" on_change=|_| () /> }.into_any()
}

fn icons() -> AnyView {
    let drawings = [
        path::ALERT,
        path::ALERT_CIRCLE,
        path::BACK,
        path::BAG,
        path::CARD,
        path::CHAT,
        path::CHECK,
        path::CHECK_CIRCLE,
        path::CLOCK,
        path::CONTRAST,
        path::COPY,
        path::DOWN,
        path::FILE,
        path::GIFT,
        path::GLOBE,
        path::GLYPH,
        path::INFO,
        path::KEY,
        path::LEAF,
        path::LOCK,
        path::MAIL,
        path::MINUS,
        path::PHONE,
        path::PIN,
        path::PLUS,
        path::PRINT,
        path::REFRESH,
        path::SEARCH,
        path::SHIELD,
        path::STAR,
        path::STORE,
        path::TAG,
        path::TRUCK,
        path::UNDO,
        path::USER,
        path::X,
    ];
    el("p", "").child(all(drawings.map(|drawing| icon(drawing, IconLook::Plain)))).view()
}

/// Lines stand in a list.
fn lines(line: AnyView) -> AnyView {
    el("ul", "kassa-items").child(line).view()
}

fn line_item(count: u32) -> AnyView {
    let line = view! {
        <LineItem
            title="Vidda merino base layer"
            detail="Ash grey · M"
            image=Some("demo/base.svg".to_owned())
            count=Signal::stored(count)
            price="€158.00"
        />
    }
    .into_any();
    lines(line)
}

fn large_line() -> AnyView {
    let facts = || {
        view! {
            <LineFact icon=path::TRUCK text="Arrives Thu 26 Nov – Fri 27 Nov" />
            <LineFact icon=path::UNDO text="Free returns for 30 days" />
            <LineFact icon=path::ALERT text="Only 2 left" low=true />
        }
    };
    let line = view! {
        <LargeLineItem
            id="line-example".to_owned()
            title="Lofoten shell jacket"
            detail="Spruce · M"
            image=Some("demo/jacket.svg".to_owned())
            price="€249.00"
            price_note="€299.00 before"
            facts=facts
        >
            <Quantity line="example".to_owned() product="Lofoten shell jacket" count=Signal::stored(1) least=1 most=Signal::stored(9) on_change=|_| () />
        </LargeLineItem>
    }
    .into_any();
    lines(line)
}

fn removed_line() -> AnyView {
    let line = view! {
        <RemovedLine id="removed-example".to_owned() text="Enamel mug was removed">
            <LinkButton label="Undo" icon=path::UNDO on_press=|()| () />
        </RemovedLine>
    }
    .into_any();
    lines(line)
}

fn marks() -> AnyView {
    let brands = [
        "visa",
        "mastercard",
        "amex",
        "maestro",
        "dankort",
        "applepay",
        "googlepay",
        "mobilepay",
        "vipps",
        "swish",
        "ideal",
        "bancontact",
        "paypal",
    ];
    el("p", "").child(all(brands.map(|brand| view! { <Mark brand=brand name=brand /> }.into_any()))).view()
}

fn notice(kind: NoticeKind) -> AnyView {
    view! {
        <Notice kind=kind title="Your bank refused the card" text="Nothing was charged. Everything you typed is still here.">
            <Button label="Use another card" />
        </Notice>
    }
    .into_any()
}

fn plan() -> AnyView {
    let part = |due, sum| PlanPart { due, sum: euro(sum) };
    let parts =
        vec![part(None, 12_440), part(Some(Day::of(2026, 12, 22)), 12_440), part(Some(Day::of(2027, 1, 22)), 12_440)];
    let cost = PlanCost { total: euro(37_320), cost: euro(0), rate: 0 };
    view! { <Plan parts=Signal::stored(parts) cost=Signal::stored(cost) label="Three instalments" /> }.into_any()
}

fn progress() -> AnyView {
    let names = [key::STEP_BAG, key::STEP_CONTACT, key::STEP_DELIVERY, key::STEP_PAYMENT, key::STEP_REVIEW];
    let words = use_words();
    let steps = Signal::derive(move || {
        let mark = |(at, name)| StepMark {
            label: words.say(name),
            state: match at {
                0 | 1 => StepState::Done,
                2 => StepState::Current,
                _ => StepState::Ahead,
            },
            href: "#step".to_owned(),
        };
        names.into_iter().enumerate().map(mark).collect::<Vec<_>>()
    });
    view! { <Progress name="Checkout steps" steps=steps on_select=|_| () /> }.into_any()
}

fn purpose() -> AnyView {
    let purpose = Purpose { why: Said::Known(Why::Delivery), who: Vec::new(), kept: None };
    view! { <WhyAsked label="Phone" of=Signal::stored(Some(purpose)) /> }.into_any()
}

fn qr() -> AnyView {
    let code = crate::domain::qr::code("https://kassa.example/pay/FJ-20481");
    view! { <QrPlate code=Signal::stored(code) label="Code for your bank app" /> }.into_any()
}

fn quantity(count: u32, typed: &'static str) -> AnyView {
    let typed = Signal::derive(move || (!typed.is_empty()).then(|| typed.to_owned()));
    view! {
        <Quantity
            line="example".to_owned()
            product="Lofoten shell jacket"
            count=Signal::stored(count)
            least=1
            most=Signal::stored(9)
            typed=typed
            on_change=|_| ()
        />
    }
    .into_any()
}

fn review_rows(tall: bool) -> AnyView {
    view! {
        <ReviewRows tall=tall>
            <ReviewRow label="Contact" value="kaisa.laine@example.fi" change="Change" change_name="Change contact" href="#contact" on_change=|()| () />
            <ReviewRow
                label="Deliver to"
                value="Kaisa Laine"
                more=Signal::stored(vec!["Runeberginkatu 22 A 9".to_owned(), "00100 Helsinki".to_owned()])
                change="Change"
                change_name="Change delivery address"
                href="#delivery"
                on_change=|()| ()
            />
            <ReviewRow label="Pay with" value="Visa ending 4242" mark="visa" change="Change" change_name="Change payment" href="#payment" on_change=|()| () />
        </ReviewRows>
    }
    .into_any()
}

fn secret(field: Field, wrong: &'static str) -> AnyView {
    let label = if field == Field::Password { "Password" } else { "Code" };
    // A browser says so in the console where a password stands in no form.
    el("form", "").child(view! { <SecretField field=field label=label problem=problem(wrong) /> }.into_any()).view()
}

fn summary_bar() -> AnyView {
    view! {
        <SummaryBar label="Order summary" total="€373.20">
            {line_item(1)}
        </SummaryBar>
    }
    .into_any()
}

fn timeline(upright: bool) -> AnyView {
    let stop = |title: &str, text: &str, state| Stop { title: title.to_owned(), text: text.to_owned(), state };
    let stops = vec![
        stop("Order received", "Sun 22 Nov, 14:06", StepState::Done),
        stop("Packed", "Mon 23 Nov", StepState::Current),
        stop("On its way", "Tue 24 Nov", StepState::Ahead),
        stop("Delivered", "Thu 26 Nov – Fri 27 Nov", StepState::Ahead),
    ];
    view! { <Timeline stops=Signal::stored(stops) upright=upright /> }.into_any()
}

fn totals(busy: bool) -> AnyView {
    let line =
        |label: &str, amount: &str, saving| TotalsLine { label: label.to_owned(), amount: amount.to_owned(), saving };
    let rows = vec![
        line("Items (3)", "€407.00", false),
        line("VILLMARK10, 10 % off", "−€40.70", true),
        line("Delivery, evening", "€6.90", false),
    ];
    view! {
        <Totals
            rows=Signal::stored(rows)
            label="Total"
            total="€373.20"
            currency="EUR"
            taxes=Signal::stored(vec!["Includes €75.83 VAT (25.5 %)".to_owned()])
            busy=Signal::stored(busy)
        />
    }
    .into_any()
}

fn trust() -> AnyView {
    el("div", "kassa-trust")
        .child(
            view! { <Trust icon=path::LOCK title="Encrypted. " text="Your card number goes straight to the bank." />}
                .into_any(),
        )
        .child(view! { <Trust icon=path::UNDO title="30 days to return. " text="Free of charge." />}.into_any())
        .child(
            view! { <Trust icon=path::CHAT title="Stuck? " text="A person answers in about 2 minutes." />}.into_any(),
        )
        .view()
}

/// Draws an example, in a box as wide as the frame allows.
pub fn draw(name: &str) -> Option<AnyView> {
    let (name, draw) = EXAMPLES.iter().find(|(known, _)| *known == name)?;
    Some(el("div", "kassa-example").set("data-example", name).child(draw()).view())
}
