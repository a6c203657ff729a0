// A letter is read while it is typed: what is pointed out is listed beside it and underlined in it.
import { freshFinder } from "../shell/elements.js";
import { startIssueSheet } from "./issue_sheet.js";
import { put } from "./replace_text.js";
import { holdLetter } from "./steady_letter.js";
import { underline } from "./underlines.js";

const find = freshFinder("[data-issues]");
const PAUSE = 450;

export function startIssues(place) {
  for (const list of find(place)) watch(list, document.querySelector(list.dataset.form));
}

function watch(list, form) {
  if (!form) return;
  let timer = null;
  const check = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => window.htmx.trigger(list, "check"), pause);
  };
  form.addEventListener("input", () => {
    underline(list, form, true);
    check(PAUSE);
  });
  form.addEventListener("check-now", () => check(0));
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fix], [data-fix-all]");
    if (!button) return;
    event.preventDefault();
    if (button.hasAttribute("data-fix-all")) mendAll(list, form);
    else mend(form, button.closest("[data-issue]"), button.dataset.fix);
  });
  list.addEventListener("htmx:beforeSwap", () => {
    list.hadFocus = list.contains(document.activeElement);
    list.unfolded = document.querySelector("#likeness details")?.open;
    const letter = form.querySelector("[data-underlined]");
    list.letterStays = letter && holdLetter(letter);
  });
  list.addEventListener("htmx:afterSwap", () => {
    document.querySelector("#likeness details")?.toggleAttribute("open", Boolean(list.unfolded));
    show(list, form);
  });
  list.addEventListener("htmx:afterSettle", () => list.letterStays?.());
  startIssueSheet(list, form.querySelector("[data-underlined]"));
  show(list, form);
}

function show(list, form) {
  underline(list, form);
  const { said, short, unchecked } = list.querySelector("[data-said]")?.dataset ?? {};
  const status = document.querySelector(`[data-said-of="#${list.id}"]`);
  if (said && status && status.textContent !== said) status.textContent = said;
  if (short !== undefined) tell(list, short, unchecked);
  if (list.hadFocus) document.getElementById("issues-title")?.focus({ preventScroll: true });
  list.hadFocus = false;
}

// The row beneath the letter, and the chip in the bar; it stays there, so that the facts beside it stay where they are.
function tell(list, short, unchecked) {
  const row = document.querySelector(`[data-said-in="#${list.id}"]`);
  if (row) row.textContent = short || unchecked || row.dataset.nothing;
  const chip = document.querySelector(`[data-first-issue="#${list.id}"]`);
  if (!chip) return;
  chip.classList.toggle("tool-check", Boolean(short));
  chip.querySelector("span").textContent = short || unchecked || row?.dataset.nothing;
}

// The first suggestion for each word that looks misspelled; the last one first, so that the places before it stay.
function mendAll(list, form) {
  const all = [...list.querySelectorAll("[data-issue][data-spelling]")];
  all.sort((one, other) => Number(other.dataset.start) - Number(one.dataset.start));
  for (const issue of all) mend(form, issue, issue.querySelector("[data-fix]").dataset.fix);
}

// The text may have moved since it was read: the nearest place that holds the same words is meant.
function mend(form, issue, fix) {
  const area = form.elements[issue.dataset.field];
  const { text } = issue.dataset;
  const start = nearest(area.value, text, Number(issue.dataset.start));
  if (start < 0) return;
  const end = start + text.length;
  const gap = !fix && area.value[end] === " " ? 1 : 0;
  put(area, fix, start, end + gap);
  issue.remove();
}

function nearest(value, text, from) {
  const before = value.lastIndexOf(text, from);
  const after = value.indexOf(text, from);
  if (before < 0 || after < 0) return Math.max(before, after);
  return from - before <= after - from ? before : after;
}
