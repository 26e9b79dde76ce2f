//! Passkeys: what the browser is asked, and whether its answer holds (Web Authentication level 3, 7.1 and 7.2).
//!
//! Always true: a challenge is ours, young, and answered once; the answer is for this site and somebody was there. Keys
//! are on the curve P-256 (ES256) alone, so what an authenticator says of one has one fixed shape and nothing here reads
//! CBOR. The signature itself is checked by the browser, which has a function for it.

use super::{
    doors::push,
    people::{Challenge, Passkey},
    post::quoted,
    record::State,
    seal::{base64url, from_base64url, sha256},
};
use crate::{
    checkout::request::BackendError,
    domain::{
        account::{Ceremony, Entered, Recognised},
        day::Instant,
    },
};
use serde_json::Value;

/// The site that passkeys are for.
#[derive(Clone, Debug)]
pub(in crate::backend::demo) struct Site {
    /// As a browser writes it: `https://shop.example`.
    pub(in crate::backend::demo) origin: String,
    /// Its host without port.
    pub(in crate::backend::demo) host: String,
}

/// A signature to be checked: ECDSA on P-256 with SHA-256.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The point of the public key (SEC 1, uncompressed).
    pub point: Vec<u8>,
    /// What was signed.
    pub message: Vec<u8>,
    /// `r` and `s`, 32 bytes each.
    pub raw: Vec<u8>,
}

/// A passkey that answered, but for its signature.
pub(in crate::backend::demo) struct Answered {
    pub(in crate::backend::demo) signature: Signature,
    id: String,
    count: i64,
    /// Whether the device has asked who holds it: then it is two things at once.
    asked: bool,
}

/// How long a challenge can be answered, in milliseconds: a page may offer passkeys for as long as a form is open.
const YOUNG: i64 = 1_800_000;
/// The most passkeys of an account.
const MOST: usize = 20;
/// What an authenticator writes before and between the numbers of a key on P-256: kty 2, alg -7, crv 1, x, y (RFC 9053,
/// in the one order that CTAP2 allows).
const BEFORE_X: [u8; 10] = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
const BEFORE_Y: [u8; 3] = [0x22, 0x58, 0x20];
/// Flags of authenticator data: somebody was there, who it is was asked, a key comes along.
const PRESENT: u8 = 0x01;
const ASKED: u8 = 0x04;
const KEY: u8 = 0x40;

/// What an authenticator says.
struct Said {
    flags: u8,
    count: i64,
    rest: Vec<u8>,
    bytes: Vec<u8>,
    client: Vec<u8>,
}

impl State {
    /// Asks the browser.
    pub(in crate::backend::demo) fn passkey(&mut self, ceremony: &Ceremony, site: &Site, now: Instant) -> String {
        let text = base64url(&self.draw("challenge", now));
        let making = *ceremony == Ceremony::Make;
        let known = self.account().and_then(|account| account.passkeys.first()).map(|passkey| passkey.handle.clone());
        let handle = if making { known.unwrap_or_else(|| base64url(&self.draw("handle", now))) } else { String::new() };
        let until = now.plus(YOUNG).0;
        let asked = Challenge { text: text.clone(), until, handle: handle.clone() };
        push(&mut self.people.challenges, asked);
        if !making {
            let parts = [
                "{\"challenge\":\"",
                &text,
                "\",\"rpId\":",
                &quoted(&site.host),
                ",\"userVerification\":\"preferred\"}",
            ];
            return parts.concat();
        }
        let (name, shown, has) = match self.account() {
            Some(account) => (account.email.as_str(), account.name.as_str(), account.passkeys.as_slice()),
            // For whoever makes an account of an order: the address they gave.
            None => (self.email.as_deref().unwrap_or_default(), "", [].as_slice()),
        };
        let has = has.iter().map(|passkey| ["{\"type\":\"public-key\",\"id\":\"", &passkey.id, "\"}"].concat());
        [
            "{\"rp\":{\"id\":",
            &quoted(&site.host),
            ",\"name\":\"Fjellvik\"},\"user\":{\"id\":\"",
            &handle,
            "\",\"name\":",
            &quoted(name),
            ",\"displayName\":",
            &quoted(if shown.is_empty() { name } else { shown }),
            "},\"challenge\":\"",
            &text,
            "\",\"pubKeyCredParams\":[{\"type\":\"public-key\",\"alg\":-7}],\"excludeCredentials\":[",
            &has.collect::<Vec<_>>().join(","),
            "],\"authenticatorSelection\":{\"residentKey\":\"required\",\"requireResidentKey\":true,",
            "\"userVerification\":\"preferred\"},\"attestation\":\"none\"}",
        ]
        .concat()
    }

