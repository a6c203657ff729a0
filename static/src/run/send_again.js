// Without a connection the answer waits on the page and says so; once it is back, it is sent.
export function startSendingAgain() {
  document.addEventListener("submit", (event) => {
    const state = event.target.querySelector(".save-state[data-waits]");
    if (navigator.onLine || !state) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    state.dataset.state = "failed";
    state.textContent = state.dataset.waits;
    const { target, submitter } = event;
    addEventListener("online", () => target.isConnected && target.requestSubmit(submitter), { once: true });
  }, { capture: true });
}
