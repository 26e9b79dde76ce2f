//! The theme: the tokens a merchant may set, live on every frame, with what is wrong about them, and the two files.
//!
//! Always true: the theme is in the address (`tokens`, `dark`), so undo and links are the desk's own; nothing is given away as a file while a pair of
//! colours fails or a frame shows a place that is too small or does not fit.
import { LEAST, PROMISED, outline, places } from '../checks.js';
import { hex, read } from '../colour.js';
import { read as readTokens } from '../design-tokens.js';
import { el, icon, put } from '../el.js';
import { GROUPS, OURS, PRESETS, TOKENS, colourOf, configuration, contrasts, css, pixels, presetOf, readSide, repairs, tidy, values, write } from '../tokens.js';
import { seen, sideOf, wear } from '../wear.js';

export const name = 'theme';

/** After the last change, before the frames are looked at: they are looked at whole. */
const REST = 250;
/** The pairs are looked at sooner: a frame's picture later. */
const CHECKED = 60;
/** A slider's change becomes part of the address when the hand rests. */
const WRITTEN = 300;
/** Button corners from here on are round. */
const ROUND = 40;
const SLIDERS = {
  'radius': [0, 40, 1], 'input-radius': [0, 40, 1], 'button-radius': [0, ROUND, 1], 'font-size-base': [14, 24, 0.5], 'line-height': [1.2, 2, 0.05], 'space-unit': [3, 6, 0.25],
  'input-height': [44, 72, 1], 'button-height': [44, 80, 1], 'tap-size': [44, 64, 1], 'max-width': [320, 1600, 10], 'sticky-offset': [0, 200, 4],
};
const FIRST = ['radius', 'button-radius', 'font-size-base'];
const FONTS = ['system-ui, sans-serif', 'Inter, "Helvetica Neue", Arial, sans-serif', 'Georgia, "Noto Serif", serif', PRESETS.lyng.light['font-family-heading'], 'ui-monospace, Menlo, monospace'];

