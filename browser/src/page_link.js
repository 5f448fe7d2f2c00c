// An address that carries where the controls stand: "#amp=0.2&dur=50". Imports nothing.

/**
 * @typedef {object} Stands  a control, as far as a link needs it
 * @property {string} name
 * @property {boolean} isFirst
 * @property {number} said
 * @property {number} last
 * @property {import("./page_types").PageControl} data
 */

const MOST = 60; // letters of what was wrong, that are said again

/**
 * Gives the address of this page with what has been moved.
 * @param {string} id  of the explorer, where a page has several
 * @param {Stands[]} controls
 */
export function linkOf(id, controls) {
  const prefix = id ? `${id}.` : "";
  const moved = controls.filter((one) => !one.isFirst);
  const hash = moved.map((one) => `${prefix}${encodeURIComponent(one.name)}=${one.said}`).join("&");
  return `${location.href.split("#")[0]}#${hash || `${prefix}reset`}`;
}

/**
 * Gives what an address says of the controls of an explorer, and in words what it says wrongly.
 * @param {string} hash
 * @param {string} id
 * @param {Stands[]} controls
 */
export function saidIn(hash, id, controls) {
  /** @type {Record<string, number>} */
  const said = {};
  /** @type {string[]} */
  const wrong = [];
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [left, right] = part.split(/=(.*)/s);
    if (right === undefined) continue; // a heading's
    const [of, name] = left.includes(".") ? left.split(/\.(.*)/s) : ["", left];
    if (of !== id) continue;
    const found = controls.find((one) => one.name === decoded(name));
    const fault = found ? faultOf(found, right) : "no control has this name";
    if (fault) wrong.push(`${shortened(decoded(name))} = ${shortened(decoded(right))}, but ${fault}`);
    else if (found) said[found.name] = Number(right);
  }
  return { said, wrong };
}

/**
 * Gives in words what is wrong with a value, or "".
 * @param {Stands} control
 * @param {string} text
 */
function faultOf({ last, data }, text) {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return "this is no number";
  const slider = data.kind === "slider";
  const [low, high] = slider ? [data.low ?? -Infinity, data.high ?? Infinity] : [0, last];
  if (value < low || value > high) return `it goes from ${low} to ${high}`;
  if ((data.whole || !slider) && !Number.isInteger(value)) return "it is a whole number";
  return "";
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} text */
function shortened(text) {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}
