// Where a chip's words go in a letter, and how they read there: in place of the words it asks for, else at the cursor,
// else after the first paragraph; never before the greeting.
const GREETING = /^\s*(?:(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day))\b[^\n]*|[^\n.!?]{1,60},[ \t]*(?=\n))\n*/i;
const PLACEHOLDER = /\[[^\]\n]{1,200}\]/g;
const ENDS = /[.!?]["”’)]*$/;
// Words that are lower case inside a sentence; anything else may be a name.
const ORDINARY = new Set(
  "a an the this that these those how what why when where who which my our your their its his her we they you it he she working having being talking".split(" "),
);

// Return what to replace, from `start` to `end`, and by which text. `cursor` is [start, end], or null without one;
// `details` are filled in for the writer, in brackets and lower case.
export function place(value, cursor, text, details = new Set()) {
  if (text.startsWith("[")) return asDetail(value, cursor, text);
  const body = value.match(GREETING)?.[0].length ?? 0;
  if (cursor && cursor[0] >= body && value.trim()) return inside(value, ...cursor, text);
  const asked = [...value.slice(body).matchAll(PLACEHOLDER)].find((found) => !details.has(found[0].toLowerCase()));
  if (asked) return inside(value, body + asked.index, body + asked.index + asked[0].length, text);
  return asSentence(value, body, text);
}

// The same for a whole sentence: after the sentence that the cursor is in, else at the end of the first paragraph.
export function placeSentence(value, cursor, text) {
  const body = value.match(GREETING)?.[0].length ?? 0;
  if (!cursor || cursor[0] < body || !value.trim()) return asSentence(value, body, text);
  const before = value.slice(0, cursor[0]);
  const opens = ENDS.test(before.trimEnd()) || /\n\s*$/.test(before);
  const rest = value.slice(cursor[0]);
  const at = opens ? cursor[0] : cursor[0] + rest.match(/^[^]*?(?:[.!?]["”’)]*(?=\s|$)|(?=\n)|$)/)[0].length;
  const gap = at && /\S/.test(value[at - 1]) ? " " : "";
  const after = /^\S/.test(value.slice(at)) ? " " : "";
  return { start: at, end: at, text: gap + text + after };
}

function asDetail(value, cursor, text) {
  const [start, end] = cursor ?? [value.length, value.length];
  return { start, end, text };
}

function inside(value, start, end, text) {
  const before = value.slice(0, start);
  const opens = !before.trim() || ENDS.test(before.trimEnd()) || /\n\s*$/.test(before);
  const gap = /\S$/.test(before) && !/[(\[“"]$/.test(before) ? " " : "";
  const after = /^[\p{L}\p{N}]/u.test(value.slice(end)) ? " " : "";
  return { start, end, text: gap + (opens ? capital(text) : small(text)) + after };
}

function asSentence(value, body, text) {
  const paragraph = value.slice(body).split(/\n\s*\n/)[0].trimEnd();
  const at = body + paragraph.length;
  const gap = paragraph ? " " : /\S$/.test(value.slice(0, body)) ? "\n\n" : "";
  return { start: at, end: at, text: gap + capital(text) + (ENDS.test(text) ? "" : ".") };
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function small(text) {
  const first = text.split(/[\s,]/)[0];
  return ORDINARY.has(first.toLowerCase()) && first !== "I" ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
