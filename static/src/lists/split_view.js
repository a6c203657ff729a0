// On a wide screen a list and what is chosen in it stand side by side: the pane shows the page that the row leads to.
import { headOf, sayPlace } from "./pane_head.js";
import { settle } from "../today/actions.js";
import { refreshToday } from "../today/refresh.js";

const WIDE = matchMedia("(min-width: 1100px)");
const PAUSE = 150;

export function startDesk(startParts) {
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const pane = desk.querySelector("[data-pane]");
  const chosen = { desk, pane, startParts, url: null, timer: null, hint: [...pane.children], answers: false, opens: null, isLoading: false };
  pane.hidden = false;
  desk.addEventListener("focusin", (event) => {
    const link = event.target.closest("#desk-list a.row-link");
    if (!link || !WIDE.matches) return;
    clearTimeout(chosen.timer);
    chosen.timer = setTimeout(() => open(chosen, link), PAUSE);
  });
  // A press shows it here, ready to be answered; Enter, and a press with a key held, go to the page.
  desk.addEventListener("click", (event) => {
    const pressed = event.target.closest("#desk-list :is(a.row-link, [data-answers], [data-opens])");
    const acts = pressed?.matches("[data-answers], [data-opens]");
    if (!pressed || !WIDE.matches || (!event.detail && !acts) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const link = pressed.closest("[data-row]").querySelector("a.row-link");
    link.focus();
    clearTimeout(chosen.timer);
    chosen.opens = pressed.dataset.opens ?? null;
    chosen.answers = !chosen.opens;
    open(chosen, link);
  });
  pane.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (!opener) return;
    event.preventDefault();
    unfold(pane, opener.dataset.opens);
  });
  document.addEventListener("today:refreshed", () => sayPlace(pane, mark(chosen)?.closest("[data-row]")));
  pane.addEventListener("submit", (event) => act(chosen, event));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pane.contains(document.activeElement) && !event.target.closest("textarea, select, dialog, input:not([data-answer-field])")) mark(chosen)?.focus();
  });
}

async function open(chosen, link) {
  if (chosen.url === link.href) return chosen.isLoading ? undefined : focusField(chosen);
  chosen.url = link.href;
  mark(chosen);
  chosen.isLoading = false;
  // A page made for the whole window is not squeezed in here.
  if (!link.closest("[data-row]").hasAttribute("data-in-pane")) return chosen.pane.replaceChildren(...chosen.hint);
  chosen.isLoading = true; // what was pressed meanwhile is done once it is here
  const page = await fetch(link.href).catch(() => null);
  if (chosen.url === link.href) await show(chosen, page, link.href);
}

// Who pressed the row or finished the one before goes on in the field; who walks by keys stays in the list.
function focusField(chosen) {
  if (chosen.answers) chosen.pane.querySelector("[data-answer-field]")?.focus();
  if (chosen.opens) unfold(chosen.pane, chosen.opens);
  [chosen.answers, chosen.opens] = [false, null];
}

function unfold(pane, id) {
  const fold = pane.querySelector(`#${id}`)?.closest("details");
  if (!fold) return;
  fold.open = true;
  fold.querySelector("summary").focus();
  fold.scrollIntoView({ block: "nearest" });
}

// What is done in the pane is done on its own page; the list then says what is true now.
async function act(chosen, event) {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const answer = await fetch(form.action || chosen.url, { method: "POST", body, headers: { "X-Row": "1" } }).catch(() => null);
  // What is finished is said in its row, and the pane goes on with the next one.
  if (answer?.status === 201) {
    chosen.answers = form.hasAttribute("data-answer");
    return settle(mark(chosen).closest("[data-row]"), await answer.text());
  }
  await show(chosen, answer, chosen.url);
  if (answer?.ok) await refreshToday();
}

async function show(chosen, answer, url) {
  if (!answer) return location.assign(url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main.page");
  if (!main || new URL(answer.url).pathname === "/sign-in") return location.assign(url);
  const row = mark(chosen)?.closest("[data-row]");
  chosen.pane.replaceChildren(...(row ? [headOf(chosen.desk, row)] : []), ...main.children);
  chosen.pane.scrollTop = 0;
  chosen.isLoading = false;
  chosen.startParts(chosen.pane);
  chosen.pane.querySelector("#error-summary")?.focus();
  focusField(chosen);
}

function mark(chosen) {
  let found = null;
  for (const link of chosen.desk.querySelectorAll("#desk-list a.row-link")) {
    const here = link.href === chosen.url;
    link.closest("[data-row]").toggleAttribute("data-chosen", here);
    if (here) found = link;
  }
  return found;
}
