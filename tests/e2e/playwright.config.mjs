//! One suite, three engines, desk and phone. `make e2e` runs Chromium, `make e2e ALL=1` all five; scripts/e2e.mjs picks a
//! free port and the projects that this machine has browsers for.
import { defineConfig } from '@playwright/test';
import path from 'node:path';
import { browsers } from '../../scripts/browsers.mjs';

const root = path.join(import.meta.dirname, '../..');
const port = +(process.env.E2E_PORT ?? 4701);
const here = browsers();

// Of wasm only the first, quick compilation: a page of a test is gone before the second, better one could pay.
const chromium = { executablePath: here.shell ?? here.chromium, args: ['--no-sandbox', '--disable-dev-shm-usage', '--js-flags=--liftoff-only'] };
// Debian's own Firefox over WebDriver BiDi. The channel is undocumented, hence the exact version in package.json.
// Over BiDi this Firefox takes no media emulation; preferences do. Overlay scrollbars keep 390 px a full 390 px.
// One attempt: else a connection that is cut is tried again ten times, and the page never hears of it. Wasm as in Chromium.
const firefox = {
  executablePath: here.firefox,
  firefoxUserPrefs: { 'ui.useOverlayScrollbars': 1, 'ui.prefersReducedMotion': 1, 'network.http.request.max-attempts': 1, 'javascript.options.wasm_optimizingjit': false },
};
const phone = { width: 390, height: 844 };
// Which run a test needs is said by its tag; without one it runs in all five. All five: what a shopper does with fields, focus,
// frames, storage and history on the way from bag to thank-you, at either size.
// What one engine shows as well as five, or what only it can do: axe on every screen, rules and words of the page's own,
// the demo's bank and mailbox, pictures, scripts off.
const once = /@chromium|@blink/;
// And where the size of the screen makes no difference.
const phones = /@chromium|@desk/;
// At both sizes, in one engine: what hangs on the page's own rules and on none of the browser's.
const webkitPhones = /@chromium|@desk|@blink/;
const desk = { width: 1280, height: 900 };

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.mjs',
  outputDir: path.join(root, 'test-results'),
  fullyParallel: true,
  workers: 2,
  // One engine's driver loses a key now and then on a loaded machine. A test that needs its second try is told as flaky.
  retries: process.env.CI ? 2 : 0,
  forbidOnly: !!process.env.CI,
  timeout: process.env.CI ? 60_000 : 30_000,
  reporter: [['list'], ['json', { outputFile: process.env.E2E_JSON ?? path.join(root, 'test-results/e2e.json') }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    actionTimeout: 5_000, // else the test's own timeout strikes first and the message does not say what was missing
    trace: process.env.TRACE ?? 'off',
    screenshot: 'only-on-failure',
    viewport: desk,
    locale: 'en-US',
    timezoneId: 'Europe/Oslo',
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'chromium', use: { browserName: 'chromium', launchOptions: chromium } },
    { name: 'chromium-phone', grepInvert: phones, use: { browserName: 'chromium', launchOptions: chromium, viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
    { name: 'firefox', grepInvert: once, use: { browserName: 'firefox', channel: 'moz-firefox', launchOptions: firefox } },
    { name: 'webkit', grepInvert: once, use: { engine: 'webkit' } },
    { name: 'webkit-phone', grepInvert: webkitPhones, use: { engine: 'webkit', viewport: phone } },
  ],
  webServer: {
    command: `node scripts/serve.mjs --faults --exact --port ${port} --dist ${process.env.E2E_DIST ?? 'dist'}`,
    cwd: root,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
});
