// The document brought to life: typing, caret, pictures, announcements, height, and the page's orders.
//
// Always true: what was typed lives in the inputs and in the form, never in an attribute, a log,
// storage, the address or a message.

import { CardForm, FIELDS } from "./form.js";
import { mark, sign } from "./marks.js";
import { plain, readExpiry, retypeCode, retypeExpiry, retypeNumber, showExpiry, yesterday } from "./rules.js";
import { tokenOf } from "./sentinels.js";
import { checked, invitation, meet } from "./wire.js";
import { WORDS } from "./words.js";

const RETYPE = { number: retypeNumber, expiry: retypeExpiry, code: retypeCode };
const SHOWN_WITHOUT_INIT = 2000;
const BETWEEN_ANNOUNCEMENTS = 150;

const root = document.documentElement;
const part = (id) => document.getElementById(id);
const inputs = Object.fromEntries(FIELDS.map((field) => [field, part(field)]));

let words = WORDS;
let today = null;
let send = () => {};
let tokens = [];

function lastGoodMonth() {
  if (today) return yesterday(...today);
  const now = new Date();
  return yesterday(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

const form = new CardForm(lastGoodMonth, tokenOf);

// ---- what is on screen

function sentence(field, { fault, count }) {
  const text = words[`card.${field}.fault.${fault}`] ?? "";
  return text.replace("{count}", count ?? "");
}

const hint = () => words[`card.code.hint.${form.codeSize}`];

function drawWords() {
  document.title = words["card.title"];
  for (const field of FIELDS) part(`${field}-label`).textContent = words[`card.${field}.label`];
  part("brand-label").textContent = words["card.brand.legend"];
  part("brand-hint").textContent = words["card.brand.hint"];
  draw();
}

const drawn = { brand: undefined, choice: "", codeSize: 3, state: "" };

/** Brings the document in line with the form and tells the page what it may know. */
function draw() {
  for (const field of FIELDS) {
    const input = inputs[field];
    if (input.value !== form.text(field)) input.value = form.text(field);
    drawFault(field, form.fault(field));
  }
  const { brand } = form;
  if (brand !== drawn.brand) {
    drawn.brand = brand;
    part("mark").replaceChildren(mark(document, brand));
  }
  drawChoice();
  const codeHint = part("code-hint");
  codeHint.textContent = hint();
  // Three digits on the back are what everyone expects; four on the front need saying.
  codeHint.classList.toggle("kassa-visually-hidden", form.codeSize === 3);
  if (form.codeSize !== drawn.codeSize) {
    drawn.codeSize = form.codeSize;
    announce(hint());
  }
  inputs.code.placeholder = form.isCodeKept ? "•".repeat(form.codeSize) : "";
  tell(false);
}

/** The brands of a number that has two: the shopper decides (CARD-02). */
function drawChoice() {
  const { choice, brand } = form;
  const ids = choice.map(({ id }) => id).join(" ");
  if (ids !== drawn.choice) {
    drawn.choice = ids;
    part("brand-options").replaceChildren(...choice.map(option));
    part("brand-field").hidden = !ids;
    if (ids) announce(words["card.brand.hint"]);
  }
  for (const { id } of choice) part(`brand-${id}`).checked = id === brand.id;
}

function option(brand) {
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name: "brand", id: `brand-${brand.id}`, value: brand.id, className: "kassa-brand__radio" });
  radio.addEventListener("change", () => {
    form.choose(brand.id);
    draw();
  });
  radio.addEventListener("keydown", pressed);
  const name = document.createElement("span");
  Object.assign(name, { className: "kassa-brand__name", textContent: brand.name });
  const label = document.createElement("label");
  label.className = "kassa-brand";
  label.append(radio, mark(document, brand, true), name);
  return label;
}

function drawFault(field, fault) {
  const text = fault ? sentence(field, fault) : "";
  const place = part(`${field}-error`);
  place.hidden = !fault;
  if (place.textContent !== text) {
    const words = document.createElement("span");
    words.textContent = text;
    place.replaceChildren(...(fault ? [sign(document, "alert"), words] : []));
  }
  if (fault) inputs[field].setAttribute("aria-invalid", "true");
  else inputs[field].removeAttribute("aria-invalid");
}

function tell(always) {
  const state = form.state;
  const text = JSON.stringify(state);
  if (!always && text === drawn.state) return;
  drawn.state = text;
  send({ type: "state", ...state });
}

// One message at a time, with a pause, so that none is lost and the same one is read again.
const waiting = [];
let isSpeaking = false;

function announce(text) {
  waiting.push(text);
  if (!isSpeaking) speak();
}

function speak() {
  const text = waiting.shift();
  isSpeaking = text !== undefined;
  if (!isSpeaking) return;
  part("status").textContent = "";
  setTimeout(() => {
    part("status").textContent = text;
    setTimeout(speak, BETWEEN_ANNOUNCEMENTS);
  }, BETWEEN_ANNOUNCEMENTS);
}

