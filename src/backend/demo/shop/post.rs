//! What the shop mails, in the shopper's language.
//!
//! Always true: a letter is complete when it is written and never changes. It lies here only until it is sent: the demo
//! puts it where `public/demo/mailbox.html` reads it.

use super::{
    catalogue::Item,
    people::customer_number,
    record::{Bought, SentBack, State},
    words::{Language, Text},
};
use crate::domain::{
    address::Label,
    day::{Day, Instant},
    money::Money,
    order::{Order, OrderDelivery, OrderState, ToDo},
    payment::TenderKind,
    totals::TotalKind,
};

/// A letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// Its number, counted up.
    pub id: u32,
    /// To whom.
    pub to: String,
    /// When it was sent, in milliseconds since 1970.
    pub at: i64,
    /// What it is about: `code`, `exists`, `created`, `order`, `return`.
    pub kind: &'static str,
    /// Its language (BCP 47).
    pub lang: &'static str,
    /// Its subject.
    pub subject: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// What it tells in pairs: lines of an order, rows of its bill.
    pub rows: Vec<(String, String)>,
    /// The code in it.
    pub code: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
    /// The number that a carrier reads off it by its bars: the rest of it is a label then.
    pub bars: Option<String>,
}

/// What a letter without an order says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Note {
    /// A code that signs in.
    Code,
    /// A code that begins an account.
    FirstCode,
    /// Somebody wanted to make an account where there is one.
    Exists,
    /// An account was made.
    Created,
}

const CODE_SUBJECT: Text = ["Your code for Fjellvik", "Koden din til Fjellvik", "رمزك لدى Fjellvik"];
const CODE_SIGNS_IN: Text = [
    "Type this code in the checkout to sign in. It is good for ten minutes.",
    "Skriv koden i kassen for å logge inn. Den gjelder i ti minutter.",
    "اكتب هذا الرمز في صفحة الدفع لتسجيل الدخول. وهو صالح عشر دقائق.",
];
const CODE_BEGINS: Text = [
    "There is no account at this address yet. Type this code in the checkout to make one. It is good for ten minutes.",
    "Denne adressen har ingen konto ennå. Skriv koden i kassen for å opprette en. Den gjelder i ti minutter.",
    "لا يوجد حساب بهذا العنوان بعد. اكتب هذا الرمز في صفحة الدفع لإنشاء حساب. وهو صالح عشر دقائق.",
];
const NOT_YOU: Text = [
    "If it was not you, do nothing: without the code nobody gets in.",
    "Var det ikke deg, trenger du ikke gjøre noe: uten koden kommer ingen inn.",
    "إن لم تكن أنت من طلبه فلا تفعل شيئًا: لا يدخل أحد من دون الرمز.",
];
const EXISTS_SUBJECT: Text = ["You have an account already", "Du har allerede en konto", "لديك حساب بالفعل"];
const EXISTS: Text = [
    "Somebody made a new account with this address. You have one already: sign in with a code, and everything is there.",
    "Noen opprettet en ny konto med denne adressen. Du har allerede en: logg inn med en kode, så er alt der.",
    "أنشأ شخص حسابًا جديدًا بهذا العنوان. لديك حساب بالفعل: سجّل الدخول برمز وستجد كل شيء هناك.",
];
const EXISTS_NOT_YOU: Text = [
    "If it was not you, do nothing: they see nothing of yours.",
    "Var det ikke deg, trenger du ikke gjøre noe: de ser ingenting av ditt.",
    "إن لم تكن أنت فلا تفعل شيئًا: لا يرى شيئًا مما يخصك.",
];
const CREATED_SUBJECT: Text = ["Welcome to Fjellvik", "Velkommen til Fjellvik", "مرحبًا بك في Fjellvik"];
const CREATED: Text = [
    "Your account is made: number {}. Next time your address and your orders are there.",
    "Kontoen din er opprettet: nummer {}. Neste gang er adressen og bestillingene dine der.",
    "أُنشئ حسابك: رقم {}. في المرة القادمة تجد عنوانك وطلباتك هناك.",
];
const ORDER_SUBJECT: Text = ["Your order {}", "Bestillingen din {}", "طلبك {}"];
const THANKS: Text =
    ["Thank you. Your order is confirmed.", "Takk. Bestillingen er bekreftet.", "شكرًا لك. تم تأكيد طلبك."];
