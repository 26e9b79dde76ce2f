//! The least of WebDriver: start a driver, open a session, call an endpoint.
//!
//! Classic WebDriver is all WebKitGTK speaks; it has no BiDi. Knows nothing of checkouts.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { browsers } from '../../../scripts/browsers.mjs';

export const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

// MiniBrowser's toolbar keeps the window at 447 px or wider; without this there is no phone width.
const NARROW = 'button, entry { min-width: 0; min-height: 0; padding: 0; border: 0; margin: 0 -24px; font-size: 1px }';
const CALM = '[Settings]\ngtk-enable-animations=0\n'; // prefers-reduced-motion: reduce

/** A virtual screen with a number of its own, so that workers do not meet. */
async function screen() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((tell, fail) => {
    server.stdio[3].once('data', (data) => tell(String(data).trim()));
    server.once('error', fail);
    server.once('exit', () => fail(new Error('Xvfb did not start')));
  });
  return { number, server };
}

const freePort = () => new Promise((tell) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => tell(port));
  });
});

/** Starts WebKit's driver on a screen of its own; a session is a new browser, and costs under half a second. */
export async function startWebKit() {
  const { browser, driver: command } = browsers().webkit;
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'kassa-webkit-'));
  fs.mkdirSync(path.join(home, 'gtk-3.0'));
  fs.writeFileSync(path.join(home, 'gtk-3.0/gtk.css'), NARROW);
  fs.writeFileSync(path.join(home, 'gtk-3.0/settings.ini'), CALM);
  const display = await screen();
  // Without a LANG, WebKit's navigator.language is "C", which Intl refuses.
  // Layers put together by a graphics card that is played by the processor cost three quarters of a page's start.
  const env = { ...process.env, WEBKIT_DISABLE_COMPOSITING_MODE: '1', XDG_CONFIG_HOME: home, LANG: 'en_US.UTF-8', TZ: 'Europe/Oslo', DISPLAY: `:${display.number}`, GDK_BACKEND: 'x11' };
  const port = await freePort();
  const log = path.join(home, 'driver.log');
  const output = fs.openSync(log, 'w');
  const driver = spawn(command, [`--port=${port}`], { env, stdio: ['ignore', output, output] });
  const base = `http://127.0.0.1:${port}`;
  for (let i = 0; ; i++) {
    if (await fetch(`${base}/status`).then((answer) => answer.ok, () => false)) break;
    if (i > 200 || driver.exitCode !== null) throw new Error(`${command} did not start: ${fs.readFileSync(log, 'utf8')}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
  const capabilities = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } };
  return {
    open: () => Session.open(base, capabilities),
    stop: () => {
      driver.kill();
      display.server.kill();
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

export class Session {
  static async open(base, capabilities) {
    const session = new Session(`${base}/session`);
    const { sessionId } = await session.call('POST', '', { capabilities: { alwaysMatch: capabilities } });
    session.url = `${base}/session/${sessionId}`;
    return session;
  }

  constructor(url) {
    this.url = url;
  }

  async call(method, path, body) {
    const content = method === 'POST' ? { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } } : {};
    const answer = await fetch(this.url + path, { method, ...content });
    const { value } = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(`${value.error}: ${value.message}`), { kind: value.error });
    return value;
  }

  run(script, ...args) {
    return this.call('POST', '/execute/sync', { script: `return (${script}).apply(null, arguments)`, args });
  }

  async runAsync(script, ...args) {
    const value = await this.call('POST', '/execute/async', { script: `const done = arguments[arguments.length - 1]; (${script}).apply(null, [...arguments].slice(0, -1)).then(done, (fault) => done({ thrown: String(fault) }))`, args });
    if (value?.thrown) throw new Error(value.thrown);
    return value;
  }
}
