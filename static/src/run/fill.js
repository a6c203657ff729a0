// A chip with a value fills its field when it's pressed, as if it were typed; it's never filled in by itself.
export function startFilling() {
  document.addEventListener("click", (event) => {
    const chip = event.target.closest?.("[data-fills]");
    if (!chip) return;
    const field = document.getElementById(chip.dataset.fills);
    field.value = chip.textContent.trim();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
