// Whoever opens their reminders in another time zone is asked whether they moved; "Keep" isn't asked again for that place.
import { stored } from "../form_copies/storage.js";

const KEPT = "kept-zone";

export function startMovedZone() {
  const card = document.querySelector("#moved");
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!card || !here || sameClock(here, card.dataset.zone) || stored(() => localStorage.getItem(KEPT)) === here) return;
  const city = here.split("/").pop().replaceAll("_", " ");
  const time = new Intl.DateTimeFormat(document.documentElement.dataset.locale, { timeStyle: "short" }).format();
  fill(card.querySelector("[data-place]"), "place", "{city}", city);
  fill(card.querySelector("[data-clock]"), "clock", "{time}", time);
  fill(card.querySelector("[data-use]"), "use", "{city}", city);
  card.querySelector("[name=time_zone]").value = here;
  card.querySelector("[data-stay]").addEventListener("click", () => {
    stored(() => localStorage.setItem(KEPT, here));
    card.hidden = true;
  });
  card.hidden = false;
}

function fill(element, name, mark, words) {
  element.textContent = element.dataset[name].replace(mark, words);
}

// Two names of one clock, such as Asia/Calcutta and Asia/Kolkata, are one place for this.
function sameClock(one, other) {
  return clock(one) === clock(other);
}

function clock(zone) {
  return new Intl.DateTimeFormat("en", { dateStyle: "short", timeStyle: "short", timeZone: zone }).format();
}
