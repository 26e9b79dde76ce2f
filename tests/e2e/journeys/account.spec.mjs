//! With an account or without: each door of the contact step, and the invitation after the order.
//!
//! The demo shop's letters are read where it puts them; who has an account there is in README-sentinels.md.
import { expect, test } from '../lib/test.mjs';
import { KAISA, address, card, isThanked, pay, ship, toContact, words } from '../lib/journey.mjs';
import { OFTEN } from '../lib/shopper.mjs';

const INGRID = 'ingrid.solberg@example.no';
const PASSWORD = 'Fjelltur-2026';
const APP_CODE = '314159';
const NEW = 'nina.berg@example.no';
const en = words('en');

/** The newest letter to an address. */
const letter = (shopper, to) => shopper.run((to) => JSON.parse(localStorage.getItem('kassa-demo-outbox') ?? '[]').findLast((mail) => mail.to === to), to);
async function codeFor(shopper, to) {
  let mail;
  await expect.poll(async () => (mail = await letter(shopper, to))?.code, { message: `a code for ${to}`, intervals: OFTEN }).toMatch(/^\d{6}$/);
  return mail.code;
}

/** Counts what a shopper does, and prints it. */
function counted(shopper, what) {
  const acts = new Set(['fill', 'type', 'choose', 'check', 'select', 'press', 'follow', 'unfold']);
  let count = 0;
  const proxy = new Proxy(shopper, {
    get(of, name) {
      const value = Reflect.get(of, name);
      if (typeof value !== 'function') return value;
      return (...given) => {
        if (acts.has(name)) count += 1;
        return value.apply(of, given);
      };
    },
  });
  return { shopper: proxy, tell: (most) => {
    console.log(`interactions, ${what}: ${count}`);
    expect(count, `interactions, ${what}`).toBeLessThanOrEqual(most);
  } };
}

const isSignedInAs = (shopper, name) => shopper.sees(`Signed in as ${name}`);
const field = (shopper, id, what) => shopper.run((id, what) => document.getElementById(id)?.[what] ?? document.getElementById(id)?.getAttribute(what), id, what);

// shows: UX-02, FLD-21, A11Y-23
test('a password: wrong, shown, right; and out again', async ({ shopper: plain }) => {
  const { shopper, tell } = counted(plain, 'sign in with a password, once wrong');
  await toContact(shopper);
  // The guest's door is the first and the one that is open (UX-02).
  expect(await shopper.run(() => [...document.querySelectorAll('main input[name=door]')].map((door) => `${door.value}${door.checked ? '*' : ''}`))).toEqual(['guest*', 'sign-in', 'create']);
  expect(await shopper.run(() => document.querySelectorAll('input[type=password]').length)).toBe(0);
  await shopper.choose(/^Sign in/);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.unfold('Use a password instead');
  expect(await field(shopper, 'email', 'autocomplete')).toBe('username webauthn');
  expect(await field(shopper, 'password', 'autocomplete')).toBe('current-password');
  await shopper.fill('Password', 'Fjelltur-2025');
  await shopper.press('Sign in');
  await shopper.sees(en('door.wrong_password'));
  await shopper.hasFocus('password');
  await shopper.holds('Password', 'Fjelltur-2025');
  await shopper.press(/^Show/);
  expect(await field(shopper, 'password', 'type')).toBe('text');
  await shopper.press(/^Hide/);
  // Pasted, as a password manager may; and sent by the return key, which does not go on as a guest.
  await shopper.fill('Password', PASSWORD);
  await shopper.keys('Enter');
  await isSignedInAs(shopper, 'Kaisa Laine');
  await shopper.hasFocus('who');
  await shopper.isOn('Contact');
  tell(8);
  await outAndBack(shopper);
});

// shows: FLD-19, A11Y-23
test('a code by e-mail, pasted with a space in it', { tag: '@desk' }, async ({ shopper: plain }) => {
  const { shopper, tell } = counted(plain, 'sign in with a code');
  await toContact(shopper);
  await shopper.choose(/^Sign in/);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('E-mail me a code');
  await shopper.hasFocus('one-time-code');
  await shopper.sees(`If ${KAISA.email} has an account here, a code is on its way.`);
  await shopper.sees(/another code sent in \d+ seconds/);
  const code = await codeFor(shopper, KAISA.email);
  await shopper.fill('Code', '000000');
  await shopper.press('Sign in');
  await shopper.sees(en('door.wrong_code'));
  await shopper.fill('Code', ` ${code.slice(0, 3)} ${code.slice(3)}`);
  await shopper.press('Sign in');
  await isSignedInAs(shopper, 'Kaisa Laine');
  await shopper.sees('With a code by e-mail');
  tell(7);
  // Nothing of it is kept by the page.
  const kept = await shopper.run(() => Object.keys(localStorage).filter((key) => key.startsWith('kassa:')).map((key) => localStorage.getItem(key)).join(' '));
  expect(kept).not.toContain(code);
});

