// Markup of the program's own, for a page that requires Trusted Types. Leptos draws what never changes, such as a ring around the
// time left, from a text that is compiled in; in the glue that one assignment goes through here (scripts/embed.mjs). What a
// backend or a shopper says is text and never comes this way.
let policy;

/** The policy is the loader's, which the page has named. */
export function trust(given) {
  policy = given;
}

/** A tripwire, as the page has one (src/boot/early.js): nothing that runs or loads is ever drawn from text. */
export function trusted(markup) {
  if (/<(?:script|iframe|object|embed|base|meta|link)|\son\w+\s*=/i.test(markup)) throw new TypeError('Kassa: markup that is not its own');
  return policy ? policy.createHTML(markup) : markup;
}
