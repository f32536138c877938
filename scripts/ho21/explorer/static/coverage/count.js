// What covers what, who has which role, and where it is empty: the hits of each table come with the
// data, and are counted here while all the links that they rest on hold.

import { countedAs, data, links } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {[row: number, column: number | string, thing: number, links: number[]]} Hit
 * @typedef {(link: Link) => boolean} Holds
 * @typedef {Map<number, Set<Link>>} Found  the things counted, each with the links it is counted by
 * @typedef {Map<string, Found>} Counted    by `row:column`, `row:`, `:column` and `:` for all
 */

/** @type {Record<string, Hit[]>} */ export const hits = data.coverage;
/** Every role, in order, and those in which an actor does something. @type {{all: string[], acting: string[]}} */
export const roles = data.roles;
const GAPS = [["pictureUnserved", "pictureServed", "goal"], ["measureAimless", "measureAims", "proposal"], ["areaUnserved", "areaServed", "area"]];
const PILES = [["picturePile", "pictureServed", "goal"], ["areaPile", "areaServed", "area"]];
const TOP = 5;
/** Whether a source states a link. @type {Holds} */
export const stated = (link) => link.standing === "stated";

/** Count a table: each cell, row and column, and all of it, each thing once. @param {string} table @param {Holds} holds @returns {Counted} */
export function count(table, holds) {
  /** @type {Counted} */ const counted = new Map();
  for (const [row, column, thing, ids] of hits[table]) {
    const some = ids.map((at) => links[at]);
    if (!some.every(holds)) continue;
    for (const key of new Set([`${row}:${column}`, `${row}:`, `:${column}`, ":"])) {
      const found = counted.get(key) ?? new Map();
      counted.set(key, found);
      found.set(thing, new Set([...(found.get(thing) ?? []), ...some]));
    }
  }
  return counted;
}

/** How many a cell counts. @param {Counted} counted @param {string} key */
export const size = (counted, key) => counted.get(key)?.size ?? 0;

/** The fullest of some cells, all of them where several are alike, none where every one is. @param {Counted} counted @param {string[]} keys */
export function fullest(counted, keys) {
  const most = Math.max(0, ...keys.map((key) => size(counted, key)));
  const found = keys.filter((key) => size(counted, key) === most);
  return new Set(found.length < keys.length ? found : []);
}

/** What nothing leads to or from. @param {Holds} holds @returns {{name: string, all: number, things: Thing[]}[]} */
export const gaps = (holds) => GAPS.filter(([, , role]) => countedAs(role).length).map(([name, table, role]) => {
  const counted = count(table, holds);
  return { name, all: countedAs(role).length, things: countedAs(role).filter((thing) => !size(counted, `${thing.id}:`)) };
});

/** Where much leads to one place: the five fullest, with all that share the last place. @param {Holds} holds @returns {{name: string, counted: Counted, things: Thing[]}[]} */
export const piles = (holds) => PILES.filter(([, , role]) => countedAs(role).length).map(([name, table, role]) => {
  const counted = count(table, holds);
  /** @param {Thing} thing */ const many = (thing) => size(counted, `${thing.id}:`);
  const ordered = countedAs(role).sort((one, other) => many(other) - many(one));
  const last = ordered.slice(0, TOP).at(-1);
  const least = Math.max(last ? many(last) : 1, 1);
  return { name, counted, things: ordered.filter((thing) => many(thing) >= least) };
});
