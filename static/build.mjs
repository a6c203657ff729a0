// Builds static/dist: one stylesheet, one script, one icon sprite, each named by its content, and the manifest of names.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const dist = join(here, "dist");
const modules = join(root, "node_modules");

const ICONS = [
  "arrow-left", "bell", "building-2", "calendar", "calendar-plus", "check", "chevron-right", "circle-alert",
  "circle-check", "circle-dashed", "circle-x", "clock", "contact-round", "download", "file-text", "flag", "history",
  "house", "info", "link", "log-out", "mail", "map-pin", "menu", "message-square-text", "pause", "pencil", "phone",
  "plus", "search", "send", "settings", "skip-forward", "trash-2", "undo-2", "upload", "user-round", "users-round", "x",
];

function stylesheet() {
  const out = join(dist, "app.css");
  const cli = join(modules, "@tailwindcss/cli/dist/index.mjs");
  execFileSync(process.execPath, [cli, "-i", join(here, "src/app.css"), "-o", out, "--minify"], { stdio: ["ignore", "ignore", "pipe"] });
  return readFileSync(out);
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
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

function file(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const hashed = `${basename(name, extname(name))}.${hash}${extname(name)}`;
  writeFileSync(join(dist, hashed), bytes);
  return [name, hashed];
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const named = [file("app.css", stylesheet()), file("app.js", await script()), file("icons.svg", sprite())];
rmSync(join(dist, "app.css"));
writeFileSync(join(dist, "manifest.json"), JSON.stringify(Object.fromEntries(named), null, 1) + "\n");
console.log(readdirSync(dist).join("\n"));
