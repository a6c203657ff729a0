// A button with data-opens shows the dialog it names; without script the dialog's form stands open in a <details>.
export function startDialogs() {
  for (const button of document.querySelectorAll("[data-opens]")) {
    button.addEventListener("click", () => document.querySelector(button.dataset.opens)?.showModal());
  }
}
