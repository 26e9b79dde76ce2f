//! A guest and a customer buy from a real shop: the same screens, the same words, another backend.
//!
//! Which one stands in KASSA_LIVE_PAGE, the settings a merchant would write into the page; KASSA_LIVE_SELLS names a code that works,
//! something in the bag and somebody with an account; a bag with goods in it comes from KASSA_LIVE_DESK (scripts/live/run.mjs).
import { CARD, CARDS, card as fill, en, pay, ship } from '../lib/journey.mjs';
import { serving } from '../lib/serving.mjs';
import { expect } from '../lib/test.mjs';

const page = JSON.parse(process.env.KASSA_LIVE_PAGE);
const { code, goods, customer } = JSON.parse(process.env.KASSA_LIVE_SELLS);
const name = process.env.KASSA_LIVE_NAME;
const api = new URL(page.endpoint).origin;
const test = serving({ settings: page, connect: [api] });
const desk = async (verb, ...rest) => {
  const answer = await fetch([process.env.KASSA_LIVE_DESK, verb, ...rest.map(encodeURIComponent)].join('/'));
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};

/** Types the address and takes the shop's ordinary way: a real shop chooses none for the shopper. */
async function deliver(shopper) {
  await shopper.select('Country', 'Finland'); // where it is not the one that the shop begins with
  await ship(shopper);
  await shopper.choose(/^Standard/);
}

/** Pays by card, which need not be the first way of the shop's. */
async function card(shopper, told) {
  await shopper.choose(/^Card/);
  await fill(shopper, told);
}

/** Opens the page with a new bag. */
async function toBag(shopper) {
  await shopper.open(`/?${new URLSearchParams({ session: await desk('bag') })}`);
  await shopper.isOn('Your bag');
}

