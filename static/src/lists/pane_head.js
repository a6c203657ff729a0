// Above what the pane shows: which of its group it is, the ones before and after it, and its own page.
import { focusRow } from "../today/refresh.js";

export function headOf(desk, row) {
  const head = desk.querySelector("[data-pane-head]").content.cloneNode(true).firstElementChild;
  head.querySelector("a").href = row.querySelector("a").href;
  for (const button of head.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => focusRow(beside(document.getElementById(row.id), Number(button.dataset.step))));
  }
  say(head, row);
  return head;
}

// The list may have been read anew in between.
export function sayPlace(pane, row) {
  const head = pane.querySelector(".pane-head");
  if (head && row) say(head, row);
}

function say(head, row) {
  const group = row.closest(".work-group");
  const words = {
    group: group.querySelector("h2").textContent,
    number: open(group).indexOf(row) + 1,
    count: group.querySelector("[data-count]").textContent,
  };
  const place = head.querySelector("[data-place]");
  place.textContent = place.dataset.place.replace(/\{(\w+)\}/g, (_, name) => words[name]);
  for (const button of head.querySelectorAll("[data-step]")) button.disabled = !beside(row, Number(button.dataset.step));
}

const open = (place) => [...place.querySelectorAll("[data-in-pane]:not([data-done])")].filter((row) => row.checkVisibility());

function beside(row, step) {
  const rows = open(document.querySelector("#desk-list"));
  return row ? rows[rows.indexOf(row) + step] : rows[0];
}
