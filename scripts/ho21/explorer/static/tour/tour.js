// The tour: three steps through what the page is for. It begins by itself once, and can be skipped.

import { go } from "../shared/address.js";
import { keep, kept } from "../shared/kept.js";
import { announce, countedAs, make, must, say, sources, state, things } from "../shared/state.js";

/** @typedef {{key: string, place: () => import("../shared/address.js").Place, shown: string}} Step */

const NOWHERE = { path: [], params: {}, thing: null };
/** What has words to show: a proposal, where there is one. */
const worded = () => [...countedAs("proposal"), ...things].find((thing) => thing.statements.length) ?? null;

/** Each step: its words, where it goes, and what it points at there. @type {Step[]} */
const STEPS = [
  { key: "finding", place: () => ({ ...NOWHERE, view: "start" }), shown: ".finding" },
  { key: "words", place: () => ({ ...NOWHERE, view: "tabell", thing: worded() }), shown: "#panel blockquote" },
  { key: "yours", place: () => ({ ...NOWHERE, view: "spor" }), shown: ".search" },
];
const LAST = STEPS.length - 1;

/** Which step is shown; null outside the tour. @type {number | null} */
let at = null;

/** @param {string} key @param {string} look @param {() => void} act */
function turn(key, look, act) {
  const button = make("button", { type: "button", class: look, "aria-describedby": "tour-words" }, say(`tour.${key}`));
  button.addEventListener("click", act);
  return button;
}

/** Point at what the step is about. @param {string} [shown] */
function point(shown) {
  document.querySelectorAll(".toured").forEach((each) => each.classList.remove("toured"));
  const element = shown ? document.querySelector(shown) : null;
  element?.classList.add("toured");
  element?.scrollIntoView({ block: "nearest", behavior: "instant" });
}

/** Write the step that is shown. */
function write() {
  const root = must("tour");
  root.hidden = at === null;
  if (at === null) return root.replaceChildren();
  const [{ key }, step] = [STEPS[at], at];
  root.replaceChildren(
    make("div", { class: "step" },
      make("span", { class: "small" }, say("tour.of", { step: step + 1, steps: STEPS.length })),
      make("h2", {}, say(`tour.${key}_title`)),
      make("p", { id: "tour-words" }, say(`tour.${key}`))),
    make("div", { class: "turns" },
      ...(step ? [turn("back", "", () => take(step - 1))] : []),
      step < LAST ? turn("next", "onward", () => take(step + 1)) : turn("done", "onward", end),
      ...(step < LAST ? [turn("skip", "", end)] : [])));
}

/** Go to a step; the focus stays in the tour. @param {number} step */
function take(step) {
  at = step;
  go(STEPS[step].place());
  write();
  point(STEPS[step].shown);
  /** @type {HTMLElement | null} */ (must("tour").querySelector("button.onward"))?.focus({ preventScroll: true });
  announce(`${say(`tour.${STEPS[step].key}_title`)}. ${say(`tour.${STEPS[step].key}`)}`);
}

/** Begin the tour. */
export const begin = () => take(0);

function end() {
  const held = must("tour").contains(document.activeElement);
  at = null;
  point();
  write();
  if (held) must("innhold").focus({ preventScroll: true });
}

/** The words of the step, in the language chosen. */
export function retell() {
  if (at !== null) write();
}

/** Show the first step to who has not seen it, where that can be remembered, and only on the bare first screen. */
export function greet() {
  must("tour").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    end();
  });
  if (location.hash || state.view !== "start" || !sources.length) return;
  if (kept("tour") || !keep("tour", "seen")) return;
  at = 0;
  write();
}
