// What the two tables of counts share: their choices, their cells, and the claims behind a cell.

import { go, href } from "../shared/address.js";
import { anchor, how, mark, quotation } from "../shared/elements.js";
import { interpreted, kind, look, make, must, passages, predicates, say, standsUnmade, state, stated, tell, things } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("../shared/state.js").Unmade} Unmade
 * @typedef {import("./count.js").Found} Found
 * @typedef {{title: string, words: string, found: Found}} Opened
 * @typedef {[import("../shared/state.js").Standing, number][]} Tally how many things are known in each way
 */

const FEW = 6;
/** What the focus can be found again by after a redraw. */
const HELD = ["data-control", "data-choice", "data-cell", "data-thing"];

/** The view's own parameters with some changed. @param {Record<string, string | null>} change */
const changed = (change) => ({ ...Object.fromEntries(state.params), ...change });

/**
 * A row of choices, each a link.
 * @param {string} label @param {{id: string, words: string, path: string[], params: Record<string, string | null>, now: boolean}[]} choices
 */
export const choose = (label, choices) =>
  make("nav", { class: "choices pick", "aria-label": label }, make("span", { class: "small", "aria-hidden": "true" }, label),
    ...choices.map(({ id, words, path, params, now }) =>
      make("a", { class: "button", href: href({ path, params }), "data-choice": id, "aria-current": now && "true" }, words)));

/** How many are stated, and how many interpreted. @param {number} few the stated @param {number} all @returns {Tally} */
export const tally = (few, all) => [[stated, few], [interpreted, all - few]];

/** «5», «3 + 2 ◇» or «2 ◇›»: how many are known in each way, what is stated without a sign. @param {Tally} known */
export function figure(known) {
  const parts = known.filter(([, many]) => many).map(([way, many]) => (way === stated ? `${many}` : `${many} ${way.sign}`));
  return parts.join(" + ") || "–";
}

/** The same in full words. @param {Tally} known @param {string} unit the key of what is counted, as `coverage.unit_tiltak` */
export function inWords(known, unit) {
  const some = known.filter(([, many]) => many);
  if (!some.length) return say("coverage.none");
  const all = some.reduce((sum, [, many]) => sum + many, 0);
  const what = `${all} ${say(`${unit}_${all === 1 ? "one" : "many"}`)}`;
  if (some.length > 1) return `${what}: ${some.map(([way, many]) => `${many} ${tell(way.label)}`).join(", ")}`;
  const [[way]] = some;
  return way === stated ? say("coverage.words_stated", { what }) : `${what}, ${tell(way.label)}`;
}

/** What a reader looked for among what counts as something and did not find. @param {Thing} thing @param {string} predicate @param {string} role @returns {Unmade[]} */
export const sought = (thing, predicate, role) =>
  thing.unmade.filter((each) => !each.denied && each.predicate === predicate && each.roles.includes(role));

/** Why it was not found, as far as readings are shown. @param {Unmade[]} some */
export const inVain = (some) => some.filter(standsUnmade).map((each) =>
  make("p", { class: "small" }, say("coverage.sought", { reason: tell(each.reason) }), " ", how(each)));

/**
 * The link that opens what is behind a cell, or closes it again.
 * @param {string} cell the cell's name in the address @param {(Node | string)[]} inner what is seen
 * @param {string} words what it says in full
 */
export function opener(cell, inner, words) {
  const open = state.params.get("celle") === cell;
  return make("a", {
    class: "open", href: href({ params: changed({ celle: open ? null : cell }) }), "data-cell": cell, "aria-expanded": String(open),
  }, make("span", { "aria-hidden": "true" }, ...inner), make("span", { class: "aside" }, words));
}

/** The same, where what is seen says enough. @param {string} cell @param {...(Node | string)} inner */
export function plainOpener(cell, ...inner) {
  const link = opener(cell, [], "");
  link.replaceChildren(...inner);
  return link;
}

/** Close what is open, and give the focus back to its cell. */
function closeCell() {
  const cell = state.params.get("celle");
  if (cell === undefined) return;
  go({ params: changed({ celle: null }) });
  const back = document.querySelector(`main section:not([hidden]) [data-cell="${CSS.escape(cell)}"]`);
  if (back instanceof HTMLElement) back.focus();
}

/** Escape closes what a cell has opened. @param {HTMLElement} root */
export function closeOnEscape(root) {
  root.addEventListener("keydown", (event) => {
    // A panel over the table closes first.
    if (event.key !== "Escape" || event.defaultPrevented || !state.params.has("celle") || !must("panel").hidden) return;
    event.preventDefault();
    closeCell();
  });
}

