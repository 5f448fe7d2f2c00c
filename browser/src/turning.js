// A cell in space, turned and laid on a plane: numbers only. Imports nothing.

/** @typedef {{ yaw: number, pitch: number, near: number }} Pose  two angles, and how near it is looked at */

export const FRONT = { yaw: 0, pitch: 0, near: 1 };
const TURN = Math.PI / 24; // with each press of an arrow key
const NEARER = 1.25;
const NEAREST = 40;

/**
 * Gives the middle of what some pieces fill, and how far the farthest end lies from it.
 * @param {ArrayLike<number>} pieces  x, y, z and diameter of one end, then of the other
 */
export function ball(pieces) {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < pieces.length; i += 4) {
    for (let k = 0; k < 3; k++) {
      low[k] = Math.min(low[k], pieces[i + k]);
      high[k] = Math.max(high[k], pieces[i + k]);
    }
  }
  const middle = low.map((one, k) => (one + high[k]) / 2);
  let radius = 1e-9;
  for (let i = 0; i < pieces.length; i += 4) {
    radius = Math.max(radius, Math.hypot(...middle.map((one, k) => pieces[i + k] - one)));
  }
  return { middle, radius };
}

/**
 * Gives what takes a point in space to [to the right, upwards, towards who looks], about a middle.
 * @param {number[]} middle
 * @param {Pose} pose
 * @returns {(x: number, y: number, z: number) => [number, number, number]}
 */
export function turning(middle, { yaw, pitch }) {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return (x, y, z) => {
    const [dx, dy, dz] = [x - middle[0], y - middle[1], z - middle[2]];
    const right = cy * dx + sy * dz;
    const back = cy * dz - sy * dx;
    return [right, cp * dy - sp * back, sp * dy + cp * back];
  };
}

/**
 * Gives the pose after a key, or null where the key does nothing.
 * @param {string} key
 * @param {Pose} pose
 * @returns {Pose | null}
 */
export function posed(key, pose) {
  const { yaw, pitch, near } = pose;
  switch (key) {
    case "ArrowLeft":
      return { ...pose, yaw: yaw - TURN };
    case "ArrowRight":
      return { ...pose, yaw: yaw + TURN };
    case "ArrowUp":
      return { ...pose, pitch: upright(pitch - TURN) };
    case "ArrowDown":
      return { ...pose, pitch: upright(pitch + TURN) };
    case "+":
      return { ...pose, near: Math.min(NEAREST, near * NEARER) };
    case "-":
      return { ...pose, near: Math.max(1, near / NEARER) };
    case "0":
    case "Home":
      return FRONT;
    default:
      return null;
  }
}

/**
 * Gives the pose after a pointer has gone so far; a way as long as the picture is high is half a turn.
 * @param {Pose} pose
 * @param {number} dx
 * @param {number} dy
 * @param {number} height
 * @returns {Pose}
 */
export function dragged(pose, dx, dy, height) {
  const angle = Math.PI / height;
  return { ...pose, yaw: pose.yaw + dx * angle, pitch: upright(pose.pitch + dy * angle) };
}

/**
 * No cell is turned upside down.
 * @param {number} pitch
 */
function upright(pitch) {
  return Math.max(-Math.PI / 2, Math.min(Math.PI / 2, pitch));
}
