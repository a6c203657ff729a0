// A form with data-autosave is saved as it is typed, and the place it names says so.
import { freshFinder } from "../shell/elements.js";
import { becomeNote } from "./first_words.js";

const find = freshFinder("form[data-autosave]");
const PAUSE = 600;
const AGAIN = 5000;

export function startAutosave(place) {
  for (const form of find(place)) watch(form);
}

function watch(form) {
  const state = document.querySelector(form.dataset.autosave);
  const saving = { form, state, timer: null, under: false, changed: false };
  form.addEventListener("input", () => {
    saving.changed = true;
    say(state, "typing");
    later(saving, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(saving.timer);
    saving.changed = false;
  });
  // Who leaves within the pause loses nothing.
  addEventListener("pagehide", () => {
    if (saving.changed) navigator.sendBeacon(target(form), content(form, { leaving: "1" }));
  });
}

function later(saving, pause) {
  clearTimeout(saving.timer);
  saving.timer = setTimeout(() => save(saving), pause);
}

// One request at a time, so that an older text never lands on a newer one.
async function save(saving) {
  if (saving.under) return later(saving, PAUSE);
  saving.under = true;
  saving.changed = false;
  const answer = await fetch(target(saving.form), { method: "POST", body: content(saving.form), headers: { Accept: "application/json" } })
    .catch(() => null);
  saving.under = false;
  if (answer?.status === 409) return elsewhere(saving);
  if (answer?.status === 401) return stopped(saving, "signedOut");
  if (answer?.status === 410) return stopped(saving, "sent");
  const begins = saving.form.hasAttribute("data-begins") && answer?.status === 204;
  const isSaved = begins || (answer?.ok && !answer.redirected);
  if (isSaved && !saving.changed) saving.form.dispatchEvent(new CustomEvent("autosaved"));
  if (isSaved && !saving.changed) say(saving.state, "saved", decodeURIComponent(answer.headers.get("X-Saved-At") ?? ""));
  if (begins) await begin(saving, answer.url);
  if (isSaved) return;
  saving.changed = true;
  say(saving.state, "failed");
  if (!answer || answer.status >= 500) later(saving, AGAIN);
}

// The form is gone then, and so is what it had still to save: the note's own form has it.
async function begin(saving, url) {
  await becomeNote(saving.form, url);
  if (saving.form.isConnected) return;
  clearTimeout(saving.timer);
  saving.changed = false;
}

// Another window was quicker: nothing more is tried from here, and whoever leaves has this text put aside.
function elsewhere(saving) {
  saving.changed = true;
  say(saving.state, "elsewhere");
}

// Signed out, or sent from elsewhere: the text is kept on this device, and a press on the link leads on.
function stopped(saving, word) {
  saving.changed = false;
  say(saving.state, word);
  const way = Object.assign(document.createElement("a"), { className: "link", href: location.href, textContent: saving.state?.dataset.goOn });
  saving.state?.append(" ", way);
}

function target(form) {
  return form.dataset.autosaveTo || form.getAttribute("action") || location.href;
}

function content(form, more = {}) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  for (const [name, value] of Object.entries({ autosave: "1", ...more })) body.set(name, value);
  return body;
}

function say(state, word, at) {
  if (!state) return;
  const time = at || new Intl.DateTimeFormat(document.documentElement.dataset.locale, { timeStyle: "short" }).format();
  state.dataset.state = word;
  state.querySelector("[data-words]").textContent = word === "saved" ? `${state.dataset.saved} ${time}` : state.dataset[word];
}
