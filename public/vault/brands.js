// Brands of card as data. The same table as in src/domain/check/card.rs, which names its source.
//
// `ranges`: first digits, from-to, both with the same number of digits; the earlier row counts where
// two of the same length match; without any, the brand is only a second one on a card. `lengths`: how many digits a number can have. `gaps`: after how many
// digits a space stands. `code`: how many digits the security code has. Names are not translated.

export const BRANDS = [
  { id: "visa", name: "Visa", lengths: [16, 18, 19], ranges: "4" },
  { id: "mastercard", name: "Mastercard", lengths: [16], ranges: "51-55 2221-2720" },
  { id: "amex", name: "American Express", lengths: [15], ranges: "34 37", gaps: [4, 10], code: 4 },
  { id: "diners", name: "Diners Club", lengths: [14, 16, 19], ranges: "36 38-39 300-305", gaps: [4, 10] },
  { id: "discover", name: "Discover", lengths: [16, 19], ranges: "65 644-649 6011" },
  { id: "jcb", name: "JCB", lengths: [16, 17, 18, 19], ranges: "1800 2131 3528-3589" },
  {
    id: "unionpay",
    name: "UnionPay",
    lengths: [14, 15, 16, 17, 18, 19],
    ranges:
      "620 623-626 810 6270 6272 6276 6282-6289 6291-6292 8110-8171 62100-62182 62184-62197 62200-62205 " +
      "62207-62209 622010-622999 627700-627779 627781-627799",
  },
  {
    id: "troy",
    name: "Troy",
    lengths: [16],
    ranges:
      "9792 650052 650082-650083 650092 650161 650170 650173 650175 650268 650271 650273-650274 " +
      "650456-650457 650836 650846-650850 650923 650987 650990 654997 657366 657998 658758 658767-658768 " +
      "65083700-65083704 65085800-65085804 65085900-65085901 65086000 65086100-65086105 65086200-65086203 " +
      "65875000-65875003 65875009 65875101-65875104 65875200 65875501 65875601 65875900 65876000-65876002 " +
      "65876100-65876103 65876110 65876115-65876116 65876200-65876201 65876500 65876504-65876505 " +
      "65876600-65876602 65877100-65877101 65877600-65877602 65877700 65877801-65877802 65878200-65878202 " +
      "65878300-65878311 65878400-65878405 65878500-65878505 65878600-65878601 65879800 65880800 65880900",
  },
  {
    id: "verve",
    name: "Verve",
    lengths: [16, 18, 19],
    ranges:
      "506099-506127 506129 506133-506150 506158-506163 506166 506168 506170 506173 506176-506180 506184 " +
      "506187-506188 506191 506195 506197 507865-507866 507868-507877 507880-507888 507900 507941",
  },
  {
    id: "elo",
    name: "Elo",
    lengths: [16],
    ranges:
      "401178-401179 431274 438935 451416 457393 457631-457632 504175 506699-506778 509000-509999 627780 " +
      "636297 636368 650031-650033 650035-650051 650405-650439 650485-650538 650541-650598 650700-650718 " +
      "650720-650727 650901-650978 651652-651679 655000-655019 655021-655058",
  },
  { id: "mir", name: "Mir", lengths: [16, 17, 18, 19], ranges: "2200-2204" },
  { id: "dankort", name: "Dankort", lengths: [16], ranges: "5019" },
  { id: "hiper", name: "Hiper", lengths: [16], ranges: "637095 637568 637599 637609 637612 63737423 63743358" },
  { id: "hipercard", name: "Hipercard", lengths: [16], ranges: "606282" },
  { id: "naranja", name: "Naranja", lengths: [16], ranges: "402918 527572 589562" },
  {
    id: "maestro",
    name: "Maestro",
    lengths: [12, 13, 14, 15, 16, 17, 18, 19],
    ranges:
      "6 56-59 63 67 493698 500000-501899 502000-504174 504176-506698 506779-508999",
  },
  { id: "bancontact", name: "Bancontact", lengths: [16] },
  { id: "cb", name: "Cartes Bancaires", lengths: [16] },
];

// Numbers that belong to two brands (CARD-02). Dankort/Visa has 4571 for its own. The others are the demo's: small ranges
// around test numbers that providers publish, as the real ones are known to banks only; a provider puts its own list here.
export const CO_BADGED = [
  { start: "4571", brands: ["visa", "dankort"] },
  { start: "6703", brands: ["maestro", "bancontact"] },
  { start: "40000025", brands: ["visa", "cb"] },
  { start: "55555525", brands: ["mastercard", "cb"] },
];
