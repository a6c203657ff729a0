// Everything here makes a page quicker to use; every page works without it.
import htmx from "htmx.org";
import { startAutosave } from "./notes/autosave.js";
import { startInserting } from "./notes/insert.js";
import { startCountdowns } from "./shell/countdown.js";
import { startDialogs } from "./shell/dialogs.js";
import { startKeys } from "./shell/keys.js";
import { startListKeys } from "./lists/keys.js";

window.htmx = htmx;
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.hasAttribute("data-poll")) event.preventDefault();
});

startAutosave();
startInserting();
startCountdowns();
startDialogs();
startKeys();
startListKeys();
