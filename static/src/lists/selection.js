// Rows are selected by their checkbox, by x, and from one to another with Shift; what is done with them is in the bar.
import { isTyping } from "../shell/elements.js";
import { refreshToday } from "../today/refresh.js";

export function startSelection() {
  const dock = document.querySelector("[data-bulk-dock]");
  if (!dock) return;
  const list = { dock, form: dock.querySelector("form"), sheet: dock.querySelector("#bulk-sheet"), last: null };
  document.addEventListener("click", (event) => pressed(list, event));
  document.addEventListener("change", (event) => changed(list, event.target));
  list.form.addEventListener("reset", (event) => clear(list, event));
  list.sheet.addEventListener("htmx:afterSwap", () => arrived(list));
  list.sheet.addEventListener("input", (event) => holdStart(list, event));
  document.addEventListener("keydown", (event) => key(list, event));
  count(list);
}

const boxes = () => [...document.querySelectorAll("[data-check]")];
const selected = () => boxes().filter((box) => box.checked);

function pressed(list, event) {
  if (event.target.closest("[data-bulk-close]") && list.sheet.contains(event.target)) {
    event.preventDefault();
    close(list);
  }
  const box = event.target.closest("[data-check]");
  if (box && event.shiftKey) range(list, box);
  if (!box) return;
  list.last = box;
  // The keys of the list go on from the row that was pressed.
  if (event.detail) box.closest("[data-row]").querySelector("a").focus({ preventScroll: true, focusVisible: false });
}

function changed(list, target) {
  if (target.matches("[data-check-page]")) for (const box of boxes()) box.checked = target.checked;
  if (target.matches("[data-check-all]") && target.checked) for (const box of boxes()) box.checked = true;
  if (target.matches("[data-check]") && !target.checked) all(list, false);
  if (target.matches("[data-check], [data-check-page], [data-check-all]")) {
    list.sheet.replaceChildren();
    count(list);
  }
}

function range(list, box) {
  const rows = boxes();
  const [from, to] = [rows.indexOf(list.last), rows.indexOf(box)].sort((one, other) => one - other);
  if (from >= 0) for (const row of rows.slice(from, to + 1)) row.checked = box.checked;
}

function all(list, on) {
  const box = list.dock.querySelector("[data-check-all]");
  if (box) box.checked = on;
}

function count(list) {
  const chosen = selected();
  const every = list.dock.querySelector("[data-check-all]");
  const number = every?.checked ? every.parentElement.textContent.match(/[\d.,+\s]+$/)[0].trim() : chosen.length;
  list.dock.querySelector("[data-bulk-count]").textContent = list.dock.dataset.said.replace("{num}", number);
  const page = document.querySelector("[data-check-page]");
  if (!page) return;
  page.checked = chosen.length > 0 && chosen.length === boxes().length;
  page.indeterminate = chosen.length > 0 && !page.checked;
}

function clear(list, event) {
  event?.preventDefault();
  for (const box of selected()) box.checked = false;
  all(list, false);
  list.sheet.replaceChildren();
  count(list);
}

// What is typed goes out only once its preview was read.
function holdStart(list, event) {
  const start = list.sheet.querySelector(".bulk-start");
  if (start && event.target.closest(".bulk-choice")) start.disabled = true;
}

function close(list) {
  const isDone = list.sheet.querySelector("[data-bulk]")?.dataset.state !== "preview";
  list.sheet.replaceChildren();
  (isDone ? document.querySelector("[data-row] a") : selected()[0])?.focus();
}

// What has begun is said above the bar, and the list then shows what is true now.
async function arrived(list) {
  const { state, bulk } = list.sheet.querySelector("[data-bulk]")?.dataset ?? {};
  if (!state) return;
  if (!list.sheet.contains(document.activeElement)) list.sheet.querySelector("#bulk-title").focus({ preventScroll: true });
  if (state === "preview" || state === "running" || state === "undoing") return;
  await (document.querySelector("#desk-list") ? refreshToday() : refreshRows(bulk));
  all(list, false);
  count(list);
}

// Each row says what became of it, until the next page is opened.
async function refreshRows(bulkAction) {
  const address = new URL(location.href);
  address.searchParams.set("done", bulkAction);
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const rows = page.querySelector("[data-list-nav]");
  if (rows) document.querySelector("[data-list-nav]").replaceWith(rows);
}

function key(list, event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return list.sheet.querySelector(".bulk-start")?.click();
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) return escape(list);
  if (isTypingText(event)) return;
  if (event.key.toLowerCase() === "x") return toggle(list, event);
  if (event.key === "u") return list.sheet.querySelector(".bulk-undo-button")?.click();
  if (event.defaultPrevented) return; // the row has its own use for this key
  const button = /^[a-z]$/.test(event.key) && list.dock.querySelector(`[data-bulk-key=${event.key}]`);
  if (!button) return;
  if (!selected().length) toggle(list, event);
  if (selected().length) button.click();
}

// A checkbox has the focus after a press, and takes no letters.
function isTypingText(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  return !event.target.matches?.("[data-check]") && isTyping(event);
}

function escape(list) {
  if (list.sheet.childElementCount) close(list);
  else if (selected().length) clear(list);
}

function toggle(list, event) {
  const box = document.activeElement?.closest("[data-row]")?.querySelector("[data-check]");
  if (!box) return;
  box.checked = !box.checked;
  if (event.shiftKey) range(list, box);
  list.last = box;
  changed(list, box);
}
