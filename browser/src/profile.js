// V(x, t) along an axon: the profile at one moment, and a kymograph on which that moment can be moved.

import { element, shortly } from "./look.js";
import { mapper } from "./paint.js";
import { Plot } from "./plot.js";

const COLOURS = 256;

export class Profile {
  constructor(panel, host, scope) {
    this.scope = scope;
    this.root = element("section", { class: "hhlab-panel" });
    host.append(this.root);
    this.profile = new Plot({ ...panel, key: `${panel.key}, along` }, this.root, scope);
    this.profile.tall = false;
    this.profile.bottom = true;
    this.canvas = element("canvas", { class: "hhlab-kymograph" });
    this.range = element("input", {
      type: "range",
      min: 0,
      step: 1,
      "aria-label": "moment of the profile",
      oninput: () => this.move(Number(this.range.value)),
      onkeydown: (event) => event.stopPropagation(),
    });
    this.when = element("span", { class: "hhlab-when" });
    this.root.append(
      element("label", { class: "hhlab-moment" }, "moment", this.range, this.when),
      (this.title = element("div", { class: "hhlab-title" })),
      this.canvas,
    );
    const drag = (event) => event.buttons && this.move(this.indexAt(event));
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.move(this.indexAt(event));
    });
    this.canvas.addEventListener("pointermove", drag);
  }

  get group() {
    return this.profile.group;
  }

  get panel() {
    return this.profile.panel;
  }

  take(panel, frame) {
    this.whole = panel;
    this.frame = frame;
    this.times = frame.arrays[panel.times];
    this.range.max = this.times.length - 1;
    const [low, high] = panel.y.least.map(shortly);
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
    this.profile.take({ ...whole, key: `${whole.key}, along`, series }, { arrays: [frame.arrays[one.x], row] });
    this.range.value = this.index;
    this.when.textContent = `${shortly(times[this.index])} ms`;
    this.range.setAttribute("aria-valuetext", this.when.textContent);
  }

  move(index) {
    this.chosen = true;
    this.moment = this.times[Math.max(0, Math.min(this.times.length - 1, index))];
    this.along();
    this.redraw();
  }

  indexAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const t = this.whole.t.least;
    return nearest(this.times, t[1] - ((event.clientY - box.top) / box.height) * (t[1] - t[0]));
  }

  // One pixel for each sample; the canvas stretches it without mixing neighbours.
  coloured() {
    const { frame, whole } = this;
    const one = whole.series[0];
    const places = frame.arrays[one.x].length;
    const grid = frame.arrays[one.y];
    const [low, high] = whole.y.least;
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
    made.getContext("2d").putImageData(picture, 0, 0);
    return made;
  }

  redraw() {
    this.profile.redraw();
    const { canvas, image } = this;
    const { left, width } = this.profile.u.bbox;
    canvas.width = left + width;
    canvas.height = 180 * devicePixelRatio;
    canvas.style.width = `${canvas.width / devicePixelRatio}px`;
    const ctx = canvas.getContext("2d");
    const x = this.whole.x.least;
    const [from, to] = this.scope.zoomed(this.profile);
    const scale = image.width / (x[1] - x[0]);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(image, (from - x[0]) * scale, 0, (to - from) * scale, image.height, left, 0, width, canvas.height);
    const t = this.whole.t.least;
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

  // Writes times beside the kymograph, where the profile above it has its potentials.
  number(ctx, y, left, [low, high]) {
    const { look } = this.scope;
    const letters = 12 * devicePixelRatio;
    ctx.font = `${letters}px ${look.font}`;
    ctx.fillStyle = look.ink;
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    for (const time of round(low, high)) {
      const place = Math.max(letters / 2, Math.min(ctx.canvas.height - letters / 2, y(time)));
      ctx.fillText(shortly(time), left - 6 * devicePixelRatio, place);
    }
  }

  fit() {
    this.profile.fit();
  }

  resize() {
    this.profile.resize();
  }

  recolour() {
    this.profile.recolour();
  }

  read(x) {
    return this.profile.read(x);
  }

  destroy() {
    this.profile.destroy();
    this.root.remove();
  }
}

function nearest(values, wanted) {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if (Math.abs(values[i] - wanted) < Math.abs(values[best] - wanted)) best = i;
  }
  return best;
}

// About five round numbers between two others.
function round(low, high) {
  const decade = 10 ** Math.floor(Math.log10((high - low) / 5));
  const step = [1, 2, 5, 10].map((n) => n * decade).find((size) => (high - low) / size <= 6);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}

function table(ramp) {
  return Uint32Array.from({ length: COLOURS }, (_, i) => {
    const colour = ramp[Math.floor((i * ramp.length) / COLOURS)];
    const [r, g, b] = [1, 3, 5].map((k) => parseInt(colour.slice(k, k + 2), 16));
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
}
