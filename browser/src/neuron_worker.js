// NEURON in a Worker. The build appends this script to Emscripten's, which defines createNeuron; the two are neuron.js.
// Every run begins with the memory that NEURON had after its start: no run knows what another has left.

const LIBRARY = '{load_file("stdrun.hoc")}';

/** @typedef {{ HEAPU8: Uint8Array, HEAPF64: Float64Array, ccall: (...of: any[]) => any, [name: string]: any }} Instance */

/** @typedef {{ onmessage?: (event: MessageEvent) => void, postMessage: (data: object, moved?: ArrayBuffer[]) => void }} Port */

/** NEURON with its standard library loaded, able to go back to that moment. */
class Simulator {
  /** @param {WebAssembly.Module} code */
  static async open(code) {
    /** @type {string[]} */
    const said = [];
    /** @param {string} line */
    const hear = (line) => said.push(line);
    // @ts-expect-error it comes from Emscripten's half
    const instance = await createNeuron({
      print: hear,
      printErr: hear,
      /** @param {WebAssembly.Imports} imports @param {(of: WebAssembly.Instance) => void} done */
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(code, imports).then(done);
        return {};
      },
    });
    return new Simulator(instance, said);
  }

  /**
   * @param {Instance} instance
   * @param {string[]} said
   */
  constructor(instance, said) {
    this.instance = instance;
    this.said = said;
    instance._neuron_begin();
    this.execute(LIBRARY);
    this.start = instance.HEAPU8.slice(0, instance._neuron_end());
  }

  /**
   * Runs a program, and gives copies of the named Vectors: "t_vec", or "records[2]" of an array of objrefs.
   * @param {string} hoc
   * @param {string[]} vectors
   */
  run(hoc, vectors) {
    this.goBack();
    this.execute(hoc);
    return vectors.map((name) => this.vector(name));
  }

  goBack() {
    const { HEAPU8, _neuron_end } = this.instance;
    const end = _neuron_end();
    HEAPU8.set(this.start);
    HEAPU8.fill(0, this.start.length, end);
    this.said.length = 0;
  }

  /** @param {string} hoc */
  execute(hoc) {
    if (this.instance.ccall("neuron_run", "number", ["string"], [`${hoc}\n`]) === 0) return;
    const error = this.instance.ccall("neuron_said", "string", [], []);
    throw new HocError([...this.said, error].join("\n").trim());
  }

  /** @param {string} name */
  vector(name) {
    const [, variable, index] = name.match(/^(\w+)(?:\[(\d+)\])?$/) ?? [];
    const where = [
      ["string", "number"],
      [variable ?? "", Number(index ?? 0)],
    ];
    const length = this.instance.ccall("neuron_length", "number", ...where);
    if (length < 0) throw new HocError(`${name} is no Vector of this program`);
    const first = this.instance.ccall("neuron_data", "number", ...where) / Float64Array.BYTES_PER_ELEMENT;
    return this.instance.HEAPF64.slice(first, first + length);
  }
}

/** What NEURON says of a program; any other error ends NEURON itself. */
class HocError extends Error {}

/** NEURON that is begun anew when it ended. */
class Lasting {
  /** @param {WebAssembly.Module} code */
  constructor(code) {
    this.code = code;
    /** @type {Simulator | null} */
    this.simulator = null;
  }

  async open() {
    this.simulator ??= await Simulator.open(this.code);
    return this.simulator;
  }

  /**
   * @param {string} hoc
   * @param {string[]} vectors
   */
  async run(hoc, vectors) {
    const simulator = await this.open();
    try {
      return simulator.run(hoc, vectors);
    } catch (error) {
      if (!(error instanceof HocError)) this.simulator = null;
      throw error;
    }
  }
}

/** @param {string | BufferSource} wasm  its address, or its bytes */
async function compiled(wasm) {
  if (typeof wasm !== "string") return WebAssembly.compile(wasm);
  try {
    return await WebAssembly.compileStreaming(fetch(wasm));
  } catch {
    // a server that gives it another type
    const answer = await fetch(wasm);
    if (!answer.ok) throw new Error(`${wasm}: ${answer.status}`);
    return WebAssembly.compile(await answer.arrayBuffer());
  }
}

/** @param {string | BufferSource} wasm */
async function openNeuron(wasm) {
  const neuron = new Lasting(await compiled(wasm));
  await neuron.open();
  return neuron;
}

/** @param {unknown} error */
const wordsOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * The first message brings the wasm, and is answered when NEURON has started; all others are { id, hoc, vectors },
 * and each is answered by its id.
 * @param {Port} scope
 */
function serve(scope) {
  /** @type {Promise<Lasting>} */
  let opened;
  scope.onmessage = async ({ data: { id, wasm, hoc, vectors } }) => {
    if (wasm) {
      opened = openNeuron(wasm);
      opened.then(
        () => scope.postMessage({ opened: true }),
        (error) => scope.postMessage({ lost: `NEURON could not be loaded: ${wordsOf(error)}` }),
      );
      return;
    }
    try {
      const arrays = await (await opened).run(hoc, vectors);
      const buffers = arrays.map((array) => array.buffer);
      scope.postMessage({ id, arrays }, buffers);
    } catch (error) {
      scope.postMessage({ id, error: wordsOf(error) });
    }
  };
}

if ("importScripts" in globalThis) serve(/** @type {any} */ (globalThis));
else module.exports = { openNeuron };
