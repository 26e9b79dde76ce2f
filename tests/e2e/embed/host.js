// A host with a checkout of another origin in a frame, and beside it three frames that are neither: one of the host's origin,
// one of the checkout's, one of nobody's. What happens is kept in `seen`.
const { searchParams: query } = new URL(location.href);
const { EmbeddedHost } = await import(`/kassa/${query.get('version')}/ecp-host.js`);

globalThis.seen = [];
globalThis.opened = [];
const heard = (name, { id, status, totals, line_items: lines, order, ...rest } = {}) => globalThis.seen.push({ name, status, total: totals?.at(-1).amount, lines: lines?.length, order: order?.id, text: JSON.stringify(rest) });
const host = EmbeddedHost.open('#checkout', {
  url: query.get('frame'),
  colorScheme: 'dark',
  authorization: 'said-once',
  port: query.get('port') !== 'no',
  delegate: {
    'window.open': ({ url }) => void globalThis.opened.push(url),
    // The host knows its buyer: the shopper is asked nothing.
    'fulfillment.address_change': (checkout) => {
      globalThis.seen.push({ name: 'address asked', text: JSON.stringify(checkout.fulfillment) });
      const [method] = checkout.fulfillment.methods;
      const home = { id: 'home', first_name: 'Kaisa', last_name: 'Laine', street_address: 'Runeberginkatu 22 A 9', postal_code: '00100', address_locality: 'Helsinki', address_country: 'FI', phone_number: '+358 40 123 4567' };
      return { fulfillment: { methods: [{ ...method, destinations: [home], selected_destination_id: 'home' }] } };
    },
  },
});
for (const name of ['start', 'line_items.change', 'buyer.change', 'payment.change', 'fulfillment.change', 'messages.change', 'totals.change', 'complete', 'error']) host.addEventListener(name, ({ detail }) => heard(name, detail));
host.ready.then((delegate) => globalThis.seen.push({ name: 'ready', delegate }));
for (const [name, attributes] of Object.entries({ host: {}, checkout: { src: new URL('../vault/card.html', query.get('frame')).href }, nobody: { sandbox: 'allow-scripts' } })) {
  const stranger = document.createElement('iframe');
  for (const [attribute, value] of Object.entries({ name: `stranger-${name}`, class: 'stranger', title: `A stranger of ${name}`, ...attributes })) stranger.setAttribute(attribute, value);
  document.body.append(stranger);
}
