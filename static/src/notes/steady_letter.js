// The letter stays where it is while the line above it comes and goes: what this returns is called after the change.
export function holdLetter(letter) {
  const top = letter.getBoundingClientRect().top;
  const room = document.querySelector("#likeness")?.offsetHeight;
  return () => {
    const place = document.querySelector("#likeness");
    if (room && !place.firstElementChild) letter.form.style.setProperty("--room", `${room}px`);
    letter.form.classList.toggle("keeps-room", Boolean(room && !place.firstElementChild));
    scrollBy({ top: letter.getBoundingClientRect().top - top, behavior: "instant" });
  };
}
