// Details in a letter, such as [their first name], look like chips: a copy of the text beneath the letter colors them,
// and the words that wait for the writer. Backspace at the end of a detail takes it out as a whole.
import { freshFinder } from "../shell/elements.js";
import { put } from "./replace_text.js";
import { layCopy } from "./underlines.js";

const find = freshFinder("textarea[data-details]");
const BRACKETS = /\[[^\[\]\n]{1,200}\]/g;

export function startDetails(place) {
  for (const area of find(place)) {
    if (area.dataset.underlined) continue;
    const known = detailsOf(area);
    const copy = layCopy(area);
    const show = () => {
      copy.replaceChildren(...pieces(area.value, known));
      copy.scrollTop = area.scrollTop;
    };
    area.addEventListener("input", show);
    area.addEventListener("beforeinput", (event) => removeWhole(event, area, known));
    show();
  }
}

// Return the labels of the details that this letter may have, in brackets and lower case.
export function detailsOf(area) {
  return new Set(JSON.parse(area.dataset.details || "[]").map((label) => `[${label}]`.toLowerCase()));
}

function pieces(value, known) {
  const made = [];
  let at = 0;
  for (const found of value.matchAll(BRACKETS)) {
    const mark = document.createElement("mark");
    mark.className = known.has(found[0].toLowerCase()) ? "under-detail" : "under-waits";
    mark.textContent = found[0];
    made.push(value.slice(at, found.index), mark);
    at = found.index + found[0].length;
  }
  return [...made, `${value.slice(at)}\n`];
}

function removeWhole(event, area, known) {
  const end = area.selectionEnd;
  if (event.inputType !== "deleteContentBackward" || !event.cancelable || area.selectionStart !== end) return;
  const start = area.value.lastIndexOf("[", end);
  if (start < 0 || !known.has(area.value.slice(start, end).toLowerCase())) return;
  event.preventDefault();
  put(area, "", start, end);
}
