//! Scenarios that somebody keeps: a name for what is shown, and the list to open, rename and remove from.
//!
//! Always true: they are in this browser alone, as text at one place; where it holds nothing they last until the window closes, and that is said.
//! What is removed can be put back while the list is open. Who opens or closes the list finds the focus where it was.

import { SCENARIO, readAddress, scenarioOf } from './address.js';
import { el, icon, put } from './el.js';
import { LONGEST, PLACE, fileOf, keep, named, readKept, remove, rename, takeFile, tidy, writeKept } from './saved.js';
import { scenarioName } from './top.js';

/** A file larger than this has no scenarios in it. */
const LARGEST = 1_000_000;

/** Puts a scenario on the desk in place of another; everything else stays. */
export function openScenario(desk, query) {
  const to = readAddress(query);
  desk.set(Object.fromEntries([...SCENARIO.map((name) => [name, to.get(name) ?? '']), ['example', ''], ['moment', '']]));
}

/** The button that opens the list; `desk.kept` is what is in it, and 'kept' is fired when that changes. */
export function savedList(desk) {
  const say = (key, values) => desk.text(`kept.${key}`, values);
  let holds = true;
  let gone; // what was just removed, and may come back
  let renamed; // whose name is being changed
  desk.kept = read();

  const query = () => scenarioOf(desk.settings);
  const button = el('button.desk-button', { type: 'button', 'aria-haspopup': 'dialog', title: say('title'), onclick: open }, icon('star'), say('open'));
  const field = el('input.desk-input', { type: 'text', id: 'kept-name', maxLength: LONGEST, autocomplete: 'off', spellcheck: false, oninput: name });
  const submit = el('button.desk-button.desk-button--primary', { type: 'submit' });
  const form = el('form.desk-kept__new', { onsubmit: save }, el('label.desk-legend', { htmlFor: 'kept-name' }, say('name')), el('div.desk-row', {}, field, submit));
  const body = el('div.desk-kept__body');
  const said = el('p.desk-hint', { role: 'status' });
  const file = el('input', { type: 'file', accept: '.json,application/json', hidden: true, 'aria-label': say('import'), onchange: take });
  const give = el('button.desk-button', { type: 'button', onclick: () => desk.save('kassa-scenarios.json', fileOf(desk.kept), 'application/json') }, icon('save'), say('export'));
  const dialog = el('div.desk-popover.desk-kept', { popover: 'auto', role: 'dialog', 'aria-labelledby': 'kept-title' },
    el('h2.desk__title', { id: 'kept-title' }, say('heading')), form, body, said,
    el('div.desk-row', {}, give, el('button.desk-button', { type: 'button', onclick: () => file.click() }, icon('open'), say('import')), file));

  dialog.addEventListener('toggle', ({ newState }) => {
    if (newState !== 'closed') return;
    gone = renamed = undefined;
    if (!document.activeElement || document.activeElement === document.body || dialog.contains(document.activeElement)) button.focus({ preventScroll: true });
  });
  // Another window of the desk has kept one.
  addEventListener('storage', ({ key }) => {
    if (key !== PLACE && key !== null) return;
    desk.kept = read();
    desk.fire('kept');
    draw();
  });
  return { button, dialog };

  function open() {
    said.textContent = holds ? '' : say('nowhere');
    field.value = named(desk.kept, field.value)?.query === query() ? field.value : desk.kept.find((one) => one.query === query())?.name ?? scenarioName(desk);
    name();
    draw();
    dialog.showPopover();
    const [from, box] = [button.getBoundingClientRect(), dialog.getBoundingClientRect()];
    dialog.style.insetBlockStart = `${Math.max(8, Math.min(from.bottom + 6, innerHeight - box.height - 8))}px`;
    dialog.style.insetInlineStart = `${Math.max(8, Math.min(from.left, innerWidth - box.width - 8))}px`;
    field.focus();
    // All of it marked, and its beginning in view.
    field.setSelectionRange(0, field.value.length, 'backward');
  }

  /** What the button beside the name does. */
  function name() {
    const own = named(desk.kept, field.value);
    submit.textContent = say(own && own.query !== query() ? 'replace' : 'save');
  }

  function save(event) {
    event.preventDefault();
    if (!tidy(field.value)) {
      said.textContent = say('nameless');
      field.focus();
      return;
    }
    change(keep(desk.kept, field.value, query()));
    dialog.hidePopover();
    desk.say(say(holds ? 'saved' : 'saved-nowhere', { name: tidy(field.value) }));
  }

  function draw() {
    give.disabled = !desk.kept.length;
    const rows = desk.kept.map((one) => (renamed === one.name ? renaming(one) : row(one)));
    if (gone) rows.splice(gone.at, 0, el('li.desk-kept__row.desk-kept__row--gone', {}, el('span', {}, say('removed', { name: gone.one.name })), el('button.desk-button.desk-button--small', { type: 'button', 'data-undo': '', onclick: () => putBack() }, icon('undo'), say('undo'))));
    put(body, rows.length ? el('ul.desk-kept__list', { 'aria-labelledby': 'kept-title' }, rows) : el('p.desk-kept__none', {}, icon('star'), say('none')));
  }

  function row(one) {
    const act = (what, drawing, act) => el('button.desk-icon', { type: 'button', 'aria-label': say(what, { name: one.name }), title: say(what, { name: one.name }), onclick: act }, icon(drawing));
    return el('li.desk-kept__row', {},
      el('button.desk-kept__open', {
        type: 'button',
        'aria-current': one.query === query() ? 'true' : undefined,
        onclick() {
          dialog.hidePopover();
          openScenario(desk, one.query);
        },
      }, one.name),
      act('rename', 'pencil', () => {
        renamed = one.name;
        draw();
        body.querySelector('input').select();
      }),
      act('remove', 'close', () => {
        gone = { one, at: desk.kept.indexOf(one) };
        change(remove(desk.kept, one.name));
        draw();
        body.querySelector('[data-undo]').focus();
      }));
  }

  function renaming(one) {
    const to = el('input.desk-input', { type: 'text', value: one.name, maxLength: LONGEST, autocomplete: 'off', spellcheck: false, 'aria-label': say('new-name', { name: one.name }) });
    const leave = (name) => {
      renamed = undefined;
      draw();
      [...body.querySelectorAll('.desk-kept__open')].find(({ textContent }) => textContent === name)?.focus();
    };
    to.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      // Only out of the name, not out of the list.
      event.preventDefault();
      event.stopPropagation();
      leave(one.name);
    });
    return el('li.desk-kept__row', {}, el('form.desk-row', {
      onsubmit(event) {
        event.preventDefault();
        const list = rename(desk.kept, one.name, to.value);
        if (list === desk.kept) {
          said.textContent = say(tidy(to.value) ? 'taken' : 'nameless', { name: tidy(to.value) });
          to.focus();
          return;
        }
        said.textContent = '';
        change(list);
        leave(tidy(to.value));
      },
    }, to, el('button.desk-button.desk-button--small', { type: 'submit' }, say('rename-do'))));
  }

  function putBack() {
    const { one } = gone;
    gone = undefined;
    change(keep(desk.kept, one.name, one.query));
    draw();
    [...body.querySelectorAll('.desk-kept__open')].find(({ textContent }) => textContent === one.name)?.focus();
  }

  async function take() {
    const [given] = file.files;
    file.value = '';
    if (!given) return;
    const { lists } = desk.lists;
    const isWord = (of, word) => (lists[of] ? lists[of].includes(word) : of === 'clock' && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(word));
    const { list, taken, notes } = takeFile(desk.kept, given.size > LARGEST ? '' : await given.text(), isWord);
    if (list !== desk.kept) change(list);
    draw();
    const broken = notes.find(({ what }) => what !== 'scenario');
    const left = notes.map(({ name }) => `“${name}”`).join(', ');
    said.textContent = broken ? say(`import.${broken.what}`, { file: given.name }) : [say('imported', { file: given.name, count: taken }), left && say('import.left', { names: left })].filter(Boolean).join(' ');
  }

  function change(list) {
    desk.kept = list;
    try {
      // As long as there is nothing, the browser keeps nothing of the desk's.
      if (list.length) localStorage.setItem(PLACE, writeKept(list));
      else localStorage.removeItem(PLACE);
      holds = true;
    } catch {
      holds = false;
    }
    name();
    desk.fire('kept');
  }

  function read() {
    try {
      return readKept(localStorage.getItem(PLACE));
    } catch {
      holds = false;
      return [];
    }
  }
}
