// The three fields as state: what was typed, which faults show, and the token made of it.
//
// Always true: no method but `text` gives out what was typed; a fault appears on leaving an edited
// field or by `judge` and goes when it no longer holds (UX-10); once there is a token the security
// code is gone (SEC-05); a brand that the shopper chose stays chosen while the number has it (CARD-02). Knows nothing of documents and messages.

import { brandNamed, brandOf, brandsOf, codeSize, isUnsupported, plain, readCode, readExpiry, readNumber } from "./rules.js";

export const FIELDS = ["number", "expiry", "code"];

export class CardForm {
  #text = { number: "", expiry: "", code: "" };
  #shown = {};
  #said = {};
  #edited = new Set();
  #token = null;
  #focus = null;
  #accepted = null;
  #chosen = null;
  #kept = null;
  #today;
  #tokenOf;

  /** `today()` gives `[year, month]` of yesterday; `tokenOf(card)` makes a token of `{ digits, brand }` or `{ kept, code }`. */
  constructor(today, tokenOf) {
    this.#today = today;
    this.#tokenOf = tokenOf;
  }

  /** Only the security code of a card that the provider keeps: `{ brand, last4 }`. */
  keep(card) {
    this.#kept = card;
  }

  /** What is asked. */
  get fields() {
    return this.#kept ? ["code"] : FIELDS;
  }

  text(field) {
    return this.#text[field];
  }

  get brand() {
    if (this.#kept) return brandNamed(this.#kept.brand);
    const brands = this.#brands;
    return brands.find(({ id }) => id === this.#chosen) ?? brands[0] ?? brandOf(this.#digits);
  }

  /** The brands the shopper can choose from; empty while there is nothing to choose. */
  get choice() {
    const brands = this.#kept ? [] : this.#brands;
    return brands.length > 1 ? brands : [];
  }

  choose(id) {
    if (id === this.brand?.id || !this.choice.some((brand) => brand.id === id)) return;
    this.#chosen = id;
    this.#token = null;
    this.#soften();
  }

  get #digits() {
    return plain(this.#text.number).replace(/\D/g, "");
  }

  get #brands() {
    return brandsOf(this.#digits, this.#accepted);
  }

  get codeSize() {
    return codeSize(this.brand);
  }

  /** Whether the code was used and dropped. */
  get isCodeKept() {
    return this.#token !== null;
  }

  set accepted(brands) {
    this.#accepted = brands;
    this.#soften();
  }

  type(field, text) {
    if (text === this.#text[field]) return;
    this.#text[field] = text;
    this.#edited.add(field);
    this.#token = null;
    delete this.#said[field];
    if (!this.#brands.some(({ id }) => id === this.#chosen)) this.#chosen = null;
    this.#soften();
  }

  enter(field) {
    this.#focus = field;
  }

  leave(field) {
    if (this.#focus === field) this.#focus = null;
    if (this.#edited.has(field)) this.#show(field);
  }

  judge() {
    for (const field of this.fields) this.#show(field);
  }

  /** Shows what the bank said of a field, until that is edited. */
  describe(field, fault) {
    this.#said[field] = { fault };
  }

  reset(codeOnly) {
    for (const field of codeOnly ? ["code"] : FIELDS) {
      this.#text[field] = "";
      this.#edited.delete(field);
      delete this.#shown[field];
      delete this.#said[field];
    }
    if (!codeOnly) this.#chosen = null;
    this.#token = null;
  }

  /** `{ token, brand, last4 }`, or `{ faults }`, which then all show. */
  tokenize() {
    if (this.#token) return this.#token;
    this.judge();
    const faults = this.fields.flatMap((field) => entry(field, this.#read(field)));
    if (faults.length) return { faults };
    this.#token = this.#tokenOf(
      this.#kept
        ? { kept: this.#kept, code: this.#read("code").digits }
        : { ...this.#read("number"), brand: this.brand.id },
    );
    this.#said = {};
    this.#text.code = "";
    this.#edited.delete("code");
    return this.#token;
  }

  fault(field) {
    return this.#said[field] ?? this.#shown[field] ?? null;
  }

  /** What the page may know. */
  get state() {
    return {
      brand: this.brand?.id ?? null,
      ...(this.choice.length && { brands: this.choice.map(({ id }) => id) }),
      empty: this.fields.every((field) => !this.#text[field]),
      complete: this.fields.every((field) => !this.#read(field).fault),
      tokenised: this.#token !== null,
      faults: this.fields.flatMap((field) => entry(field, this.fault(field))),
      focus: this.#focus,
    };
  }

  #read(field) {
    const text = this.#text[field];
    if (field === "number") return readNumber(text, this.#accepted);
    if (field === "expiry") return readExpiry(text, this.#today());
    return this.#token && !text ? {} : readCode(text, this.brand);
  }

  #show(field) {
    const { fault, count } = this.#read(field);
    if (fault) this.#shown[field] = { fault, ...(count && { count }) };
    else delete this.#shown[field];
  }

  // Takes back what no longer holds. Only a brand the shop does not take is told while typing.
  #soften() {
    for (const field of this.fields) {
      const now = this.#read(field);
      const shown = this.#shown[field];
      if (shown && (shown.fault !== now.fault || shown.count !== now.count)) delete this.#shown[field];
    }
    if (isUnsupported(this.#text.number, this.#accepted)) this.#shown.number = { fault: "unsupported-brand" };
  }
}

const entry = (field, found) =>
  found?.fault ? [{ field, fault: found.fault, ...(found.count && { count: found.count }) }] : [];
