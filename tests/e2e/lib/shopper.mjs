//! What a shopper does, said once and done in every engine.
//!
//! A journey is written with these verbs only. In Chromium and Firefox they are Playwright calls; in WebKit they are
//! WebDriver calls, where roles and names are asked of the engine itself, not guessed from the markup. A name is a whole
//! label, or a pattern; it must fit exactly one visible thing. Every verb waits up to PATIENCE.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';
import * as inPage from './in-page.mjs';
import { ELEMENT } from './webdriver.mjs';

export const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// It would knock at the card frame, whose origin is another; that document is checked on its own.
export const RULES = { iframes: false, resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
// A real backend may need longer than the demo shop (tests/e2e/live).
const PATIENCE = +(process.env.E2E_PATIENCE ?? 5_000);
// Playwright's own pauses grow to a second, which is most of what a suite then takes.
export const OFTEN = [50, 50, 100];
/** Sent to the page: what axe has nothing against is most of its answer, and is left there. */
const violations = (rules) => axe.run(document, rules).then((found) => found.violations);
const brief = (found) => found.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.flat().join(' ')).join(', ')} (${v.help})`);
const pattern = (text) => (text instanceof RegExp ? text : new RegExp(text.replace(/\s+/g, ' ').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));

/** What both kinds of shopper do alike, said with the verbs that each has of its own. */
class Shopper {
  constructor(visit) {
    /** `{ begin(path), test, project }`: how a page is opened so that the server knows whose test it is. */
    this.visit = visit;
  }

  /** Waits until the text is on the page: in one line, as far as it can be seen or heard. */
  async sees(text) {
    await expect.poll(() => this.text(), { timeout: PATIENCE, intervals: OFTEN, message: `sees ${pattern(text)}` }).toMatch(pattern(text));
  }

  /** Waits until the text is gone. */
  async misses(text) {
    await expect.poll(() => this.text(), { timeout: PATIENCE, intervals: OFTEN, message: `misses ${pattern(text)}` }).not.toMatch(pattern(text));
  }

  /** Waits until the focus is on the element with this id (or, without one, this tag). */
  async hasFocus(id) {
    await expect.poll(() => this.focused(), { timeout: PATIENCE, intervals: OFTEN, message: `focus on ${id}` }).toMatch(id instanceof RegExp ? id : new RegExp(`^${id}$`));
  }

  /** Waits until the path of the address is this. */
  async isAt(wanted) {
    await expect.poll(async () => new URL(await this.url()).pathname, { timeout: PATIENCE, intervals: OFTEN, message: `address ${wanted}` }).toBe(wanted);
  }

  /** Waits until the field holds this text. */
  async holds(label, text) {
    await expect.poll(() => this.value(label), { timeout: PATIENCE, intervals: OFTEN, message: `${label} holds` }).toBe(text);
  }

  /** Waits until the step with this heading is on screen, and nothing is on its way. */
  async isOn(title) {
    await expect.poll(() => this.heading(), { timeout: PATIENCE * 2, intervals: OFTEN, message: `is on ${title}` }).toMatch(title instanceof RegExp ? title : new RegExp(`^${pattern(title).source}$`));
  }

  /** No finding of axe, and no scrolling sideways; `what` names the screen in a failure. */
  async isAccessible(what = 'the page') {
    expect(await this.axe(), `axe on ${what}`).toEqual([]);
    const { window, page } = await this.run(inPage.widths);
    expect(page, `${what} scrolls sideways`).toBeLessThanOrEqual(window);
  }

  focused() { return this.run(inPage.focus); }
  heading() { return this.run(inPage.heading); }
}

export class PlaywrightShopper extends Shopper {
  constructor(visit, page, touch = false, scope = page) {
    super(visit);
    this.page = page;
    this.touch = touch;
    this.scope = scope;
  }

  open(to) { return this.page.goto(this.visit.begin(to)); }
  reload() { return this.page.reload(); }
  back() { return this.page.goBack(); }
  forward() { return this.page.goForward(); }
  url() { return Promise.resolve(this.page.url()); }
  title() { return this.page.title(); }
  text() { return this.scope.locator('body').evaluate(inPage.visibleText); }
  focused() { return this.scope.locator('body').evaluate(inPage.focus); }
  /** Runs a function in the page; in the next one if this one was left meanwhile. */
  async run(what, ...args) {
    const call = `(${what})(...${JSON.stringify(args)})`;
    try {
      return await this.page.evaluate(call);
    } catch (error) {
      if (!/context was destroyed/.test(error.message)) throw error;
      await this.page.waitForLoadState();
      return this.page.evaluate(call);
    }
  }

  async fill(label, text) {
    const field = this.labelled(label);
    // Firefox 153 over BiDi puts the text of an e-mail field beside what is selected in it, not in its place.
    if (this.visit.project.startsWith('firefox') && await field.inputValue()) {
      await field.selectText();
      await this.page.keyboard.press('Delete');
    }
    await field.fill(text);
  }
  /** Types key by key, as a shopper does; `fill` sets the text at once. */
  async type(label, text) {
    await this.labelled(label).focus();
    await this.labelled(label).pressSequentially(text);
  }
  value(label) { return this.labelled(label).inputValue(); }
  choose(label) { return this.byRole('radio', label).check(); }
  check(label) { return this.byRole('checkbox', label).check(); }
  uncheck(label) { return this.byRole('checkbox', label).uncheck(); }
  isChosen(label) { return this.scope.getByRole('radio', this.named(label)).or(this.scope.getByRole('checkbox', this.named(label))).isChecked(); }
  select(label, option) { return this.labelled(label).selectOption({ label: option }); }
  press(name) { return this.point(this.byRole('button', name)); }
  follow(name) { return this.point(this.byRole('link', name)); }
  /** Opens or closes the disclosure whose summary begins so. */
  unfold(text) { return this.point(this.scope.locator('summary').filter({ hasText: text }).filter({ visible: true })); }
  /** Twice, as fast as the engine can. */
  pressTwice(name) { return this.byRole('button', name).dblclick(); }
  async keys(...names) { for (const name of names) await this.page.keyboard.press(name); }
  async write(text) { await this.page.keyboard.type(text); }
  /** What a shopper does in a frame; its title names it. */
  inside(title, act) { return act(new PlaywrightShopper(this.visit, this.page, this.touch, this.scope.frameLocator(`iframe[title="${title}"]`))); }
  has(role, name) { return this.byRole(role, name).count().then((count) => count > 0); }
  offline(is = true) { return this.page.context().setOffline(is); }

  async axe() {
    // Sent only where it is missing: half a megabyte takes longer to send and read than most screens to be looked at.
    if (await this.page.evaluate(() => typeof axe === 'undefined')) await this.page.evaluate(`(() => { ${AXE} })()`);
    return brief(await this.page.evaluate(violations, RULES));
  }

  named(name) { return { name, ...(name instanceof RegExp ? {} : { exact: true }) }; }
  byRole(role, name) { return this.scope.getByRole(role, this.named(name)).filter({ visible: true }); }
  /** A field, not a group around it that has the same name. */
  labelled(label) { return this.scope.getByLabel(label, label instanceof RegExp ? {} : { exact: true }).and(this.scope.locator('input, select, textarea')).filter({ visible: true }); }
  point(thing) { return this.touch ? thing.tap() : thing.click(); }
}

export class WebDriverShopper extends Shopper {
  constructor(visit, session) {
    super(visit);
    this.session = session;
    this.isInside = false;
  }

  open(to) { return this.session.call('POST', '/url', { url: this.visit.begin(to) }); }
  reload() { return this.session.call('POST', '/refresh'); }
  back() { return this.session.call('POST', '/back'); }
  forward() { return this.session.call('POST', '/forward'); }
  url() { return this.session.call('GET', '/url'); }
  title() { return this.session.call('GET', '/title'); }
  text() { return this.session.run(inPage.visibleText); }
  run(what, ...args) { return this.session.run(what, ...args); }

  async fill(label, text) {
    const field = await this.find('textbox', label);
    // A click first: WebKit refuses to focus a field in a frame of another origin by script alone.
    await this.click(field);
    await this.session.run(inPage.replace, field, text);
  }
  async type(label, text) {
    const field = await this.find('textbox', label);
    await this.click(field);
    // Keys of /actions do not come into a frame of another origin; those of /value do, but need a field that stays.
    await (this.isInside ? this.act(field, '/value', { text }) : this.write(text));
  }
  async value(label) { return this.session.run((field) => field.value, await this.find(['textbox', 'select'], label)); }
  async choose(label) { await this.click(await this.find('radio', label)); }
  async check(label) { await this.turn(label, true); }
  async uncheck(label) { await this.turn(label, false); }
  async turn(label, on) {
    const box = await this.find('checkbox', label);
    if ((await this.session.run((element) => element.checked, box)) !== on) await this.click(box);
  }
  async isChosen(label) { return this.session.run((box) => box.checked, await this.find(['radio', 'checkbox'], label)); }
  async select(label, option) {
    const list = await this.find('select', label);
    const found = await this.session.run((element, wanted) => [...element.options].find((one) => one.label.trim() === wanted), list, option);
    if (!found) throw new Error(`${label} has no option ${option}`);
    await this.act(found, '/click');
  }
  async press(name) { await this.click(await this.find('button', name)); }
  async follow(name) { await this.click(await this.find('link', name)); }
  async unfold(text) { await this.click(await this.session.run(inPage.summary, text)); }
  async pressTwice(name) { await this.click(await this.find('button', name), 2); }
  async keys(...names) {
    for (const name of names) {
      const pressed = name.split('+').map((key) => KEYS[key] ?? key);
      const actions = [...pressed.map((value) => ({ type: 'keyDown', value })), ...pressed.reverse().map((value) => ({ type: 'keyUp', value }))];
      await this.session.call('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
    }
  }
  async write(text) {
    const actions = [...text].flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value })));
    await this.session.call('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }
  async inside(title, act) {
    const frame = await this.find('iframe', title);
    // A field of a frame that is off the screen cannot be pressed: this driver scrolls only within the frame.
    await this.session.run((element) => element.scrollIntoView({ block: 'center' }), frame);
    await this.session.call('POST', '/frame', { id: frame });
    this.isInside = true;
    try {
      return await act(this);
    } finally {
      this.isInside = false;
      await this.session.call('POST', '/frame/parent');
    }
  }
  async has(role, name) { return (await this.fitting([role], name)).found.length > 0; }
  /** WebKit cannot be cut off: the page is told so, and the server lets nothing of this test through. */
  async offline(is = true) {
    await this.visit.cutOff(is);
    await this.session.run((off) => {
      Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => !off });
      dispatchEvent(new Event(off ? 'offline' : 'online'));
    }, is);
  }

  async axe() {
    if (await this.session.run(() => typeof axe === 'undefined')) await this.session.call('POST', '/execute/sync', { script: AXE, args: [] });
    return brief(await this.session.runAsync(violations, RULES));
  }

  /** By pointer, because WebKit's own element click calls a text field in a shadow root "intercepted". */
  async click(element, times = 1) {
    await this.session.runAsync(inPage.steady, element);
    const once = [{ type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
    const actions = [{ type: 'pointerMove', origin: element, x: 0, y: 0 }, ...Array(times).fill(once).flat()];
    await this.session.call('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
  }

  act(element, what, body) { return this.session.call('POST', `/element/${element[ELEMENT]}${what}`, body); }

  /** One question after the other: of two that are under way at once, this driver may never answer one. */
  async fitting(roles, name) {
    const labels = [];
    const found = [];
    for (const role of roles) {
      for (const { element, texts } of await this.session.run(inPage.candidates, role)) {
        const at = `/element/${element[ELEMENT]}`;
        const label = (role === 'iframe' ? await this.session.call('GET', `${at}/attribute/title`) : await this.session.call('GET', `${at}/computedlabel`).catch(() => '')) ?? '';
        labels.push(label);
        // WebKit takes the text typed into a field for a part of the label around it: the label alone will do as well.
        const known = [label.replace(/\s+/g, ' ').trim(), ...(role === 'textbox' ? texts : [])];
        if (known.some((text) => (name instanceof RegExp ? name.test(text) : text === name))) found.push(element);
      }
    }
    return { found, labels };
  }

  /** Waits for exactly one visible element of this role and name, through open shadow roots. */
  async find(role, name) {
    const until = Date.now() + PATIENCE;
    for (;;) {
      // An element may vanish between two questions: asked again.
      const { found, labels } = await this.fitting([role].flat(), name).catch((fault) => {
        if (!/stale|no such/.test(fault.kind ?? '')) throw fault;
        return { found: [], labels: [] };
      });
      if (found.length === 1) return found[0];
      if (Date.now() > until) throw new Error(`${found.length} elements are ${role} ${name}; ${role} on the page: ${labels.map((label) => JSON.stringify(label)).join(', ') || 'none'}`);
      await new Promise((wake) => setTimeout(wake, 50));
    }
  }
}

const KEYS = {
  Tab: '\uE004', Enter: '\uE007', Space: ' ', Escape: '\uE00C', Backspace: '\uE003', Delete: '\uE017', Home: '\uE011', End: '\uE010',
  ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Shift: '\uE008', Control: '\uE009',
};
