// A way to pay of the page's own, as the program calls it. Small, and asked for at once: it travels with element.js.

/** A method for the wasm side (`src/payment/providers/registered.rs`); what the page's functions throw is said in the console. */
export function method(definition, log) {
  const tried = (act) => {
    try { return act(); } catch (fault) {
      log('error', `Kassa: the payment method \`${definition.id}\`: ${fault?.message ?? fault}`);
      throw fault;
    }
  };
  return {
    mount: (place, context, tell) => tried(() => definition.mount?.(place, { ...context, complete: (is = true) => tell(is ? 'complete' : 'incomplete'), submit: () => tell('submit') })),
    token: (context) => Promise.resolve().then(() => tried(() => definition.token(context))).then((answer) => (typeof answer === 'string' ? { token: answer } : answer), (fault) => ({ fault: fault?.name === 'AbortError' ? 'closed' : 'failed' })),
    told: (what, context) => tried(() => definition[what]?.(context)),
  };
}
