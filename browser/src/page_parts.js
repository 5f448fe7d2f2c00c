// The parts of a card on a page: elements, choices, the line that answers back. Imports how elements are
// made.

import { element } from "./look.js";

let groups = 0;

/** Gives the line that answers back. */
export function statusLine() {
  return element("div", { role: "status", class: "hhlab-status" });
}

/**
 * Says a sentence on it.
 * @param {HTMLElement} line  it stays and its words change: only then does a screen reader read them out
 * @param {string} text
 * @param {string} [kind]
 */
export function say(line, text, kind = "") {
  line.className = `hhlab-status hhlab-${kind}`;
  line.textContent = text;
}

/**
 * Gives choices of which one is taken.
 * @param {(Node | string)[]} legend
 * @param {[name: string, text: string][]} options
 * @param {string | undefined} kept
 * @param {(name: string) => void} act
 */
export function radios(legend, options, kept, act) {
  const group = `hhlab-choice-${++groups}`;
  const choices = options.map(([name, text]) => {
    const radio = element("input", { type: "radio", name: group, value: name });
    radio.checked = name === kept;
    radio.addEventListener("change", () => act(name));
    return element("label", { class: "hhlab-choice" }, radio, ` ${text}`);
  });
  return element("fieldset", { class: "hhlab-choices" }, element("legend", {}, ...legend), ...choices);
}
