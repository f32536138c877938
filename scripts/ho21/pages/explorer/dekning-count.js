// What covers what, who has which role, and where it is empty: counted on links alone, no page.
// The definitions are those of `count.py`; each number keeps the links that it rests on.

/**
 * @typedef {import("./page.js").Thing} Thing
 * @typedef {import("./page.js").Link} Link
 * @typedef {{things: Thing[], links: Link[], out: Link[][], into: Link[][]}} Net
 * @typedef {Map<number, Set<Link>>} Found  the things counted, each with the links it is counted by
 * @typedef {Map<string, Found>} Counted    by `row:column`, `row:`, `:column` and `:` for all
 * @typedef {[row: number | string, column: number | string, thing: number, links: Link[]]} Hit
 */

/** What a wider property takes in, as the vocabulary says. @type {Record<string, string[]>} */
export const NARROWER = { responsible: ["accountable", "performer"], carriedOutBy: ["hostedBy"] };
/** Roles whose link points at the actor, and those whose link goes out from it. */
export const ROLES = [
  "proposedBy", "addressedTo", "responsible", "accountable", "performer", "impliedPerformer",
  "participant", "beneficiary", "carriedOutBy", "madeBy", "saidBy",
];
export const ACTS = ["appoints", "leads", "replaces"];
const TOP = 5;

/**
 * The links that hold, by their ends; what only follows by rule is counted from its premise.
 * @param {Thing[]} things @param {Link[]} links @param {(link: Link) => boolean} holds
 * @returns {Net}
 */
export function net(things, links, holds) {
  const held = links.filter((link) => link.basis !== "inferred" && holds(link));
  /** @type {Link[][]} */ const out = things.map(() => []);
  /** @type {Link[][]} */ const into = things.map(() => []);
  for (const link of held) {
    out[link.from].push(link);
    into[link.to].push(link);
  }
  return { things, links: held, out, into };
}

/** @param {Thing} thing @param {string[]} kinds */
const isA = (thing, kinds) => kinds.some((each) => thing.kinds.includes(each));

/** @param {Net} among @param {...string} kinds */
const of = (among, ...kinds) => among.things.filter((thing) => isA(thing, kinds));

/** Whether a link says this, or something narrower. @param {Link} link @param {string} predicate */
const says = (link, predicate) =>
  link.predicate === predicate || (NARROWER[predicate] ?? []).includes(link.predicate);

/** The links from a thing to things of a class. @param {Net} among @param {Thing} thing @param {string} predicate @param {string} kind */
const outTo = (among, thing, predicate, kind) =>
  among.out[thing.id].filter((link) => says(link, predicate) && isA(among.things[link.to], [kind]));

/** The block that a thing is or is part of, and by which links. @param {Net} among @param {Thing} thing @returns {[number, Link[]][]} */
const blocks = (among, thing) =>
  isA(thing, ["StrategicBlock"])
    ? [[thing.id, []]]
    : outTo(among, thing, "isPartOf", "StrategicBlock").map((link) => [link.to, [link]]);

/** @param {string} predicate @param {...string} kinds */
function toArea(predicate, ...kinds) {
  /** @param {Net} among @returns {Iterable<Hit>} */
  return function* hits(among) {
    for (const thing of of(among, ...kinds)) {
      for (const link of outTo(among, thing, predicate, "StrategyArea")) {
        for (const [block, way] of blocks(among, thing)) yield [link.to, block, thing.id, [link, ...way]];
      }
    }
  };
}

/** @param {Net} among @returns {Iterable<Hit>} */
function* areaMeasures(among) {
  for (const thing of of(among, "Recommendation")) {
    for (const link of outTo(among, thing, "contributesTo", "StrategyArea")) {
      for (const served of outTo(among, thing, "contributesTo", "TargetPicture")) {
        for (const [block, way] of blocks(among, among.things[served.to])) {
          yield [link.to, block, thing.id, [link, served, ...way]];
        }
      }
    }
  }
}

