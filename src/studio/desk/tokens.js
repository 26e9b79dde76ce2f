// The tokens a merchant may set, what each may hold, which colours stand on which; a theme as text for the address and as the two files a merchant takes.
// A theme is `{light, dark}`, each an object of values by the token's name without `--kassa-`; what is not in it is as the product has it. As in the
// configuration, colours in `light` hold in the light theme only and everything else in both.
// Always true: a value in a theme has passed the grammar of src/config/token.rs (SEC-23). Names, bounds, pairs and our own colours are that file's and the
// style sheets'; tests/studio/tokens.test.mjs holds them together. No DOM here.
import { contrast, hex, mix, nearest, read } from './colour.js';

const colour = { kind: 'colour' };
const length = (least, most) => ({ kind: 'length', least, most });
const weight = { kind: 'weight' };

export const TOKENS = {
  'color-primary': colour,
  'color-on-primary': colour,
  'color-background': colour,
  'color-surface': colour,
  'color-surface-sunken': colour,
  'color-media': colour,
  'color-text': colour,
  'color-text-secondary': colour,
  'color-border': colour,
  'color-border-strong': colour,
  'color-danger': colour,
  'color-success': colour,
  'color-warning': colour,
  'color-focus': colour,
  'font-family': { kind: 'fonts' },
  'font-family-heading': { kind: 'fonts' },
  'font-size-base': length(14, 24),
  'font-weight-regular': weight,
  'font-weight-medium': weight,
  'font-weight-bold': weight,
  'line-height': { kind: 'ratio', least: 1.2, most: 2 },
  'space-unit': length(3, 6),
  'radius': length(0, 40),
  'input-radius': length(0, 40),
  'button-radius': length(0, 999),
  'input-height': length(44, 72),
  'button-height': length(44, 80),
  'tap-size': length(44, 64),
  'max-width': length(320, 1600),
  'sticky-offset': length(0, 200),
  'motion': { kind: 'zero' },
};

/** How the desk shows them. */
export const GROUPS = {
  colour: Object.keys(TOKENS).filter((name) => TOKENS[name].kind === 'colour'),
  shape: ['radius', 'input-radius', 'button-radius', 'input-height', 'button-height', 'tap-size', 'space-unit', 'max-width', 'sticky-offset', 'motion'],
  type: ['font-family', 'font-family-heading', 'font-size-base', 'line-height', 'font-weight-regular', 'font-weight-medium', 'font-weight-bold'],
};

/** What they are unless somebody says otherwise. */
export const OURS = {
  light: {
    'color-primary': '#0b5566', 'color-on-primary': '#ffffff', 'color-background': '#ffffff', 'color-surface': '#ffffff', 'color-surface-sunken': '#f5f7f6', 'color-media': '#e9eeec',
    'color-text': '#13201f', 'color-text-secondary': '#53615e', 'color-border': '#e0e6e3', 'color-border-strong': '#7f8d89', 'color-danger': '#b3261e', 'color-success': '#176642',
    'color-warning': '#7d5200', 'color-focus': '#0b5566',
    'font-family': 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Helvetica Neue", Arial, sans-serif', 'font-family-heading': '',
    'font-size-base': '16px', 'font-weight-regular': '400', 'font-weight-medium': '500', 'font-weight-bold': '600', 'line-height': '1.5',
    'space-unit': '4px', 'radius': '12px', 'input-radius': '8px', 'button-radius': '10px', 'input-height': '48px', 'button-height': '52px', 'tap-size': '44px',
    'max-width': '1120px', 'sticky-offset': '24px', 'motion': '1',
  },
  dark: {
    'color-primary': '#6fc7d8', 'color-on-primary': '#05262d', 'color-background': '#0d1415', 'color-surface': '#131c1d', 'color-surface-sunken': '#162122', 'color-media': '#24302f',
    'color-text': '#ebf1ef', 'color-text-secondary': '#a3b2ae', 'color-border': '#283433', 'color-border-strong': '#6d7f7b', 'color-danger': '#ff9d94', 'color-success': '#7ed6a7',
    'color-warning': '#f0c266', 'color-focus': '#6fc7d8',
  },
};

