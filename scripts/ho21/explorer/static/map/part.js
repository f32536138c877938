// A graph too large for one readable map is shown a part at a time: around a thing, or a source.

import { href } from "../shared/address.js";
import { byKey, countedAs, data, follows, inOrder, links, make, number, passages, say, sources, state, tell, things, touching } from "../shared/state.js";

const { most } = data.layout;
/** Whether the graph holds more things than can be read at once. */
export const large = things.length > most;
const STEPS = 2;

/** The things of the part that the address names; null where it names none. @returns {Set<number> | null} */
export function members() {
  const asked = state.params.get("del") || "";
  const source = sources.findIndex(({ slug }) => asked === `kilde:${slug}`);
  if (source >= 0) return ofSource(source);
  const middle = byKey.get(asked);
  return middle ? around(middle.id) : null;
}

/** @param {number} source */
const ofSource = (source) =>
  new Set(things.filter((thing) => thing.statements.some((at) => passages[at].source === source))
    .slice(0, most).map(({ id }) => id));

/** A thing and what is a few steps away, the nearest first, until there is no more room. @param {number} middle */
function around(middle) {
  const near = new Set([middle]);
  for (let step = 0; step < STEPS; step += 1) {
    for (const id of [...near]) {
      for (const link of touching[id]) {
        if (follows(link) || link.set === "mention") continue;
        for (const end of [link.from, link.to]) if (near.size < most) near.add(end);
      }
    }
  }
  return near;
}

/** The choice of a part. */
export function partsList() {
  /** @param {string} del @param {string} name @param {number} count */
  const item = (del, name, count) =>
    make("li", {}, make("a", { href: href({ params: { del, form: state.params.get("form") ?? null }, thing: null }) }, name), ` ${number(count)}`);
  const blocks = inOrder(countedAs("block")).map((thing) => item(thing.key, tell(thing.name), around(thing.id).size));
  const told = sources.map(({ slug, name }, at) => item(`kilde:${slug}`, tell(name), ofSource(at).size));
  return [
    make("summary", {}, say("map.parts")),
    make("p", {}, say("map.parts_help", { things: number(things.length), links: number(links.length), most: number(most) })),
    make("ul", {}, ...blocks, ...told),
  ];
}
