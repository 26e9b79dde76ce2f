// Numbers that make the demo shop fail, and how a token tells it so. The same table as in
// src/backend/demo/README-sentinels.md. Only the demo's frame loads this.

const OUTCOMES = {
  4000000000000002: "generic",
  4000000000009995: "funds",
  4000000000000069: "expired",
  4000000000000127: "code",
  4000000000000226: "number",
  4000000000009987: "lost",
  4000000000009979: "stolen",
  4000000000006975: "limit",
  4000000000000309: "notpermitted",
  4000008400001629: "authentication",
  4100000000000019: "fraud",
  4000000000000119: "issuer",
  4000000000000143: "later",
  4000000000000507: "lostanswer",
  4000000000000515: "lostbefore",
  4000000000009235: "review",
  4000000000000523: "pricerise",
  4000000000000531: "soldout",
  4000000000000549: "server",
  4000000000000556: "malformed",
  4000000000000564: "slow",
  4000000000000572: "poll",
  4000000000003220: "3ds",
  4000000000003063: "3dsredirect",
};

// A kept card has no number to tell by: its code does.
const WRONG_CODES = ["999", "9999"];

/** `{ token, brand, last4 }` of a number that passed its check, or of a kept card and its code. */
export function tokenOf({ digits, brand, kept, code }) {
  if (kept) {
    const outcome = WRONG_CODES.includes(code) ? "code" : "ok";
    return { token: `tok_${kept.brand}_${kept.last4}_${outcome}`, ...kept };
  }
  const last4 = digits.slice(-4);
  return { token: `tok_${brand}_${last4}_${OUTCOMES[digits] ?? "ok"}`, brand, last4 };
}
