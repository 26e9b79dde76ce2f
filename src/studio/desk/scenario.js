//! The left column: what is played. Every choice is a setting of the address.
//!
//! Always true: the lists are the frames'; what cannot be stays chosen and is said beside the control that was changed last, while the frames
//! keep what they showed before; a fault that is not seen at the place takes the purchase to where it is.

import { SCENARIO, USUAL, scenarioOf } from './address.js';
import { el, icon, put } from './el.js';
import { families } from './faults.js';
import { SAVED } from './saved.js';
import { openScenario, savedList } from './saved-list.js';
import { reason } from './stage.js';

const ICONS = { persona: 'user', bag: 'bag', market: 'globe', by: 'truck', pay: 'card', offers: 'card', saving: 'tag', fault: 'alert', at: 'pin', clock: 'clock', example: 'sliders' };

export function scenario(desk, host, status) {
  const stands = el('span');
  const time = el('span.desk-status__time');
  const body = el('div.desk-scenario', {}, el('h2.desk__title', {}, desk.text('scenario.title')), el('p.desk-hint', {}, desk.text('scenario.loading')));
  put(host, body, el('div.desk-status', {}, status, el('span.desk-status__line', {}, stands, time)));
  const whys = new Map();
  const kept = savedList(desk);
  host.append(kept.dialog);
  let last = '';

  desk.on('ready', () => {
    const { lists, places } = desk.lists;
    const value = (name) => desk.settings.get(name) ?? (name === 'clock' ? desk.lists.clock : USUAL[name]);
    const set = (name, to) => {
      const changes = { [name]: to === USUAL[name] ? '' : to, moment: '' };
      const at = value('at');
      if (name === 'fault' && places[to] && !places[to].includes(at)) changes.at = places[to][0] === USUAL.at ? '' : places[to][0];
      desk.set(changes);
    };
    const why = (name) => {
      const place = el('p.desk-why', { role: 'status', id: `why-${name}` });
      whys.set(name, place);
      return place;
    };
    const updates = [];

    const chips = (name) => {
      const radios = lists[name].map((word) => el('input', { type: 'radio', name, value: word, onchange: () => set(name, word) }));
      updates.push(() => radios.forEach((radio) => (radio.checked = radio.value === value(name))));
      return el('fieldset.desk-group', { 'aria-describedby': `why-${name}` }, legend(desk, 'legend', name), el('div.desk-chips', {}, radios.map((radio) => el('label.desk-chip', {}, radio, desk.text(`${name}.${radio.value}`)))), why(name));
    };
    const select = (name, words) => {
      const control = el('select.desk-select', { id: `scenario-${name}`, 'aria-describedby': `why-${name}`, onchange: () => set(name, control.value) }, words.map((word) => el('option', { value: word }, desk.text(`${name}.${word}`))));
      updates.push(() => (control.value = value(name)));
      return el('div.desk-group', {}, legend(desk, 'label', name, `scenario-${name}`), el('span.desk-select__box', {}, control), why(name));
    };
    // Those somebody keeps stand before those that come with the studio.
    const saved = () => {
      const ours = SAVED.map(({ name, query }) => ({ value: `ours ${name}`, name: desk.text(`saved.${name}`), query }));
      const all = () => [...desk.kept.map(({ name, query }) => ({ value: `own ${name}`, name, query })), ...ours];
      const control = el('select.desk-select', { id: 'scenario-saved', onchange: () => openScenario(desk, all().find(({ value }) => value === control.value)?.query ?? '') });
      const draw = () => {
        const query = scenarioOf(desk.settings);
        const options = all();
        const option = ({ value, name }) => el('option', { value }, name);
        const own = options.filter(({ value }) => value.startsWith('own '));
        put(control, el('option', { value: '' }, desk.text('saved.own')), own.length ? [el('optgroup', { label: desk.text('saved.yours') }, own.map(option)), el('optgroup', { label: desk.text('saved.ours') }, ours.map(option))] : ours.map(option));
        control.value = options.find((one) => one.query === query)?.value ?? '';
      };
      updates.push(draw);
      desk.on('kept', draw);
      return el('div.desk-group', {}, el('label.desk-legend', { htmlFor: 'scenario-saved' }, icon('star'), desk.text('scenario.saved')), el('div.desk-saved', {}, el('span.desk-select__box', {}, control), kept.button));
    };
    const clock = () => {
      const control = el('input.desk-input', { type: 'datetime-local', id: 'scenario-clock', 'aria-describedby': 'why-clock', onchange: () => set('clock', control.value === desk.lists.clock ? '' : control.value.slice(0, 16)) });
      const usual = el('button.desk-button', { type: 'button', onclick: () => set('clock', '') }, desk.text('clock.usual'));
      updates.push(() => {
        control.value = value('clock');
        usual.disabled = !desk.settings.has('clock');
      });
      return el('div.desk-group', {}, legend(desk, 'label', 'clock', 'scenario-clock'), el('div.desk-row', {}, control, usual), why('clock'));
    };
    // One piece of the kit in each of its states, instead of a purchase.
    const pieces = () => {
      const option = (name) => el('option', { value: name }, name.split('/')[1]);
      const files = [...new Set(desk.lists.examples.map((name) => name.split('/')[0]))];
      const group = (file) => el('optgroup', { label: file.replaceAll('_', ' ') }, desk.lists.examples.filter((name) => name.startsWith(`${file}/`)).map(option));
      const control = el('select.desk-select', { id: 'scenario-example', onchange: () => desk.set({ example: control.value, moment: '' }) }, el('option', { value: '' }, desk.text('example.none')), files.map(group));
      updates.push(() => (control.value = desk.settings.get('example') ?? ''));
      return el('div.desk-group', {}, legend(desk, 'label', 'example', 'scenario-example'), el('span.desk-select__box', {}, control));
    };
    // After every name was written, so that the search finds what is read.
    const faults = () => {
      const row = (word) => {
        const radio = el('input.desk-fault__radio', { type: 'radio', name: 'fault', value: word, onchange: () => set('fault', word) });
        updates.push(() => (radio.checked = word === value('fault')));
        return el('label.desk-fault', { 'data-words': `${desk.text(`fault.${word}`)} ${word}`.toLowerCase() }, radio, el('span', {}, desk.text(`fault.${word}`)));
      };
      const groups = families(lists.fault).map(({ name, faults: words }) => el('div.desk-faults__family', { role: 'group', 'aria-label': desk.text(`family.${name}`) }, el('h3.desk-faults__name', {}, desk.text(`family.${name}`)), words.map(row)));
      const found = el('p.desk-hint', { role: 'status' });
      const list = el('div.desk-faults', {}, row('none'), groups, found);
      const search = el('input.desk-input', {
        type: 'search',
        id: 'fault-search',
        placeholder: desk.text('fault-search'),
        'aria-label': desk.text('fault-search'),
        oninput() {
          const asked = search.value.trim().toLowerCase().split(/\s+/);
          let count = 0;
          for (const one of list.querySelectorAll('.desk-fault')) {
            one.hidden = !asked.every((word) => one.dataset.words.includes(word)) && !one.querySelector(':checked');
            count += !one.hidden;
          }
          for (const group of groups) group.hidden = !group.querySelector('.desk-fault:not([hidden])');
          found.textContent = search.value.trim() ? desk.text('fault-found', { count }) : '';
        },
      });
      updates.push(() => {
        const chosen = list.querySelector(':checked');
        // After the frames were asked: where something stands is measured, and that takes its time.
        if (chosen && !list.contains(document.activeElement)) requestAnimationFrame(() => (list.scrollTop = Math.max(0, chosen.closest('.desk-fault').offsetTop - 60)));
      });
      return el('fieldset.desk-group', { 'aria-describedby': 'why-fault' }, legend(desk, 'legend', 'fault'), search, list, why('fault'));
    };

    put(
      body,
      el('h2.desk__title', {}, desk.text('scenario.title')),
      saved(),
      pieces(),
      chips('at'),
      chips('persona'),
      chips('bag'),
      faults(),
      select('market', lists.market),
      chips('by'),
      select('pay', lists.pay),
      select('offers', lists.offers),
      select('saving', lists.saving),
      clock(),
    );
    const update = () => {
      for (const one of updates) one();
      stands.textContent = desk.text('status.clock', { clock: moment(value('clock')) });
    };
    update();
    desk.on('change', update);
  });
  desk.on('change', (changed) => {
    desk.say('');
    const names = SCENARIO.filter((name) => changed.has(name));
    if (names.length) last = names.includes('fault') ? 'fault' : names[0];
  });

  desk.on('shown', ({ why, took }) => {
    for (const [name, place] of whys) {
      const says = why && name === (last || 'at');
      // Not said again while it stays as it is.
      const text = says ? desk.text('why.says', { why: reason(desk, why) }) : '';
      if (place.textContent !== text) put(place, text);
      place.hidden = !says;
    }
    if (took !== undefined) time.textContent = desk.text('status.took', { ms: Math.round(took) });
  });
}

const moment = (clock) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(`${clock}Z`));

function legend(desk, tag, name, htmlFor) {
  return el(`${tag}.desk-legend`, htmlFor ? { htmlFor } : {}, icon(ICONS[name]), desk.text(`scenario.${name}`));
}