export function draw(desk, host) {
  const say = (key, put) => desk.text(`theme.${key}`, put);
  let theme = fromAddress();
  const side = () => (desk.settings.get('side') === 'dark' ? 'dark' : 'light');
  let found = [];
  let notes = [];
  let writing;
  let looking;
  let checking;
  let checked = '';
  let part = '';

  // What is drawn once, and what is drawn anew.

  const controls = new Map();
  const preset = el('span.theme__preset');
  const chips = Object.keys(PRESETS).map((one) => el('button.pane-chip', { type: 'button', onclick: () => change(structuredClone(PRESETS[one]), undefined, one) }, el(`span.theme__dot.theme__dot--${one}`, { 'aria-hidden': 'true' }), say(`preset.${one}`)));
  const sides = ['light', 'dark'].map((one) => el('label.pane-chip', {}, el('input', { type: 'radio', name: 'theme-side', value: one, checked: one === side(), onchange: () => desk.set('side', one === 'light' ? '' : one) }), say(`side.${one}`)));
  const speed = el('output.theme__speed', { 'aria-live': 'off' });
  const file = el('input', { type: 'file', accept: '.json,.tokens,application/json', 'aria-label': say('import'), hidden: true, onchange: importFile });
  const told = el('div.theme__notes', { role: 'status' });
  const pairs = el('div');
  const small = el('div');
  const wide = el('div');
  const verdict = el('div.theme__verdict', { role: 'status', tabIndex: -1 });
  const outlined = el('input', { type: 'checkbox', checked: !desk.settings.has('outline'), onchange: () => desk.set('outline', outlined.checked ? '' : 'off') });

  put(
    host,
    el('div.pane-head', {}, el('h2.pane-title', {}, desk.text('pane.theme'), preset)),
    el('div.pane-row', { role: 'group', 'aria-label': say('presets') }, chips,
      el('button.pane-chip', { type: 'button', onclick: () => file.click() }, icon('open'), say('import'))), file, told,
    group('colour', el('div.pane-row.theme__sides', { role: 'radiogroup', 'aria-label': say('side') }, sides), el('ul.theme__tokens', {}, GROUPS.colour.map(colourRow))),
    group('shape-type', el('div.theme__sliders', {}, FIRST.map(slider)), el('details.pane-more', {}, el('summary', {}, say('more')),
      el('div.theme__sliders', {}, GROUPS.shape.filter((one) => SLIDERS[one] && !FIRST.includes(one)).map(slider), slider('line-height')),
      el('div.theme__texts', {}, ['font-family', 'font-family-heading'].map(fontRow), ['regular', 'medium', 'bold'].map((one) => weightRow(`font-weight-${one}`)), motionRow()))),
    el('p.theme__spent', {}, icon('clock'), speed),
    section('contrast', 'eye', pairs),
    section('target', 'pin', small),
    section('overflow', 'sliders', el('label.theme__outlined', {}, outlined, say('outline')), wide),
    section('export', 'save', verdict, el('div.pane-row', {}, el('button.pane-button', { type: 'button', onclick: () => desk.export() }, icon('save'), say('export.do')))),
    el('datalist', { id: 'theme-fonts' }, FONTS.map((font) => el('option', { value: font }))),
  );

  desk.theme = () => theme;
  desk.export = () => {
    check();
    if (faults().length) {
      desk.set('pane', '');
      verdict.focus();
      verdict.scrollIntoView({ block: 'nearest' });
      desk.say(refusal());
      return;
    }
    desk.save('kassa-theme.css', css(theme), 'text/css');
    desk.save('kassa-configuration.json', `${JSON.stringify(configuration(theme), null, 2)}\n`, 'application/json');
    desk.say(say('export.done'));
  };
  desk.on('change', (changed) => {
    if (changed.has('side')) fill();
    if (changed.has('outline')) {
      outlined.checked = !desk.settings.has('outline');
      mark();
    }
    if (!changed.has('tokens') && !changed.has('dark')) return;
    const now = fromAddress();
    if (['light', 'dark'].every((one) => write(now, one) === write(theme, one))) return;
    theme = now;
    dress();
    fill();
  });
  desk.on('frame', (frame) => {
    follow(frame);
    if (frame.doc) wear(frame.doc, theme);
    look();
  });
  desk.on('told', look);
  for (const frame of desk.frames) if (frame.doc) { follow(frame); wear(frame.doc, theme); }
  fill();
  look();

  function fromAddress() {
    return { light: readSide(desk.settings.get('tokens'), 'light'), dark: readSide(desk.settings.get('dark'), 'dark') };
  }

  // Changing.

  function change(to, event, of = part) {
    part = of;
    theme = to;
    dress(event);
    fill();
    clearTimeout(writing);
    if (event?.type === 'input') writing = setTimeout(keep, WRITTEN);
    else keep();
  }

  function keep() {
    clearTimeout(writing);
    desk.set({ tokens: write(theme, 'light'), dark: write(theme, 'dark') }, undefined, part);
  }

  function set(token, value, event) {
    // What of another token is not in the address yet goes there first: it is a change of its own to undo.
    if (token !== part) keep();
    part = token;
    // Everything but colours is of both sides.
    const of = TOKENS[token].kind === 'colour' ? side() : 'light';
    const own = { ...theme[of] };
    if (value === undefined || value === OURS[of][token]) delete own[token];
    else own[token] = value;
    const dark = of === 'light' && TOKENS[token].kind !== 'colour' ? Object.fromEntries(Object.entries(theme.dark).filter(([one]) => one !== token)) : theme.dark;
    change(of === 'light' ? { light: own, dark } : { ...theme, dark: own }, event);
  }

  function dress(event) {
    const from = event?.timeStamp ?? performance.now();
    for (const frame of desk.frames) if (frame.doc) wear(frame.doc, theme);
    spent(from);
    look();
  }

  /** From the change to the moment after the next picture of the slowest frame. */
  function spent(from) {
    const painted = desk.frames.filter((frame) => frame.doc).map((frame) => new Promise((done) => {
      frame.doc.defaultView.requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(0);
      });
    }));
    void Promise.all(painted).then((all) => {
      if (!all.length) return;
      const took = Math.max(...all) - from;
      desk.spent = took;
      speed.value = say('spent', { ms: Math.max(1, Math.round(took)), frames: all.length });
    });
  }

  function follow(frame) {
    if (!frame.doc || frame.followed === frame.doc) return;
    frame.followed = frame.doc;
    const { MutationObserver } = frame.doc.defaultView;
    new MutationObserver(() => { wear(frame.doc, theme); look(); }).observe(frame.doc.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  }

  // The controls.

  function group(of, ...children) {
    return el('fieldset.pane-group', {}, el('legend.pane-legend', {}, say(`group.${of}`)), children);
  }

  function section(of, drawing, ...children) {
    return el('section.pane-section', { 'aria-labelledby': `theme-${of}` }, el('h3.pane-legend', { id: `theme-${of}` }, icon(drawing), say(`check.${of}`)), children);
  }

  function reset(token) {
    return el('button.theme__reset', { type: 'button', 'aria-label': say('reset', { token: say(`token.${token}`) }), title: say('reset', { token: say(`token.${token}`) }), onclick: () => set(token, undefined) }, icon('undo'));
  }

  function colourRow(token) {
    const id = `theme-${token}`;
    const swatch = el('input.theme__swatch', { type: 'color', 'aria-label': say('swatch', { token: say(`token.${token}`) }), oninput: (event) => set(token, event.target.value, event), onchange: keep });
    const text = el('input.pane-input', {
      id, type: 'text', spellcheck: false, autocomplete: 'off', maxLength: 200,
      oninput(event) {
        const value = colourOfText(event.target.value);
        if (value) set(token, value, event);
      },
      onchange(event) {
        const value = colourOfText(event.target.value);
        mind(event.target, value);
        if (value) set(token, value, event);
      },
    });
    const back = reset(token);
    controls.set(token, (all, isOwn) => {
      swatch.value = hex({ ...(read(all[token]) ?? read('#000')), alpha: 1 });
      if (text !== document.activeElement) {
        text.value = all[token];
        mind(text, true);
      }
      back.hidden = !isOwn;
    });
    return el('li.theme__token', {}, swatch, el('label', { htmlFor: id, title: `--kassa-${token}` }, say(`token.${token}`)), back, text);
  }

  /** Any colour the browser knows, names too, as the grammar has it. */
  function colourOfText(text) {
    const said = tidy('color-primary', text);
    if (said || !text.trim()) return said;
    const probe = el('i', { hidden: true });
    probe.style.color = text;
    if (!probe.style.color || /var\(|currentcolor|inherit|initial|unset|revert/i.test(text)) return undefined;
    document.body.append(probe);
    const computed = getComputedStyle(probe).color;
    probe.remove();
    return tidy('color-primary', computed);
  }

  function mind(input, isGood) {
    input.toggleAttribute('aria-invalid', false);
    if (!isGood) input.setAttribute('aria-invalid', 'true');
  }

  function slider(token) {
    const [least, most, step] = SLIDERS[token];
    const isLength = TOKENS[token].kind === 'length';
    const output = el('output');
    const written = (number) => (token === 'button-radius' && number >= ROUND ? '999px' : isLength ? `${number}px` : String(number));
    const range = el('input', { type: 'range', min: least, max: most, step, oninput: (event) => set(token, written(Number(event.target.value)), event), onchange: keep });
    const back = reset(token);
    controls.set(token, (all, isOwn) => {
      const number = isLength ? pixels(all[token]) : Number(all[token]);
      range.value = number;
      output.value = token === 'button-radius' && number >= ROUND ? say('round') : String(number);
      range.setAttribute('aria-valuetext', output.value);
      back.hidden = !isOwn;
    });
    return el('div.theme__slider', {}, el('label', { title: `--kassa-${token}` }, el('span', {}, say(`token.${token}`)), range), back, output);
  }

  function fontRow(token) {
    const input = el('input.pane-input', {
      type: 'text', list: 'theme-fonts', spellcheck: false, maxLength: 200,
      onchange(event) {
        const text = event.target.value.trim();
        const value = tidy(token, text);
        mind(event.target, value || !text);
        if (value || !text) set(token, value, event);
      },
    });
    controls.set(token, (all) => { if (input !== document.activeElement) input.value = all[token]; });
    return el('label.theme__text', { title: `--kassa-${token}` }, el('span', {}, say(`token.${token}`)), input);
  }

  function weightRow(token) {
    const select = el('select.desk-select', { onchange: (event) => set(token, event.target.value, event) }, [1, 2, 3, 4, 5, 6, 7, 8, 9].map((hundreds) => el('option', { value: String(hundreds * 100) }, String(hundreds * 100))));
    controls.set(token, (all) => { select.value = all[token]; });
    return el('label.theme__text', { title: `--kassa-${token}` }, el('span', {}, say(`token.${token}`)), el('span.desk-select__box', {}, select));
  }

  function motionRow() {
    const box = el('input', { type: 'checkbox', onchange: (event) => set('motion', event.target.checked ? '0' : undefined, event) });
    controls.set('motion', (all) => { box.checked = all.motion === '0'; });
    return el('label.theme__outlined', { title: '--kassa-motion' }, box, say('token.motion'));
  }

  function fill() {
    const all = values(theme, side());
    for (const [token, show] of controls) show(all, token in theme[TOKENS[token].kind === 'colour' ? side() : 'light']);
    for (const [at, one] of ['light', 'dark'].entries()) sides[at].querySelector('input').checked = one === side();
    const is = presetOf(theme);
    preset.textContent = say(`preset.${is ?? 'own'}`);
    for (const [at, one] of Object.keys(PRESETS).entries()) chips[at].setAttribute('aria-pressed', one === is);
    // After the picture of the change: to find colours that pass takes longer than to show one.
    clearTimeout(checking);
    checking = setTimeout(check, CHECKED);
  }

  // The checks.

  /** The frames are looked at once they rest. */
  function look() {
    clearTimeout(looking);
    looking = setTimeout(() => whenIdle(() => {
      found = desk.frames.flatMap((frame, at) => (frame.doc ? places(frame.doc).map((place) => ({ ...place, frame, at })) : []));
      mark();
      check();
    }), REST);
  }

  function mark(chosen) {
    for (const frame of desk.frames) if (frame.doc) outline(frame.doc, outlined.checked ? found.filter((place) => place.frame === frame) : [], chosen?.element);
  }

  function ratios(of) {
    const frame = desk.frames.find((one) => one.doc?.body && !one.options.forced && one.doc.documentElement.dataset.theme !== 'lyng' && sideOf(one.doc) === of);
    const computed = frame ? seen(frame.doc) : {};
    return contrasts(theme, of, (token) => computed[token]);
  }

  function faults() {
    const failing = ['light', 'dark'].flatMap((of) => ratios(of).filter((pair) => !pair.passes).map((pair) => ({ ...pair, side: of })));
    return [...failing, ...found];
  }

  function refusal() {
    const failing = ['light', 'dark'].flatMap((of) => ratios(of).filter((pair) => !pair.passes));
    const [targets, rest] = [found.filter(isTarget).length, found.filter((place) => !isTarget(place)).length];
    const parts = [failing.length && say('export.contrast', { count: failing.length }), targets && say('export.target', { count: targets }), rest && say('export.overflow', { count: rest })];
    return say('export.refused', { what: parts.filter(Boolean).join(', ') });
  }

  function check() {
    clearTimeout(checking);
    const both = { light: ratios('light'), dark: ratios('dark') };
    const failing = ['light', 'dark'].flatMap((of) => both[of].filter((pair) => !pair.passes).map((pair) => ({ ...pair, side: of })));
    const offered = ['light', 'dark'].flatMap((of) => repairs(theme, of).map((to) => ({ to, side: of })));
    // What has not changed is not drawn anew: somebody may be on one of its buttons.
    const now = JSON.stringify([theme, side(), both, found.map(({ kind, selector, detail, at, frame }) => [kind, selector, detail, at, frame.options.width])]);
    if (now === checked) return;
    checked = now;
    const holder = [pairs, small, wide].find((place) => place.contains(document.activeElement));
    const nth = holder ? [...holder.querySelectorAll('button')].indexOf(document.activeElement) : -1;
    const title = (pair) => say('pair', { front: say(`token.${pair.front}`), back: say(`token.${pair.back}`) });
    const cell = (pair) => el(`td.theme__ratio${pair.passes ? '' : '.theme__ratio--bad'}`, {}, el('span', {}, pair.passes ? undefined : icon('alert'), pair.passes ? undefined : el('span.kassa-visually-hidden', {}, say('fails')), (Math.floor(pair.ratio * 10) / 10).toFixed(1)));
    const row = (pair, at) => el('tr', {}, el('th', { scope: 'row' }, el('span.theme__pair', { 'aria-hidden': 'true' }, sample(pair)), el('span', {}, title(pair), el('small', {}, say('needs', { least: pair.least.toFixed(1) })))), cell(both.light[at]), cell(both.dark[at]));
    const isBad = (pair, at) => !both.light[at].passes || !both.dark[at].passes;
    const table = (rows) => el('table.theme__table', {}, el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, el('span.kassa-visually-hidden', {}, say('pair.name'))), ['light', 'dark'].map((of) => el('th', { scope: 'col' }, say(`side.${of}`))))), el('tbody', {}, rows));
    const rows = both.light.map((pair, at) => [pair, at]);
    const isOpen = pairs.querySelector('details')?.open;
    const bad = rows.filter(([pair, at]) => isBad(pair, at));
    const good = rows.filter(([pair, at]) => !isBad(pair, at));
    put(
      pairs,
      bad.length ? table(bad.map(([pair, at]) => row(pair, at))) : el('p.theme__fine', {}, icon('circle'), say('contrast.fine', { count: rows.length * 2 })),
      offered.map((one) => {
        const dot = el('span.theme__chip-dot', { 'aria-hidden': 'true' });
        dot.style.backgroundColor = one.to.value;
        return el('button.pane-button.pane-button--block.theme__repair', { type: 'button', onclick: () => mend(one) }, dot, el('span', {}, say('repair', { value: one.to.value, token: say(`token.${one.to.name}`), side: say(`side.${one.side}`) })));
      }),
      el('details.pane-more', { open: isOpen ?? false }, el('summary', {}, say('contrast.all')), table(good.map(([pair, at]) => row(pair, at)))),
    );
    listed(small, found.filter(isTarget), 'target.fine');
    listed(wide, found.filter((place) => !isTarget(place)), 'overflow.fine');
    const all = [...failing, ...found];
    if (nth >= 0) {
      const left = [...holder.querySelectorAll('button')];
      (left[Math.min(nth, left.length - 1)] ?? verdict).focus();
    }
    verdict.className = `theme__verdict${all.length ? ' theme__verdict--bad' : ''}`;
    put(verdict, icon(all.length ? 'alert' : 'circle'), el('span', {}, all.length ? refusal() : say('export.ready', { count: Object.keys(theme.light).length + Object.keys(theme.dark).length })));
  }

  function sample(pair) {
    const dot = el('span.theme__sample', {}, 'a');
    const all = values(theme, side());
    dot.style.color = hex(colourOf(all, side(), pair.front));
    dot.style.backgroundColor = hex(colourOf(all, side(), pair.back));
    return dot;
  }

  function mend({ side: of, to }) {
    desk.set('side', of === 'light' ? '' : of);
    change({ ...theme, [of]: { ...theme[of], [to.name]: to.value } });
  }

  function listed(place, list, fine) {
    put(place, list.length
      ? el('ul.theme__places', {}, list.slice(0, 12).map((one) => el('li', {}, el('button.theme__place', { type: 'button', onclick: () => goTo(one) },
        el('span.theme__place-what', {}, icon('alert'), el('span', {}, say(`place.${one.kind}`, { size: one.detail, promised: PROMISED, least: LEAST }))),
        el('code', { dir: 'ltr' }, one.selector), el('small', {}, say('place.frame', { number: one.at + 1, width: one.frame.options.width }))))), list.length > 12 ? el('li', {}, say('place.more', { count: list.length - 12 })) : undefined)
      : el('p.theme__fine', {}, icon('circle'), say(fine)));
  }

  function goTo({ frame, selector, element }) {
    // The frame may have drawn it anew since.
    const place = found.find((one) => one.frame === frame && one.selector === selector) ?? { frame, element };
    place.element.scrollIntoView({ block: 'center', inline: 'nearest' });
    place.frame.element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    mark(place);
  }

  // Tokens of somebody else's.

  async function importFile() {
    const [given] = file.files;
    file.value = '';
    if (!given) return;
    const result = readTokens(await given.text());
    notes = result.notes;
    if (result.taken) change({ light: { ...theme.light, ...result.theme.light }, dark: { ...theme.dark, ...result.theme.dark } }, undefined, 'import');
    put(
      told,
      el('p', {}, say('import.taken', { count: result.taken, file: given.name })),
      notes.length ? el('details.pane-more', { open: !result.taken || notes.length < 6 }, el('summary', {}, say('import.notes', { count: notes.length })), el('ul.theme__import', {}, notes.slice(0, 60).map((note) => el('li', {}, note.path ? el('code', { dir: 'ltr' }, note.path) : undefined, ' ', say(`import.${note.why}`, { detail: note.detail }))))) : undefined,
      el('button.pane-link', { type: 'button', onclick: () => put(told) }, say('import.close')),
    );
  }
}

/** Long lists are looked at when nobody waits for anything else; not every browser can tell. */
const whenIdle = globalThis.requestIdleCallback ? (act) => requestIdleCallback(act, { timeout: 1000 }) : (act) => act();
const isTarget = (place) => place.kind === 'small' || place.kind === 'tiny';
