// A select with data-combobox is searched by typing; the select itself still carries the value.
import { freshFinder } from "./elements.js";

const find = freshFinder("select[data-combobox]");
const SHOWN = 50;

export function startComboboxes(place) {
  for (const select of find(place)) enhance(select);
}

function enhance(select) {
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const name = select.id;
  box.className = "combo";
  list.className = "combo-list";
  list.id = `${name}-list`;
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", select.labels[0]?.textContent.trim() ?? "");
  input.className = select.className.replace("select", "input");
  input.type = "text";
  input.autocomplete = "off";
  input.value = chosen(select);
  for (const attribute of ["aria-describedby", "aria-invalid", "required"]) {
    if (select.hasAttribute(attribute)) input.setAttribute(attribute, select.getAttribute(attribute));
  }
  for (const [key, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) {
    input.setAttribute(key, value);
  }
  select.id = `${name}-value`;
  input.id = name;
  select.hidden = true;
  select.after(box);
  box.append(input, list);
  listen({ select, input, list, at: -1 });
}

function listen(combo) {
  const { select, input, list } = combo;
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => open(combo, ""));
  input.addEventListener("input", () => open(combo, input.value));
  input.addEventListener("blur", () => {
    close(combo);
    if (input.value.trim() !== chosen(select)) leave(combo);
  });
  input.addEventListener("keydown", (event) => press(combo, event));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const row = event.target.closest("[data-value]");
    if (row) take(combo, row);
  });
}

function press(combo, event) {
  const rows = [...combo.list.querySelectorAll("[data-value]")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (combo.list.hidden) return open(combo, "");
    mark(combo, rows, Math.min(Math.max(combo.at + step, 0), rows.length - 1));
  } else if (event.key === "Enter" && !combo.list.hidden) {
    event.preventDefault();
    if (rows[combo.at]) take(combo, rows[combo.at]);
  } else if (event.key === "Escape" && !combo.list.hidden) {
    event.stopPropagation();
    combo.input.value = chosen(combo.select);
    close(combo);
  }
}

function open(combo, typed) {
  const wanted = fold(typed);
  const found = [...combo.select.options].filter((option) => fold(option.text).includes(wanted)).slice(0, SHOWN);
  combo.list.replaceChildren(...found.map((option, place) => row(combo, option, place)));
  if (!found.length) combo.list.append(none(combo));
  combo.list.hidden = false;
  combo.input.setAttribute("aria-expanded", "true");
  const rows = [...combo.list.querySelectorAll("[data-value]")];
  mark(combo, rows, Math.max(wanted ? 0 : found.findIndex((option) => option.selected), rows.length ? 0 : -1));
}

function row(combo, option, place) {
  const made = document.createElement("li");
  made.role = "option";
  made.id = `${combo.list.id}-${place}`;
  made.dataset.value = option.value;
  made.textContent = option.text;
  return made;
}

function none(combo) {
  const made = document.createElement("li");
  made.className = "none";
  made.role = "option";
  made.setAttribute("aria-disabled", "true");
  made.textContent = combo.select.dataset.none ?? "";
  return made;
}

function mark(combo, rows, at) {
  combo.at = at;
  for (const [place, one] of rows.entries()) one.setAttribute("aria-selected", String(place === at));
  const here = rows[at];
  if (!here) return combo.input.removeAttribute("aria-activedescendant");
  combo.input.setAttribute("aria-activedescendant", here.id);
  here.scrollIntoView({ block: "nearest" });
}

function take(combo, taken) {
  combo.select.value = taken.dataset.value;
  combo.input.value = chosen(combo.select);
  close(combo);
  combo.select.dispatchEvent(new Event("change", { bubbles: true }));
}

// What is in no list goes to the field for new ones, where there is one.
function leave(combo) {
  const other = combo.select.dataset.new && document.querySelector(combo.select.dataset.new);
  if (other && combo.input.value.trim()) {
    other.value = combo.input.value.trim();
    combo.select.value = "";
  }
  combo.input.value = chosen(combo.select);
}

function close(combo) {
  combo.list.hidden = true;
  combo.input.setAttribute("aria-expanded", "false");
  combo.input.removeAttribute("aria-activedescendant");
}

function chosen(select) {
  return select.selectedOptions[0]?.text.trim() ?? "";
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll(/[_/]/g, " ").toLowerCase().trim();
}
