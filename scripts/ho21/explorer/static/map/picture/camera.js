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
/** px kept free round what is to be seen in any case, and below it, where the overview lies. */
const [NEAR, OVERVIEW] = [24, 90];
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

/** The least movement that brings a box into the window of a view. @param {View} from @param {Box} box @param {number} free px kept round it; below, the overview may lie @returns {View} */
function towards(from, box, free) {
  /** @param {number} low @param {number} high @param {number} room */
  const shift = (low, high, room) => (low < free || high - low > room - 2 * free ? free - low : high > room - free ? room - free - high : 0);
  const x = shift(box.left * from.k + from.x, box.right * from.k + from.x, screen.clientWidth);
  const y = shift(box.top * from.k + from.y, box.bottom * from.k + from.y, screen.clientHeight - OVERVIEW);
  return { k: from.k, x: from.x + x, y: from.y + y };
}

/**
 * Show a part of the picture whole, in the middle of the window.
 * @param {Box} box @param {{glide?: boolean, margin: [number, number, number, number], most?: number, least?: number, keep?: Box[], room?: [number, number]}} how px kept free above, right, below and left, the scales between which to stay, what is seen in any case, the last above all, and the size of the window
 */
export function fit(box, { glide = false, margin: [above, right, below, left], most = 1.6, least = LEAST, keep = [], room = [screen.clientWidth, screen.clientHeight] }) {
  const [w, h] = [room[0] - left - right, room[1] - above - below];
  const k = Math.min(most, Math.max(least, LEAST, Math.min(w / Math.max(1, box.right - box.left), h / Math.max(1, box.bottom - box.top))));
  const [wide, high] = [(box.right - box.left) * k, (box.bottom - box.top) * k];
  // What is larger than the window is shown from its beginning, unless that hides what is to be kept.
  const begun = { k, x: left + Math.max(0, (w - wide) / 2) - box.left * k, y: above + Math.max(0, (h - high) / 2) - box.top * k };
  move(wide > w || high > h ? keep.reduce((at, each) => towards(at, each, NEAR), begun) : begun, glide);
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
  const to = towards(view, box, margin);
  if (to.x !== view.x || to.y !== view.y) move(to, true);
}

/** Where the picture is on the screen. @param {{x: number, y: number}} place */
export const onScreen = ({ x, y }) => ({ x: x * view.k + view.x, y: y * view.k + view.y });
