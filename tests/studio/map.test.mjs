//! The flow map: where things stand, what they are to a purchase, and the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { file, layout, stateOf, walked } from '../../src/studio/desk/graph.js';

const node = (name, column, row = 0) => ({ name, at: name, column, row });
const nodes = [node('opening', 0), node('failed', 0, 1), node('bag', 1), node('contact', 2), node('review', 3), node('bank', 4, -1), node('sending', 4), node('thanks', 5)];
const edges = [['opening', 'bag'], ['opening', 'failed'], ['failed', 'opening'], ['bag', 'contact'], ['contact', 'review'], ['review', 'sending'], ['sending', 'bank'], ['bank', 'contact'], ['sending', 'contact'], ['opening', 'thanks'], ['bank', 'nowhere']];
const told = { node: 'review', visited: ['opening', 'bag', 'review'], applies: ['opening', 'failed', 'bag', 'review', 'bank', 'sending', 'thanks'], moments: ['opening', 'bag', 'bag', 'contact', 'review'].map((name) => ({ node: name })) };

test('every node is inside, none on another, in its column and row', () => {
  for (const width of [520, 760, 1400]) {
    const placed = layout(nodes, edges, { width, height: 146 });
    for (const one of placed.nodes) {
      assert.ok(one.x - one.r > 0 && one.x + one.r < width, one.name);
      assert.ok(one.y - one.r > 0 && one.y + one.r + 13 < 146, `${one.name} with its name`);
      for (const other of placed.nodes) if (one !== other) assert.ok(Math.hypot(one.x - other.x, one.y - other.y) > one.r + other.r + 8, `${one.name} ${other.name}`);
    }
    const by = Object.fromEntries(placed.nodes.map((one) => [one.name, one]));
    assert.ok(by.bag.x < by.contact.x && by.bank.y < by.sending.y && by.failed.y > by.opening.y);
  }
});

test('every edge between nodes there are is a line that begins at one and ends at the other', () => {
  const placed = layout(nodes, edges, { width: 900, height: 146 });
  assert.equal(placed.edges.length, edges.length - 1);
  const by = Object.fromEntries(placed.nodes.map((one) => [one.name, one]));
  for (const { from, to, d } of placed.edges) {
    assert.doesNotMatch(d, /NaN|undefined/, `${from} ${to}`);
    const numbers = d.match(/-?[\d.]+/g).map(Number);
    assert.ok(Math.hypot(numbers[0] - by[from].x, numbers[1] - by[from].y) <= by[from].r + 3, `${from} ${to} begins`);
    const [x, y] = /H[\d.]+$/.test(d) ? [numbers.at(-1), numbers[1]] : numbers.slice(-2);
    assert.ok(Math.hypot(x - by[to].x, y - by[to].y) <= by[to].r + 6, `${from} ${to} ends`);
  }
});

test('what a node is to a purchase', () => {
  const check = (name, state) => assert.equal(stateOf(name, told), state, name);
  check('review', 'now');
  check('bag', 'done');
  check('sending', 'open');
  check('contact', 'off');
  assert.equal(stateOf('bag', undefined), 'open');
});

test('the lines a purchase went along', () => {
  assert.deepEqual([...walked(told.moments)], ['opening bag', 'bag contact', 'contact review']);
});

test('the file stands alone, and a name cannot break it', () => {
  const svg = file(layout(nodes, edges, { width: 900, height: 146 }), told, (name) => (name === 'bag' ? 'Bag & <more>' : name), 'Map "of" <it>');
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  assert.equal(svg.match(/<circle/g).length, nodes.length);
  assert.equal(svg.match(/<path/g).length, edges.length - 1);
  assert.equal(svg.match(/<path class="line done"/g).length, 3);
  assert.match(svg, /<g class="now"><circle[^>]*\/><text[^>]*>review</);
  assert.ok(svg.includes('Bag &amp; &lt;more&gt;') && svg.includes('Map &quot;of&quot; &lt;it&gt;'));
  assert.doesNotMatch(svg, /var\(|url\(|href/);
});
