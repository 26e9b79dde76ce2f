//! Colours: read from CSS, contrast, OKLCH there and back, the nearest colour that passes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STEP, contrast, hex, mix, nearest, ofOklch, ofSpace, over, read, toOklch } from '../../src/studio/desk/colour.js';

const near = (one, other, by, what) => assert.ok(Math.abs(one - other) <= by, `${what}: ${one}, not ${other}`);

// What Chromium 130 computes for each, rounded to #rrggbb.
for (const [text, expected] of [
  ['#0b5566', '#0b5566'], ['#0B5566', '#0b5566'], ['#fff', '#ffffff'], ['#abcd', '#aabbccdd'], ['#0b556680', '#0b556680'], ['rgb(11 85 102)', '#0b5566'], ['rgb(11, 85, 102)', '#0b5566'],
  ['rgba(11, 85, 102, 0.5)', '#0b556680'], ['rgb(11 85 102 / 50%)', '#0b556680'], ['rgb(100% 0% 50%)', '#ff0080'], ['RGB(1 2 3)', '#010203'], ['rgb(300 -5 0)', '#ff0000'],
  ['hsl(191 81% 22%)', '#0b5566'], ['hsl(0deg 100% 50%)', '#ff0000'], ['hsl(120, 100%, 25%)', '#008000'], ['hsl(0.5turn 100% 50%)', '#00ffff'], ['hsla(240, 100%, 50%, 0.5)', '#0000ff80'],
  ['hsl(-120 100% 50%)', '#0000ff'], ['hwb(0 0% 0%)', '#ff0000'], ['hwb(120 50% 50%)', '#808080'], ['hwb(90 80% 80%)', '#808080'], ['oklab(1 0 0)', '#ffffff'], ['oklab(0 0 0)', '#000000'],
  ['oklch(0.627966 0.257704 29.2346)', '#ff0000'], ['oklch(62.7966% 0.257704 29.2346deg)', '#ff0000'], ['oklch(0.5 none none)', '#636363'], ['lab(100 0 0)', '#ffffff'], ['lab(54.2917 80.8125 69.8851)', '#ff0000'],
  ['lch(54.2917 106.839 40.8526)', '#ff0000'], ['color(srgb 1 0.5 0)', '#ff8000'], ['color(srgb-linear 0.5 0.5 0.5)', '#bcbcbc'], ['color(display-p3 0.5 0.5 0.5)', '#808080'],
  ['color(xyz-d65 0.9505 1 1.089)', '#ffffff'], ['color(xyz 0 0 0)', '#000000'], ['transparent', '#00000000'],
]) test(`read ${text}`, () => assert.equal(hex(read(text)), expected));

for (const text of ['', '#', '#12', '#12345', '#ggg', 'red', 'rgb(1 2)', 'rgb(1 2 3 4)', 'rgb(1 2 x)', 'rgb(1, 2, 3 / 4)', 'oklch(1, 0, 0)', 'color(unknown 1 1 1)', 'color(srgb 1 1)', 'url(x)', 'var(--x)', 'rgb(1 2 3', 'calc(1)', 'hsl(a b c)', 'rgb(1 2 3 / / 1)']) {
  test(`read nothing: "${text}"`, () => assert.equal(read(text), undefined));
}

// Of WCAG's own examples and of those everybody knows.
for (const [front, back, expected] of [
  ['#000', '#fff', 21], ['#fff', '#fff', 1], ['#767676', '#fff', 4.54], ['#777777', '#fff', 4.48], ['#949494', '#fff', 3.03], ['#959595', '#fff', 2.99], ['#ff0000', '#fff', 4], ['#0000ff', '#fff', 8.59],
  ['#00ff00', '#fff', 1.37], ['#0b5566', '#fff', 8.38], ['#b9c3c0', '#fff', 1.8], ['#7f8d89', '#fff', 3.45], ['#6fc7d8', '#131c1d', 8.94], ['#00000080', '#fff', 3.98], ['#ffffff80', '#000', 5.28],
]) {
  test(`contrast ${front} on ${back}`, () => {
    near(contrast(read(front), read(back)), expected, 0.06, 'ratio');
    if (front.length < 9) near(contrast(read(front), read(back)), contrast(read(back), read(front)), 1e-9, 'both ways');
  });
}
test('what is seen through something is what is behind', () => assert.equal(hex(over(read('#00000080'), read('#ffffff'))), '#7f7f7f'));

