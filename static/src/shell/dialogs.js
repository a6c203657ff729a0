// A link or button that names a dialog shows it above the page; without script the link goes to where it stands.
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      document.querySelector(opener.dataset.opens)?.showModal();
    }
    const dialog = event.target;
    if (dialog instanceof HTMLDialogElement && dialog.open) dialog.close();
    if (event.target.closest("[data-closes]")) {
      event.preventDefault();
      event.target.closest("dialog")?.close();
    }
  });
}