/** One claim: what it says, what it rests on and why. @param {Link} link @param {boolean} wide whether the words are shown at once */
function claim(link, wide) {
  const item = make("li", { class: `link ${look(link)}`, "data-claim": `${link.from} ${link.predicate} ${link.to} ${link.standing}` },
    make("p", {}, `${tell(things[link.from].short)} → `, make("strong", {}, tell(predicates[link.predicate])), ` → ${tell(things[link.to].short)} `, mark(link)));
  if (link.reason) item.append(make("p", { lang: state.lang }, tell(link.reason)));
  const made = how(link);
  if (made) item.append(make("p", { class: "small" }, made));
  const words = link.passages.map((at) => passages[at]);
  if (words.length) {
    const more = make("details", {}, make("summary", {}, say("panel.basis")), ...words.flatMap(quotation));
    more.open = wide;
    item.append(more);
  }
  return item;
}

/** What a cell has opened: each thing counted, and the claims that it is counted by. @param {Opened} opened */
export function claims({ title, words, found }) {
  const close = make("button", { type: "button", class: "close", "aria-label": say("panel.close"), "data-choice": "close" }, "×");
  close.addEventListener("click", closeCell);
  const region = make("section", { class: "claims", tabindex: -1, "aria-labelledby": "claims-title" },
    make("div", { class: "top" }, make("h3", { id: "claims-title" }, title), close),
    make("p", { class: "small" }, found.size ? words : say("coverage.nothing")));
  const all = [...found.values()].reduce((sum, links) => sum + links.size, 0);
  for (const [at, links] of found) {
    region.append(
      make("h4", {}, anchor(things[at]), " ", make("span", { class: "small" }, kind(things[at]))),
      make("ul", {}, ...[...links].map((link) => claim(link, all <= FEW))));
  }
  return region;
}

/** A table in a region that can be scrolled by the keys. @param {string} label @param {HTMLElement} table */
export function scroll(label, table) {
  const region = make("div", { class: "scroll", role: "region", "aria-label": label, tabindex: 0 }, table);
  region.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement) uncover(region, target);
  });
  const head = table.querySelector("thead");
  // As high as the letters and the width make it; what gets the focus stops below it.
  if (head) new ResizeObserver(() => region.style.setProperty("--head", `${head.offsetHeight}px`)).observe(head);
  return region;
}

/** Scroll so that what has the focus lies beside the first column, which stays. @param {HTMLElement} region @param {HTMLElement} target */
function uncover(region, target) {
  const first = target.closest("tr")?.firstElementChild;
  if (!first || first.contains(target)) return;
  const { left, right } = target.getBoundingClientRect();
  const covered = first.getBoundingClientRect().right - left;
  const beyond = right - region.getBoundingClientRect().right;
  if (covered > 0) region.scrollLeft -= covered;
  else if (beyond > 0) region.scrollLeft += Math.min(beyond, -covered);
}

/** Put the table and what is open beside each other where there is room. @param {HTMLElement} table @param {HTMLElement | null} region */
export const board = (table, region) =>
  make("div", { class: "room" }, make("div", { class: region ? "board two" : "board" }, table, region));

/** @type {Map<HTMLElement, string>} */ const before = new Map();

/**
 * Fill a view anew and leave the reader where they were; what has just been opened gets the focus.
 * @param {HTMLElement} root @param {(Node | null)[]} parts
 */
export function refill(root, parts) {
  const had = before.get(root);
  const now = document.activeElement;
  const name = now && root.contains(now) ? HELD.find((each) => now.hasAttribute(each)) : undefined;
  const key = name && now ? `[${name}="${CSS.escape(now.getAttribute(name) ?? "")}"]` : "";
  const inRegion = key && now?.closest(".claims") ? ".claims " : "";
  const inScroll = root.contains(now) && now?.classList.contains("scroll");
  const left = root.querySelector(".scroll")?.scrollLeft ?? 0;
  const top = root.scrollTop;
  root.replaceChildren(...parts.filter((part) => part !== null));
  const scroller = root.querySelector(".scroll");
  if (scroller) scroller.scrollLeft = left;
  root.scrollTop = top;
  const cell = state.params.get("celle") ?? "";
  before.set(root, cell);
  const region = root.querySelector(".claims");
  const target = had !== undefined && cell && cell !== had && region ? region
    : key ? root.querySelector(`${inRegion}${key}`) : inScroll ? scroller : null;
  if (!(target instanceof HTMLElement)) return;
  target.focus({ preventScroll: true });
  if (target === region) target.scrollIntoView({ block: "nearest" });
}
