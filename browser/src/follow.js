// Follows the controls: shows at once the run for a slider's place where it is here already, and never lets
// an old picture pass for a new one.

import { decode } from "./frame.js";

const FADE_MS = 250; // a picture that is older than the controls for so long says so
const COMPLAIN_MS = 4000;
const DWELL_MS = 60; // a pointer that stays on a slider so long will take hold of it
const LEAVE_MS = 400; // one that is away from it so long has left it

export class Follower {
  constructor(model, scope) {
    this.model = model;
    this.scope = scope;
    this.controls = [];
    this.complaint = "";
    this.last = decode(model.get("frame"));
    this.undo = [];
    this.at = null; // the slider at which the kernel knows a hand
    this.forgetFamily();
    this.attach();
    const listen = (name, act) => {
      document.addEventListener(name, act, true);
      this.undo.push(() => document.removeEventListener(name, act, true));
    };
    listen("pointerdown", (event) => {
      if (this.sliderOf(event)) this.at = null; // a drag begins anew where the handle is
      this.come(event);
    });
    listen("keydown", (event) => event.key.startsWith("Arrow") && this.come(event));
    // the controls appear after this view, and a slider alone has no name that can be read aloud
    listen("focusin", (event) => {
      this.name();
      this.come(event);
    });
    listen("focusout", () => this.go());
    listen("pointerover", (event) => this.hover(event));
    listen("visibilitychange", () => document.hidden && this.leave());
    const soon = setInterval(() => this.scope.root.isConnected && this.name() && clearInterval(soon), 300);
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
    this.undo.forEach((undo) => undo());
    for (const timer of [this.fading, this.complaining, this.dwelling, this.leaving]) clearTimeout(timer);
    this.leave();
  }

  forgetFamily() {
    this.family = { id: null, name: null, seen: {}, frames: new Map() };
  }

  // Gives each slider and number box the words of its label, and the slider the number that is in the box.
  name() {
    const own = this.scope.root.closest(".hhlab-explorer");
    const controls = [...(own?.querySelectorAll(".hhlab-control") ?? [])];
    for (const control of controls) {
      const label = control.querySelector(".widget-label")?.textContent;
      const handle = control.querySelector(".noUi-handle");
      const box = control.querySelector("input[type=number]");
      handle?.setAttribute("aria-label", label);
      handle?.setAttribute("aria-valuetext", box?.value);
      box?.setAttribute("aria-label", label);
    }
    return controls.every((control) => control.querySelector(".noUi-handle"));
  }

  // Which slider of this explorer an event belongs to.
  sliderOf(event) {
    const own = this.scope.root.closest(".hhlab-explorer");
    const handle = event.target.closest?.(".noUi-target, .slider-container");
    const control = handle?.closest("[class*='hhlab-of-']");
    if (!control || control.closest(".hhlab-explorer") !== own) return null;
    return /hhlab-of-(\S+)/.exec(control.className)[1];
  }

  // A hand or the keyboard is at a slider: the kernel begins its family, one place after the other.
  come(event) {
    const name = this.sliderOf(event);
    if (!this.controls.some((one) => one.name === name && one.slider)) return;
    clearTimeout(this.leaving);
    // a family that still fits the other controls serves again
    const fits = this.family.name === name && this.agrees(this.family.seen, name);
    if (fits && (this.family.complete || this.at === name)) return;
    this.at = name;
    this.send({ do: "ready", name, px: this.stepOf(event, name) });
  }

  // How many pixels a step of a slider takes.
  stepOf(event, name) {
    const { model } = this.controls.find((one) => one.name === name && one.slider);
    const track = event.target.closest(".slider-container, .noUi-target").getBoundingClientRect();
    return (track.width * model.get("step")) / (model.get("max") - model.get("min"));
  }

  // The family begins before the hand takes hold: when the pointer has come to the slider.
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

  send(message) {
    try {
      this.model.send(message);
    } catch {
      // a kernel that is gone takes no message: what the controls then show says so
    }
  }

