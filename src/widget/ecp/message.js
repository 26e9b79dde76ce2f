// A message of the Embedded Checkout Protocol (JSON-RPC 2.0): how one is read, and how one is made. Frame and host share it.
//
// Always true: what `read` gives out is a copy, of plain values, no larger than `LIMIT`, in one of four shapes; whatever does
// not fit is null, and nothing of it is looked at. Knows neither windows nor checkouts.

/** Dates of UCP whose embedded messages are these; a session has one, from its address to its end. */
export const VERSIONS = ['2026-04-08', '2026-08-25'];
/** How large a message may be, counted in characters, and how deep. */
export const LIMIT = 65_536;
const DEPTH = 16;
/** The names of delegations that the specification has; each is asked for by `ec.<name>_request`. */
export const DELEGATIONS = ['payment.instruments_change', 'payment.credential', 'fulfillment.address_change', 'window.open'];

export const METHOD_NOT_FOUND = -32601;

/** What a host or a frame says no with. */
export class Refusal extends Error {
  constructor(code, content = code, severity = 'recoverable', continueUrl = undefined) {
    super(content);
    Object.assign(this, { name: 'Refusal', code, severity, continueUrl });
  }
}

/** A number that nobody guesses, so that nobody answers in another's place. */
export function ticket(of, random = globalThis.crypto) {
  const bytes = random.getRandomValues(new Uint8Array(16));
  return `${of}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * The message in the one form that is acted on: `{ kind: request | notification | answer | fault, … }`, or null. `port` is
 * the one that came with it, and may stand in one place only.
 */
export function read(data, port) {
  try {
    const left = { size: LIMIT, port: port !== undefined };
    const whole = copied(data, port, left, DEPTH);
    if (!isRecord(whole) || whole.jsonrpc !== '2.0') return null;
    // One that stands elsewhere, or nowhere, was sent for something else.
    if (port !== undefined && whole.result?.upgrade?.port !== port) return null;
    return shaped(whole);
  } catch {
    return null;
  }
}

/** The same for a text, which is what native hosts send. */
export function readText(text) {
  if (typeof text !== 'string' || text.length > LIMIT) return null;
  try {
    return read(JSON.parse(text));
  } catch {
    return null;
  }
}

function shaped({ jsonrpc, ...rest }) {
  const has = (name) => Object.hasOwn(rest, name);
  const only = (...names) => Object.keys(rest).every((name) => names.includes(name));
  const { id, method, params = {}, result, error } = rest;
  if (has('method')) {
    if (!only('id', 'method', 'params') || !matches(/^[\w.$/-]{1,80}$/, method) || !isRecord(params)) return null;
    if (!has('id')) return { kind: 'notification', method, params };
    return isId(id) ? { kind: 'request', id, method, params } : null;
  }
  if (!isId(id)) return null;
  if (has('result') && only('id', 'result')) return isRecord(result) && isEnvelope(result) ? { kind: 'answer', id, result } : null;
  if (has('error') && only('id', 'error')) {
    const isFault = isRecord(error) && Number.isInteger(error.code) && typeof error.message === 'string';
    return isFault ? { kind: 'fault', id, code: error.code } : null;
  }
  return null;
}

/** What every result has: a version and whether it went well; one that did not says why. */
function isEnvelope({ ucp, messages }) {
  if (!isRecord(ucp) || !matches(/^\d{4}-\d\d-\d\d$/, ucp.version)) return false;
  if (ucp.status === 'success') return true;
  const isSaid = (one) => isRecord(one) && typeof one.type === 'string' && typeof one.content === 'string';
  return ucp.status === 'error' && Array.isArray(messages) && messages.length > 0 && messages.every(isSaid);
}

/** Why a result says no; null where it says yes. */
export function refusal({ ucp, messages, continue_url: continueUrl }) {
  if (ucp.status === 'success') return null;
  const { code, content, severity } = messages.find(({ type }) => type === 'error') ?? messages[0];
  return new Refusal(typeof code === 'string' ? code : 'refused', content, severity === 'unrecoverable' ? severity : 'recoverable', matches(/^https:\/\//, continueUrl) ? continueUrl : undefined);
}

export const request = (id, method, params) => ({ jsonrpc: '2.0', id, method, params });
export const notification = (method, params) => ({ jsonrpc: '2.0', method, params });
export const answer = (id, version, rest = {}) => ({ jsonrpc: '2.0', id, result: { ucp: { version, status: 'success' }, ...rest } });
export const refused = (id, version, why) => ({ jsonrpc: '2.0', id, result: problem(version, why) });
export const fault = (id, code, message) => ({ jsonrpc: '2.0', id, error: { code, message } });

/** UCP's `error_response`. */
export function problem(version, { code, content, message, severity = 'recoverable', continueUrl }) {
  const said = { type: 'error', code, content: content ?? message ?? code, severity };
  return { ucp: { version, status: 'error' }, messages: [said], ...(continueUrl && { continue_url: continueUrl }) };
}

/** A deep copy that holds nothing but values of JSON; throws where there is anything else, or too much of it. */
function copied(value, port, left, depth) {
  const spend = (amount) => {
    left.size -= amount;
    if (left.size < 0 || depth < 0) throw new RangeError('too large');
  };
  spend(1);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') {
    spend(value.length);
    return value;
  }
  if (Array.isArray(value)) {
    // Before it is walked: a list may claim to be of any length.
    spend(value.length);
    return Array.from(value, (one) => copied(one, port, left, depth - 1));
  }
  if (port !== undefined && value === port && left.port) {
    left.port = false;
    return value;
  }
  const maker = typeof value === 'object' && Object.getPrototypeOf(value);
  if (maker !== null && maker !== Object.prototype) throw new TypeError('no value of JSON');
  const copy = {};
  for (const name of Object.keys(value)) {
    spend(name.length);
    // Names that mean something to an object of this language mean nothing in a message.
    if (name === '__proto__' || value[name] === undefined) continue;
    copy[name] = copied(value[name], port, left, depth - 1);
  }
  return copy;
}

const isId = (id) => matches(/^[\w.:-]{1,128}$/, id) || Number.isSafeInteger(id);
export const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
export const matches = (pattern, value) => typeof value === 'string' && pattern.test(value);
