// Copies of what was typed, on this device: of one account, each under the name of its form, for a week at most.
const PREFIX = "kept:";
const WEEK = 7 * 24 * 3600 * 1000;

export function account() {
  return document.querySelector("meta[name=account]")?.content;
}

export function read(name) {
  return parsed(stored(() => localStorage.getItem(key(name))));
}

export function write(name, copy) {
  stored(() => localStorage.setItem(key(name), JSON.stringify(copy)));
}

export function forget(name) {
  stored(() => localStorage.removeItem(key(name)));
}

// Every copy of this account, as [name, copy].
export function all() {
  const own = keys().filter((one) => one.startsWith(key("")));
  return own.map((one) => [one.slice(key("").length), parsed(stored(() => localStorage.getItem(one)))]).filter(([, copy]) => copy);
}

export function forgetAll() {
  for (const [name] of all()) forget(name);
}

// Whoever's they are: what is older than a week is gone.
export function forgetOld() {
  for (const one of keys()) {
    const copy = parsed(stored(() => localStorage.getItem(one)));
    if (!copy || Date.now() - copy.at > WEEK) stored(() => localStorage.removeItem(one));
  }
}

// What the server has: the copy that was sent under this token.
export function forgetSent(token) {
  for (const [name, copy] of all()) if (copy.token === token) forget(name);
}

function key(name) {
  return `${PREFIX}${account()}:${name}`;
}

function keys() {
  return stored(() => Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) ?? [];
}

// A browser may refuse to keep anything; then nothing is kept.
export function stored(deed) {
  try {
    return deed();
  } catch {
    return null;
  }
}

function parsed(text) {
  try {
    const copy = JSON.parse(text);
    return copy && typeof copy.fields === "object" ? copy : null;
  } catch {
    return null;
  }
}
