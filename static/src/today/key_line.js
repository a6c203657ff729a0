// Under the list: the keys of the row that has the focus, as its buttons name them, and Undo while there is something to undo.
import { UNDO } from "../shell/keys.js";

export function startKeyLine() {
  const line = document.querySelector("[data-row-keys]");
  if (!line) return;
  const show = () => line.replaceChildren(...keysOf(document.activeElement?.closest?.("#desk-list [data-row]"), line.dataset));
  document.addEventListener("focusin", show);
  document.addEventListener("today:refreshed", show);
}

function keysOf(row, { select, words }) {
  const found = [];
  if (row?.querySelector("[data-check]")) found.push(key("X", select));
  for (const button of row?.querySelectorAll("[data-key], [data-bulk-press]") ?? []) {
    found.push(key((button.dataset.key ?? button.dataset.bulkPress).toUpperCase(), nameOf(button)));
  }
  if (document.querySelector(UNDO)) found.push(key("U", words));
  return found;
}

// What is read of the row besides it is said for screen readers alone.
function nameOf(button) {
  return [...button.childNodes].filter((part) => part.nodeType === Node.TEXT_NODE).map((part) => part.data).join("").trim();
}

function key(letter, words) {
  const shown = document.createElement("span");
  shown.append(Object.assign(document.createElement("kbd"), { className: "kbd", textContent: letter }), ` ${words}`);
  return shown;
}
