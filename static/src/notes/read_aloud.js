// The browser reads a letter aloud, where it has a voice: what sounds wrong is heard.
import { freshFinder } from "../shell/elements.js";

const find = freshFinder("[data-read-aloud]");

export function startReadingAloud(place) {
  for (const button of find(place)) {
    if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) continue;
    button.hidden = false;
    button.addEventListener("click", () => toggle(button, document.querySelector(button.dataset.readAloud)));
  }
}

function toggle(button, letter) {
  const busy = speechSynthesis.speaking;
  speechSynthesis.cancel();
  button.ariaPressed = String(!busy);
  if (busy || !letter) return;
  const voice = new SpeechSynthesisUtterance(letter.textContent);
  voice.lang = button.dataset.lang;
  voice.rate = 0.95;
  voice.addEventListener("end", () => { button.ariaPressed = "false"; });
  speechSynthesis.speak(voice);
}

addEventListener("pagehide", () => window.speechSynthesis?.cancel());
