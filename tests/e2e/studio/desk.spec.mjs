//! The desk of the studio: a state is chosen, seen, shared, stepped through, saved and played again, with the keyboard as well.
//!
//! It needs dist-studio (`node scripts/studio.mjs --dev` is quick to make); E2E_STUDIO_DIST names another folder.
import fs from 'node:fs';
import { studio } from '../lib/studio.mjs';
import { test as base, expect } from '../lib/test.mjs';

/** Three frames of a build that is not made small take their time on a busy machine. */
const LONG = { timeout: 60_000 };

const test = base.extend({
  served: [async ({}, use) => {
    const served = await studio({ faults: true });
    await use(served);
    served.close();
  }, { scope: 'worker' }],
  baseURL: async ({ served }, use) => use(served.page),
  /** The desk at an address; after each, no policy report, no console error (lib/test.mjs). */
  desk: async ({ page, shopper, faults }, use) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await use({
      shopper,
      open: async (query = '') => {
        await page.goto(faults.begin(`/studio/${query}`));
        await expect(page.getByRole('radio', { name: 'Guest', exact: true })).toBeAttached(LONG);
        await settled(page);
      },
      frame: (number) => page.frameLocator('iframe').nth(number - 1),
      choose: (group, name) => page.getByRole('group', { name: group, exact: true }).getByText(name, { exact: true }).click(),
      node: () => page.locator('.desk-map__node[aria-current]').getAttribute('data-node'),
      query: () => new URL(page.url()).search,
      settled: () => settled(page),
    });
  },
});

/** All frames have played what they were asked for, and stand. */
async function settled(page) {
  await expect.poll(() => page.evaluate(() => [...document.querySelectorAll('iframe')].every((one) => {
    const told = one.contentWindow.kassaFrame && JSON.parse(one.contentWindow.kassaFrame.told(''));
    return told && (told.settled || told.node === 'opening');
  })), LONG).toBe(true);
}

