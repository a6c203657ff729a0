// The search above every staff page: "/" and Ctrl K open it, what is typed in the header goes on in it. The server
// answers with the links of the search page; here they become the options of a combobox.
import { isTyping } from "../shell/elements.js";
import { opened, remember } from "./opened.js";

export function startSearch() {
  remember();
  const dialog = document.querySelector("dialog#search");
  if (!dialog) return;
  const search = { dialog, input: dialog.querySelector("input"), list: dialog.querySelector("[role=listbox]"), at: -1, waits: null, back: null };
  listenOutside(search);
  search.input.addEventListener("input", () => {
    search.waits = search.back = null;
    if (!search.input.value.trim()) showOpened(search);
  });
  search.input.addEventListener("keydown", (event) => press(search, event));
  search.input.addEventListener("htmx:beforeRequest", (event) => {
    if (!search.input.value.trim()) event.preventDefault();
  });
  search.list.addEventListener("click", (event) => {
    const more = event.target.closest(".search-actions");
    if (!more || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    showActions(search, more.parentElement.querySelector(".search-row"));
    search.input.focus();
  });
  search.list.addEventListener("htmx:afterSwap", () => show(search));
  dialog.addEventListener("close", () => {
    search.back = null;
    search.list.replaceChildren();
  });
}

function listenOutside(search) {
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !isTyping(event);
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!slash && !k) return;
    event.preventDefault();
    open(search, "");
  });
  const finder = document.querySelector("[data-finder]");
  const field = finder?.querySelector("input");
  field?.addEventListener("click", () => open(search, ""));
  field?.addEventListener("input", () => {
    const typed = field.value;
    field.value = "";
    if (typed) open(search, typed);
  });
}

function open(search, typed) {
  if (document.querySelector("dialog[open]")) return;
  search.dialog.showModal();
  search.input.value = typed;
  search.input.focus();
  if (typed) search.input.dispatchEvent(new Event("input", { bubbles: true }));
  else showOpened(search);
}

// What can be done with a result takes the place of the results, until the left arrow or Esc.
function showActions(search, row) {
  const more = row?.parentElement.querySelector(".search-actions");
  if (!more || search.back) return;
  search.back = { shown: [...search.list.children], at: options(search).indexOf(row) };
  const url = new URL(more.href);
  url.searchParams.set("q", search.input.value.trim());
  window.htmx.ajax("GET", url.href, { source: search.list, target: search.list });
}

function showResults(search) {
  const { shown, at } = search.back;
  search.back = null;
  search.list.replaceChildren(...shown);
  mark(search, options(search), at);
}

function showOpened(search) {
  search.list.replaceChildren();
  mark(search, [], -1);
  const records = opened();
  if (!records.length) return;
  const query = new URLSearchParams(records.map((record) => ["record", record]));
  window.htmx.ajax("GET", `${search.input.dataset.opened}?${query}`, { source: search.list, target: search.list });
}

// Each result becomes an option; the first is chosen, as Enter opens it.
function show(search) {
  const results = search.list.querySelector(".search-results");
  const value = search.input.value.trim();
  if (!results || results.dataset.for !== value) return;
  for (const part of search.list.querySelectorAll("ul, li")) part.role = "presentation";
  for (const part of search.list.querySelectorAll("section")) part.role = "group";
  for (const heading of search.list.querySelectorAll("h2")) heading.ariaHidden = "true";
  const rows = options(search);
  for (const row of rows) Object.assign(row, { role: "option", tabIndex: -1 });
  for (const more of search.list.querySelectorAll(".search-actions")) Object.assign(more, { ariaHidden: "true", tabIndex: -1 });
  mark(search, rows, rows.length ? 0 : -1);
  search.dialog.querySelector("[role=status]").textContent = value || search.back ? results.dataset.said : "";
  if (search.waits) leave(search, rows[0], search.waits.newTab);
}

function options(search) {
  return [...search.list.querySelectorAll(".search-row")];
}

function press(search, event) {
  const rows = options(search);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && rows.length) {
    event.preventDefault();
    mark(search, rows, (search.at + step + rows.length) % rows.length);
  } else if (event.key === "ArrowRight" && rows[search.at] && isAtEnd(search.input) && isCurrent(search)) {
    showActions(search, rows[search.at]);
  } else if (search.back && ["ArrowLeft", "Escape"].includes(event.key)) {
    event.preventDefault();
    showResults(search);
  } else if (event.key === "Enter" && !event.isComposing) {
    const newTab = event.ctrlKey || event.metaKey;
    event.preventDefault();
    if (isCurrent(search)) leave(search, rows[search.at], newTab);
    else search.waits = { newTab };
  }
}

function isAtEnd({ selectionStart, selectionEnd, value }) {
  return selectionStart === value.length && selectionEnd === value.length;
}

// Whether the results answer what the field holds now: Enter waits for those that do.
function isCurrent(search) {
  const results = search.list.querySelector(".search-results");
  return (results?.dataset.for ?? "") === search.input.value.trim();
}

function leave(search, row, newTab) {
  search.waits = null;
  if (!row) return;
  if (row.form) row.form.requestSubmit();
  else if (newTab) window.open(row.href, "_blank", "noopener");
  else window.location.assign(row.href);
}

function mark(search, rows, at) {
  search.at = at;
  search.input.setAttribute("aria-expanded", String(rows.length > 0));
  for (const [place, row] of rows.entries()) row.ariaSelected = String(place === at);
  const here = rows[at];
  if (!here) return search.input.removeAttribute("aria-activedescendant");
  search.input.setAttribute("aria-activedescendant", here.id);
  here.scrollIntoView({ block: "nearest" });
}