    /// What a browser answered to a challenge of ours, read and checked as far as any answer is; the challenge is used up.
    fn said(&mut self, answer: &Value, kind: &str, site: &Site, now: Instant) -> Option<(Said, String)> {
        let bytes = |name: &str| from_base64url(answer.get("response")?.get(name)?.as_str()?);
        let client = bytes("clientDataJSON")?;
        let data: Value = serde_json::from_str(core::str::from_utf8(&client).ok()?).ok()?;
        let text = |name: &str| data.get(name).and_then(Value::as_str);
        let challenge = text("challenge")?;
        let at = self.people.challenges.iter().position(|known| known.text == challenge)?;
        let known = self.people.challenges.remove(at);
        let is_making = !known.handle.is_empty();
        let fits = now.0 < known.until
            && is_making == (kind == "webauthn.create")
            && text("type") == Some(kind)
            && text("origin") == Some(site.origin.as_str())
            && data.get("crossOrigin").and_then(Value::as_bool) != Some(true)
            && answer.get("type").and_then(Value::as_str) == Some("public-key");
        let all = bytes("authenticatorData").filter(|_| fits)?;
        let flags = *all.get(32)?;
        let count = all.get(33..37)?.iter().fold(0, |count, byte| count << 8 | i64::from(*byte));
        let for_us = all.get(..32)? == sha256(site.host.as_bytes()).as_slice() && flags & PRESENT != 0;
        let rest = all.get(37..)?.to_vec();
        for_us.then_some((Said { flags, count, rest, bytes: all, client }, known.handle))
    }

    /// The passkey that a browser has made.
    pub(in crate::backend::demo) fn made_passkey(
        &mut self,
        answer: &str,
        site: &Site,
        now: Instant,
    ) -> Result<Passkey, BackendError> {
        let mut made = || {
            let answer: Value = serde_json::from_str(answer).ok()?;
            let id = from_base64url(answer.get("id")?.as_str()?)?;
            let (said, handle) = self.said(&answer, "webauthn.create", site, now)?;
            let point = point(&said, &id)?;
            let id = base64url(&id);
            let is_known =
                self.people.accounts.iter().flat_map(|account| &account.passkeys).any(|known| known.id == id);
            (!is_known).then(|| Passkey { id, handle, point: base64url(&point), count: said.count })
        };
        made().ok_or(BackendError::Unauthorized)
    }

    /// Keeps a passkey for whoever is signed in.
    pub(in crate::backend::demo) fn keep_passkey(
        &mut self,
        answer: &str,
        site: &Site,
        now: Instant,
    ) -> Result<(), BackendError> {
        self.proven(now)?;
        let passkey = self.made_passkey(answer, site, now)?;
        let account = self.proven(now)?;
        if account.passkeys.len() >= MOST {
            return Err(BackendError::Rejected(Vec::new()));
        }
        account.passkeys.push(passkey);
        Ok(())
    }

    /// The passkey that has answered, with the signature that is still to be checked.
    pub(in crate::backend::demo) fn answered(
        &mut self,
        answer: &str,
        site: &Site,
        now: Instant,
    ) -> Result<Answered, BackendError> {
        let mut answered = || {
            let answer: Value = serde_json::from_str(answer).ok()?;
            let (said, _) = self.said(&answer, "webauthn.get", site, now)?;
            let id = base64url(&from_base64url(answer.get("id")?.as_str()?)?);
            let known =
                self.people.accounts.iter().flat_map(|account| &account.passkeys).find(|known| known.id == id)?;
            let response = answer.get("response")?;
            let handle = response.get("userHandle").and_then(Value::as_str);
            // One that counts has to count on: else somebody has a copy of it.
            let counts = (known.count, said.count) == (0, 0) || said.count > known.count;
            let holds = handle.is_none_or(|handle| handle == known.handle) && counts;
            let raw = raw(&from_base64url(response.get("signature")?.as_str()?)?).filter(|_| holds)?;
            let message = [said.bytes.as_slice(), &sha256(&said.client)].concat();
            let signature = Signature { point: from_base64url(&known.point)?, message, raw };
            Some(Answered { signature, id, count: said.count, asked: said.flags & ASKED != 0 })
        };
        answered().ok_or(BackendError::Unauthorized)
    }

