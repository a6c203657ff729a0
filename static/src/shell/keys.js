// "n" goes to the page for a new interview where there is one, "?" shows the keys.
import { isTyping } from "./elements.js";

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (isTyping(event)) return;
    if (event.key === "n") document.querySelector("a[data-key=n]")?.click();
    if (event.key === "?") document.querySelector("#keys")?.showModal();
  });
}
