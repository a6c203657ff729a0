// Everything here makes a page quicker to use; every page works without it.
import htmx from "htmx.org";
import { startDebriefs } from "./debrief/questions.js";
import { startForgetting, startKeeping } from "./keeping/forms.js";
import { startSigningOut } from "./keeping/signing_out.js";
import { startDesk } from "./lists/desk.js";
import { startListKeys } from "./lists/keys.js";
import { startAutosave } from "./notes/autosave.js";
import { startInserting } from "./notes/insert.js";
import { startIssues } from "./notes/issues.js";
import { startLeftovers } from "./notes/leftovers.js";
import { startReadingAloud } from "./notes/reading_aloud.js";
import { startUndoing } from "./notes/undoing.js";
import { startBusy } from "./shell/busy.js";
import { startComboboxes } from "./shell/combobox.js";
import { startCopying } from "./shell/copying.js";
import { startDialogs } from "./shell/dialogs.js";
import { startDrops } from "./shell/drops.js";
import { startErrors } from "./shell/errors.js";
import { startFileSizes } from "./shell/file_sizes.js";
import { startKeys } from "./shell/keys.js";
import { startPolling } from "./shell/polling.js";
import { startRail } from "./shell/rail.js";
import { startCountdowns } from "./undo/countdown.js";

window.htmx = htmx;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.scrollIntoViewOnBoost = false;

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

// What works on the whole page starts once; what works on parts starts again on each part that arrives.
startBusy();
startDialogs();
startDrops();
startErrors();
startFileSizes();
startKeys();
startListKeys();
startPolling();
startRail();
startForgetting();
startSigningOut();

function startParts(place) {
  startAutosave(place);
  startComboboxes(place);
  startCopying(place);
  startCountdowns(place);
  startDebriefs(place);
  startInserting(place);
  startIssues(place);
  startKeeping(place);
  startLeftovers(place);
  startReadingAloud(place);
  startUndoing(place);
}

startParts(document);
startDesk(startParts);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) startParts(event.detail.elt);
});
