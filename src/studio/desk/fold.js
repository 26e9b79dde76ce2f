//! Parts of the desk that can be folded away: a button beside the title, and the address says which are (`folded`).

import { el, icon } from './el.js';

/** A button that folds `part` away, by the name it has in the address; `fold(is)` does it. */
export function folding(desk, name, part, fold) {
  const folded = () => (desk.settings.get('folded') ?? '').split(',').filter(Boolean);
  const button = el('button.desk-icon.desk-fold', {
    type: 'button',
    'aria-controls': part.id,
    onclick() {
      const now = folded();
      desk.set('folded', (now.includes(name) ? now.filter((one) => one !== name) : [...now, name].sort()).join(','));
    },
  }, icon('down'));
  const update = () => {
    const is = folded().includes(name);
    button.setAttribute('aria-expanded', !is);
    button.setAttribute('aria-label', desk.text(`${name}.${is ? 'unfold' : 'fold'}`));
    button.title = button.getAttribute('aria-label');
    part.hidden = is;
    fold?.(is);
  };
  update();
  desk.on('change', (changed) => changed.has('folded') && update());
  return button;
}
