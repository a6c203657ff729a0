// Which groups are folded is kept in a cookie: the server reads it, so that nothing moves after the page has come.
const YEAR = 31_536_000;

export function startGroups() {
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.("details[data-fold]")) return;
    const folded = [...document.querySelectorAll("details[data-fold]:not([open])")].map((group) => group.dataset.fold);
    const name = event.target.dataset.fold;
    // Groups without rows are not on the page; how they were left stays.
    const others = read().filter((one) => one !== name && !document.querySelector(`details[data-fold="${CSS.escape(one)}"]`));
    document.cookie = `folded=${[...new Set([...others, ...folded])].join(".")}; path=/; max-age=${YEAR}; samesite=lax`;
  }, true);
}

function read() {
  const pair = document.cookie.split("; ").find((part) => part.startsWith("folded="));
  return pair ? pair.slice("folded=".length).split(".").filter(Boolean) : [];
}
