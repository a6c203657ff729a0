// What is true now comes from the page itself: counts at once, rows where they belong, and what was just done stays.
export async function refreshToday() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [list, next] = [document.querySelector("#desk-list"), fresh.querySelector("#desk-list")];
  if (!list || !next) return;
  keepDone(list, next);
  const [focused, scroll] = [document.activeElement?.closest?.("#desk-list [data-row]")?.id, list.scrollTop];
  const chosen = list.querySelector("[data-chosen]")?.id;
  list.replaceChildren(...next.children);
  list.scrollTop = scroll;
  if (chosen) document.getElementById(chosen)?.toggleAttribute("data-chosen", true);
  if (focused) focusRow(document.getElementById(focused));
  showMenus(fresh);
  document.dispatchEvent(new CustomEvent("today:refreshed"));
}

// The menus count what waits; one that has the focus stays as it is.
export function showMenus(fresh) {
  const menus = fresh.querySelectorAll("nav:has(.nav-row) > ul");
  document.querySelectorAll("nav:has(.nav-row) > ul").forEach((menu, at) => {
    if (menus[at] && !menu.contains(document.activeElement)) menu.replaceWith(menus[at]);
  });
}

// A row that says what was done stays where it was, and so does its group.
function keepDone(list, next) {
  for (const row of list.querySelectorAll("[data-done]")) {
    const group = row.closest(".work-group");
    const name = group.getAttribute("aria-labelledby");
    const at = [...row.parentElement.children].indexOf(row);
    let place = next.querySelector(`.work-group[aria-labelledby="${name}"]`);
    if (!place) {
      place = group.cloneNode(true);
      place.querySelectorAll("[data-row], .work-all").forEach((other) => other.remove());
      place.querySelector("[data-count]").textContent = "0";
      const before = [...list.querySelectorAll(".work-group")].slice(0, [...list.querySelectorAll(".work-group")].indexOf(group))
        .map((other) => next.querySelector(`.work-group[aria-labelledby="${other.getAttribute("aria-labelledby")}"]`)).filter(Boolean).at(-1);
      if (before) before.after(place);
      else next.querySelector(".desk-head").after(place);
      next.querySelector(".empty")?.remove();
    }
    const rows = place.querySelector(".work");
    rows.querySelector(`#${CSS.escape(row.id)}`)?.remove();
    rows.insertBefore(row, rows.children[at] ?? null);
  }
}

export function focusRow(row) {
  const link = row?.querySelector("a");
  link?.focus({ focusVisible: true });
  link?.scrollIntoView({ block: "nearest" });
}
