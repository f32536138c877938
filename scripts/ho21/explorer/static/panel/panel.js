// What is said about the chosen thing, and where.

import { go, href, permalink } from "../shared/address.js";
import { anchor, how, quotation, swatch } from "../shared/elements.js";
import { pageOf } from "../shared/site-links.js";
import { byKey, date, kind, linkCount, look, make, must, number, passages, predicates, retired, say, standing, standings, stands, standsUnmade, state, tell, things, titled, touching } from "../shared/state.js";
import { cite, turtleSection } from "./copy.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 */

const MANY = 6;
const DATES = ["when", "created", "issued", "modified"];
/** Pieces that a view adds below the words: the map its choice of depth. @type {Map<string, (thing: Thing) => Node>} */
export const extras = new Map();

/** One link in the panel. @param {Link} link @param {Thing} thing */
function linkItem(link, thing) {
  const other = things[link.from === thing.id ? link.to : link.from];
  const item = make("li", { class: `link ${look(link)}` }, anchor(other));
  item.append(make("span", { class: "chip" }, kind(other)));
  if (link.reason) item.append(make("p", { lang: state.lang }, tell(link.reason)));
  const made = how(link);
  if (made) item.append(make("p", { class: "small" }, made));
  item.append(...grounds(link.passages));
  return item;
}

/** The words that something rests on, folded away. @param {number[]} some */
const grounds = (some) => (some.length
  ? [make("details", {}, make("summary", {}, say("panel.basis")), ...some.flatMap((at) => quotation(passages[at])))] : []);

/** The links of one standing, put together by predicate and direction. @param {Thing} thing @param {import("../shared/state.js").Standing} known */
function linkSection(thing, known) {
  const all = touching[thing.id].filter((link) => link.standing === known.term);
  const mine = all.filter(stands);
  const away = linkCount(all) - linkCount(mine);
  if (!all.length) return [];
  /** @type {Map<string, Link[]>} */ const sorted = new Map();
  for (const link of mine) {
    const key = `${link.from === thing.id ? "a" : "b"}${link.set ? "z" : ""}${link.predicate}`;
    sorted.set(key, [...(sorted.get(key) || []), link]);
  }
  const inside = [];
  for (const key of [...sorted.keys()].sort()) {
    const together = sorted.get(key) || [];
    const named = tell(predicates[together[0].predicate]);
    const list = make("ul", {}, ...together.map((link) => linkItem(link, thing)));
    const title = key.startsWith("a")
      ? [`${named} →`]
      : [make("span", { "aria-hidden": "true" }, "← "), make("span", { class: "aside" }, `${say("panel.points_here")} `), named];
    if (together.length > MANY) {
      inside.push(make("details", { class: "many" }, make("summary", {}, ...title, ` (${linkCount(together)})`), list));
    } else inside.push(make("h4", {}, ...title), list);
  }
  const title = `${titled(standing(known.term))} (${linkCount(mine)})`;
  if (known.follows) return [make("details", { class: "many" }, make("summary", {}, title), ...inside)];
  const hidden = away ? [make("p", { class: "small" }, say("panel.away", { count: away }))] : [];
  return [make("h3", {}, title), ...hidden, ...inside];
}

/** The links that were weighed and not made. @param {Thing} thing */
function unmadeSection(thing) {
  const weighed = thing.unmade.filter(standsUnmade);
  if (!weighed.length) return [];
  const items = weighed.map((each) => make("li", { class: "link read" },
    make("p", {}, `${say(each.denied ? "panel.denied" : "panel.none_found")} ${tell(each.label)} → `, make("strong", {}, tell(each.other))),
    make("p", { lang: state.lang }, tell(each.reason)),
    make("p", { class: "small" }, how(each)), ...grounds(each.passages)));
  return [make("h3", {}, `◇ ${say("panel.unmade")} (${items.length})`), make("ul", {}, ...items)];
}

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
  const key = thing ? thing.key : state.missing ? "?" : "";
  if (panel.dataset.key !== key) panel.scrollTop = 0;
  panel.dataset.key = key;
  panel.hidden = !key;
  panel.replaceChildren();
  if (panel.hidden) return;
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
    ...[facts(thing)].filter((each) => each !== null),
    ...(words.length ? words.flatMap(quotation) : [make("p", { class: "small" }, say("panel.no_words"))]),
    ...(extra ? [extra(thing)] : []),
    ...standings.flatMap((known) => linkSection(thing, known)),
    ...unmadeSection(thing),
    cite(thing),
    turtleSection(thing),
    ...(state.view === "kart" ? [] : [make("p", {}, make("a", { href: href({ view: "kart", thing }) }, say("panel.on_map")))]),
    ...ownPage(thing),
    make("p", { class: "small" }, make("a", { href: permalink(thing) }, say("panel.permalink")), ` · ${thing.iri}`),
    make("p", { class: "small" }, say("common.made_of_us")),
  );
}

/** Where in a view the panel was opened from: the thing, and which of the links to it. @type {{key: string, at: number} | null} */
let opener = null;

/** @param {string} key @returns {HTMLElement[]} */
const linksTo = (key) => [...document.querySelectorAll(`main .view:not([hidden]) [data-thing="${CSS.escape(key)}"]`)]
  .filter((each) => each instanceof HTMLElement);

/** Remember what in the view the panel is being opened from. @param {Element | null} element */
export function openedFrom(element) {
  const key = element?.closest(".view") ? element.getAttribute("data-thing") : null;
  if (key) opener = { key, at: linksTo(key).indexOf(/** @type {HTMLElement} */ (element)) };
}

/** Close the panel and put the focus back where it was opened from. */
export function shut() {
  const last = state.thing;
  const from = opener;
  opener = null;
  go({ thing: null, ...(state.missing ? { view: state.view } : {}) });
  const back = (from && (linksTo(from.key)[from.at] ?? linksTo(from.key)[0])) || (last && linksTo(last.key)[0]) || must("innhold");
  back.focus({ preventScroll: true });
}
