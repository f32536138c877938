// Who is named as responsible for a recommendation, by whom, and who is not: counted on links alone.

import { NARROWER } from "./dekning-count.js";

/**
 * @typedef {import("./page.js").Thing} Thing
 * @typedef {import("./page.js").Link} Link
 * @typedef {import("./dekning-count.js").Counted} Counted
 * @typedef {import("./dekning-count.js").Net} Net
 * @typedef {{thing: Thing, proposed: Link[], addressed: Link[], implied: Link[], named: Link[], read: Link[], unsure: number}} Call
 */

/** Being responsible, in any of its kinds. */
export const DUTIES = ["responsible", ...NARROWER.responsible];
/** What makes an actor one who does something. */
const ACTING = ["proposedBy", "responsible", "impliedPerformer", "carriedOutBy", "madeBy", "saidBy", "appoints", "leads", "replaces"];

/**
 * What is said and read of who is to do each recommendation; silence stays an empty list.
 * @param {Net} all the links that hold @param {Net} every the same, however unsure
 * @returns {Call[]}
 */
export const calls = (all, every) =>
  all.things.filter((thing) => thing.kinds.includes("Recommendation")).map((thing) => {
    /** @param {...string} predicates */
    const out = (...predicates) => all.out[thing.id].filter((link) => predicates.includes(link.predicate));
    const duties = out(...DUTIES);
    const read = duties.filter((link) => link.basis === "read");
    const weak = every.out[thing.id].filter((link) => DUTIES.includes(link.predicate) && link.basis === "read");
    return {
      thing,
      proposed: out("proposedBy"),
      addressed: out("addressedTo"),
      implied: out("impliedPerformer"),
      named: duties.filter((link) => link.basis === "stated"),
      read,
      unsure: weak.length - read.length,
    };
  });

/** The actors that have any role. @param {Counted} roles @param {Thing[]} things */
export const withRole = (roles, things) => things.filter((thing) => roles.has(`${thing.id}:`) && thing.kinds.includes("Actor"));

/** The actors that benefit from something and never act. @param {Counted} roles @param {Thing[]} things */
export const onlyServed = (roles, things) =>
  withRole(roles, things).filter((thing) =>
    roles.has(`${thing.id}:beneficiary`) && !ACTING.some((role) => roles.has(`${thing.id}:${role}`)));
