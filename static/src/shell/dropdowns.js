// A sheet that opened from its name closes by Esc, by a press elsewhere, and when another opens.
export function startDrops() {
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("focusin", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const drop = document.querySelector("details.drop[open]");
    if (!drop) return;
    drop.open = false;
    drop.querySelector("summary").focus();
  });
}

function close(touched) {
  for (const drop of document.querySelectorAll("details.drop[open]")) if (!drop.contains(touched)) drop.open = false;
}
