// An explorer without a kernel: it does what Python's Explorer does, with pictures from a source.
// May import view.js, look.js, page_controls.js, page_link.js, page_model.js and page_save.js.

/** @import { PageData, PageRun, PageSource, PageState } from "./page_types" */
import { element } from "./look.js";
import { controlOf } from "./page_controls.js";
import { linkOf, saidIn } from "./page_link.js";
import { PageModel } from "./page_model.js";
import { csvOf, pngOf } from "./page_save.js";
import { View } from "./view.js";

const ONE_AT_A_TIME =
  "Here one of these moves at a time, as the pictures were made ahead. In the lab all do.";
const AWAY = "This picture did not come. Is the page still connected?";
const NONE = "This page has no picture of these values. The lab makes it.";

export class PageExplorer {
  /**
   * @param {HTMLElement} host
   * @param {PageData} data
   * @param {PageSource} source
   * @param {PageRun} first
   * @param {string} id  what the links of a page call it that has several; else ""
   */
  constructor(host, data, source, first, id) {
    this.id = id;
    this.data = data;
    this.source = source;
    this.controls = data.controls.map((one) => controlOf(one, () => this.moved(one.name)));
    /** @type {string | null} */
    this.preset = null;
    this.number = 0; // of the picture that was asked for last
    this.shown = 0; // of the one that is shown
    /** @type {PageRun["script"]} */
    this.script = first.script ?? {};
    const models = new Map(this.controls.flatMap((one) => one.models()));
    this.model = new PageModel(
      {
        frame: first.frame && { ...first.frame, seen: {} },
        kept: [],
        kept_as: [],
        error: "",
        tools: {},
        watched: this.controls.flatMap((one) => one.watched()),
        handles: Object.keys(data.handles).map((label) => ({ label })),
        late: "This picture is not here yet.",
      },
      (content) => this.asked(content),
      (id) => models.get(id),
    );
    if (first.frame) this.model.values.frame.seen = this.seen();
    for (const one of this.controls) if ("snaps" in one) one.snaps = !source.free;
    const bench = element("div", { class: "hhlab-bench" });
    const pictures = element("div", { class: "hhlab-pictures" });
    this.note = element("p", { class: "hhlab-page-note", role: "status" });
    const controls = element(
      "div",
      { class: "hhlab-controls" },
      this.note,
      ...this.controls.map((one) => one.root),
    );
    bench.append(controls, pictures);
    this.root = element("div", { class: "hhlab-explorer hhlab-alive" }, bench);
    host.replaceChildren(this.root);
    this.explain("");
    this.furnish();
    this.view = new View(/** @type {any} */ (this.model), pictures);
    this.below = element("div", { class: "hhlab-still" });
    pictures.append(this.below);
    this.showBelow(first);
    // what may scroll, as on a phone, takes the keyboard
    for (const line of [this.view.derived, this.below]) if (line.childElementCount) line.tabIndex = 0;
    this.root.addEventListener("pointerover", (event) => this.near(event));
    this.root.addEventListener("focusin", (event) => this.near(event));
    this.follow(location.hash);
  }

  /** @param {string} name */
  control(name) {
    return this.controls.find((one) => one.name === name);
  }

  seen() {
    return Object.fromEntries(
      this.controls.flatMap((one) => one.models().map(([id, model]) => [id, model.get("value")])),
    );
  }

  /** @returns {PageState} */
  state() {
    const away = this.controls.filter((one) => !one.isFirst);
    return {
      places: Object.fromEntries(this.controls.map((one) => [one.name, one.place])),
      values: Object.fromEntries(this.controls.map((one) => [one.name, one.value])),
      preset: this.preset,
      moved: away.length > 1 ? null : (away[0]?.name ?? ""),
    };
  }

  /**
   * A pointer or the keyboard has come to a control: what it shows may be fetched.
   * @param {Event} event
   */
  near({ target }) {
    const one = this.controls.find(({ root }) => target instanceof Node && root.contains(target));
    if (one) this.source.prepare(one.name);
  }