/** @param {Net} among @returns {Iterable<Hit>} */
function* pictureThemes(among) {
  for (const thing of of(among, "Recommendation")) {
    for (const served of outTo(among, thing, "contributesTo", "TargetPicture")) {
      for (const part of outTo(among, thing, "isPartOf", "Theme")) yield [served.to, part.to, thing.id, [served, part]];
    }
  }
}

/** @param {Net} among @returns {Iterable<Hit>} */
function* actorRoles(among) {
  for (const link of among.links) {
    for (const role of ROLES) if (says(link, role)) yield [link.to, role, link.from, [link]];
    for (const role of ACTS) if (says(link, role)) yield [link.from, role, link.to, [link]];
  }
}

/** Each table by the name it has in the address. @type {Record<string, (among: Net) => Iterable<Hit>>} */
export const TABLES = {
  malbilder: toArea("contributesTo", "TargetPicture"),
  tiltak: areaMeasures,
  viderefort: toArea("continues", "StrategicBlock", "TargetPicture"),
  tema: pictureThemes,
  roller: actorRoles,
};

/** Count a table: each cell, row and column, and all of it, each thing once. @param {string} table @param {Net} among @returns {Counted} */
export function count(table, among) {
  /** @type {Counted} */ const counted = new Map();
  for (const [row, column, thing, links] of TABLES[table](among)) {
    for (const key of [`${row}:${column}`, `${row}:`, `:${column}`, ":"]) {
      const found = counted.get(key) ?? new Map();
      counted.set(key, found);
      found.set(thing, new Set([...(found.get(thing) ?? []), ...links]));
    }
  }
  return counted;
}

/** How many a cell counts. @param {Counted} counted @param {string} key */
export const size = (counted, key) => counted.get(key)?.size ?? 0;

/** The fullest of some cells, all of them where several are alike, none where all are empty. @param {Counted} counted @param {string[]} keys */
export function fullest(counted, keys) {
  const most = Math.max(0, ...keys.map((key) => size(counted, key)));
  return new Set(most ? keys.filter((key) => size(counted, key) === most) : []);
}

/** Which things serve a thing of a class. @param {Net} among @param {Thing} thing @param {string[]} by */
const served = (among, thing, by) =>
  new Set(among.into[thing.id]
    .filter((link) => (says(link, "contributesTo") || says(link, "continues")) && isA(among.things[link.from], by))
    .map((link) => link.from));

const AREA_BY = ["Recommendation", "TargetPicture", "StrategicBlock"];
/** @type {Record<string, {kind: string, by: string[]}>} */
const SERVED = {
  picture: { kind: "TargetPicture", by: ["Recommendation"] },
  area: { kind: "StrategyArea", by: AREA_BY },
};

/**
 * What nothing leads to or from.
 * @param {Net} among
 * @returns {{name: string, all: number, things: Thing[]}[]}
 */
export function gaps(among) {
  const measures = of(among, "Recommendation");
  const unserved = Object.entries(SERVED).map(([name, { kind, by }]) => ({
    name: `${name}Unserved`,
    all: of(among, kind).length,
    things: of(among, kind).filter((thing) => !served(among, thing, by).size),
  }));
  const aimless = measures.filter((thing) => !outTo(among, thing, "contributesTo", "TargetPicture").length);
  return [unserved[0], { name: "measureAimless", all: measures.length, things: aimless }, unserved[1]];
}

/**
 * Where much leads to one place: the five fullest, with all that share the last place.
 * @param {Net} among
 * @returns {{name: string, things: [Thing, number][]}[]}
 */
export function piles(among) {
  return Object.entries(SERVED).map(([name, { kind, by }]) => {
    /** @type {[Thing, number][]} */
    const counts = of(among, kind).map((thing) => [thing, served(among, thing, by).size]);
    counts.sort((one, other) => other[1] - one[1]);
    const least = Math.max(counts.slice(0, TOP).at(-1)?.[1] ?? 1, 1);
    return { name: `${name}Pile`, things: counts.filter(([, many]) => many >= least) };
  });
}
