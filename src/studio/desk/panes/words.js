//! The words: every text by its key, edited in place, with what a language lacks; and the language's file.
//!
//! Always true: a changed text is seen in every frame that speaks the language, and is in the address while all of them together are few enough for one;
//! beyond that the pane says that a link does not carry them. A text is found by a press in a frame, in the list of all that the frame's screen says, in the
//! order it is read (each shows its place there), or by its key. What others put over the catalogues (`desk.own`) stays: only keys changed here are written there.
import { direction, find, forms, imported, index, packed, plain, rows, slots, source, unpacked, wanted, written } from '../catalogue.js';
import { el, icon, put } from '../el.js';
import { mark, pick, textsOf } from '../pick.js';

export const name = 'words';

const FILTERS = ['all', 'screen', 'changed', 'wrong', 'missing', 'long', 'same'];
/** As many rows are shown at once. */
const PAGE = 60;
/** The hand rests before a text becomes part of the address. */
const WRITTEN = 400;
/** A frame that has told something is looked through when it rests. */
const REST = 150;

export function draw(desk, host) {
  const say = (key, put) => desk.text(`words.${key}`, put);
  const files = new Map();
  let changes = unpacked(desk.settings.get('words'));
  let mine = {};
  let picking;
  let candidates = [];
  let shown = PAGE;
  let writing;
  let speaking;
  let looking;
  let screen = { rows: new Map(), others: 0 };
  let known = { of: '' };

  const language = () => desk.settings.get('words-in') ?? 'en';
  const key = () => desk.settings.get('words-key') ?? '';
  const filter = () => desk.settings.get('words-only') ?? 'all';

  const box = (select) => el('span.desk-select__box', {}, select);
  const languages = el('select.desk-select', { 'aria-label': say('language'), onchange: (event) => desk.set({ 'words-in': event.target.value === 'en' ? '' : event.target.value }) });
  const picker = el('button.pane-button', { type: 'button', 'aria-pressed': 'false', onclick: togglePick }, icon('pin'), say('pick'));
  const lister = el('button.pane-button', { type: 'button', onclick: () => choose(filter() === 'screen' ? 'all' : 'screen') }, icon('steps'), say('screen'));
  const hint = el('p.pane-note', { role: 'status' });
  const choices = el('div');
  const editor = el('div');
  const search = el('input.pane-input', { type: 'search', 'aria-label': say('search'), placeholder: say('search'), spellcheck: false, value: desk.settings.get('words-find') ?? '', oninput: () => { shown = PAGE; list(); }, onchange: () => desk.set('words-find', search.value.trim()) });
  const filters = el('select.desk-select', { 'aria-label': say('only'), onchange: (event) => choose(event.target.value) });
  const body = el('div');
  const count = el('p.pane-note', { role: 'status' });
  const link = el('p.pane-note');
  const told = el('div', { role: 'status' });
  const file = el('input', { type: 'file', accept: '.json,application/json', hidden: true, 'aria-label': say('import'), onchange: importFile });

  put(
    host,
    el('div.pane-head', {}, el('h2.pane-title', {}, desk.text('pane.words'))),
    el('div.words__top', {}, box(languages), picker, lister), hint, choices, editor,
    el('section.pane-section', { 'aria-labelledby': 'words-list' }, el('h3.pane-legend', { id: 'words-list' }, icon('globe'), say('list')), el('div.words__find', {}, search, box(filters)), count, body),
    el('section.pane-section', { 'aria-labelledby': 'words-file' }, el('h3.pane-legend', { id: 'words-file' }, icon('file'), say('file')), link,
      el('div.pane-row', {}, el('button.pane-button', { type: 'button', onclick: exportFile }, icon('save'), say('export')), el('button.pane-button', { type: 'button', onclick: () => file.click() }, icon('open'), say('import'))),
      el('button.pane-link', { type: 'button', onclick: discard }, say('discard')), file, told),
  );

  desk.on('change', async (changed) => {
    if (changed.has('words') && (desk.settings.get('words') ?? '') !== (packed(changes) ?? '')) {
      changes = unpacked(desk.settings.get('words'));
      speak();
    }
    if (['words', 'words-in', 'words-key', 'words-only'].some((one) => changed.has(one))) await show();
    if (changed.has('pane') && (desk.settings.get('pane') ?? '') !== name && picking) togglePick();
    if (changed.has('pane') && isOpen()) await show();
    if (changed.has('pane') && !isOpen()) point();
  });
  desk.on('frame', (frame) => {
    picking?.again(frame);
    look(frame);
  });
  desk.on('told', look);
  desk.on('active', () => filter() === 'screen' && isOpen() && choose('screen'));
  desk.on('ready', show);
  if (Object.keys(changes).length) speak();
  void show();

  function isOpen() {
    return desk.settings.get('pane') === name;
  }

  async function show() {
    if (!isOpen()) return;
    const tags = desk.lists?.languages ?? ['en'];
    const names = new Intl.DisplayNames('en', { type: 'language' });
    put(languages, tags.map((tag) => el('option', { value: tag, selected: tag === language() }, names.of(tag))));
    await Promise.all([load('en'), load(language())]);
    edit();
    list();
  }

  /** The file of a language as it is served, and its texts. */
  async function load(tag) {
    if (!files.has(tag)) {
      files.set(tag, fetch(`/locales/${tag}.json`).then((answer) => answer.text()).then((text) => ({ text, catalogue: JSON.parse(text) })));
      files.set(tag, await files.get(tag));
    }
    return files.get(tag);
  }

  const catalogue = (tag) => files.get(tag)?.catalogue ?? {};
  const now = (tag) => ({ ...catalogue(tag), ...changes[tag] });

  // Changing.

  function set(tag, of, text) {
    const own = { ...changes[tag] };
    if (text === undefined || text === catalogue(tag)[of]) delete own[of];
    else own[of] = text;
    changes = { ...changes, [tag]: own };
    speak();
    clearTimeout(writing);
    // Not as the field is left: what is drawn anew below would move from under the pointer that leaves it.
    writing = setTimeout(() => { keep(); list(); }, WRITTEN);
  }

  function keep() {
    clearTimeout(writing);
    const text = packed(changes);
    desk.set('words', text ?? '', `${language()} ${key()}`);
    tell();
  }

  /** Once for each picture: a frame fetches its catalogue anew for each. */
  function speak() {
    for (const tag of new Set([...Object.keys(mine), ...Object.keys(changes)])) {
      const others = { ...desk.own[tag] };
      for (const one of Object.keys(mine[tag] ?? {})) if (others[one] === mine[tag][one]) delete others[one];
      const all = { ...others, ...changes[tag] };
      if (Object.keys(all).length) desk.own[tag] = all;
      else delete desk.own[tag];
    }
    mine = structuredClone(changes);
    speaking ??= requestAnimationFrame(() => {
      speaking = undefined;
      desk.speakAnew();
    });
  }

  function discard() {
    changes = {};
    speak();
    keep();
    void show();
  }

  // Picking.

  function togglePick() {
    if (picking) {
      picking.end();
      picking = undefined;
    } else {
      picking = pick(desk.frames, picked);
    }
    picker.setAttribute('aria-pressed', !!picking);
    hint.textContent = picking ? say('pick.on') : '';
    if (!picking) {
      candidates = [];
      put(choices);
    }
  }

  const spokenBy = (frame) => ((desk.lists?.languages ?? ['en']).includes(frame.options.lang) ? frame.options.lang : 'en');

  /** The texts a frame may show. */
  function said(frame) {
    const tag = spokenBy(frame);
    const of = JSON.stringify([frame.options.lang, files.has(tag), desk.own[frame.options.lang], changes[tag]]);
    // What is on screen may be said in English where the language has no text; and the desk may have put words over it, for one language or as a language of its own.
    if (known.of !== of) {
      const texts = { ...catalogue('en'), ...catalogue(tag), ...desk.own[frame.options.lang], ...changes[tag] };
      known = { of, texts, all: index(texts), found: new Map() };
    }
    return known;
  }

  async function picked(frame, texts) {
    const tag = spokenBy(frame);
    await Promise.all([load('en'), load(tag)]);
    const { all } = said(frame);
    const ids = new Set();
    candidates = [];
    for (const isPart of [false, true]) {
      for (const text of texts) {
        for (const one of find(all, text, isPart)) {
          if (ids.has(one.key)) continue;
          ids.add(one.key);
          candidates.push({ ...one, text });
        }
      }
      if (candidates.length) break;
    }
    if (candidates.length) {
      hint.textContent = say(candidates.length > 1 ? 'pick.some' : 'pick.one', { count: candidates.length });
      if (tag !== language()) desk.set({ 'words-in': tag === 'en' ? '' : tag, 'words-key': candidates[0].key });
      else desk.set('words-key', candidates[0].key);
    } else hint.textContent = say('pick.none', { text: texts[0] ?? '' });
    edit();
  }

  // What a frame's screen says.

  /** Which texts are listed; those of a screen are in the language of its frame. */
  function choose(which) {
    shown = PAGE;
    const frame = desk.active ?? desk.frames[0];
    const changes = { 'words-only': which === 'all' ? '' : which };
    if (which === 'screen' && frame) changes['words-in'] = spokenBy(frame) === 'en' ? '' : spokenBy(frame);
    desk.set(changes);
    // Where nothing of it changed, the frame did.
    list();
  }

  function look(frame) {
    if (filter() !== 'screen' || !isOpen() || frame !== (desk.active ?? desk.frames[0])) return;
    clearTimeout(looking);
    looking = setTimeout(list, REST);
  }

  /** The keys of the screen's texts in the order they are read, with their places: `{ rows: Map of { elements, heard, candidates }, others }`. */
  function read() {
    const frame = desk.active ?? desk.frames[0];
    const result = { frame, rows: new Map(), others: 0 };
    if (!frame?.doc?.body) return result;
    const { texts: templates, all, found } = said(frame);
    const keysOf = (texts) => {
      const id = texts.join('\n');
      if (!found.has(id)) {
        const [own, ...around] = texts;
        // What is around belongs to a text only where this piece is said in it or put into it.
        const isIn = ({ key, values }) => plain(templates[key]).includes(plain(own)) || Object.values(values).some((value) => value === plain(own));
        const whole = around.map((text) => find(all, text).filter(isIn).map((one) => ({ ...one, text }))).find((some) => some.length);
        const exact = find(all, own).map((one) => ({ ...one, text: own }));
        found.set(id, exact.length ? exact : whole ?? find(all, own, true).map((one) => ({ ...one, text: own })));
      }
      return found.get(id);
    };
    for (const { element, texts, heard } of textsOf(frame.doc)) {
      const candidates = keysOf(texts);
      if (!candidates.length) {
        result.others += 1;
        continue;
      }
      const of = candidates[0].key;
      const row = result.rows.get(of) ?? { elements: [], heard: true, candidates };
      row.elements.push(element);
      row.heard &&= heard;
      result.rows.set(of, row);
    }
    return result;
  }

  /** Shows in the frame where a text stands: the one of a row, or else the one that is edited. */
  function point(of) {
    for (const { doc } of desk.frames) if (doc && doc !== screen.frame?.doc) mark(doc);
    if (!screen.frame?.doc?.body) return;
    const elements = filter() === 'screen' && isOpen() ? screen.rows.get(of ?? key())?.elements ?? [] : [];
    mark(screen.frame.doc, ...elements);
    if (of) elements[0]?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }

  // What is on screen of the pane.

  function edit() {
    put(choices, candidates.length > 1 ? el('ul.words__choices', { 'aria-label': say('choices') }, candidates.slice(0, 8).map((one) => el('li', {}, el('button.words__choice', { type: 'button', 'aria-pressed': String(one.key === key()), onclick: () => { desk.set('words-key', one.key); edit(); } }, el('code', { dir: 'ltr' }, one.key), el('span', {}, plain(one.text)))))) : undefined);
    const tag = language();
    const of = key();
    if (editor.dataset.of === `${tag} ${of}` && editor.contains(document.activeElement)) return;
    editor.dataset.of = `${tag} ${of}`;
    const english = catalogue('en');
    if (!of || !files.has(tag) || source(english, of) === undefined) return void put(editor, of || picking ? undefined : el('p.pane-note', {}, say('begin')));
    const faults = el('div', { role: 'status' });
    const area = el('textarea.pane-input.words__text', {
      id: 'words-text', rows: 3, value: now(tag)[of] ?? '', lang: tag, dir: direction(tag), spellcheck: true,
      oninput: () => { set(tag, of, area.value); judge(); },
    });
    const speaks = desk.frames.some(({ options: { lang } }) => lang === tag || (tag === 'en' && !desk.lists?.languages.includes(lang)));
    const judge = () => {
      const row = rows(tag, english, now(tag)).find((one) => one.key === of);
      put(faults, row?.faults.map(faultLine));
      back.hidden = !(of in (changes[tag] ?? {}));
    };
    const insert = (slot) => {
      area.setRangeText(`{${slot}}`, area.selectionStart, area.selectionEnd, 'end');
      area.focus();
      area.dispatchEvent(new Event('input'));
    };
    const back = el('button.pane-link', { type: 'button', onclick: () => { area.value = catalogue(tag)[of] ?? ''; set(tag, of, undefined); judge(); keep(); list(); } }, say('reset'));
    const base = of.split('#')[0];
    const plurals = of.includes('#') ? forms(tag).map((one) => `${base}#${one}`) : [];
    put(
      editor,
      el('div.words__editor', {},
        el('div.words__key', {}, el('label', { htmlFor: 'words-text' }, el('code', { dir: 'ltr' }, of)), back),
        plurals.length > 1 ? el('div.pane-row', { role: 'group', 'aria-label': say('forms') }, plurals.map((one) => el('button.pane-chip', { type: 'button', 'aria-pressed': String(one === of), onclick: () => { desk.set('words-key', one); edit(); } }, one.split('#')[1]))) : undefined,
        tag === 'en' ? undefined : el('p.words__english', { lang: 'en', dir: 'ltr' }, source(english, of)),
        area,
        slots(source(english, of)).length ? el('div.pane-row', { role: 'group', 'aria-label': say('places') }, [...new Set(slots(source(english, of)))].map((slot) => el('button.pane-chip.words__slot', { type: 'button', onclick: () => insert(slot) }, `{${slot}}`))) : undefined,
        faults,
        speaks ? undefined : el('p.pane-note', {}, say('unheard'))),
    );
    judge();
  }

  function faultLine(one) {
    return el(`p.words__fault.words__fault--${one.kind}`, {}, icon(one.kind === 'error' ? 'alert' : 'eye'), el('span', {}, say(`fault.${one.what}`, { names: one.names?.map((slot) => (one.what === 'long' ? slot : `{${slot}}`)).join(', ') ?? '' })));
  }

  function list() {
    const tag = language();
    if (!files.has(tag) || !files.has('en')) return;
    const own = changes[tag] ?? {};
    const all = rows(tag, catalogue('en'), now(tag));
    const has = (row, ...what) => row.faults.some((one) => what.includes(one.what));
    const is = {
      all: () => true,
      changed: (row) => row.key in own,
      wrong: (row) => row.faults.some((one) => one.kind === 'error') && !has(row, 'missing', 'form'),
      missing: (row) => has(row, 'missing', 'form'),
      long: (row) => has(row, 'long'),
      same: (row) => has(row, 'same'),
    };
    const isScreen = filter() === 'screen';
    screen = isScreen ? read() : { rows: new Map(), others: 0, frame: screen.frame };
    lister.setAttribute('aria-pressed', isScreen);
    put(filters, FILTERS.map((one) => el('option', { value: one, selected: one === filter() }, one === 'screen' ? say('only.screen') : say(`only.${one}`, { count: all.filter(is[one]).length }))));
    const wanted = search.value.trim();
    const low = plain(wanted).toLowerCase();
    // A sentence as it stands on screen finds its key, too.
    const fits = wanted ? new Set(find(index(now(tag)), wanted).map((one) => one.key)) : new Set();
    const byKey = isScreen ? new Map(all.map((row) => [row.key, row])) : undefined;
    const some = isScreen ? [...screen.rows.keys()].map((one) => byKey.get(one)).filter(Boolean) : all.filter(is[filter()]);
    const hits = some.filter((row) => !low || fits.has(row.key) || row.key.includes(low) || [row.text, row.english].some((text) => text && plain(text).toLowerCase().includes(low)));
    count.textContent = isScreen ? say('count.screen', { count: hits.length, others: screen.others }) : say('count', { count: hits.length, all: all.length });
    const held = body.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    put(body, el('ul.words__list', {}, hits.slice(0, shown).map((row) => el('li', {}, rowOf(row, tag, own)))),
      hits.length > shown ? el('button.pane-button.pane-button--block', { type: 'button', onclick: () => { shown += PAGE; list(); } }, say('more', { count: hits.length - shown })) : undefined);
    if (held) [...body.querySelectorAll('.words__row')].find((one) => one.dataset.key === held)?.focus({ preventScroll: true });
    else point();
    tell();
  }

  function rowOf(row, tag, own) {
    const place = screen.rows.get(row.key);
    const press = () => {
      candidates = place?.candidates ?? [];
      desk.set('words-key', row.key);
      edit();
      editor.scrollIntoView({ block: 'nearest' });
      host.querySelector('#words-text')?.focus();
    };
    const badges = [
      place?.heard && el('span.words__badge.words__badge--note', {}, say('heard')),
      place?.elements.length > 1 && el('span.words__badge.words__badge--note', {}, say('times', { count: place.elements.length })),
      row.key in own && el('span.words__badge', {}, say('changed')),
      row.faults.map((one) => el(`span.words__badge.words__badge--${one.kind}`, {}, say(`badge.${one.what}`, { names: one.names?.join(', ') ?? '' }))),
    ].flat().filter(Boolean);
    const pointing = place ? { onfocus: () => point(row.key), onblur: () => point(), onpointerenter: () => point(row.key), onpointerleave: () => point() } : {};
    return el('button.words__row', { type: 'button', 'data-key': row.key, 'aria-pressed': String(row.key === key()), onclick: press, ...pointing },
      el('code', { dir: 'ltr' }, row.key), el('span', { lang: row.text === undefined ? 'en' : tag, dir: row.text === undefined ? 'ltr' : direction(tag) }, row.text ?? row.english),
      badges.length ? el('span.words__badges', {}, badges) : undefined);
  }

  function tell() {
    const number = Object.values(changes).reduce((sum, texts) => sum + Object.keys(texts).length, 0);
    link.textContent = number === 0 ? say('link.none') : say(packed(changes) === undefined ? 'link.many' : 'link.few', { count: number });
  }

  // The file.

  async function exportFile() {
    const tag = language();
    await Promise.all([load('en'), load(tag)]);
    desk.save(`${tag}.json`, written(files.get(tag).text, changes[tag] ?? {}, wanted(tag, catalogue('en'))), 'application/json');
    const wrong = rows(tag, catalogue('en'), now(tag)).filter((row) => row.faults.some((one) => one.kind === 'error')).length;
    put(told, el('p.pane-note', {}, wrong ? say('exported.wrong', { file: `${tag}.json`, count: wrong }) : say('exported', { file: `${tag}.json` })));
  }

  async function importFile() {
    const [given] = file.files;
    file.value = '';
    if (!given) return;
    const tag = language();
    await Promise.all([load('en'), load(tag)]);
    const result = imported(await given.text(), tag, catalogue('en'), catalogue(tag));
    changes = { ...changes, [tag]: { ...changes[tag], ...result.changes } };
    speak();
    keep();
    edit();
    list();
    put(told, el('p.pane-note', {}, say('imported', { count: Object.keys(result.changes).length, file: given.name, language: tag })), result.notes.length ? el('ul.theme__import', {}, result.notes.slice(0, 30).map((note) => el('li', {}, say(`imported.${note.what}`, { key: note.key })))) : undefined);
  }
}
