// Pages of staff ask every 15 seconds whether a colleague changed what they show. What the server wrote before and writes
// now are compared, so whatever a person or a script did to the page in between stays: focus, selection, scroll, folds.
import { showMenus } from "../today/refresh.js";

const TYPED = 5_000;
const ROW = "[data-row]";
// What the viewer has just done says so by itself, and can be undone there.
const DONE = "[data-done]";
const STAYS = "#notices, [data-pane], dialog";
const TOKENS = /(name="(?:csrf_token|form_token)" value=")[^"]*/g;

export function startLivePage() {
  const poll = document.querySelector("#live");
  const main = document.querySelector("#main");
  if (!poll || !main) return;
  const state = { poll, main, before: main.cloneNode(true), typedAt: -TYPED };
  document.addEventListener("input", () => (state.typedAt = performance.now()));
  poll.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["If-None-Match"] = poll.dataset.version;
  });
  poll.addEventListener("htmx:beforeRequest", (event) => {
    if (isBusy(state)) event.preventDefault();
  });
  poll.addEventListener("htmx:beforeSwap", (event) => {
    event.detail.shouldSwap = false;
    event.detail.isError = false; // a page that can't ask now asks again
    if (event.detail.xhr.status === 200 && !isBusy(state)) take(state, event.detail.xhr.responseText);
  });
  poll.addEventListener("htmx:sendError", (event) => event.stopPropagation());
}

function isBusy({ typedAt }) {
  return performance.now() - typedAt < TYPED || document.querySelector("dialog[open], main details.drop[open]") !== null;
}

function take(state, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const after = page.querySelector("#main");
  const poll = page.querySelector("#live");
  if (!after || !poll) return;
  const changes = JSON.parse(poll.dataset.changes);
  if (state.poll.dataset.live === "rows") {
    const said = { changes, by: state.poll.dataset.by };
    removeShown(state.main);
    merge(state.main, state.before, after, said);
    settleWaiting(state.main, after, said);
    showMenus(page);
  } else notify(state, after, changes);
  state.before = after.cloneNode(true);
  state.poll.dataset.version = poll.dataset.version;
  window.htmx.process(state.main);
}

// Who changed a record that this page shows or names.
function notify({ main, before, poll }, after, changes) {
  const shown = text(before) + text(after);
  const change = changes.find(({ id }) => shown.includes(id) || location.pathname.includes(id));
  if (!change || text(before) === text(after) || main.querySelector("[data-live-by]")) return;
  const notice = document.querySelector("#live-notice").content.cloneNode(true);
  notice.querySelector("[data-live-by]").textContent = poll.dataset.by.replace("{name}", change.by);
  main.prepend(notice);
}

function merge(live, before, after, said) {
  if (text(before) === text(after) || live.matches(STAYS) || saysDone(live)) return;
  if (live.matches(ROW)) return replaceRow(live, after, said);
  if (isLeaf(before) || isLeaf(after) || live.tagName !== after.tagName) return replace(live, after);
  copyAttributes(live, before, after);
  mergeChildren(live, byKey(before), [...byKey(after)], said);
}

function mergeChildren(live, before, after, said) {
  const shown = byKey(live);
  const names = new Set(after.map(([name]) => name));
  for (const [name, child] of shown) if (before.has(name) && !names.has(name)) remove(child, said);
  let last = null;
  for (const [name, wanted] of after) {
    let child = shown.get(name);
    if (!child) {
      child = document.importNode(wanted, true);
      if (last) last.after(child);
      else live.prepend(child);
    } else if (before.has(name)) {
      child = merge(child, before.get(name), wanted, said) ?? child;
      if (last && !follows(child, last) && !child.contains(document.activeElement)) last.after(child);
    }
    last = child;
  }
}

function replaceRow(row, after, said) {
  if (row.matches(DONE)) return row;
  if (isHeld(row)) {
    row.dataset.waits = "";
    return row;
  }
  const made = document.importNode(after, true);
  made.toggleAttribute("data-chosen", row.hasAttribute("data-chosen"));
  const hadFocus = row.contains(document.activeElement);
  sayBy(made, row, said);
  row.replaceWith(made);
  if (hadFocus) made.querySelector("a")?.focus({ preventScroll: true, focusVisible: true });
  return made;
}

// A row that is gone says by whom until the next answer, and for as long as it has the focus.
function remove(element, said) {
  if (saysDone(element) || element.querySelector("[data-done]")) return;
  if (element.matches(DONE)) return;
  if (!element.matches(ROW)) {
    if (!element.contains(document.activeElement) && !element.querySelector(DONE)) element.remove();
  } else if (sayBy(element, element, said) || isHeld(element) || element.contains(document.activeElement)) {
    element.classList.add("row-gone");
    element.dataset.waits = "";
  } else element.remove();
}

// Rows that had to wait, as they were selected or had the focus: they are written or removed once they can be.
function settleWaiting(main, after, said) {
  for (const row of main.querySelectorAll(`${ROW}[data-waits]`)) {
    const now = [...after.querySelectorAll(ROW)].find((other) => keyOf(other) === keyOf(row));
    if (now && !isHeld(row)) replaceRow(row, now, said);
    else if (!now && !isHeld(row) && !row.contains(document.activeElement) && !row.querySelector(".row-by")) row.remove();
  }
}

function sayBy(row, was, { changes, by }) {
  const change = changes.find(({ id }) => was.outerHTML.includes(id) || row.outerHTML.includes(id));
  if (!change) return false;
  const said = document.createElement("span");
  said.className = "row-by";
  said.textContent = by.replace("{name}", change.by);
  const cell = row.querySelector("td.col-task") ?? row.querySelector("a.row-link")?.closest("td");
  if (cell) cell.prepend(said);
  else row.append(said);
  return true;
}

// A row that says what was just done goes by itself (static/src/today/actions.js).
function saysDone(element) {
  return element.matches("[data-done]");
}

function removeShown(main) {
  for (const said of main.querySelectorAll(".row-by")) said.remove();
}

// What somebody selected, opened, or has under their hands is not written over.
function isHeld(row) {
  const inUse = row.contains(document.activeElement) && !document.activeElement.matches("a");
  return inUse || row.querySelector("input[type=checkbox]:checked, details[open]") !== null;
}

function replace(live, after) {
  if (live.contains(document.activeElement)) return live;
  const made = document.importNode(after, true);
  live.replaceWith(made);
  return made;
}

function copyAttributes(live, before, after) {
  for (const { name, value } of after.attributes) if (before.getAttribute(name) !== value) live.setAttribute(name, value);
  for (const { name } of before.attributes) if (!after.hasAttribute(name)) live.removeAttribute(name);
}

function follows(element, other) {
  return (other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

function isLeaf(element) {
  return !element.children.length || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
}

function byKey(element) {
  const counts = {};
  return new Map([...element.children].map((child) => {
    const own = keyOf(child);
    counts[child.tagName] = (counts[child.tagName] ?? 0) + (own ? 0 : 1);
    return [own || `${child.tagName} ${counts[child.tagName]}`, child];
  }));
}

function keyOf(element) {
  const link = element.matches(ROW) ? element.querySelector("a.row-link") : null;
  return element.id || element.getAttribute("aria-labelledby") || link?.getAttribute("href");
}

function text(element) {
  return element.outerHTML.replace(TOKENS, "$1");
}
