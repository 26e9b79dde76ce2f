//! Which family a fault belongs to in the desk's list: data. What no family names stands under the last.

export const FAMILIES = [
  { name: 'form', faults: ['errors', 'code-expired', 'code-below', 'code-market', 'remote', 'gift-empty', 'card-silent', 'unreadable', 'unknown-step'] },
  { name: 'network', faults: ['offline', 'updating', 'not-saved', 'busy', 'corrupt', 'server', 'renewed', 'expired', 'unreachable', 'set-up', 'storage'] },
  { name: 'before', faults: ['pay-offline', 'price-rise', 'sold-out', 'code-lapsed', 'other-tab', 'sheet-closed'] },
  { name: 'bank', faults: ['challenge', 'challenge-page', 'poll', 'cancelled', 'timed-out', 'refused', 'resting'], begins: 'declined' },
  { name: 'after', faults: ['slow', 'slower', 'lost-answer', 'unconfirmed', 'under-review'] },
];

/** The faults of a list, by family: `[{ name, faults }]`. "None" is in no family. */
export function families(list) {
  const left = new Set(list.filter((fault) => fault !== 'none'));
  const found = FAMILIES.map(({ name, faults, begins }) => {
    const own = list.filter((fault) => left.has(fault) && (faults.includes(fault) || (begins && fault.startsWith(begins))));
    own.forEach((fault) => left.delete(fault));
    return { name, faults: own };
  });
  found.at(-1).faults.push(...left);
  return found;
}

/** What must go wrong for a purchase to come by a node that is not on the usual way. */
export const LEADS_TO = { failed: 'unreachable', 'looking-up': 'lost-answer', unconfirmed: 'unconfirmed', bank: 'challenge', 'under-review': 'under-review' };
