// On a phone the settings' navigation is one line wider than the window: it begins where the current page is in view.
export function startSettingsNavigation() {
  const nav = document.querySelector(".settings-nav");
  const current = nav?.querySelector("[aria-current=page]");
  if (!current) return;
  const before = current.getBoundingClientRect().left - nav.getBoundingClientRect().left;
  nav.scrollLeft += before - (nav.clientWidth - current.offsetWidth) / 2;
}
