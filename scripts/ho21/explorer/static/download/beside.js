// What stands beside a thing: its theme, who proposed it, whom it is addressed to, who is responsible; by property
// and role, from data, so that any project has the columns that its things can fill.

import { countsAs, data, inOrder, links, rests, stands, standingOf, standings, number, tell, things, touching } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {{id: string, property: string, role: string | null, kinds: Set<string>, silent: Set<number>}} Beside
 * @typedef {{thing: Thing, link: Link}} End
 */

const HO = "https://w3id.org/ho21/def#";

/** Whether a link leads to what a column shows. @param {{property: string, role: string | null}} column @param {Link} link */
const leads = ({ property, role }, link) => link.predicate === property && (!role || countsAs(things[link.to], role));

/** The things of which no source says what a property would tell, though the rules ask for it. @param {string} property @returns {Set<number>} */
function silent(property) {
  const wanted = (data.gaps ?? []).map((/** @type {{path: string}} */ { path }) => path === `${HO}${property}`);
  const unsaid = Object.entries(/** @type {Record<number, number[]>} */ (data.unsaid ?? {}));
  return new Set(unsaid.filter(([, gaps]) => gaps.some((at) => wanted[at])).map(([id]) => Number(id)));
}

/** The columns, with the kinds of thing that have something in it somewhere in the project, and the things that are to have it and have not. @type {Beside[]} */
export const BESIDE = (data.beside ?? []).map((/** @type {{heading: string, property: string, role: string | null}} */ { heading, property, role = null }) => ({
  id: heading, property, role, silent: silent(property),
  kinds: new Set(links.filter((link) => leads({ property, role }, link)).map((link) => things[link.from].kind)),
}));

/** The heading of a column. @param {Beside} column */
export const heading = ({ id }) => tell(data.headings[id]);

/** Whether a thing is of a kind that can have something in a column, or is to have it. @param {Beside} column @param {Thing} thing */
export const able = ({ kinds, silent: without }, { id, kind }) => kinds.has(kind) || without.has(id);

/** What stands beside a thing, where it may be shown: each once, by its strongest link. @param {Beside} column @param {Thing} thing @returns {End[]} */
export function ends(column, thing) {
  /** @type {Map<number, Link>} */ const found = new Map();
  const order = (/** @type {Link} */ link) => standings.findIndex(({ term }) => term === link.standing);
  for (const link of touching[thing.id]) {
    if (link.from !== thing.id || !leads(column, link) || !stands(link)) continue;
    const known = found.get(link.to);
    if (!known || order(link) < order(known)) found.set(link.to, link);
  }
  return inOrder([...found.keys()].map((at) => things[at])).map((each) => ({ thing: each, link: /** @type {Link} */ (found.get(each.id)) }));
}

/** How an end is told in one line: what is stated by its name alone, else with its sign and how sure it is. @param {End} end */
export function inWords({ thing, link }) {
  const sign = link.standing === "stated" ? "" : `${standingOf(link.standing)?.sign} `;
  return `${sign}${tell(thing.name)}${link.confidence ? ` (${number(link.confidence)})` : ""}`;
}

/** The ends that no source says, or those that one does. @param {End[]} some @param {boolean} read */
export const known = (some, read) => some.filter(({ link }) => rests(link) === read);
