// "/" goes to the search, "n" to the page for a new interview where there is one, "?" shows the keys.
import { isTyping } from "./elements.js";

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (isTyping(event)) return;
    if (event.key === "/") {
      const search = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if (event.key === "n") document.querySelector("a[data-key=n]")?.click();
    if (event.key === "?") document.querySelector("#keys")?.showModal();
  });
}
