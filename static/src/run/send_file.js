// A file that is chosen is sent at once, by the button whose value its field names.
export function startSendingFiles() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches?.("input[type=file][data-sends]") || !field.files.length || field.validationMessage) return;
    field.form.requestSubmit(field.form.querySelector(`button[value="${field.dataset.sends}"]`));
  });
}
