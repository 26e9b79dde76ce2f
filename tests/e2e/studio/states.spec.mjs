//! Every state the studio can show is visited: nothing stops, nothing is told to the console, nothing scrolls sideways at 320 px, and axe
//! finds nothing in any two that differ. What can be and what not is played natively (tests/native/studio.rs); here it is drawn.
//!
//! Who with what is drawn in every pair. Two states are the same where their documents are, to the letter; of those axe looks at one.
import { test, expect } from '../lib/test.mjs';
import { AXE, RULES } from '../lib/shopper.mjs';
import { open, show, studio } from '../lib/studio.mjs';

/** Run in a page: how much too wide it is, its document, and how much of it there is. Numbers that are counted up are no difference. */
const look = () => ({
  over: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - document.documentElement.clientWidth,
  drawn: document.body.innerHTML.replace(/blob:[^"]*/g, ''),
  many: document.body.getElementsByTagName('*').length,
});
const wide = () => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - document.documentElement.clientWidth;
/** Of a thousand lines that are alike a dozen say what all do: the others are taken out first. The next state is drawn from nothing. */
const findings = ([rules, isLong]) => {
  if (isLong) for (const line of document.querySelectorAll('.kassa-item:nth-of-type(n+13)')) line.remove();
  return axe.run(document, rules).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`));
};
const LONG = 3000;

/** The places of each part: what is drawn at one is drawn at no other. */
const PARTS = [['bag', 'opening'], ['contact', 'delivery', 'sending'], ['payment', 'bank'], ['review', 'thanks']];
const placeOf = (query) => new URLSearchParams(query).get('at') ?? 'bag';

test.describe('every state', { tag: '@chromium' }, () => {
  test.describe.configure({ timeout: 300_000 });
  let served;
  test.beforeAll(async () => { served = await studio(); });
  test.afterAll(() => served.close());

  for (const places of PARTS) {
    test(`scenarios at ${places.join(', ')} (A11Y-01, UX-41)`, async ({ page }, info) => {
      const told = [];
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && told.push(message.text()));
      page.on('pageerror', (fault) => told.push(String(fault)));
      await page.setViewportSize({ width: 320, height: 640 });
      const { every, lists } = await open(page, served.page);
      expect(PARTS.flat().sort(), 'every place is in a part').toEqual([...lists.at].sort());
      await page.evaluate(`(() => { ${AXE} })()`);
      const seen = new Set();
      const wrong = [];
      let shown = 0;
      for (const query of every.filter((query) => places.includes(placeOf(query)))) {
        if (await show(page, query)) continue;
        shown += 1;
        const { over, drawn, many } = await page.evaluate(look);
        if (over > 0) wrong.push(`${query}: ${over} px too wide`);
        if (!seen.has(drawn)) {
          seen.add(drawn);
          for (const finding of await page.evaluate(findings, [RULES, many > LONG])) wrong.push(`${query}: ${finding}`);
        }
        if (told.length) wrong.push(`${query}: ${told.splice(0).join(' · ')}`);
      }
      const figure = `${shown} states drawn at ${places.join(', ')}, ${seen.size} of them distinct, each looked at by axe`;
      console.log(figure);
      info.annotations.push({ type: 'figure', description: figure });
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

  test('a receipt on paper holds facts and nothing to press, and is one sheet', async ({ page }) => {
    await open(page, served.page);
    // The shop's name at the head leads home, also where it is only read.
    await page.emulateMedia({ media: 'print' });
    for (const query of ['at=thanks', 'at=thanks&pay=transfer', 'at=thanks&persona=company&pay=purchase-order', 'at=thanks&fault=under-review']) {
      expect(await show(page, query, { whole: true }), query).toBe('');
      await expect(page.locator('button:visible, a:visible:not(.kassa-header__logo), input:visible'), query).toHaveCount(0);
      await expect(page.getByText('FJ-20481').first(), query).toBeVisible();
      // What is still to be paid, or looked at first, says how that goes on, and takes more than one.
      if (/transfer|under-review/.test(query)) continue;
      for (const format of ['A4', 'Letter']) {
        const sheets = (await page.pdf({ format, margin: { top: '10mm', bottom: '10mm', left: '10mm', right: '10mm' } })).toString('latin1').match(/\/Type\s*\/Page\b/g);
        expect(sheets, `${query} on ${format}`).toHaveLength(1);
      }
    }
  });
});
