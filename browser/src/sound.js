// The potential for the ear: its height is the pitch of a tone, and each spike a click. May import numbers.js.

/** @import { Frame } from "./types" */
/** @typedef {ArrayLike<number>} Row */
/** @typedef {{ factor: number, seconds: number, pitch: Float32Array, clicks: number[] }} Heard */
import { firstAt } from "./numbers.js";

const SLOWER = 20; // 100 ms of a run then last 2 s
const LONGEST_S = 10; // of a run that would last longer, the sound is less slow, but never faster than the run
const REST = { mV: -65, Hz: 220 };
const OCTAVE_MV = 50; // by so much the potential rises while the pitch doubles
const [LEAST_MV, MOST_MV] = [-120, 80];
const STEP_S = 0.005; // from one pitch to the next
const [LEVEL_MV, SWING_MV] = [-20, 20]; // a peak at or above that level, with a swing on either side
const CLICK_S = 0.004;
const LOUD = { tone: 0.12, click: 0.6 };

/**
 * Gives the pitch of a potential.
 * @param {number} mV
 */
export function pitchOf(mV) {
  return REST.Hz * 2 ** ((Math.min(Math.max(mV, LEAST_MV), MOST_MV) - REST.mV) / OCTAVE_MV);
}

/**
 * Gives what is heard of a potential: pitches at even steps [Hz], and when it clicks [s].
 * @param {Row} t  ms, never falling
 * @param {Row} v  mV
 * @returns {Heard}
 */
export function heard(t, v) {
  const long = t[t.length - 1] - t[0];
  const factor = Math.max(1, Math.min(SLOWER, (1000 * LONGEST_S) / long));
  const seconds = (long * factor) / 1000;
  const inSound = (/** @type {number} */ ms) => ((ms - t[0]) * factor) / 1000;
  const steps = Math.max(2, Math.round(seconds / STEP_S) + 1);
  const pitch = Float32Array.from({ length: steps }, (_, k) =>
    pitchOf(between(t, v, t[0] + (long * k) / (steps - 1))),
  );
  return { factor, seconds, pitch, clicks: tops(v).map((i) => inSound(t[i])) };
}

/**
 * @param {Row} t
 * @param {Row} v
 * @param {number} ms
 */
function between(t, v, ms) {
  const i = Math.min(Math.max(firstAt(t, ms), 1), t.length - 1);
  const share = t[i] > t[i - 1] ? (ms - t[i - 1]) / (t[i] - t[i - 1]) : 1;
  return v[i - 1] + share * (v[i] - v[i - 1]);
}

/**
 * Gives the numbers of the samples at which a potential has the top of a spike.
 * @param {Row} v
 */
export function tops(v) {
  const found = [];
  let [low, top] = [v[0], -1];
  for (let i = 1; i < v.length; i++) {
    if (top < 0) {
      low = Math.min(low, v[i]);
      if (v[i] >= LEVEL_MV && v[i] - low >= SWING_MV) top = i;
    } else if (v[i] > v[top]) top = i;
    else if (v[top] - v[i] >= SWING_MV) {
      found.push(top);
      [low, top] = [v[i], -1];
    }
  }
  return found;
}

/**
 * Gives the first potential against time that a frame shows, or null.
 * @param {Frame | null} frame
 * @returns {{ t: Row, v: Row } | null}
 */
export function audible(frame) {
  for (const { x, y, series } of frame?.panels ?? []) {
    if (x.unit !== "ms" || y.unit !== "mV") continue;
    for (const one of series) {
      const [t, v] = [one.x, one.y].map((number) => frame?.arrays[number] ?? []);
      const line = one.style === "line" && t.length > 2 && t[t.length - 1] > t[0];
      if (line && v.every(Number.isFinite) && t.every((ms, i) => i === 0 || ms >= t[i - 1])) return { t, v };
    }
  }
  return null;
}

/** What plays the potential of a view, once for each press, and is silent else. */
export class Sound {
  /**
   * @param {() => Frame | null} frame  what is shown
   * @param {() => void} changed  called when it begins and when it ends
   */
  constructor(frame, changed) {
    this.frame = frame;
    this.changed = changed;
    /** @type {AudioContext | null} */
    this.context = null;
    this.factor = 1;
  }

  get possible() {
    return Boolean(audible(this.frame()));
  }

  get label() {
    if (!this.context) return "Sound";
    return this.factor > 1 ? `Stop (${Number(this.factor.toPrecision(2))} × slower)` : "Stop (real time)";
  }

  /** @param {boolean} [on]  the other way round than now, if it is not said */
  turn(on = !this.context) {
    this.stop();
    const shown = on && audible(this.frame());
    if (shown) this.play(heard(shown.t, shown.v));
  }

  /** @param {Heard} sound */
  play({ factor, seconds, pitch, clicks }) {
    const context = new AudioContext();
    const begin = context.currentTime + 0.05;
    const tone = new OscillatorNode(context, { type: "triangle", frequency: pitch[0] });
    tone.frequency.setValueCurveAtTime(pitch, begin, seconds);
    tone.connect(new GainNode(context, { gain: LOUD.tone })).connect(context.destination);
    const noise = context.createBuffer(1, Math.ceil(CLICK_S * context.sampleRate), context.sampleRate);
    const samples = noise.getChannelData(0);
    for (let i = 0; i < samples.length; i++) samples[i] = (i % 8 < 4 ? 1 : -1) * (1 - i / samples.length);
    for (const at of clicks) {
      const click = new AudioBufferSourceNode(context, { buffer: noise });
      click.connect(new GainNode(context, { gain: LOUD.click })).connect(context.destination);
      click.start(begin + at);
    }
    tone.start(begin);
    tone.stop(begin + seconds);
    tone.onended = () => {
      if (this.context === context) this.stop();
    };
    this.context = context;
    this.factor = factor;
    // a page that nobody has touched yet may make no sound
    context.resume().catch(() => {});
    this.changed();
  }

  stop() {
    const { context } = this;
    if (!context) return;
    this.context = null;
    context.close().catch(() => {});
    this.changed();
  }
}
