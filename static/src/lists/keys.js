// j and k walk a list, from wherever one stands; Enter opens the link that has the focus. f opens the filters, 1 to 9 a view.
import { isTyping } from "../shell/elements.js";

export function startListKeys() {
  document.addEventListener("keydown", (event) => {
    if (isTyping(event)) return;
    if (event.key === "f") document.querySelector("[data-filter]")?.click();
    if (/^[1-9]$/.test(event.key)) document.querySelectorAll("a[data-view]")[event.key - 1]?.click();
  });
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || isTyping(event)) return;
    const rows = [...document.querySelectorAll("[data-list-nav] [data-row]")].filter((row) => row.checkVisibility());
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), rows.length - 1);
    const link = rows[next].querySelector("a");
    link?.focus({ focusVisible: true });
    link?.scrollIntoView({ block: "nearest" });
  });
}
