// Numbers as Python prints them, and its minus sign, to the last digit: what the kernel says and what the page says
// must be one text. Imports nothing.

/**
 * Gives a number as Python's format ".Nf" does: of two texts that are equally near, the even one.
 * @param {number} value
 * @param {number} digits
 */
export function fixed(value, digits) {
  // from here on a number is whole, and JavaScript would write a power of ten
  if (Math.abs(value) >= 1e21 && Number.isFinite(value))
    return BigInt(value).toString() + (digits ? `.${"0".repeat(digits)}` : "");
  const text = Math.abs(value).toFixed(digits);
  const exact = Math.abs(value).toFixed(Math.min(100, digits + 40));
  return sign(value) + (isTie(exact, digits) ? even(exact, digits, text) : text);
}

/**
 * Gives a number as Python's format ".Ng" does.
 * @param {number} value
 * @param {number} digits
 */
export function general(value, digits) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return `${sign(value)}inf`;
  const [lead, exponent] = rounded(Math.abs(value), digits);
  if (exponent < -4 || exponent >= digits) {
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign(value)}${trimmed(lead)}e${exponent < 0 ? "-" : "+"}${power}`;
  }
  const all = lead.replace(".", "");
  const whole = exponent < 0 ? "0" : all.slice(0, exponent + 1);
  const rest = exponent < 0 ? "0".repeat(-1 - exponent) + all : all.slice(exponent + 1);
  return sign(value) + trimmed(rest ? `${whole}.${rest}` : whole);
}

/**
 * Gives a text with the minus sign of the axes for a hyphen before a number; code keeps its own.
 * @param {string} text
 */
export function minus(text) {
  return text.replace(/(?<![\p{L}\p{N}_.)\][=])(?<![\p{L}\p{N}_]\()-(?=\.?\p{Nd})/gu, "−");
}

/** @param {number} value */
function sign(value) {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

/**
 * Gives the digits of a number with a point behind the first, and its power of ten.
 * @param {number} value
 * @param {number} digits
 * @returns {[string, number]}
 */
function rounded(value, digits) {
  const exact = value.toExponential(Math.min(100, digits + 40)).split("e")[0];
  const [lead, exponent] = value.toExponential(digits - 1).split("e");
  return [isTie(exact, digits - 1) ? even(exact, digits - 1, lead) : lead, Number(exponent)];
}

/**
 * Whether what follows some digits behind the point is just one half.
 * @param {string} exact
 * @param {number} digits
 */
function isTie(exact, digits) {
  return /^50*$/.test(exact.slice(exact.indexOf(".") + 1 + digits));
}

/**
 * Of two texts that are equally near, of which `up` is the greater one, gives that with an even last digit.
 * @param {string} exact
 * @param {number} digits
 * @param {string} up
 */
function even(exact, digits, up) {
  const down = exact.slice(0, exact.indexOf(".") + (digits ? 1 + digits : 0));
  return Number(down[down.length - 1]) % 2 === 0 ? down : up;
}

/** @param {string} text */
function trimmed(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