async function toPayment(shopper, email = 'kaisa.laine@example.fi') {
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await shopper.fill('E-mail', email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await deliver(shopper);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
}

async function toReview(shopper, number = CARD.number, email = undefined) {
  await toPayment(shopper, email);
  await card(shopper, { number });
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
}

/** The total as it stands in the receipt, whatever the currency. */
const total = (shopper) => shopper.run(() => [...document.querySelectorAll('.kassa-totals__row--grand dd')].find((row) => row.checkVisibility())?.textContent.replace(/\D/g, ''));
/** Its number is the shop's. */
async function thanked(shopper) {
  await shopper.isOn('Thank you, Kaisa');
  await shopper.sees(/Order \S+ is confirmed/);
}

test(`${name}: a guest buys with a card`, async ({ shopper }) => {
  await toBag(shopper);
  await toReview(shopper);
  // What the button said in the moment it was pressed.
  await shopper.run(() => addEventListener('click', (event) => {
    globalThis.agreed = event.target.closest('button')?.textContent.replace(/\D/g, '');
  }, { capture: true, once: true }));
  await pay(shopper);
  await thanked(shopper);
  expect(await total(shopper)).toBe(await shopper.run(() => globalThis.agreed));
});

test(`${name}: a declined card keeps everything, and another one pays`, async ({ shopper }) => {
  await toBag(shopper);
  await toReview(shopper, CARDS.generic);
  await pay(shopper);
  await shopper.isOn('Payment');
  await shopper.sees(en('decline.not_charged'));
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  for (const answer of ['kaisa.laine@example.fi', 'Runeberginkatu 22 A 9']) await shopper.sees(answer);
  await pay(shopper);
  await thanked(shopper);
});

test(`${name}: an invoice needs no card`, async ({ shopper }) => {
  await toBag(shopper);
  await toPayment(shopper);
  await shopper.choose(/^Invoice/);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.press(/^(Buy now|Order with)/);
  await thanked(shopper);
});

test(`${name}: a customer signs in, chooses from the address book, keeps an address, and follows the order until it is there`, async ({ shopper }) => {
  const [home, away] = customer.book;
  await toBag(shopper);
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await shopper.choose(/^Sign in/);
  await shopper.fill('E-mail', customer.email);
  await shopper.fill('Password', 'not-the-password');
  await shopper.press('Sign in');
  await shopper.sees(en('door.wrong_password'));
  await shopper.fill('Password', customer.password);
  await shopper.press('Sign in');
  await shopper.sees(`Signed in as ${customer.name}`);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  // The book: one is chosen, changed in the fields, kept beside the others and taken out again.
  await shopper.sees(en('book.title'));
  for (const street of customer.book) expect(await shopper.has('radio', new RegExp(street))).toBe(true);
  await shopper.choose(new RegExp(away));
  await shopper.holds('Street and number', away);
  await shopper.choose(new RegExp(home));
  await shopper.holds('Street and number', home);
  await shopper.fill('Street and number', 'Runeberginkatu 22 A 9');
  await shopper.fill('Phone', '+358 40 123 4567');
  await shopper.choose(/^Standard/);
  await shopper.press(en('book.add'));
  await expect.poll(() => shopper.has('radio', /Runeberginkatu 22 A 9/)).toBe(true);
  await shopper.press(en('book.forget'));
  await expect.poll(() => shopper.has('radio', /Runeberginkatu 22 A 9/)).toBe(false);
  await shopper.choose(new RegExp(home));
  await shopper.holds('Street and number', home);
  await shopper.choose(/^Standard/);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn(/^(Review and pay|Welcome back)/);
  await shopper.sees(home);
  await pay(shopper);
  await shopper.isOn(`Thank you, ${customer.name.split(' ')[0]}`);
  const [, number] = /Order (\S+) is confirmed/.exec(await shopper.text());
  // It stands among the orders of the account, and is followed until it is at the door.
  await shopper.follow(en('orders.track'));
  await shopper.isOn(en('orders.packing'));
  await shopper.follow(en('orders.all'));
  await shopper.isOn(en('orders.title'));
  await desk('fulfil', number);
  await shopper.follow(en('orders.order', { number }));
  await shopper.isOn(en('hold.delivered'));
  await shopper.sees(home);
  await shopper.follow(en('orders.all'));
  await shopper.sees(en('hold.delivered'));
  // Who signs out takes them along, also the one that was just thanked for; its link leads to the door.
  await shopper.press(en('welcome.not_you'));
  await shopper.sees(en('notice.signed_out.title'));
  for (const own of [`Order ${number} `, customer.email, home]) await shopper.misses(own);
  await shopper.open(`/order/${number}`);
  await shopper.sees(en('orders.sign_in_text'));
  await shopper.misses(home);
});

test(`${name}: a quantity and a code change the total, a wrong code says why`, async ({ shopper }) => {
  await toBag(shopper);
  const before = await total(shopper);
  await shopper.press(`Add one ${goods}`);
  await expect.poll(() => total(shopper)).not.toBe(before);
  await shopper.unfold('Add a promo code');
  await shopper.fill(en('field.code.label'), 'NO-SUCH-CODE');
  await shopper.press('Apply');
  await shopper.sees(en('fault.code_unknown'));
  await shopper.holds(en('field.code.label'), 'NO-SUCH-CODE');
  const dearer = await total(shopper);
  await shopper.fill(en('field.code.label'), code);
  await shopper.press('Apply');
  await expect.poll(() => total(shopper)).not.toBe(dearer);
});

test(`${name}: a reload at every step loses nothing`, async ({ shopper }) => {
  await toBag(shopper);
  await shopper.reload();
  await shopper.isOn('Your bag');
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await shopper.fill('E-mail', 'kaisa.laine@example.fi');
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await deliver(shopper);
  await shopper.reload();
  await shopper.isOn('Delivery');
  await shopper.holds('Street and number', 'Runeberginkatu 22 A 9');
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.reload();
  await shopper.isOn('Payment');
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await pay(shopper);
  await thanked(shopper);
  await shopper.reload();
  await thanked(shopper);
});

test(`${name}: an answer that is lost at Pay is one order`, async ({ shopper }) => {
  await toBag(shopper);
  // Of nobody else in this shop: its orders are counted.
  const email = `lost-${Date.now()}@example.fi`;
  await toReview(shopper, CARD.number, email);
  // What places the order reaches the shop, and its answer does not come back; once.
  let lost = 0;
  await shopper.page.route((url) => url.origin === api, async (route) => {
    const places = /complete|addPaymentToOrder/.test(route.request().url() + (route.request().postData() ?? ''));
    if (!places || lost) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort('connectionreset');
  });
  await pay(shopper);
  await thanked(shopper);
  expect(lost).toBe(1);
  expect(await desk('orders', email)).toBe(1);
});

test(`${name}: a bag of another shop is said plainly`, async ({ shopper }) => {
  shopper.visit.expects.push(/Failed|Kassa:/);
  await shopper.open('/?session=no-such-bag');
  await shopper.isOn(/This shop does not know your bag|Your bag is empty/);
});
