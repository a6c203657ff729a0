// Each element with data-shade shows that color, and data-on-shade as the color of text on it.
import { freshFinder } from "../shell/elements.js";

const find = freshFinder("[data-shade]");

export function startShades(place) {
  for (const element of find(place)) {
    element.style.setProperty("--shade", element.dataset.shade);
    element.style.setProperty("--on-shade", element.dataset.onShade);
  }
}
