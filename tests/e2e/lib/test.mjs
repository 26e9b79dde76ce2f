//! The fixtures: `shopper`, in whatever engine the project names, and `faults`, what its network does to it.
//!
//! Every test has an id that the server knows it by; after each, no report of the content policy may have come in and no
//! exception may have been left uncaught (`shopper.visit.expects` takes patterns of those that a test provokes).
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { test as base, expect } from '@playwright/test';
import { PlaywrightShopper, WebDriverShopper } from './shopper.mjs';
import { startWebKit } from './webdriver.mjs';

export { expect };
export const test = base.extend({
  /** 'webkit' where Playwright does not drive the browser. */
  engine: [undefined, { option: true, scope: 'worker' }],

  // The built-in ones always start a browser; these start one only where Playwright drives it.
  browser: [async ({ engine, playwright, browserName }, use) => {
    const browser = engine ? undefined : await playwright[browserName].launch();
    await use(browser);
    await browser?.close();
  }, { scope: 'worker' }],
  context: async ({ browser }, use) => {
    const context = await browser?.newContext();
    await use(context);
    await context?.close();
  },
  page: async ({ context }, use) => use(await context?.newPage()),

  driver: [async ({ engine }, use) => {
    const driver = engine && (await startWebKit());
    await use(driver);
    driver?.stop();
  }, { scope: 'worker' }],

  /** `await faults.set([{ match: 'split_steps', kind: 'abort', times: 1 }])`, before or after the page is opened. */
  faults: async ({ baseURL }, use) => {
    const id = randomUUID();
    const ask = (what, options) => fetch(`${baseURL}/__${what}/${id}`, options);
    await use({
      id,
      begin: (to) => `${baseURL}/__begin/${id}?to=${encodeURIComponent(to)}`,
      set: (list) => ask('faults', { method: 'PUT', body: JSON.stringify(list) }),
      seen: () => ask('seen').then((answer) => answer.json()),
      reports: () => ask('reports').then((answer) => answer.json()),
    });
  },

  shopper: async ({ driver, page, viewport, hasTouch, faults }, use, info) => {
    const expects = [];
    const visit = {
      begin: faults.begin,
      cutOff: (is) => faults.set(is ? [{ match: '.', kind: 'abort', times: -1 }] : []),
      project: info.project.name,
      expects,
    };
    const thrown = [];
    const isClean = async () => {
      // A picture of a failure is itself reported: Playwright hides the caret by an inline style.
      if (info.status !== info.expectedStatus) return;
      const unexpected = (texts) => texts.filter((text) => !expects.some((one) => one.test(text)));
      expect(unexpected((await faults.reports()).map((report) => JSON.stringify(report))), 'reports of the content policy').toEqual([]);
      expect(unexpected(thrown), 'uncaught exceptions').toEqual([]);
    };
    if (page) {
      // Firefox counts a part with a wrong digest among the exceptions: that is a fault a test provokes, and told to the page.
      page.on('pageerror', (fault) => /hashes in the integrity attribute/.test(String(fault)) || thrown.push(String(fault)));
      // What the network failed at is said there as well; a test that breaks it knows. Firefox tells no more than `Error`.
      if (info.project.use.browserName === 'chromium') page.on('console', (message) => message.type() === 'error' && !/Failed to (load resource|fetch)|cannot load|'integrity' attribute|answered \d/.test(message.text()) && thrown.push(`console: ${message.text()}`));
      await use(new PlaywrightShopper(visit, page, hasTouch));
      return isClean();
    }
    const session = await driver.open(); // a session per test: no cookie or storage is left from the one before
    await session.call('POST', '/window/rect', { x: 0, y: 0, ...viewport });
    try {
      await use(new WebDriverShopper(visit, session));
      if (info.status !== info.expectedStatus) {
        const shot = info.outputPath('failed.png');
        fs.writeFileSync(shot, Buffer.from(await session.call('GET', '/screenshot'), 'base64'));
        info.attachments.push({ name: 'screenshot', path: shot, contentType: 'image/png' });
      }
      await isClean();
    } finally {
      await session.call('DELETE', '');
    }
  },
});
