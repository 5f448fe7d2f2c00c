// Many pictures in one file, as Python's hhlab.live.page.packing writes them: a JSON header, then rows of numbers.
// Imports nothing.

/** @import { Frame } from "./types" */
/** @import { PageRun } from "./page_types" */
/**
 * @typedef {object} Packed  one run in the file
 * @property {number | string} key  its stop, or the name of its preset
 * @property {object} [header]
 * @property {number[]} [rows]  which rows of numbers are its arrays
 * @property {string} [error]  what it said instead
 * @property {Record<string, string>} [script]  lines of its script that are not those of the first one
 * @property {PageRun["below"]} [below]
 */
/** @typedef {[kind: 0 | 1, length: number, low: number, step: number]} Row */

const GAP = 0xffff; // of the whole numbers of a row, the one that stands for no number

/**
 * Gives the runs of a file, by their keys.
 * @param {ArrayBuffer} bytes
 */
export async function unpacked(bytes) {
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = await new Response(whole).arrayBuffer();
  const size = new DataView(data).getUint32(0, true);
  /** @type {{ runs: Packed[], rows: Row[] }} */
  const { runs, rows } = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, size)));
  const starts = [4 + size];
  for (const [kind, length] of rows) starts.push(starts[starts.length - 1] + length * (kind ? 2 : 4));
  /** @type {Map<number, Float32Array>} */
  const read = new Map();
  const row = (/** @type {number} */ k) => {
    const found = read.get(k) ?? numbers(new Uint8Array(data, starts[k]), rows[k]);
    read.set(k, found);
    return found;
  };
  return new Map(runs.map((run) => [run.key, new Run(run, rows, row)]));
}

/** One run of a file; its rows of numbers are read when they are first wanted. */
export class Run {
  /**
   * @param {Packed} packed
   * @param {Row[]} rows
   * @param {(k: number) => Float32Array} row
   */
  constructor(packed, rows, row) {
    this.error = packed.error ?? "";
    this.script = packed.script;
    this.below = packed.below ?? [];
    this.packed = packed;
    this.rows = rows;
    this.row = row;
  }

  /** @returns {Frame | undefined} */
  get frame() {
    if (!this.packed.header) return undefined;
    const places = this.packed.rows ?? [];
    const header = /** @type {Frame} */ (this.packed.header);
    return { ...header, arrays: places.map(this.row), steps: places.map((k) => this.rows[k][3]) };
  }
}

/**
 * Gives the numbers of a row: as they are, byte by byte of each; or as whole steps from the lowest, of which
 * each is told by how far it is from the one before, first the greater byte of all, then the lesser.
 * @param {Uint8Array} bytes
 * @param {Row} row
 */
function numbers(bytes, [kind, length, low, step]) {
  const found = new Float32Array(length);
  if (!kind) {
    const plain = new Uint8Array(found.buffer);
    for (let k = 0; k < 4; k++) for (let i = 0; i < length; i++) plain[4 * i + k] = bytes[k * length + i];
    return found;
  }
  let at = 0;
  for (let i = 0; i < length; i++) {
    const folded = (bytes[i] << 8) | bytes[length + i];
    at = (at + ((folded >> 1) ^ -(folded & 1))) & 0xffff;
    found[i] = at === GAP ? NaN : low + at * step;
  }
  return found;
}
