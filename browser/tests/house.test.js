// The plan of this folder: each file says at its head what it is, and imports what this table allows.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const SOURCES = new URL("../src/", import.meta.url);
const ALLOWED = {
  "numbers.js": [],
  "limits.js": [],
  "frame.js": [],
  "keys.js": [],
  "room.js": [],
  "kept.js": ["./look.js", "./numbers.js"],
  "look.js": [],
  "sound.js": ["./numbers.js"],
  "spoken.js": ["./look.js", "./numbers.js"],
  "slider.js": ["./numbers.js"],
  "paint.js": ["./numbers.js"],
  "plot.js": ["uplot", "./kept.js", "./limits.js", "./look.js", "./numbers.js", "./paint.js", "./point.js"],
  "point.js": ["./look.js", "./numbers.js"],
  "profile.js": ["./look.js", "./numbers.js", "./paint.js", "./plot.js"],
  "turning.js": [],
  "shape.js": ["./look.js", "./numbers.js", "./turning.js"],
  "tools.js": ["./look.js"],
  "follow.js": ["./frame.js", "./slider.js"],
  "view.js": [
    "follow",
    "frame",
    "kept",
    "keys",
    "look",
    "numbers",
    "plot",
    "profile",
    "room",
    "shape",
    "sound",
    "spoken",
    "tools",
  ].map((one) => `./${one}.js`),
  "printed.js": [],
  "spikes.js": ["./numbers.js"],
  "panels.js": ["./printed.js"],
  "courses.js": ["./panels.js", "./printed.js", "./spikes.js"],
  "readings.js": ["./spikes.js"],
  "words.js": ["./courses.js", "./printed.js", "./readings.js", "./spikes.js"],
  "described.js": ["./panels.js", "./printed.js", "./spikes.js", "./words.js"],
  "scope.js": ["uplot/dist/uPlot.min.css", "./explorer.css", "./scope.css", "./view.js"],
  "card.js": ["./card.css"],
  "download.js": [],
  "picture.js": [],
  "typed.js": [],
  "judged.js": ["./spikes.js", "./typed.js"],
  "page_memory.js": [],
  "page_parts.js": ["./look.js"],
  "page_card.js": [
    "./card.css",
    "./page_card.css",
    "./described.js",
    "./judged.js",
    "./look.js",
    "./page_memory.js",
    "./page_parts.js",
  ],
  "hear.js": ["./frame.js", "./look.js", "./sound.js"],
  // on a page without a kernel
  "page_model.js": [],
  "page_pack.js": [],
  "page_link.js": [],
  "page_save.js": [],
  "page_family.js": ["./page_pack.js"],
  "page_neuron.js": ["./described.js", "./neuron.js"],
  "page_controls.js": ["nouislider", "./look.js", "./numbers.js", "./page_model.js"],
  "page_explorer.js": ["look", "page_controls", "page_link", "page_model", "page_save", "view"].map(
    (one) => `./${one}.js`,
  ),
  "page.js": [
    "uplot/dist/uPlot.min.css",
    "nouislider/dist/nouislider.css",
    "./explorer.css",
    "./scope.css",
    "./page.css",
    "./page_card.js",
    "./page_explorer.js",
    "./page_family.js",
    "./page_neuron.js",
    "./page_pack.js",
  ],
  "address.js": [],
  "share.js": ["uqr", "./address.js", "./look.js", "./share.css"],
  "neuron.js": [],
  "neuron_worker.js": [],
};

const text = (file) => readFileSync(new URL(file, SOURCES), "utf-8");

test("every file has its place", () => {
  const files = readdirSync(SOURCES).filter((file) => file.endsWith(".js"));
  assert.deepEqual(files.sort(), Object.keys(ALLOWED).sort());
});

for (const [file, allowed] of Object.entries(ALLOWED)) {
  test(`${file} says what it is and imports only what it may`, () => {
    assert.match(text(file), /^\/\/ [A-Z]/);
    const imported = [...text(file).matchAll(/^import (?:.* from )?"(.+)";$/gm)].map((found) => found[1]);
    for (const one of imported) assert.ok(allowed.includes(one), `${one} is not for ${file}`);
  });
}
