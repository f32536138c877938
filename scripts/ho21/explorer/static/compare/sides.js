// Two things side by side: what both are tied to, and what one alone is. The same as in `analysis/sides.py`.

import { data, follows, passages, rests, sources, standings, stands, things, touching } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {{back: boolean, link: Link}} Tie a link as it is told from one of the two
 * @typedef {{thing: Thing, one: Tie[], other: Tie[]}} Row
 * @typedef {{left: Row[], both: Row[], right: Row[], between: Tie[]}} Sides
 */

/** What ties a source to all that it speaks of. */
export const STATED_IN = "isStatedIn";

/** @param {Link} link */
const rank = (link) => standings.findIndex(({ term }) => term === link.standing);
/** Which of two ways in which the same link is known is told: what a source says, else the surest reading. @param {Link} one @param {Link} other */
const stronger = (one, other) => Number(rests(one)) - Number(rests(other))
  || Number(other.confidence ?? 1) - Number(one.confidence ?? 1) || rank(one) - rank(other);

/** The links to a source of what it speaks of; none where a thing is no source. @param {Thing} thing @returns {Link[]} */
function spokenOf(thing) {
  const source = sources.findIndex(({ slug }) => thing.iri === `${data.base}doc/${slug}`);
  if (source < 0) return [];
  return things.flatMap(({ id, statements }) => {
    const here = statements.filter((at) => passages[at].source === source);
    return here.length ? [{ from: id, to: thing.id, predicate: STATED_IN, standing: "stated", passages: here }] : [];
  });
}

/** Which tie of a thing is told first. @param {Tie} one @param {Tie} other */
const inTurn = ({ back, link }, other) => Number(follows(link)) - Number(follows(other.link))
  || Number(Boolean(link.set)) - Number(Boolean(other.link.set)) || rank(link) - rank(other.link)
  || Number(back) - Number(other.back) || (link.predicate < other.link.predicate ? -1 : 1);

/** How a thing is tied to each of its neighbours, each link once. @param {Thing} thing @param {boolean} said whether what sources say is all that counts */
function ties(thing, said) {
  /** @type {Map<number, Map<string, Tie>>} */ const all = new Map();
  for (const link of [...touching[thing.id], ...spokenOf(thing)]) {
    if (link.from === link.to || !stands(link) || (said && rests(link))) continue;
    const back = link.to === thing.id;
    const other = back ? link.from : link.to;
    const mine = all.get(other) ?? new Map();
    const key = `${back} ${link.predicate}`;
    const known = mine.get(key);
    if (!known || stronger(link, known.link) < 0) mine.set(key, { back, link });
    all.set(other, mine);
  }
  return new Map([...all].map(([id, mine]) => [id, [...mine.values()].sort(inTurn)]));
}

/** Two things side by side. @param {Thing} one @param {Thing} other @param {boolean} [said] whether what sources say is all that counts @returns {Sides} */
export function compared(one, other, said = false) {
  const [mine, theirs] = [ties(one, said), ties(other, said)];
  const ids = things.map(({ id }) => id).filter((id) => id !== one.id && id !== other.id && (mine.has(id) || theirs.has(id)));
  const rows = ids.map((id) => ({ thing: things[id], one: mine.get(id) ?? [], other: theirs.get(id) ?? [] }));
  return {
    left: rows.filter((row) => !row.other.length),
    both: rows.filter((row) => row.one.length && row.other.length),
    right: rows.filter((row) => !row.one.length),
    between: mine.get(other.id) ?? [],
  };
}

/** What is near a thing, whatever the link. @param {Thing} thing */
const near = ({ id }) => new Set(touching[id].filter(stands).flatMap(({ from, to }) => [from, to]));

/** The things that stand with one in the legend: those of its own kind first, then those that share the most. @param {Thing} thing @returns {{thing: Thing, shared: number}[]} */
export function alike(thing) {
  const mine = near(thing);
  /** @param {Thing} other */
  const apart = (other) => Number(other.kind !== thing.kind);
  return things.filter(({ id, group }) => id !== thing.id && group === thing.group).map((each) => ({
    thing: each, shared: [...near(each)].filter((id) => mine.has(id) && id !== each.id && id !== thing.id).length,
  })).sort((first, second) => apart(first.thing) - apart(second.thing) || second.shared - first.shared || first.thing.id - second.thing.id);
}