test('every colour goes to OKLCH and back', () => {
  for (let red = 0; red < 256; red += 17) for (let green = 0; green < 256; green += 17) for (let blue = 0; blue < 256; blue += 17) {
    const colour = { red: red / 255, green: green / 255, blue: blue / 255, alpha: 1 };
    assert.equal(hex(ofOklch(toOklch(colour))), hex(colour));
  }
});
for (const [text, lightness, chroma, hue] of [['#ff0000', 0.628, 0.2577, 29.23], ['#00ff00', 0.8664, 0.2948, 142.5], ['#0000ff', 0.452, 0.3132, 264.05], ['#808080', 0.5999, 0, 0], ['#ffffff', 1, 0, 0]]) {
  test(`OKLCH of ${text}`, () => {
    const found = toOklch(read(text));
    near(found.lightness, lightness, 0.001, 'lightness');
    near(found.chroma, chroma, 0.001, 'chroma');
    if (chroma) near(found.hue, hue, 0.1, 'hue');
  });
}
test('what sRGB cannot show keeps its hue and lightness', () => {
  for (const hue of [0, 60, 140, 200, 264, 320]) {
    const { lightness, hue: got, chroma } = toOklch(ofOklch({ lightness: 0.6, chroma: 0.4, hue }));
    near(lightness, 0.6, 0.002, `lightness at ${hue}`);
    near(got, hue, 1, 'hue');
    assert.ok(chroma < 0.4);
  }
});
test('a colour of a wider space is told as brought in', () => {
  assert.equal(ofSpace('display-p3', [1, 0, 0]).isOutside, true);
  assert.equal(ofSpace('display-p3', [0.5, 0.5, 0.5]).isOutside, false);
  assert.equal(ofSpace('prophoto-rgb', [1, 0, 0]), undefined);
  assert.equal(ofSpace('srgb', [1, 0]), undefined);
  assert.equal(ofSpace('srgb', [1, 0, 'x']), undefined);
});
test('a mix is that of color-mix in oklab', () => {
  assert.equal(hex(mix(read('#fff'), read('#000'), 0.5)), '#636363');
  assert.equal(hex(mix(read('#ff0000'), read('#0000ff'), 0.5)), '#8c53a2');
  assert.equal(hex(mix(read('#0b5566'), read('#ffffff'), 1)), '#0b5566');
});

const CASES = [];
for (const colour of ['#b9c3c0', '#ff0000', '#00ff00', '#0b5566', '#ffffff', '#000000', '#808080', '#f0c266', '#6b2469', '#ffe600', '#1a73e8', '#ff9d94', '#7f8d89']) {
  for (const back of ['#ffffff', '#000000', '#131c1d', '#f5f7f6', '#767676', '#0b5566']) for (const least of [3, 4.5]) CASES.push([colour, back, least]);
}
for (const [colour, back, least] of CASES) {
  test(`the nearest of ${colour} on ${back} to reach ${least}`, () => {
    const behind = read(back);
    const passes = (one) => contrast(one, behind) >= least;
    const found = nearest(read(colour), passes);
    assert.ok(passes(read(found.hex)), `${found.hex} passes`);
    if (passes(read(colour))) return assert.equal(found.hex, hex(read(colour)), 'what passes stays');
    // No lightness nearer by a step and more passes: looked for anew, over all of them.
    const from = toOklch(read(colour));
    for (let lightness = 0; lightness <= 1; lightness += STEP / 2) {
      if (Math.abs(lightness - from.lightness) >= found.moved - STEP) continue;
      assert.ok(!passes(read(hex(ofOklch({ ...from, lightness })))), `${lightness} is nearer than ${found.hex}`);
    }
    const to = toOklch(read(found.hex));
    near(Math.abs(to.lightness - from.lightness), found.moved, 0.006, 'moved by what is told');
    // Eight bits leave a hue some room where there is little chroma.
    if (from.chroma > 0.05 && to.chroma > 0.05) near(Math.abs(((to.hue - from.hue + 540) % 360) - 180), 0, 4, 'hue');
    assert.ok(to.chroma <= from.chroma + 0.005, 'no chroma is added');
    return undefined;
  });
}
test('nothing passes, nothing is found', () => assert.equal(nearest(read('#777'), () => false), undefined));
