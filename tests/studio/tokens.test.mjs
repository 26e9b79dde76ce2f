//! Tokens: the same as the product's, their grammar (SEC-23), contrast and its repair, the address, the two files, and other people's design tokens.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { contrast, hex, read as readColour } from '../../src/studio/desk/colour.js';
import { named, read } from '../../src/studio/desk/design-tokens.js';
import { GROUPS, OURS, PAIRS, PRESETS, TOKENS, colourOf, configuration, contrasts, css, isValue, presetOf, readSide, repair, repairs, tidy, values, worn, write } from '../../src/studio/desk/tokens.js';

const root = path.join(import.meta.dirname, '../..');
const file = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const none = { light: {}, dark: {} };
const declared = (text) => Object.fromEntries([...text.matchAll(/--kassa-([a-z-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));

// ---- The product says the same.

test('tokens, their kinds and bounds are those of src/config/token.rs', () => {
  const source = file('src/config/token.rs');
  const table = source.slice(source.indexOf('pub const TOKENS'), source.indexOf('/// The longest value'));
  const kinds = { Colour: 'colour', Length: 'length', Fonts: 'fonts', Weight: 'weight', Ratio: 'ratio', Zero: 'zero' };
  const theirs = [...table.matchAll(/\("([a-z-]+)", Kind::(\w+)(?:\((\d+), (\d+)\))?/g)].map(([, name, kind, least, most]) => {
    const by = kind === 'Ratio' ? 100 : 1;
    return [name, { kind: kinds[kind], ...(least && { least: least / by, most: most / by }) }];
  });
  assert.ok(theirs.length > 20);
  assert.deepEqual(Object.entries(TOKENS), theirs);
});
test('every pair that the configuration is checked for is checked here', () => {
  const source = file('src/config/token.rs');
  const table = source.slice(source.indexOf('pub const PAIRS'), source.indexOf('/// What these colours are'));
  const theirs = [...table.matchAll(/\("([a-z-]+)", "([a-z-]+)", (\d+)\)/g)];
  assert.ok(theirs.length > 5);
  for (const [, front, back, least] of theirs) assert.ok(PAIRS.some((pair) => pair.front === front && pair.back === back && pair.least >= least / 100), `${front} on ${back}`);
});
test('our own values are those of the style sheets', () => {
  const light = declared(file('style/tokens.css').split('/* ---- derived')[0]);
  for (const [name, value] of Object.entries(OURS.light)) if (name !== 'font-family-heading') assert.equal(value, light[name], name);
  const dark = declared(file('style/themes/dark.css'));
  for (const [name, value] of Object.entries(OURS.dark)) assert.equal(value, dark[name], name);
  const lyng = declared(file('style/themes/lyng.css'));
  for (const [name, value] of Object.entries(PRESETS.lyng.light)) assert.equal(value, lyng[name], name);
});
test('every token has its place on the desk', () => assert.deepEqual(Object.values(GROUPS).flat().sort(), Object.keys(TOKENS).sort()));
test('every token has its word', () => {
  const words = JSON.parse(file('locales/studio/en.json'));
  for (const name of [...Object.keys(TOKENS), ...PAIRS.flatMap(({ front, back }) => [front, back])]) assert.ok(words[`theme.token.${name}`], name);
});

// ---- The grammar, with the cases of src/config/token.rs itself.

const rust = file('src/config/token.rs');
for (const [kind, token] of [['colours_are_hexadecimal_or_rgb', 'color-text'], ['lengths_have_bounds', 'radius'], ['fonts_are_names', 'font-family']]) {
  const body = rust.slice(rust.indexOf(`fn ${kind}`), rust.indexOf('#[test]', rust.indexOf(`fn ${kind}`)));
  const list = (word) => {
    const [, inside] = new RegExp(String.raw`for ${word} in\s*\[((?:\s*"(?:[^"\\]|\\.)*",?)*)\s*\]`).exec(body);
    return [...inside.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, said]) => said.replace(/\\u\{([0-9a-f]+)\}/g, (whole, code) => String.fromCodePoint(Number.parseInt(code, 16))).replace(/\\n/g, '\n').replace(/\\(.)/g, '$1'));
  };
  const [good, bad] = [list('good'), list('bad')];
  test(`${kind}: as many cases as there`, () => assert.ok(good.length >= 4 && bad.length >= 15, `${good.length}, ${bad.length}`));
  for (const text of good) test(`${token} may be ${text}`, () => assert.ok(isValue(token, text)));
  for (const text of bad) test(`${token} may not be ${JSON.stringify(text)}`, () => assert.ok(!isValue(token, text)));
}
for (const [token, text, expected] of [
  ['font-weight-bold', '600', true], ['font-weight-bold', '450', false], ['font-weight-bold', '1000', false], ['font-weight-bold', 'bold', false], ['line-height', '1.5', true], ['line-height', '1.1', false],
  ['line-height', '2.01', false], ['motion', '0', true], ['motion', '1', false], ['tap-size', '40px', false], ['tap-size', '44px', true], ['button-radius', '999px', true], ['space-unit', '4px', true],
  ['nothing', '1px', false], ['toString', '1px', false], ['color-text', 'x'.repeat(300), false],
]) test(`${token}: ${text.slice(0, 20)} is ${expected ? 'a' : 'no'} value`, () => assert.equal(isValue(token, text), expected));

for (const [token, typed, expected] of [
  ['color-text', 'oklch(0.628 0.2577 29.23)', '#ff0000'], ['color-text', ' #0B5566 ', '#0b5566'], ['color-text', '0b5566', '#0b5566'], ['color-text', 'hsl(0 100% 50%)', '#ff0000'], ['color-text', 'rgb(1,2,3)', '#010203'],
  ['color-text', 'url(x)', undefined], ['color-text', 'currentcolor', undefined], ['radius', '12', '12px'], ['radius', '1.5rem', '1.5rem'], ['radius', '41', undefined], ['radius', '0', '0'], ['radius', '12 px', undefined],
  ['font-family', "'Segoe UI',  Arial", '"Segoe UI", Arial'], ['font-family', 'Inter; color: red', undefined], ['motion', '0', '0'], ['nothing', '0', undefined], ['color-text', '', undefined],
]) test(`typed into ${token}: ${typed}`, () => assert.equal(tidy(token, typed), expected));

// ---- Contrast.

for (const name of Object.keys(PRESETS)) {
  for (const side of ['light', 'dark']) test(`${name} passes everything, ${side}`, () => assert.deepEqual(contrasts(PRESETS[name], side).filter((pair) => !pair.passes).map((pair) => [pair.front, pair.back, pair.ratio]), []));
}
test('what the frame has computed goes over what is reckoned', () => {
  const found = contrasts(none, 'light', (token) => (token === 'color-text' ? readColour('#cccccc') : undefined));
  assert.deepEqual(found.filter((pair) => !pair.passes).map((pair) => pair.front), ['color-text', 'color-text', 'color-text']);
});
test('a colour of the light is nothing in the dark', () => assert.equal(values({ light: { 'color-text': '#cccccc', 'radius': '3px' }, dark: {} }, 'dark')['color-text'], OURS.dark['color-text']));
test('a shape is of both', () => assert.equal(values({ light: { radius: '3px' }, dark: {} }, 'dark').radius, '3px'));

const BROKEN = [
  ['light', { 'color-border-strong': '#b9c3c0' }, 'color-border-strong'], ['light', { 'color-text-secondary': '#9aa5a2' }, 'color-text-secondary'], ['light', { 'color-danger': '#ff6f61' }, 'color-danger'],
  ['light', { 'color-focus': '#c8e0e6' }, 'color-focus'], ['light', { 'color-success': '#57c785' }, 'color-success'], ['light', { 'color-warning': '#f0b429' }, 'color-warning'], ['light', { 'color-text': '#b0b0b0' }, 'color-text'],
  ['light', { 'color-primary': '#4aa3b8' }, undefined], ['light', { 'color-primary': '#ffd400' }, undefined], ['light', { 'color-on-primary': '#0b5566' }, undefined], ['light', { 'color-surface': '#888888' }, undefined],
  ['dark', { 'color-border-strong': '#2c3a39' }, 'color-border-strong'], ['dark', { 'color-text-secondary': '#55625f' }, 'color-text-secondary'], ['dark', { 'color-danger': '#8c1d18' }, 'color-danger'],
  ['dark', { 'color-primary': '#0b5566' }, undefined], ['dark', { 'color-background': '#5d6d6b' }, undefined],
];
for (const [side, set, expected] of BROKEN) {
  test(`repaired: ${Object.entries(set)[0].join(' ')}, ${side}`, () => {
    let theme = { ...none, [side]: set };
    const failing = () => contrasts(theme, side).filter((pair) => !pair.passes);
    assert.ok(failing().length, 'it fails at first');
    const passed = contrasts(theme, side).filter((pair) => pair.passes);
    const first = repair(theme, side, failing()[0]);
    assert.ok(isValue(first.name, first.value));
    if (expected) assert.equal(first.name, expected, 'the colour that stands in front moves');
    theme = { ...theme, [side]: { ...theme[side], [first.name]: first.value } };
    for (const pair of passed) assert.ok(contrasts(theme, side).find((one) => one.front === pair.front && one.back === pair.back).passes, `${pair.front} on ${pair.back} still passes`);
    for (let times = 0; failing().length && times < 12; times += 1) {
      const to = repair(theme, side, failing()[0]);
      theme = { ...theme, [side]: { ...theme[side], [to.name]: to.value } };
    }
    assert.deepEqual(failing(), [], 'button after button, all pass');
  });
}
test('one proposal for each colour, and the first leaves the least', () => {
  const theme = { light: { 'color-primary': '#ffd400', 'color-text': '#b0b0b0', 'color-border-strong': '#b9c3c0' }, dark: {} };
  const found = repairs(theme, 'light');
  assert.equal(new Set(found.map((one) => one.name)).size, found.length);
  assert.deepEqual(found.map((one) => one.left), found.map((one) => one.left).sort((one, other) => one - other));
  let now = theme;
  for (let times = 0; times < 6 && repairs(now, 'light').length; times += 1) {
    const [{ name, value }] = repairs(now, 'light');
    now = { ...now, light: { ...now.light, [name]: value } };
  }
  assert.deepEqual(contrasts(now, 'light').filter((pair) => !pair.passes), []);
  assert.deepEqual(repairs(none, 'light'), []);
});
test('the outline of the picture is repaired as little as can be', () => {
  const to = repair({ light: { 'color-border-strong': '#b9c3c0' }, dark: {} }, 'light', PAIRS.find((pair) => pair.front === 'color-border-strong'));
  const ratio = contrast(readColour(to.value), readColour('#ffffff'));
  assert.ok(ratio >= 3 && ratio < 3.4, `${to.value}: ${ratio}`);
});
// What Chromium computes for color-mix(in oklab, #0b5566 6%, #ffffff).
test('a tint is made of its colour', () => assert.equal(hex(colourOf(values(none, 'light'), 'light', 'color-primary-soft')), '#f0f4f5'));

// ---- The address.

for (const [side, set, expected] of [
  ['light', {}, ''], ['light', { 'color-primary': '#112233' }, 'primary_112233'], ['light', PRESETS.lyng.light, 'lyng'], ['light', { ...PRESETS.lyng.light, 'color-primary': '#112233' }, 'lyng*primary_112233'],
  ['light', { radius: '0' }, 'radius_0'], ['light', { 'font-family': '"Segoe UI", Arial' }, 'font-family_"Segoe UI", Arial'], ['dark', PRESETS.lyng.dark, 'lyng'], ['dark', { 'color-danger': '#ff000080' }, 'danger_ff000080'],
]) {
  test(`written: ${expected}`, () => {
    const text = write({ ...none, [side]: set }, side);
    assert.equal(text, expected);
    assert.deepEqual(readSide(text, side), set);
  });
}
test('what is taken out of a preset reads back', () => {
  const { 'color-focus': gone, ...set } = PRESETS.lyng.light;
  assert.deepEqual(readSide(write({ ...none, light: set }, 'light'), 'light'), set);
  assert.ok(gone);
});
for (const text of ['primary_red', 'primary_url(x)', 'nothing_1', 'radius_99px', '_', '*', 'primary', 'fjord', '__proto___1', 'radius_1px;color:red', undefined]) {
  test(`an address of nonsense is nothing: ${text}`, () => assert.deepEqual(readSide(text, 'light'), {}));
}
test('presets are known again', () => {
  assert.equal(presetOf(none), 'fjord');
  assert.equal(presetOf(structuredClone(PRESETS.lyng)), 'lyng');
  assert.equal(presetOf({ light: { radius: '1px' }, dark: {} }), undefined);
});

// ---- The files.

test('a frame wears the light, or the dark with shapes of the light', () => {
  const theme = { light: { 'color-text': '#111111', 'radius': '1px' }, dark: { 'color-primary': '#e0a0de', 'radius': '2px' } };
  assert.deepEqual(worn(theme, 'light'), theme.light);
  assert.deepEqual(Object.keys(worn(theme, 'dark')), ['radius', 'color-primary', 'color-primary-hover', 'color-primary-active']);
  assert.equal(worn(theme, 'dark').radius, '2px');
});
test('the style sheet keeps the dark as it was where only the light is set', () => {
  const text = css({ light: { 'color-primary': '#112233', 'radius': '3px' }, dark: {} });
  assert.match(text, /^:root, kassa-checkout \{\n {2}--kassa-color-primary: #112233;\n {2}--kassa-radius: 3px;\n\}/m);
  assert.match(text, new RegExp(`:root\\[data-theme="dark"\\], kassa-checkout\\[theme="dark"\\] \\{\\n {2}--kassa-color-primary: ${OURS.dark['color-primary']};\\n\\}`));
  assert.match(text, /@media \(prefers-color-scheme: dark\)/);
});
test('a theme of nothing is a style sheet of nothing', () => assert.doesNotMatch(css(none), /\{/));
test('the configuration fits public/config.schema.json', () => {
  const brand = JSON.parse(file('public/config.schema.json')).properties.brand.properties;
  for (const theme of [PRESETS.lyng, { light: { 'radius': '12px', 'font-family': 'Inter, sans-serif', 'motion': '0' }, dark: { 'color-text': '#ffffff' } }]) {
    const { brand: given } = configuration(theme);
    for (const part of ['tokens', 'dark']) {
      for (const [name, value] of Object.entries(given[part])) {
        const { pattern, enum: list } = brand[part].properties[name];
        assert.ok(pattern ? new RegExp(pattern, 'u').test(value) : !list || list.includes(value), `${name}: ${value}`);
      }
    }
  }
  assert.deepEqual(configuration(none), { brand: {} });
});

// ---- Other people's design tokens.

for (const [given, expected] of [
  ['color.primary', 'light color-primary'], ['Color.Primary', 'light color-primary'], ['kassa.color-primary', 'light color-primary'], ['colors.brand', 'light color-primary'], ['semantic.color.text.secondary', 'light color-text-secondary'],
  ['color.onPrimary', 'light color-on-primary'], ['color.text-on-primary', 'light color-on-primary'], ['color.surface.sunken', 'light color-surface-sunken'], ['dark.color.background', 'dark color-background'],
  ['color.background.dark', 'dark color-background'], ['color.error', 'light color-danger'], ['color.focusRing', 'light color-focus'], ['border.strong', 'light color-border-strong'], ['radius.card', 'light radius'],
  ['borderRadius.button', 'light button-radius'], ['shape.radius', 'light radius'], ['typography.font.family', 'light font-family'], ['font.family.heading', 'light font-family-heading'], ['font.size.base', 'light font-size-base'],
  ['font.weight.bold', 'light font-weight-bold'], ['lineHeight', 'light line-height'], ['space.unit', 'light space-unit'], ['tapSize', 'light tap-size'], ['color.primary.$root', 'light color-primary'],
  ['button.disabled.background', undefined], ['color.palette.blue.500', undefined], ['shadow.card', undefined], ['elephants', undefined], ['color.dark', undefined],
]) {
  test(`a token called ${given}`, () => {
    const found = named(given.split('.'));
    assert.equal(found && `${found.side} ${found.name}`, expected);
  });
}

const tokens = (tree) => read(JSON.stringify(tree));
const why = (result) => result.notes.map((note) => `${note.path}: ${note.why}`);
test('a file of the format as it is written', () => {
  const result = tokens({
    $description: 'Northwind',
    color: {
      $type: 'color',
      palette: { violet: { $value: { colorSpace: 'srgb', components: [0.2, 0.1, 0.6], hex: '#331a99' } } },
      primary: { $value: '{color.palette.violet}', $description: 'Buttons' },
      'on-primary': { $value: { colorSpace: 'oklch', components: [1, 0, 'none'] } },
      text: { $value: { colorSpace: 'hsl', components: [0, 0, 10], alpha: 1 } },
      danger: { $value: '#b3261e' },
    },
    radius: { card: { $type: 'dimension', $value: { value: 6, unit: 'px' } }, button: { $type: 'dimension', $value: { value: 0.5, unit: 'rem' } } },
    font: { family: { $type: 'fontFamily', $value: ['Inter', 'Segoe UI', 'sans-serif'] }, weight: { bold: { $type: 'fontWeight', $value: 'semi-bold' } } },
    lineHeight: { $type: 'number', $value: 1.6 },
    dark: { color: { $type: 'color', primary: { $value: '#aa99ff' } } },
  });
  assert.deepEqual(result.theme, {
    light: { 'color-primary': '#331a99', 'color-on-primary': '#ffffff', 'color-text': '#1a1a1a', 'color-danger': '#b3261e', 'radius': '6px', 'button-radius': '0.5rem', 'font-family': 'Inter, "Segoe UI", sans-serif', 'font-weight-bold': '600', 'line-height': '1.6' },
    dark: { 'color-primary': '#aa99ff' },
  });
  assert.deepEqual(why(result), ['color.palette.violet: name']);
  assert.equal(result.taken, 10);
});
const color = ($value, more = {}) => ({ $type: 'color', $value, ...more });
for (const [what, tree, light, notes] of [
  ['an alias of an alias', { a: color('{b}'), b: color('{color.base}'), color: { base: color('#112233'), text: color('{a}') } }, { 'color-text': '#112233' }, ['a: name', 'b: name', 'color.base: name']],
  ['the type of what an alias leads to', { base: { $type: 'color', x: { $value: '#112233' } }, text: { $value: '{base.x}' } }, { 'color-text': '#112233' }, ['base.x: name']],
  ['an alias to nowhere', { text: color('{gone.away}') }, {}, ['text: alias']],
  ['an alias to a group', { group: { x: color('#112233') }, text: color('{group}') }, {}, ['group.x: name', 'text: alias']],
  ['an alias to the root of a group', { accent2: { $root: color('#112233') }, text: color('{accent2}') }, { 'color-text': '#112233' }, ['accent2.$root: name']],
  ['a circle of one', { text: color('{text}') }, {}, ['text: circle']],
  ['a circle of three', { text: color('{surface}'), surface: color('{border}'), border: color('{text}') }, {}, ['text: circle', 'surface: circle', 'border: circle']],
  ['a pointer', { text: color({ $ref: '#/surface/$value' }), surface: color('#eeeeee') }, { 'color-text': '#eeeeee', 'color-surface': '#eeeeee' }, []],
  ['a pointer in place of a value', { text: { $ref: '#/surface' }, surface: color('#eeeeee') }, { 'color-text': '#eeeeee', 'color-surface': '#eeeeee' }, []],
  ['a group that extends another', { base: { $type: 'color', text: { $value: '#111111' } }, theme: { $extends: '{base}', surface: color('#222222') } }, { 'color-text': '#111111', 'color-surface': '#222222' }, ['theme.text: twice']],
  ['a group that extends itself', { theme: { $extends: '{theme}', text: color('#111111') } }, {}, ['theme: circle']],
  ['a colour outside sRGB', { text: color({ colorSpace: 'display-p3', components: [0, 1, 0] }) }, { 'color-text': '#00f74f' }, ['text: gamut']],
  ['a space that is unknown', { text: color({ colorSpace: 'rec2020', components: [0, 1, 0] }) }, {}, ['text: space']],
  ['a space that is unknown, with its hex', { text: color({ colorSpace: 'rec2020', components: [0, 1, 0], hex: '#00ff00' }) }, { 'color-text': '#00ff00' }, ['text: space-hex']],
  ['a colour of nothing', { text: color({ r: 1 }) }, {}, ['text: shape']],
  ['a colour with too few parts', { text: color({ colorSpace: 'srgb', components: [1, 0] }) }, {}, ['text: space']],
  ['a dimension as it was written before', { radius: { $type: 'dimension', $value: '6px' } }, { radius: '6px' }, []],
  ['a dimension in another unit', { radius: { $type: 'dimension', $value: { value: 6, unit: 'em' } } }, {}, ['radius: shape']],
  ['a dimension that is too much', { radius: { $type: 'dimension', $value: { value: 60, unit: 'px' } } }, {}, ['radius: value']],
  ['a target below what is promised', { tapSize: { $type: 'dimension', $value: { value: 32, unit: 'px' } } }, {}, ['tapSize: value']],
  ['a type that is not used', { radius: { $type: 'shadow', $value: {} } }, {}, ['radius: type']],
  ['the type of another', { radius: color('#112233') }, {}, ['radius: other-type']],
  ['no type', { radius: { $value: '6px' } }, {}, ['radius: untyped']],
  ['two of one name', { text: color('#111111'), color: { foreground: color('#222222') } }, { 'color-text': '#111111' }, ['color.foreground: twice']],
  ['a weight by name', { 'font-weight-bold': { $type: 'fontWeight', $value: 'extraBold' } }, { 'font-weight-bold': '800' }, []],
  ['a weight that is none', { 'font-weight-bold': { $type: 'fontWeight', $value: 'heavyish' } }, {}, ['font-weight-bold: shape']],
  ['a font that would end the rule', { 'font-family': { $type: 'fontFamily', $value: 'x"; } body { color: red' } }, {}, ['font-family: value']],
  ['what is no token', { text: 'hello', list: [1] }, {}, ['text: no-token', 'list: no-token']],
  ['nothing', {}, {}, [': none']],
  ['a name of the language itself', { constructor: color('#111111'), toString: color('#111111') }, {}, ['constructor: name', 'toString: name']],
]) {
  test(`design tokens: ${what}`, () => {
    const result = tokens(tree);
    assert.deepEqual(result.theme.light, light);
    assert.deepEqual(why(result), notes);
    for (const [name, value] of Object.entries(result.theme.light)) assert.ok(isValue(name, value), `${name}: ${value}`);
  });
}
test('what is no JSON says so', () => assert.deepEqual(read('{').notes.map((note) => note.why), ['json']));
test('what is no object says so', () => assert.deepEqual(read('[1]').notes.map((note) => note.why), ['object']));
test('every note has its sentence', () => {
  const words = JSON.parse(file('locales/studio/en.json'));
  const source = file('src/studio/desk/design-tokens.js');
  const all = [...source.matchAll(/note\((?:path|at|\[\]), '([a-z-]+)'|why: '([a-z-]+)'|wrong = \(\) => note\(path, '([a-z-]+)'/g)].map((found) => found.slice(1).find(Boolean));
  assert.ok(all.length > 10);
  for (const found of [...all, 'type', 'untyped']) assert.ok(words[`theme.import.${found}`], found);
});