test('a second factor', { tag: '@chromium' }, async ({ shopper }) => {
  await toContact(shopper);
  await shopper.choose(/^Sign in/);
  await shopper.fill('E-mail', INGRID);
  await shopper.unfold('Use a password instead');
  await shopper.fill('Password', PASSWORD);
  await shopper.press('Sign in');
  await shopper.sees(en('door.second_app'));
  await shopper.hasFocus('one-time-code');
  await shopper.fill('Code', '111111');
  await shopper.press('Sign in');
  await shopper.sees(en('door.wrong_code'));
  await shopper.fill('Code', APP_CODE);
  await shopper.press('Sign in');
  await isSignedInAs(shopper, 'Ingrid Solberg');
});

// shows: UX-02
test('a new account before the order, by code', { tag: '@chromium' }, async ({ shopper: plain }) => {
  const { shopper, tell } = counted(plain, 'a new account before the order');
  await toContact(shopper);
  await shopper.choose(/^Create account/);
  expect(await field(shopper, 'email', 'autocomplete')).toBe('username');
  await shopper.press('E-mail me a code');
  // Without an address its own field says what is missing.
  await shopper.hasFocus('email');
  await shopper.sees(en('fault.email.missing'));
  await shopper.fill('E-mail', NEW);
  await shopper.press('E-mail me a code');
  await shopper.hasFocus('one-time-code');
  await shopper.fill('Code', await codeFor(shopper, NEW));
  await shopper.press('Create account');
  await isSignedInAs(shopper, NEW);
  tell(6);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
});

// shows: UX-02
test('a guest becomes a customer after the order, with one field', { tag: '@blink' }, async ({ shopper: plain }) => {
  const { shopper, tell } = counted(plain, 'a new account after the order');
  await plain.open(address('/contact'));
  await plain.isOn('Contact');
  await plain.fill('E-mail', NEW);
  await plain.press('Continue to delivery');
  await plain.isOn('Delivery');
  await ship(plain);
  await plain.press('Continue to payment');
  await plain.isOn('Payment');
  await card(plain);
  await plain.press('Continue to review');
  await plain.isOn('Review and pay');
  await pay(plain);
  await isThanked(plain);
  await plain.sees(en('invite.title'));
  await plain.isAccessible('the invitation');
  await shopper.press(/^E-mail me a code/);
  await shopper.hasFocus('one-time-code');
  await shopper.fill('Code', await codeFor(shopper, NEW));
  await plain.isAccessible('the invitation with its code');
  await shopper.press('Create account');
  await shopper.sees(`Order FJ-20481 is in it. Next time you sign in as ${NEW}.`);
  await shopper.hasFocus('claimed');
  await shopper.misses(en('invite.title'));
  tell(3);
});

test('too many tries are said plainly, with the time that is left', { tag: '@chromium' }, async ({ shopper }) => {
  await toContact(shopper);
  await shopper.choose(/^Sign in/);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.unfold('Use a password instead');
  for (let tries = 0; tries < 6; tries += 1) {
    await shopper.fill('Password', `wrong-${tries}`);
    await shopper.press('Sign in');
    await shopper.sees(tries < 5 ? en('door.wrong_password') : /Too many tries\. Try again in (30|29) seconds/);
  }
  await shopper.sees(/Try again in 2\d seconds/); // it counts
  await shopper.isAccessible('too many tries');
  // Nobody is kept from buying.
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
});

test('what was typed stays from door to door, and any door lets a guest through', { tag: '@chromium' }, async ({ shopper }) => {
  await toContact(shopper);
  await shopper.choose(/^Sign in/);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.choose(/^As a guest/);
  await shopper.holds('E-mail', KAISA.email);
  await shopper.choose(/^Create account/);
  await shopper.holds('E-mail', KAISA.email);
  await shopper.press('Continue to delivery'); // any door lets a guest through
  await shopper.isOn('Delivery');
  await shopper.back();
  await shopper.isOn('Contact');
  expect(await shopper.isChosen(/^Create account/)).toBe(true);
});

