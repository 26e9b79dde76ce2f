// A snapshot of <kassa-checkout> as a checkout of UCP, and what changed between two of them. Pure.
//
// Always true: nothing of the shopper's own is in here, because nothing of it is in the snapshot (src/widget/snapshot.rs):
// no name, address, e-mail, telephone number, card or code. Whoever needs one of them has it from the host itself.

const ROWS = { items: 'subtotal', discount: 'discount', delivery: 'fulfillment', fee: 'fee', tax: 'tax' };
const LINKS = { 'policy-help': 'faq', 'policy-delivery': 'shipping_policy', 'policy-returns': 'refund_policy', 'policy-terms': 'terms_of_service', 'policy-privacy': 'privacy_policy' };
const STATUS = { open: 'incomplete', placing: 'complete_in_progress', acting: 'complete_in_progress', placed: 'completed', 'under-review': 'complete_in_progress', closed: 'canceled' };
/** Where a field of ours is in a checkout of UCP. */
const PATHS = [
  [/^(email|phone|name|organization|vat|door|password|new-password|one-time-code|news|business)$/, '$.buyer'],
  [/^(street|line2|postcode|city|region|country|how|rate|near|point|collect-.*)$/, '$.fulfillment'],
  [/^(card|method|gift-card|billing-.*|bill-elsewhere|purchase-number|cost-centre|invoice-email|save-card|subscribe)$/, '$.payment'],
  [/^quantity$/, '$.line_items'],
  [/^code$/, '$.discounts'],
];

/**
 * `told` is what the page knows beside it: `{ id, version, delegate, link(attribute), orderAt(number) }`.
 */
export function checkoutOf(snapshot, { id, version, delegate, link, orderAt }) {
  const { status, step, country, currency, items = [], method, delivery, problems = [], order } = snapshot;
  const lines = items.map((item, at) => line(item, at));
  const ids = lines.map((one) => one.id);
  const messages = problems.map(({ field, fault }) => ({ type: 'error', code: fault.replaceAll('-', '_'), path: PATHS.find(([name]) => name.test(field))?.[1] ?? '$', content: `${field}: ${fault}`, severity: 'recoverable' }));
  // An order that a person looks at is neither done nor refused.
  if (status === 'under-review') messages.push({ type: 'info', code: 'order_under_review', content: 'The order is received and is looked at by a person.' });
  return {
    ucp: { version, status: 'success', services: { 'dev.ucp.shopping': [{ version, transport: 'embedded', config: { delegate } }] }, payment_handlers: {} },
    id,
    status: status === 'open' && step === 'review' && problems.length === 0 ? 'ready_for_complete' : STATUS[status] ?? 'incomplete',
    currency: currency ?? 'XXX',
    ...(country && { context: { address_country: country } }),
    line_items: lines,
    totals: totals(snapshot),
    messages,
    links: Object.entries(LINKS).flatMap(([name, type]) => (link(name) ? [{ type, url: link(name) }] : [])),
    ...(method && { payment: { instruments: [{ id: method, handler_id: method, type: method, selected: true }] } }),
    ...(delivery && { fulfillment: { methods: [{ id: 'delivery', type: 'shipping', line_item_ids: ids, groups: [{ id: 'all', line_item_ids: ids, selected_option_id: delivery }] }] } }),
    ...(order && { order: { id: order, label: order, permalink_url: orderAt(order) } }),
  };
}

function line({ id, name, quantity, price, total }, at) {
  // Two lines may hold the same item.
  return { id: `${at + 1}-${id}`, item: { id, title: name, price: price.amount }, quantity, totals: [{ type: 'subtotal', amount: total.amount }, { type: 'total', amount: total.amount }] };
}

/** UCP wants one subtotal and one total; every other row is the shop's own, in its order. */
function totals({ totals: rows = [], total, items = [] }) {
  const all = [];
  for (const { kind, amount } of rows) {
    const type = ROWS[kind];
    const isOdd = !type || (type === 'subtotal' && all.some((row) => row.type === 'subtotal')) || (type === 'discount' ? amount.amount >= 0 : amount.amount < 0);
    all.push(isOdd ? { type: `kassa_${kind}`, display_text: kind, amount: amount.amount } : { type, amount: amount.amount });
  }
  // A shop that sends no row for its lines: what they cost, as it told of each.
  if (!all.some((row) => row.type === 'subtotal')) all.unshift({ type: 'subtotal', amount: items.reduce((sum, item) => sum + item.total.amount, 0) });
  return [...all, { type: 'total', amount: total?.amount ?? 0 }];
}

/** The notifications between two snapshots, in the order that the specification wants: the total's after what moved it. */
export function changes(before, after) {
  const differs = (...parts) => parts.some((part) => JSON.stringify(part(before)) !== JSON.stringify(part(after)));
  const done = (id) => ({ steps = [] }) => steps.find((step) => step.id === id)?.status === 'done';
  const of = (name) => (snapshot) => snapshot[name];
  const table = [
    ['line_items', of('items')],
    ['buyer', of('country'), of('signedIn'), of('company'), done('contact')],
    ['payment', of('method'), done('payment')],
    ['fulfillment', of('delivery'), done('delivery')],
    ['messages', of('problems'), ({ status }) => status === 'under-review'],
    ['totals', of('totals'), of('total')],
  ];
  // What an order no longer says of the purchase has not changed.
  if (after.order) return table.filter(([name, ...parts]) => ['messages', 'totals'].includes(name) && differs(...parts)).map(([name]) => `ec.${name}.change`);
  return table.filter(([, ...parts]) => differs(...parts)).map(([name]) => `ec.${name}.change`);
}

/** Fields of ours out of the address that a host chose, `null` where there is none. */
export function addressOf(checkout) {
  const methods = list(checkout?.fulfillment?.methods);
  const method = methods.find(({ type }) => type === 'shipping') ?? methods[0];
  const all = list(method?.destinations);
  const chosen = all.find(({ id }) => id === method.selected_destination_id) ?? (all.length === 1 ? all[0] : undefined);
  if (!chosen) return null;
  const text = (name) => (typeof chosen[name] === 'string' ? chosen[name].slice(0, 200).trim() : '');
  const fields = {
    country: text('address_country'), name: [text('first_name'), text('last_name')].filter(Boolean).join(' '), street: text('street_address'), line2: text('extended_address'),
    postcode: text('postal_code'), city: text('address_locality'), region: text('address_region'), phone: text('phone_number'),
  };
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
  return Object.keys(filled).length ? { fields: filled, destination: chosen } : null;
}

/** The instruments of an answer, the chosen one among them, `null` where none is chosen. */
export function instrumentsOf(checkout) {
  const all = list(checkout?.payment?.instruments).filter(({ id, handler_id: handler, type }) => [id, handler, type].every((one) => typeof one === 'string'));
  const selected = all.find((one) => one.selected === true) ?? (all.length === 1 ? all[0] : undefined);
  return selected ? { all, selected } : null;
}

const list = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []);
