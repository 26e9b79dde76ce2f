//! Every page of examples/embed is opened, and does what it is there to show. No page may make a report of the policy.
import { expect, openAt, test } from '../lib/embedding.mjs';

/** At the step whose first field is the e-mail address. */
async function atContact(checkout) {
  await checkout.evaluate((element) => element.goTo('contact'));
  await expect(checkout.getByLabel('E-mail', { exact: true })).toBeVisible({ timeout: 10_000 });
}
const go = (checkout) => checkout.getByRole('button', { name: 'Continue to delivery' }).click();

test('a plain page: the loader, an element, a purchase begun @blink', async ({ shopper }) => {
  const checkout = await openAt(shopper, '/');
  await expect(checkout.getByRole('link', { name: 'Continue to checkout' }), 'the other way is for when there is none here').toBeHidden();
  await atContact(checkout);
  await checkout.getByLabel('E-mail', { exact: true }).fill('kaisa@shop.example');
  await go(checkout);
  await expect(checkout.getByRole('heading', { name: 'Delivery', exact: true })).toBeVisible();
  expect(new URL(shopper.page.url()).pathname, 'the address is the page’s own').toBe('/');
  expect(await checkout.evaluate((element) => JSON.stringify(element.checkout))).not.toContain('kaisa');
  const { window, page } = await shopper.run(() => ({ window: innerWidth, page: document.documentElement.scrollWidth }));
  expect(page, 'scrolls sideways').toBeLessThanOrEqual(window);
});

for (const framework of ['react', 'vue']) {
  test(`${framework}: the app hears the checkout, fills it in and leads it @chromium`, async ({ shopper }) => {
    // Vue asks for a policy of its own, and goes on without.
    if (framework === 'vue') shopper.visit.expects.push(/trusted-types/, /TrustedTypePolicy named 'vue'/);
    const checkout = await openAt(shopper, `/${framework}.html`);
    const { page } = shopper;
    await atContact(checkout);
    await expect(page.getByRole('status').filter({ hasText: 'The app knows: contact' })).toBeVisible();
    await expect(checkout.getByLabel('E-mail', { exact: true })).toHaveValue('kaisa@shop.example');
    // The app drew itself anew when it heard of the step: the checkout must not have begun anew with it.
    await checkout.getByLabel('E-mail', { exact: true }).fill('other@shop.example');
    await page.getByRole('button', { name: 'Back to the bag' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'The app knows: bag' })).toBeVisible();
    await atContact(checkout);
    await expect(checkout.getByLabel('E-mail', { exact: true })).toHaveValue('other@shop.example');
  });
}

// shows: SEC-10, SEC-12
test('a strict policy, files from another origin: the page is told, and is asked before a step @chromium', async ({ shopper, cdn }) => {
  const { page } = shopper;
  const fetched = [];
  page.on('request', (request) => request.url().includes('/kassa/') && fetched.push(new URL(request.url()).origin));
  const checkout = await openAt(shopper, '/cdn.html');
  expect(new Set(fetched), 'everything of ours comes from the other origin').toEqual(new Set([cdn]));
  await atContact(checkout);
  await expect(page.locator('#heard')).toContainText('step: contact');
  await checkout.getByLabel('E-mail', { exact: true }).fill('kaisa@shop.example');
  await go(checkout);
  await expect(checkout.getByRole('alert').filter({ hasText: 'This is sold to members only.' })).toBeVisible();
  await page.getByLabel('I am a member').check();
  await go(checkout);
  await expect(checkout.getByRole('heading', { name: 'Delivery', exact: true })).toBeVisible();
});

