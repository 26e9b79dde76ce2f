//! The right column: panes in tabs. All are drawn as the desk opens, since one may give what another part needs; one is seen.

import { el, put } from './el.js';

export function panes(desk, list, host) {
  host.hidden = !list.length;
  if (!list.length) return;
  const chosen = () => list.find((pane) => pane.name === desk.settings.get('pane')) ?? list[0];
  const choose = (pane) => desk.set('pane', pane === list[0] ? '' : pane.name);
  const tabs = list.map((pane) => el('button.desk__pane-tab', { type: 'button', id: `tab-${pane.name}`, role: 'tab', 'aria-controls': `pane-${pane.name}`, onclick: () => choose(pane) }, desk.text(`pane.${pane.name}`)));
  const bodies = list.map((pane) => el('div.desk__pane', { id: `pane-${pane.name}`, role: 'tabpanel', 'aria-labelledby': `tab-${pane.name}`, tabIndex: 0 }));
  const row = el('div.desk__pane-tabs', {
    role: 'tablist',
    'aria-label': desk.text('desk.panes'),
    onkeydown(event) {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
      if (!step) return;
      event.preventDefault();
      const at = Math.min(list.length - 1, Math.max(0, list.indexOf(chosen()) + step));
      choose(list[at]);
      tabs[at].focus();
    },
  }, tabs);
  put(host, row, bodies);
  const show = () => list.forEach((pane, at) => {
    const is = pane === chosen();
    tabs[at].setAttribute('aria-selected', is);
    tabs[at].tabIndex = is ? 0 : -1;
    bodies[at].hidden = !is;
  });
  show();
  desk.on('change', (changed) => changed.has('pane') && show());
  list.forEach((pane, at) => pane.draw(desk, bodies[at]));
}
