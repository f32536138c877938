// The map's choices: which things and links are shown, and which stand together with the chosen one.

import { why } from "../paths/find.js";
import { data, group, groups, holds, look, state, things, touching } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 */

export const layout = data.layout;
/** Lines of the legend for links that are drawn only on demand. */
const ON_DEMAND = ["long", "quiet"];

/** @param {string} name */
const listed = (name) => new Set((state.params.get(name) || "").split(",").filter(Boolean));

/** Whether a line of the legend is ticked: the address names only what differs from the start. @param {string} id */
export function ticked(id) {
  if (id === "read") return state.readings;
  const away = ON_DEMAND.includes(id) || groups.some((of) => of.id === id && of.shelf);
  return away ? listed("vis").has(id) : !listed("skjul").has(id);
}

/** What the address says after a tick has been set or taken away. @param {string} id @param {boolean} on */
export function afterTick(id, on) {
  const away = ON_DEMAND.includes(id) || groups.some((of) => of.id === id && of.shelf);
  const name = away ? "vis" : "skjul";
  const now = listed(name);
  if (on === away) now.add(id);
  else now.delete(id);
  return { ...Object.fromEntries(state.params), [name]: [...now].sort().join(",") };
}

/** How far the map shows around the chosen thing: 1, 2 or the whole way to the vision. */
export const depthChosen = () => {
  const asked = state.params.get("dybde") || "";
  return ["2", "vei"].includes(asked) ? asked : "1";
};

/** @param {Link} link */
export const family = (link) => {
  if (link.set === "mention") return "quiet";
  const apart = Math.abs(group(things[link.from]).column - group(things[link.to]).column);
  return apart > layout.reach ? "long" : look(link);
};

/** The things and links that a chosen thing is shown together with. */
function around() {
  const chosen = state.thing;
  if (!chosen) return null;
  const near = new Set([chosen.id]);
  /** @type {Set<Link>} */ const held = new Set();
  if (depthChosen() === "vei") return way(chosen);
  for (let step = 0; step < Number(depthChosen()); step += 1) {
    for (const id of [...near]) {
      for (const link of touching[id]) {
        if (!holds(link) || (step && link.set === "mention")) continue;
        held.add(link);
        near.add(link.from).add(link.to);
      }
    }
  }
  return { near, held };
}

/** The ways from a thing to the vision: those of reasons, else the best of the others. @param {Thing} chosen */
function way(chosen) {
  const { ways, reasons, breaks } = why(chosen.id);
  const shown = reasons ? ways : [...breaks.map((each) => each.way), ...ways.slice(0, 1)];
  const held = new Set(shown.flatMap(({ steps }) => steps.map(({ link }) => link)));
  return { near: new Set([chosen.id, ...[...held].flatMap(({ from, to }) => [from, to])]), held };
}

/** @type {{near: Set<number>, held: Set<Link>} | null} */ export let focus = null;
/** @type {boolean[]} */ export let visible = [];

/** @type {Set<string>} */ let lit = new Set();

/** The things that the map is about; null for all. @type {Set<number> | null} */ let members = null;
/** @param {Set<number> | null} some */
export const showOnly = (some) => { members = some; };

/** Work out anew what is visible. */
export function refreshVisible() {
  const all = [...groups.map((of) => of.id), "stated", "read", ...ON_DEMAND];
  lit = new Set(all.filter(ticked));
  focus = around();
  visible = things.map((thing) => (!members || members.has(thing.id)) &&
    (lit.has(group(thing).id) || Boolean(focus && focus.near.has(thing.id))));
}

/** Whether a link is drawn. @param {Link} link */
export function drawn(link) {
  if (!holds(link) || !visible[link.from] || !visible[link.to]) return false;
  if (focus && focus.held.has(link)) return true;
  const kind = family(link);
  return lit.has(look(link)) && (kind === look(link) || lit.has(kind));
}
