// What is wrong with the attributes of an element, in sentences for the console. Comes after the first step is there: it is for
// whoever builds the page, and no shopper waits for it.

import { ATTRIBUTES, IDLE } from './names.js';

const HOST = /^(id|class|style|slot|hidden|dir|lang|title|tabindex|part|exportparts|inert|is|role|nonce|data-.*|aria-.*|on.*|ng-.*|_ng.*|v-.*|svelte-.*|contenteditable|draggable|popover|translate)$/;
const EXPECTS = {
  address: ['an address such as https://shop.example/api', (text) => /^(https?:|mailto:|\/|\.{0,2}\/|#|\?)/.test(text) || !/[:\s]/.test(text)],
  code: ['a code of letters', (text) => /^[A-Za-z]{2,3}$/.test(text)],
  tag: ['a language tag such as nb-NO', (text) => /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(text)],
  number: ['a number', (text) => /^\d+$/.test(text)],
};

/** What is wrong with the attributes, a sentence for each. */
export function wrong(element) {
  const said = [];
  for (const { name, value } of element.attributes) {
    const kind = ATTRIBUTES[name];
    if (!kind) {
      if (!HOST.test(name)) said.push(`Kassa: <${element.localName}> knows no attribute \`${name}\`.`);
    } else if (IDLE.includes(name)) {
      // As steps is how it is.
      if (!(name === 'layout' && value === 'steps')) said.push(`Kassa: the attribute \`${name}\` is not available yet; it changes nothing.`);
    } else if (kind.includes('|')) {
      if (value && !kind.split(' | ').includes(value)) said.push(`Kassa: the attribute \`${name}\` is \`${value}\`; it expects: ${kind}.`);
    } else if (EXPECTS[kind] && value && !EXPECTS[kind][1](value)) said.push(`Kassa: the attribute \`${name}\` is \`${value}\`; it expects ${EXPECTS[kind][0]}.`);
  }
  return said;
}
