// "/" goes to the search, "?" shows the keys.
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); }
    }
    if (event.key === "?") document.querySelector("#keys")?.showModal();
  });
}
