// Work is finished in its row: the row itself says what was done for some seconds, with Undo, and the next one has the
// focus. What it says is the server's answer.
import { focusRow, refreshToday } from "./refresh.js";

export function startTodayActions() {
  const list = document.querySelector("#desk-list");
  if (!list) return;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-in-row], [data-done] form")) act(event, form.closest("[data-row]"));
    if (form.matches("[data-row-sheet]")) act(event, document.getElementById(form.dataset.row));
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-sheet]");
    if (opener) openSheet(opener);
    const presser = event.target.closest("[data-bulk-press]");
    if (presser) pressBulk(presser);
    if (!matchMedia("(min-width: 48rem)").matches) unfold(event);
  });
  for (const dialog of document.querySelectorAll("dialog:has([data-row-sheet])")) {
    dialog.addEventListener("keydown", (event) => choose(dialog, event));
  }
}

async function act(event, row) {
  event.preventDefault();
  const [form, submitter] = [event.target, event.submitter];
  row.setAttribute("aria-busy", "true");
  const body = new FormData(form, submitter);
  const headers = { "X-Row": "1", "HX-Request": "true" };
  const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "follow" }).catch(() => null);
  row.removeAttribute("aria-busy");
  if (!answer?.ok) return tell(form, row, await answer?.text());
  const text = answer.status === 201 ? await answer.text() : "";
  form.closest("dialog")?.close();
  await settle(row, text);
}

// The answer takes the row's place; an undone row is read again. The list may have been read anew in between.
export async function settle(pressed, html) {
  const row = document.getElementById(pressed.id) ?? pressed;
  const next = following(row);
  const said = new DOMParser().parseFromString(html, "text/html").querySelector("[data-done]");
  if (said) {
    row.replaceWith(said);
    countDown(said);
    focusRow(next);
  } else {
    row.removeAttribute("data-done");
  }
  const id = row.id;
  await refreshToday();
  if (!said) focusRow(document.getElementById(id));
}

function following(row) {
  const rows = [...document.querySelectorAll("#desk-list [data-row]:not([data-done])")].filter((one) => one === row || one.checkVisibility());
  const at = rows.indexOf(row);
  return rows[at + 1] ?? rows[at - 1];
}

function countDown(row) {
  let left = Number(row.dataset.done);
  const tick = () => {
    if (!row.isConnected) return;
    // Who is about to undo it is not cut short.
    if (row.contains(document.activeElement)) return void setTimeout(tick, 1000);
    left -= 1;
    const seconds = row.querySelector("[data-seconds]");
    if (seconds) seconds.textContent = Math.max(left, 0);
    if (left > 0) return void setTimeout(tick, 1000);
    row.remove();
    refreshToday();
  };
  setTimeout(tick, 1000);
}

function tell(form, row, html) {
  const problem = new DOMParser().parseFromString(html ?? "", "text/html").querySelector("[role=alert]")?.textContent
    ?? document.querySelector("#toasts").dataset.failed;
  const place = form.querySelector("[data-problem]");
  if (place) return void (place.textContent = problem);
  row.querySelector(".work-failed")?.remove();
  const said = Object.assign(document.createElement("span"), { className: "work-failed", textContent: problem });
  said.setAttribute("role", "alert");
  row.append(said);
}

function openSheet(opener) {
  const dialog = document.getElementById(opener.dataset.sheet);
  const form = dialog.querySelector("form");
  form.reset();
  form.action = opener.dataset.action;
  form.dataset.row = opener.closest("[data-row]").id;
  form.querySelector("[data-problem]").textContent = "";
  dialog.querySelector("h2").textContent = opener.dataset.title;
  dialog.showModal();
  form.querySelector("input:checked, [data-first]").focus();
}

function choose(dialog, event) {
  if (event.target.matches("select") && event.key === "Enter") {
    event.preventDefault();
    return dialog.querySelector("form").requestSubmit();
  }
  if (event.target.matches("[type=text], [type=date]") || !/^[1-9]$/.test(event.key)) return;
  const pill = dialog.querySelector(`[data-digit="${event.key}"]`);
  if (!pill) return;
  event.preventDefault();
  pill.checked = true;
  (pill.value === "on" ? dialog.querySelector("[name=on]") : pill).focus();
}

// An action on one candidate is the one on selected candidates, with this row alone selected.
function pressBulk(presser) {
  for (const box of document.querySelectorAll("[data-check]:checked")) box.checked = false;
  const box = presser.closest("[data-row]").querySelector("[data-check]");
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  document.querySelector(`[data-bulk-key="${presser.dataset.bulkPress}"]`)?.click();
}

// On a phone the first press on a row shows what can be done, the next one opens its page.
function unfold(event) {
  const row = event.target.closest("#desk-list .work-row:has(.work-acts)");
  if (!event.detail || !row || row.hasAttribute("data-open") || event.target.closest("button, input, form, .work-acts")) return;
  event.preventDefault();
  document.querySelector("#desk-list [data-open]")?.removeAttribute("data-open");
  row.setAttribute("data-open", "");
}
