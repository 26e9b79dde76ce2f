// A merchant's page whose payments Stripe takes: the example shop (examples/js-backend), with a server for what is paid.
// The bag and the orders are the example's, in the browser; whether an order was paid only the server says.
import { createShop } from './example-shop.js';

const shop = createShop(localStorage);
const server = document.querySelector('meta[name="kassa-merchant"]').content;
const ask = (key, body) => fetch(`${server}/${key}`, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((answer) => answer.json());
const kept = () => JSON.parse(localStorage.getItem('stripe-attempts') ?? '{}');

/** Paid: now the order may be. */
const order = (attempt) => shop.place({ ...attempt, payment: { ...attempt.payment, token: 'tok_visa_4242_ok' } });

window.kassaBackend = {
  ...shop,
  // Where the page knows the customer, Stripe's own fields ask whether a card is kept.
  facts: { ...shop.facts, cards: !document.querySelector('meta[name="kassa-stripe-customer"]') },

  async place(attempt) {
    const { keys, payment, order: wanted } = attempt;
    if (wanted.method !== 'card' || (await shop.lookUp(keys.order))) return shop.place(attempt);
    localStorage.setItem('stripe-attempts', JSON.stringify({ ...kept(), [keys.order]: { ...attempt, payment: { ...payment, token: null } } }));
    const { paid, confirm, declined, dead, pending } = await ask(keys.order, { payment: keys.payment, token: payment.token, amount: wanted.expectedTotal, currency: wanted.currency.toLowerCase() });
    if (paid) return order(attempt);
    if (confirm) return { action: { kind: 'confirm', provider: 'stripe', client: confirm } };
    if (pending) return { action: { kind: 'poll', until: new Date(Date.now() + 60_000).toISOString(), afterMs: 500 } };
    throw Object.assign(new Error('declined'), { kassa: 'declined', reason: dead ? 'authentication_failed' : declined });
  },

  async lookUp(key) {
    const made = await shop.lookUp(key);
    if (made) return made;
    const { paid, confirm, declined, dead, pending } = await ask(key);
    if (paid) return order(kept()[key]);
    if (confirm) return { action: { kind: 'confirm', provider: 'stripe', client: confirm } };
    if (pending) return { pending: true };
    return declined || dead ? { declined: declined ?? 'authentication_failed' } : null;
  },

  async cancel(key) {
    const { paid } = await ask(key, { cancel: true });
    if (paid) await order(kept()[key]);
    return shop.cancel(key);
  },
};