const RECEIVED: Text = [
    "Thank you. We have your order and look at it before it is confirmed.",
    "Takk. Vi har fått bestillingen og ser på den før den bekreftes.",
    "شكرًا لك. وصلنا طلبك، وسنراجعه قبل تأكيده.",
];
const FOR_APPROVAL: Text = [
    "Thank you. The order waits until {} agrees to it.",
    "Takk. Bestillingen venter på at {} godkjenner den.",
    "شكرًا لك. ينتظر الطلب موافقة {}.",
];
const IN_ACCOUNT: Text = ["You find it in your account.", "Du finner den i kontoen din.", "تجده في حسابك."];
const ITEMS: Text = ["Goods", "Varer", "المنتجات"];
const DELIVERY: Text = ["Delivery", "Levering", "التوصيل"];
const FEE: Text = ["Fee", "Gebyr", "رسوم"];
const TOTAL: Text = ["Total", "Totalt", "المجموع"];
const TAX: Text = ["VAT in it", "Herav mva.", "منها ضريبة القيمة المضافة"];
const GIFT_CARD: Text = ["Gift card ••••{}", "Gavekort ••••{}", "بطاقة هدية ••••{}"];
const CREDIT: Text = ["Store credit", "Tilgodehavende", "رصيد لدى المتجر"];
const DUE: Text = ["Left to pay", "Å betale", "المتبقي للدفع"];
const REFERENCE: Text = ["Reference", "Referanse", "المرجع"];
const PAID_WITH: Text = ["Payment", "Betaling", "الدفع"];
const GOES_TO: Text = ["Goes to", "Sendes til", "يُرسل إلى"];
const COLLECTED_AT: Text = ["Collect at", "Hentes hos", "الاستلام من"];
const BILLED_TO: Text = ["Bill to", "Faktura til", "الفاتورة إلى"];
const ARRIVES: Text = ["Arrives", "Kommer", "موعد الوصول"];
const LABEL_SUBJECT: Text = ["Return label for {}", "Returetikett til {}", "ملصق إرجاع للطلب {}"];
const LABEL_KEEP: Text = [
    "Keep this letter. If something goes back, put this label on the parcel and hand it in: it costs you nothing.",
    "Ta vare på dette brevet. Skal noe tilbake, fester du etiketten på pakken og leverer den: det koster deg ingenting.",
    "احتفظ بهذه الرسالة. إذا أردت إرجاع شيء، ألصق هذا الملصق على الطرد وسلّمه: لن يكلفك ذلك شيئًا.",
];
const LABEL_BEFORE: Text = [
    "Write to us before you hand it in, so that we know what comes.",
    "Skriv til oss før du leverer den, så vi vet hva som kommer.",
    "راسلنا قبل تسليمه حتى نعرف ما سيصلنا.",
];
const BACK_SUBJECT: Text = ["Your return {}", "Returen din {}", "إرجاعك {}"];
const BACK: Text = [
    "We have noted your return. Once it is here and looked at, you get the money back the way you paid.",
    "Vi har notert returen. Når den er kommet og sett på, får du pengene tilbake slik du betalte.",
    "سجلنا إرجاعك. بعد وصوله وفحصه نعيد المبلغ إليك بطريقة الدفع نفسها.",
];
const BACK_SUM: Text = ["You get back", "Du får tilbake", "يُعاد إليك"];
const RETURN_NUMBER: Text = ["Return number", "Returnummer", "رقم الإرجاع"];
const ORDER_NUMBER: Text = ["Order", "Bestilling", "الطلب"];
const CARRIER: Text = ["Carrier", "Transportør", "شركة الشحن"];
const FROM: Text = ["From", "Fra", "من"];
const TO: Text = ["To", "Til", "إلى"];
const HAND_IN_BY: Text = ["Hand in by", "Lever innen", "آخر موعد للتسليم"];
/// Where things go back to.
const RETURNS: &str = "Fjellvik Retur, Satamakatu 4, 00160 Helsinki, Finland";
/// For how long after it has arrived something can be sent back, in days (`policy.returns.p1`).
const RETURN_DAYS: i64 = 30;
const AGREED: Text = ["You agreed to", "Du har godtatt", "وافقت على"];

