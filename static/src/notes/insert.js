// A fact from the debrief is put into the letter where the caret stands.
export function startInserting() {
  for (const button of document.querySelectorAll("[data-insert-into]")) {
    button.hidden = false;
    button.addEventListener("click", () => insert(document.querySelector(button.dataset.insertInto), button.dataset.text));
  }
}

function insert(area, text) {
  if (!area) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
