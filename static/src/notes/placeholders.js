// Placeholders still in a letter are listed beneath it; a press on one selects it in the letter. What one is, the
// server says, so that nothing is missed here that would hold the note back there.
import { freshFinder } from "../shell/elements.js";

const find = freshFinder("[data-leftovers]");

export function startLeftovers(place) {
  for (const list of find(place)) {
    const area = document.querySelector(list.dataset.leftovers);
    if (!area) continue;
    const placeholder = new RegExp(list.dataset.pattern, "gu");
    const show = () => render(list, area, placeholder);
    area.addEventListener("input", show);
    show();
  }
}

function render(list, area, placeholder) {
  const found = [...area.value.matchAll(placeholder)];
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
