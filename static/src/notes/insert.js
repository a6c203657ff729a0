// A fact from the debrief, or a field, is put into the letter where the caret stands; of several places, where it last stood.
import { freshFinder } from "../shell/parts.js";
import { put } from "./edits.js";

const find = freshFinder("[data-insert-into]");

let last = null;
document.addEventListener("focusin", (event) => { if (event.target.matches("input, textarea")) last = event.target; });

export function startInserting(place) {
  for (const button of find(place)) {
    button.hidden = false;
    button.addEventListener("click", () => insert(target(button.dataset.insertInto), button.dataset.text));
  }
}

function target(places) {
  return last?.isConnected && last.matches(places) ? last : [...document.querySelectorAll(places)].at(-1);
}

function insert(area, text) {
  if (!area) return;
  put(area, text, area.selectionStart, area.selectionEnd);
}
