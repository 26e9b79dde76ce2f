//! The sheet of the device's wallets, with stand-ins for the browser's `PaymentRequest`.

use js_sys::{Function, JSON, Reflect};
use kassa::{
    domain::money::{Currency, Money},
    payment::providers::wallet::{Asked, Ending, Method, WalletFault, Wants, sheet::WALLETS},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Puts a `PaymentRequest` into the page that keeps what it was given in `seen` and does what the two texts say.
fn stand_in(can: &str, show: &str) {
    let body = [
        "globalThis.seen = { complete: [] }; globalThis.PaymentRequest = class { constructor(methods, details, options) { \
         Object.assign(seen, { methods, details, options }); } canMakePayment() { ",
        can,
        " } show() { seen.shown = (seen.shown ?? 0) + 1; ",
        show,
        " } };",
    ];
    Function::new_no_args(&body.concat()).call0(&JsValue::NULL).unwrap();
}

fn remove() {
    Reflect::set(&js_sys::global(), &"PaymentRequest".into(), &JsValue::UNDEFINED).unwrap();
}

/// What the stand-in saw, as the text of a member.
fn seen(path: &str) -> String {
    let read = Function::new_no_args(&["return JSON.stringify(seen.", path, ")"].concat());
    read.call0(&JsValue::NULL).unwrap().as_string().unwrap_or_default()
}

fn google() -> Method {
    Method::named("googlepay", "gateway=example; merchant=shop-1; name=Fjellvik; networks=VISA MASTERCARD").unwrap()
}

fn apple() -> Method {
    Method::named("applepay", "merchant=merchant.example.fjellvik; country=FI; session=/apple-pay/session").unwrap()
}

fn asked(wants: Wants) -> Asked {
    Asked {
        total: Money::new(38_810, Currency::EUR),
        label: "Fjellvik".to_owned(),
        wants,
        shipping: "Chosen in the next step".to_owned(),
    }
}

const YES: &str = "return Promise.resolve(true);";
const PAID: &str = "return Promise.resolve({ details: { paymentMethodData: { info: { cardNetwork: 'VISA', cardDetails: '7718' }, \
    tokenizationData: { type: 'PAYMENT_GATEWAY', token: '{\"id\":\"tok_1\"}' } } }, payerName: 'Kaisa Laine', payerEmail: 'kaisa@example.fi', \
    payerPhone: '+358401234567', shippingAddress: { country: 'FI', addressLine: ['Runeberginkatu 22 A 9', 7], city: 'Helsinki', postalCode: '00100', \
    region: '', recipient: 'Kaisa Laine' }, complete(how) { seen.complete.push(how); return Promise.resolve(); } });";

#[track_caller]
fn refusal(name: &str) -> String {
    ["return Promise.reject(new DOMException('no', '", name, "'));"].concat()
}

async fn fault(show: &str) -> Option<WalletFault> {
    stand_in(YES, show);
    (WALLETS.ask)(&google(), &asked(Wants::Money)).await.err()
}

// shows: UX-23
#[wasm_bindgen_test]
async fn a_wallet_is_there_only_when_the_browser_says_so() {
    for (can, expected) in [
        (YES, true),
        ("return Promise.resolve(false);", false),
        ("return Promise.resolve('yes');", false),
        ("return Promise.reject(new DOMException('', 'NotAllowedError'));", false),
        ("throw new Error('broken');", false),
        ("return new Promise(() => {});", false),
        ("", false),
    ] {
        stand_in(can, "");
        assert_eq!((WALLETS.can)(&google(), &asked(Wants::Money)).await, expected, "{can}");
    }
    remove();
    assert!(!(WALLETS.can)(&google(), &asked(Wants::Money)).await);
    assert_eq!((WALLETS.ask)(&google(), &asked(Wants::Money)).await.err(), Some(WalletFault::Absent));
}

#[wasm_bindgen_test]
async fn the_sheet_opens_before_anything_is_waited_for() {
    stand_in(YES, PAID);
    let coming = (WALLETS.ask)(&google(), &asked(Wants::Money));
    assert_eq!(seen("shown"), "1", "within the press");
    drop(coming);
}

#[wasm_bindgen_test]
async fn the_buyer_is_told_as_text_and_the_sheet_is_closed_when_it_is_said() {
    stand_in(YES, PAID);
    let answer = (WALLETS.ask)(&google(), &asked(Wants::BuyerAndAddress)).await.unwrap();
    assert_eq!(answer.token.expose(), "{\"id\":\"tok_1\"}");
    assert_eq!(answer.face.map(|face| (face.brand, face.last4)), Some(("visa".to_owned(), "7718".to_owned())));
    let fields: Vec<_> =
        answer.buyer.fields().into_iter().map(|(field, text)| [field.name(), "=", &text].concat()).collect();
    assert_eq!(
        fields.join(" "),
        "email=kaisa@example.fi country=FI name=Kaisa Laine street=Runeberginkatu 22 A 9 postcode=00100 city=Helsinki phone=+358401234567"
    );
    assert_eq!(seen("complete"), "[]", "still open");
    answer.sheet.end(Ending::Success);
    assert_eq!(seen("complete"), "[\"success\"]");
}

#[wasm_bindgen_test]
async fn what_was_not_asked_is_not_taken() {
    stand_in(YES, PAID);
    let answer = (WALLETS.ask)(&google(), &asked(Wants::Money)).await.unwrap();
    assert_eq!(answer.buyer.fields(), []);
    drop(answer);
    assert_eq!(seen("complete"), "[\"unknown\"]", "a sheet that is forgotten does not stay");
    assert_eq!(seen("options.requestShipping"), "false");
    assert_eq!(seen("details.shippingOptions"), "");
}

#[wasm_bindgen_test]
async fn the_data_are_those_that_are_published() {
    stand_in(YES, PAID);
    drop((WALLETS.ask)(&google(), &asked(Wants::BuyerAndAddress)).await);
    assert_eq!(seen("methods[0].supportedMethods"), "\"https://google.com/pay\"");
    let data = seen("methods[0].data");
    assert_eq!(
        data,
        "{\"environment\":\"TEST\",\"apiVersion\":2,\"apiVersionMinor\":0,\"merchantInfo\":{\"merchantName\":\"Fjellvik\"},\
         \"allowedPaymentMethods\":[{\"type\":\"CARD\",\"parameters\":{\"allowedAuthMethods\":[\"PAN_ONLY\",\"CRYPTOGRAM_3DS\"],\
         \"allowedCardNetworks\":[\"VISA\",\"MASTERCARD\"]},\"tokenizationSpecification\":{\"type\":\"PAYMENT_GATEWAY\",\
         \"parameters\":{\"gateway\":\"example\",\"gatewayMerchantId\":\"shop-1\"}}}]}"
    );
    assert_eq!(
        seen("details.total"),
        "{\"label\":\"Fjellvik\",\"amount\":{\"currency\":\"EUR\",\"value\":\"388.10\"}}"
    );
    assert_eq!(seen("details.shippingOptions[0].selected"), "true");
    drop((WALLETS.ask)(&apple(), &asked(Wants::Buyer)).await);
    assert_eq!(
        seen("methods[0]"),
        "{\"supportedMethods\":\"https://apple.com/apple-pay\",\"data\":{\"version\":3,\"merchantIdentifier\":\"merchant.example.fjellvik\",\
         \"merchantCapabilities\":[\"supports3DS\"],\"supportedNetworks\":[\"visa\",\"masterCard\"],\"countryCode\":\"FI\"}}"
    );
}

#[wasm_bindgen_test]
async fn apple_pay_tells_a_token_and_its_card() {
    let paid = "return Promise.resolve({ details: { token: { paymentData: { data: 'x' }, paymentMethod: { network: 'masterCard', displayName: 'MasterCard 4444' }, \
        transactionIdentifier: 'T1' } }, complete() { return Promise.resolve(); } });";
    stand_in(YES, paid);
    let answer = (WALLETS.ask)(&apple(), &asked(Wants::Money)).await.unwrap();
    let token = JSON::parse(answer.token.expose()).unwrap();
    assert_eq!(Reflect::get(&token, &"transactionIdentifier".into()).unwrap(), JsValue::from("T1"));
    assert_eq!(answer.face.map(|face| face.last4), Some("4444".to_owned()));
}

#[wasm_bindgen_test]
async fn each_way_out_has_its_name() {
    assert_eq!(fault(&refusal("AbortError")).await, Some(WalletFault::Cancelled));
    assert_eq!(fault(&refusal("NotSupportedError")).await, Some(WalletFault::Absent));
    assert_eq!(fault(&refusal("InvalidStateError")).await, Some(WalletFault::Busy));
    assert_eq!(fault(&refusal("NotAllowedError")).await, Some(WalletFault::Failed));
    assert_eq!(fault("throw new Error('broken');").await, Some(WalletFault::Failed));
    assert_eq!(fault("return Promise.resolve(null);").await, Some(WalletFault::Failed));
}

#[wasm_bindgen_test]
async fn a_sheet_without_a_token_is_closed_as_refused() {
    for details in [
        "{}",
        "null",
        "{ paymentMethodData: { tokenizationData: { token: '' } } }",
        "{ paymentMethodData: { tokenizationData: { token: 7 } } }",
    ] {
        let show = ["return Promise.resolve({ details: ", details, ", complete(how) { seen.complete.push(how); } });"]
            .concat();
        assert_eq!(fault(&show).await, Some(WalletFault::Failed), "{details}");
        assert_eq!(seen("complete"), "[\"fail\"]");
    }
}
