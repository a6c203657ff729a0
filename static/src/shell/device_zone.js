// A select with data-device-zone begins with the time zone of the device, where it is one of its options.
import { freshFinder } from "./elements.js";

const find = freshFinder("select[data-device-zone]");

export function startDeviceZones(place) {
  for (const select of find(place)) {
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...select.options].some((option) => option.value === zone)) select.value = zone;
  }
}
