// Placeholders still in a letter are listed beneath it; a press on one selects it in the letter.
import { freshFinder } from "../shell/parts.js";

const find = freshFinder("[data-leftovers]");
const PLACEHOLDER = /\[[^\]\n]{1,80}\]|\{\{[^}\n]{1,80}\}\}/g;

export function startLeftovers(place) {
  for (const list of find(place)) {
    const area = document.querySelector(list.dataset.leftovers);
    if (!area) continue;
    const show = () => render(list, area);
    area.addEventListener("input", show);
    show();
  }
}

function render(list, area) {
  const found = [...area.value.matchAll(PLACEHOLDER)];
  const now = found.map((one) => one[0]).join("\n");
  if (list.dataset.shown === now) return;
  list.dataset.shown = now;
  list.hidden = !found.length;
  for (const old of list.querySelectorAll("button")) old.remove();
  list.append(...[...new Set(found.map((one) => one[0]))].map((text) => button(area, text)));
}

function button(area, text) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "leftover";
  made.textContent = text;
  made.addEventListener("click", () => {
    const start = area.value.indexOf(text);
    area.focus();
    area.setSelectionRange(start, start + text.length);
  });
  return made;
}
