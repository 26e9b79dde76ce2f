//! A page and a shop that do not fit together: each way is told apart, to the shopper in words and to the merchant in the
//! console, and what was typed before is still there when it is mended.
import { KAISA, en } from '../lib/journey.mjs';
import { expect, merchants as test } from '../lib/serving.mjs';

/** Text is in the first field before the program is there: the static page has it. */
async function typesEarly(shopper, session) {
  let typed;
  const isTyped = new Promise((done) => (typed = done));
  await shopper.page.route(/\.wasm$/, (route) => isTyped.then(() => route.continue()));
  await shopper.open(`/contact?session=${session}`);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.holds('E-mail', KAISA.email);
  typed();
}

async function toContact(shopper, server) {
  await shopper.open(`/contact?session=${await server.bag()}`);
  await shopper.isOn('Contact');
}

/** On to delivery, if the page did not go there by itself, with what was typed before. */
async function goesOn(shopper) {
  if (await shopper.has('button', 'Continue to delivery')) await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await shopper.sees(KAISA.email);
  await shopper.sees('€407.00');
}

const says = (merchant, told) => expect.poll(() => merchant.told.join('\n')).toMatch(told);
const page = (status) => (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><title>Not this</title><h1>Not this</h1>');

/**
 * What is wrong, the words for the shopper (`notice.….title`), the sentence for the merchant, and how it comes to be:
 * `breaks(merchant, server)` before the page is opened. What it answers with mends it: `again` says whether the shopper
 * then tries again, or has to load a page that the merchant has changed.
 */
const CASES = [
  ['an adapter nobody knows', 'setup.settings', /the setting `kassa-backend` is `ucpp`; this build has: .*\bucp\b/, (merchant) => {
    merchant.settings.backend = 'ucpp';
    return () => (merchant.settings.backend = 'ucp');
  }],
  ['no endpoint', 'setup.settings', /the setting `kassa-endpoint` is missing: the address of the shop's API/, (merchant, server) => {
    merchant.settings.endpoint = '';
    return () => (merchant.settings.endpoint = server.endpoint);
  }],
  ['an endpoint that is no address', 'setup.settings', /the setting `kassa-endpoint` is `shop\.example`, but must be an address/, (merchant, server) => {
    merchant.settings.endpoint = 'shop.example';
    return () => (merchant.settings.endpoint = server.endpoint);
  }],
  ['another site at the endpoint', 'setup.endpoint', /GET http\S+: status 404: nothing of the shop's API is at this address/, async (merchant, server) => {
    await merchant.serves(page(404));
    return () => (merchant.settings.endpoint = server.endpoint);
  }],
  ['nobody at the endpoint', 'no_answer', /GET http\S+: nobody answers there/, (merchant, server) => {
    merchant.settings.endpoint = 'http://127.0.0.1:9/ucp';
    merchant.connect.push('http://127.0.0.1:9');
    return () => (merchant.settings.endpoint = server.endpoint);
  }],
  ['a policy of the page that does not let it ask', 'no_answer', /GET http\S+: nobody answers there, or the page's connect-src does not allow it/, (merchant) => {
    const origins = merchant.connect.splice(0);
    return () => merchant.connect.push(...origins);
  }],
  ['a key that has run out', 'setup.key', /GET http\S+: status 401: the shop refuses the key or the session of this page/, async (merchant, server) => {
    merchant.settings.key = 'old';
    await merchant.serves((_, response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{"code":"unauthorized","detail":"The key has expired"}'));
    return () => {
      delete merchant.settings.key;
      merchant.settings.endpoint = server.endpoint;
    };
  }],
  ['a page of HTML instead of data', 'setup.not_json', /GET http\S+: status 200: the answer is not JSON/, async (_, server) => {
    await server.faults([{ kind: 'html', times: -1 }]);
    return () => server.faults([]);
  }, 'again'],
  ['a currency nobody knows', 'setup.currency', /amounts are in a currency that is not in use/, async (_, server) => {
    await server.faults([{ kind: 'currency', currency: 'ZZZ', times: -1 }]);
    return () => server.faults([]);
  }, 'again'],
  ['a shop with a fault', 'server', /GET http\S+: status 500: the shop has a fault/, async (_, server) => {
    await server.faults([{ kind: 'status', status: 500, times: -1 }]);
    return () => server.faults([]);
  }, 'again'],
];

test.describe('told apart', { tag: '@chromium' }, () => {
  for (const [name, words, told, breaks, again] of CASES) {
    test(`${name}: told apart, and nothing typed is lost`, async ({ shopper, merchant }) => {
      const server = await merchant.shop({ faults: true });
      const session = await server.bag();
      const mend = await breaks(merchant, server);
      if (/connect-src/.test(told.source)) shopper.visit.expects.push(/connect-src/); // the policy's own report of it
      await typesEarly(shopper, session);
      await expect.poll(() => shopper.text(), { timeout: 20_000 }).toContain(en(`notice.${words}.title`));
      await shopper.sees(en(`notice.${words}.text`));
      await says(merchant, told);
      await shopper.isAccessible(name);
      await mend();
      if (again) await shopper.press(en('shared.retry'));
      else await shopper.reload();
      await shopper.isOn('Contact');
      await shopper.holds('E-mail', KAISA.email);
      await shopper.press('Continue to delivery');
      await shopper.isOn('Delivery');
      await shopper.sees('€407.00');
    });
  }

  test('a shop that does not let this page in (CORS): told apart, and nothing typed is lost', async ({ shopper, merchant }) => {
    const closed = await merchant.shop({ page: 'https://another.example' });
    shopper.visit.expects.push(/CORS policy/); // the browser's own words
    await typesEarly(shopper, await closed.bag());
    await shopper.isOn(en('notice.setup.origin.title'));
    await shopper.sees(en('notice.setup.origin.text'));
    await says(merchant, /GET http\S+: the server is there, but sends no Access-Control-Allow-Origin for this page's origin/);
    const open = await merchant.shop();
    await shopper.open(`/contact?session=${await open.bag()}`);
    await shopper.isOn('Contact');
    await shopper.holds('E-mail', KAISA.email);
  });

  test('a bag of another shop: told apart, and nothing typed is lost', async ({ shopper, merchant }) => {
    const ours = await merchant.shop();
    const theirs = await merchant.shop();
    const session = await ours.bag();
    await typesEarly(shopper, session);
    await shopper.isOn(en('notice.setup.other_shop.title'));
    await shopper.sees(en('notice.setup.other_shop.text'));
    await says(merchant, /the shop does not know the session that was handed over/);
    // The way that the sentence names: back to the shop, and from there with a bag of its own.
    await shopper.open(`/contact?session=${await theirs.bag()}`);
    await shopper.isOn('Contact');
    await shopper.holds('E-mail', KAISA.email);
  });

  test('a login page between page and shop while somebody types: told, and nothing typed is lost', async ({ shopper, merchant }) => {
    test.setTimeout(90_000);
    const server = await merchant.shop({ faults: true });
    await toContact(shopper, server);
    await server.faults([{ kind: 'html', path: '/ucp/', times: -1 }]);
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    // Before anybody is told, the shop is asked again, with patience.
    await expect.poll(() => shopper.text(), { timeout: 40_000 }).toContain(en('notice.setup.not_json.title'));
    await says(merchant, /PUT http\S+: status 200: the answer is not JSON/);
    await server.faults([]);
    await shopper.press(en('shared.retry'));
    await goesOn(shopper);
  });

  test('a session that the shop has forgotten while somebody types is begun anew, with everything typed', async ({ shopper, merchant }) => {
    const server = await merchant.shop({ faults: true });
    await toContact(shopper, server);
    await server.faults([{ kind: 'status', status: 404, path: '/ucp/checkout-sessions/', method: 'PUT' }]);
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    await shopper.sees(en('notice.renewed.title'));
    await shopper.sees(en('notice.renewed.text'));
    await goesOn(shopper);
    expect((await server.seen()).filter(({ method }) => method === 'PUT').length, 'the change, refused and sent again').toBeGreaterThan(1);
  });

  test('an empty bag of the shop is an empty bag, not a fault', async ({ shopper, merchant }) => {
    await merchant.shop({ seed: 'empty' });
    await shopper.open('/');
    await shopper.isOn(en('bag.empty.title'));
    expect(await shopper.has('button', 'Continue to contact')).toBe(false);
    expect(merchant.told).toEqual([]);
  });

  test('whole numbers that come as texts are read all the same', async ({ shopper, merchant }) => {
    const server = await merchant.shop({ faults: true });
    await server.faults([{ kind: 'strings', times: -1 }]);
    await shopper.open(`/?session=${await server.bag()}`);
    await shopper.isOn('Your bag');
    await shopper.sees('€407.00');
    await shopper.press('Remove one Vidda merino base layer');
    await shopper.sees('€328.00');
    expect(merchant.told).toEqual([]);
  });

  // `407.00` is 407 euros to whoever wrote it, and would be 4.07 as minor units.
  test('amounts that cannot be read for certain are not shown', async ({ shopper, merchant }) => {
    const broken = await merchant.shop({ broken: 'amounts-as-decimals' });
    await typesEarly(shopper, await broken.bag());
    await shopper.isOn(en('notice.corrupt.title'));
    await says(merchant, /no usable `line_items\[0\]\.item\.price`: expected an amount in minor units/);
    const whole = await merchant.shop();
    await shopper.open(`/contact?session=${await whole.bag()}`);
    await shopper.isOn('Contact');
    await shopper.holds('E-mail', KAISA.email);
  });
});
