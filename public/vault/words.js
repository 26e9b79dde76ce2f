// Every word the frame can show, in English: what is on screen until the parent sends its own.
//
// The parent's catalogue holds the same keys. `{count}` is a number of digits.

export const WORDS = {
  "card.title": "Card details, secure",
  "card.number.label": "Card number",
  "card.number.fault.missing": "Enter the card number",
  "card.number.fault.too-short": "The card number is too short. Check for missing digits",
  "card.number.fault.too-long": "The card number is too long. Check for extra digits",
  "card.number.fault.bad-character": "Use only digits in the card number",
  "card.number.fault.checksum": "Check the card number. One or more digits look wrong",
  "card.number.fault.unsupported-brand": "We do not take this kind of card. Use another card or another way to pay",
  "card.number.fault.declined": "The bank declined this card. Use another card or another way to pay",
  "card.number.fault.wrong": "The bank does not know this card number. Check every digit",
  "card.expiry.label": "Expiry (MM / YY)",
  "card.expiry.fault.missing": "Enter the expiry date",
  "card.expiry.fault.too-short": "Enter the month and the year, for example 03 / 29",
  "card.expiry.fault.shape": "Enter only the month and the year, for example 03 / 29",
  "card.expiry.fault.bad-character": "Use only digits in the expiry date, for example 03 / 29",
  "card.expiry.fault.no-such-month": "Start with a month from 01 to 12",
  "card.expiry.fault.expired": "This card has expired. Check the date or use another card",
  "card.expiry.fault.too-far": "Check the year. It is more than 20 years away",
  "card.expiry.fault.declined": "The bank says this card has expired. Check the date or use another card",
  "card.code.label": "Security code",
  "card.code.hint.3": "3 digits on the back of the card",
  "card.code.hint.4": "4 digits on the front of the card",
  "card.code.fault.missing": "Enter the security code",
  "card.code.fault.too-short": "Enter all {count} digits of the security code",
  "card.code.fault.too-long": "The security code has only {count} digits",
  "card.code.fault.bad-character": "Use only digits in the security code",
  "card.code.fault.declined": "The bank says the security code is wrong. Enter it again",
};
