// A file larger than its field takes is said at the field before anything is sent, and is left out.
export function startFileSizes() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.type !== "file" || !field.dataset.largest) return;
    const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.largest));
    if (tooLarge) field.value = "";
    field.closest(".field").querySelector("[data-file-size]")?.remove();
    field.classList.toggle("input-error", tooLarge);
    tooLarge ? refuse(field) : field.removeAttribute("aria-invalid");
  });
}

function refuse(field) {
  field.setAttribute("aria-invalid", "true");
  const words = Object.assign(document.createElement("p"), { className: "field-error", textContent: field.dataset.tooLarge });
  words.setAttribute("role", "alert");
  words.dataset.fileSize = "";
  field.closest(".field").append(words);
}
