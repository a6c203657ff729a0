// The rail stays as it was left: the server reads the cookie, so that no page moves after it has come.
const YEAR = 31_536_000;

export function startRail() {
  const button = document.querySelector("[data-folds]");
  if (!button) return;
  const frame = document.querySelector(button.dataset.folds);
  button.addEventListener("click", () => {
    const folded = frame.classList.toggle("frame-folded");
    button.setAttribute("aria-pressed", String(folded));
    document.cookie = `rail=${folded ? "folded" : "open"}; path=/; max-age=${YEAR}; samesite=lax`;
  });
}
