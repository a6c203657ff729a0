// On a wide screen a list and what is chosen in it stand side by side: the pane shows the page that the row leads to.
import { isTyping } from "../shell/elements.js";

const WIDE = matchMedia("(min-width: 80rem)");
const PAUSE = 150;

export function startDesk(startParts) {
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const pane = desk.querySelector("[data-pane]");
  const chosen = { desk, pane, startParts, url: null, timer: null };
  pane.hidden = false;
  desk.addEventListener("focusin", (event) => {
    const link = event.target.closest("#desk-list a.row-link");
    if (!link || !WIDE.matches) return;
    clearTimeout(chosen.timer);
    chosen.timer = setTimeout(() => open(chosen, link), PAUSE);
  });
  // A press shows it here; Enter, and a press with a key held, go to the page.
  desk.addEventListener("click", (event) => {
    const link = event.target.closest("#desk-list a.row-link");
    if (!link || !WIDE.matches || !event.detail || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.focus();
  });
  pane.addEventListener("submit", (event) => act(chosen, event));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pane.contains(document.activeElement) && !isTyping(event)) mark(chosen)?.focus();
  });
}

async function open(chosen, link) {
  if (chosen.url === link.href) return;
  chosen.url = link.href;
  mark(chosen);
  const answer = await fetch(link.href).catch(() => null);
  if (chosen.url === link.href) await show(chosen, answer, link.href);
}

// What is done in the pane is done on its own page; the list then says what is true now.
async function act(chosen, event) {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const answer = await fetch(form.action || chosen.url, { method: "POST", body: new FormData(form, event.submitter) }).catch(() => null);
  await show(chosen, answer, chosen.url);
  if (answer?.ok) await refresh(chosen);
}

async function show(chosen, answer, url) {
  if (!answer) return location.assign(url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main.page");
  if (!main || new URL(answer.url).pathname === "/sign-in") return location.assign(url);
  chosen.pane.replaceChildren(...main.children);
  chosen.pane.scrollTop = 0;
  chosen.startParts(chosen.pane);
  chosen.pane.querySelector("#error-summary")?.focus();
}

async function refresh(chosen) {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page.querySelector("#desk-list");
  if (list) chosen.desk.querySelector("#desk-list").replaceWith(list);
  mark(chosen);
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
