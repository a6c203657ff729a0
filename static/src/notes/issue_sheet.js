// An underlined word is tapped and answered in place: its sheet shows what the list says of it, one thing at a time.
// What is pressed in the sheet is pressed in the list, which has the forms.
import { closeSheet, openSheet } from "../run/sheet.js";

export function startIssueSheet(list, area) {
  const dialog = document.querySelector(`dialog[data-issue-sheet="#${list.id}"]`);
  if (!area || !dialog) return;
  area.addEventListener("click", () => {
    const place = area.selectionStart;
    if (place !== area.selectionEnd) return;
    const mark = marks(area).find(({ dataset }) => Number(dataset.start) <= place && place <= Number(dataset.end));
    if (mark) open(dialog, list, mark.issue, mark, area);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "F8") walk(event, dialog, list, area);
  });
  document.querySelector(`[data-first-issue="#${list.id}"]`)?.addEventListener("click", (event) => {
    const first = answerable(list)[0];
    if (!first) return;
    event.preventDefault();
    open(dialog, list, first, markOf(area, first) ?? event.currentTarget, area);
  });
  dialog.querySelector("[data-step]")?.addEventListener("click", () => {
    const all = answerable(list);
    show(dialog, list, all[(all.indexOf(dialog.issue) + 1) % all.length]);
    dialog.querySelector("h2").focus();
  });
  dialog.addEventListener("click", async (event) => {
    const pressed = event.target.closest("[data-copy-of]");
    if (!pressed) return;
    event.preventDefault();
    const place = Number(pressed.dataset.copyOf);
    const original = pressed.dataset.all ? list.querySelector("[data-fix-all]") : [...dialog.issue.querySelectorAll("button, a")][place];
    await closeSheet(dialog);
    original?.click();
    area.focus({ preventScroll: true });
  });
}

// F8 and Shift+F8 walk the marks.
function walk(event, dialog, list, area) {
  const all = marks(area);
  if (!all.length) return;
  event.preventDefault();
  const place = area.selectionStart;
  const next = event.shiftKey
    ? all.filter(({ dataset }) => Number(dataset.end) < place).at(-1) ?? all.at(-1)
    : all.find(({ dataset }) => Number(dataset.start) > place) ?? all[0];
  area.setSelectionRange(Number(next.dataset.start), Number(next.dataset.start));
  open(dialog, list, next.issue, next, area);
}

function open(dialog, list, issue, opener, area) {
  if (!issue?.isConnected) return;
  show(dialog, list, issue);
  if (opener.tagName === "MARK") opener.focus = () => area.focus({ preventScroll: true });
  if (!dialog.open) openSheet(dialog, opener);
}

function show(dialog, list, issue) {
  const all = answerable(list);
  dialog.issue = issue;
  dialog.querySelector("h2").textContent = issue.dataset.text ? `“${issue.dataset.text}”` : dialog.dataset.whole;
  dialog.querySelector("[data-place]").textContent = all.length > 1 ? dialog.dataset.of.replace("1", all.indexOf(issue) + 1).replace("9", all.length) : "";
  dialog.querySelector("[data-step]").hidden = all.length < 2;
  const body = issue.cloneNode(true);
  body.querySelector(".issue-text")?.remove();
  for (const [place, button] of [...body.querySelectorAll("button, a")].entries()) rename(button, place);
  const fixAll = list.querySelector("[data-fix-all]");
  const more = fixAll && issue.hasAttribute("data-spelling") ? [fixAll.cloneNode(true)] : [];
  for (const button of more) {
    rename(button, 0);
    button.dataset.all = "yes";
  }
  dialog.querySelector("[data-answers]").replaceChildren(...body.childNodes, ...more);
}

function rename(button, place) {
  for (const { name } of [...button.attributes]) if (/^(hx-|form|name|value|data-fix)/.test(name)) button.removeAttribute(name);
  if (button.tagName === "BUTTON") button.type = "button";
  button.dataset.copyOf = place;
}

// What is to be fixed or kept, in the order of the list.
function answerable(list) {
  return [...list.querySelectorAll("[data-issue]")].filter(({ dataset }) => dataset.weight !== "hints");
}

function marks(area) {
  return [...(area.parentElement?.querySelectorAll(".underlay mark") ?? [])].filter((mark) => mark.issue);
}

function markOf(area, issue) {
  return marks(area).find((mark) => mark.issue === issue);
}
