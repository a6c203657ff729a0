// Ctrl Enter, or Cmd Enter, in what is typed presses the button that goes on from it, such as "Read and send".
export function startSubmitKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const button = event.target.form?.id && document.querySelector(`[data-submit-key][form="${event.target.form.id}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
