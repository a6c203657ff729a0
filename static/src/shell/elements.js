// The elements of a place, itself among them, that a module has not yet started on.
export function freshFinder(selector) {
  const done = new WeakSet();
  return (place) => {
    const found = [...place.querySelectorAll(selector)];
    if (place instanceof Element && place.matches(selector)) found.unshift(place);
    return found.filter((element) => !done.has(element) && done.add(element));
  };
}

// Whether somebody is typing, or has turned single keys off, so that a single letter is no command.
export function isTyping(event) {
  return document.documentElement.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable], dialog");
}
