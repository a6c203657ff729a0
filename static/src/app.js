// Everything here makes a page quicker to use; every page works without it.
import htmx from "htmx.org";
import { startMovedZone } from "./accounts/moved_zone.js";
import { startCodeFields, startSigningIn } from "./accounts/code_field.js";
import { startPrinting } from "./accounts/print_button.js";
import { startCalendar } from "./calendar/calendar.js";
import { startDebriefs } from "./debriefs/questions.js";
import { startForgetting, startKeeping } from "./form_copies/forms.js";
import { startSigningOut } from "./form_copies/sign_out.js";
import { startDesk } from "./lists/split_view.js";
import { startQuickAdd } from "./interviews/quick_add.js";
import { startListKeys } from "./lists/keys.js";
import { startSelection } from "./lists/selection.js";
import { startAutosave } from "./notes/autosave.js";
import { startDetails } from "./notes/details.js";
import { startInserting } from "./notes/insert_chip.js";
import { startIssues } from "./notes/issues.js";
import { startLeftovers } from "./notes/placeholders.js";
import { startReadingAloud } from "./notes/read_aloud.js";
import { startSubmitKey } from "./notes/submit_key.js";
import { startUndoing } from "./notes/undo_button.js";
import { startAnswers } from "./records/answers.js";
import { startWorkedIn } from "./notes/worked_in.js";
import { startMentions } from "./records/mentions.js";
import { startSearch } from "./search/search.js";
import { startBar } from "./run/bar_height.js";
import { startFilling } from "./run/fill.js";
import { startAtHeading } from "./run/heading.js";
import { startWaitingForConnection } from "./run/offline.js";
import { startSendingFiles } from "./run/send_file.js";
import { startSheets } from "./run/sheet.js";
import { startShades } from "./settings/shades.js";
import { startBusy } from "./shell/busy_buttons.js";
import { startComboboxes } from "./shell/combobox.js";
import { startCopying } from "./shell/copy_button.js";
import { startDeviceZones } from "./shell/device_zone.js";
import { startDialogs } from "./shell/dialogs.js";
import { startDrops } from "./shell/dropdowns.js";
import { startErrors } from "./shell/errors.js";
import { startFileSizes } from "./shell/file_sizes.js";
import { startKeys } from "./shell/keys.js";
import { startLivePage } from "./shell/live_page.js";
import { startPolling } from "./shell/polling.js";
import { startRail } from "./shell/sidebar.js";
import { startSettingsNavigation } from "./shell/settings_nav.js";
import { startCountdowns } from "./shell/countdown.js";
import { startTodayActions } from "./today/actions.js";
import { startGroups } from "./today/groups.js";
import { startKeyLine } from "./today/key_line.js";

window.htmx = htmx;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.scrollIntoViewOnBoost = false;
// New content listens as soon as it is on the page: whoever types right after a swap is heard.
htmx.config.defaultSettleDelay = 0;

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

// What works on the whole page starts once; what works on parts starts again on each part that arrives.
startLivePage(); // before any other part changes the page
startWaitingForConnection(); // before a button says that it works
startAnswers();
startBar();
startBusy();
startCalendar();
startDialogs();
startDrops();
startErrors();
startAtHeading(); // after the errors, which are read first
startFileSizes();
startFilling();
startKeys();
startListKeys();
startMovedZone();
startPolling();
startQuickAdd();
startRail();
startSearch();
startSelection();
startSendingFiles();
startSheets();
startSubmitKey();
startForgetting();
startGroups();
startKeyLine();
startTodayActions();
startSettingsNavigation();
startSigningIn();
startSigningOut();

function startParts(place) {
  startAutosave(place);
  startCodeFields(place);
  startDeviceZones(place);
  startComboboxes(place);
  startCopying(place);
  startCountdowns(place);
  startDebriefs(place);
  startDetails(place);
  startInserting(place);
  startIssues(place);
  startKeeping(place);
  startLeftovers(place);
  startMentions(place);
  startPrinting(place);
  startReadingAloud(place);
  startShades(place);
  startUndoing(place);
  startWorkedIn(place);
}

startParts(document);
startDesk(startParts);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) startParts(event.detail.elt);
});