  /**
   * A hand has moved a control; where one moves at a time, the others go back, and the page says so.
   * @param {string} name
   */
  moved(name) {
    this.preset = null;
    if (!this.source.free) {
      const back = this.controls.filter((one) => one.name !== name && !one.isFirst);
      for (const one of back) one.goBack();
      if (back.length) this.explain(back.map((one) => one.name).join(", "));
    }
    this.refresh();
  }

  /** @param {string} back  which controls have gone back just now */
  explain(back) {
    if (this.source.free || this.controls.length < 2) return;
    const now = back ? `${back} ${back.includes(",") ? "are" : "is"} back at first. ` : "";
    this.note.textContent = now + ONE_AT_A_TIME;
    this.note.classList.toggle("hhlab-new", Boolean(back));
  }

  /**
   * Sets controls as a preset or a link says, and all others to where they stood first.
   * @param {Record<string, number>} said
   * @param {boolean} [exactly]  also a number that is none of a slider's stops
   */
  put(said, exactly = true) {
    for (const one of this.controls) {
      if (Object.hasOwn(said, one.name)) one.put(said[one.name], exactly);
      else one.first();
    }
  }

  /** Lets the view know where the controls stand, and asks the source for the picture. */
  refresh() {
    for (const one of this.controls) one.announce();
    const [asked, seen] = [++this.number, this.seen()];
    this.source.run(this.state()).then(
      (run) => this.answered(run, asked, seen),
      () => this.answered({ error: AWAY }, asked, seen),
    );
  }

  /**
   * @param {PageRun | null} run
   * @param {number} asked  the number of its question
   * @param {Record<string, unknown>} seen  where the controls stood then
   */
  answered(run, asked, seen) {
    // behind a hand comes a picture that it has passed, but no fault and nothing older than what is shown
    if (asked < this.number && (!run?.frame || asked < this.shown)) return;
    if (!run) return this.fail(NONE);
    if (!run.frame) return this.fail(run.error);
    this.shown = asked;
    this.script = run.script;
    this.showBelow(run);
    this.root.classList.remove("hhlab-stale");
    this.model.set({ frame: { ...run.frame, seen }, error: "" });
    this.furnish();
  }

  /** @param {PageRun} run */
  showBelow({ below = [] }) {
    const parts = below.map((one) => {
      if (typeof one !== "string")
        return element("img", {
          class: "hhlab-picture",
          src: `data:image/png;base64,${one.png}`,
          alt: one.words,
        });
      const text = element("div", { class: "widget-html-content" });
      text.innerHTML = one;
      return text;
    });
    this.below.replaceChildren(...parts);
  }

  /** @param {string} error */
  fail(error) {
    this.root.classList.add("hhlab-stale");
    this.model.set({ error });
  }

  furnish() {
    const kept = this.model.get("kept").length;
    const tools = {
      controls: this.controls.length > 0,
      presets: this.data.presets.map(([name]) => name),
      kept,
      script: this.text() !== null,
      link: true,
    };
    if (JSON.stringify(tools) !== JSON.stringify(this.model.get("tools"))) this.model.set({ tools });
  }

  /** The script of the picture, or null. */
  text() {
    if (this.data.script === null) return null;
    if (this.controls.every((one) => one.isFirst)) return this.data.script;
    const other = this.script;
    if (!other) return this.filledIn();
    return this.data.script
      .split("\n")
      .map((line, i) => other[i] ?? line)
      .join("\n");
  }

  /** The script with slots, with what the sliders say in them, or null. */
  filledIn() {
    const { values } = this.state();
    const found = this.data.scripts.find(({ when }) =>
      Object.entries(when).every(([name, value]) => values[name] === value),
    );
    const written = (/** @type {string | [string]} */ one) =>
      typeof one === "string" ? one : inPython(Number(values[one[0]]));
    return found ? found.pieces.map(written).join("") : null;
  }

