//! Every state the studio can show is visited: nothing stops, nothing is told to the console, nothing scrolls sideways at 320 px, and axe
//! finds nothing. What can be and what not is played natively (tests/native/studio.rs); here it is drawn.
import { test, expect } from '../lib/test.mjs';
import { AXE, RULES } from '../lib/shopper.mjs';
import { open, show, studio } from '../lib/studio.mjs';

/** Run in a page: what a state is made of, as far as axe could tell two apart: elements with their classes, roles and states. */
const make = () => [...new Set([...document.body.querySelectorAll('*')].map((one) => `${one.localName}.${one.getAttribute('class') ?? ''}[${one.getAttribute('role') ?? ''}${one.hasAttribute('aria-invalid') ? '!' : ''}]`))].sort().join(' ');
const wide = () => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - document.documentElement.clientWidth;
const findings = (rules) => axe.run(document, rules)
  .then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`));

const SHARES = 4;
/** Who with what: each of both alone, unless ALL=1 asks for every pair. All pairs are played natively. */
const isPair = (query) => /persona=/.test(query) && /bag=/.test(query);

test.describe('every state', { tag: '@chromium' }, () => {
  test.describe.configure({ timeout: 300_000 });
  let served;
  test.beforeAll(async () => { served = await studio(); });
  test.afterAll(() => served.close());

  for (let share = 0; share < SHARES; share += 1) {
    test(`scenarios, part ${share + 1} of ${SHARES} (A11Y-01, UX-41)`, async ({ page }) => {
      const told = [];
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && told.push(message.text()));
      page.on('pageerror', (fault) => told.push(String(fault)));
      await page.setViewportSize({ width: 320, height: 640 });
      const { every } = await open(page, served.page);
      await page.evaluate(`(() => { ${AXE} })()`);
      const seen = new Set();
      const wrong = [];
      let shown = 0;
      for (const query of every.filter((query) => process.env.ALL || !isPair(query)).filter((_, at) => at % SHARES === share)) {
        if (await show(page, query)) continue;
        shown += 1;
        const over = await page.evaluate(wide);
        if (over > 0) wrong.push(`${query}: ${over} px too wide`);
        const made = await page.evaluate(make);
        if (!seen.has(made)) {
          seen.add(made);
          for (const finding of await page.evaluate(findings, RULES)) wrong.push(`${query}: ${finding}`);
        }
        if (told.length) wrong.push(`${query}: ${told.splice(0).join(' · ')}`);
      }
      console.log(`${shown} states shown, ${seen.size} of them looked at by axe`);
      expect(wrong, 'what is wrong').toEqual([]);
      expect(shown, 'states').toBeGreaterThan(80);
    });
  }

  test('every example of the kit, from both sides and in every theme (A11Y-01)', async ({ page }) => {
    const told = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && told.push(message.text()));
    page.on('pageerror', (fault) => told.push(String(fault)));
    await page.setViewportSize({ width: 320, height: 640 });
    const { examples } = await open(page, served.page);
    await page.evaluate(`(() => { ${AXE} })()`);
    const wrong = [];
    for (const name of examples) {
      for (const look of ['', '&theme=dark', '&theme=lyng', '&lang=ar']) {
        const why = await show(page, `example=${name}${look}`);
        if (why) wrong.push(`${name}: ${why}`);
        const empty = await page.evaluate(() => !document.querySelector('[data-example]')?.childElementCount);
        if (empty) wrong.push(`${name}: nothing is drawn`);
        if (await page.evaluate(wide) > 0) wrong.push(`${name}${look}: too wide`);
        // One piece alone is no page: it has no heading and no landmark.
        const rules = { ...RULES, rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } };
        const found = await page.evaluate((rules) => axe.run('[data-example]', rules).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)), rules);
        for (const finding of found) wrong.push(`${name}${look}: ${finding}`);
      }
      if (told.length) wrong.push(`${name}: ${told.splice(0).join(' · ')}`);
    }
    expect(wrong, 'what is wrong').toEqual([]);
    expect(examples.length).toBeGreaterThan(60);
  });

  test('a receipt on paper holds facts and nothing to press', async ({ page }) => {
    await open(page, served.page);
    // The shop's name at the head leads home, also where it is only read.
    await page.emulateMedia({ media: 'print' });
    for (const query of ['at=thanks', 'at=thanks&pay=transfer', 'at=thanks&persona=company&pay=purchase-order', 'at=thanks&fault=under-review']) {
      expect(await show(page, query, { whole: true }), query).toBe('');
      await expect(page.locator('button:visible, a:visible:not(.kassa-header__logo), input:visible'), query).toHaveCount(0);
      await expect(page.getByText('FJ-20481').first(), query).toBeVisible();
    }
  });
});
