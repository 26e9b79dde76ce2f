//! What a passkey signs, checked by the browser itself: the values are those of `tests/fixtures/passkeys`.

use kassa::backend::demo::{Signature, verify};
use wasm_bindgen_test::wasm_bindgen_test;

const POINT: &str = "04a9c91351e7eeffad8803d4ebd3ccc51a4def66bb9157759f4dff97f20377a7\
     4d94781415d9e5f6f2d5e66a853bb8e0c988fc77486e47d65507e97831b07db7\
     45";
const MESSAGE: &str = "49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d9763\
     050000000242f7d6d89ed0ddc10a9e88141d0c9ddf91df0327236b43ec9326ea\
     a70c8b5a76";
const RAW: &str = "f2e940ba921838213d0b4c292b69b59b5f1c50e6b227996d170681231cda8abc\
     6a7edcba5e078c143fcfaf9144db056356ed2d9eb2f302b5481a2c33037f2947\
     ";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn signature() -> Signature {
    Signature { point: bytes(POINT), message: bytes(MESSAGE), raw: bytes(RAW) }
}

#[wasm_bindgen_test]
async fn a_browser_believes_a_signature_that_holds_and_no_other() {
    assert!(verify(signature()).await);
    let mut message = signature();
    message.message[0] ^= 1;
    assert!(!verify(message).await, "another message");
    let mut raw = signature();
    raw.raw[40] ^= 1;
    assert!(!verify(raw).await, "another signature");
    let mut point = signature();
    point.point[10] ^= 1;
    assert!(!verify(point).await, "no point of the curve");
}
