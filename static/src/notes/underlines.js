// Beneath a letter lies a copy of its text, unseen but for the lines under what is pointed out.
const copies = new WeakMap();
// What counts more is underlined where two overlap, and a word before its sentence.
const WEIGHTS = ["asks", "points", "hints"];

export function underline(list, form, stale = false) {
  const area = form.querySelector("[data-underlined]");
  if (!area) return;
  const copy = copies.get(area) ?? layCopy(area);
  if (stale) return void copy.replaceChildren();
  const issues = [...list.querySelectorAll(`[data-issue][data-field="${area.name}"]`)]
    .map((issue) => ({ issue, start: Number(issue.dataset.start), end: Number(issue.dataset.end), weight: issue.dataset.weight, text: issue.dataset.text }))
    .filter(({ start, end, text }) => end > start && area.value.slice(start, end) === text)
    .sort((one, other) => WEIGHTS.indexOf(one.weight) - WEIGHTS.indexOf(other.weight) || (one.end - one.start) - (other.end - other.start))
    .filter((one, place, all) => all.slice(0, place).every((other) => one.end <= other.start || one.start >= other.end))
    .sort((one, other) => one.start - other.start);
  copy.replaceChildren(...pieces(area.value, issues));
  copy.scrollTop = area.scrollTop;
}

function pieces(value, issues) {
  const made = [];
  let at = 0;
  for (const { issue, start, end, weight } of issues) {
    if (start < at) continue;
    const mark = document.createElement("mark");
    mark.className = `under-${weight}`;
    mark.textContent = value.slice(start, end);
    mark.issue = issue;
    Object.assign(mark.dataset, { start, end });
    made.push(value.slice(at, start), mark);
    at = end;
  }
  return [...made, `${value.slice(at)}\n`];
}

// Lay an empty copy beneath the letter, in the same place and type, and return it.
export function layCopy(area) {
  const copy = document.createElement("div");
  copy.className = "underlay";
  copy.ariaHidden = "true";
  const held = document.createElement("div");
  held.className = "underlaid";
  area.before(held);
  held.append(copy, area);
  area.addEventListener("scroll", () => { copy.scrollTop = area.scrollTop; }, { passive: true });
  copies.set(area, copy);
  return copy;
}
