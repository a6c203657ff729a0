// A fact from the debrief, or a field, is put into the letter; of several places, into the one last typed in.
import { freshFinder } from "../shell/elements.js";
import { detailsOf } from "./details.js";
import { put } from "./replace_text.js";
import { place } from "./insertion_point.js";

const find = freshFinder("[data-insert-into]");
const visited = new WeakSet();

let last = null;
document.addEventListener("focusin", (event) => {
  if (!event.target.matches("input, textarea")) return;
  last = event.target;
  visited.add(last);
  last.dataset.visited = "yes";
});

export function startInserting(page) {
  for (const button of find(page)) {
    button.hidden = false;
    button.addEventListener("click", () => insert(target(button.dataset.insertInto), button.dataset.text));
  }
}

function target(places) {
  return last?.isConnected && last.matches(places) ? last : [...document.querySelectorAll(places)].at(-1);
}

function insert(area, text) {
  if (!area) return;
  const cursor = visited.has(area) ? [area.selectionStart, area.selectionEnd] : null;
  const found = place(area.value, cursor, text, detailsOf(area));
  put(area, found.text, found.start, found.end);
}
