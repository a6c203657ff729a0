// Without a connection a form stays on its page, which says so in the place that data-offline names. An answer is sent
// as soon as the connection is back; a note only when its writer presses again.
import { tellFailed } from "../shell/errors.js";

export function startWaitingForConnection() {
  const waiting = new Map();
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (navigator.onLine || form.method !== "post" || !form.closest(".run")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const state = document.querySelector(form.dataset.offline ?? ".no-state");
    if (!state) return tellFailed();
    state.dataset.state = "failed";
    state.querySelector("[data-words]").textContent = state.dataset.waits;
    if (state.dataset.again) submitter.querySelector("span").textContent = state.dataset.again;
    else waiting.set(form, submitter);
  }, { capture: true });
  addEventListener("online", () => {
    for (const [form, submitter] of waiting) if (form.isConnected) form.requestSubmit(submitter);
    waiting.clear();
  });
}
