// After a form came back, its first field to fix has the focus, else the list of errors; a request that failed says so.
export function startErrors() {
  focusFirst();
  // A form that was sent in its place comes back there with its errors, if that says that it takes them.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 422 || !event.detail.target.hasAttribute("data-takes-errors")) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.responseText));
  // What a page asks by itself fails quietly: nobody pressed anything.
  document.addEventListener("htmx:sendError", (event) => event.detail.elt.matches("[data-poll], [data-issues]") || tellFailed());
}

// The connection failed; nothing more is known.
export function tellFailed() {
  tell("");
}

function focusFirst() {
  const summary = document.querySelector("#error-summary, #already-added");
  if (!summary) return;
  const field = document.querySelector("[aria-invalid=true]");
  for (let fold = field?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field?.focus();
  if (!field || document.activeElement !== field) summary.focus();
}

function tell(html) {
  const place = document.querySelector("#toasts");
  if (!place) return;
  const card = document.createElement("div");
  card.className = "toast-card tone-bad";
  const answer = new DOMParser().parseFromString(html, "text/html").querySelector("[role=alert]");
  card.textContent = answer?.textContent || place.dataset.failed;
  place.append(card);
  setTimeout(() => card.remove(), 10_000);
}
