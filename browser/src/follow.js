// Follows the controls: shows at once the run for a slider's place where it is here already. Behind a hand that
// is faster than the runs come the nearest ones; where it stays, an old picture never passes for the new one. May import frame.js and slider.js; the view that it serves is handed in.

/** @import { Control, FamilyMessage, Frame, Seen } from "./types" */
/** @import { View } from "./view.js" */
import { decode, doubles } from "./frame.js";
import { same, standIn, stopOf } from "./slider.js";

const FADE_MS = 250; // a picture that is older than the controls for so long says so
const COMPLAIN_MS = 4000;
const DWELL_MS = 60; // a pointer that stays on a slider so long will take hold of it
const LEAVE_MS = 400; // one that is away from it so long has left it

/**
 * The runs of a slider's stops, with the other controls as they were.
 * @typedef {object} Family
 * @property {number | null} id
 * @property {string | null} name  of the slider
 * @property {Seen} seen
 * @property {Float64Array} stops
 * @property {Map<number, DataView | Frame>} frames  by the number of their stop
 * @property {boolean} complete
 */

/** @returns {Family} */
function noFamily() {
  return { id: null, name: null, seen: {}, stops: doubles(undefined), frames: new Map(), complete: false };
}

export class Follower {
  /** @param {View} view */
  constructor(view) {
    this.model = view.model;
    this.view = view;
    /** @type {Control[]} */
    this.controls = [];
    this.complaint = "";
    this.last = decode(this.model.get("frame"));
    /** @type {(() => void)[]} */
    this.undo = [];
    /** @type {string | null} */
    this.at = null; // the slider at which the kernel knows a hand
    this.fresh = false; // whether the picture shows what the controls say
    this.family = noFamily();
    // numbers of timers; 0 where none runs
    this.fading = 0;
    this.complaining = 0;
    this.dwelling = 0;
    this.leaving = 0;
    this.attach();
    this.listen();
  }

  listen() {
    /**
     * @template {keyof DocumentEventMap} Name
     * @param {Name} name
     * @param {(event: DocumentEventMap[Name]) => void} act
     */
    const listen = (name, act) => {
      document.addEventListener(name, act, true);
      this.undo.push(() => document.removeEventListener(name, act, true));
    };
    listen("pointerdown", (event) => {
      if (this.sliderOf(event)) this.at = null; // a drag begins anew where the handle is
      this.come(event);
    });
    listen("keydown", (event) => {
      if (event.key.startsWith("Arrow")) this.come(event);
    });
    // the controls appear after this view, and a slider alone has no name that can be read aloud
    listen("focusin", (event) => {
      this.name();
      this.come(event);
    });
    listen("focusout", () => this.go());
    listen("pointerover", (event) => this.hover(event));
    listen("visibilitychange", () => {
      if (document.hidden) this.leave();
    });
    const soon = setInterval(() => {
      if (this.view.root.isConnected && this.name()) clearInterval(soon);
    }, 300);
    this.undo.push(() => clearInterval(soon));
  }

  async attach() {
    for (const control of this.model.get("watched")) {
      let model;
      try {
        model = await this.model.widget_manager.get_model(control.id);
      } catch {
        continue;
      }
      const one = { ...control, model };
      const changed = () => this.moved(one);
      model.on(`change:${control.trait}`, changed);
      this.undo.push(() => model.off(`change:${control.trait}`, changed));
      this.controls.push(one);
    }
  }

  forget() {
    for (const undo of this.undo) undo();
    for (const timer of [this.fading, this.complaining, this.dwelling, this.leaving]) clearTimeout(timer);
    this.leave();
  }

  // Gives each slider and number box the words of its label, and the slider the number that is in the box.
  name() {
    const own = this.view.root.closest(".hhlab-explorer");
    const controls = [...(own?.querySelectorAll(".hhlab-control") ?? [])];
    for (const control of controls) {
      const label = control.querySelector(".widget-label")?.textContent;
      const handle = control.querySelector(".noUi-handle");
      /** @type {HTMLInputElement | null} */
      const box = control.querySelector("input[type=number]");
      // the parts of a control come one by one
      if (label) handle?.setAttribute("aria-label", label);
      if (label) box?.setAttribute("aria-label", label);
      if (box) handle?.setAttribute("aria-valuetext", box.value);
    }
    return controls.every((control) => control.querySelector(".noUi-handle"));
  }

  /** @param {string | null} name */
  slider(name) {
    return this.controls.find((one) => one.name === name && one.slider);
  }

  /**
   * Which slider of this explorer an event belongs to.
   * @param {Event} event
   */
  sliderOf(event) {
    const own = this.view.root.closest(".hhlab-explorer");
    const control = trackOf(event)?.closest("[class*='hhlab-of-']");
    if (!control || control.closest(".hhlab-explorer") !== own) return null;
    return /hhlab-of-(\S+)/.exec(control.className)?.[1] ?? null;
  }

  /**
   * A hand or the keyboard is at a slider: the kernel begins its family, one place after the other.
   * @param {Event} event
   */
  come(event) {
    const name = this.sliderOf(event);
    const slider = this.slider(name);
    if (!slider) return;
    clearTimeout(this.leaving);
    // a family that still fits the other controls serves again
    const fits = this.family.name === name && this.agrees(this.family.seen, name);
    if (fits && (this.family.complete || this.at === name)) return;
    this.at = name;
    const width = trackOf(event)?.getBoundingClientRect().width ?? 0;
    this.send({ do: "ready", name, px: width * slider.share });
  }

