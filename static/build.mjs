// Builds static/dist: the stylesheet, the script, the icon sprite and the font, each named by its content, with the
// texts compressed beside them (.br and .gz), and the manifest of names. With --watch it builds again whenever a source changes.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const dist = join(here, "dist");
const modules = join(root, "node_modules");
const manifest = join(dist, "manifest.json");

const FONTS = ["figtree-latin", "figtree-latin-ext"];
const ICONS = [
  "alarm-clock",
  "arrow-down", "arrow-left", "arrow-right", "arrow-right-left", "arrow-up", "bell", "bell-off", "briefcase", "building-2", "calendar",
  "calendar-check", "calendar-clock", "calendar-plus", "calendar-x", "camera", "check", "chevron-down", "chevron-left",
  "chevron-right", "chevrons-left", "circle", "circle-alert", "circle-check", "circle-dashed", "circle-help", "circle-x",
  "clock", "contact-round", "copy", "download", "ellipsis", "external-link", "eye", "file-text", "filter", "flag",
  "hand", "heart-handshake", "history", "hourglass", "house", "inbox", "info", "keyboard", "layers", "lightbulb", "link", "list",
  "list-checks", "lock", "log-out", "mail", "mail-check", "mail-x", "map-pin", "menu", "message-square-text", "mic",
  "moon", "paperclip", "party-popper", "pause", "pencil", "pencil-line", "phone", "plane", "play", "plus", "printer", "refresh-cw", "rows-3", "rss", "save",
  "search", "send", "settings", "skip-forward", "sparkles", "sprout", "stamp", "sun", "tag", "trash-2", "triangle-alert",
  "trending-up", "undo-2", "upload", "user-plus", "user-round", "users-round", "video", "x", "zap",
];

function fonts() {
  return FONTS.map((name) => {
    const file = join(modules, "@fontsource-variable/figtree/files", `${name}-wght-normal.woff2`);
    return named(`${name}.woff2`, readFileSync(file));
  });
}

function stylesheet(fontFiles) {
  const folder = mkdtempSync(join(tmpdir(), "portal-css-"));
  const out = join(folder, "app.css");
  const cli = join(modules, "@tailwindcss/cli/dist/index.mjs");
  execFileSync(process.execPath, [cli, "-i", join(here, "src/app.css"), "-o", out, "--minify"], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  const css = readFileSync(out, "utf8");
  rmSync(folder, { recursive: true });
  return fontFiles.reduce((text, [name, hashed]) => text.replaceAll(name, hashed), css);
}

async function script() {
  const made = await build({
    entryPoints: [join(here, "src/app.js")], bundle: true, minify: true, format: "iife", target: "es2022", write: false,
  });
  return made.outputFiles[0].contents;
}

function sprite() {
  const symbols = ICONS.map((name) => {
    const svg = readFileSync(join(modules, "lucide-static/icons", `${name}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner.trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

// A template that asks for a picture nobody drew would show a hole.
function refuseUnknownIcons() {
  const templates = readdirSync(join(root, "templates"), { recursive: true }).filter((path) => path.endsWith(".html"));
  const asked = templates.flatMap((path) => {
    const text = readFileSync(join(root, "templates", path), "utf8");
    return [...text.matchAll(/\bicon\("([\w-]+)"|\bsymbol="([\w-]+)"/g)].map((found) => [path, found[1] ?? found[2]]);
  });
  const unknown = asked.filter(([, name]) => !ICONS.includes(name));
  if (unknown.length) throw new Error(`Not in the list of icons: ${unknown.map(([path, name]) => `${name} (${path})`).join(", ")}`);
}

function named(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return [name, `${basename(name, extname(name))}.${hash}${extname(name)}`, bytes];
}

// A font is compressed already.
function compressed([name, hashed, bytes]) {
  if (name.endsWith(".woff2")) return [];
  return [[`${hashed}.br`, brotliCompressSync(bytes)], [`${hashed}.gz`, gzipSync(bytes, { level: 9 })]];
}

// The new files stand before the manifest names them, and what it named before stays for pages still open.
async function make() {
  refuseUnknownIcons();
  const fontFiles = fonts();
  const files = [...fontFiles, named("app.css", stylesheet(fontFiles)), named("app.js", await script()), named("icons.svg", sprite())];
  mkdirSync(dist, { recursive: true });
  const before = existsSync(manifest) ? Object.values(JSON.parse(readFileSync(manifest, "utf8"))) : [];
  for (const [, hashed, bytes] of files) writeFileSync(join(dist, hashed), bytes);
  for (const [hashed, bytes] of files.flatMap(compressed)) writeFileSync(join(dist, hashed), bytes);
  const names = Object.fromEntries(files.map(([name, hashed]) => [name, hashed]));
  writeFileSync(`${manifest}.new`, JSON.stringify(names, null, 1) + "\n");
  renameSync(`${manifest}.new`, manifest);
  const kept = new Set(["manifest.json", ...before, ...Object.values(names)]);
  for (const file of readdirSync(dist)) if (!kept.has(file.replace(/\.(br|gz)$/, ""))) rmSync(join(dist, file), { recursive: true });
  console.log(Object.values(names).join("\n"));
}

function again() {
  make().catch((problem) => console.error(problem.message));
}

await make();
if (process.argv.includes("--watch")) {
  let timer = null;
  for (const folder of [join(here, "src"), join(root, "templates")]) {
    watch(folder, { recursive: true }, () => { clearTimeout(timer); timer = setTimeout(again, 150); });
  }
}
