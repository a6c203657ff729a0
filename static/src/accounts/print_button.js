// A button that prints the page it is on.
import { freshFinder } from "../shell/elements.js";

const find = freshFinder("[data-print]");

export function startPrinting(place) {
  for (const button of find(place)) button.addEventListener("click", () => window.print());
}
