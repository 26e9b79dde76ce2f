// The fields. What is typed here goes to the account's server and nowhere else.
import { line, request } from './line.js';

const WORDS = {
  en: { number: 'Card number', expiry: 'Expiration date', cvc: 'Security code', country: 'Country', incomplete_number: 'Your card number is incomplete.', invalid_number: 'Your card number is invalid.', incomplete_expiry: 'Your card’s expiration date is incomplete.', invalid_expiry: 'Your card’s expiration date is in the past.', incomplete_cvc: 'Your card’s security code is incomplete.' },
  nb: { number: 'Kortnummer', expiry: 'Utløpsdato', cvc: 'Sikkerhetskode', country: 'Land', incomplete_number: 'Kortnummeret er ufullstendig.', invalid_number: 'Kortnummeret er ugyldig.', incomplete_expiry: 'Utløpsdatoen er ufullstendig.', invalid_expiry: 'Utløpsdatoen er passert.', incomplete_cvc: 'Sikkerhetskoden er ufullstendig.' },
  ar: { number: 'رقم البطاقة', expiry: 'تاريخ انتهاء الصلاحية', cvc: 'رمز الأمان', country: 'البلد', incomplete_number: 'رقم البطاقة غير مكتمل.', invalid_number: 'رقم البطاقة غير صالح.', incomplete_expiry: 'تاريخ الانتهاء غير مكتمل.', invalid_expiry: 'تاريخ الانتهاء في الماضي.', incomplete_cvc: 'رمز الأمان غير مكتمل.' },
};
const at = (id) => document.getElementById(id);
const digits = (id) => at(id).value.replace(/\D/g, '');
const FIELDS = ['number', 'expiry', 'cvc'];
let words = WORDS.en;
let shown = false;
let last;

function luhn(number) {
  return [...number].reverse().reduce((sum, digit, place) => sum + (place % 2 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit] : +digit), 0) % 10 === 0;
}
function fault(id) {
  const text = digits(id);
  if (id === 'number') return text.length < 15 ? 'incomplete_number' : luhn(text) ? undefined : 'invalid_number';
  if (id === 'cvc') return text.length < 3 ? 'incomplete_cvc' : undefined;
  if (text.length < 4) return 'incomplete_expiry';
  const end = new Date(2000 + +text.slice(2), +text.slice(0, 2));
  return end > Date.now() ? undefined : 'invalid_expiry';
}
function draw() {
  for (const id of FIELDS) {
    const wrong = shown ? fault(id) : undefined;
    at(id).setAttribute('aria-invalid', String(!!wrong));
    at(id).setAttribute('aria-describedby', `${id}-fault`);
    at(`${id}-fault`).textContent = wrong ? words[wrong] : '';
  }
  tell('height', Math.ceil(document.querySelector('form').getBoundingClientRect().height));
}
function dress({ locale = 'en', appearance = {} }) {
  words = WORDS[locale] ?? WORDS.en;
  document.documentElement.lang = locale in WORDS ? locale : 'en';
  document.documentElement.dir = locale === 'ar' ? 'rtl' : 'ltr';
  document.documentElement.style.colorScheme = appearance.theme === 'night' ? 'dark' : 'light';
  for (const [name, value] of Object.entries(appearance.variables ?? {})) document.documentElement.style.setProperty(`--${name}`, value);
  for (const label of document.querySelectorAll('label')) label.textContent = words[label.htmlFor];
  draw();
}

const tell = await line({
  async init({ now, given, key }) {
    const account = await request('/v1/account', undefined, key);
    if (account.error) return account.error;
    at('country-field').hidden = given.fields?.billingDetails?.address?.country === 'never';
    dress(now);
  },
  update: dress,
  submit() {
    shown = true;
    draw();
    const wrong = FIELDS.find(fault);
    if (wrong) at(wrong).focus();
    return wrong && { code: fault(wrong), message: words[fault(wrong)] };
  },
  token: ({ params, key, setup_future_usage }) => request('/v1/confirmation_tokens', { number: digits('number'), expiry: digits('expiry'), cvc: digits('cvc'), return_url: params.return_url ?? null, setup_future_usage }, key),
  focus: () => at(FIELDS.find(fault) ?? 'number').focus(),
  blur: () => document.activeElement?.blur(),
  clear: () => { for (const id of FIELDS) at(id).value = ''; },
});

addEventListener('input', () => {
  draw();
  const state = { empty: FIELDS.every((id) => !digits(id)), complete: !FIELDS.some(fault) };
  // As the real one: only what changes is told.
  if (last !== JSON.stringify(state)) tell('change', state);
  last = JSON.stringify(state);
});
addEventListener('focusin', () => tell('focus'));
addEventListener('focusout', () => tell('blur'));
addEventListener('keydown', ({ key }) => key === 'Escape' && tell('escape'));
addEventListener('submit', (event) => event.preventDefault());
