//! A frame's document as it would be printed, on the screen.
//!
//! Always true: only rules for media are switched; what was switched is switched back by the same words. `prefers-…` and widths stay as they are.

const TO_SCREEN = [[/\bprint\b/g, 'all'], [/\bscreen\b/g, 'not all']];

/** Every rule for media in a document, in layers, imports and what scripts have put there. */
function* media(doc) {
  for (const sheet of [...doc.styleSheets, ...doc.adoptedStyleSheets]) {
    if (sheet.media.length) yield sheet.media;
    yield* inside(sheet);
  }
}

function* inside(group) {
  let rules;
  try {
    rules = group.cssRules ?? group.styleSheet?.cssRules ?? [];
  } catch {
    return; // Another origin's: it has none of our print rules.
  }
  for (const rule of rules) {
    if (rule.media) yield rule.media;
    if (rule.styleSheet) yield* inside(rule.styleSheet);
    else if (rule.cssRules) yield* inside(rule);
  }
}

/** Shows the document as on paper, or as on a screen again. May be called as often as sheets come. */
export function paper(doc, isPaper) {
  doc.deskMedia ??= new Map();
  if (isPaper) {
    for (const list of media(doc)) {
      if (doc.deskMedia.has(list) || !/\b(print|screen)\b/.test(list.mediaText)) continue;
      doc.deskMedia.set(list, list.mediaText);
      list.mediaText = TO_SCREEN.reduce((text, [from, to]) => text.replace(from, to), list.mediaText);
    }
  } else {
    for (const [list, text] of doc.deskMedia) list.mediaText = text;
    doc.deskMedia.clear();
  }
}