impl State {
    /// The language letters are written in: the one that the account wishes, or that of the last thing that was asked.
    pub(super) fn language(&self) -> Language {
        let chosen = self.account().and_then(|account| account.tongue);
        Language::numbered(chosen.unwrap_or(self.tongue))
    }

    /// Notes in which language the shopper reads.
    pub(crate) fn speak(&mut self, language: Language) {
        self.tongue = language.number();
    }

    /// Takes out what is to be sent.
    pub(crate) fn take_post(&mut self) -> Vec<Mail> {
        core::mem::take(&mut self.post)
    }

    fn send(&mut self, to: &str, now: Instant, mail: Mail) {
        self.people.mails += 1;
        let (id, lang) = (self.people.mails, self.language().tag());
        self.post.push(Mail { id, to: to.to_owned(), at: now.0, lang, ..mail });
    }

    pub(super) fn post_code(&mut self, to: &str, note: Note, code: String, now: Instant) {
        let say = |text: &Text| self.language().say(text);
        let first = if matches!(note, Note::Code) { &CODE_SIGNS_IN } else { &CODE_BEGINS };
        let lines = vec![say(first), say(&NOT_YOU)];
        let mail = Mail { kind: "code", subject: say(&CODE_SUBJECT), lines, code: Some(code), ..Mail::default() };
        self.send(to, now, mail);
    }

    pub(super) fn post_note(&mut self, to: &str, note: Note, now: Instant) {
        let language = self.language();
        let number = self.people.of(to).map(|account| customer_number(account.id)).unwrap_or_default();
        let mail = if matches!(note, Note::Created) {
            let lines = vec![language.say_with(&CREATED, &number)];
            Mail { kind: "created", subject: language.say(&CREATED_SUBJECT), lines, ..Mail::default() }
        } else {
            let lines = vec![language.say(&EXISTS), language.say(&EXISTS_NOT_YOU)];
            Mail { kind: "exists", subject: language.say(&EXISTS_SUBJECT), lines, ..Mail::default() }
        };
        self.send(to, now, mail);
    }

    /// The confirmation of an order, with everything in it (Directive 2011/83/EU art. 8(7)).
    pub(super) fn post_order(&mut self, bought: &Bought) {
        let (language, now) = (self.language(), Instant(bought.placed));
        let Some(order) = bought.show(now, language) else { return };
        self.post_label(bought, &order);
        let place = |label: &Label| label.lines.join(", ");
        let sum = |money: Money| [money.decimal().as_str(), "\u{a0}", money.currency().code()].concat();
        let mut lines = vec![match &order.state {
            OrderState::Confirmed => language.say(&THANKS),
            OrderState::UnderReview { .. } => language.say(&RECEIVED),
            OrderState::ForApproval { by } => language.say_with(&FOR_APPROVAL, by),
        }];
        if bought.owner > 0 {
            lines.push(language.say(&IN_ACCOUNT));
        }
        let mut rows: Vec<(String, String)> = Vec::new();
        for line in &order.lines {
            let title = [&line.quantity.to_string(), "\u{a0}×\u{a0}", line.title.as_str()].concat();
            rows.push((title, sum(line.total)));
        }
        for row in &order.totals.rows {
            let label = row.label.clone().unwrap_or_else(|| {
                language.say(match row.kind {
                    TotalKind::Items => &ITEMS,
                    TotalKind::Delivery => &DELIVERY,
                    _ => &FEE,
                })
            });
            rows.push((label, sum(row.amount)));
        }
        rows.push((language.say(&TOTAL), sum(order.totals.total)));
        for tax in &order.totals.taxes {
            rows.push((language.say(&TAX), sum(tax.amount)));
        }
        for tender in &order.totals.tenders {
            let label = if tender.kind == TenderKind::Credit { &CREDIT } else { &GIFT_CARD };
            rows.push((language.say_with(label, &tender.ending), sum(tender.pays)));
        }
        if !order.totals.tenders.is_empty() {
            rows.push((language.say(&DUE), sum(order.totals.due)));
        }
        let window = match &order.delivery {
            OrderDelivery::Ship { address, title, carrier, window } => {
                rows.push((language.say(&DELIVERY), [title, ", ", carrier].concat()));
                rows.push((language.say(&GOES_TO), place(address)));
                *window
            }
            OrderDelivery::Collect { point, .. } => {
                rows.push((language.say(&COLLECTED_AT), [&point.title, ", ", point.address.as_str()].concat()));
                Some(point.ready)
            }
            OrderDelivery::Nothing => None,
        };
        if let Some(window) = window {
            let (from, to) = (iso(window.from), iso(window.to));
            rows.push((language.say(&ARRIVES), if from == to { from } else { [&from, " – ", &to].concat() }));
        }
        if let Some(billing) = &order.billing {
            rows.push((language.say(&BILLED_TO), place(billing)));
        }
        let paid = match (&order.card, &order.method) {
            (Some(card), _) => Some([&card.brand, " ••••\u{a0}", card.last4.as_str()].concat()),
            (None, Some(method)) => Some(method.as_str().to_owned()),
            (None, None) => None,
        };
        rows.extend(paid.map(|paid| (language.say(&PAID_WITH), paid)));
        for agreed in &order.consents {
            let told = [agreed.id.as_str(), ", ", &agreed.version, ", ", &iso(agreed.at.day())].concat();
            rows.push((language.say(&AGREED), told));
        }
        if let Some(ToDo::Transfer(transfer)) = &order.to_do {
            rows.push(("IBAN".to_owned(), transfer.iban.clone()));
            rows.push((language.say(&REFERENCE), transfer.reference.clone()));
        }
        let mail = Mail {
            kind: "order",
            subject: language.say_with(&ORDER_SUBJECT, &bought.number),
            lines,
            rows,
            link: Some(["/order/", &bought.number].concat()),
            ..Mail::default()
        };
        self.send(&bought.email, now, mail);
    }

