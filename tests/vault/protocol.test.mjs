// Who may talk to the frame, what a message must look like, and what never leaves (SEC-05, SEC-15, SEC-23).

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { CardForm } from "../../public/vault/form.js";
import { BRANDS } from "../../public/vault/brands.js";
import { tokenOf } from "../../public/vault/sentinels.js";
import { allowedTokens } from "../../public/vault/theme.js";
import { checked, invitation, meet, VERSION } from "../../public/vault/wire.js";
import { WORDS } from "../../public/vault/words.js";

const SHOP = "https://shop.example";
const NONCE = "0123456789abcdef0123456789abcdef";

function fakeWindow({ search = `?parent=${encodeURIComponent(SHOP)}`, hash = `#${NONCE}`, ancestors, referrer = "" } = {}) {
  const window = {
    location: { search, hash, ...(ancestors && { ancestorOrigins: ancestors }) },
    document: { referrer },
    heard: [],
    posted: [],
    own: { name: "the frame's end", onmessage: null },
    MessageChannel: class {
      port1 = window.own;
      port2 = "the page's end";
    },
    addEventListener: (_, listener) => window.heard.push(listener),
    deliver: (data) => window.own.onmessage?.({ data }),
  };
  window.parent = { postMessage: (data, target, ports) => window.posted.push({ data, target, ports }) };
  return window;
}

// ---- the address

const invited = (given, expected) => assert.deepEqual(invitation(fakeWindow(given)), expected);
const yes = { origin: SHOP, nonce: NONCE };

test("a good address is believed", () => invited({}, yes));
test("and when the browser names the same parent", () => invited({ ancestors: [SHOP] }, yes));
test("and when the referrer is of that origin", () => invited({ referrer: `${SHOP}/checkout` }, yes));
test("not when the browser names another parent", () => invited({ ancestors: ["https://evil.example"] }, null));
test("not when the nearest parent is another", () => invited({ ancestors: ["https://evil.example", SHOP] }, null));
test("not when the referrer is of another origin", () => invited({ referrer: "https://evil.example/" }, null));
test("not without a parent", () => invited({ search: "" }, null));
test("not with more than an origin", () => invited({ search: `?parent=${SHOP}/x` }, null));
test("not with a slash at the end", () => invited({ search: `?parent=${SHOP}/` }, null));
test("not with a user in it", () => invited({ search: "?parent=https://a@shop.example" }, null));
test("not with a star", () => invited({ search: "?parent=*" }, null));
test("not with null", () => invited({ search: "?parent=null" }, null));
test("not with another scheme", () => invited({ search: "?parent=data:text/html,x" }, null));
test("not without a nonce", () => invited({ hash: "" }, null));
test("not with a short nonce", () => invited({ hash: `#${NONCE.slice(1)}` }, null));
test("not with a nonce in capitals", () => invited({ hash: `#${NONCE.toUpperCase()}` }, null));
test("not as a page of its own", () => {
  const window = fakeWindow();
  window.parent = window;
  assert.equal(invitation(window), null);
});

// ---- the handshake

function handshake(change = {}) {
  const window = fakeWindow();
  const opened = [];
  meet(window, yes, (init, port) => opened.push({ init, port }));
  window.deliver({ v: VERSION, type: "init", nonce: NONCE, ...change });
  return { window, opened };
}
const refused = (change) => {
  const { window, opened } = handshake(change);
  assert.equal(opened.length, 0);
  assert.ok(window.own.onmessage, "still waiting for the right one");
  assert.equal(window.posted.length, 1, "no answer");
};

