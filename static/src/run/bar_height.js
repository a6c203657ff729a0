// The page ends above its bar however high that is: with chips, with what was just said, with words that wrap.
export function startBar() {
  const inner = document.querySelector(".run .bar > .bar-in");
  if (!inner) return;
  const measured = ([entry]) => document.documentElement.style.setProperty("--bar", `calc(${entry.contentRect.height}px + 1.5rem + 1px)`);
  new ResizeObserver(measured).observe(inner);
}
