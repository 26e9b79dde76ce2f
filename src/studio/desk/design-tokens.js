// Design tokens as the W3C's community group writes them (Design Tokens Format Module 2025.10), read into a theme of ours.
// Always true: nothing is left out silently: what was not understood, has no place here or is no value of ours comes back as a note `{path, why, detail}`.
// What comes out has passed the checks of tokens.js. No DOM here.
import { hex, ofSpace, read as readColour } from './colour.js';
import { TOKENS, tidy } from './tokens.js';

/** What others call it. The end of a token's path is looked for here, its own names first. */
const CALLED = {
  'color-primary': ['primary', 'accent', 'brand', 'brand-primary', 'primary-default', 'primary-500', 'action', 'interactive', 'link'],
  'color-on-primary': ['on-primary', 'primary-contrast', 'primary-foreground', 'on-accent', 'accent-foreground', 'on-brand', 'text-on-primary', 'text-inverse', 'button-text'],
  'color-background': ['background', 'bg', 'page', 'canvas', 'background-default', 'background-page'],
  'color-surface': ['surface', 'card', 'background-surface', 'surface-default', 'background-card', 'input-background'],
  'color-surface-sunken': ['surface-sunken', 'sunken', 'muted', 'surface-variant', 'background-subtle', 'background-muted', 'surface-muted', 'surface-container'],
  'color-media': ['media', 'placeholder'],
  'color-text': ['text', 'foreground', 'ink', 'on-background', 'on-surface', 'text-primary', 'text-default', 'body-text'],
  'color-text-secondary': ['text-secondary', 'text-muted', 'muted-foreground', 'text-subtle', 'on-surface-variant', 'secondary-text'],
  'color-border': ['border', 'divider', 'outline-variant', 'border-default', 'border-subtle', 'hairline'],
  'color-border-strong': ['border-strong', 'outline', 'input', 'border-input', 'input-border', 'border-control'],
  'color-danger': ['danger', 'error', 'destructive', 'negative', 'critical'],
  'color-success': ['success', 'positive'],
  'color-warning': ['warning', 'caution'],
  'color-focus': ['focus', 'ring', 'focus-ring', 'border-focus'],
  'font-family': ['family', 'body-family', 'font-body', 'font-sans', 'typeface', 'family-body', 'family-base', 'font-family-body', 'font-family-base', 'font-family-sans'],
  'font-family-heading': ['heading-family', 'font-heading', 'family-heading', 'font-family-display', 'font-display', 'family-display'],
  'font-size-base': ['size-base', 'font-size', 'font-size-md', 'base-size', 'font-size-body', 'text-base', 'size-body'],
  'font-weight-regular': ['weight-regular', 'weight-normal', 'font-weight-normal', 'font-weight-400'],
  'font-weight-medium': ['weight-medium', 'font-weight-500'],
  'font-weight-bold': ['weight-bold', 'weight-semibold', 'font-weight-semibold', 'font-weight-600', 'weight-heading', 'font-weight-heading'],
  'line-height': ['leading', 'line-height-base', 'line-height-body', 'leading-normal'],
  'space-unit': ['unit', 'spacing-unit', 'spacing-base', 'space-base', 'grid-unit'],
  'radius': ['border-radius', 'card-radius', 'radius-card', 'radius-base', 'radius-default', 'radius-lg', 'corner', 'corner-radius', 'border-radius-card', 'border-radius-base'],
  'input-radius': ['radius-input', 'field-radius', 'radius-field', 'control-radius', 'border-radius-input', 'input-border-radius'],
  'button-radius': ['radius-button', 'border-radius-button', 'button-border-radius'],
  'input-height': ['height-input', 'field-height', 'control-height'],
  'button-height': ['height-button'],
  'tap-size': ['target-size', 'touch-target', 'tap-target'],
  'max-width': ['container', 'container-width', 'content-width', 'width-max'],
  'sticky-offset': ['header-height'],
  'motion': [],
};
const BY_NAME = new Map(Object.entries(CALLED).flatMap(([name, others]) => others.map((other) => [other, name])));
for (const name of Object.keys(TOKENS)) BY_NAME.set(name, name);