test("the frame says hello to the parent's origin alone, and hands it one end of a channel", () => {
  assert.deepEqual(handshake().window.posted, [{ data: { v: VERSION, type: "hello", nonce: NONCE }, target: SHOP, ports: ["the page's end"] }]);
});
test("a good init opens the port", () => {
  const { window, opened } = handshake();
  assert.equal(opened[0].port, window.own);
});
test("a second init changes nothing", () => {
  const { window, opened } = handshake();
  window.deliver({ v: VERSION, type: "init", nonce: NONCE });
  assert.equal(opened.length, 1);
});
test("to its window the frame is deaf, from the beginning", () => assert.equal(handshake().window.heard.length, 0));
test("wrong nonce", () => refused({ nonce: NONCE.replace("0", "1") }));
test("no nonce", () => refused({ nonce: undefined }));
test("wrong version", () => refused({ v: "kassa-vault/2" }));
test("wrong type", () => refused({ type: "tokenize" }));
test("no data, text for data", () => {
  const window = fakeWindow();
  meet(window, yes, () => assert.fail("opened"));
  for (const data of [null, undefined, "init", 7, []]) window.deliver(data);
  assert.ok(window.own.onmessage);
});
test("bad settings are left out, the rest is kept", () => {
  const data = { lang: "<b>", dir: "up", scheme: "light", today: "2026-11-22", brands: "visa", words: [], tokens: 7 };
  const { init } = handshake(data).opened[0];
  assert.deepEqual(JSON.parse(JSON.stringify(init)), { scheme: "light", today: [2026, 11, 22], brands: null, card: null });
});
test("words outside the catalogue's form are left out", () => {
  const words = { "card.number.label": "Kortnummer", "other.key": "x", "card.x": 7, "card.long": "x".repeat(301) };
  assert.deepEqual(handshake({ words }).opened[0].init.words, [["card.number.label", "Kortnummer"]]);
});

// ---- strangers: the window hears nothing, and 10,000 forged variants over the port

