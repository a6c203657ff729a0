// Sentences built from what was recorded are tinted in the letter until their writer looked at them: a press on one
// opens its sheet. A fact that is not in the letter yet becomes a sentence at the cursor.
import { freshFinder } from "../shell/elements.js";
import { openSheet } from "../run/sheet.js";
import { detailsOf } from "./details.js";
import { place, placeSentence } from "./insertion_point.js";
import { put } from "./replace_text.js";

const find = freshFinder("[data-worked-in]");
const layers = new WeakMap();

export function startWorkedIn(page) {
  for (const list of find(page)) {
    const form = document.querySelector(list.dataset.form);
    const area = form?.querySelector("[data-underlined]");
    if (area) watch({ list, form, area });
  }
}

function watch(at) {
  const { area } = at;
  area.addEventListener("input", () => mark(at));
  area.addEventListener("click", () => {
    if (area.selectionStart !== area.selectionEnd) return;
    const pressed = markAt(area, area.selectionStart);
    if (pressed && !issueAt(area, area.selectionStart)) open(at, pressed);
  });
  document.addEventListener("click", (event) => act(event, at));
  mark(at);
}

// The list's items whose sentence is in the letter, word for word, with where it begins.
function standing({ list, area }) {
  return [...items(list)]
    .map((item) => ({ item, start: area.value.indexOf(item.dataset.sentence), length: item.dataset.sentence.length }))
    .filter(({ start }) => start >= 0)
    .sort((one, other) => one.start - other.start);
}

function items(list) {
  return list.querySelectorAll("[data-sentence]");
}

// Tint the sentences, and list those that are still as they were built: what was changed is the writer's own.
function mark(at) {
  const found = standing(at);
  const layer = layers.get(at.area) ?? layLayer(at.area);
  const made = [];
  let end = 0;
  for (const { item, start, length } of found) {
    if (start < end) continue;
    const tint = document.createElement("mark");
    tint.className = "under-worked";
    tint.textContent = at.area.value.slice(start, start + length);
    tint.item = item;
    Object.assign(tint.dataset, { start, end: start + length });
    made.push(at.area.value.slice(end, start), tint);
    end = start + length;
  }
  layer.replaceChildren(...made, `${at.area.value.slice(end)}\n`);
  layer.scrollTop = at.area.scrollTop;
  for (const item of items(at.list)) item.hidden = !found.some((one) => one.item === item);
  const foot = at.list.querySelector("[data-worked-list]");
  if (!foot) return;
  foot.hidden = !found.length;
  foot.querySelector("[data-worked-count]").textContent = JSON.parse(at.list.dataset.counts)[found.length];
}

function layLayer(area) {
  let held = area.closest(".underlaid");
  if (!held) {
    held = document.createElement("div");
    held.className = "underlaid";
    area.before(held);
    held.append(area);
  }
  const layer = document.createElement("div");
  layer.className = "underlay underlay-worked";
  layer.ariaHidden = "true";
  held.prepend(layer);
  area.addEventListener("scroll", () => { layer.scrollTop = area.scrollTop; }, { passive: true });
  layers.set(area, layer);
  return layer;
}

function markAt(area, offset) {
  return [...(layers.get(area)?.querySelectorAll("mark") ?? [])].find((tint) => holds(tint, offset));
}

function issueAt(area, offset) {
  return [...area.closest(".underlaid").querySelectorAll(".underlay mark")].some((one) => one.issue && holds(one, offset));
}

function holds({ dataset }, offset) {
  return Number(dataset.start) <= offset && offset <= Number(dataset.end);
}

function open(at, tint) {
  const dialog = document.querySelector("[data-worked-sheet]");
  const body = tint.item.cloneNode(true);
  body.hidden = false;
  dialog.querySelector("[data-worked-of]").replaceChildren(...body.childNodes);
  dialog.item = tint.item;
  for (const other of layers.get(at.area).children) other.classList.toggle("is-open", other === tint);
  tint.focus = () => at.area.focus({ preventScroll: true });
  dialog.addEventListener("close", () => tint.classList.remove("is-open"), { once: true });
  openSheet(dialog, tint);
}

function act(event, at) {
  const fact = event.target.closest("[data-add-fact]");
  const pressed = event.target.closest("[data-press]");
  const dialog = event.target.closest("[data-worked-sheet]");
  if (fact) {
    event.preventDefault();
    return void add(at, fact);
  }
  if (!pressed || !(at.list.contains(pressed) || dialog)) return;
  event.preventDefault();
  const item = dialog ? dialog.item : pressed.closest("[data-sentence]");
  const answer = pressed.dataset.press;
  dialog?.close();
  const { sentence } = item.dataset;
  const start = at.area.value.indexOf(sentence);
  if (answer === "change") {
    at.area.focus();
    at.area.setSelectionRange(start, start + sentence.length);
    return;
  }
  if (answer === "take_out" && start >= 0) cut(at.area, start, start + sentence.length);
  void send(at, pressed.name, pressed.value, answer === "keep" ? at.list.dataset.kept : at.list.dataset.gone);
}

// Take a sentence out with the space before it, or after it at the beginning of a paragraph.
function cut(area, start, end) {
  const { value } = area;
  if (start && value[start - 1] === " ") start -= 1;
  else if (value[end] === " ") end += 1;
  put(area, "", start, end);
}

async function add(at, fact) {
  const { area } = at;
  const cursor = area.dataset.visited ? [area.selectionStart, area.selectionEnd] : null;
  const list = await send(at, fact.name, fact.value, at.list.dataset.put);
  if (!list) return;
  const { added, isBuilt } = list.dataset;
  const found = isBuilt ? placeSentence(area.value, cursor, added) : place(area.value, cursor, added, detailsOf(area));
  put(area, found.text, found.start, found.end);
  mark(at);
  at.form.dispatchEvent(new Event("check-now"));
}

// Send an answer, and show the lists that come back; return the new list, or nothing if there was no answer.
async function send(at, name, value, said) {
  const body = new FormData(at.form);
  body.set(name, value);
  const answer = await fetch(at.list.dataset.url, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return void say(at.list.dataset.failed);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page.querySelector("[data-worked-in]");
  const wasOpen = at.list.querySelector("[data-worked-list]")?.open;
  at.list.replaceChildren(...list.childNodes);
  if (wasOpen && at.list.querySelector("[data-worked-list]")) at.list.querySelector("[data-worked-list]").open = true;
  Object.assign(at.list.dataset, list.dataset);
  for (const chips of page.querySelectorAll("[data-unused-facts]")) {
    document.querySelector(`[data-unused-facts="${chips.dataset.unusedFacts}"]`)?.replaceChildren(...chips.childNodes);
  }
  mark(at);
  say(said);
  return list;
}

function say(text) {
  const status = document.querySelector("[data-worked-said]");
  if (status) status.textContent = text;
}
