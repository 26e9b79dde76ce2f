//! The element's public interface as the source has it: names from src/widget/names.js, sentences from src/widget/interface.js,
//! and the lists that are Rust's or the style sheet's from there. Everything that is written about the element is made of this
//! (scripts/embed-docs.mjs).
//!
//! Always true: what is in here is in the source. A name of the source without a sentence is an error; a sentence
//! whose name the source does not have yet is left out, and listed in `planned`.
import fs from 'node:fs';
import path from 'node:path';
import * as said from '../src/widget/interface.js';
import * as names from '../src/widget/names.js';

const root = path.join(import.meta.dirname, '..');
const text = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const exists = (file) => fs.existsSync(path.join(root, file));
const all = (pattern, of) => [...new Set([...of.matchAll(pattern)].map(([, name]) => name))];
const kebab = (name) => name.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();

/** The text between a pattern and the next line that closes it. */
function block(file, opening) {
  const whole = text(file);
  const at = whole.search(opening);
  if (at < 0) throw new Error(`${file} no longer has ${opening}`);
  return whole.slice(at, whole.indexOf('\n}', at));
}
const variants = (file, name) => all(/^ {4}([A-Z]\w*)(?:\(.*\))?,$/gm, block(file, new RegExp(`pub enum ${name} \\{`)));
const words = (file, opening) => all(/=> "([a-z][a-z0-9-]*)"/g, block(file, opening));