/** Themes to begin with. `fjord` is the product's own. */
export const PRESETS = {
  fjord: { light: {}, dark: {} },
  lyng: {
    light: {
      'color-primary': '#6b2469', 'color-on-primary': '#ffffff', 'color-background': '#fffcf8', 'color-surface': '#ffffff', 'color-surface-sunken': '#f8f1e9', 'color-media': '#f0e6dc',
      'color-text': '#2a1b2b', 'color-text-secondary': '#66536a', 'color-border': '#eaded4', 'color-border-strong': '#947f8c', 'color-danger': '#b3261e', 'color-success': '#2c6a3c',
      'color-warning': '#815000', 'color-focus': '#6b2469', 'font-family-heading': '"Iowan Old Style", "Palatino Linotype", "Noto Serif", Georgia, serif', 'radius': '18px',
      'input-radius': '14px', 'button-radius': '999px',
    },
    // Lyng has no dark side of its own: heather by night, in the manner of docs/configuration.example.json.
    dark: { 'color-primary': '#e0a0de', 'color-on-primary': '#2a1b2b', 'color-focus': '#e0a0de' },
  },
};

const NUMBER = /^\d{1,5}(\.\d{1,2})?$/;
const number = (text) => (NUMBER.test(text) ? Number(text) : Number.NaN);
const within = (value, { least, most }) => value >= least && value <= most;

/** A length in pixels, as the grammar has it; no number for what is none. */
export function pixels(text) {
  if (text === '0') return 0;
  return text.endsWith('rem') ? number(text.slice(0, -3)) * 16 : text.endsWith('px') ? number(text.slice(0, -2)) : Number.NaN;
}

const FONT_WORD = /^[A-Za-z-][A-Za-z0-9-]*( [A-Za-z-][A-Za-z0-9-]*)*$/;
const FONT_NAME = /^"[\p{L}\p{N} _.-]*[\p{L}\p{N}_.-][\p{L}\p{N} _.-]*"$/u;
const RGB = /^rgb\( *(\d{1,3}) +(\d{1,3}) +(\d{1,3})( +\/ +(\d{1,5}(\.\d{1,2})?))? *\)$/;

/** Whether a token may hold the text: the checks of src/config/token.rs, word for word. */
export function isValue(name, text) {
  const token = Object.hasOwn(TOKENS, name) ? TOKENS[name] : undefined;
  if (!token || typeof text !== 'string' || !text || new TextEncoder().encode(text).length > 200 || text !== text.trim()) return false;
  switch (token.kind) {
    case 'colour': {
      if (/^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text)) return true;
      const parts = RGB.exec(text);
      return !!parts && [1, 2, 3].every((at) => Number(parts[at]) <= 255) && (parts[5] === undefined || Number(parts[5]) <= 1);
    }
    case 'length': return within(pixels(text), token);
    case 'fonts': {
      const families = text.split(',').map((family) => family.trim());
      return families.length <= 12 && families.every((family) => FONT_WORD.test(family) || FONT_NAME.test(family));
    }
    case 'weight': return number(text) >= 100 && number(text) <= 900 && number(text) % 100 === 0;
    case 'ratio': return within(number(text), token);
    default: return text === '0';
  }
}

