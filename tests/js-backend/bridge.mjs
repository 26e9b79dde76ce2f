//! Lets the contract suite, which is Rust, call a merchant's object in Node: `node bridge.mjs path/to/shop.js`.
//!
//! A line of JSON in is a question, a line out its answer. It stands for `src/backend/js/door.rs`, which needs a browser:
//! answers cross as the text of `JSON.stringify`, and what is thrown as its text and as words. Each visitor has a storage
//! of its own, which outlives the object: a reload is a new object on the same storage.
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { createShop } = await import(pathToFileURL(path.resolve(process.argv[2])).href);
const storages = new Map();
const shops = [];

const member = (object, at) => at.split('.').reduce((owner, name) => owner?.[name], object);

async function answer({ visit, look, call, args }) {
  if (visit !== undefined) {
    const kept = storages.get(visit) ?? new Map();
    storages.set(visit, kept);
    return { shop: shops.push(createShop({ getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) })) - 1 };
  }
  if (look) {
    const shop = shops[look.shop];
    return { facts: JSON.stringify(shop.facts) ?? null, functions: look.functions.filter((at) => typeof member(shop, at) === 'function') };
  }
  const shop = shops[call.shop];
  const owner = call.function.includes('.') ? shop[call.function.split('.')[0]] : shop;
  let value;
  try {
    value = await member(shop, call.function).apply(owner, JSON.parse(args));
  } catch (thrown) {
    return { thrown: { json: typeof thrown === 'object' ? JSON.stringify(thrown) : null, words: String(thrown) } };
  }
  try {
    return { answer: JSON.stringify(value) ?? null };
  } catch (why) {
    return { notJson: String(why) };
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(JSON.parse(line))));