/** What is said of an address in each of the doors, with the address itself left out. */
async function saidOf(shopper, email, options) {
  const said = {};
  const note = async (what) => {
    said[what] = (await shopper.run(() => document.querySelector('main').innerText.replace(/\s+/g, ' '))).replaceAll(email, '{email}').replace(/in \d+ seconds/, 'in {n} seconds');
  };
  await toContact(shopper, { fresh: 1, ...options });
  await shopper.fill('E-mail', email);
  await shopper.keys('Tab');
  if (options.hint === 0) await shopper.run(() => new Promise((done) => setTimeout(done, 300))); // what does not come cannot be waited for
  else await expect.poll(() => shopper.text().then((text) => text.includes(en('door.hint')))).toBe(options.known);
  await note('left');
  await shopper.choose(/^Sign in/);
  await shopper.unfold('Use a password instead');
  await shopper.fill('Password', 'not-the-one');
  await shopper.press('Sign in');
  await shopper.sees(en('door.wrong_password'));
  await note('wrong password');
  await shopper.press('E-mail me a code');
  await shopper.hasFocus('one-time-code');
  await note('code sent');
  await shopper.fill('Code', '000000');
  await shopper.press('Sign in');
  await shopper.sees(en('door.wrong_code'));
  await note('wrong code');
  await shopper.choose(/^Create account/);
  await shopper.press('E-mail me a code');
  await shopper.hasFocus('one-time-code');
  await shopper.fill('Code', '000000');
  await shopper.press('Create account');
  await shopper.sees(en('door.wrong_code'));
  await note('wrong code for a new account');
  // That a code was sent outlives a reload, and the next one begins anew.
  await shopper.run(() => localStorage.clear());
  return said;
}

test('an address that has an account is told from one that has none by the hint alone', { tag: '@chromium' }, async ({ shopper }) => {
  const hinted = await saidOf(shopper, KAISA.email, { known: true });
  const unknown = await saidOf(shopper, 'nobody@example.com', { known: false });
  expect(hinted.left).toContain(en('door.hint'));
  expect({ ...hinted, left: hinted.left.replace(`${en('door.hint')} ${en('door.sign_in.title')} `, '') }).toEqual(unknown);
  // Switched off, there is no difference at all.
  const off = { hint: 0 };
  expect(await saidOf(shopper, KAISA.email, off)).toEqual(await saidOf(shopper, 'nobody@example.com', off));
});

// shows: A11Y-23
test('every state is accessible, and in Arabic', { tag: '@chromium' }, async ({ shopper }) => {
  for (const language of ['en', 'ar']) {
    const say = words(language);
    const starts = (key) => new RegExp(`^${say(key)}`);
    await toContactIn(shopper, language, say);
    await shopper.isAccessible(`doors in ${language}`);
    await shopper.fill(say('field.email.label'), INGRID);
    await shopper.keys('Tab');
    await shopper.sees(say('door.hint'));
    await shopper.isAccessible(`hint in ${language}`);
    await shopper.choose(starts('door.create.title'));
    await shopper.isAccessible(`create in ${language}`);
    await shopper.choose(starts('door.sign_in.title'));
    await shopper.unfold(say('door.password'));
    await shopper.isAccessible(`sign in, ${language}`);
    await shopper.press(say('door.code'));
    await shopper.hasFocus('one-time-code');
    await shopper.press(say('door.go'));
    await shopper.sees(say('door.missing_code'));
    await shopper.isAccessible(`code in ${language}`);
    await shopper.press(say('door.elsewhere'));
    await shopper.hasFocus('email');
    await shopper.unfold(say('door.password'));
    await shopper.fill(say('door.password_label'), PASSWORD);
    await shopper.press(say('door.go'));
    await shopper.sees(say('door.second_app'));
    await shopper.isAccessible(`second factor in ${language}`);
    await shopper.fill(say('door.code_label'), APP_CODE);
    await shopper.press(say('door.go'));
    await shopper.hasFocus('who');
    await shopper.isAccessible(`signed in, ${language}`);
  }
});

async function toContactIn(shopper, language, say) {
  await shopper.open(address('/contact', { lang: language, fresh: 1 }));
  await shopper.isOn(say('contact.title'));
}

