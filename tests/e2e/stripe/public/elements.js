// The fields. What is typed here goes to the account's server and nowhere else.
import { line, request } from './line.js';

const WORDS = {
  en: { number: 'Card number', expiry: 'Expiration date', cvc: 'Security code', country: 'Country', kept: 'Saved', other: 'New card', save: 'Save payment details for future purchases', incomplete_number: 'Your card number is incomplete.', invalid_number: 'Your card number is invalid.', incomplete_expiry: 'Your card’s expiration date is incomplete.', invalid_expiry: 'Your card’s expiration date is in the past.', incomplete_cvc: 'Your card’s security code is incomplete.' },
  nb: { number: 'Kortnummer', expiry: 'Utløpsdato', cvc: 'Sikkerhetskode', country: 'Land', kept: 'Lagret', other: 'Nytt kort', save: 'Lagre betalingsopplysningene til senere kjøp', incomplete_number: 'Kortnummeret er ufullstendig.', invalid_number: 'Kortnummeret er ugyldig.', incomplete_expiry: 'Utløpsdatoen er ufullstendig.', invalid_expiry: 'Utløpsdatoen er passert.', incomplete_cvc: 'Sikkerhetskoden er ufullstendig.' },
  ar: { number: 'رقم البطاقة', expiry: 'تاريخ انتهاء الصلاحية', cvc: 'رمز الأمان', country: 'البلد', kept: 'محفوظة', other: 'بطاقة جديدة', save: 'حفظ بيانات الدفع لعمليات الشراء القادمة', incomplete_number: 'رقم البطاقة غير مكتمل.', invalid_number: 'رقم البطاقة غير صالح.', incomplete_expiry: 'تاريخ الانتهاء غير مكتمل.', invalid_expiry: 'تاريخ الانتهاء في الماضي.', incomplete_cvc: 'رمز الأمان غير مكتمل.' },
};
const at = (id) => document.getElementById(id);
const digits = (id) => at(id).value.replace(/\D/g, '');
const FIELDS = ['number', 'expiry', 'cvc'];
let words = WORDS.en;
let shown = false;
let last;

/** The kept card that is chosen; none where one is typed. */
const kept = () => document.querySelector('#kept input:checked')?.value || undefined;
const NAMES = { visa: 'Visa', mastercard: 'Mastercard' };
/** What Stripe keeps for the customer, the newest chosen, and a new card below. */
function offer(cards) {
  at('save-field').hidden = false;
  at('kept').hidden = !cards.length;
  for (const { id, brand, last4 } of [...cards].reverse().concat({ id: '' })) {
    const [label, radio, name] = ['label', 'input', 'span'].map((tag) => document.createElement(tag));
    Object.assign(radio, { type: 'radio', name: 'kept', value: id, checked: !at('kept').querySelector('input') });
    if (id) name.textContent = `${NAMES[brand]} •••• ${last4}`;
    else name.id = 'other';
    label.append(radio, ' ', name);
    at('kept').append(label);
  }
}

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
  for (const field of document.querySelectorAll('.new:not(#save-field)')) field.hidden = !!kept();
  if (kept()) at('save-field').hidden = true;
  else if (at('other')) at('save-field').hidden = false;
  for (const id of FIELDS) {
    const wrong = shown && !kept() ? fault(id) : undefined;
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
  for (const label of document.querySelectorAll('label[for]')) label.textContent = words[label.htmlFor];
  document.querySelector('legend').textContent = words.kept;
  if (at('other')) at('other').textContent = words.other;
  draw();
}

const tell = await line({
  async init({ now, given, key }) {
    const account = await request('/v1/account', undefined, key);
    if (account.error) return account.error;
    at('country-field').hidden = given.fields?.billingDetails?.address?.country === 'never';
    if (now.customerSessionClientSecret) {
      const { error, kept } = await request(`/v1/customer_sessions/${now.customerSessionClientSecret}`, undefined, key);
      if (error) return error;
      offer(kept);
    }
    dress(now);
    changed();
  },
  update: dress,
  submit() {
    shown = true;
    draw();
    const wrong = kept() ? undefined : FIELDS.find(fault);
    if (wrong) at(wrong).focus();
    return wrong && { code: fault(wrong), message: words[fault(wrong)] };
  },
  token: ({ params, key, setup_future_usage }) => request('/v1/confirmation_tokens', kept() ? { payment_method: kept(), return_url: params.return_url ?? null } : { number: digits('number'), expiry: digits('expiry'), cvc: digits('cvc'), return_url: params.return_url ?? null, setup_future_usage: at('save').checked ? 'off_session' : setup_future_usage }, key),
  focus: () => (document.querySelector('#kept input:checked') ?? at(FIELDS.find(fault) ?? 'number')).focus(),
  blur: () => document.activeElement?.blur(),
  clear: () => { for (const id of FIELDS) at(id).value = ''; },
});

function changed() {
  draw();
  const state = { empty: !kept() && FIELDS.every((id) => !digits(id)), complete: !!kept() || !FIELDS.some(fault), kept: kept() };
  // As the real one: only what changes is told; fields that nobody has touched have nothing to tell.
  if (last !== JSON.stringify(state) && (last || !state.empty)) tell('change', state);
  last = JSON.stringify(state);
}
addEventListener('input', changed);
addEventListener('focusin', () => tell('focus'));
addEventListener('focusout', () => tell('blur'));
addEventListener('keydown', ({ key }) => key === 'Escape' && tell('escape'));
addEventListener('submit', (event) => event.preventDefault());
