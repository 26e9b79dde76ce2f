// @ts-check
/**
 * A small shop that really works, as a backend for Kassa: prices, a code, delivery, cards that are paid or declined,
 * and keys that never make a second order. Plain JavaScript, no build.
 *
 * Everything below stands in for YOUR SERVER; it runs in the browser only so that the example needs none. In a real
 * shop each function is a `fetch` to a server that works out prices, checks stock, charges the token and keeps the keys.
 *
 * @import { KassaBackend, Quote, Order, Change, Attempt, Line, Rate, Refusal, Problem } from '../../public/kassa-backend'
 */

/**
 * @typedef {{ id: number, lines: Record<string, number>, code: string | null, country: string, postcode: string | null,
 *   rate: string | null, method: string | null, order: string | null }} Bag
 * @typedef {{ bag: Bag, bags: number, orders: Record<string, Order>, keys: Record<string, { order?: string, dead?: true }> }} State
 */

/** What is sold; prices in øre, with 25 % VAT in them. @type {Record<string, { title: string, detail: string, price: number, left: number }>} */
const GOODS = {
  tea: { title: 'Fireweed tea', detail: '100 g', price: 12900, left: 40 },
  cup: { title: 'Stoneware cup', detail: 'Sea blue', price: 24900, left: 6 },
  honey: { title: 'Heather honey', detail: '350 g', price: 15900, left: 25 },
};
/** @type {Record<string, { percent: number, over?: true }>} */
const CODES = { SUMMER10: { percent: 10 }, GIFT: { percent: 100 }, WINTER10: { percent: 10, over: true } };
const COUNTRIES = ['NO', 'SE', 'DK'];
/** @type {Rate[]} */
const RATES = [
  { id: 'box', title: 'Parcel locker', carrier: 'Posten', price: 4900, tag: 'cheapest' },
  { id: 'home', title: 'Home delivery', carrier: 'Posten', price: 9900, note: 'In the evening' },
];
const FREE_FROM = 80000;

/** Refuses what was asked, in words that Kassa understands. @param {Refusal} refusal @returns {never} */
function refuse(refusal) {
  throw Object.assign(new Error(refusal.kassa), refusal);
}
/** @param {Problem['field']} field @param {Problem['fault']} fault @param {number} [limit] */
const reject = (field, fault, limit) => refuse({ kassa: 'rejected', problems: [{ field, fault, limit }] });

/**
 * @param {Pick<Storage, 'getItem' | 'setItem'>} storage keeps the shop across reloads, as a database would
 * @returns {KassaBackend}
 */
