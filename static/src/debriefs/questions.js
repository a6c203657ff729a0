// A form of questions shows one at a time on a phone: next and back by button, swipe or arrow; all of it without script.
import { freshFinder } from "../shell/elements.js";

const find = freshFinder("[data-questions]");
const SWIPE = 60;

export function startDebriefs(place) {
  if (!matchMedia("(max-width: 40rem)").matches) return;
  for (const box of find(place)) step(box);
}

function step(box) {
  const walk = { box, at: 0 };
  // With an error to show, everything stays on one page.
  if (questions(box).length < 2 || box.querySelector("[aria-invalid=true]")) return;
  box.setAttribute("data-stepped", "");
  const steps = box.querySelector("[data-steps]");
  steps.hidden = false;
  steps.querySelector("[data-next]").addEventListener("click", () => go(walk, 1));
  steps.querySelector("[data-back]").addEventListener("click", () => go(walk, -1));
  swipes(walk);
  go(walk, 0);
}

// A question that an answer made pointless is passed over.
function questions(box) {
  return [...box.querySelectorAll(":scope > [data-question]")].filter((one) => !one.hidden);
}

function go(walk, by) {
  const all = questions(walk.box);
  walk.at = Math.min(Math.max(walk.at + by, 0), all.length - 1);
  for (const one of walk.box.querySelectorAll(":scope > [data-question]")) one.toggleAttribute("data-shown", one === all[walk.at]);
  const steps = walk.box.querySelector("[data-steps]");
  steps.querySelector("[data-back]").disabled = walk.at === 0;
  steps.querySelector("[data-next]").hidden = walk.at === all.length - 1;
  steps.querySelector("progress").value = (walk.at + 1) / all.length;
  steps.querySelector("[data-place]").textContent = `${walk.at + 1} / ${all.length}`;
  if (by === 0) return;
  all[walk.at].querySelector("h2, legend, label")?.scrollIntoView({ block: "center" });
  all[walk.at].tabIndex = -1;
  all[walk.at].focus({ preventScroll: true });
}

function swipes(walk) {
  let from = null;
  walk.box.addEventListener("touchstart", (event) => { from = event.changedTouches[0]; }, { passive: true });
  walk.box.addEventListener("touchend", (event) => {
    const to = event.changedTouches[0];
    const across = to.clientX - from.clientX;
    if (event.target.closest("input, textarea, select") || Math.abs(across) < SWIPE) return;
    if (Math.abs(to.clientY - from.clientY) < SWIPE) go(walk, across < 0 ? 1 : -1);
  }, { passive: true });
}
