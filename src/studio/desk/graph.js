//! The map of a purchase as a drawing: where nodes stand and how lines run, and the drawing as a file.
//!
//! Always true: it is drawn from the lists it is given (nodes, edges), none of which it knows by name; the file needs nothing beside it.

const RADIUS = 12;
const SMALL = 9;
/** Below a node, for its name. */
const NAME = 15;

/** Nodes with `x`, `y`, `r`, and edges with their path `d`. */
export function layout(nodes, edges, { width, height }) {
  const columns = Math.max(...nodes.map(({ column }) => column)) + 1;
  const rows = nodes.map(({ row }) => row);
  const [first, last] = [Math.min(...rows), Math.max(...rows)];
  const column = width / columns;
  // The lowest line is for what passes everything by.
  const pitch = (height - 10) / (last - first + 1);
  const placed = nodes.map((node) => ({ ...node, x: round(column * (node.column + 0.5)), y: round(pitch * (node.row - first) + (pitch - NAME) / 2 + 1), r: node.row === 0 ? RADIUS : SMALL }));
  const by = new Map(placed.map((node) => [node.name, node]));
  const drawn = edges.filter(([from, to]) => by.has(from) && by.has(to)).map(([from, to]) => ({ from, to, d: path(by.get(from), by.get(to), { column, pitch, height }) }));
  return { nodes: placed, edges: drawn, width, height };
}

function path(a, b, { column, pitch, height }) {
  const step = b.column - a.column;
  if (a.row === b.row && step === 1) return `M${a.x + a.r} ${a.y}H${b.x - b.r}`;
  if (step === 0) {
    // Up and down between two, a little apart, so that there and back are two lines.
    const aside = a.y < b.y ? -5 : 5;
    const [begin, end] = a.y < b.y ? [a.y + a.r, b.y - b.r] : [a.y - a.r, b.y + b.r];
    const x = round(a.x + aside);
    // Its own name stands below the upper node: the line goes around it.
    const out = round(a.x + Math.sign(aside) * Math.min(column * 0.42, 44));
    return `M${x} ${begin}C${out} ${round((begin * 2 + end) / 3)} ${out} ${round((begin + end * 2) / 3)} ${x} ${end}`;
  }
  if (step < 0) {
    // Back: under the row for what comes from it, over it for what comes from above.
    if (a.row < b.row) return `M${a.x - a.r} ${a.y}H${round(b.x + 14)}Q${b.x} ${a.y} ${b.x} ${round(b.y - b.r)}`;
    const low = round(a.y + pitch * 0.72);
    return `M${round(a.x - a.r * 0.7)} ${round(a.y + a.r * 0.7)}C${round(a.x - column * 0.5)} ${low} ${round(b.x + column * 0.5)} ${low} ${round(b.x + b.r * 0.7)} ${round(b.y + b.r * 0.7)}`;
  }
  if (step > 2) {
    const [out, into, low] = [round(a.x + column * 0.44), round(b.x - column * 0.5), height - 4];
    return `M${round(a.x + a.r * 0.8)} ${round(a.y + a.r * 0.6)}C${out} ${a.y + 14} ${round(out - 20)} ${low} ${round(out + 34)} ${low}H${round(into - 40)}C${into} ${low} ${round(into - 6)} ${b.y + 12} ${b.x - b.r} ${b.y + 4}`;
  }
  const middle = round((a.x + b.x) / 2);
  return `M${round(a.x + a.r)} ${a.y}C${middle} ${a.y} ${middle} ${b.y} ${round(b.x - b.r)} ${b.y}`;
}

const round = (number) => Math.round(number * 10) / 10;

/** What a node is to the purchase of a frame: `now`, `done`, `off` (this purchase has no such step) or `open`. */
export function stateOf(name, told) {
  if (!told) return 'open';
  if (told.node === name) return 'now';
  if (told.visited.includes(name)) return 'done';
  return told.applies.includes(name) ? 'open' : 'off';
}

/** The lines a purchase went along, as `from to`. */
export function walked(moments) {
  const lines = new Set();
  moments.forEach(({ node }, at) => at && moments[at - 1].node !== node && lines.add(`${moments[at - 1].node} ${node}`));
  return lines;
}

/** The drawing as a file of its own. `name` says what a node is called. */
export function file({ nodes, edges, width, height }, told, name, title) {
  const lines = walked(told?.moments ?? []);
  const kind = ({ from, to }) => (lines.has(`${from} ${to}`) ? 'line done' : 'line');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12">
<title>${safe(title)}</title>
<style>
  .line { fill: none; stroke: #b9c3c0; stroke-width: 1.5 } .line.done { stroke: #0b5566 }
  circle { fill: #ffffff; stroke: #7f8d89; stroke-width: 1.5 } .done circle { fill: #cfe0e4; stroke: #0b5566 } .now circle { fill: #0b5566; stroke: #0b5566 }
  .off circle { stroke-dasharray: 3 3 } text { fill: #13201f; text-anchor: middle; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round } .off text { fill: #53615e } .now text { font-weight: 600 }
</style>
${edges.map((edge) => `<path class="${kind(edge)}" d="${edge.d}"/>`).join('\n')}
${nodes.map((node) => `<g class="${stateOf(node.name, told)}"><circle cx="${node.x}" cy="${node.y}" r="${node.r}"/><text x="${node.x}" y="${node.y + node.r + 12}">${safe(name(node.name))}</text></g>`).join('\n')}
</svg>
`;
}

const safe = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
