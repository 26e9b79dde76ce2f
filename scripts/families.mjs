//! What each family of ways to pay adds to the download, read from the module as the linker wrote it.
//!
//! Functions and data name each other in the linker's relocations; that is a graph. What is reached from an entry only
//! through a family's own functions would not be there without the family. A function that the compiler has put into its
//! caller cannot be told apart from it: its bytes are the caller's. Knows nothing of budgets.
import fs from 'node:fs';

/** The families, and the functions that are theirs alone. */
export const FAMILIES = {
  cards: /^kassa::(steps::payment::(fields|ways::card)|payment::(card|providers::vault))\b/,
  'kept cards': /^kassa::(steps::payment::ways::(kept_card|forget|expired|month_of)|payment::saved)\b/,
  'sheets of the device': /^kassa::(payment::(applepay|googlepay|providers::wallet)|app::wallet|steps::\w+::express)\b/,
  'apps, and their code': /^kassa::(pages::(in_app|after::(in_app|app_coming)|qr)|domain::qr)/,
  'the bank’s page': /^kassa::pages::after::(Leaving|__component_leaving|WayBack|__component_way_back)/,
  'the bank’s frame': /^kassa::(pages::after::(Framed|__component_framed|is_web|unsafe_address)|ui::countdown)/,
  'the provider’s question': /^kassa::(pages::after::go_on|payment::providers::stripe)\b/,
  instalments: /^kassa::(steps::payment::ways::plan_dates|payment::instalments)\b/,
  'transfer, cheque, what is to do after': /^kassa::(pages::(transfer|after::to_do)|payment::(transfer|cheque))\b/,
  'purchase order, account, approval': /^kassa::(steps::payment::ways::(references|approval)|pages::after::for_approval|payment::(purchase_order|account))\b/,
  'gift cards and credit': /^kassa::steps::payment::tenders\b/,
  'paid on the spot': /^kassa::payment::(collect|cash)\b/,
};

/** `_ZN5kassa5steps…17h0123…E` as a path. */
export function path(name) {
  const parts = [];
  for (let at = 3; name.startsWith('_ZN') && /\d/.test(name[at] ?? '');) {
    const [digits] = /^\d+/.exec(name.slice(at));
    at += digits.length + +digits;
    parts.push(name.slice(at - +digits, at));
  }
  return parts.length ? parts.join('::').replace(/\$LT\$/g, '<').replace(/\$GT\$/g, '>').replace(/\$u20\$/g, ' ').replace(/\.\./g, '::').replace(/^_?<(kassa::)/, '$1') : name;
}

/** Reads a module with relocations: `{ nodes: [{ name, size }], edges, roots }`. */
export function graph(file) {
  const bytes = fs.readFileSync(file);
  let at = 0;
  const number = () => { for (let value = 0, shift = 0; ; shift += 7) { const byte = bytes[at++]; value += (byte & 127) * 2 ** shift; if (byte < 128) return value; } };
  const text = () => { const length = number(); at += length; return bytes.toString('utf8', at - length, at); };
  const sections = [];
  for (at = 8; at < bytes.length;) {
    const id = bytes[at++];
    const end = number() + at;
    const start = at;
    sections.push({ id, start, name: id === 0 ? text() : '', body: at, end });
    at = end;
  }
  const section = (wanted) => sections.find(({ id, name }) => (typeof wanted === 'number' ? id === wanted : name === wanted)) ?? { body: 0, end: 0, missing: true };
  const each = (wanted, read) => { const { body, missing } = section(wanted); if (missing) return; at = body; for (let left = number(); left > 0; left--) read(); };

  let imported = 0;
  each(2, () => {
    text(); text();
    const kind = bytes[at++];
    if (kind === 0) imported++;
    if (kind === 1) at++;
    if (kind === 3) { at += 2; return; }
    if (kind === 4) at++;
    const flags = kind === 1 || kind === 2 ? bytes[at++] : 0;
    number();
    if (flags & 1) number();
  });
  const nodes = Array.from({ length: imported }, () => ({ name: '', size: 0 }));
  const starts = [];
  each(10, () => { const from = at; const length = number(); at += length; starts.push([from, at, nodes.length]); nodes.push({ name: '', size: at - from }); });
  const roots = [];
  each(7, () => { text(); const kind = bytes[at++]; const index = number(); if (kind === 0) roots.push(index); });
  // Where each piece of data begins in the file.
  const segments = [];
  each(11, () => {
    const flags = number();
    if (flags === 2) number();
    if (flags !== 1) while (bytes[at++] !== 0x0b);
    const length = number();
    segments.push(at);
    at += length;
  });

  const symbols = [];
  const linking = section('linking');
  at = linking.body;
  number();
  while (at < linking.end) {
    const kind = bytes[at++];
    const end = number() + at;
    if (kind === 8) {
      for (let left = number(); left > 0; left--) {
        const type = bytes[at++];
        const flags = number();
        const isHere = !(flags & 0x10);
        if (type === 1) {
          const name = text();
          if (!isHere) { symbols.push(-1); continue; }
          const [segment, offset, size] = [number(), number(), number()];
          symbols.push(nodes.length);
          starts.push([segments[segment] + offset, segments[segment] + offset + size, nodes.length]);
          nodes.push({ name, size });
        } else if (type === 3) { number(); symbols.push(-1); }
        else {
          const index = number();
          const name = isHere || flags & 0x40 ? text() : '';
          symbols.push(type === 0 ? index : -1);
          if (type === 0) nodes[index].name = name;
        }
      }
    }
    at = end;
  }

  // Which of the pieces holds a place in the file.
  starts.sort((a, b) => a[0] - b[0]);
  const holder = (place) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) { const middle = (low + high + 1) >> 1; if (starts[middle][0] <= place) low = middle; else high = middle - 1; }
    return starts[low] && place < starts[low][1] ? starts[low][2] : -1;
  };
  const edges = nodes.map(() => new Set());
  for (const reloc of sections.filter(({ name }) => name === 'reloc.CODE' || name === 'reloc.DATA')) {
    at = reloc.body;
    const base = sections[number()].start;
    for (let left = number(); left > 0; left--) {
      const type = bytes[at++];
      const place = base + number();
      const symbol = number();
      if ([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25].includes(type)) number();
      if (![0, 1, 2, 3, 4, 5, 11, 12].includes(type)) continue;
      const [from, to] = [holder(place), symbols[symbol] ?? -1];
      if (from >= 0 && to >= 0) edges[from].add(to);
    }
  }
  for (const node of nodes) node.path = path(node.name);
  return { nodes, edges, roots };
}

/** What is reached from `roots` without passing through a node that `without` names. */
export function reached({ nodes, edges, roots }, without = () => false) {
  const seen = new Set();
  const waiting = [...roots];
  while (waiting.length) {
    const node = waiting.pop();
    if (seen.has(node) || without(nodes[node])) continue;
    seen.add(node);
    waiting.push(...edges[node]);
  }
  return seen;
}