for (const kind of ['dialog', 'drawer']) {
  test(`a ${kind}: nothing is fetched before it is opened, and closing it gives the focus back @blink`, async ({ shopper }) => {
    const { page } = shopper;
    const wasm = [];
    page.on('request', (request) => /\.wasm/.test(request.url()) && wasm.push(request.url()));
    await shopper.open(`/${kind}.html`);
    await expect.poll(() => page.evaluate(() => !!customElements.get('kassa-checkout'))).toBe(true);
    expect(wasm).toEqual([]);
    await page.getByRole('button', { name: 'Buy' }).click({ timeout: 20_000 });
    await expect(page.getByRole('dialog').getByRole('heading').first()).toBeVisible({ timeout: 20_000 });
    await expect(page.locator('kassa-checkout')).toHaveAttribute('open', '');
    // Waits until both are drawn.
    const [cross, tools] = [await page.locator('.kassa-sheet__close').boundingBox(), await page.locator('.kassa-header__tools').boundingBox()];
    expect(tools.x + tools.width, 'the cross stands on nothing').toBeLessThanOrEqual(cross.x);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Buy' })).toBeFocused();
    await expect(page.locator('kassa-checkout')).not.toHaveAttribute('open');
  });
}

test('two checkouts: each has its currency and its own bag @chromium', async ({ shopper }) => {
  const { page } = shopper;
  await openAt(shopper, '/two.html', 2);
  const [swedish, finnish] = [page.locator('#se'), page.locator('#fi')];
  const due = (one) => one.evaluate((element) => element.checkout.total.currency);
  await expect.poll(() => Promise.all([due(swedish), due(finnish)])).toEqual(['SEK', 'EUR']);
  await atContact(swedish);
  await swedish.getByLabel('E-mail', { exact: true }).fill('astrid@shop.example');
  await atContact(finnish);
  await expect(finnish.getByLabel('E-mail', { exact: true })).toHaveValue('');
  const ids = await shopper.run(() => new Promise((done) => {
    const heard = new Set();
    addEventListener('kassa-step', ({ detail }) => heard.add(detail.id) && heard.size === 2 && done([...heard]));
    for (const one of document.querySelectorAll('kassa-checkout')) one.goTo('bag');
  }));
  expect(ids).toHaveLength(2);
});

test('a backend of the merchant’s own is an object that the page hands over @chromium', async ({ shopper }) => {
  const checkout = await openAt(shopper, '/adapter.html');
  expect(await checkout.evaluate((element) => element.checkout.items.map(({ name }) => name))).toEqual(['Fireweed tea', 'Stoneware cup']);
  expect(await checkout.evaluate((element) => element.checkout.currency)).toBe('NOK');
  await checkout.evaluate((element) => element.applyCode('SUMMER10'));
  await expect.poll(() => checkout.evaluate((element) => element.checkout.codes)).toBe(1);
  // It is the page's object that keeps it, not the one that shop.js offers on its own.
  expect(await shopper.run(() => [sessionStorage.getItem('example-shop')?.includes('SUMMER10'), localStorage.getItem('example-shop')])).toEqual([true, null]);
});

/** Everything that is drawn in an element: where it stands in it, and how it looks. */
function looks(element) {
  const around = element.getBoundingClientRect();
  const one = (node) => {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    // Sizes are in the box. Origins of transforms follow it to fractions of a pixel, and what moves is never twice the same.
    const moves = node.getAnimations().length > 0;
    const counts = (name) => !name.startsWith('--') && !/origin|^(block|inline)-size$|^(width|height)$/.test(name) && !(moves && /opacity|transform|rotate/.test(name));
    return {
      node: [node.localName, node.getAttribute('class')].filter(Boolean).join('.'),
      at: [box.left - around.left, box.top - around.top, box.width, box.height].map((px) => Math.round(px)).join(' '),
      style: [...style].filter(counts).map((name) => `${name}: ${style.getPropertyValue(name)}`),
    };
  };
  const drawn = (node) => node.getClientRects().length > 0 && (!node.closest('svg') || node.localName === 'svg');
  return [...element.shadowRoot.querySelectorAll('.kassa, .kassa *')].filter(drawn).map(one);
}

