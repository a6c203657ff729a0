// The arrows go to the week before or after, "t" to this week. "m" on an interview, its button, and dropping it somewhere
// else all open the form that asks before it is moved; without script the button leads to the same form.
import { isTyping } from "../shell/elements.js";

const WEEKS = { ArrowLeft: "before", ArrowRight: "after", t: "this" };
const STEP = 15;
const HOUR = 60;

export function startCalendar() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("dragstart", onDragStart);
  document.addEventListener("dragover", onDragOver);
  document.addEventListener("drop", onDrop);
  document.addEventListener("dragend", endDrag);
}

let dragged = null;

function onKey(event) {
  if (isTyping(event)) return;
  const week = WEEKS[event.key];
  if (week) document.querySelector(`[data-week=${week}]`)?.click();
  if (event.key === "m") event.target.closest?.(".event")?.querySelector("[data-move]")?.click();
}

function onClick(event) {
  const link = event.target.closest("a[data-move]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    ask(link.href);
  }
  const dialog = event.target.closest("#mover");
  if (dialog && event.target.closest("[data-cancel]")) {
    event.preventDefault();
    dialog.close();
  }
}

// The form as its own page has it; where it can't be had, that page says why.
function ask(url) {
  const target = document.querySelector("[data-mover]");
  const shown = window.htmx.ajax("GET", url, { target, select: "#move", swap: "innerHTML" });
  shown.then(() => (target.firstElementChild ? document.querySelector("#mover").showModal() : location.assign(url)));
}

function onDragStart(event) {
  const row = event.target.closest?.(".calendar-week .event:has([data-move])");
  if (!row) return;
  dragged = { row, held: event.clientY - row.getBoundingClientRect().top };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", row.querySelector("[data-move]").href);
  requestAnimationFrame(() => row.classList.add("event-dragged"));
}

function onDragOver(event) {
  const place = dragged && placeAt(event);
  if (!place) return;
  event.preventDefault();
  showGhost(place);
}

function onDrop(event) {
  const place = dragged && placeAt(event);
  if (!place) return;
  event.preventDefault();
  const url = new URL(dragged.row.querySelector("[data-move]").href);
  url.searchParams.set("date", place.column.closest(".day").id.slice("day-".length));
  url.searchParams.set("starts", `${place.hour}:${String(place.minute).padStart(2, "0")}`);
  endDrag();
  ask(url.href);
}

function endDrag() {
  dragged?.row.classList.remove("event-dragged");
  document.querySelector(".event-ghost")?.remove();
  dragged = null;
}

// The day and the quarter of an hour under the pointer, for the upper edge of what is dragged.
function placeAt(event) {
  const column = event.target.closest?.(".calendar-week .day-hours");
  if (!column) return null;
  const { first, hours } = column.closest(".days").dataset;
  const minutes = ((event.clientY - dragged.held - column.getBoundingClientRect().top) / column.clientHeight) * hours * HOUR;
  const steps = Math.min(Math.max(Math.round(minutes / STEP), 0), (hours * HOUR) / STEP - 1);
  const start = Number(first) * HOUR + steps * STEP;
  return { column, hour: Math.floor(start / HOUR), minute: start % HOUR };
}

function showGhost({ column, hour, minute }) {
  const ghost = document.querySelector(".event-ghost") ?? document.createElement("div");
  ghost.className = "event-ghost";
  ghost.textContent = dragged.row.querySelector(".event-name").textContent;
  const { lh, lm } = dragged.row.dataset;
  Object.assign(ghost.dataset, { h: hour, m: minute, lh, lm });
  if (ghost.parentElement !== column) column.append(ghost);
}
