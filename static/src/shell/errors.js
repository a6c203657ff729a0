// After a form came back, its list of errors has the focus; a request that failed says so.
export function startErrors() {
  document.querySelector("#error-summary, #already-added")?.focus();
  document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.responseText));
  document.addEventListener("htmx:sendError", () => tell(""));
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
