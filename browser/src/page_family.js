// Pictures that were made ahead: those of each control's stops while the others stand where they stood first.
// May import page_pack.js.

/** @import { PageData, PageRun, PageState } from "./page_types" */
import { unpacked } from "./page_pack.js";

/** @typedef {import("./page_pack.js").Run} Run */

export class FamilySource {
  /**
   * @param {PageData} data
   * @param {(file: string) => Promise<ArrayBuffer>} read
   * @param {PageRun} first
   */
  constructor(data, read, first) {
    this.data = data;
    this.read = read;
    this.first = first;
    this.free = false; // whether all controls move at once
    /** @type {Map<string, Promise<Map<number | string, Run>>>} */
    this.families = new Map();
  }

  /**
   * Begins to load what a control shows, or the presets where it is none; a second call does nothing.
   * @param {string} file
   */
  family(file) {
    let found = this.families.get(file);
    if (!found) {
      found = this.read(file).then(unpacked);
      this.families.set(file, found);
      // what did not come, as in a tunnel, may come when it is next asked for
      found.catch(() => this.families.delete(file));
    }
    return found;
  }

  /**
   * A hand or the keyboard has come to a control.
   * @param {string} name
   */
  prepare(name) {
    const control = this.data.controls.find((one) => one.name === name);
    if (control?.family) this.family(control.family).catch(() => {});
  }

  /**
   * Gives the run of a state of the controls, or null.
   * @param {PageState} state
   */
  async run({ preset, moved, places }) {
    if (preset !== null) return this.at(this.data.firsts, preset);
    if (moved === "") return this.first;
    const control = this.data.controls.find((one) => one.name === moved);
    return control ? this.at(control.family, places[control.name]) : null;
  }

  /**
   * @param {string | null} file
   * @param {string | number} key
   * @returns {Promise<PageRun | null>}
   */
  async at(file, key) {
    return file ? ((await this.family(file)).get(key) ?? null) : null;
  }
}
