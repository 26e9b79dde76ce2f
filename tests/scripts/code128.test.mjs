//! The bars of the demo shop's return label, read back as a scanner does: by their widths alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bars } from '../../public/demo/code128.js';

/** Widths in sixes, and the seven of the stop. */
const symbols = (widths) => Array.from({ length: (widths.length - 7) / 6 }, (_, at) => widths.slice(at * 6, at * 6 + 6).join('')).concat(widths.slice(-7).join(''));
const PRINTABLE = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('');

test('a symbol is eleven modules wide, its bars an even number of them, and like no other', () => {
  const [start, ...rest] = symbols(bars(PRINTABLE));
  assert.equal(start, '211214'); // set B
  assert.equal(rest.pop(), '2331112');
  const letters = rest.slice(0, 95);
  assert.equal(new Set(letters).size, 95);
  for (const letter of letters) {
    const widths = [...letter].map(Number);
    assert.equal(widths.reduce((sum, one) => sum + one), 11, letter);
    assert.equal((widths[0] + widths[2] + widths[4]) % 2, 0, letter);
  }
});

test('the check symbol is the one of the standard’s rule', () => {
  // 104 + 48·1 + 42·2 + 42·3 + 17·4 + 18·5 + 19·6 + 35·7 = 879, of which 55 is left over 103.
  const seven = symbols(bars('PJJ123C'));
  assert.equal(seven.at(-2), symbols(bars('W'))[1]); // 55 is W
});

test('what set B has not has no bars', () => {
  for (const text of ['', 'Ø', 'a\n', '٣']) assert.equal(bars(text), undefined);
});
