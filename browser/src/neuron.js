// NEURON in the page, in a Worker of its own. Imports nothing.

const PATIENCE = 30_000; // ms: a run that is longer is ended, and NEURON begun anew

/** @typedef {{ script: string, wasm: string | ArrayBuffer }} Parts  addresses, or the wasm's bytes */
/** @typedef {{ hoc: string, vectors: string[], done: (arrays: Float64Array[] | null) => void, failed: (error: Error) => void }} Run */

/**
 * Gives an address for a script whose text is in the page, so that it needs no server.
 * @param {string} text
 */
export function addressOf(text) {
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

/** Solves one program after the other; of those that one owner asks for meanwhile, the newest alone. */
export class Neuron {
  /** @type {Worker | null} */ #worker = null;
  /** @type {Map<unknown, Run>} */ #waiting = new Map();
  /** @type {Run | null} */ #running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #patience;
  #opened = false;
  #id = 0;

  /**
   * @param {Parts} parts
   * @param {number} [patience] in ms
   */
  constructor(parts, patience = PATIENCE) {
    this.parts = parts;
    this.patience = patience;
  }

  /** Starts NEURON, so that the first run need not wait; resolves when it is ready. */
  open() {
    return this.run("", [], this);
  }

  /**
   * Runs a hoc program and gives its Vectors' numbers; null where the same owner asked for something newer.
   * Rejects with NEURON's own words where the program is wrong.
   * @param {string} hoc
   * @param {string[]} vectors  names of top-level objrefs
   * @param {unknown} [owner]
   * @returns {Promise<Float64Array[] | null>}
   */
  run(hoc, vectors, owner = null) {
    return new Promise((done, failed) => {
      this.#waiting.get(owner)?.done(null);
      this.#waiting.set(owner, { hoc, vectors, done, failed });
      this.#next();
    });
  }

  /** Ends NEURON; a later run begins it anew. */
  close(why = "NEURON was closed") {
    clearTimeout(this.#patience);
    this.#worker?.terminate();
    this.#worker = null;
    this.#opened = false;
    this.#running?.failed(new Error(why));
    this.#running = null;
  }

  #next() {
    if (this.#running) return;
    const [first] = this.#waiting;
    if (!first) return;
    const [owner, run] = first;
    this.#waiting.delete(owner);
    this.#running = run;
    this.#worker ??= this.#begin();
    this.#worker.postMessage({ id: ++this.#id, hoc: run.hoc, vectors: run.vectors });
    if (this.#opened) this.#wait();
  }

  #begin() {
    const worker = new Worker(this.parts.script);
    worker.onmessage = ({ data }) => this.#answered(data);
    worker.onerror = (event) => this.#giveUp(event.message || "NEURON could not be loaded");
    const { wasm } = this.parts;
    worker.postMessage({ wasm: typeof wasm === "string" ? new URL(wasm, document.baseURI).href : wasm });
    return worker;
  }

  /** @param {{ id: number, arrays?: Float64Array[], error?: string, opened?: boolean, lost?: string }} answer */
  #answered({ id, arrays, error, opened, lost }) {
    if (lost) return this.#giveUp(lost);
    if (opened) {
      this.#opened = true;
      return this.#wait();
    }
    if (id !== this.#id || !this.#running) return;
    clearTimeout(this.#patience);
    const { done, failed } = this.#running;
    this.#running = null;
    if (arrays) done(arrays);
    else failed(new Error(error));
    this.#next();
  }

  /** Lets the running program have its time, which a slow network has no part in. */
  #wait() {
    const words = `NEURON needed more than ${this.patience / 1000} s`;
    this.#patience = setTimeout(() => this.#giveUp(words), this.patience);
  }

  /** @param {string} why */
  #giveUp(why) {
    this.close(why);
    this.#next();
  }
}
