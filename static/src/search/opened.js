// The records opened last in this browser, by this account: their kinds and ids alone. The server says who they are, and
// whether they may be seen.
import { account, stored } from "../form_copies/storage.js";

const MOST = 5;

export function opened() {
  try {
    const known = JSON.parse(localStorage.getItem(key()) ?? "[]");
    return Array.isArray(known) ? known.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function remember() {
  const record = document.querySelector("meta[name=record]")?.content;
  if (!record || !account()) return;
  const last = [record, ...opened().filter((one) => one !== record)].slice(0, MOST);
  stored(() => localStorage.setItem(key(), JSON.stringify(last)));
}

function key() {
  return `opened:${account()}`;
}
