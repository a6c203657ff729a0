// The contact info of a request: "Use this" fills the field with a guess, and Ctrl Enter saves.
export function startAnswers() {
  document.addEventListener("click", (event) => {
    const filler = event.target.closest("[data-fill]");
    const form = filler?.closest("main, [data-pane]").querySelector("form[data-answer]");
    if (!form) return;
    event.preventDefault();
    const field = form.querySelector("[data-answer-field]");
    field.value = filler.dataset.fill;
    form.querySelector("[name=source][value=guess]").checked = true;
    field.focus();
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-answer]");
    if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
