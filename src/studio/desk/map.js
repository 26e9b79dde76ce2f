//! The map under the frames: the way of a purchase, where this one has been and is; a node is a way there.
//!
//! Always true: nodes and edges are the program's own lists; a node is operable with the keyboard and named with its state.

import { el, icon, put, svg } from './el.js';
import { folding } from './fold.js';
import { LEADS_TO } from './faults.js';
import { file, layout, stateOf, walked } from './graph.js';

const HEIGHT = 146;
/** Narrower, and the names of nodes would stand in one another: it scrolls. */
const NARROWEST = 600;

export function map(desk, host) {
  const place = el('div.desk-map__drawing', { id: 'map' });
  const save = el('button.desk-button.desk-button--small', { type: 'button', onclick: () => desk.save('kassa-flow.svg', file(graph(1000), desk.active?.told, word, desk.text('map.title')), 'image/svg+xml') }, icon('save'), desk.text('map.save'));
  put(host, el('div.desk-map__head', {}, el('h2.desk-legend', { id: 'map-title' }, icon('map'), desk.text('map.title')), save, folding(desk, 'map', place, (is) => host.classList.toggle('desk-map--folded', is))), place);
  const word = (name) => desk.text(`node.${name}`);
  const graph = (width) => layout(desk.lists.nodes, desk.lists.edges, { width, height: HEIGHT });

  let lines = [];
  let spots = [];

  function go({ name, at }) {
    const fault = desk.settings.get('fault') ?? 'none';
    const changes = { at: at === 'bag' ? '' : at, moment: '' };
    const isSeen = (one) => desk.lists.places[one]?.includes(at);
    // The fault that leads there, if the present one does not; and none that is not seen there.
    if (LEADS_TO[name]) changes.fault = name === 'bank' && fault !== 'none' && isSeen(fault) ? fault : LEADS_TO[name];
    else if (!isSeen(fault) || Object.entries(LEADS_TO).some(([node, one]) => one === fault && node !== 'bank')) changes.fault = '';
    desk.set(changes);
    if (changes.fault === '' && fault !== 'none') desk.say(desk.text('map.no-fault', { fault: desk.text(`fault.${fault}`) }));
  }

  function draw() {
    if (!desk.lists || !place.clientWidth) return;
    const { nodes, edges, width, height } = graph(Math.max(NARROWEST, place.clientWidth));
    const held = document.activeElement?.getAttribute?.('data-node');
    lines = edges.map(({ from, to, d }) => svg('path.desk-map__line', { d, 'data-line': `${from} ${to}` }));
    spots = nodes.map((node) => svg('g.desk-map__node', {
      role: 'button',
      tabindex: 0,
      'data-node': node.name,
      onclick: () => go(node),
      onkeydown(event) {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        go(node);
      },
    }, svg('rect.desk-map__spot', { x: node.x - 40, y: node.y - node.r - 4, width: 80, height: node.r * 2 + 21, rx: 8 }), svg('circle', { cx: node.x, cy: node.y, r: node.r }), svg('path.desk-map__tick', { d: `M${node.x - 4} ${node.y + 0.5}l3 3 5-6.500` }), svg('text', { x: node.x, y: node.y + node.r + 13, 'text-anchor': 'middle' }, word(node.name))));
    put(place, svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'group', 'aria-labelledby': 'map-title' }, lines, spots));
    if (held) place.querySelector(`[data-node="${held}"]`)?.focus();
    update();
  }

  function update() {
    const told = desk.active?.told;
    const along = walked(told?.moments ?? []);
    for (const line of lines) line.classList.toggle('desk-map__line--done', along.has(line.getAttribute('data-line')));
    for (const spot of spots) {
      const name = spot.getAttribute('data-node');
      const state = stateOf(name, told);
      spot.setAttribute('class', `desk-map__node desk-map__node--${state}`);
      spot.setAttribute('aria-label', desk.text(`map.${state}`, { node: word(name) }));
      if (state === 'now') spot.setAttribute('aria-current', 'step');
      else spot.removeAttribute('aria-current');
    }
  }

  save.disabled = true;
  desk.on('ready', () => {
    save.disabled = false;
    draw();
  });
  desk.on('told', (frame) => frame === desk.active && update());
  desk.on('active', update);
  new ResizeObserver(draw).observe(place);
}
