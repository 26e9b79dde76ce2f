// The protocol `kassa-vault/1`: who may talk to the frame, and what a message must look like (SEC-15).
//
// README.md describes it. Always true: a message from elsewhere, or one that does not fit, changes
// nothing and gets no answer.

import { FIELDS } from "./form.js";
import { brandNamed } from "./rules.js";
import { allowedTokens } from "./theme.js";

export const VERSION = "kassa-vault/1";

/** `{ origin, nonce }` of the page that may talk, or null. */
export function invitation(window) {
  const { location, document } = window;
  const origin = new URLSearchParams(location.search).get("parent") ?? "";
  const nonce = location.hash.slice(1);
  if (window.parent === window || !/^[\da-f]{32}$/.test(nonce)) return null;
  if (!/^https?:/.test(origin) || originOf(origin) !== origin) return null;
  const known = location.ancestorOrigins?.[0] ?? (document.referrer ? originOf(document.referrer) : origin);
  return known === origin ? { origin, nonce } : null;
}

function originOf(text) {
  try {
    return new URL(text).origin;
  } catch {
    return null;
  }
}

/** Asks the page in and waits for its `init` over the port it was handed; `onOpen` gets the checked message and our end. */
export function meet(window, { origin, nonce }, onOpen) {
  const { port1, port2 } = new window.MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data?.v !== VERSION || data.type !== "init" || data.nonce !== nonce) return;
    port1.onmessage = null;
    onOpen({ ...settings(data), brands: brandList(data.brands) ?? null, card: keptCard(data) }, port1);
  };
  window.parent.postMessage({ v: VERSION, type: "hello", nonce }, origin, [port2]);
}

/** The message in the one form the frame acts on, or null. */
export function checked(data) {
  if (typeof data !== "object" || data === null) return null;
  const { type, field, id, fault } = data;
  switch (type) {
    case "words":
    case "tokens":
      return isRecord(data[type]) ? { type, ...settings(data) } : null;
    case "brands": {
      const brands = brandList(data.brands);
      return brands === undefined ? null : { type, brands };
    }
    case "focus":
      return field === undefined || FIELDS.includes(field) ? { type, field } : null;
    case "judge":
      return { type };
    case "tokenize":
      return matches(/^[\w-]{1,64}$/, id) ? { type, id } : null;
    case "describe":
      return FIELDS.includes(field) && matches(/^[a-z\d-]{1,40}$/, fault) ? { type, field, fault } : null;
    case "reset":
      return data.code === undefined || data.code === true ? { type, code: data.code === true } : null;
    default:
      return null;
  }
}

function settings({ words, tokens, lang, dir, scheme, today }) {
  return {
    words: isRecord(words) ? wordList(words) : undefined,
    tokens: isRecord(tokens) ? allowedTokens(tokens) : undefined,
    lang: matches(/^[a-z]{2,3}(-[a-z\d]{2,8}){0,4}$/i, lang) ? lang : undefined,
    dir: ["ltr", "rtl"].includes(dir) ? dir : undefined,
    scheme: ["light", "dark"].includes(scheme) ? scheme : undefined,
    today: matches(/^\d{4}-(0[1-9]|1[0-2])-\d\d$/, today) ? today.split("-").map(Number) : undefined,
  };
}

const wordList = (words) =>
  Object.entries(words)
    .slice(0, 200)
    .filter(([key, text]) => /^card\.[a-z\d.-]{1,60}$/.test(key) && typeof text === "string" && text.length <= 300);

/** The card whose security code alone is asked; null where a whole card is. */
function keptCard({ mode, card }) {
  if (mode !== "code" || !isRecord(card)) return null;
  const { brand, last4 } = card;
  return brandNamed(brand) && matches(/^\d{4}$/, last4) ? { brand, last4 } : null;
}

/** undefined where it is no list. */
function brandList(brands) {
  if (brands === null) return null;
  const isList = Array.isArray(brands) && brands.length <= 32 && brands.every((id) => matches(/^[a-z]{2,16}$/, id));
  return isList ? brands : undefined;
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const matches = (pattern, value) => typeof value === "string" && pattern.test(value);