/** Does something and announces the faults that it brought to light. */
function announcingFaults(act) {
  const before = FIELDS.map((field) => form.fault(field)?.fault);
  act();
  FIELDS.forEach((field, at) => {
    const fault = form.fault(field);
    if (fault && fault.fault !== before[at]) announce(sentence(field, fault));
  });
}

// ---- what the shopper does

function direction(inputType = "") {
  if (inputType === "deleteContentBackward") return "back";
  if (inputType === "deleteContentForward") return "forward";
  if (inputType.startsWith("delete")) return "cut";
  return inputType === "insertText" ? "insert" : "paste";
}

function typed(field, event) {
  if (event.isComposing) return;
  const input = inputs[field];
  const caret = input.selectionStart ?? input.value.length;
  const edit = RETYPE[field](form.text(field), input.value, caret, direction(event.inputType));
  if (edit.text !== input.value) {
    input.value = edit.text;
    if (document.activeElement === input) input.setSelectionRange(edit.caret, edit.caret);
  }
  announcingFaults(() => form.type(field, edit.text));
  draw();
}

// The length limit would cut a paste with wide separators before they are taken out.
function pasted(field, event) {
  if (!["insertFromPaste", "insertFromDrop"].includes(event.inputType)) return;
  const input = inputs[field];
  const text = event.data ?? event.dataTransfer?.getData("text/plain");
  const { selectionStart: start, selectionEnd: end } = input;
  if (!text || input.value.length - (end - start) + text.length <= input.maxLength) return;
  event.preventDefault();
  const short = plain(text).match(/\d+/g)?.join(field === "expiry" ? "/" : "") ?? text;
  input.setRangeText(short.slice(0, input.maxLength), start, end, "end");
  typed(field, {});
}

function pressed(event) {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    send({ type: "submit" });
  } else if (event.key === "Escape") send({ type: "escape" });
}

for (const field of FIELDS) {
  const input = inputs[field];
  input.addEventListener("beforeinput", (event) => pasted(field, event));
  for (const type of ["input", "compositionend", "change"]) {
    input.addEventListener(type, (event) => typed(field, event));
  }
  input.addEventListener("focus", () => {
    form.enter(field);
    tell(false);
  });
  input.addEventListener("blur", () => {
    const date = field === "expiry" ? readExpiry(form.text(field), lastGoodMonth()) : {};
    if (date.month) form.type(field, showExpiry(date));
    announcingFaults(() => form.leave(field));
    draw();
  });
  input.addEventListener("keydown", pressed);
}

// ---- what the page asks

function settle({ words: list, tokens: values, lang, dir, scheme }) {
  if (lang) root.lang = lang;
  if (dir) root.dir = dir;
  if (scheme) root.dataset.scheme = scheme;
  if (values) {
    for (const [name] of tokens) root.style.removeProperty(name);
    for (const [name, value] of values) root.style.setProperty(name, value);
    tokens = values;
  }
  if (list) words = { ...WORDS, ...Object.fromEntries(list) };
  drawWords();
}

function focus(field) {
  const { fields } = form;
  const target =
    fields.find((one) => one === field) ??
    fields.find((field) => form.fault(field)) ??
    fields.find((field) => !form.text(field) && !(field === "code" && form.isCodeKept)) ??
    fields[0];
  inputs[target].focus();
}

function tokenize(id) {
  const { faults, ...token } = form.tokenize();
  draw();
  send(faults ? { type: "token-error", id, faults } : { type: "token", id, ...token });
}

function obey(message) {
  switch (message.type) {
    case "words":
    case "tokens":
      return settle(message);
    case "brands":
      form.accepted = message.brands;
      return draw();
    case "focus":
      return focus(message.field);
    case "judge":
      form.judge();
      draw();
      return tell(true);
    case "tokenize":
      return tokenize(message.id);
    case "describe":
      if (words[`card.${message.field}.fault.${message.fault}`]) form.describe(message.field, message.fault);
      return draw();
    case "reset":
      form.reset(message.code);
      return draw();
  }
}

function watchHeight() {
  let told = 0;
  const measure = () => {
    const px = Math.ceil(part("card").getBoundingClientRect().height);
    if (px && px !== told) send({ type: "height", px: (told = px) });
  };
  new ResizeObserver(measure).observe(part("card"));
  measure();
}

const show = () => (part("card").hidden = false);

part("lock").append(sign(document, "lock"));
drawWords();

const page = invitation(window);
if (page) {
  meet(window, page, (init, port) => {
    port.onmessage = ({ data }) => {
      const message = checked(data);
      if (message) obey(message);
    };
    today = init.today ?? null;
    form.accepted = init.brands;
    if (init.card) {
      form.keep(init.card);
      part("card").dataset.mode = "code";
      for (const field of FIELDS) part(`${field}-field`).hidden = !form.fields.includes(field);
    }
    settle(init);
    show();
    send = (message) => port.postMessage(message);
    send({ type: "ready" });
    watchHeight();
    tell(true);
  });
  // English and without a page to answer to is better than an empty box.
  setTimeout(show, SHOWN_WITHOUT_INIT);
}