export function createShop(storage) {
  const KEY = 'example-shop';
  /** @returns {State} */
  const load = () => JSON.parse(storage.getItem(KEY) ?? 'null') ?? { bag: newBag(1), bags: 1, orders: {}, keys: {} };
  /** @param {State} state */
  const save = (state) => storage.setItem(KEY, JSON.stringify(state));
  /** @param {number} id @returns {Bag} */
  const newBag = (id) => ({ id, lines: { tea: 2, cup: 1 }, code: null, country: 'NO', postcode: null, rate: null, method: null, order: null });

  /** @param {Bag} bag @returns {Line[]} */
  const linesOf = (bag) => Object.entries(bag.lines).map(([id, quantity]) => {
    const { title, detail, price, left } = GOODS[id];
    return { id, title, detail, quantity, unitPrice: price, total: price * quantity, limit: left, ...(left < 10 && { left }) };
  });

  /** All there is to say about a bag. Kassa shows these sums as they are. @param {Bag} bag @returns {Quote} */
  function quote(bag) {
    const lines = linesOf(bag);
    const goods = lines.reduce((sum, line) => sum + line.total, 0);
    const off = bag.code ? Math.round((goods * CODES[bag.code].percent) / 100) : 0;
    const rates = bag.postcode === null ? undefined : COUNTRIES.includes(bag.country) ? ratesFor(goods) : [];
    const rate = rates?.find(({ id }) => id === bag.rate) ?? rates?.[0];
    const total = goods - off + (rate?.price ?? 0);
    return {
      id: bag.id,
      currency: 'NOK',
      country: bag.country,
      countries: COUNTRIES,
      lines,
      totals: {
        total,
        rows: [
          { kind: 'items', amount: goods },
          ...(off ? [/** @type {const} */ ({ kind: 'discount', amount: -off })] : []),
          ...(rate ? [/** @type {const} */ ({ kind: 'delivery', amount: rate.price })] : []),
        ],
        taxes: [{ percent: 25, amount: Math.round(total / 5) }],
      },
      codes: bag.code ? [{ code: bag.code, title: `${CODES[bag.code].percent} % off` }] : [],
      suggestions: 'honey' in bag.lines ? [] : [{ item: 'honey', title: GOODS.honey.title, price: GOODS.honey.price }],
      delivery: { rates, rate: rate?.id, shipFrom: RATES[0].price },
      methods: [{ id: 'card', charged: 'at_dispatch', brands: ['visa', 'mastercard'] }, { id: 'invoice', charged: { daysAfterDispatch: 14 } }],
      method: bag.method ?? undefined,
      order: bag.order ?? undefined,
      shop: { name: 'Strand', seller: 'Strand Handel AS, Bergen · 912 345 678', returnsDays: 30 },
    };
  }
  /** @param {number} goods */
  const ratesFor = (goods) => RATES.map((rate) => (goods >= FREE_FROM && rate.id === 'box' ? { ...rate, price: 0 } : rate));

  /** @param {State} state @param {Change} change */
  function change(state, change) {
    const { bag } = state;
    switch (change.kind) {
      case 'set_quantity':
      case 'add_item': {
        const id = change.kind === 'add_item' ? change.item : change.line;
        if (!(id in GOODS)) reject('quantity', 'gone');
        const quantity = change.kind === 'add_item' ? (bag.lines[id] ?? 0) + change.quantity : change.quantity;
        if (quantity > GOODS[id].left) reject('quantity', 'too_many', GOODS[id].left);
        bag.lines[id] = quantity;
        if (quantity < 1) delete bag.lines[id];
        break;
      }
      case 'apply_code': {
        const code = change.code.trim().toUpperCase();
        if (!(code in CODES)) reject('code', 'code_unknown');
        if (CODES[code].over) reject('code', 'code_expired');
        if (bag.code === code) reject('code', 'code_already_applied');
        bag.code = code;
        break;
      }
      case 'remove_code':
        bag.code = null;
        break;
      case 'set_destination':
        Object.assign(bag, { country: change.country, postcode: change.postcode });
        break;
      case 'set_rate':
        if (!RATES.some(({ id }) => id === change.rate)) reject('rate', 'gone');
        bag.rate = change.rate;
        break;
      case 'set_method':
        bag.method = change.method;
        break;
      case 'start_anew':
        if (bag.order) state.bag = newBag(++state.bags);
        break;
      default: // what this shop has no use for, and what Kassa may come to ask
    }
  }

  /** Takes the money, or says why not; a real shop asks its payment provider here. @param {Attempt['payment']} payment */
  function charge({ token }) {
    if (!token) reject('card', 'missing');
    if (/_funds$/.test(token ?? '')) refuse({ kassa: 'declined', reason: 'insufficient_funds' });
    if (!/_ok$/.test(token ?? '')) refuse({ kassa: 'declined', reason: 'generic' });
  }

  return {
    facts: { idempotency: 'keys', keys: { hours: 24, replays: 'succeeded' }, codes: true, add: true },

    async open() {
      return quote(load().bag);
    },

    async apply(changes) {
      const state = load(); // all or none: nothing is saved when one is refused
      for (const one of changes) change(state, one);
      save(state);
      return quote(state.bag);
    },

    async place({ keys, order, payment }) {
      const state = load();
      const { bag } = state;
      const key = state.keys[keys.order];
      if (key?.order) return { order: state.orders[key.order] }; // the same keys again: the same order
      if (bag.order) refuse({ kassa: 'already_placed', number: bag.order });
      const now = quote(bag);
      if (key?.dead || order.expectedTotal !== now.totals.total || order.currency !== now.currency) refuse({ kassa: 'stale', quote: now });
      if (order.delivery.how !== 'ship') reject('how', 'gone');
      if (order.method === 'card') charge(payment);
      const number = `S-${1000 + state.bags}-${keys.order.slice(0, 4).toUpperCase()}`;
      const { address } = /** @type {Extract<typeof order.delivery, { how: 'ship' }>} */ (order.delivery);
      const rate = RATES.find(({ id }) => id === now.delivery?.rate);
      state.orders[number] = {
        number, placed: new Date().toISOString(), email: order.contact.email, currency: now.currency, lines: now.lines, totals: now.totals,
        delivery: { how: 'ship', address, title: rate?.title, carrier: rate?.carrier }, billing: order.billing, method: order.method, card: payment.card,
        charged: order.method === 'card' ? 'at_dispatch' : { daysAfterDispatch: 14 },
      };
      state.keys[keys.order] = { order: number };
      bag.order = number;
      save(state); // before the answer: an order whose answer is lost is an order
      return { order: state.orders[number] };
    },

    async lookUp(orderKey) {
      const { keys, orders } = load();
      const number = keys[orderKey]?.order;
      return number ? { order: orders[number] } : null;
    },

    async cancel(orderKey) {
      const state = load();
      const number = state.keys[orderKey]?.order;
      if (number) refuse({ kassa: 'already_placed', number });
      state.keys[orderKey] = { dead: true }; // known or not: it may still be on its way
      save(state);
      return quote(state.bag);
    },

    async order(number) {
      return load().orders[number] ?? refuse({ kassa: 'unauthorized' });
    },
  };
}

if (typeof window !== 'undefined') window.kassaBackend = createShop(localStorage);
