// The links of a thing in its panel: by how they are known, and by what they are called from here.

import { anchor, how } from "../shared/elements.js";
import { data, kind, linkCount, look, make, passages, predicates, say, standing, stands, standsUnmade, state, tell, things, titled, touching } from "../shared/state.js";
import { cited } from "./cite.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 */

const MANY = 6;

/** One link in the panel. @param {Link} link @param {Thing} thing */
function linkItem(link, thing) {
  const other = things[link.from === thing.id ? link.to : link.from];
  const item = make("li", { class: `link ${look(link)}` }, anchor(other));
  item.append(make("span", { class: "chip" }, kind(other)));
  if (link.reason) item.append(make("p", { lang: state.lang }, tell(link.reason)));
  const made = how(link);
  if (made) item.append(make("p", { class: "small" }, made));
  item.append(...grounds(link.passages, thing));
  return item;
}

/** The words that something rests on, folded away. @param {number[]} some @param {Thing} thing */
const grounds = (some, thing) => (some.length
  ? [make("details", {}, make("summary", {}, say("panel.basis")), ...some.flatMap((at) => cited(passages[at], thing)))] : []);

/** What a link is called as its thing sees it, from here or to here. @param {string} predicate @param {boolean} out */
function relation(predicate, out) {
  const forth = tell(predicates[predicate]);
  const back = data.backwards[predicate];
  return titled(out ? forth : back ? tell(back) : `${say("panel.points_here")} ${forth}`);
}

/** The links of one standing, put together by predicate and direction. @param {Thing} thing @param {import("../shared/state.js").Standing} known */
export function linkSection(thing, known) {
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
    const list = make("ul", {}, ...together.map((link) => linkItem(link, thing)));
    const title = relation(together[0].predicate, key.startsWith("a"));
    if (together.length > MANY) {
      inside.push(make("details", { class: "many" }, make("summary", {}, `${title} (${linkCount(together)})`), list));
    } else inside.push(make("h4", {}, title), list);
  }
  const title = `${titled(standing(known.term))} (${linkCount(mine)})`;
  if (known.follows) return [make("details", { class: "many" }, make("summary", {}, title), ...inside)];
  const hidden = away ? [make("p", { class: "small" }, say("panel.away", { count: away }))] : [];
  return [make("h3", {}, title), ...hidden, ...inside];
}

/** The links that were weighed and not made. @param {Thing} thing */
export function unmadeSection(thing) {
  const weighed = thing.unmade.filter(standsUnmade);
  if (!weighed.length) return [];
  const items = weighed.map((each) => make("li", { class: "link read" },
    make("p", {}, `${say(each.denied ? "panel.denied" : "panel.none_found")} ${tell(each.label)} → `, make("strong", {}, tell(each.other))),
    make("p", { lang: state.lang }, tell(each.reason)),
    make("p", { class: "small" }, how(each)), ...grounds(each.passages, thing)));
  return [make("h3", {}, `◇ ${say("panel.unmade")} (${items.length})`), make("ul", {}, ...items)];
}
