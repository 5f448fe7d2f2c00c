// A button that plays a recording: what Python's hhlab.live.sound.Heard shows. May import frame.js, look.js
// and sound.js.

/** @import { HeardTraits, Model } from "./types" */
import { decode } from "./frame.js";
import { element } from "./look.js";
import { Sound } from "./sound.js";

export default {
  /** @param {{ model: Model<HeardTraits>, el: HTMLElement }} widget */
  render({ model, el }) {
    const frame = decode(model.get("frame"));
    const button = element("button", {
      type: "button",
      class: "jupyter-button",
      title: "The potential as a pitch, each spike as a click",
      onclick: () => sound.turn(),
    });
    const name = () => {
      button.textContent = sound.label;
    };
    const sound = new Sound(() => frame, name);
    name();
    el.append(button, ` ${frame?.words ?? ""}`);
    return () => sound.stop();
  },
};
