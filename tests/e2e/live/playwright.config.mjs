//! Journeys against a real backend, in Chromium at desk size: scripts/live/run.mjs starts the backend and says which.
import { defineConfig } from '@playwright/test';
import path from 'node:path';
import { browsers } from '../../../scripts/browsers.mjs';

process.env.E2E_PATIENCE = '20000'; // read by the verbs of the shopper

export default defineConfig({
  testDir: '.',
  testMatch: '*.live.mjs',
  outputDir: path.join(import.meta.dirname, '../../../test-results/live'),
  // One shop and one stock: one shopper at a time.
  workers: 1,
  timeout: 90_000, // a shop under load needs seconds for one change (spec/backends.md)
  reporter: [['list'], ['json', { outputFile: process.env.LIVE_JSON ?? path.join(import.meta.dirname, '../../../test-results/live.json') }]],
  expect: { timeout: 20_000 },
  use: {
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    timezoneId: 'Europe/Oslo',
    contextOptions: { reducedMotion: 'reduce' },
    browserName: 'chromium',
    launchOptions: { executablePath: browsers().chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] },
  },
});
