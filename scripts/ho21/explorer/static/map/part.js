// A graph too large for one readable map is shown a part at a time: around a thing, or a source.

import { href } from "../shared/address.js";
import { countedAs, follows, inOrder, links, make, number, passages, say, sources, state, tell, things, touching } from "../shared/state.js";
import { layout } from "./focus.js";

/** Whether the map holds more things than can be read at once. */
export const large = things.length > layout.most;
const GAP = 7;
const STEPS = 2;

/** The part that the address names: its name, and the things in it; null where it names none. */
export function part() {
  const asked = state.params.get("del") || "";
  const source = sources.findIndex(({ slug }) => asked === `kilde:${slug}`);
  if (source >= 0) return { key: asked, members: ofSource(source) };
  const middle = things.find(({ key }) => key === asked) ?? state.thing;
  return middle ? { key: middle.key, members: around(middle.id) } : null;
}

/** @param {number} source */
const ofSource = (source) =>
  new Set(things.filter((thing) => thing.statements.some((at) => passages[at].source === source))
    .slice(0, layout.most).map(({ id }) => id));

/** A thing and what is a few steps away, the nearest first, until there is no more room. @param {number} middle */
function around(middle) {
  const near = new Set([middle]);
  for (let step = 0; step < STEPS; step += 1) {
    for (const id of [...near]) {
      for (const link of touching[id]) {
        if (follows(link) || link.set === "mention") continue;
        for (const end of [link.from, link.to]) if (near.size < layout.most) near.add(end);
      }
    }
  }
  return near;
}

/** Place the things of a part one under the other in their columns, in the order of the whole. @param {Set<number>} members */
export function stack(members) {
  /** @type {Map<number, number>} */ const filled = new Map();
  const order = things.filter(({ id }) => members.has(id)).sort((a, b) => a.y - b.y || a.id - b.id);
  for (const thing of order) {
    const top = filled.get(thing.x) ?? GAP;
    thing.y = top + thing.height / 2;
    filled.set(thing.x, top + thing.height + GAP);
  }
  layout.height = Math.max(0, ...filled.values());
  return order;
}

/** The choice of a part. */
export function partsList() {
  /** @param {string} del @param {string} name @param {number} count */
  const item = (del, name, count) =>
    make("li", {}, make("a", { href: href({ params: { del }, thing: null }) }, name), ` ${number(count)}`);
  const blocks = inOrder(countedAs("block")).map((thing) => item(thing.key, tell(thing.name), around(thing.id).size));
  const told = sources.map(({ slug, name }, at) => item(`kilde:${slug}`, tell(name), ofSource(at).size));
  return [
    make("h3", {}, say("map.parts")),
    make("p", {}, say("map.parts_help", { things: number(things.length), links: number(links.length) })),
    make("ul", {}, ...blocks, ...told),
  ];
}

/** The way back to the choice. */
export const partLine = () => [
  make("p", {}, `${say("map.part_shown")} `, make("a", { href: href({ params: { del: null }, thing: null }) }, say("map.part_other"))),
];
