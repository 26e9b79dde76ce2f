//! Pictures of every example of the kit and of the states of a purchase: `node scripts/shots.mjs [--out tests/shots/new]`.
//!
//! The list is the studio's own (`window.kassaFrame.lists`), which also drives the accessibility run. Two runs are identical to the byte:
//! clock, seed and keys stand still, motion is off. `--twice` takes them all again and fails where one differs; `--against FOLDER` writes
//! `report.html` beside the pictures: those that are new, gone or other than in that folder (pictures of another commit), side by side;
//! `--only TEXT` takes those whose name has it in it.
import { chromium } from '@playwright/test';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { browsers } from './browsers.mjs';
import { open, show, studio } from '../tests/e2e/lib/studio.mjs';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'tests/shots/new' }, twice: { type: 'boolean', default: false }, against: { type: 'string' }, only: { type: 'string', default: '' } } });
const LOOKS = [['light', ''], ['dark', '&theme=dark'], ['ar', '&lang=ar']];
/** A piece of the kit; a dialog stands over the page and takes no room in it. */
const PIECE = '[data-example]:not(:has(> dialog)), [data-example] > dialog';
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

if (values.against && path.resolve(values.against) === path.resolve(values.out)) {
  console.error(`${values.against} is where the new pictures go: keep the others in another folder, or say --out.`);
  process.exit(1);
}
if (values.against && !fs.existsSync(values.against)) {
  console.error(`There is no folder ${values.against}.`);
  process.exit(1);
}
const served = await studio();
// Each picture is painted as a whole: a part painted anew, where an image came later, has other edges at its corners.
const browser = await chromium.launch({ executablePath: browsers().chromium, args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--disable-partial-raster'] });
const start = Date.now();
const pictures = await take();
fs.rmSync(values.out, { recursive: true, force: true });
fs.mkdirSync(values.out, { recursive: true });
for (const [name, bytes] of pictures) fs.writeFileSync(path.join(values.out, `${name}.png`), bytes);
console.log(`${pictures.size} pictures in ${values.out} after ${Math.round((Date.now() - start) / 1000)} s`);

let failed = false;
if (values.twice) {
  const again = await take();
  const other = [...pictures].filter(([name, bytes]) => digest(bytes) !== digest(again.get(name) ?? Buffer.alloc(0))).map(([name]) => name);
  // To be looked at beside the first.
  if (other.length) fs.mkdirSync(path.join(values.out, 'again'), { recursive: true });
  for (const name of other) if (again.has(name)) fs.writeFileSync(path.join(values.out, 'again', `${name}.png`), again.get(name));
  console.log(other.length ? `other than the first time (beside them, in again/): ${other.join(', ')}` : `${again.size} taken once more: identical`);
  failed = other.length > 0;
}
if (values.against) report(values.against);
await browser.close();
served.close();
process.exit(failed ? 1 : 0);

async function take() {
  const taken = new Map();
  // Beside each other: two windows have no time and no state in common.
  await Promise.all([390, 1280].map(async (width) => {
    const context = await browser.newContext({ viewport: { width, height: width < 600 ? 844 : 900 }, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'Europe/Oslo' });
    const page = await context.newPage();
    // The waits on screen count down from a time that stands still.
    await page.clock.setFixedTime(new Date('2026-11-22T14:06:00Z'));
    const { examples, every } = await open(page, served.page);
    const wanted = [
      // A piece of the kit is the same in a wide window, but for those that make use of the room.
      ...(width < 600 ? examples.map((name) => [name.replace('/', '.'), `example=${name}`, PIECE]) : []),
      ...states(every).map((query) => [query.replaceAll('&', ' ') || 'at=bag', query, undefined]),
    ];
    for (const [name, query, piece] of wanted) {
      for (const [look, asked] of LOOKS) {
        const file = `${name} ${look} ${width}`;
        if (!file.includes(values.only)) continue;
        if (await show(page, `${query}${asked}`, { whole: true })) continue;
        const picture = piece ? await page.locator(piece).screenshot({ animations: 'disabled' }) : await page.screenshot({ fullPage: true, animations: 'disabled' });
        taken.set(file, picture);
      }
    }
    await context.close();
  }));
  return taken;
}

/** Of all the scenarios those that look different by themselves: who, what goes wrong, how it is paid; one bag and one market. */
function states(every) {
  const said = (query) => Object.fromEntries(new URLSearchParams(query));
  return every.filter((query) => {
    const { bag = 'many', market = 'FI', persona = 'guest', fault, pay, at = 'bag' } = said(query);
    if (fault) return true;
    if (pay && !['payment', 'bank', 'thanks'].includes(at)) return false;
    return ['many', 'empty', 'virtual', 'quote'].includes(bag) && (market === 'FI' || pay) && ['guest', 'returning', 'company'].includes(persona);
  });
}

function report(folder) {
  const before = new Map(fs.readdirSync(folder).filter((name) => name.endsWith('.png') && name.includes(values.only)).map((name) => [name.slice(0, -4), fs.readFileSync(path.join(folder, name))]));
  const names = [...new Set([...before.keys(), ...pictures.keys()])].sort();
  const other = names.filter((name) => !before.has(name) || !pictures.has(name) || digest(before.get(name)) !== digest(pictures.get(name)));
  // Those of before are put beside these, so that the report can be taken along with its folder.
  fs.mkdirSync(path.join(values.out, 'before'), { recursive: true });
  for (const name of other) if (before.has(name)) fs.writeFileSync(path.join(values.out, 'before', `${name}.png`), before.get(name));
  const text = (value) => value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  const image = (where, name, alt) => `<img loading="lazy" alt="${text(alt)}" src="${where}${encodeURIComponent(`${name}.png`)}">`;
  const figure = (caption, ...images) => `<figure><figcaption>${caption}</figcaption><div>${images.join('')}</div></figure>`;
  const rows = other.map((name) => {
    const was = before.has(name) && image('before/', name, `${name}, before`);
    const is = pictures.has(name) && image('', name, `${name}, now`);
    const kind = !was ? 'new' : !is ? 'gone' : 'other';
    return `<section><h2>${text(name)} <small>${kind}</small></h2><div class="row">${[was && figure('Before', was), is && figure('Now', is), was && is && figure('What differs', was, is)].filter(Boolean).join('')}</div></section>`;
  });
  const style = 'body{font:1rem/1.5 system-ui;margin:2rem}h2{font-size:1rem;margin-block:2rem .5rem}small{font-weight:400;color:#555}.row{display:flex;gap:1rem;align-items:start}figure{margin:0;flex:1 1 0;min-inline-size:0;max-inline-size:40rem}img{max-inline-size:100%;display:block;outline:1px solid #ccc}figcaption{color:#555}figure div{position:relative;isolation:isolate}img+img{position:absolute;inset-block-start:0;inset-inline-start:0;mix-blend-mode:difference}';
  const file = path.join(values.out, 'report.html');
  fs.writeFileSync(file, `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures that differ</title><style>${style}</style><h1>${other.length} of ${names.length} pictures differ</h1>${rows.join('\n')}\n`);
  console.log(`${other.length} of ${names.length} differ: ${file}`);
}
