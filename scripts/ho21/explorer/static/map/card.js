// The card beside what the pointer is over: name, kind, words and place; of a line, what it says.

import { inMarks, lines, mark, swatch } from "../shared/elements.js";
import { kind, make, must, passages, predicates, sources, state, tell, things } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("./growing.js").Pair} Pair
 */

const WAIT = 160;
const LONGEST = 180;
/** @type {ReturnType<typeof setTimeout> | undefined} */ let waiting;

/** The card's own element; the pointer may rest on it. */
export function card() {
  const made = make("div", { id: "card", hidden: true });
  made.addEventListener("pointerenter", () => clearTimeout(waiting));
  made.addEventListener("pointerleave", away);
  return made;
}

/** The first words that something rests on, and where they stand. @param {number[]} some */
function said(some) {
  const passage = passages[some[0]];
  if (!passage) return [];
  const short = passage.quote.length > LONGEST ? `${passage.quote.slice(0, LONGEST).replace(/\s+\S*$/, "")} …` : passage.quote;
  const source = sources[passage.source];
  return [make("blockquote", { lang: passage.lang ?? "nb" }, inMarks(short, passage.lang)),
    make("p", { class: "place" }, `${source ? tell(source.name) : passage.file} · ${lines(passage)}`)];
}

/** @param {Thing} thing */
export const ofThing = (thing) => [
  make("p", { class: "kind" }, swatch(thing), kind(thing)),
  make("p", { class: "called" }, tell(thing.name)),
  ...said(thing.statements),
];

/** @param {Pair} pair */
export const ofLine = (pair) => pair.links.flatMap((link) => [
  make("p", { class: "called" }, `${tell(things[link.from].name)} `, make("em", {}, `${tell(predicates[link.predicate])} `), tell(things[link.to].name)),
  make("p", { class: "how-known" }, mark(link)),
  ...(link.reason ? [make("p", { lang: state.lang }, tell(link.reason))] : said(link.passages)),
]);

/** Show the card beside a place of the window, as soon as the pointer rests. @param {() => Node[]} content @param {DOMRect} beside */
export function tellOf(content, beside) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const [made, stage] = [must("card"), must("stage").getBoundingClientRect()];
    made.replaceChildren(...content());
    made.hidden = false;
    const { width, height } = made.getBoundingClientRect();
    const right = beside.right - stage.left + 10;
    const x = right + width < stage.width ? right : beside.left - stage.left - width - 10;
    const y = beside.top - stage.top + beside.height / 2 - height / 2;
    made.style.left = `${Math.max(6, Math.min(x, stage.width - width - 6))}px`;
    made.style.top = `${Math.max(6, Math.min(y, stage.height - height - 6))}px`;
  }, WAIT);
}

/** Take the card away, unless the pointer goes onto it. */
export function away() {
  clearTimeout(waiting);
  waiting = setTimeout(shut, WAIT);
}

/** Take the card away at once; says whether it was there. */
export function shut() {
  clearTimeout(waiting);
  const there = !must("card").hidden;
  must("card").hidden = true;
  return there;
}
