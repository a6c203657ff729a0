// A page of the run begins at its heading, so that a screen reader reads it first; unless something else is to be read.
export function startAtHeading() {
  const heading = document.querySelector(".run h1");
  if (!heading || location.hash || document.activeElement !== document.body || document.querySelector("[autofocus]")) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
