// The frame's half of the conversation: the handshake, requests that end, notifications, and nothing else.
//
// Always true: before the handshake only `ec.ready` is sent, after a refusal of it nothing; a request ends once, by its answer,
// by a refusal or by its time; an answer that nobody waits for, early, late or again, changes nothing and gets no answer.

import { through } from './channel.js';
import { fault, METHOD_NOT_FOUND, notification, Refusal, refusal, request, ticket } from './message.js';

/** Milliseconds: for what a program answers, and for what a person decides. */
export const PATIENCE = { program: 30_000, person: 600_000 };
/** How many methods that are not there a host is told of; one that asks for more is not listened to any longer. */
const ANSWERS = 100;

export class Talk {
  #channel;
  #version;
  #state = 'waiting';
  #waiting = new Map();
  #answers = ANSWERS;
  #timers;
  #patience;

  constructor(channel, version, { timers = globalThis, patience = PATIENCE } = {}) {
    Object.assign(this, { version });
    this.#channel = channel;
    this.#version = version;
    this.#timers = timers;
    this.#patience = patience;
  }

  /** Whether the host has shaken hands. */
  get isOpen() { return this.#state === 'open'; }

  /** The handshake; answers with `{ credential, checkout }` of the host, or throws its refusal. */
  async meet(delegate, auth) {
    this.#channel.open((message, port) => this.#hear(message, port));
    const params = { delegate, ...(auth && { auth: { type: auth } }) };
    try {
      let result = await this.#ask('ec.ready', params, this.#patience.program);
      if (result.upgrade) {
        // Whatever else it said is to be forgotten; all that follows goes through the port.
        const { port } = result.upgrade;
        if (!port || this.#upgraded) throw new Refusal('invalid_state_error', 'An upgrade without a port, or a second one.');
        this.#upgraded = true;
        this.#channel.close();
        this.#channel = through(port);
        this.#channel.open((message, another) => this.#hear(message, another));
        result = await this.#ask('ec.ready', params, this.#patience.program);
        if (result.upgrade) throw new Refusal('invalid_state_error', 'A second upgrade.');
      }
      this.#state = 'open';
      return result;
    } catch (why) {
      this.end();
      throw why;
    }
  }
  #upgraded = false;

  /** A request, if the host has shaken hands; answers with the result, or throws a `Refusal`. `by` is who has to answer. */
  request(method, params, by = 'program') {
    return this.isOpen ? this.#ask(method, params, this.#patience[by]) : Promise.reject(new Refusal('invalid_state_error'));
  }

  notify(method, params) {
    if (this.isOpen) this.#channel.post(notification(method, params));
  }

  /** Nothing is said or heard from here on; what is waited for is refused. */
  end() {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#channel.close();
    for (const { fail } of [...this.#waiting.values()]) fail(new Refusal('abort_error', 'The conversation is over.'));
  }

  #ask(method, params, patience) {
    const id = ticket(method.replace(/\W/g, '_'));
    return new Promise((done, fail) => {
      const timer = this.#timers.setTimeout(() => settle(fail)(new Refusal('timeout_error', `${method} was not answered in time.`)), patience);
      const settle = (how) => (value) => {
        this.#timers.clearTimeout(timer);
        this.#waiting.delete(id);
        how(value);
      };
      this.#waiting.set(id, { done: settle(done), fail: settle(fail) });
      this.#channel.post(request(id, method, params));
    });
  }

  #hear(message, port) {
    if (this.#state === 'ended') return;
    if (message.kind === 'request') {
      // A host has no methods here. Before the handshake nobody is told even that.
      if (!this.isOpen || (this.#answers -= 1) < 0) return;
      return void this.#channel.post(fault(message.id, METHOD_NOT_FOUND, 'Method not found.'));
    }
    const waiting = this.#waiting.get(message.id);
    if (!waiting || message.kind === 'notification') return;
    if (message.kind === 'fault') return void waiting.fail(new Refusal('not_supported_error', `The host answered with ${message.code}.`));
    const { result } = message;
    if (result.ucp.version !== this.#version) return void waiting.fail(new Refusal('not_supported_error', 'The host answered in another version.', 'unrecoverable'));
    const no = refusal(result);
    if (no) waiting.fail(no);
    // The port of a message stands in it, or the message was not let through.
    else waiting.done(port ? { ucp: result.ucp, upgrade: { port } } : result);
  }
}
