// Pictures that NEURON makes in the page, for all controls at once. May import described.js and neuron.js.

/** @import { PageData, PageRun, PageState } from "./page_types" */
/** @import { Frame } from "./types" */
/** @import { Described, Values } from "./described.js" */
import { hocOf, pictureOf } from "./described.js";
import { addressOf, Neuron } from "./neuron.js";

/** @type {Neuron | null} */
let only = null; // one NEURON serves all explorers and cards of a page

/**
 * Gives the page's NEURON, which begins with its first run.
 * @param {{ script: string, wasm: string }} beside  their addresses, where they do not lie in the page
 * @param {(file: string) => string | null} inside  gives a file that lies in the page, as base64
 */
export function neuronOf(beside, inside) {
  const [script, wasm] = [inside("neuron.js"), inside("neuron.wasm")];
  only ??= new Neuron(
    script && wasm
      ? { script: addressOf(atob(script)), wasm: `data:application/wasm;base64,${wasm}` }
      : beside,
  );
  return only;
}

export class NeuronSource {
  /**
   * @param {PageData} data
   * @param {() => Neuron} neuron
   */
  constructor(data, neuron) {
    this.described = /** @type {Described} */ (data.described);
    this.neuron = neuron;
    this.free = true;
  }

  // A hand has come near: NEURON may begin.
  prepare() {
    this.neuron()
      .open()
      .catch(() => {}); // a run will say what is wrong
  }

  /**
   * @param {PageState} state
   * @returns {Promise<PageRun | null>}
   */
  async run({ values }) {
    const given = /** @type {Values} */ (values);
    try {
      const { hoc, vectors } = hocOf(this.described, given);
      const recorded = await this.neuron().run(hoc, vectors, this);
      if (!recorded) return null; // something newer is on its way
      const { header, arrays } = pictureOf(this.described, given, recorded);
      return {
        error: "",
        frame: /** @type {Frame} */ (/** @type {unknown} */ ({ ...header, arrays, seen: {} })),
      };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
}
