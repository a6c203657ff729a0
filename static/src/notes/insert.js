// A fact from the debrief is put into the letter where the caret stands.
import { freshFinder } from "../shell/parts.js";
import { put } from "./edits.js";

const find = freshFinder("[data-insert-into]");

export function startInserting(place) {
  for (const button of find(place)) {
    button.hidden = false;
    button.addEventListener("click", () => insert(document.querySelector(button.dataset.insertInto), button.dataset.text));
  }
}

function insert(area, text) {
  if (!area) return;
  put(area, text, area.selectionStart, area.selectionEnd);
}