/** What somebody typed, as the grammar has it: `oklch(…)` becomes `#rrggbb`, `12` becomes `12px`. Nothing when it cannot be. */
export function tidy(name, typed) {
  const token = Object.hasOwn(TOKENS, name) ? TOKENS[name] : undefined;
  const text = String(typed).trim();
  if (!token || !text) return;
  if (token.kind === 'colour') {
    const found = read(text) ?? read(`#${text}`);
    // Nothing may be seen through what words stand on: contrast would hang on what is behind.
    return found && isValue(name, hex(found)) ? hex(found) : undefined;
  }
  const said = token.kind === 'length' && NUMBER.test(text) && text !== '0' ? `${text}px` : token.kind === 'fonts' ? text.replace(/'([^'"]*)'/g, '"$1"').replace(/\s+/g, ' ') : text;
  return isValue(name, said) ? said : undefined;
}

/** All values of one side, ours where the theme says nothing. */
export function values(theme, side) {
  const shape = Object.fromEntries(Object.entries(theme.light).filter(([name]) => TOKENS[name].kind !== 'colour'));
  return side === 'dark' ? { ...OURS.light, ...shape, ...OURS.dark, ...theme.dark } : { ...OURS.light, ...theme.light };
}

/** What to write on the root of a page of that side, so that it looks as with this configuration (as src/config/look.rs does it). */
export function worn(theme, side) {
  const set = side === 'dark' ? { ...Object.fromEntries(Object.entries(theme.light).filter(([name]) => TOKENS[name].kind !== 'colour')), ...theme.dark } : { ...theme.light };
  if (side === 'dark' && theme.dark['color-primary']) Object.assign(set, HOVER);
  return set;
}
const darker = (share) => `color-mix(in oklab, var(--kassa-color-primary), var(--kassa-color-text) ${share}%)`;
/** Our dark theme names these; those of another colour are made of it. */
const HOVER = { 'color-primary-hover': darker(22), 'color-primary-active': darker(40) };

// Contrast.

const TINTS = {
  'color-primary-soft': (of, side) => mix(of('color-primary'), of('color-surface'), side === 'dark' ? 0.09 : 0.06),
  'color-danger-soft': (of) => mix(of('color-danger'), of('color-surface'), 0.06),
  'color-success-soft': (of) => mix(of('color-success'), of('color-surface'), 0.08),
};

/** Which colours stand on which and what they must reach: those the configuration is checked for, and what else the product has. */
export const PAIRS = [
  ['color-text', 'color-background', 4.5],
  ['color-text', 'color-surface', 4.5],
  ['color-text', 'color-surface-sunken', 4.5],
  ['color-text-secondary', 'color-surface', 4.5],
  ['color-text-secondary', 'color-surface-sunken', 4.5],
  ['color-on-primary', 'color-primary', 4.5],
  ['color-primary', 'color-surface', 4.5],
  ['color-primary', 'color-primary-soft', 4.5],
  ['color-border-strong', 'color-surface', 3],
  ['color-border-strong', 'color-primary-soft', 3],
  ['color-danger', 'color-surface', 4.5],
  ['color-danger', 'color-danger-soft', 4.5],
  ['color-success', 'color-surface', 4.5],
  ['color-success', 'color-success-soft', 4.5],
  ['color-warning', 'color-surface', 4.5],
  ['color-focus', 'color-background', 3],
  ['color-focus', 'color-surface', 3],
].map(([front, back, least]) => ({ front, back, least }));

/** A colour of a set of values, also one that is made of others. */
export function colourOf(all, side, name) {
  const of = (wanted) => (Object.hasOwn(TINTS, wanted) ? TINTS[wanted](of, side) : (read(all[wanted]) ?? read(OURS[side][wanted])));
  return of(name);
}

/** All colours of a side, tints too; of another set with one colour changed, only that and the tints of it are reckoned anew. */
const NAMES = [...new Set(PAIRS.flatMap(({ front, back }) => [front, back]))];
const coloursOf = (all, side) => Object.fromEntries([...new Set([...NAMES, ...Object.keys(OURS[side])])].filter((name) => name.startsWith('color-')).map((name) => [name, colourOf(all, side, name)]));
function recoloured(colours, side, name, colour) {
  const changed = { ...colours, [name]: colour };
  for (const tint of Object.keys(TINTS)) if (name === 'color-surface' || tint === `${name}-soft`) changed[tint] = TINTS[tint]((of) => changed[of], side);
  return changed;
}
const passing = (colours, { front, back, least }) => contrast(colours[front], colours[back]) >= least;

/** Every pair of a side with its ratio and whether it passes. `seen(name)` gives a colour as a frame has computed it, where there is one. */
export function contrasts(theme, side, seen = () => undefined) {
  const all = values(theme, side);
  return PAIRS.map((pair) => {
    const [front, back] = [pair.front, pair.back].map((name) => seen(name) ?? colourOf(all, side, name));
    const ratio = contrast(front, back);
    return { ...pair, ratio, passes: ratio >= pair.least };
  });
}

/**
 * The least change that makes a pair pass: one of its two colours, hue kept, lightness moved. It must not break what passes, and takes along what
 * fails with the same colour if it can. Answers `{name, value}`.
 */
export function repair(theme, side, pair) {
  const colours = coloursOf(values(theme, side), side);
  const isOf = (name, one) => [one.front, one.back].some((part) => part === name || (part.endsWith('-soft') && (name === 'color-surface' || part === `${name}-soft`)));
  const find = (name, must) => nearest(colours[name], (colour) => {
    const changed = recoloured(colours, side, name, colour);
    return must.every((one) => passing(changed, one));
  });
  const names = [pair.front, pair.back].filter((name) => Object.hasOwn(TOKENS, name));
  const kept = PAIRS.filter((one) => passing(colours, one));
  for (const must of [(name) => PAIRS.filter((one) => isOf(name, one)), (name) => [pair, ...kept.filter((one) => isOf(name, one))], () => [pair]]) {
    const found = names.map((name) => ({ name, ...find(name, must(name)) })).filter(({ hex }) => hex);
    found.sort((one, other) => one.moved - other.moved);
    if (found.length) return { name: found[0].name, value: found[0].hex };
  }
  return undefined;
}

/** What to change on a side, one proposal for each colour: those that leave the least to repair come first. */
export function repairs(theme, side) {
  const failing = (one) => contrasts(one, side).filter((pair) => !pair.passes);
  const found = new Map();
  for (const pair of failing(theme)) {
    const to = repair(theme, side, pair);
    if (!to) continue;
    const left = failing({ ...theme, [side]: { ...theme[side], [to.name]: to.value } }).length;
    if (!found.has(to.name) || found.get(to.name).left > left) found.set(to.name, { ...to, left, pair });
  }
  return [...found.values()].sort((one, other) => one.left - other.left);
}

// The address.

/** One side as text: the name of a preset it begins with, then what differs: `lyng*primary_112233*radius_8px`. Ours is nothing. */
export function write(theme, side) {
  const given = theme[side];
  const lines = Object.entries(PRESETS).map(([name, preset]) => {
    const start = preset[side];
    // A value cannot be taken out of a preset but by naming ours.
    const all = [...new Set([...Object.keys(start), ...Object.keys(given)])].filter((token) => (given[token] ?? '') !== (start[token] ?? ''));
    const differing = all.map((token) => `${token.replace(/^color-/, '')}_${(given[token] ?? '').replace(/^#/, '')}`);
    return [...(name === 'fjord' ? [] : [name]), ...differing].join('*');
  });
  return lines.sort((one, other) => one.length - other.length)[0];
}

/** One side of a theme from its text; what is none is left out. */
export function readSide(text, side) {
  const found = {};
  for (const [at, part] of String(text ?? '').split('*').entries()) {
    if (at === 0 && Object.hasOwn(PRESETS, part)) Object.assign(found, PRESETS[part][side]);
    const place = part.indexOf('_');
    if (place < 1) continue;
    const called = part.slice(0, place);
    const name = Object.hasOwn(TOKENS, called) ? called : `color-${called}`;
    if (!Object.hasOwn(TOKENS, name)) continue;
    const value = TOKENS[name].kind === 'colour' && /^[0-9a-f]{3,8}$/i.test(part.slice(place + 1)) ? `#${part.slice(place + 1)}` : part.slice(place + 1);
    if (value === '') delete found[name];
    else if (isValue(name, value)) found[name] = value;
  }
  return found;
}

/** The preset that a theme is, if it is one. */
export function presetOf(theme) {
  const is = (one, other) => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
  return Object.keys(PRESETS).find((name) => is(PRESETS[name].light, theme.light) && is(PRESETS[name].dark, theme.dark));
}

// The files.

/** The style sheet of a theme, for the page and for the element. */
export function css(theme) {
  const block = (selector, set, indent = '') => `${indent}${selector} {\n${Object.entries(set).map(([name, value]) => `${indent}  --kassa-${name}: ${value};\n`).join('')}${indent}}\n`;
  // A merchant's sheet is stronger than ours: where the light says a colour, the dark has to say its own again.
  const dark = Object.fromEntries(GROUPS.colour.filter((name) => theme.light[name] || theme.dark[name]).map((name) => [name, theme.dark[name] ?? OURS.dark[name]]));
  for (const [name, value] of Object.entries(theme.dark)) dark[name] = value;
  if (theme.dark['color-primary']) Object.assign(dark, HOVER);
  const hasDark = Object.keys(dark).length > 0;
  return [
    '/* Kassa: a theme made in the studio. Load it after the checkout\'s own style sheets. */\n',
    Object.keys(theme.light).length ? block(':root, kassa-checkout', theme.light) : '',
    hasDark ? block(':root[data-theme="dark"], kassa-checkout[theme="dark"]', dark) : '',
    hasDark ? `@media (prefers-color-scheme: dark) {\n${block(':root:not([data-theme]), :root[data-theme="auto"], kassa-checkout:not([theme]), kassa-checkout[theme="auto"]', dark, '  ')}}\n` : '',
  ].filter(Boolean).join('');
}

/** The same as a part of the configuration (public/config.schema.json). */
export function configuration(theme) {
  const brand = {};
  if (Object.keys(theme.light).length) brand.tokens = theme.light;
  if (Object.keys(theme.dark).length) brand.dark = theme.dark;
  return { brand };
}
