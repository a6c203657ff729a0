// The button that was pressed says that it works, and a second press does nothing.
const pressed = new Set();

export function startBusy() {
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.defaultPrevented || event.target.method === "dialog" || !button) return;
    if (pressed.has(button)) return event.preventDefault();
    pressed.add(button);
    button.setAttribute("aria-busy", "true");
  });
  // A page that the browser brings back is at rest, and so is one whose form answered with a file.
  addEventListener("pageshow", rest);
  addEventListener("focus", rest);
}

function rest() {
  for (const button of pressed) button.removeAttribute("aria-busy");
  pressed.clear();
}
