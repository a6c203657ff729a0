// A form or a fieldset with data-keep keeps what is typed on the device until the server has it, and offers it back.
// The copy carries the form's token: what is put back after no answer came is known as the same form.
// data-keep may name the form; with data-keep-quietly it is put back without asking, and nothing is ever sent.
import { freshFinder } from "../shell/elements.js";
import { account, forget, forgetOld, forgetSent, read, write } from "./storage.js";

const find = freshFinder("[data-keep]");
const PAUSE = 250;
// The token of what this page shows again because it was sent: nothing of it is lost.
let shown;
const NOT_TYPED = ["hidden", "file", "password", "submit", "button", "image", "reset"];

export function startKeeping(place) {
  if (!account()) return;
  for (const form of find(place)) watch(form);
}

// Once a page: what the server says it has, and what is too old, is gone.
export function startForgetting() {
  if (!account()) return;
  forgetOld();
  const saved = taken("kept");
  if (saved) forgetSent(saved);
  shown = taken("shown");
}

// The token in a cookie of this name, which is then gone.
function taken(name) {
  const token = document.cookie.match(new RegExp(`(?:^|; )${name}=([0-9a-z]+)`))?.[1];
  if (token) document.cookie = `${name}=; path=/; max-age=0; samesite=lax`;
  return token;
}

function watch(form) {
  const quietly = form.hasAttribute("data-keep-quietly");
  const copy = read(nameOf(form));
  const lost = copy ? lostOf(form, copy) : {};
  if (Object.keys(lost).length) quietly ? putBack(form, lost) : offer(form, copy, lost);
  else if (copy && !quietly) settle(form, copy);
  let timer = null;
  const keep = () => {
    clearTimeout(timer);
    timer = null;
    write(nameOf(form), { at: Date.now(), path: location.pathname, fields: typedIn(form), quietly, formToken: tokenOf(form) });
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = null;
    send(form);
  });
  form.addEventListener("autosaved", () => timer || forget(nameOf(form)));
  addEventListener("pagehide", () => timer && keep());
  document.addEventListener("keepnow", () => timer && keep());
}

// What is sent carries a token; the answer that has it names the token in a cookie.
function send(form) {
  const fields = typedIn(form);
  if (!Object.keys(fields).length) return;
  const token = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let carried = form.querySelector("input[name=kept]");
  if (!carried) {
    carried = Object.assign(document.createElement("input"), { type: "hidden", name: "kept" });
    form.append(carried);
  }
  carried.value = token;
  write(nameOf(form), { at: Date.now(), path: location.pathname, fields, token, formToken: tokenOf(form) });
}

function nameOf(form) {
  return form.dataset.keep || new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
}

function tokenOf(form) {
  return form.querySelector("input[name=form_token]")?.value;
}

function takeToken(form, token) {
  const carried = form.querySelector("input[name=form_token]");
  if (carried && token) carried.value = token;
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !NOT_TYPED.includes(field.type) && field.type !== "fieldset"
    && field.autocomplete !== "one-time-code");
}

function typedIn(form) {
  const fields = {};
  for (const field of fieldsOf(form)) {
    fields[field.name] ??= [];
    if (!["checkbox", "radio"].includes(field.type) || field.checked) fields[field.name].push(field.value);
  }
  return fields;
}

// The fields whose kept text is neither on the page nor with the server.
function lostOf(form, copy) {
  if (copy.token && copy.token === shown) return {};
  const now = typedIn(form);
  return Object.fromEntries(Object.entries(copy.fields).filter(([name, values]) => name in now && !same(now[name], values)));
}

// The server may trim a text and write its lines otherwise.
function same(one, other) {
  const plain = (values) => JSON.stringify(values.map((value) => value.replace(/\s+/g, " ").trim()).filter(Boolean));
  return plain(one) === plain(other);
}

// Nothing is lost: the copy is what the page shows where that is still to be sent, else it is gone.
function settle(form, copy) {
  if (copy.token && copy.token === shown) write(nameOf(form), { at: Date.now(), path: location.pathname, fields: typedIn(form), formToken: tokenOf(form) });
  else forget(nameOf(form));
}

function putBack(form, fields) {
  for (const field of fieldsOf(form)) {
    const values = fields[field.name];
    if (!values) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values.shift();
  }
  form.closest("details")?.setAttribute("open", "");
}

function offer(form, copy, lost) {
  const before = typedIn(form);
  const box = document.querySelector("template#kept-offer").content.firstElementChild.cloneNode(true);
  box.querySelector("[data-when]").textContent = new Intl.DateTimeFormat(document.documentElement.dataset.locale, { dateStyle: "medium", timeStyle: "short" }).format(copy.at);
  box.querySelector("[data-put-back]").addEventListener("click", () => {
    const now = typedIn(form);
    const untouched = Object.entries(lost).filter(([name]) => same(now[name], before[name]));
    putBack(form, structuredClone(Object.fromEntries(untouched)));
    takeToken(form, copy.formToken);
    box.remove();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    fieldsOf(form).find((field) => field.name in lost)?.focus();
  });
  box.querySelector("[data-let-go]").addEventListener("click", () => {
    forget(nameOf(form));
    box.remove();
  });
  form.closest("details")?.setAttribute("open", "");
  form.prepend(box);
}
