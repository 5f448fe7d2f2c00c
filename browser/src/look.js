// Colours and letters of the page around the view, light or dark, and elements for it. Imports nothing.

/** @import { Look } from "./types" */

/**
 * Gives how a picture in an element should look.
 * @param {Element} el
 * @returns {Look}
 */
export function lookOf(el) {
  const style = getComputedStyle(el);
  const dark = document.body.dataset.jpThemeLight === "false";
  return {
    dark,
    ink: style.color,
    font: style.fontFamily,
    paper: dark ? "#111" : "#fff",
    grid: dark ? "rgba(255,255,255,0.13)" : "rgba(0,0,0,0.09)",
    alpha: 1,
    width: 1.6,
    colour: (colour) => (dark ? lightened(colour) : colour),
  };
}

/**
 * Gives a colour for a dark page: it keeps its hue and gains light, so that black becomes nearly white.
 * @param {string} colour
 */
export function lightened(colour) {
  const parts = rgb(colour);
  const light = (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
  const more = Math.max(0, 0.62 - light) * 1.3;
  return `rgb(${parts.map((part) => Math.round(part + (255 - part) * more)).join(",")})`;
}

/**
 * Gives red, green and blue, from 0 to 255, of a colour such as "#0072b2".
 * @param {string} colour
 */
export function rgb(colour) {
  return [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
}

/**
 * Calls `redraw` when the theme changes, until what it gives is called.
 * @param {() => void} redraw
 */
export function onTheme(redraw) {
  const observer = new MutationObserver(redraw);
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return () => observer.disconnect();
}

/**
 * Makes an element; an attribute that begins with "on" is a listener, one that is false or null is left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | ((event: never) => unknown)>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}
