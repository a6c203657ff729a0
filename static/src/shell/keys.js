// "/" goes to the search, "?" shows the keys.
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
    if (event.key === "?") document.querySelector("#keys")?.showModal();
  });
}
