// A sheet rises from the bottom edge, or stands at what opened it where the window is wide. X, Esc, a press beside it,
// a swipe down, and Back close it; the focus goes to its heading, and then back to what opened it.
const WIDE = matchMedia("(min-width: 64rem)");
const GAP = 8;
const SWIPE = 72;
const openers = new WeakMap();
let swipe = null;

export function startSheets() {
  document.addEventListener("close", (event) => event.target.matches(".rise") && closed(event.target), true);
  addEventListener("popstate", () => document.querySelector(".rise:modal")?.close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && beside()?.close());
  document.addEventListener("pointerdown", (event) => {
    const dialog = beside();
    if (dialog && !dialog.contains(event.target) && !openers.get(dialog)?.contains(event.target)) dialog.close();
  });
  document.addEventListener("touchstart", begin, { passive: true });
  document.addEventListener("touchmove", follow, { passive: true });
  document.addEventListener("touchend", end);
}

export function openSheet(dialog, opener = document.activeElement) {
  if (dialog.open) return dialog.close();
  openers.set(dialog, opener);
  if (WIDE.matches) {
    // The head stays where it is, and so does what stands under it.
    dialog.style.position = opener.closest("header") ? "fixed" : "";
    dialog.style.top = opener.closest("header") ? "0" : `${scrollY}px`;
    dialog.show();
    stand(dialog, opener);
  } else {
    dialog.showModal();
    history.pushState({ ...history.state, sheet: dialog.id }, "");
  }
  dialog.querySelector("h2")?.focus({ preventScroll: true });
}

// Close the sheet, and return once Back would leave the page again.
export async function closeSheet(dialog) {
  const isAhead = history.state?.sheet === dialog.id;
  const isBack = new Promise((done) => isAhead ? addEventListener("popstate", done, { once: true }) : done());
  dialog.close();
  await isBack;
}

// The sheet that stands open beside a word, if any.
function beside() {
  return document.querySelector(".rise[open]:not(:modal)");
}

function closed(dialog) {
  if (history.state?.sheet === dialog.id) history.back();
  openers.get(dialog)?.focus({ preventScroll: true });
}

// Under the last line of what opened it, within the window and within what data-sheets-within marks.
function stand(dialog, opener) {
  const word = [...opener.getClientRects()].at(-1) ?? opener.getBoundingClientRect();
  const ground = dialog.style.position ? { left: 0, top: 0 } : (dialog.offsetParent ?? document.body).getBoundingClientRect();
  const bounds = (opener.closest("[data-sheets-within]") ?? document.body).getBoundingClientRect();
  const left = Math.max(Math.min(word.left, bounds.right - dialog.offsetWidth - GAP), bounds.left + GAP);
  dialog.style.left = `${left - ground.left}px`;
  dialog.style.top = `${word.bottom - ground.top + GAP}px`;
  dialog.style.setProperty("--at", `${Math.max(GAP, Math.min(word.left + word.width / 2 - left, dialog.offsetWidth - 3 * GAP))}px`);
  if (!dialog.style.position) dialog.scrollIntoView({ block: "nearest" });
}

function begin(event) {
  const dialog = event.target.closest?.(".rise:modal");
  swipe = dialog && dialog.scrollTop <= 0 && event.touches.length === 1 ? { dialog, from: event.touches[0].clientY, by: 0 } : null;
}

function follow(event) {
  if (!swipe) return;
  swipe.by = Math.max(event.touches[0].clientY - swipe.from, 0);
  swipe.dialog.style.translate = `0 ${swipe.by}px`;
}

function end() {
  if (!swipe) return;
  swipe.dialog.style.translate = "";
  if (swipe.by > SWIPE) swipe.dialog.close();
  swipe = null;
}
