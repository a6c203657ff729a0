// Where a note begins, its first words are saved, and the page becomes the note's own: with what to check and what to
// add. The fields stay as they are, with what is typed meanwhile.
export async function becomeNote(form, url) {
  const main = form.closest("main");
  if (!main) return;
  const field = form.contains(document.activeElement) ? document.activeElement : null;
  await window.htmx.ajax("GET", `${url}?begun=1`, { target: main, select: "main", swap: "outerHTML" });
  if (main.isConnected) return;
  history.replaceState(history.state, "", url);
  if (!field?.isConnected) return;
  const [start, end] = [field.selectionStart, field.selectionEnd];
  field.focus({ preventScroll: true });
  if (start !== undefined) field.setSelectionRange(start, end);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
