// Colours and letters of the page around the view, light or dark.

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

// On a dark page a colour keeps its hue and gains light: black becomes nearly white.
function lightened(colour) {
  const parts = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  const light = (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
  const more = Math.max(0, 0.62 - light) * 1.3;
  return `rgb(${parts.map((part) => Math.round(part + (255 - part) * more)).join(",")})`;
}

export function onTheme(redraw) {
  const observer = new MutationObserver(redraw);
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return () => observer.disconnect();
}

export function shortly(value) {
  if (!Number.isFinite(value)) return "–";
  const text = Math.abs(value) >= 1e5 || (value && Math.abs(value) < 1e-3) ? value.toExponential(2) : value.toPrecision(4);
  return String(Number(text)).replace("-", "−");
}

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}
