// What a merchant's page adds to a checkout from outside and is drawn here: fields, addresses to choose from. Drawn by hand with the
// kit's own classes; knows the element by what it is given. Fetched by a page that adds something (element.js).

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const isId = (id) => /^[a-z][\w-]{0,40}$/i.test(id ?? '');

/** Fields of the page's own: drawn after those of a step, asked before it is left, sent along with the order. */
export class OwnFields {
  #all = [];
  #values;
  #shelf;

  constructor(shelf) {
    this.#shelf = shelf;
    try { this.#values = JSON.parse(sessionStorage.getItem(shelf) ?? '{}'); } catch { this.#values = {}; }
  }

  /** Why a definition cannot be used; nothing where it can. */
  static wrong({ id, step, label, required, purpose } = {}) {
    if (!isId(id)) return '`id` is to be a word of letters, digits and hyphens';
    if (!['contact', 'delivery', 'payment', 'review'].includes(step)) return '`step` is to be contact, delivery, payment or review';
    if (!label) return '`label` is missing: what the shopper reads';
    if (required && !purpose) return '`purpose` is missing: a required field says why it is asked';
  }

  add(definition) {
    this.#all.push(definition);
  }

  get some() { return this.#all.length > 0; }

  /** Draws what is not drawn yet; `root` holds a place for each step. Said again in a language that is another by now. */
  draw(root, language) {
    for (const place of root.querySelectorAll('[data-own]')) {
      // In front of the way forward, as any field of the step; that may be drawn later, and anew.
      const way = [...root.querySelectorAll('#kassa-main .kassa-actions')].find((one) => one.offsetParent);
      const isHere = place.dataset.own === root.querySelector('.kassa').dataset.step;
      if (isHere && place.firstChild && way && way.previousElementSibling !== place) way.before(place);
    }
    for (const definition of this.#all) {
      const place = root.querySelector(`[data-own="${definition.step}"]`);
      const id = `own-${definition.id}`;
      const { label, hint, purpose, required, type = 'text', autocomplete = 'off', maxlength = 200 } = definition;
      const said = (words) => (typeof words === 'object' ? words[language] ?? words.en ?? Object.values(words)[0] : words) ?? '';
      const texts = [said(label), [said(hint), said(purpose)].filter(Boolean).join(' ')];
      const drawn = place?.querySelector(`#${id}`)?.closest('.kassa-field');
      if (!place || drawn) {
        if (drawn && drawn.lang !== language) {
          drawn.lang = language;
          [drawn.querySelector('label').textContent, drawn.querySelector('.kassa-field__hint').textContent] = texts;
        }
        continue;
      }
      const input = make('input', { id, name: definition.id, type, autocomplete, maxlength, class: 'kassa-input', part: 'input', 'aria-required': String(!!required), 'aria-describedby': `${id}-hint ${id}-error` });
      input.value = this.#values[definition.id] ?? '';
      input.addEventListener('input', () => {
        this.#values[definition.id] = input.value;
        try { sessionStorage.setItem(this.#shelf, JSON.stringify(this.#values)); } catch {} // forbidden: it lives as long as the page
        if (input.getAttribute('aria-invalid')) this.#judge(definition, root);
      });
      place.append(make('div', { class: 'kassa-field', lang: language },
        make('label', { class: 'kassa-field__label', part: 'label', for: id }, texts[0]),
        make('p', { class: 'kassa-field__hint', part: 'hint', id: `${id}-hint` }, texts[1]),
        make('div', { class: 'kassa-field__control' }, input),
        make('p', { class: 'kassa-field__error', part: 'error', id: `${id}-error`, role: 'alert', hidden: '' })));
    }
  }

  #judge(definition, root) {
    const input = root.querySelector(`#own-${definition.id}`);
    if (!input) return true;
    const value = input.value.trim();
    const fault = definition.required && !value ? definition.missing ?? definition.purpose : definition.validate?.(value);
    const line = root.querySelector(`#own-${definition.id}-error`);
    line.textContent = fault || '';
    line.hidden = !fault;
    input.closest('.kassa-field').classList.toggle('kassa-field--error', !!fault);
    if (fault) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    return !fault;
  }

  /** Whether the fields of a step hold what they must; the first that does not gets the focus. */
  judge(root, step) {
    const wrong = this.#all.filter((definition) => (!step || definition.step === step) && !this.#judge(definition, root));
    if (wrong.length) root.querySelector(`#own-${wrong[0].id}`).focus();
    return !wrong.length;
  }

  /** What goes with the order. */
  values() {
    return Object.fromEntries(this.#all.map(({ id }) => [id, (this.#values[id] ?? '').trim()]).filter(([, value]) => value));
  }
}

/** Addresses to choose from while the street is typed: `find(text, { country, signal })` answers with
 * `[{ label, street, postcode, city }]`. Arrow keys and Enter as in any list (ARIA combobox). */
export function suggest(root, find, take, country) {
  let asked;
  let shown = [];
  let at = -1;
  const street = (event) => (event.target?.id === 'street' ? event.target : undefined);
  const close = (input) => {
    root.querySelector('#kassa-found')?.remove();
    shown = [];
    at = -1;
    if (input) for (const name of ['aria-expanded', 'aria-controls', 'aria-activedescendant', 'aria-autocomplete', 'role']) input.removeAttribute(name);
  };
  const pick = (input, one) => {
    close(input);
    take(one);
    input.focus();
  };
  const mark = (input) => {
    const rows = root.querySelectorAll('#kassa-found [role="option"]');
    rows.forEach((row, index) => row.setAttribute('aria-selected', String(index === at)));
    if (at >= 0) input.setAttribute('aria-activedescendant', rows[at].id);
  };
  const hears = {
    async input(event) {
      const input = street(event);
      if (!input) return;
      asked?.abort();
      const { signal } = (asked = new AbortController());
      const text = input.value.trim();
      if (text.length < 4) return close(input);
      await new Promise((wake) => setTimeout(wake, 200));
      if (signal.aborted) return;
      let found = [];
      try { found = await find(text, { country: country(), signal }); } catch (fault) { if (!signal.aborted) console.warn(`Kassa: the address provider: ${fault?.message ?? fault}`); }
      if (signal.aborted || input.value.trim() !== text) return;
      close(input);
      shown = (Array.isArray(found) ? found : []).filter((one) => typeof one?.street === 'string').slice(0, 6);
      if (!shown.length) return;
      const list = make('ul', { id: 'kassa-found', class: 'kassa-listbox', role: 'listbox', 'aria-label': input.labels?.[0]?.textContent ?? '' },
        ...shown.map((one, index) => {
          const row = make('li', { id: `kassa-found-${index}`, class: 'kassa-listbox__option', role: 'option', 'aria-selected': 'false' }, String(one.label ?? `${one.street}, ${one.postcode ?? ''} ${one.city ?? ''}`));
          row.addEventListener('pointerdown', (press) => { press.preventDefault(); pick(input, one); });
          return row;
        }));
      input.closest('.kassa-field__control').append(list);
      for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'true'], ['aria-controls', 'kassa-found']]) input.setAttribute(name, value);
    },
    keydown(event) {
      const input = street(event);
      if (!input || !shown.length) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        at = (at + (event.key === 'ArrowDown' ? 1 : shown.length + (at < 0 ? 1 : 0) - 1)) % shown.length;
        mark(input);
      } else if (event.key === 'Enter' && at >= 0) {
        event.preventDefault();
        pick(input, shown[at]);
      } else if (event.key === 'Escape') {
        event.stopPropagation();
        close(input);
      }
    },
    focusout(event) { if (street(event)) close(event.target); },
  };
  for (const [kind, hear] of Object.entries(hears)) root.addEventListener(kind, hear, true);
  return () => {
    asked?.abort();
    close();
    for (const [kind, hear] of Object.entries(hears)) root.removeEventListener(kind, hear, true);
  };
}