  /**
   * Does what a button of the toolbar, or a point of the picture, asks for.
   * @param {any} asked
   */
  asked(asked) {
    /** @type {Record<string, () => void>} */
    const acts = {
      reset: () => this.press("", {}),
      preset: () => this.press(asked.name, Object.fromEntries(this.data.presets)[asked.name] ?? {}),
      ready: () => this.source.prepare(asked.name),
      point: () => this.point(asked),
      keep: () => this.keep(),
      clear: () => this.model.set({ kept: [], kept_as: [] }),
      rename: () => this.rename(asked.number, asked.name),
      script: () => this.model.tell("msg:custom", { script: this.text() }, []),
      csv: () =>
        this.save("csv", "text/csv", new TextEncoder().encode(csvOf(this.model.get("frame"))).buffer),
      png: async () => this.save("png", "image/png", await pngOf(this.view)),
      link: () => this.model.tell("msg:custom", { link: linkOf(this.id, this.controls) }, []),
    };
    acts[asked.do]?.();
    this.furnish();
  }

  /**
   * @param {string} preset
   * @param {Record<string, number>} said
   */
  press(preset, said) {
    this.put(said);
    this.preset = preset || null;
    this.refresh();
  }

  /** @param {{ label: string, to?: [number, number], by?: [number, number] }} move */
  point({ label, to, by = [0, 0] }) {
    const [x, y] = (this.data.handles[label] ?? []).map((name) => this.control(name));
    if (x && y && "stops" in x && "stops" in y) {
      const wanted = [x, y].map((one, i) => {
        const place = to ? one.nearest(to[i]) : one.place + by[i];
        return Math.min(Math.max(place, 0), one.last);
      });
      const [far, further] = [x, y].map((one, i) => Math.abs(wanted[i] - one.data.place) / one.last);
      // where one slider moves at a time, the point moves along one axis
      const both = this.source.free ? [x, y] : [far >= further ? x : y];
      for (const one of both) one.put(one.stops[wanted[one === x ? 0 : 1]]);
      this.moved(both[0].name);
    }
    this.model.tell("msg:custom", { moved: label }, []);
  }

  keep() {
    const { frame, kept, kept_as } = this.model.values;
    const { colours } = this.data;
    if (kept.includes(frame)) return;
    const [frames, looks] = [kept.slice(1 - colours.length), kept_as.slice(1 - colours.length)];
    const used = looks.map((/** @type {{ colour: string }} */ one) => one.colour);
    const colour = colours.find((one) => !used.includes(one));
    this.model.set({ kept: [...frames, frame], kept_as: [...looks, { colour, name: "" }] });
  }

  /**
   * @param {number} number
   * @param {string} name
   */
  rename(number, name) {
    const looks = [...this.model.get("kept_as")];
    looks[number] = { ...looks[number], name: name.trim() };
    this.model.set({ kept_as: looks });
  }

  /**
   * @param {string} ending
   * @param {string} kind
   * @param {ArrayBuffer | ArrayBufferLike} bytes
   */
  save(ending, kind, bytes) {
    this.model.tell("msg:custom", { file: `${this.data.name}.${ending}`, kind }, [new DataView(bytes)]);
  }

  /**
   * Sets the controls as a link says, as far as it names them; what it cannot be is said.
   * @param {string} hash  of the address
   */
  follow(hash) {
    const { said, wrong } = saidIn(hash, this.id, this.controls);
    if (Object.keys(said).length) {
      this.put(said, this.source.free);
      for (const one of this.controls) {
        const wanted = said[one.name] ?? one.said;
        if (one.said !== wanted)
          wrong.push(`there is no picture of ${one.name} = ${wanted}, the nearest is at ${one.said}`);
      }
      const away = this.controls.filter((one) => !one.isFirst);
      if (!this.source.free && away.length > 1) {
        const others = away.slice(1).map((one) => one.name);
        for (const one of away.slice(1)) one.first();
        wrong.push(`${others.join(", ")} would move too, but one slider moves at a time here`);
      }
      this.refresh();
    }
    if (wrong.length)
      this.note.textContent = `The link could not be followed to the letter: ${wrong.join("; ")}.`;
  }
}

/**
 * Gives a number as Python writes one that is no whole number by its type.
 * @param {number} value
 */
function inPython(value) {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
