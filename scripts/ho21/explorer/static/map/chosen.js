// What the panel says of the map: the line that was pressed, and how to grow from the chosen thing.

import { go } from "../shared/address.js";
import { anchor, how, mark, quotation } from "../shared/elements.js";
import { byKey, holds, look, make, passages, predicates, say, state, tell, touching } from "../shared/state.js";
import { changed, grow } from "./growing.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("./growing.js").Scene} Scene
 */

/** The address of a line: its thing, and in `lenke` what ties it to which other. @param {Link} link @param {Thing[]} things */
export const addressOf = (link, things) =>
  ({ thing: things[link.from], params: changed({ lenke: `${link.predicate}:${things[link.to].key}` }) });

/** The links of the line that the address names, from the chosen thing. @param {Thing} thing */
function named(thing) {
  const asked = state.params.get("lenke") || "";
  const colon = asked.indexOf(":");
  const other = colon < 0 ? undefined : byKey.get(asked.slice(colon + 1));
  if (!other) return [];
  const between = touching[thing.id].filter((link) => holds(link) && (link.from === other.id || link.to === other.id));
  const predicate = asked.slice(0, colon);
  return between.sort((one, two) => Number(two.predicate === predicate) - Number(one.predicate === predicate));
}

/** A link whole: its words, how it is known, and what it rests on. @param {Link} link @param {Thing[]} things */
const whole = (link, things) => make("li", { class: `link ${look(link)}` },
  make("p", {}, anchor(things[link.from]), make("em", {}, `${tell(predicates[link.predicate])} `), anchor(things[link.to])),
  make("p", {}, mark(link)),
  ...(link.reason ? [make("p", { lang: state.lang }, tell(link.reason))] : []),
  ...(how(link) ? [make("p", { class: "small" }, how(link))] : []),
  ...link.passages.flatMap((at) => quotation(passages[at])));

/** What stands in the panel below the words of a thing. @param {Thing} thing @param {Thing[]} things @param {Scene | null} now @param {(thing: Thing) => void} loosen */
export function choices(thing, things, now, loosen) {
  const links = named(thing);
  const more = now?.more.get(thing.id) ?? 0;
  /** @param {string} words @param {() => void} does @param {string} id */
  const button = (words, does, id) => {
    const made = make("button", { type: "button", class: "small-button", id }, words);
    made.addEventListener("click", does);
    return made;
  };
  const pinned = (state.params.get("fest") || "").split(",").some((each) => each.startsWith(`${thing.key}@`));
  return make("div", { class: "on-map" },
    ...(links.length ? [make("h3", {}, say("map.line")), make("ul", { id: "line" }, ...links.map((link) => whole(link, things)))] : []),
    make("p", { class: "choices" },
      ...(more ? [button(say("map.grow", { count: more }), () => go({ params: grow(thing) }), "grow"),
        button(say("map.grow_all"), () => go({ params: grow(thing, true) }), "grow-all")] : [make("span", { class: "small" }, say("map.no_more"))]),
      ...(pinned ? [button(say("map.loosen"), () => loosen(thing), "loosen")] : [])));
}
