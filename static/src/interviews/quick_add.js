// Quick add: an .ics dropped anywhere or pasted fills the form in, Enter uses the known row that is shown under its
// field, Ctrl Enter saves, with Shift to add another, and what a file filled in is tinted until it is touched.
const form = () => document.querySelector("form[data-quick-add]");

export function startQuickAdd() {
  if (!form()) return;
  document.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  document.addEventListener("drop", drop);
  document.addEventListener("paste", paste);
  form().addEventListener("keydown", press);
  form().addEventListener("input", (event) => event.target.closest(".filled")?.classList.remove("filled"));
  document.addEventListener("htmx:afterSettle", (event) => event.detail.elt.id === "quick-add-body" && settle());
}

function drop(event) {
  const file = [...(event.dataTransfer?.files ?? [])].find((one) => /\.ics$/i.test(one.name) || one.type === "text/calendar");
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  if (file) send(file);
}

function paste(event) {
  const file = [...event.clipboardData.files].find((one) => /\.ics$/i.test(one.name) || one.type === "text/calendar");
  const text = event.clipboardData.getData("text/plain");
  if (!file && !/^\s*BEGIN:VCALENDAR/i.test(text)) return;
  event.preventDefault();
  send(file ?? new File([text], form().dataset.pasted, { type: "text/calendar" }));
}

function send(file) {
  const field = form().querySelector("input[type=file]");
  const holder = new DataTransfer();
  holder.items.add(file);
  field.files = holder.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function press(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    return form().requestSubmit(form().querySelector(event.shiftKey ? "[data-saves-another]" : "[data-saves]"));
  }
  if (event.target.tagName !== "INPUT" || event.target.type === "checkbox") return;
  const known = event.target.closest("[data-known]")?.querySelector("[data-enter]");
  if (!known || event.target.getAttribute("aria-expanded") === "true") return;
  event.preventDefault();
  known.click();
}

// The copy on the device follows what was filled in, and the next thing to enter has the focus.
function settle() {
  form().dispatchEvent(new Event("input", { bubbles: true }));
  const wrong = form().querySelector("[aria-invalid=true]");
  const blank = [...form().querySelectorAll("input[required], textarea[required]")].find((field) => !field.value && field.offsetParent);
  (wrong ?? blank ?? form().querySelector("[name=people]"))?.focus();
}
