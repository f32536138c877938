// Who is named as responsible for a recommendation, by whom, and who is not: counted on links alone.

import { hits, roles } from "../coverage/count.js";
import { countedAs, countsAs, following, links, standingOf, standings } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("../coverage/count.js").Counted} Counted
 * @typedef {import("../coverage/count.js").Found} Found
 * @typedef {{thing: Thing, proposed: Link[], addressed: Link[], implied: Link[], named: Link[], read: Link[], unsure: number}} Call
 */

/** The links that give each recommendation a role, by thing and role; made when first asked for. @type {Map<string, Link[]>} */
const given = new Map();

/** The links that give a thing a role, in any of its kinds, however unsure. @param {Thing} thing @param {string} role */
function giving(thing, role) {
  if (!given.size) {
    for (const [, column, at, [id]] of hits.actorRoles) {
      const key = `${at} ${column}`;
      const some = given.get(key);
      if (some) some.push(links[id]);
      else given.set(key, [links[id]]);
    }
  }
  return given.get(`${thing.id} ${role}`) ?? [];
}

/**
 * What is said and read of who is to do each recommendation; silence stays an empty list.
 * @param {(link: Link) => boolean} holds
 * @returns {Call[]}
 */
export const calls = (holds) => countedAs("proposal").map((thing) => {
  const duties = giving(thing, "responsible");
  const every = duties.filter((link) => link.standing === "interpreted");
  const read = every.filter(holds);
  return {
    thing,
    proposed: giving(thing, "proposedBy").filter(holds),
    addressed: giving(thing, "addressedTo").filter(holds),
    implied: giving(thing, "impliedPerformer").filter(holds),
    named: duties.filter((link) => link.standing === "stated" && holds(link)),
    read,
    unsure: every.length - read.length,
  };
});

/**
 * How many things of a role are known in each way, each by its surest link: who performs something is
 * responsible for it too, which nobody says and the vocabulary follows.
 * @param {Found} found @param {string} role @returns {import("../coverage/parts.js").Tally}
 */
export function known(found, role) {
  const ways = [...found.values()].map((some) => standings.find((way) => [...some].some((link) => inRole(link, role) === way)));
  return standings.map((way) => [way, ways.filter((each) => each === way).length]);
}

/** How it is known that a link gives a role. @param {Link} link @param {string} role */
export const inRole = (link, role) => (link.predicate === role ? standingOf(link.standing) : following(link));

/** The actors that have any role. @param {Counted} counted @param {Thing[]} things */
export const withRole = (counted, things) => things.filter((thing) => counted.has(`${thing.id}:`) && countsAs(thing, "actor"));

/** The actors that benefit from something and never act. @param {Counted} counted @param {Thing[]} things */
export const onlyServed = (counted, things) =>
  withRole(counted, things).filter((thing) =>
    counted.has(`${thing.id}:beneficiary`) && !roles.acting.some((role) => counted.has(`${thing.id}:${role}`)));