function random(seed) {
  return () => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

test("10,000 messages that are almost right change nothing", () => {
  const next = random(20261122);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const window = fakeWindow();
  let opened = 0;
  meet(window, yes, () => (opened += 1));
  const types = ["hello", "tokenize", "reset", "words", "judge", "__proto__", undefined, 7];
  for (let count = 0; count < 10_000; count++) {
    const good = { v: VERSION, type: "init", nonce: NONCE, words: {}, brands: ["visa"] };
    const flaw = pick([{ v: pick(["", 1, "kassa-vault/0"]) }, { type: pick(types) }, { nonce: pick(["", null, {}, "f".repeat(32)]) }]);
    window.deliver(pick([{ ...good, ...flaw }, pick(types), null, [good]]));
  }
  assert.equal(opened, 0);
  assert.equal(window.posted.length, 1);
  assert.equal(window.heard.length, 0);
});

// ---- messages over the port

const taken = (data) => assert.ok(checked(data), JSON.stringify(data));
const dropped = (data) => assert.equal(checked(data), null, JSON.stringify(data));

test("every message of the protocol is taken", () => {
  taken({ type: "words", words: {} });
  taken({ type: "tokens", tokens: {} });
  taken({ type: "brands", brands: ["visa"] });
  taken({ type: "brands", brands: null });
  taken({ type: "focus" });
  taken({ type: "focus", field: "code" });
  taken({ type: "judge" });
  taken({ type: "tokenize", id: "attempt-1" });
  taken({ type: "describe", field: "number", fault: "declined" });
  taken({ type: "reset" });
  taken({ type: "reset", code: true });
});
test("what does not fit is dropped", () => {
  for (const data of [null, undefined, 7, "judge", [], {}, { type: "init" }, { type: "toString" }]) dropped(data);
  dropped({ type: "words" });
  dropped({ type: "words", words: ["a"] });
  dropped({ type: "tokens", tokens: "--kassa-motion: 1" });
  dropped({ type: "brands" });
  dropped({ type: "brands", brands: "visa" });
  dropped({ type: "brands", brands: ["VISA<"] });
  dropped({ type: "focus", field: "name" });
  dropped({ type: "focus", field: null });
  dropped({ type: "tokenize" });
  dropped({ type: "tokenize", id: 7 });
  dropped({ type: "tokenize", id: "" });
  dropped({ type: "tokenize", id: "a b" });
  dropped({ type: "describe", field: "number" });
  dropped({ type: "describe", field: "number", fault: "<b>" });
  dropped({ type: "reset", code: "yes" });
});

// ---- tokens of the look

const token = (name, value, isAllowed) =>
  assert.equal(allowedTokens({ [`--kassa-${name}`]: value }).length, isAllowed ? 1 : 0, `${name}: ${value}`);

test("plain values of known tokens pass", () => {
  for (const color of ["#fff", "#0b5566", "#0b556680", "CanvasText", "rgb(9 22 21 / 0.48)", "oklch(0.5 0.1 200)", "hsl(200deg, 50%, 40%)", "color(srgb 0.1 0.2 0.3)"]) token("color-text", color, true);
  for (const length of ["0", "8px", "0.5rem", "1.25em", "999px"]) token("input-radius", length, true);
  for (const fonts of ["system-ui", 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif', "Iowan Old Style, serif"]) token("font-family", fonts, true);
  for (const number of ["400", "550", "0.5", "1"]) token("font-weight-regular", number, true);
});
test("nothing else passes", () => {
  for (const value of ["url(https://evil.example)", "red;}", "red}body{", "var(--x)", "expression(1)", "#12", "#12345", "rgb(url(x))", "rgb(var(--x))", "red/**/", "\\72 ed", "", "red !important", 7, null, {}, "a".repeat(401)]) token("color-text", value, false);
  for (const value of ["calc(1px + 1px)", "1vw", "-1px", "8px 8px", "1e3px", "12345px"]) token("input-radius", value, false);
  for (const value of ['"a;b"', "a, url(x)", "a;b", '"a', "@import x", "a,", '"\\22"']) token("font-family", value, false);
  token("color-primary", "#fff", false);
  token("shadow", "none", false);
});

// ---- what leaves

const PANS = ["4242424242424242", "5555555555554444", "378282246310005", "6759649826438453", "5019555544445555", "4000000000000002"];
const SPELLINGS = [
  (pan) => pan,
  (pan) => pan.replace(/(.{4})/g, "$1 "),
  (pan) => pan.replace(/(.{4})/g, "$1-"),
  (pan) => [...pan].map((digit) => String.fromCodePoint(0x660 + +digit)).join(""),
  (pan) => [...pan].map((digit) => String.fromCodePoint(0xff10 + +digit)).join(""),
  (pan) => `${pan.slice(0, -1)}${(+pan.at(-1) + 1) % 10}`,
];

function newForm(brands = null) {
  const form = new CardForm(() => [2026, 11], tokenOf);
  form.accepted = brands;
  return form;
}
function fill(form, number, expiry, code) {
  for (const [field, text] of Object.entries({ number, expiry, code })) {
    form.enter(field);
    form.type(field, text);
    form.leave(field);
  }
}

test("no state and no token holds a number or a code, in whichever field it was typed", () => {
  for (const pan of PANS) {
    for (const spell of SPELLINGS) {
      for (const [number, expiry, code] of [[spell(pan), "03 / 29", "9178"], [spell(pan), spell(pan), spell(pan)]]) {
        const form = newForm();
        const sent = [];
        fill(form, number, expiry, code);
        sent.push(form.state);
        form.judge();
        sent.push(form.state, form.tokenize(), form.state);
        const text = JSON.stringify(sent);
        const longest = Math.max(0, ...(text.replace(/[^\d\u0660-\u0669\uff10-\uff19]+/g, " ").split(" ").map((run) => run.length)));
        assert.ok(longest <= 4, text);
        assert.ok(!text.includes("9178"), text);
      }
    }
  }
});
test("a form does not print what was typed", () => {
  const form = newForm();
  fill(form, PANS[0], "03 / 29", "917");
  assert.ok(!JSON.stringify(form).includes("4242"));
});

test("a token names brand, last digits and outcome", () => {
  const form = newForm();
  fill(form, "4000 0000 0000 9995", "03 / 29", "123");
  assert.deepEqual(form.tokenize(), { token: "tok_visa_9995_funds", brand: "visa", last4: "9995" });
});
test("the outcomes are those the demo shop lists", () => {
  const list = readFileSync(new URL("../../src/backend/demo/README-sentinels.md", import.meta.url), "utf8");
  const rows = [...list.matchAll(/^\| ([\d ]{15,}) \| `(\w+)`/gm)];
  assert.ok(rows.length > 20);
  for (const [, number, outcome] of rows) {
    const form = newForm();
    fill(form, number, "03 / 29", form.codeSize === 3 && number.startsWith("37") ? "1234" : "123");
    assert.match(form.tokenize().token, new RegExp(`^tok_[a-z]+_${number.trim().slice(-4)}_${outcome}$`), number);
  }
});
test("after a token the code is gone and the rest is kept", () => {
  const form = newForm();
  fill(form, PANS[0], "03 / 29", "123");
  const first = form.tokenize();
  assert.deepEqual(["number", "expiry", "code"].map((field) => form.text(field)), [PANS[0], "03 / 29", ""]);
  assert.ok(form.state.tokenised && form.state.complete);
  assert.deepEqual(form.tokenize(), first, "the same token while nothing is edited");
});
test("an edit takes the token back", () => {
  const form = newForm();
  fill(form, PANS[0], "03 / 29", "123");
  form.tokenize();
  form.type("expiry", "04 / 29");
  assert.deepEqual(form.tokenize().faults, [{ field: "code", fault: "missing" }]);
});
test("after a decline the code is asked for again", () => {
  const form = newForm();
  fill(form, PANS[5], "03 / 29", "123");
  form.tokenize();
  form.reset(true);
  form.describe("number", "declined");
  assert.deepEqual(form.state.faults, [{ field: "number", fault: "declined" }]);
  assert.equal(form.text("number"), PANS[5]);
  assert.equal(form.state.complete, false);
  form.type("code", "123");
  assert.equal(form.state.complete, true, "what the bank said is no barrier");
  form.type("number", PANS[0]);
  assert.deepEqual(form.state.faults, []);
});

// ---- two brands (CARD-02)

const CO_BADGED = ["4571123456789016", "6703444444444449", "4000002500001001", "5555552500001001"];

test("[CARD-02] a number of two brands is a choice, in the order of the shop", () => {
  for (const pan of CO_BADGED) {
    const form = newForm();
    fill(form, pan, "03 / 29", "123");
    const [first, second] = form.state.brands;
    assert.equal(form.state.brand, first);
    form.accepted = [second, first];
    assert.deepEqual([form.state.brand, form.state.brands], [second, [second, first]]);
  }
});
test("[CARD-02] the token names the chosen brand", () => {
  for (const pan of CO_BADGED) {
    for (const at of [0, 1]) {
      const form = newForm();
      fill(form, pan, "03 / 29", "123");
      const brand = form.state.brands[at];
      form.choose(brand);
      assert.deepEqual(form.tokenize(), { token: `tok_${brand}_${pan.slice(-4)}_ok`, brand, last4: pan.slice(-4) });
    }
  }
});
test("[CARD-02] a shop that takes one of the two is not asked about, and none of them is told at once", () => {
  const form = newForm(["dankort"]);
  form.type("number", "4");
  assert.deepEqual(shown(form), [], "it may become a Dankort");
  form.type("number", CO_BADGED[0]);
  assert.deepEqual([form.state.brand, form.state.brands, shown(form)], ["dankort", undefined, []]);
  form.type("number", PANS[0]);
  assert.deepEqual(shown(form), ["number unsupported-brand"]);
});
test("[CARD-02] the choice survives an edit behind the first digits, not another card", () => {
  const form = newForm();
  form.type("number", CO_BADGED[0]);
  form.choose("dankort");
  form.type("number", CO_BADGED[0].slice(0, 9));
  assert.equal(form.state.brand, "dankort");
  form.type("number", PANS[0]);
  form.type("number", CO_BADGED[0]);
  assert.equal(form.state.brand, "visa");
});
test("[CARD-02] choosing anew takes the token back; what is no choice changes nothing", () => {
  const form = newForm();
  fill(form, CO_BADGED[0], "03 / 29", "123");
  form.tokenize();
  form.choose("visa");
  form.choose("amex");
  assert.ok(form.state.tokenised);
  form.choose("dankort");
  assert.ok(!form.state.tokenised);
});
test("[CARD-02] no choice while there is none", () => {
  const form = newForm();
  form.type("number", PANS[0]);
  assert.ok(!("brands" in form.state));
});

// ---- a card the provider keeps

function kept(brand = "visa") {
  const form = newForm();
  form.keep({ brand, last4: "4242" });
  return form;
}
test("of a kept card only the code is asked", () => {
  const form = kept();
  form.judge();
  assert.deepEqual(form.state, { brand: "visa", empty: true, complete: false, tokenised: false, faults: [{ field: "code", fault: "missing" }], focus: null });
  form.type("code", "123");
  assert.ok(form.state.complete);
  assert.deepEqual(form.tokenize(), { token: "tok_visa_4242_ok", brand: "visa", last4: "4242" });
  assert.equal(form.text("code"), "", "gone");
});
test("a wrong code of a kept card is known by its digits", () => {
  for (const [brand, code, outcome] of [["visa", "999", "code"], ["visa", "998", "ok"], ["amex", "9999", "code"], ["amex", "1234", "ok"]]) {
    const form = kept(brand);
    form.type("code", code);
    assert.equal(form.tokenize().token, `tok_${brand}_4242_${outcome}`);
  }
});
test("[UX-17] its code has the length of its brand", () => {
  const form = kept("amex");
  form.type("code", "123");
  form.judge();
  assert.deepEqual(form.state.faults, [{ field: "code", fault: "too-short", count: 4 }]);
});
test("a kept card must be a brand and four digits", () => {
  const card = { brand: "visa", last4: "4242" };
  const told = (data) => handshake(data).opened[0].init.card;
  assert.deepEqual(told({ mode: "code", card: { ...card, number: "4242424242424242" } }), card);
  for (const data of [{ card }, { mode: "card", card }, { mode: "code" }, { mode: "code", card: "visa" }, { mode: "code", card: { ...card, last4: "424242" } }, { mode: "code", card: { ...card, brand: "x" } }, { mode: "code", card: { brand: "visa" } }]) {
    assert.equal(told(data), null);
  }
});

// ---- the document

test("[SEC-11] no inline style, no inline script, no evaluated text, nothing from elsewhere", () => {
  const folder = new URL("../../public/vault/", import.meta.url);
  const html = readFileSync(new URL("card.html", folder), "utf8");
  assert.doesNotMatch(html, /\sstyle=|<style|\son\w+=|<script(?![^>]*src=)|javascript:|https?:|\/\//);
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    const code = readFileSync(new URL(name, folder), "utf8").replace(/\/\/.*$/gm, "");
    assert.doesNotMatch(code, /\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|setAttribute\("style|cssText|localStorage|sessionStorage|indexedDB|fetch\(|XMLHttp|sendBeacon|console\./, name);
  }
});
test("[UX-16] the fields stand in the order of the card", () => {
  const html = readFileSync(new URL("../../public/vault/card.html", import.meta.url), "utf8");
  assert.deepEqual([...html.matchAll(/<input[^>]* id="(\w+)"/g)].map(([, id]) => id), ["number", "expiry", "code"]);
});
test("every word the frame can show is in the catalogue of every language", () => {
  for (const language of ["en", "nb", "ar"]) {
    const all = JSON.parse(readFileSync(new URL(`../../public/locales/${language}.json`, import.meta.url)));
    for (const [key, english] of Object.entries(WORDS)) {
      assert.ok(all[key], `${language} ${key}`);
      if (language === "en") assert.equal(all[key], english);
    }
  }
});

// ---- when faults show (UX-10)

const shown = (form) => form.state.faults.map(({ field, fault }) => `${field} ${fault}`);

test("no fault shows while typing", () => {
  const form = newForm();
  form.enter("number");
  for (let size = 1; size <= 16; size++) {
    form.type("number", "4242424242424241".slice(0, size));
    assert.deepEqual(shown(form), []);
  }
  form.leave("number");
  assert.deepEqual(shown(form), ["number checksum"]);
});
test("a shown fault goes with the key that mends it", () => {
  const form = newForm();
  fill(form, "424242424242424", "", "");
  assert.deepEqual(shown(form), ["number too-short"]);
  form.type("number", PANS[0]);
  assert.deepEqual(shown(form), []);
});
test("an untouched field is not judged on leaving", () => {
  const form = newForm();
  form.enter("number");
  form.leave("number");
  assert.deepEqual(shown(form), []);
});
test("judging shows every field", () => {
  const form = newForm();
  form.judge();
  assert.deepEqual(shown(form), ["number missing", "expiry missing", "code missing"]);
});
test("a brand the shop does not take is told at once", () => {
  const form = newForm(["visa"]);
  form.enter("number");
  form.type("number", "37");
  assert.deepEqual(shown(form), ["number unsupported-brand"]);
  form.type("number", "3");
  assert.deepEqual(shown(form), []);
});
test("a code that was right is judged anew when the brand asks for four digits", () => {
  const form = newForm();
  fill(form, "378282246310005", "03 / 29", "123");
  assert.deepEqual(form.state.faults, [{ field: "code", fault: "too-short", count: 4 }]);
  form.type("number", PANS[0]);
  assert.deepEqual(form.state.faults, []);
});

// ---- words

test("every fault a field can have has a sentence, and every brand a name", () => {
  const faults = {
    number: ["missing", "too-short", "too-long", "bad-character", "checksum", "unsupported-brand"],
    expiry: ["missing", "too-short", "shape", "bad-character", "no-such-month", "expired", "too-far"],
    code: ["missing", "too-short", "too-long", "bad-character"],
  };
  for (const [field, ids] of Object.entries(faults)) {
    assert.ok(WORDS[`card.${field}.label`]);
    for (const id of ids) assert.ok(WORDS[`card.${field}.fault.${id}`], `${field} ${id}`);
  }
  assert.ok(WORDS["card.code.hint.3"] && WORDS["card.code.hint.4"]);
  for (const { id, name } of BRANDS) assert.ok(name, id);
});
