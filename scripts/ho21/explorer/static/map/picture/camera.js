// What part of the picture the window shows: dragged, zoomed at the pointer, fitted to what is shown.

import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { calm } from "../../shared/state.js";

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 * @typedef {{k: number, x: number, y: number}} View px of the screen are k times those of the picture, plus x and y
 */

const [LEAST, MOST] = [0.12, 4];
const STEP = 1.25;
export const GLIDE = 450;

/** @type {View} */ export let view = { k: 1, x: 0, y: 0 };
/** Whether the reader has chosen what to see; until then all that is shown is kept in view. */
export let steered = false;
/** @type {SVGSVGElement} */ let screen;
/** @type {() => void} */ let moved = () => {};
let turn = 0;
const behaviour = /** @type {import("d3-zoom").ZoomBehavior<SVGSVGElement, unknown>} */ (zoom());

/** Begin to follow pointer, wheel and fingers. @param {SVGSVGElement} svg @param {() => void} follow called whenever the view is another */
export function start(svg, follow) {
  screen = svg;
  moved = follow;
  behaviour.scaleExtent([LEAST, MOST]).clickDistance(5).on("zoom", ({ transform, sourceEvent }) => {
    if (sourceEvent) {
      steered = true;
      turn += 1;
    }
    view = { k: transform.k, x: transform.x, y: transform.y };
    moved();
  });
  select(svg).call(behaviour).on("dblclick.zoom", null);
}

/** @param {View} to */
const jump = ({ k, x, y }) => select(screen).call(behaviour.transform, zoomIdentity.translate(x, y).scale(k));

/** Along a curve that starts and ends softly. @param {number} t */
export const eased = (t) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

/** Move to a view, in a glide where motion is welcome. @param {View} to @param {boolean} glide */
function move(to, glide) {
  turn += 1;
  const mine = turn;
  const from = view;
  if (!glide || calm() || !screen.clientWidth) {
    jump(to);
    return;
  }
  const began = performance.now();
  /** @param {number} now */
  const step = (now) => {
    if (mine !== turn) return;
    const share = Math.min(1, (now - began) / GLIDE);
    const t = eased(Math.max(0, share));
    jump({ k: from.k * (to.k / from.k) ** t, x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t });
    if (share < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

/**
 * Show a part of the picture whole, in the middle of the window.
 * @param {Box} box @param {{glide?: boolean, margin: [number, number, number, number], most?: number, least?: number}} how px kept free above, right, below and left, and the scales between which to stay
 */
export function fit(box, { glide = false, margin: [above, right, below, left], most = 1.6, least = LEAST }) {
  const [w, h] = [screen.clientWidth - left - right, screen.clientHeight - above - below];
  const k = Math.min(most, Math.max(least, LEAST, Math.min(w / Math.max(1, box.right - box.left), h / Math.max(1, box.bottom - box.top))));
  const [wide, high] = [(box.right - box.left) * k, (box.bottom - box.top) * k];
  move({
    k,
    // What is larger than the window is shown from its beginning.
    x: left + Math.max(0, (w - wide) / 2) - box.left * k,
    y: above + Math.max(0, (h - high) / 2) - box.top * k,
  }, glide);
  steered = false;
}

/** @param {number} x @param {number} y px of the screen @param {boolean} [glide] */
export function pan(x, y, glide = false) {
  move({ ...view, x: view.x + x, y: view.y + y }, glide);
  steered = true;
}

/** Larger or smaller about the middle. @param {boolean} larger */
export function scale(larger) {
  const k = Math.min(MOST, Math.max(LEAST, view.k * (larger ? STEP : 1 / STEP)));
  const [x, y] = [screen.clientWidth / 2, screen.clientHeight / 2];
  move({ k, x: x - ((x - view.x) * k) / view.k, y: y - ((y - view.y) * k) / view.k }, true);
  steered = true;
}

/** Bring a box into the window with as little movement as it takes. @param {Box} box @param {number} margin */
export function reveal(box, margin) {
  /** @param {number} low @param {number} high @param {number} room */
  const shift = (low, high, room) => (low < margin ? margin - low : high > room - margin ? room - margin - high : 0);
  const x = shift(box.left * view.k + view.x, box.right * view.k + view.x, screen.clientWidth);
  const y = shift(box.top * view.k + view.y, box.bottom * view.k + view.y, screen.clientHeight);
  if (x || y) move({ ...view, x: view.x + x, y: view.y + y }, true);
}

/** Where the picture is on the screen. @param {{x: number, y: number}} place */
export const onScreen = ({ x, y }) => ({ x: x * view.k + view.x, y: y * view.k + view.y });