  // A message of the kernel about a family; says whether it was one.
  received(content, buffers) {
    if (content.family === undefined) return false;
    if (content.family !== this.family.id) {
      this.forgetFamily();
      Object.assign(this.family, { id: content.family, name: content.name, seen: content.seen });
    }
    if (content.places) content.places.forEach((k, i) => this.family.frames.set(k, buffers[i]));
    if (content.complete) {
      this.family.complete = true;
      this.scope.root.dispatchEvent(new CustomEvent("hhlab-family", { bubbles: true, detail: this.family.frames.size }));
    }
    if (!this.fresh) this.fromFamily();
    return true;
  }

  moved(control) {
    if (!control.slider && this.family.name !== control.name) {
      if (!this.agrees(this.family.seen, this.family.name)) this.forgetFamily();
    }
    if (!this.isShown(this.scope.frame)) {
      this.fresh = false;
      if (!this.fromFamily()) this.fade();
      this.expect();
    } else {
      this.settle();
      // back to what the kernel answered last, as after a value that it refused: it owes nothing more
      if (this.agrees(this.last?.seen, null)) {
        this.confirm();
        this.scope.write();
      }
    }
  }

  // Shows the run of the family at the slider's place, if it is here.
  fromFamily() {
    const { family } = this;
    if (family.id === null || !this.agrees(family.seen, family.name)) return false;
    const slider = this.controls.find((one) => one.name === family.name && one.slider);
    const k = slider && place(slider);
    let frame = family.frames.get(k);
    if (!frame) return false;
    if (frame.byteLength !== undefined) {
      frame = decode(frame);
      family.frames.set(k, frame);
    }
    this.shown = k;
    this.scope.show({ ...frame, place: k });
    this.settle();
    return true;
  }

  // The kernel's own answer.
  answered(frame) {
    if (!frame) return;
    this.last = frame;
    setTimeout(() => this.name());
    const current = this.isShown(frame);
    if (current) this.confirm();
    if (this.fresh && this.scope.frame.place !== undefined) {
      // the family was faster: its run for the slider's present place stands
      if (current) this.scope.adopt(frame);
      return;
    }
    this.scope.show(frame);
    if (current) this.settle();
  }

  // Whether a frame shows what the controls say.
  isShown(frame) {
    if (!frame) return false;
    if (frame.place !== undefined) {
      const slider = this.controls.find((one) => one.name === this.family.name && one.slider);
      return Boolean(slider) && place(slider) === frame.place && this.agrees(this.family.seen, this.family.name);
    }
    return this.agrees(frame.seen, null);
  }

  agrees(seen, apartFrom) {
    return this.controls.every((one) => one.name === apartFrom || same(one, seen?.[one.id]));
  }

  fade() {
    this.fading ??= setTimeout(() => this.scope.root.classList.add("hhlab-late"), FADE_MS);
  }

  settle() {
    this.fresh = true;
    clearTimeout(this.fading);
    this.fading = null;
    this.scope.root.classList.remove("hhlab-late");
  }

  // The kernel owes an answer; when none comes, the line of words says what to do.
  expect() {
    this.complaining ??= setTimeout(() => {
      if (this.model.get("error")) return;
      this.complaint =
        "No answer from the kernel yet. It may be busy with another cell; if it was restarted, run this cell again.";
      this.fade();
      this.scope.write();
    }, COMPLAIN_MS);
  }

  confirm() {
    clearTimeout(this.complaining);
    this.complaining = null;
    this.complaint = "";
  }
}

// The number of a slider's step, counted from its low end; the last step may be a shorter one.
function place({ model, log }) {
  const [low, high, step] = ["min", "max", "step"].map((name) => model.get(name));
  const value = model.get("value");
  const along = log ? Math.log10(value) : value;
  if (along > high - 1e-6 * step) return Math.ceil((high - low) / step - 1e-6);
  return Math.round((along - low) / step);
}

function same({ model, trait, slider, log }, seen) {
  const present = model.get(trait);
  if (!slider) return JSON.stringify(present) === JSON.stringify(seen);
  const of = log ? Math.log10 : Number;
  return Math.abs(of(present) - of(seen)) <= 0.501 * model.get("step");
}