  /**
   * The family begins before the hand takes hold: when the pointer has come to the slider.
   * @param {PointerEvent} event
   */
  hover(event) {
    clearTimeout(this.dwelling);
    if (event.buttons) return; // a hand that holds the slider may be anywhere
    if (this.sliderOf(event)) this.dwelling = setTimeout(() => this.come(event), DWELL_MS);
    if (this.sliderOf(event) === this.at) clearTimeout(this.leaving);
    else this.go();
  }

  go() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.leave(), LEAVE_MS);
  }

  // What is here stays; the kernel makes no more of it.
  leave() {
    if (this.at) this.send({ do: "leave" });
    this.at = null;
  }

  /** @param {object} message */
  send(message) {
    try {
      this.model.send(message);
    } catch {
      // a kernel that is gone takes no message: what the controls then show says so
    }
  }

  /**
   * Takes a message of the kernel about a family: its stops first, then frames as they come.
   * @param {FamilyMessage} content
   * @param {DataView[]} buffers
   */
  received({ family: id, name = null, seen = {}, places, complete }, buffers = []) {
    if (id !== this.family.id) this.family = { ...noFamily(), id, name, seen, stops: doubles(buffers[0]) };
    const { family } = this;
    for (const [i, k] of (places ?? []).entries()) family.frames.set(k, buffers[i]);
    if (complete) {
      family.complete = true;
      const told = { bubbles: true, detail: family.frames.size };
      this.view.root.dispatchEvent(new CustomEvent("hhlab-family", told));
    }
    if (!this.fresh) this.fromFamily();
  }

  /** @param {Control} control */
  moved(control) {
    if (!control.slider && this.family.name !== control.name) {
      if (!this.agrees(this.family.seen, this.family.name)) this.family = noFamily();
    }
    if (!this.isShown(this.view.frame)) {
      this.fresh = false;
      if (!this.fromFamily()) this.fade();
      this.expect();
    } else {
      this.settle();
      // back to what the kernel answered last, as after a value that it refused: it owes nothing more
      if (this.agrees(this.last?.seen, null)) {
        this.confirm();
        this.view.write();
      }
    }
  }

  // Shows the run of the family at the slider's place, or near it; says whether it is the place's own.
  fromFamily() {
    const { family } = this;
    const slider = this.slider(family.name);
    if (!slider || !this.agrees(family.seen, family.name)) return false;
    const place = stopOf(slider, family.stops);
    const k = standIn(place, family.frames.keys(), this.placeOf(this.view.frame), family.stops.length);
    const kept = family.frames.get(k);
    const frame = kept instanceof DataView ? decode(kept) : kept;
    if (!frame) return false;
    family.frames.set(k, frame);
    this.view.show({ ...frame, place: k, family: family.id });
    this.settle(k === place);
    return k === place;
  }

  /**
   * The stop of the present family whose run a frame shows, NaN where it is none of this family's.
   * @param {Frame | null} frame
   */
  placeOf(frame) {
    const { id, name, stops } = this.family;
    const slider = this.slider(name);
    if (!slider || !frame) return NaN;
    if (frame.place !== undefined) return frame.family === id ? frame.place : NaN;
    return this.agrees(frame.seen, name) ? stopOf(slider, stops, frame.seen) : NaN;
  }

  /**
   * How many stops the run of a frame is away from where the slider stands, NaN where it is another family's.
   * @param {Frame | null} frame
   */
  away(frame) {
    const slider = this.slider(this.family.name);
    return slider ? Math.abs(this.placeOf(frame) - stopOf(slider, this.family.stops)) : NaN;
  }

  /**
   * The kernel's own answer.
   * @param {Frame | null} frame
   */
  answered(frame) {
    if (!frame) return;
    this.last = frame;
    setTimeout(() => this.name());
    const current = this.isShown(frame);
    if (current) this.confirm();
    if (this.fresh && this.view.frame?.place !== undefined) {
      // the family was faster: its run for the slider's present place stands
      if (current) this.view.adopt(frame);
      return;
    }
    // what was asked long ago does not take a nearer run from the screen
    if (!current && this.away(this.view.frame) < this.away(frame)) return;
    this.view.show(frame);
    if (current) this.settle();
  }

  /**
   * Whether a frame shows what the controls say.
   * @param {Frame | null} frame
   */
  isShown(frame) {
    if (!frame) return false;
    if (frame.place === undefined) return this.agrees(frame.seen, null);
    return this.away(frame) === 0 && this.agrees(this.family.seen, this.family.name);
  }

  /**
   * Whether every control has the value that was seen.
   * @param {Seen | undefined} seen
   * @param {string | null} apartFrom  the name of a control
   */
  agrees(seen, apartFrom) {
    return this.controls.every((one) => one.name === apartFrom || same(one, seen?.[one.id]));
  }

  fade() {
    this.fading ||= setTimeout(() => this.view.root.classList.add("hhlab-late"), FADE_MS);
  }

  // The picture is that of the controls, or near it and new.
  settle(fresh = true) {
    this.fresh = fresh;
    clearTimeout(this.fading);
    this.fading = 0;
    this.view.root.classList.remove("hhlab-late");
  }

  // The kernel owes an answer; when none comes, the line of words says what to do.
  expect() {
    this.complaining ||= setTimeout(() => {
      if (this.model.get("error")) return;
      this.complaint =
        this.model.get("late") ??
        "No answer from the kernel yet. It may be busy with another cell; if it was restarted, run this cell again.";
      this.fade();
      this.view.write();
    }, COMPLAIN_MS);
  }

  confirm() {
    clearTimeout(this.complaining);
    this.complaining = 0;
    this.complaint = "";
  }
}

/**
 * The slider that an event has met, if it has.
 * @param {Event} event
 */
function trackOf({ target }) {
  return target instanceof Element ? target.closest(".noUi-target, .slider-container") : null;
}
