// The seconds in which something can be taken back are counted down; then the page shows what became of it.
import { freshFinder } from "./elements.js";

const find = freshFinder("[data-countdown]");

export function startCountdowns(place) {
  for (const element of find(place)) {
    const until = performance.now() + Number(element.dataset.countdown) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      if (element.textContent !== String(left)) element.textContent = left;
      if (left > 0 && element.isConnected) return void setTimeout(tick, 250);
      if (element.isConnected) finish(element);
    };
    tick();
  }
}

function finish(element) {
  const toast = element.closest("[data-toast]");
  if (toast) toast.remove();
  else location.reload();
}