export function read() {
  const planned = [];
  /** Those of the source, each with what is said of it. */
  const joined = (what, there, sentences) => {
    const silent = there.filter((name) => !(name in sentences));
    if (silent.length) throw new Error(`src/widget/interface.js says nothing about the ${what} ${silent.join(', ')}`);
    planned.push(...Object.keys(sentences).filter((name) => !there.includes(name)).map((name) => `${what} ${name}`));
    return Object.keys(sentences).filter((name) => there.includes(name)).map((name) => [name, sentences[name]]);
  };

  const element = text('src/widget/element.js');
  const loader = text('src/widget/loader.js');
  // The studio says things of its own.
  const rust = files('src').filter((file) => file.endsWith('.rs') && !file.startsWith('src/studio')).map(text).join('\n');

  joined('attribute', Object.keys(names.ATTRIBUTES), Object.assign({}, ...Object.values(said.ATTRIBUTES)));
  const attributes = Object.entries(said.ATTRIBUTES).map(([subject, sentences]) => [subject, Object.entries(sentences).filter(([name]) => name in names.ATTRIBUTES).map(([name, sentence]) => ({
    name, sentence, kind: names.ATTRIBUTES[name], observed: names.OBSERVED.includes(name), idle: names.IDLE.includes(name),
  }))]);

  const property = (readonly) => ([name, [type, sentence]]) => ({ name, type, sentence, readonly, idle: names.IDLE.includes(name) });
  const readable = all(/^ {2}(?:get )?(checkout|status|error|ready|version)\b/gm, loader);
  const properties = [...joined('property', names.PROPERTIES, said.PROPERTIES).map(property(false)), ...joined('property', readable, said.READ_ONLY).map(property(true))];

  const method = ([name, [parameters, answer, sentence]]) => ({ name, parameters, answer, sentence });
  const own = all(/^ {2}(focus|load|destroy)\(/gm, loader);
  const methods = joined('method', [...names.METHODS, ...own], said.METHODS).map(method);
  const idle = all(/log\('warn', (?:'|`)Kassa: (?:the|an) (payment method|field|address provider)/g, element);
  const registries = joined('registry', names.REGISTRIES, said.REGISTRIES).map(method).map((one) => ({ ...one, idle: idle.some((what) => one.name === `register${what.replace(/(?:^| )(\w)/g, (_, letter) => letter.toUpperCase())}`) }));
  const statics = joined('static', all(/static (define|mount)\(/g, loader), said.STATICS).map(method);

  const asked = all(/\bSome\(\("([a-z-]+)", "/g, block('src/app/session.rs', /fn asked\(/));
  const before = [...asked, ...all(/\.before\("([a-z-]+)"/g, rust), ...all(/tell\('before-([a-z-]+)'/g, element)].map((name) => `before-${name}`);
  const told = [...all(/\bsay\("([a-z-]+)"/g, rust), ...all(/(?:=> |\{ )?say\(\s*"([a-z-]+)"/g, rust), ...all(/\btell\("([a-z-]+)"/g, rust), ...all(/\btell\('([a-z-]+)'/g, element), ...all(/"kassa-([a-z-]+)"\s*[,)]/g, rust).filter((name) => name === 'experiment'), ...all(/CustomEvent\('kassa-([a-z-]+)'/g, loader)];
  // What the program tells the element alone.
  const inner = ['snapshot', 'words'];
  const happens = [...new Set([...told, ...before])].filter((name) => !inner.includes(name) && names.EVENTS.includes(name));
  const unknown = [...told, ...before].filter((name) => !inner.includes(name) && !names.EVENTS.includes(name) && new RegExp(`(say|tell|before)\\(["']${name}["']`).test(text('src/widget/snapshot.rs') + text('src/widget/inside.rs') + element));
  if (unknown.length) throw new Error(`src/widget/names.js does not have the events ${unknown.join(', ')}`);
  joined('event', names.EVENTS, said.EVENTS);
  const events = joined('event', happens, said.EVENTS).map(([name, [sentence, detail = {}]]) => ({ name: `kassa-${name}`, sentence, detail, cancelable: name.startsWith('before-') }));

  const slotted = [...all(/\bslot\('([a-z-]+)'\)/g, element), ...(/make\('slot'\)/.test(element) ? [''] : []), ...lists(element, 'AROUND'), ...lists(element, 'AFTER'), 'fallback', ...(/place\(of, inside\)/.test(element) ? ['payment-{code}'] : [])];
  const slots = joined('slot', [...new Set(slotted)], said.SLOTS).map(([name, sentence]) => ({ name, sentence }));

  const listed = exists('src/ui/part.rs') ? all(/\("[\w-]+", "([a-z-]+)"\)/g, text('src/ui/part.rs')) : [];
  // States of a part, said beside its name while they last.
  const states = all(/\.follow\("part",([\s\S]{0,240})/g, rust).flatMap((code) => all(/"([a-z -]+)"/g, code)).flatMap((words) => words.trim().split(' ')).filter((name) => name in said.PARTS);
  const parts = joined('part', [...new Set([...all(/\bpart: '([a-z-]+)'/g, element), ...listed, ...states])], said.PARTS).map(([name, sentence]) => ({ name, sentence }));

  const set = Object.fromEntries([...text('style/tokens.css').split('/* Derived')[0].matchAll(/^ {2}--kassa-([\w-]+): (.+?);/gm)].map(([, name, value]) => [name, value]));
  const tokens = Object.entries(said.TOKENS).map(([name, sentence]) => {
    if (!(name in set)) throw new Error(`style/tokens.css has no --kassa-${name}`);
    return { name: `--kassa-${name}`, sentence, value: set[name] };
  });

  return {
    version: /^version = "(.+)"/m.exec(text('Cargo.toml'))[1],
    attributes, properties, methods, registries, statics, events, slots, parts, tokens, planned,
    words: {
      Status: ['idle', ...words('src/widget/snapshot.rs', /impl Status \{/)],
      Step: all(/StepId\("([a-z-]+)"\)/g, files('src/steps').filter((file) => file.endsWith('.rs')).map(text).join('\n')).sort(byJourney),
      StepStatus: words('src/widget/snapshot.rs', /const fn word\(/),
      TotalKind: words('src/widget/snapshot.rs', /const fn kind\(/),
      FieldName: words('src/domain/problem.rs', /impl Field \{/).filter((name) => !/^(book|quantity|door|password|new-password|one-time-code|shared-device|card)$/.test(name)),
      Fault: variants('src/domain/problem.rs', 'Fault').map(kebab),
      DeclineReason: variants('src/domain/payment.rs', 'Decline').map(kebab).filter((name) => !['lost-or-stolen', 'suspected-fraud'].includes(name)),
      ErrorCode: ['load', 'stopped', ...words('src/widget/snapshot.rs', /const fn code_of\(/), 'expired'],
      AnalyticsEvent: all(/\becommerce\(\s*"([a-z_]+)"/g, text('src/widget/snapshot.rs')),
    },
  };
}

const JOURNEY = ['bag', 'contact', 'delivery', 'payment', 'review'];
const byJourney = (a, b) => JOURNEY.indexOf(a) - JOURNEY.indexOf(b);

/** The names in a constant of the script that has a list for each step. */
function lists(source, name) {
  const body = new RegExp(`const ${name} = \\{(.+)\\};`).exec(source)?.[1] ?? '';
  return all(/'([a-z-]+)'/g, body);
}

function files(folder) {
  return fs.readdirSync(path.join(root, folder), { recursive: true }).map((name) => path.join(folder, name)).filter((file) => fs.statSync(path.join(root, file)).isFile());
}
