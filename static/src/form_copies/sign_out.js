// Signing out takes what was kept off the device (the answer clears its storage); what the server does not have yet is
// kept first, to the last letter, and asked about.
import { account, all, forgetAll } from "./storage.js";

export function startSigningOut() {
  document.addEventListener("submit", (event) => {
    if (!account() || !/\/sign-(out|ins\/end)$/.test(event.target.getAttribute("action") ?? "")) return;
    document.dispatchEvent(new Event("keepnow"));
    const unsent = all().filter(([, copy]) => !copy.quietly);
    const dialog = document.querySelector("dialog#kept-unsent");
    if (!unsent.length || dialog.open) return forgetAll();
    event.preventDefault();
    ask(dialog, unsent[0][1].path, event.target);
  }, { capture: true });
}

function ask(dialog, path, form) {
  dialog.querySelector("a").href = path;
  dialog.querySelector("[data-sign-out]").onclick = () => form.requestSubmit();
  dialog.showModal();
}
