// A code is asked for and entered in place. Its last digit sends the form: a suggestion of the email app needs no tap.
import { freshFinder } from "../shell/elements.js";

const find = freshFinder("[data-submit-at]");

export function startCodeFields(place) {
  for (const field of find(place)) {
    field.form.querySelector("[data-without-script]").hidden = true;
    field.addEventListener("input", () => {
      const digits = field.value.replaceAll(/\D/g, "");
      if (digits.length === Number(field.dataset.submitAt)) field.form.requestSubmit();
    });
    field.focus();
  }
}

// What is wrong comes back at its field, as it does without script.
export function startSigningIn() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "sign-in-step" || ![422, 429].includes(event.detail.xhr.status)) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
}
