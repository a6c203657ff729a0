// A link or button that names a dialog shows it above the page; without script the link goes to where it stands.
import { openSheet } from "../run/sheet.js";

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      show(document.querySelector(opener.dataset.opens), opener);
    }
    const dialog = event.target;
    if (dialog instanceof HTMLDialogElement && dialog.open) dialog.close();
    if (event.target.closest("[data-closes]")) {
      event.preventDefault();
      event.target.closest("dialog")?.close();
    }
  });
}

function show(dialog, opener) {
  dialog?.matches(".rise") ? openSheet(dialog, opener) : dialog?.showModal();
}