test('a hostile theme changes nothing in it @blink', async ({ shopper }) => {
  const drawn = {};
  for (const page of ['index', 'hostile']) {
    const checkout = await openAt(shopper, `/${page}.html`);
    await checkout.evaluate((element) => element.goTo('bag'));
    await expect.poll(() => checkout.evaluate((element) => element.checkout.step)).toBe('bag');
    await atContact(checkout);
    await shopper.run(() => document.fonts.ready.then(() => undefined));
    await expect.poll(() => checkout.evaluate((element) => element.shadowRoot.querySelectorAll('.kassa-item').length), { message: 'the receipt is there' }).toBeGreaterThan(0);
    // At its end, where nothing sticks to the edge of the window any longer.
    await shopper.run(() => scrollTo(0, document.documentElement.scrollHeight));
    drawn[page] = await checkout.evaluate(looks);
  }
  expect(drawn.index.length).toBeGreaterThan(100);
  expect(drawn.hostile.map(({ node }) => node)).toEqual(drawn.index.map(({ node }) => node));
  const differs = drawn.index.flatMap((plain, index) => {
    const hostile = drawn.hostile[index];
    const other = hostile.style.filter((line) => !plain.style.includes(line));
    return plain.at === hostile.at && !other.length ? [] : [`${plain.node}: ${plain.at} is ${hostile.at}; ${other.slice(0, 6).join('; ')}`];
  });
  expect(differs).toEqual([]);
});

test('without a shadow root it is in the page itself, for tools that see no further @chromium', async ({ shopper }) => {
  const checkout = await openAt(shopper, '/light.html');
  await expect(checkout.getByRole('link', { name: 'Continue to checkout' }), 'the other way is for when there is none here').toBeHidden();
  await atContact(checkout);
  expect(await checkout.evaluate((element) => [element.shadowRoot, !!document.querySelector('kassa-checkout input[autocomplete~="email"]')])).toEqual([null, true]);
  await checkout.getByLabel('E-mail', { exact: true }).fill('kaisa@shop.example');
  await go(checkout);
  await expect(checkout.getByRole('heading', { name: 'Delivery', exact: true })).toBeVisible();
});

test('a field, an address, a way to pay of the page’s own, to the end of a purchase @chromium', async ({ shopper }) => {
  const { page } = shopper;
  const checkout = await openAt(shopper, '/added.html');
  await atContact(checkout);
  await checkout.getByLabel('E-mail', { exact: true }).fill('kaisa@shop.example');
  await go(checkout);
  await checkout.getByLabel('Full name', { exact: true }).fill('Kaisa Korhonen');
  await checkout.getByLabel('Street and number', { exact: true }).pressSequentially('Storgata');
  await checkout.getByRole('option', { name: /Storgata 2/ }).click({ timeout: 10_000 });
  await expect(checkout.getByLabel('City', { exact: true })).toHaveValue('Bergen');
  await checkout.getByLabel('Phone', { exact: true }).fill('+47 412 34 567');
  await expect(checkout.getByRole('radio', { name: /Parcel locker/ })).toBeVisible({ timeout: 10_000 });
  const on = checkout.getByRole('button', { name: 'Continue to payment' });
  await on.click();
  await expect(checkout.getByText('Write a word or two.')).toBeVisible();
  await checkout.getByLabel('A greeting for the parcel').fill('Happy birthday');
  await on.click();
  await checkout.getByRole('radio', { name: /Bonus points/ }).check({ timeout: 10_000 });
  await page.getByLabel('Use my points').check();
  await checkout.getByRole('button', { name: 'Continue to review' }).click();
  await checkout.getByRole('button', { name: /^(Place order|Pay|Buy)/ }).first().click({ timeout: 10_000 });
  await expect(page.getByRole('status').filter({ hasText: /The page knows of order S-/ })).toBeVisible({ timeout: 15_000 });
});
