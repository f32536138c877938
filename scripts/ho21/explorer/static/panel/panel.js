// What is said about the chosen thing, and where.

import { go, href, permalink } from "../shared/address.js";
import { anchor, swatch } from "../shared/elements.js";
import { pageOf } from "../shared/site-links.js";
import { byKey, date, kind, make, must, number, passages, retired, say, standings, state, tell } from "../shared/state.js";
import { cited, citedByName } from "./cite.js";
import { linkSection, unmadeSection } from "./links.js";
import { turtleSection } from "./turtle.js";
import { unsaidSection } from "./unsaid.js";

/** @typedef {import("../shared/state.js").Thing} Thing */

const DATES = ["when", "created", "issued", "modified"];
/** Pieces that a view adds below the words: the map its choice of depth. @type {Map<string, (thing: Thing) => Node>} */
export const extras = new Map();

/** Pieces that stand below the words in every view. @type {((thing: Thing) => Node[])[]} */
export const additions = [];
/**
 * What the panel may hold where no thing is chosen, if it is asked for.
 * @type {(() => {key: string, title: string, kind: (Node | string)[], inside: Node[], close: () => void} | null)[]}
 */
export const others = [];

/** What the panel holds instead of a thing. */
const other = () => (state.thing || state.missing ? null : others.map((each) => each()).find((each) => each !== null) ?? null);

/** What is said in one word or number. @param {Thing} thing */
function facts(thing) {
  if (!thing.facts.length) return null;
  const list = make("dl");
  const unit = thing.facts.find((fact) => fact.property === "unit");
  const counted = thing.facts.some((fact) => fact.property === "value");
  for (const { property, label, value } of thing.facts) {
    if (property === "unit" && counted) continue;
    let text = tell(value);
    if (DATES.includes(property)) text = date(text);
    if (property === "value") text = number(text);
    if (property === "value" && unit) text = `${text} ${tell(unit.value)}`;
    list.append(make("dt", {}, tell(label)), make("dd", {}, text));
  }
  return list;
}

/** What the thing is called in the other language, where that is another name. @param {Thing} thing */
function otherName(thing) {
  const other = state.lang === "nb" ? "en" : "nb";
  return thing.name.nb === thing.name.en ? []
    : [make("p", { class: "other", lang: other }, thing.name[other])];
}

/** What is said where the address is one that is gone: since when, and what replaced it. @param {Thing | null} thing */
function gone(thing) {
  if (!state.retired) return "";
  const [now, edition] = retired[state.retired];
  return say(thing ? "panel.replaced" : now.length ? "panel.split" : "panel.retired", { key: state.retired, edition });
}

/** The things that one that is gone was split into, as links. */
function* parts() {
  const now = state.retired ? retired[state.retired][0].flatMap((key) => byKey.get(key) ?? []) : [];
  if (now.length) yield make("ul", {}, ...now.map((each) => make("li", {}, swatch(each), anchor(each))));
}

/** @param {...(Node | string)} left */
function head(...left) {
  const close = make("button", { type: "button", class: "close", "aria-label": say("panel.close") }, "×");
  close.addEventListener("click", shut);
  return make("div", { class: "top" }, ...left, close);
}

/** The thing's own page and its data, where pages lie beside this one. @param {Thing} thing */
function ownPage(thing) {
  const [page, turtle] = [pageOf(thing.iri), pageOf(thing.iri, "ttl")];
  if (!page || !turtle) return [];
  return [make("p", { class: "pages" }, make("a", { href: page }, say("panel.own_page")), " · ", make("a", { href: turtle }, say("panel.own_turtle")))];
}

/** Fill the panel from the state; nothing chosen shuts it. */
export function fillPanel() {
  const panel = must("panel");
  const thing = state.thing;
  const held = other();
  const key = thing ? thing.key : state.missing ? "?" : held?.key ?? "";
  if (panel.dataset.key !== key) panel.scrollTop = 0;
  panel.dataset.key = key;
  panel.hidden = !key;
  panel.replaceChildren();
  if (panel.hidden) return;
  if (held) {
    panel.append(head(make("p", { class: "kind" }, ...held.kind)), make("h2", { id: "panel-title", tabindex: -1 }, held.title), ...held.inside);
    return;
  }
  if (!thing) {
    panel.append(head(make("h2", { id: "panel-title", tabindex: -1 }, say("common.missing"))),
      make("p", {}, state.missing),
      make("p", { class: "small" }, gone(null) || say("common.missing_help")),
      ...parts(),
      make("p", {}, make("a", { href: href({ view: "start", path: [], params: {}, thing: null }) }, say("panel.to_start"))));
    return;
  }
  const words = thing.statements.map((at) => passages[at]);
  const extra = extras.get(state.view);
  panel.append(
    head(make("p", { class: "kind" }, swatch(thing), kind(thing))),
    make("h2", { id: "panel-title", tabindex: -1 }, tell(thing.name)),
    ...(gone(thing) ? [make("p", { class: "small" }, gone(thing))] : []),
    ...otherName(thing),
    ...unsaidSection(thing),
    ...[facts(thing)].filter((each) => each !== null),
    ...(words.length ? words.flatMap((each) => cited(each, thing)) : [make("p", { class: "small" }, say("panel.no_words")), citedByName(thing)]),
    ...(extra ? [extra(thing)] : []),
    ...additions.flatMap((each) => each(thing)),
    ...standings.flatMap((known) => linkSection(thing, known)),
    ...unmadeSection(thing),
    turtleSection(thing),
    ...(state.view === "kart" ? [] : [make("p", {}, make("a", { href: href({ view: "kart", thing }) }, say("panel.on_map")))]),
    ...ownPage(thing),
    make("p", { class: "small" }, make("a", { href: permalink(thing) }, say("panel.permalink")), ` · ${thing.iri}`),
    make("p", { class: "small" }, say("common.made_of_us")),
  );
}

/** Where in a view the panel was opened from: the thing, and which of the links to it. @type {{key: string, at: number} | null} */
let opener = null;

/** @param {string} key @returns {(HTMLElement | SVGElement)[]} */
const linksTo = (key) => [...document.querySelectorAll(`main .view:not([hidden]) [data-thing="${CSS.escape(key)}"]`)]
  .filter((each) => each instanceof HTMLElement || each instanceof SVGElement);

/** Remember what in the view the panel is being opened from. @param {Element | null} element */
export function openedFrom(element) {
  const key = element?.closest(".view") ? element.getAttribute("data-thing") : null;
  if (key) opener = { key, at: linksTo(key).indexOf(/** @type {HTMLElement | SVGElement} */ (element)) };
}

/** Close the panel and put the focus back where it was opened from. */
export function shut() {
  const last = state.thing;
  const from = opener;
  opener = null;
  const held = other();
  if (held) held.close();
  else go({ thing: null, ...(state.missing ? { view: state.view } : {}) });
  const back = (from && (linksTo(from.key)[from.at] ?? linksTo(from.key)[0])) || (last && linksTo(last.key)[0]) || must("innhold");
  back.focus({ preventScroll: true });
}
