// The card rules of the frame, on the same cases as src/domain/check/card.rs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { brandNamed, brandOf, brandsOf, groupNumber, readCode, readExpiry, readNumber, yesterday } from "../../public/vault/rules.js";

const CASES = JSON.parse(readFileSync(new URL("../fixtures/checks/card-cases.json", import.meta.url)));

const kebab = (name) => name.replace(/(?!^)[A-Z]/g, (capital) => `-${capital}`).toLowerCase();

function answer({ check, input, brands = null, brand = null, today }) {
  switch (check) {
    case "number": return readNumber(input, brands);
    case "expiry": return readExpiry(input, today);
    case "code": return readCode(input, brandNamed(brand));
    case "brand": return brandOf(input)?.id ?? null;
    case "brands": return brandsOf(input, brands).map(({ id }) => id);
    case "grouped": return groupNumber(input, brandNamed(brand));
  }
  throw new Error(`no such check: ${check}`);
}

function expected({ check, expect }) {
  if (Array.isArray(expect) || expect === null || typeof expect === "string") return expect;
  if (expect.fault) return { fault: kebab(expect.fault), ...("n" in expect && { count: expect.n }) };
  if (check === "number") return { digits: expect.ok, brand: expect.brand };
  return check === "expiry" ? { year: expect.ok[0], month: expect.ok[1] } : { digits: expect.ok };
}

test(`[CARD-01, CARD-02, CARD-03] all ${CASES.length} cases that Rust runs hold here`, () => {
  assert.ok(CASES.length > 300);
  for (const one of CASES) assert.deepEqual(answer(one), expected(one), JSON.stringify(one));
});

function good(text, day, isGood) {
  assert.equal("month" in readExpiry(text, yesterday(...day)), isGood, `${text} on ${day}`);
}
test("[CARD-04] a card is good on the last day of its month", () => good("11/26", [2026, 11, 30], true));
test("a card is good one day longer", () => good("11/26", [2026, 12, 1], true));
test("a card is not good two days longer", () => good("11/26", [2026, 12, 2], false));
test("the day of grace crosses the year", () => good("12/26", [2027, 1, 1], true));
