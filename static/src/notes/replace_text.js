// What changes a letter from outside, so that the browser's own undo still knows every step.
export function put(area, text, start, end) {
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  const command = text ? "insertText" : "delete";
  if (document.execCommand(command, false, text)) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
