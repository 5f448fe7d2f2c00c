// Explorers that live on a page without a kernel: finds them, and makes each alive when it comes near.
// May import everything here but scope.js and card.js.

import "uplot/dist/uPlot.min.css";
import "nouislider/dist/nouislider.css";
import "./explorer.css";
import "./scope.css";
import "./page.css";
/** @import { PageData, PageRun, PageSource } from "./page_types" */
import { PageExplorer } from "./page_explorer.js";
import { mountCards } from "./page_card.js";
import { FamilySource } from "./page_family.js";
import { neuronOf, NeuronSource } from "./page_neuron.js";
import { unpacked } from "./page_pack.js";

const NEAR = "600px 0px";

theme();
mountCards(read, neuron);
/** @type {NodeListOf<HTMLElement>} */
const hosts = document.querySelectorAll("[data-src].hhlab-page-explorer");
for (const [i, host] of hosts.entries()) {
  const id = hosts.length > 1 ? String(i + 1) : "";
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some((one) => one.isIntersecting)) return;
      seen.disconnect();
      mount(host, id);
    },
    { rootMargin: NEAR },
  );
  seen.observe(host);
}

/**
 * Makes an explorer alive; where that fails, the still picture stays.
 * @param {HTMLElement} host
 * @param {string} id  what the links of this page call it
 */
async function mount(host, id) {
  const src = host.dataset.src ?? "";
  try {
    const bytes = await read(src);
    /** @type {PageData} */
    const data = JSON.parse(new TextDecoder().decode(bytes));
    const beside = (/** @type {string} */ file) => read(src.replace(/[^/]*$/, file));
    const first = (await unpacked(bytesOf(data.first))).get("");
    if (!first) return;
    const explorer = new PageExplorer(host, data, await sourceOf(data, beside, first), first, id);
    host.dispatchEvent(new CustomEvent("hhlab-alive", { bubbles: true, detail: explorer }));
  } catch (error) {
    console.warn(`The explorer ${src} stays a picture:`, error);
  }
}

/**
 * @param {PageData} data
 * @param {(file: string) => Promise<ArrayBuffer>} beside
 * @param {PageRun} first
 * @returns {Promise<PageSource>}
 */
async function sourceOf(data, beside, first) {
  return data.described ? new NeuronSource(data, neuron) : new FamilySource(data, beside, first);
}

/** NEURON lies in this page, or in the folder beside that of this script. */
function neuron() {
  const at = (/** @type {string} */ file) => new URL(`../neuron/${file}`, import.meta.url).href;
  return neuronOf({ script: at("neuron.js"), wasm: at("neuron.wasm") }, inside);
}

/**
 * Gives a file that lies in this page, as base64.
 * @param {string} file
 */
function inside(file) {
  return document.getElementById(`hhlab-file-${file}`)?.textContent?.trim() ?? null;
}

/**
 * Gives the bytes of a file: of one that lies in this page, or beside it.
 * @param {string} file
 */
async function read(file) {
  const here = inside(file.replace(/.*\//, ""));
  if (here) return bytesOf(here);
  const answer = await fetch(new URL(file, document.baseURI));
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  return answer.arrayBuffer();
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
}

/** Lets the pictures be light or dark as the page is, and the page as the reader's system is. */
function theme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const { documentElement: root, body } = document;
  const tell = () => {
    const own = body.dataset.theme ?? root.dataset.theme ?? "auto";
    const dark = own === "dark" || (own !== "light" && system.matches);
    body.dataset.jpThemeLight = String(!dark);
  };
  system.addEventListener("change", tell);
  const changes = new MutationObserver(tell);
  for (const one of [root, body]) changes.observe(one, { attributes: true, attributeFilter: ["data-theme"] });
  tell();
}
