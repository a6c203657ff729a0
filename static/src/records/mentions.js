// In a recruiters' note, @ lists colleagues: arrows move, Enter or Tab puts in the name, Esc closes; Ctrl Enter saves.
import { freshFinder } from "../shell/elements.js";

const fresh = freshFinder("[data-mentions]");
const MOST = 6;
const TYPED = /(?:^|[^\w@])@([^@\n]{0,40})$/u;

export function startMentions(place) {
  for (const field of fresh(place)) listen(field, JSON.parse(field.dataset.mentions));
}

function listen(field, colleagues) {
  const list = document.createElement("ul");
  const id = `${field.id}-colleagues`;
  Object.assign(list, { id, className: "combo-list mention-list", hidden: true });
  list.setAttribute("role", "listbox");
  field.insertAdjacentElement("afterend", list);
  field.parentElement.classList.add("combo-place");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", id);
  field.setAttribute("aria-haspopup", "listbox");
  const state = { field, list, colleagues, at: 0 };
  field.addEventListener("input", () => show(state));
  field.addEventListener("blur", () => close(state));
  field.addEventListener("keydown", (event) => press(event, state));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const row = event.target.closest("li");
    if (row) insert(state, row.dataset.name);
  });
}

function typed(field) {
  return TYPED.exec(field.value.slice(0, field.selectionStart))?.[1];
}

function show(state) {
  const said = typed(state.field)?.toLocaleLowerCase();
  const found = said === undefined ? [] : state.colleagues.filter((one) => starts(one.name.toLocaleLowerCase(), said)).slice(0, MOST);
  state.list.replaceChildren(...found.map((one, index) => row(state, one, index)));
  state.list.hidden = !found.length;
  if (found.length) choose(state, 0);
  else state.field.removeAttribute("aria-activedescendant");
}

function starts(name, said) {
  return name !== said && (name.startsWith(said) || name.split(" ").some((part) => part.startsWith(said)));
}

function row(state, one, index) {
  const item = document.createElement("li");
  item.id = `${state.list.id}-${index}`;
  item.setAttribute("role", "option");
  item.dataset.name = one.name;
  const under = document.createElement("span");
  Object.assign(under, { className: "quiet text-sm", textContent: one.under });
  item.append(one.name, under);
  return item;
}

function choose(state, index) {
  const rows = [...state.list.children];
  state.at = (index + rows.length) % rows.length;
  rows.forEach((item, at) => item.setAttribute("aria-selected", String(at === state.at)));
  state.field.setAttribute("aria-activedescendant", rows[state.at].id);
}

function press(event, state) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    state.field.form.requestSubmit();
  } else if (!state.list.hidden) {
    const moves = { ArrowDown: () => choose(state, state.at + 1), ArrowUp: () => choose(state, state.at - 1), Escape: () => close(state) };
    const put = () => insert(state, state.list.children[state.at].dataset.name);
    const act = { ...moves, Enter: put, Tab: put }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}

function close(state) {
  state.list.hidden = true;
  state.field.removeAttribute("aria-activedescendant");
}

function insert(state, name) {
  const { field } = state;
  const end = field.selectionStart;
  field.setRangeText(`${name} `, end - typed(field).length, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  close(state);
}