test.describe('the desk', { tag: '@chromium' }, () => {
  test.setTimeout(180_000);

  test('persona and fault are chosen and seen, a link opens the same, and what cannot be is said', async ({ page, desk }, info) => {
    await desk.open();
    await expect(page.locator('iframe')).toHaveCount(3);
    await expect(desk.frame(2).getByRole('heading', { name: 'Your bag', exact: true })).toBeVisible();

    await desk.choose('Persona', 'Returning');
    await page.getByRole('searchbox', { name: 'Find a fault' }).fill('money');
    await expect(page.locator('.desk-fault:visible')).toHaveCount(2); // and the chosen one
    await page.getByText('Declined: not enough money').click();
    for (const number of [1, 2, 3]) await expect(desk.frame(number).getByText('Your bank said no to this card')).toBeVisible(LONG);
    expect(desk.query(), 'the purchase went to where the fault is seen').toBe('?persona=returning&fault=declined-funds&at=payment');
    await expect.poll(desk.node).toBe('payment');

    const took = await page.locator('.desk-status__time').textContent();
    info.annotations.push({ type: 'figure', description: took });
    // A build that is made small, on a machine that is its own: E2E_STUDIO_BAR=500.
    expect(parseInt(/\d+/.exec(took)[0], 10)).toBeLessThan(+(process.env.E2E_STUDIO_BAR ?? Infinity));

    const heading = await desk.frame(2).getByRole('heading', { level: 1 }).textContent();
    await desk.open(desk.query());
    await expect(desk.frame(2).getByText('Your bank said no to this card')).toBeVisible(LONG);
    await expect(desk.frame(2).getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page.getByRole('radio', { name: 'Returning' })).toBeChecked();
    await expect(page.getByRole('radio', { name: 'Declined: not enough money' })).toBeChecked();

    await desk.choose('Place', 'Contact');
    await expect(page.getByRole('group', { name: 'Place', exact: true }).getByRole('status')).toContainText('This cannot be');
    await expect(desk.frame(2).getByText('Your bank said no to this card'), 'the frames keep what could be').toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('This cannot be')).toHaveCount(0);
    expect(desk.query()).toBe('?persona=returning&fault=declined-funds&at=payment');

    // The shop's clock is part of it.
    await desk.open('?at=thanks&clock=2026-12-24T12:00&frames=390');
    await expect(desk.frame(1).getByText(/Placed Thu 24 Dec/)).toBeVisible(LONG);

    await desk.open('?persona=king&bag=one');
    await expect(page.getByText('Unknown in the address, and as usual: Persona')).toBeVisible();
    expect(desk.query()).toBe('?bag=one');
    await desk.open('?fault=remote&at=bag&frames=390');
    await expect(page.getByText('This cannot be')).toBeVisible(LONG);
  });

  test('a scenario gets a name, and is opened, renamed, removed, put back and given away', async ({ page, desk }) => {
    await desk.open('?persona=company&at=review&frames=390');
    const saved = page.getByLabel('Saved scenario');
    const kept = page.getByRole('dialog', { name: 'Your scenarios' });
    const open = page.getByRole('button', { name: 'Save…' });
    await expect(saved).toHaveValue('');
    await open.focus();
    await page.keyboard.press('Enter');
    await expect(kept).toContainText('Nothing is saved yet');
    await expect.soft(desk.shopper.isAccessible('an empty list')).resolves.toBeUndefined();
    const name = kept.getByRole('textbox', { name: 'Name for what is shown' });
    await expect(name).toBeFocused();
    await expect(name, 'a name to begin with, marked').toHaveValue('Company / Three items / Review');
    await page.keyboard.type('Last look');
    await page.keyboard.press('Enter');
    await expect(kept).toBeHidden();
    await expect(open).toBeFocused();
    await expect(page.locator('.desk-top__name')).toHaveText('Last look');
    await expect(saved.locator(':checked')).toHaveText('Last look');

    // It is there the next time, one choice away; what else stands on the desk stays.
    await desk.open('?frames=390.dark');
    await saved.selectOption({ label: 'Last look' });
    await expect(desk.frame(1).getByRole('heading', { level: 1 })).toHaveText(/review/i, LONG);
    expect(desk.query()).toBe('?persona=company&at=review&frames=390.dark');
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(desk.query()).toBe('?frames=390.dark');

    await open.click();
    await kept.getByRole('button', { name: 'Rename “Last look”' }).click();
    await page.keyboard.type('Nobody');
    await page.keyboard.press('Escape');
    await expect(kept.getByRole('button', { name: 'Last look', exact: true }), 'out of the name, not out of the list').toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Company looks');
    await page.keyboard.press('Enter');
    await expect(kept.getByRole('button', { name: 'Company looks', exact: true })).toBeFocused();
    await name.fill('company looks');
    await expect(kept.getByRole('button', { name: 'Replace' }), 'what is shown is another one').toBeVisible();
    await expect.soft(desk.shopper.isAccessible('a list of one')).resolves.toBeUndefined();
    const [download] = await Promise.all([page.waitForEvent('download'), kept.getByRole('button', { name: 'Export' }).click()]);
    await kept.getByRole('button', { name: 'Remove “Company looks”' }).click();
    await expect(kept.getByRole('button', { name: 'Undo' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(kept.getByRole('button', { name: 'Company looks', exact: true })).toBeFocused();
    await kept.getByRole('button', { name: 'Remove “Company looks”' }).click();
    await page.keyboard.press('Escape');
    await expect(open).toBeFocused();
    expect(await page.evaluate(() => localStorage.length), 'nothing is left').toBe(0);

    // In another browser, from the file.
    await open.click();
    await kept.getByLabel('Import', { exact: true }).setInputFiles(await download.path());
    await expect(kept.getByRole('status')).toContainText('1.');
    await kept.getByRole('button', { name: 'Company looks', exact: true }).click();
    await expect(kept).toBeHidden();
    await desk.settled();
    expect(desk.query()).toBe('?persona=company&at=review&frames=390.dark');
  });

  test('the slider steps back, and a recording is saved and played again', async ({ page, desk }, info) => {
    await desk.open('?frames=390');
    const frame = desk.frame(1);
    await frame.getByRole('button', { name: 'Continue to contact' }).click();
    await expect(frame.getByLabel('E-mail', { exact: false }).first()).toBeVisible(LONG);
    await frame.getByRole('textbox').first().fill('someone.real@example.org');
    await frame.getByRole('textbox').first().blur();
    await expect(page.locator('.desk-moment').last()).not.toHaveText(/someone/);
    await expect.poll(desk.node).toBe('contact');

    const slider = page.getByRole('slider', { name: 'Moment' });
    await page.getByRole('button', { name: 'Save recording' }).focus();
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    const file = info.outputPath('recording.txt');
    await download.saveAs(file);
    const text = fs.readFileSync(file, 'utf8');
    expect(text).toMatch(/^kassa-recording:1\n/);
    expect(text).toContain('\ncontinue\n');
    expect(text, 'nothing that was typed').not.toContain('someone');

    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'Next moment' }).click();
    await expect(frame.getByRole('heading', { name: 'Your bag', exact: true })).toBeVisible(LONG);
    await expect(slider).toHaveValue('2');
    expect(desk.query()).toContain('moment=2');
    await page.getByRole('button', { name: 'Now', exact: true }).click();
    await expect(frame.getByRole('heading', { name: 'Your bag', exact: true })).toHaveCount(0);

    await desk.open('?frames=390&persona=returning');
    await page.getByLabel('Recording to open').setInputFiles(file);
    await expect.poll(desk.node, LONG).toBe('contact');
    await desk.settled();
    expect(desk.query(), 'its scenario is that of the recording').toBe('?frames=390');

    const broken = info.outputPath('broken.txt');
    fs.writeFileSync(broken, 'kassa-recording:1\n\ncontinue\nfly away\n');
    await page.getByLabel('Recording to open').setInputFiles(broken);
    await expect(page.getByRole('alert').filter({ hasText: 'Line 4 of broken.txt' })).toBeVisible();
    const other = info.outputPath('letter.txt');
    fs.writeFileSync(other, 'Dear all');
    await page.getByLabel('Recording to open').setInputFiles(other);
    await expect(page.getByRole('alert').filter({ hasText: 'letter.txt is not a recording' })).toBeVisible();
    await expect.poll(desk.node).toBe('contact');
  });

  test('a node of the map is a way there, and the map is a file', async ({ page, desk }) => {
    await desk.open('?frames=390');
    await page.getByRole('button', { name: 'Delivery. Go there' }).click();
    await expect(desk.frame(1).getByRole('heading', { level: 1, name: 'Delivery' })).toBeVisible(LONG);
    await page.getByRole('button', { name: 'Bank. Go there' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(desk.node, LONG).toBe('bank');
    expect(desk.query()).toBe('?fault=challenge&at=bank&frames=390');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as SVG' }).click()]);
    expect(fs.readFileSync(await download.path(), 'utf8')).toMatch(/<g class="now">.*Bank/);
  });

  test('what is done in one frame is done in the others, once', async ({ page, desk }) => {
    await desk.open('?frames=390,390.dark&step=1');
    await desk.frame(2).getByRole('button', { name: 'Continue to contact' }).click();
    for (const number of [1, 2]) await expect(desk.frame(number).getByRole('heading', { level: 1, name: 'Contact' })).toBeVisible(LONG);
    const shoppers = () => page.evaluate(() => [...document.querySelectorAll('iframe')].map((one) => JSON.parse(one.contentWindow.kassaFrame.told('')).moments.filter((moment) => moment.event === 'continue').length));
    await desk.settled();
    expect(await shoppers()).toEqual([1, 1]);
  });

  test('what a frame is made to be', async ({ page, desk }) => {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await desk.open('?frames=390.pseudo,390.flip.large,390.forced.still');
    await expect(desk.frame(1).getByRole('heading', { level: 1 })).toHaveText(/^\[.*åĝ\]$/, LONG);
    const root = (number) => desk.frame(number).locator('html');
    await expect(root(2)).toHaveAttribute('dir', 'rtl');
    await expect(root(2)).toHaveCSS('font-size', '32px');
    // The system's ink, the product's own rules for the mode, and no motion; in the frame beside it, none of that.
    await expect(desk.frame(3).getByRole('heading', { level: 1 })).toHaveCSS('color', 'rgb(0, 0, 0)');
    await expect(desk.frame(2).getByRole('heading', { level: 1 })).toHaveCSS('color', 'rgb(19, 32, 31)');
    const way = (number) => desk.frame(number).locator('.kassa-button--primary').first();
    await expect(way(2)).toHaveCSS('forced-color-adjust', 'auto');
    await expect(way(3)).toHaveCSS('forced-color-adjust', 'none');
    const motion = (number) => root(number).evaluate((one) => getComputedStyle(one).getPropertyValue('--kassa-motion').trim());
    expect([await motion(2), await motion(3)]).toEqual(['1', '0']);
    await page.getByRole('button', { name: /^Settings of frame 2/ }).click();
    await page.getByRole('checkbox', { name: 'Text at 200 %' }).uncheck();
    await page.getByRole('spinbutton', { name: 'Width' }).fill('320');
    await page.keyboard.press('Enter');
    await expect(root(2)).toHaveCSS('font-size', '16px');
    expect(await root(2).evaluate(() => innerWidth)).toBe(320);
    expect(desk.query()).toBe('?frames=390.pseudo,320.flip,390.forced.still');
    await page.getByRole('button', { name: 'Duplicate' }).click();
    await expect(page.locator('iframe')).toHaveCount(4);
    await desk.settled();
  });

  test('a piece of the kit stands alone in every frame, and the purchase comes back', async ({ desk }) => {
    await desk.open('?frames=390,390.dark.ar&example=button/busy');
    for (const number of [1, 2]) await expect(desk.frame(number).locator('[data-example="button/busy"]')).toBeVisible();
    await desk.shopper.page.getByLabel('Piece of the kit').selectOption('choice/options');
    for (const number of [1, 2]) await expect(desk.frame(number).locator('[data-example="choice/options"]')).toBeVisible();
    await desk.shopper.page.getByLabel('Piece of the kit').selectOption('');
    await expect(desk.frame(1).getByRole('heading', { level: 1 })).toHaveText('Your bag');
  });

  test('with the keyboard only, and axe has nothing to say, in light and dark', async ({ page, desk }) => {
    await desk.open('?frames=390');
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await expect.soft(desk.shopper.isAccessible(`the desk, ${colorScheme}`)).resolves.toBeUndefined();
    }
    await page.getByRole('radio', { name: 'Guest', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: 'Returning' })).toBeFocused();
    await desk.settled();
    await expect(page.getByRole('radio', { name: 'Returning' }), 'no frame takes the focus').toBeFocused();
    expect(desk.query()).toBe('?persona=returning&frames=390');
    await page.keyboard.press('ArrowLeft');
    await desk.settled();

    await page.getByRole('button', { name: /^Settings of frame 1/ }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('spinbutton', { name: 'Width' })).toBeFocused();
    await expect.soft(desk.shopper.isAccessible('settings of a frame')).resolves.toBeUndefined();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: /^Settings of frame 1/ })).toBeFocused();

    // Everything that can be reached has a ring and a name; the way leads through a frame and out again.
    await page.getByRole('button', { name: 'Copy link to this state' }).focus();
    const seen = new Set();
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      seen.add(await page.evaluate(() => {
        const one = document.activeElement;
        return one.localName === 'iframe' ? 'frame' : `${one.localName} ${one.closest('aside, main, header')?.className ?? ''}`;
      }));
    }
    expect([...seen]).toEqual(expect.arrayContaining(['input desk__left', 'select desk__left', 'button desk__stage', 'frame']));

    await page.setViewportSize({ width: 1024, height: 768 });
    await expect.soft(desk.shopper.isAccessible('the desk at 1024 px')).resolves.toBeUndefined();
    // Under one another: a link is looked at on a phone, too.
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.soft(desk.shopper.isAccessible('the desk at 390 px')).resolves.toBeUndefined();
    await page.getByRole('radio', { name: 'Guest', exact: true }).scrollIntoViewIfNeeded();
    await desk.choose('Place', 'Contact');
    await expect(desk.frame(1).getByRole('heading', { level: 1, name: 'Contact' })).toBeVisible(LONG);
  });
});