// shows: A11Y-23
test('by keyboard alone: a code, from door to door', { tag: '@chromium' }, async ({ shopper }) => {
  await toContact(shopper);
  await shopper.run(() => document.getElementById('door-guest').focus());
  await shopper.keys('ArrowDown');
  await shopper.hasFocus('door-sign-in');
  await shopper.keys('Tab');
  await shopper.hasFocus('email');
  await shopper.write(KAISA.email);
  await shopper.keys('Enter'); // what the open door is for, not the way forward
  await shopper.hasFocus('one-time-code');
  await shopper.isOn('Contact');
  await shopper.write(await codeFor(shopper, KAISA.email));
  await shopper.keys('Enter');
  await shopper.hasFocus('who');
  await isSignedInAs(shopper, 'Kaisa Laine');
});

/** A browser with a keeper of passkeys, at a host that has a name: an address of numbers can have none. */
async function withPasskeys(shopper, page, faults) {
  shopper.visit.begin = (to) => faults.begin(to).replace('127.0.0.1', 'localhost');
  shopper.visit.expects.push(/frame-ancestors/); // the card frame is for the page at its usual address
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  /** Whether a finger is there as soon as it is asked for. */
  const touches = (enabled) => session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  const kept = () => session.send('WebAuthn.getCredentials', { authenticatorId }).then(({ credentials }) => credentials.length);
  return { touches, kept };
}

/** Out, and back at the doors with something in the bag: what was in the account's stays the account's. */
async function outAndBack(shopper) {
  await shopper.press('Sign out');
  // Their bag is theirs; what the page handed over is there again.
  await shopper.isOn('Your bag');
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await expect.poll(() => shopper.has('radio', /^As a guest/)).toBe(true);
  expect(await shopper.isChosen(/^As a guest/)).toBe(true);
}

test('a passkey: a new account with it, out, and in again by a press or from the list of the field', { tag: '@chromium' }, async ({ shopper: plain, page, faults }) => {
  const keeper = await withPasskeys(plain, page, faults);
  await toContact(plain);
  const made = counted(plain, 'a new account with a passkey');
  await made.shopper.choose(/^Create account/);
  await made.shopper.fill('E-mail', NEW);
  await made.shopper.press('Create a passkey');
  await isSignedInAs(plain, NEW);
  expect(await keeper.kept()).toBe(1);
  made.tell(3);
  await plain.sees('With a passkey');
  await outAndBack(plain);
  // Nobody touches it: then nothing comes from the list of the field, and the button asks anew.
  await keeper.touches(false);
  const back = counted(plain, 'sign in with a passkey');
  await back.shopper.choose(/^Sign in/);
  await plain.isAccessible('sign in with a passkey');
  await keeper.touches(true);
  await back.shopper.press('Sign in with a passkey');
  await isSignedInAs(plain, NEW);
  await plain.hasFocus('who');
  back.tell(2);
  await outAndBack(plain);
  // Offered in the field (conditional mediation): this keeper takes it at once, as one press in the list would.
  await page.locator('label[for="door-sign-in"]').click();
  await isSignedInAs(plain, NEW);
});

test('a guest becomes a customer after the order, with one tap', { tag: '@chromium' }, async ({ shopper, page, faults }) => {
  const keeper = await withPasskeys(shopper, page, faults);
  await toContact(shopper);
  await shopper.fill('E-mail', NEW);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await ship(shopper);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.choose(/^Invoice/);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.press(/^(Buy now|Order)/);
  await shopper.sees(en('invite.text_passkey'));
  await shopper.isAccessible('the invitation with a passkey');
  await shopper.press('Create account');
  await shopper.sees('Order FJ-20481 is in it.');
  await shopper.hasFocus('claimed');
  expect(await keeper.kept()).toBe(1);
});

test('a door chosen before the app is there is open when it comes', { tag: '@chromium' }, async ({ shopper, faults }) => {
  await faults.set([{ match: '\\.wasm$', kind: 'delay', ms: 1200, times: 1 }]);
  await shopper.open(address('/contact'));
  await shopper.choose(/^Sign in/);
  await expect.poll(() => shopper.run(() => !!document.getElementById('kassa-shell')), { timeout: 10_000 }).toBe(false);
  expect(await shopper.isChosen(/^Sign in/)).toBe(true);
  await shopper.hasFocus('door-sign-in');
  expect(await shopper.has('button', 'E-mail me a code')).toBe(true);
});
