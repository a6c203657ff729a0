// A form with data-autosave is saved as it is typed, and says so beside it.
const PAUSE = 800;

export function startAutosave() {
  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);
}

function watch(form) {
  const state = document.querySelector(form.dataset.autosave);
  let timer = null;
  const say = (word) => { if (state) state.textContent = state.dataset[word]; };
  form.addEventListener("input", () => {
    say("typing");
    clearTimeout(timer);
    timer = setTimeout(() => save(form, say), PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

async function save(form, say) {
  const body = new FormData(form);
  body.set("autosave", "1");
  try {
    const answer = await fetch(form.dataset.autosaveTo || form.action || location.href, {
      method: "POST", body, headers: { Accept: "application/json" },
    });
    say(answer.ok ? "saved" : "failed");
    if (answer.ok && answer.headers.get("X-Saved-At")) form.action = answer.headers.get("X-Saved-At");
  } catch {
    say("failed");
  }
}
