// Typing, deleting and pasting at every place of a formatted text: the digits change as meant and the
// digits before the caret stay before it (UX-15, UX-16).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { brandOf, groupNumber, readExpiry, retypeCode, retypeExpiry, retypeNumber } from "../../public/vault/rules.js";

const NUMBERS = [
  "4242424242424242",
  "378282246310005",
  "30569309025904",
  "6759649826438453123",
  "5019555544445555",
  "4111",
  "41111",
  "37828",
].map((digits) => groupNumber(digits, brandOf(digits)));
const DATES = ["03 / 27", "12 / 29", "10 / 2031"];
const PASTES = ["0", "1111", "11-11", " 1 1.1\u00a01 ", "\u0661\u0662\u0663", "\uff11\uff12", "1\u20112\u200e3"];

const digits = (text) => text.replace(/\D/g, "");
const read = (text) =>
  digits([...text].map((char) => {
    const code = char.codePointAt(0);
    return code >= 0x660 && code < 0x66a ? code - 0x660 : code >= 0xff10 && code < 0xff1a ? code - 0xff10 : char;
  }).join(""));

let cases = 0;

/** One edit as the browser does it, then ours; checks digits and logical caret. */
function check(retype, before, at, { add = "", back = 0, forward = 0 }, how) {
  const after = before.slice(0, at - back) + add + before.slice(at + forward);
  const result = retype(before, after, at - back + add.length, how);
  const behind = digits(before.slice(0, at));
  const ahead = digits(before.slice(at));
  const left = (back ? behind.slice(0, -1) : behind) + read(add);
  const right = forward ? ahead.slice(1) : ahead;
  const what = JSON.stringify({ before, at, add, back, forward });
  assert.equal(digits(result.text), left + right, `digits of ${what}`);
  assert.equal(digits(result.text.slice(0, result.caret)), left, `caret of ${what}: ${JSON.stringify(result)}`);
  cases += 1;
  return result;
}

/** A test of many cases; its name tells how many it ran, and none may be wrong. */
function many(name, ids, all, run) {
  test(`[${ids}] ${name}: ${all.length} cases`, () => {
    for (const one of all) run(one);
  });
}

const places = (texts) => texts.flatMap((text) => Array.from({ length: text.length + 1 }, (_, at) => [text, at]));

const where = (texts, fits = () => true) => places(texts).filter(([text, at]) => fits(text, at));
const isBehind = (_, at) => at > 0;
const isBefore = (text, at) => at < text.length;

many("a digit typed anywhere in a number", "UX-15", where(NUMBERS), ([text, at]) => check(retypeNumber, text, at, { add: "7" }, "insert"));
many("backspace anywhere in a number, also behind a gap", "UX-15", where(NUMBERS, isBehind), ([text, at]) => check(retypeNumber, text, at, { back: 1 }, "back"));
many("delete anywhere in a number, also before a gap", "UX-15", where(NUMBERS, isBefore), ([text, at]) => check(retypeNumber, text, at, { forward: 1 }, "forward"));
many(
  "a paste anywhere in a number, with spaces, hyphens, dots and digits of other scripts", "UX-15",
  where(NUMBERS).flatMap(([text, at]) => PASTES.map((add) => [text, at, add])),
  ([text, at, add]) => {
    const { text: shown } = check(retypeNumber, text, at, { add }, "paste");
    assert.equal(shown, groupNumber(digits(shown), brandOf(digits(shown))));
  },
);
many("backspace anywhere in an expiry", "UX-16", where(DATES, isBehind), ([text, at]) => check(retypeExpiry, text, at, { back: 1 }, "back"));
many("delete anywhere in an expiry", "UX-16", where(DATES, isBefore), ([text, at]) => check(retypeExpiry, text, at, { forward: 1 }, "forward"));
many("a digit typed anywhere in an expiry", "UX-16", where(DATES), ([text, at]) => check(retypeExpiry, text, at, { add: "1" }, "insert"));
test("deleting in the month leaves the year alone", () => {
  let [text, caret] = ["03 / 27", 5];
  for (const shown of ["0 / 27", " / 27"]) {
    ({ text, caret } = check(retypeExpiry, text, caret, { back: 1 }, "back"));
    assert.equal(text, shown);
  }
  for (const [key, shown] of [["1", "1 / 27"], ["2", "12 / 27"]]) {
    ({ text, caret } = check(retypeExpiry, text, caret, { add: key }, "insert"));
    assert.equal(text, shown);
  }
});
test("a code takes digits of other scripts", () => {
  assert.deepEqual(retypeCode("", "\u0661\u0662\u0663", 3), { text: "123", caret: 3 });
});
test("text with other characters is left alone", () => {
  assert.deepEqual(retypeNumber("4242", "42x42", 3, "insert"), { text: "42x42", caret: 3 });
  assert.deepEqual(retypeExpiry("03", "03x", 3, "insert"), { text: "03x", caret: 3 });
  assert.deepEqual(retypeCode("1", "1x", 2), { text: "1x", caret: 2 });
});

function typing(keys, shown) {
  let [text, caret] = ["", 0];
  for (const key of keys) {
    ({ text, caret } = retypeExpiry(text, text.slice(0, caret) + key + text.slice(caret), caret + 1, "insert"));
  }
  assert.equal(text, shown, keys);
  assert.equal(caret, text.length, keys);
}
test("3/27 becomes 03 / 27 key by key", () => typing("3/27", "03 / 27"));
test("327 becomes 03 / 27 key by key", () => typing("327", "03 / 27"));
test("0327 becomes 03 / 27 key by key", () => typing("0327", "03 / 27"));
test("03-2027 keeps its year key by key", () => typing("03-2027", "03 / 2027"));
test("1/27 becomes 01 / 27 key by key", () => typing("1/27", "01 / 27"));
test("1127 becomes 11 / 27 key by key", () => typing("1127", "11 / 27"));
test("the slash comes with the month", () => typing("12", "12 / "));
test("a typed slash is not doubled", () => typing("12/", "12 / "));
test("month 13 is shown as typed", () => typing("1327", "13 / 27"));
test("0 waits for its second digit", () => typing("0", "0"));

const WRITTEN = JSON.parse(readFileSync(new URL("../fixtures/checks/card-cases.json", import.meta.url)))
  .filter((one) => one.check === "expiry" && one.expect.ok);
many("every way to write a date that the check takes can be pasted", "UX-16", WRITTEN, ({ input, today, expect }) => {
  const { text } = retypeExpiry("", input, input.length, "paste");
  assert.deepEqual(readExpiry(text, today), { month: expect.ok[1], year: expect.ok[0] }, `${input} as ${text}`);
  assert.match(text, /^\d\d \/ \d\d(\d\d)?$/);
});

test("[UX-15, UX-16] that were at least 300 edits and 40 ways to write a date, none of them wrong", (t) => {
  t.diagnostic(`${cases} edits, ${WRITTEN.length} dates, 0 wrong`);
  assert.ok(cases >= 300, `only ${cases}`);
  assert.ok(WRITTEN.length >= 40, `only ${WRITTEN.length}`);
});
