// The seconds in which a note can still be stopped are counted down; then the page shows what became of it.
export function startCountdowns() {
  for (const place of document.querySelectorAll("[data-countdown]")) count(place, Number(place.dataset.countdown));
}

function count(place, left) {
  place.textContent = left;
  if (left <= 0) {
    location.reload();
    return;
  }
  setTimeout(() => count(place, left - 1), 1000);
}
