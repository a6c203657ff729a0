// A part that asks for news rests while nobody looks, and asks at once when somebody looks again.
export function startPolling() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.detail.elt.hasAttribute("data-poll")) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const part of document.querySelectorAll("[data-poll]")) window.htmx.trigger(part, "poll");
  });
}