/** Which types of theirs hold what we ask. */
const TYPES = { color: ['colour'], dimension: ['length'], fontFamily: ['fonts'], fontWeight: ['weight'], number: ['ratio', 'weight', 'zero'] };
const WEIGHTS = {
  'thin': 100, 'hairline': 100, 'extra-light': 200, 'ultra-light': 200, 'light': 300, 'normal': 400, 'regular': 400, 'book': 400, 'medium': 500, 'semi-bold': 600, 'demi-bold': 600,
  'bold': 700, 'extra-bold': 800, 'ultra-bold': 800, 'black': 900, 'heavy': 900, 'extra-black': 900, 'ultra-black': 900,
};
/** Words in a path that say nothing about which token it is. */
const EMPTY = new Set(['kassa', 'tokens', 'token', 'theme', 'themes', 'brand', 'light', 'default', 'mode', 'modes', 'semantic', 'sys', 'global', 'core', 'base', 'alias', '$root']);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const words = (path) => path.flatMap((part) => part.replace(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase().split(/[^a-z\d$]+/)).filter(Boolean);

/** Which token of ours a path means, and of which side; nothing when it is none that we know. */
export function named(path) {
  const all = words(path);
  const side = all.includes('dark') || all.includes('night') ? 'dark' : 'light';
  const rest = all.filter((word) => !['dark', 'night', 'colors', 'colour', 'colours', 'color'].includes(word));
  // Every beginning is tried off, longest end first: `semantic.color.text.secondary` is `text-secondary` before it is `secondary`.
  for (const meant of [rest, rest.filter((word) => !EMPTY.has(word))]) {
    for (let from = 0; from < meant.length; from += 1) {
      const end = meant.slice(from).join('-');
      // Only words that say nothing may stand before it, or `button.disabled.background` would be the page.
      if (from && !meant.slice(0, from).every((word) => EMPTY.has(word) || ['font', 'typography', 'size', 'sizes', 'shape', 'spacing', 'palette', 'sizing', 'dimension'].includes(word))) break;
      const name = Object.hasOwn(TOKENS, `color-${end}`) ? `color-${end}` : BY_NAME.get(end);
      if (name) return { name, side };
    }
  }
  return undefined;
}

/** Reads the text of a file. Answers `{theme, notes, taken}`; `taken` counts the tokens that were understood. */
export function read(text) {
  const theme = { light: {}, dark: {} };
  const notes = [];
  const from = {};
  let taken = 0;
  const note = (path, why, detail = '') => void notes.push({ path: path.join('.'), why, detail });
  let root;
  try {
    root = JSON.parse(text);
  } catch (fault) {
    return { theme, taken, notes: [{ path: '', why: 'json', detail: fault.message }] };
  }
  if (!isObject(root)) return { theme, taken, notes: [{ path: '', why: 'object', detail: '' }] };

  const tokens = [];
  walk(root, [], undefined);
  if (!tokens.length && !notes.length) note([], 'none');
  for (const { path, node, type } of tokens) {
    const meant = named(path);
    const found = resolve(path, node, type, [path.join('.')]);
    if (!found) continue;
    if (!meant) {
      note(path, 'name');
      continue;
    }
    const wanted = TOKENS[meant.name].kind;
    if (!Object.hasOwn(TYPES, found.type ?? '')) note(path, found.type ? 'type' : 'untyped', found.type ?? '');
    else if (!TYPES[found.type].includes(wanted)) note(path, 'other-type', `${found.type}, ${meant.name}`);
    else {
      const said = write(path, found);
      if (said === undefined) continue;
      const value = tidy(meant.name, said);
      const key = `${meant.side} ${meant.name}`;
      if (value === undefined) note(path, 'value', `${meant.name}: ${said}`);
      else if (from[key]) note(path, 'twice', `${meant.name}, ${from[key]}`);
      else {
        theme[meant.side][meant.name] = value;
        from[key] = path.join('.');
        taken += 1;
      }
    }
  }
  return { theme, notes, taken };

  function walk(group, path, inherited, below = []) {
    let members = group;
    if (group.$extends !== undefined) {
      const base = reach(typeof group.$extends === 'string' ? group.$extends : group.$extends?.$ref);
      if (!isObject(base?.node)) note(path, 'alias', String(group.$extends?.$ref ?? group.$extends));
      else if (below.includes(base.node) || base.node === group) return note(path, 'circle', String(group.$extends?.$ref ?? group.$extends));
      else members = merged(base.node, group);
    }
    const type = members.$type ?? inherited;
    for (const [name, node] of Object.entries(members)) {
      const at = [...path, name];
      if (name.startsWith('$') && name !== '$root') continue;
      if (!isObject(node)) note(at, 'no-token');
      else if ('$value' in node || '$ref' in node) tokens.push({ path: at, node, type });
      else walk(node, at, type, [...below, group]);
    }
    return undefined;
  }

  function merged(base, own) {
    const all = { ...base, ...own };
    for (const name of Object.keys(own)) if (isObject(base[name]) && isObject(own[name]) && !('$value' in own[name])) all[name] = merged(base[name], own[name]);
    return all;
  }

  /** What an alias `{a.b}` or a pointer `#/a/b` leads to, with the type it inherits there. */
  function reach(alias) {
    const text = String(alias);
    const pointer = /^#\/(.+)$/.exec(text)?.[1].split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const path = pointer ?? /^\{([^{}]+)\}$/.exec(text)?.[1].split('.');
    if (!path) return;
    let node = root;
    let type;
    for (const part of path) {
      type = (isObject(node) && node.$type) || type;
      node = isObject(node) || Array.isArray(node) ? (Object.hasOwn(node, part) ? node[part] : undefined) : undefined;
    }
    return node === undefined ? undefined : { node, type, path };
  }

  /** The value of a token with every alias followed; notes and nothing when one leads nowhere or in a circle. */
  function resolve(path, node, inherited, seen) {
    const type = node.$type ?? inherited;
    const value = '$value' in node ? node.$value : node;
    const alias = typeof value === 'string' && /^\{[^{}]+\}$/.test(value) ? value : isObject(value) && typeof value.$ref === 'string' ? value.$ref : undefined;
    if (alias === undefined) return { type, value };
    let target = reach(alias);
    if (isObject(target?.node) && !('$value' in target.node) && isObject(target.node.$root)) target = { ...target, node: target.node.$root, path: [...target.path, '$root'] };
    if (!target) return note(path, 'alias', alias);
    const called = target.path.filter((part) => part !== '$value').join('.');
    if (seen.includes(called)) return note(path, 'circle', [...seen, called].join(' → '));
    const isToken = isObject(target.node) && ('$value' in target.node || '$ref' in target.node);
    if (isObject(target.node) && !isToken && !alias.startsWith('#')) return note(path, 'alias', alias);
    const next = isToken ? target.node : { $value: target.node };
    const found = resolve(path, next, target.type, [...seen, called]);
    return found && { type: node.$type ?? found.type ?? inherited, value: found.value };
  }

  /** The value as our grammar may have it. */
  function write(path, { type, value }) {
    const wrong = () => note(path, 'shape', JSON.stringify(value)?.slice(0, 80) ?? '');
    if (type === 'color') {
      if (typeof value === 'string') {
        const colour = readColour(value);
        return colour ? hex(colour) : wrong();
      }
      if (!isObject(value) || !Array.isArray(value.components)) return wrong();
      const parts = value.components.map((part) => (part === 'none' ? 0 : part));
      const found = ofSpace(value.colorSpace, parts, value.alpha ?? 1);
      if (found?.isOutside) note(path, 'gamut', `${value.colorSpace} → ${hex(found.colour)}`);
      if (found) return hex(found.colour);
      const instead = typeof value.hex === 'string' ? readColour(value.hex) : undefined;
      if (!instead) return note(path, 'space', String(value.colorSpace));
      note(path, 'space-hex', String(value.colorSpace));
      return hex(instead);
    }
    if (type === 'dimension') {
      const [amount, unit] = isObject(value) ? [value.value, value.unit] : (/^(-?[\d.]+)(px|rem)$/.exec(value) ?? []).slice(1);
      const number = Number(amount);
      if (amount === undefined || amount === '' || !Number.isFinite(number) || !['px', 'rem'].includes(unit)) return wrong();
      return `${Math.round(number * 100) / 100}${unit}`;
    }
    if (type === 'fontFamily') {
      const families = (Array.isArray(value) ? value : [value]).filter((family) => typeof family === 'string');
      if (!families.length) return wrong();
      // A list in one string is a list, too.
      return families.map((family) => (family.includes(',') || /^[A-Za-z-][A-Za-z0-9-]*$/.test(family) ? family : `"${family}"`)).join(', ');
    }
    if (type === 'fontWeight' && typeof value === 'string' && !/^\d+$/.test(value)) {
      const called = value.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase().replace(/[\s_]+/g, '-').replace(/^(extra|ultra|semi|demi)(?=[a-z])/, '$1-');
      return Object.hasOwn(WEIGHTS, called) ? String(WEIGHTS[called]) : wrong();
    }
    return ['string', 'number'].includes(typeof value) ? String(typeof value === 'number' ? Math.round(value * 100) / 100 : value) : wrong();
  }
}
