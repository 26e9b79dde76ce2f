//! The desk's address, the lists it has words for, and how frames fit.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { FRAME, MOST, PRESETS, SCENARIO, SIDE_BY_SIDE, USUAL, askedOf, readAddress, readFrames, scenarioOf, writeAddress, writeFrames } from '../../src/studio/desk/address.js';
import { FAMILIES, LEADS_TO, families } from '../../src/studio/desk/faults.js';
import { BEZEL, GAP, fit } from '../../src/studio/desk/fit.js';
import { asTold } from '../../src/studio/desk/pretend.js';
import { SAVED } from '../../src/studio/desk/saved.js';

const root = path.join(import.meta.dirname, '../..');
const text = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const words = JSON.parse(text('locales/studio/en.json'));
const rust = text('src/studio/scenario.rs');
/** The words of a list of the program. */
const list = (name) => [...new RegExp(`pub const ${name}: \\[[^=]*= \\[([\\s\\S]*?)\\];`).exec(rust)[1].matchAll(/(?:\("|market\("|^ {4}"|\bcode: ")([\w-]+)"/gm)].map(([, word]) => word);
const lists = { persona: list('PERSONAS'), bag: list('BAGS'), by: list('BYS'), saving: list('SAVINGS'), fault: list('FAULTS'), at: list('PLACES'), pay: list('WAYS') };

test('what is as usual needs no words', () => {
  assert.equal(writeAddress(new Map()), '');
  assert.equal(writeAddress(readAddress(`?${Object.entries(USUAL).map((pair) => pair.join('=')).join('&')}`)), '');
});

test('an address reads back as the same, in one order', () => {
  const check = (query, written = query) => {
    assert.equal(writeAddress(readAddress(query)), written);
    assert.deepEqual(readAddress(written), readAddress(query));
  };
  check('persona=company&fault=declined-funds&at=payment');
  check('at=review&bag=one&frames=390.dark,1120&pane=words', 'bag=one&at=review&frames=390.dark,1120&pane=words');
  check('clock=2026-12-24T23:59&moment=3');
  check('clock=2026-12-24T23%3A59', 'clock=2026-12-24T23:59');
  check('own=%7B%22a%22%3A%22b%26c%22%7D', 'own=%7B%22a%22:%22b%26c%22%7D');
  check('__proto__=1&Bad=2&x=', '');
});

test('what a frame is asked is the scenario at its place, in its language and theme, and no setting of the desk', () => {
  const settings = readAddress('persona=new&at=contact&frames=390&step=1&lang=xx');
  assert.equal(askedOf(settings, FRAME), 'persona=new&at=contact');
  assert.equal(askedOf(settings, { ...FRAME, at: 'review', lang: 'ar', theme: 'dark' }), 'persona=new&at=review&lang=ar&theme=dark');
  assert.equal(askedOf(settings, { ...FRAME, at: 'bag', lang: 'pseudo' }), 'persona=new', 'the usual place is not said; English is what pseudo is made of');
  assert.equal(scenarioOf(settings), 'persona=new&at=contact');
});

test('frames read back as the same', () => {
  for (const preset of Object.values(PRESETS)) assert.equal(writeFrames(readFrames(preset)), preset);
  for (const one of ['320', '1440.z75', '390.pseudo.lyng', '390.ar.dark.forced.flip.large.still.at-thanks', '768.nb,768', '390.z200']) assert.equal(writeFrames(readFrames(one)), one);
});

test('frames are at least one, at most six, and as wide as a frame may be', () => {
  assert.equal(writeFrames(readFrames(undefined)), SIDE_BY_SIDE);
  assert.equal(writeFrames(readFrames(',,')), SIDE_BY_SIDE);
  assert.equal(readFrames('390,'.repeat(9)).length, MOST);
  assert.deepEqual(readFrames('20,9000,500.z1,500.z999').map(({ width, zoom }) => [width, zoom]), [[320, 0], [1440, 0], [500, 10], [500, 200]]);
  assert.deepEqual(readFrames('390.king.<b>'), [FRAME], 'an unknown word is left out');
});

test('the lists are found in the program, and every word of them is a word', () => {
  assert.equal(lists.fault.length, 51);
  assert.equal(lists.pay.length, 19);
  for (const [name, all] of Object.entries(lists)) {
    assert.ok(all.length > 1, name);
    for (const word of all) assert.ok(words[`${name}.${word}`], `${name}.${word}`);
    assert.ok(all.includes(USUAL[name]), `the usual ${name}`);
  }
  assert.equal(list('MARKETS').length, 11);
  for (const code of list('MARKETS')) assert.ok(words[`market.${code}`], code);
});

test('every fault is in one family, and every saved scenario can be said', () => {
  const all = families(lists.fault).flatMap(({ faults }) => faults);
  assert.deepEqual([...all].sort(), lists.fault.filter((fault) => fault !== 'none').sort());
  for (const { name, faults } of FAMILIES) {
    assert.ok(words[`family.${name}`], name);
    for (const fault of faults) assert.ok(lists.fault.includes(fault), `${fault} is a fault`);
  }
  assert.deepEqual(families(['none', 'new-one', 'slow']).at(-1).faults, ['slow', 'new-one'], 'what no family names is not lost');
  for (const fault of Object.values(LEADS_TO)) assert.ok(lists.fault.includes(fault), fault);
  for (const { name, query } of SAVED) {
    assert.ok(words[`saved.${name}`], name);
    assert.equal(writeAddress(readAddress(query)), query, `${name} is written as the desk writes it`);
    for (const [key, word] of readAddress(query)) assert.ok(SCENARIO.includes(key) && (lists[key] ?? list('MARKETS')).includes(word), `${name}: ${key}=${word}`);
  }
});

test('every word that the desk asks for by its whole name is there', () => {
  const sources = fs.readdirSync(path.join(root, 'src/studio/desk')).filter((name) => name.endsWith('.js')).map((name) => text(`src/studio/desk/${name}`)).join('\n');
  for (const [, key] of sources.matchAll(/desk\.text\('([^']+)'/g)) assert.ok(words[key], key);
});

test('frames fit beside one another and are read at different scales', () => {
  const room = { width: 800, height: 500 };
  const frames = readFrames(SIDE_BY_SIDE);
  const placed = fit(frames, room);
  const wide = placed.reduce((sum, { scale }, at) => sum + scale * frames[at].width, 0) + 2 * GAP + 2 * BEZEL;
  assert.ok(wide <= room.width + 1, `${wide}`);
  assert.ok(placed[0].scale < placed[1].scale, 'the desktop is drawn smaller');
  assert.ok(placed[0].height * placed[0].scale <= room.height + 1);
  assert.equal(fit(readFrames('390.z100'), room)[0].scale, 1, 'a zoom is kept');
  const rows = (frames, room) => frames.length - fit(frames, room).filter(({ scale }, at, all) => all.slice(0, at + 1).reduce((sum, one, of) => sum + one.scale * frames[of].width, 0) + 2 * GAP + 2 * BEZEL <= room.width + 1).length;
  assert.equal(rows(frames, { width: 672, height: 340 }), 0, 'in a low window a second row would make no phone larger: all stand in one');
  assert.ok(rows(frames, { width: 672, height: 900 }) > 0, 'in a high one it does');
  assert.ok(fit(readFrames(PRESETS.steps), { width: 540, height: 400 }).every(({ scale }) => scale >= 0.36), 'six frames go to another row before they cannot be read');
});

test('a media rule says what is pretended, and its own again', () => {
  const check = (condition, told, as) => assert.equal(asTold(condition, told), as);
  check('(forced-colors: active)', { forced: true }, '(min-width: 0px)');
  check('(forced-colors: active)', {}, '(forced-colors: active)');
  check('(prefers-reduced-motion: reduce) and (max-width: 37.49em)', { still: true, large: true }, '(min-width: 0px) and (max-width: 74.98em)');
  check('(prefers-color-scheme: dark)', { forced: true, still: true, large: true }, '(prefers-color-scheme: dark)');
});

test('a piece of the kit takes the place of the scenario, which stays', () => {
  const settings = readAddress('persona=company&example=button/busy');
  assert.equal(askedOf(settings, { ...FRAME, lang: 'ar', theme: 'dark' }), 'example=button/busy&lang=ar&theme=dark');
  assert.equal(scenarioOf(settings), 'persona=company');
  assert.equal(writeAddress(settings), 'persona=company&example=button/busy');
});
