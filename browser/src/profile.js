// V(x, t) along an axon: the profile at one moment, and a kymograph on which that moment can be moved.
// May import look.js, numbers.js, paint.js and plot.js; the view that holds it is handed in.

/** @import { Frame, Limits, Panel, ProfilePanel } from "./types" */
/** @import { Standing } from "./plot.js" */
/** @import { View } from "./view.js" */
import { element, rgb } from "./look.js";
import { nearest, shortly, ticks } from "./numbers.js";
import { mapper } from "./paint.js";
import { Plot } from "./plot.js";

const COLOURS = 256;
const APART = 26; // pixels from one number beside the kymograph to the next

export class Profile {
  /**
   * @param {ProfilePanel} panel
   * @param {HTMLElement} host
   * @param {View} view
   */
  constructor(panel, host, view) {
    this.view = view;
    this.whole = panel;
    /** @type {Pick<Frame, "arrays">} */
    this.frame = { arrays: [] };
    /** @type {ArrayLike<number>} */
    this.times = [];
    this.index = 0; // of the moment, in times
    this.moment = panel.at;
    this.chosen = false;
    this.height = 180; // of the kymograph
    /** @type {OffscreenCanvas | null} */
    this.image = null;
    this.root = element("section", { class: "hhlab-panel" });
    host.append(this.root);
    this.profile = new Plot({ ...panel, key: `${panel.key}, along` }, this.root, view);
    this.canvas = element("canvas", { class: "hhlab-kymograph" });
    /** @type {HTMLInputElement} */
    this.range = element("input", {
      type: "range",
      min: 0,
      step: 1,
      "aria-label": "moment of the profile",
      oninput: () => this.move(Number(this.range.value)),
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.stopPropagation(),
    });
    this.when = element("span", { class: "hhlab-when" });
    this.title = element("div", { class: "hhlab-title" });
    this.root.append(
      element("label", { class: "hhlab-moment" }, "moment", this.range, this.when),
      this.title,
      this.canvas,
    );
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.move(this.indexAt(event));
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons) this.move(this.indexAt(event));
    });
  }

  get group() {
    return this.profile.group;
  }

  get panel() {
    return this.profile.panel;
  }

  get u() {
    return this.profile.u;
  }

  get x() {
    return this.profile.x;
  }

  /**
   * @param {ProfilePanel} panel
   * @param {Pick<Frame, "arrays">} frame
   */
  take(panel, frame) {
    this.whole = panel;
    this.frame = frame;
    this.times = frame.arrays[panel.times];
    this.range.max = String(this.times.length - 1);
    const [low, high] = colourRange(panel).map(shortly);
    this.title.textContent = `time [ms], upwards; dark is ${low} mV or less, light is ${high} mV or more`;
    // the moment of the run, which the words tell, until somebody chooses another
    if (!this.chosen) this.moment = panel.at;
    this.image = this.coloured();
    this.along();
  }

  // The profile is a row of the grid: samples that were simulated, at the moment nearest to the one chosen.
  along() {
    const { frame, whole, times } = this;
    const one = whole.series[0];
    const places = frame.arrays[one.x].length;
    this.index = nearest(times, this.moment);
    const row = frame.arrays[one.y].subarray(this.index * places, (this.index + 1) * places);
    const series = [{ ...one, y: 1, x: 0, rising: true }];
    this.profile.take(
      { ...whole, key: `${whole.key}, along`, series },
      { arrays: [frame.arrays[one.x], row] },
    );
    this.range.value = String(this.index);
    this.when.textContent = `${shortly(times[this.index])} ms`;
    this.range.setAttribute("aria-valuetext", this.when.textContent);
  }

  /** @param {number} index */
  move(index) {
    this.chosen = true;
    this.moment = this.times[Math.max(0, Math.min(this.times.length - 1, index))];
    this.along();
    this.redraw();
  }

  /** @param {PointerEvent} event */
  indexAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const t = this.whole.t.limits;
    return nearest(this.times, t[1] - ((event.clientY - box.top) / box.height) * (t[1] - t[0]));
  }

  // One pixel for each sample; the canvas stretches it without mixing neighbours.
  coloured() {
    const { frame, whole } = this;
    const one = whole.series[0];
    const places = frame.arrays[one.x].length;
    const grid = frame.arrays[one.y];
    const [low, high] = colourRange(whole);
    const colours = table(whole.ramp);
    const picture = new ImageData(places, this.times.length);
    const pixels = new Uint32Array(picture.data.buffer);
    for (let j = 0; j < this.times.length; j++) {
      for (let i = 0; i < places; i++) {
        const level = Math.round(((grid[j * places + i] - low) / (high - low)) * (COLOURS - 1));
        pixels[(this.times.length - 1 - j) * places + i] = colours[Math.max(0, Math.min(COLOURS - 1, level))];
      }
    }
    const made = new OffscreenCanvas(places, this.times.length);
    made.getContext("2d")?.putImageData(picture, 0, 0);
    return made;
  }

  redraw() {
    this.profile.redraw();
    const { canvas, image, u } = this;
    if (!u || !image) return;
    const { left, width } = u.bbox;
    canvas.width = left + width;
    canvas.height = this.height * devicePixelRatio;
    canvas.style.height = `${this.height}px`;
    canvas.style.width = `${canvas.width / devicePixelRatio}px`;
    const ctx = canvas.getContext("2d");
    if (!ctx) return;
    const x = this.whole.x.limits;
    const [from, to] = this.profile.shown("x");
    const scale = image.width / (x[1] - x[0]);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(
      image,
      (from - x[0]) * scale,
      0,
      (to - from) * scale,
      image.height,
      left,
      0,
      width,
      canvas.height,
    );
    const t = this.whole.t.limits;
    const y = mapper(t[0], t[1], canvas.height, -canvas.height);
    ctx.strokeStyle = "#fff";
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(left, y(this.times[this.index]));
    ctx.lineTo(left + width, y(this.times[this.index]));
    ctx.stroke();
    this.number(ctx, y, left, t);
  }

  /**
   * Writes times beside the kymograph, where the profile above it has its potentials.
   * @param {CanvasRenderingContext2D} ctx
   * @param {(time: number) => number} y
   * @param {number} left
   * @param {Limits} limits
   */
  number(ctx, y, left, [low, high]) {
    const { look } = this.view;
    const letters = 12 * devicePixelRatio;
    ctx.font = `${letters}px ${look.font}`;
    ctx.fillStyle = look.ink;
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    for (const time of ticks(low, high, Math.floor(this.height / APART))) {
      const place = Math.max(letters / 2, Math.min(ctx.canvas.height - letters / 2, y(time)));
      ctx.fillText(shortly(time), left - 6 * devicePixelRatio, place);
    }
  }

  fit() {
    this.profile.fit();
  }

  /** @param {Standing} standing */
  stand({ height }) {
    this.height = height / 2;
    this.profile.stand({ bottom: true, height: height / 2 }); // it stands alone
  }

  foot() {
    return this.profile.foot();
  }

  share() {
    return 4; // two pictures
  }

  drawn() {
    return this.profile.drawn() + this.canvas.offsetHeight;
  }

  resize() {
    this.profile.resize();
  }

  recolour() {
    this.profile.recolour();
  }

  /** @param {number | null} x */
  read(x) {
    return this.profile.read(x);
  }

  destroy() {
    this.profile.destroy();
    this.root.remove();
  }
}

/**
 * Gives the potentials of the darkest and of the lightest colour.
 * @param {Panel} panel
 */
function colourRange({ y }) {
  return y.least ?? y.limits;
}

/**
 * Gives the colours of a ramp as pixels.
 * @param {string[]} ramp
 */
function table(ramp) {
  return Uint32Array.from({ length: COLOURS }, (_, i) => {
    const [r, g, b] = rgb(ramp[Math.floor((i * ramp.length) / COLOURS)]);
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
}