    /// Signs in with a passkey whose signature holds.
    pub(in crate::backend::demo) fn sign_in_with_passkey(
        &mut self,
        answered: &Answered,
        now: Instant,
    ) -> Result<Entered, BackendError> {
        let found = self.people.accounts.iter_mut().find_map(|account| {
            let id = account.id;
            account.passkeys.iter_mut().find(|known| known.id == answered.id).map(|passkey| (id, passkey))
        });
        let (id, passkey) = found.ok_or(BackendError::Unauthorized)?;
        passkey.count = answered.count;
        Ok(if answered.asked {
            Entered::Customer(Box::new(self.enter(id, Recognised::Passkey, now)))
        } else {
            self.first_shown(id, Recognised::Passkey, now)
        })
    }
}

/// The point of a new key: after the maker's number (16 bytes), the length of the name, and the name.
fn point(said: &Said, id: &[u8]) -> Option<Vec<u8>> {
    let (length, rest) = said.rest.get(16..).filter(|_| said.flags & KEY != 0)?.split_at_checked(2)?;
    let is_length = length == u16::try_from(id.len()).ok()?.to_be_bytes();
    let key = rest.strip_prefix(id).filter(|_| is_length)?.strip_prefix(&BEFORE_X)?;
    let (x, key) = key.split_at_checked(32)?;
    let y = key.strip_prefix(&BEFORE_Y)?.get(..32)?;
    Some([&[4], x, y].concat())
}

/// `r` and `s` of a signature, out of DER (RFC 3279, 2.2.3) into 32 bytes each.
fn raw(der: &[u8]) -> Option<Vec<u8>> {
    let [0x30, length, rest @ ..] = der else { return None };
    let (r, rest) = number(rest).filter(|_| usize::from(*length) == rest.len())?;
    let (s, rest) = number(rest)?;
    rest.is_empty().then(|| [r, s].concat())
}

fn number(der: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let [0x02, length, rest @ ..] = der else { return None };
    let (digits, rest) = rest.split_at_checked(usize::from(*length))?;
    // Numbers are signed: one whose first bit is set has a zero before it.
    let digits = digits.strip_prefix(&[0]).unwrap_or(digits);
    let filling = 32_usize.checked_sub(digits.len())?;
    Some(([&[0].repeat(filling), digits].concat(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::{Signature as Ecdsa, VerifyingKey, signature::Verifier};

    /// What Chromium's own authenticator answered once (`record.mjs` beside it).
    const RECORDED: &str = include_str!("../../../../tests/fixtures/passkeys/chromium.json");

    #[test]
    fn a_real_browsers_answers_are_understood() {
        let recorded: Value = serde_json::from_str(RECORDED).unwrap();
        let text = |name: &str| recorded.pointer(name).and_then(Value::as_str).unwrap().to_owned();
        let site = Site { origin: text("/origin"), host: "localhost".to_owned() };
        let mut state = crate::backend::demo::Start::default().state();
        let now = Instant(0);
        let (handle, until) = (text("/handle"), 1);
        state.people.challenges.push(Challenge { text: text("/challenges/make"), until, handle });
        let passkey = state.made_passkey(&recorded["made"].to_string(), &site, now).unwrap();
        assert_eq!(passkey.id, text("/made/id"));
        // The same point as in the key that the browser gives out beside it (SPKI, whose last 65 bytes it is).
        let spki = from_base64url(&text("/made/response/publicKey")).unwrap();
        assert_eq!(from_base64url(&passkey.point).unwrap(), spki[spki.len() - 65..]);
        state.people.accounts[0].passkeys.push(passkey);
        let handle = String::new();
        state.people.challenges.push(Challenge { text: text("/challenges/signIn"), until, handle });
        let answered = state.answered(&recorded["answered"].to_string(), &site, now).unwrap();
        assert!(answered.asked);
        let key = VerifyingKey::from_sec1_bytes(&answered.signature.point).unwrap();
        let ecdsa = Ecdsa::from_slice(&answered.signature.raw).unwrap();
        assert!(key.verify(&answered.signature.message, &ecdsa).is_ok());
    }

    #[test]
    fn signatures_are_read_as_they_are_written() {
        let check = |der: &[u8], good: bool| assert_eq!(raw(der).is_some(), good, "{der:?}");
        check(&[0x30, 6, 2, 1, 1, 2, 1, 2], true);
        check(&[0x30, 7, 2, 2, 0, 0x80, 2, 1, 2], true);
        check(&[0x30, 6, 2, 1, 1, 2, 1], false);
        check(&[0x30, 6, 2, 1, 1, 2, 1, 2, 0], false);
        check(&[0x31, 6, 2, 1, 1, 2, 1, 2], false);
        check(&[], false);
        assert_eq!(raw(&[0x30, 6, 2, 1, 1, 2, 1, 2]).map(|raw| (raw.len(), raw[31], raw[63])), Some((64, 1, 2)));
    }
}