    /// What goes on a parcel that comes back, before its order is told, so that the order is the newest letter. Not for what is collected: that
    /// is handed in where it was.
    fn post_label(&mut self, bought: &Bought, order: &Order) {
        let (OrderState::Confirmed, OrderDelivery::Ship { address, carrier, window, .. }) =
            (&order.state, &order.delivery)
        else {
            return;
        };
        let language = self.language();
        let number = ["RET-", bought.number.trim_start_matches("FJ-")].concat();
        let arrives = window.map_or(Instant(bought.placed).day(), |window| window.to);
        let rows = vec![
            (language.say(&RETURN_NUMBER), number.clone()),
            (language.say(&ORDER_NUMBER), bought.number.clone()),
            (language.say(&FROM), address.lines.join(", ")),
            (language.say(&TO), RETURNS.to_owned()),
            (language.say(&CARRIER), carrier.clone()),
            (language.say(&HAND_IN_BY), iso(arrives.plus(RETURN_DAYS))),
        ];
        let mail = Mail {
            kind: "return",
            subject: language.say_with(&LABEL_SUBJECT, &bought.number),
            lines: vec![language.say(&LABEL_KEEP), language.say(&LABEL_BEFORE)],
            rows,
            bars: Some(number),
            ..Mail::default()
        };
        self.send(&bought.email, Instant(bought.placed), mail);
    }

    /// A return was asked for.
    pub(super) fn post_return(&mut self, to: &str, order: &str, back: &SentBack, refund: Money) {
        let language = self.language();
        let now = Instant(back.at);
        let mut rows = vec![(language.say(&ORDER_NUMBER), order.to_owned())];
        for (item, quantity) in &back.lines {
            let title = Item::find(item).map(|item| item.title(language)).unwrap_or_default();
            rows.push((title, quantity.to_string()));
        }
        let sum = [refund.decimal().as_str(), "\u{a0}", refund.currency().code()].concat();
        rows.push((language.say(&BACK_SUM), sum));
        let mail = Mail {
            kind: "return",
            subject: language.say_with(&BACK_SUBJECT, &back.number),
            lines: vec![language.say(&BACK)],
            rows,
            ..Mail::default()
        };
        self.send(to, now, mail);
    }
}

/// As `2026-11-24`: read the same in every language.
fn iso(day: Day) -> String {
    let (year, month, of_month) = day.civil();
    let two = |number: i64| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [year.to_string(), two(month), two(of_month)].join("-")
}

/// A text as JSON writes it.
pub(in crate::backend::demo) fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}
