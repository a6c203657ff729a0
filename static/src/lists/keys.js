// j and k walk a list, Enter opens what they stand on.
export function startListKeys() {
  const list = document.querySelector("[data-list-nav]");
  if (!list) return;
  const rows = () => [...list.querySelectorAll("[data-row]")];
  let place = -1;
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    place = Math.min(Math.max(place + step, 0), rows().length - 1);
    rows()[place]?.querySelector("a")?.focus();
  });
}
