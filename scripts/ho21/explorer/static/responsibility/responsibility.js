// Who has which role, and per recommendation who is to do it, or that nobody says.

import { count, hits, roles } from "../coverage/count.js";
import { board, choose, claims, closeOnEscape, figure, inWords, opener, refill, scroll } from "../coverage/parts.js";
import { anchor, readingsControl } from "../shared/elements.js";
import { asCounted, countedAs, data, holds, inOrder, make, number, say, standings, state, stated, tell, things } from "../shared/state.js";
import { known, onlyServed, withRole } from "./count.js";
import { calling } from "./measures.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../coverage/count.js").Counted} Counted
 */

/** The kinds of actor, those who can decide first; «we» last. */
const { kinds: KINDS, other: OTHER } = /** @type {{kinds: string[], other: string}} */ (data.actors);
/** The kind that an actor is listed among. @param {Thing} actor */
const kindOf = (actor) =>
  [actor.kind, ...KINDS.filter((each) => each !== OTHER && actor.kinds.includes(each))].find((each) => KINDS.includes(each)) ?? OTHER;

/** @param {string} role */
const letter = (role) => say(`responsibility.letter_${role}`);
/** @param {string} role */
const word = (role) => say(`responsibility.role_${role}`);

/** The actors by kind, each kind by name. @param {Thing[]} actors @returns {[string, Thing[]][]} */
const byKind = (actors) =>
  KINDS.map((kind) => /** @type {[string, Thing[]]} */ ([kind, inOrder(actors.filter((each) => kindOf(each) === kind))]))
    .filter(([, them]) => them.length);

/** @param {Thing} actor @param {string} role */
const title = (actor, role) => say("responsibility.cell", { actor: tell(actor.short), role: word(role) });

/** @param {Counted} all @param {Thing} actor @param {string} role */
function cell(all, actor, role) {
  const found = all.get(`${actor.id}:${role}`) ?? new Map();
  const many = found.size;
  const ways = known(found, role);
  const name = `${actor.key}~${role}`;
  const element = make("td", { "data-at": name, "data-count": many });
  if (!many) return element;
  const amount = many === 1 ? figure(ways).slice(1) : ` ${figure(ways)}`;
  element.append(opener(name, [make("strong", {}, letter(role)), amount], `${title(actor, role)}: ${inWords(ways, "responsibility.unit")}`));
  return element;
}

/** The roles that any actor has, by a source or a reading; they stay where readings are not shown. */
const given = () => roles.all.filter((role) => hits.actorRoles.some(([, column]) => column === role));

/** @param {Counted} all @param {Thing[]} actors @param {string[]} columns */
const drawn = (all, actors, columns) => make("table", { class: "counts roles" },
  make("caption", {}, make("span", {}, say("responsibility.caption_roller"))),
  make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("responsibility.actor")),
    ...columns.map((role) => make("th", { scope: "col" }, make("strong", {}, letter(role)), make("span", { class: "small" }, word(role)))))),
  ...byKind(actors).map(([kind, them]) => make("tbody", {},
    make("tr", { class: "group" }, make("th", { scope: "rowgroup" }, say(`responsibility.kind_${kind}`)), make("td", { colspan: columns.length })),
    ...them.map((actor) => make("tr", {}, make("th", { scope: "row" }, anchor(actor, tell(actor.short))),
      ...columns.map((role) => cell(all, actor, role)))))));

/** What the address has opened, if it is a cell of this table. @param {Counted} all */
function opened(all) {
  const wanted = state.params.get("celle");
  if (wanted === undefined) return null;
  for (const actor of countedAs("actor")) {
    for (const role of roles.all) {
      if (`${actor.key}~${role}` !== wanted) continue;
      const found = all.get(`${actor.id}:${role}`) ?? new Map();
      const sorted = asCounted([...found.keys()].map((at) => things[at]));
      const words = inWords(known(found, role), "responsibility.unit");
      return claims({ title: title(actor, role), words, found: new Map(sorted.map((each) => [each.id, found.get(each.id)])) });
    }
  }
  return null;
}

/** @param {string} key @param {Thing[]} some */
const list = (key, some) => make("details", { "data-list": key, "data-count": some.length },
  make("summary", {}, say(`responsibility.${key}`, { count: some.length })),
  make("p", { class: "names" }, ...inOrder(some).map((each) => anchor(each))));

/** The ways of knowing that have a sign in the table. */
const signs = () => standings.filter((way) => way !== stated && (state.readings || !way.reading));

function matrix() {
  const all = count("actorRoles", holds);
  const columns = given();
  const actors = withRole(all, things);
  const idle = countedAs("actor").filter((each) => !actors.includes(each));
  return [
    make("p", { class: "ground" }, [
      say(state.readings ? "responsibility.ground" : "responsibility.ground_off"),
      ...(state.readings && state.least ? [say("coverage.at_least", { least: number(state.least) })] : []),
    ].join(" ")),
    make("dl", { class: "letters", "aria-label": say("responsibility.letters") }, ...columns.map((role) =>
      make("div", {}, make("dt", {}, letter(role)), make("dd", {}, word(role)))),
    ...signs().map((way) => make("div", {}, make("dt", {}, way.sign), make("dd", {}, tell(way.label))))),
    board(scroll(say("responsibility.caption_roller"), drawn(all, actors, columns)), opened(all)),
    make("p", { class: "small" }, say("responsibility.key", {
      undertakes: columns.includes("carriedOutBy") ? say("responsibility.key_undertakes") : "",
    })),
    list("only_served", onlyServed(all, things)),
    list("idle", idle),
  ];
}

/** @param {HTMLElement} root */
function show(root) {
  const each = state.path[0] === "tiltak";
  refill(root, [
    make("h2", {}, say("responsibility.title")),
    make("p", {}, say("responsibility.lead")),
    readingsControl(),
    choose(say("coverage.tables"), [
      { id: "roller", words: say("responsibility.table_roller"), path: [], params: {}, now: !each },
      { id: "tiltak", words: say("responsibility.table_tiltak"), path: ["tiltak"], params: {}, now: each },
    ]),
    ...(each ? calling() : matrix()),
  ]);
}

/** @type {import("../shared/state.js").View} */
export const view = { id: "ansvar", paths: ["roller", "tiltak"], build: closeOnEscape, show };
