// Who has which role, and per recommendation who is to do it, or that nobody says.

import { onlyServed, withRole } from "./ansvar-count.js";
import { calling } from "./ansvar-tiltak.js";
import { ACTS, ROLES, count, net, size } from "./dekning-count.js";
import { board, choose, claims, closeOnEscape, figure, inWords, opener, refill, scroll } from "./dekning-parts.js";
import { asCounted, holds, inOrder, links, make, number, ofKind, say, state, tell, things } from "./page.js";
import { anchor, readingsControl } from "./parts.js";

/**
 * @typedef {import("./page.js").Thing} Thing
 * @typedef {import("./dekning-count.js").Counted} Counted
 */

const ALL_ROLES = [...ROLES, ...ACTS];
/** The kinds of actor, those who can decide first; «we» last. */
const KINDS = [
  "Government", "Ministry", "Agency", "Council", "Commission", "Forum", "Service", "Sector",
  "StakeholderGroup", "Person", "Post", "Actor", "UnspecifiedPerformer",
];
const OTHER = "Actor";

/** @param {string} role */
const letter = (role) => say(`ansvar.letter_${role}`);
/** @param {string} role */
const word = (role) => say(`ansvar.role_${role}`);

/** The actors by kind, each kind by name. @param {Thing[]} actors @returns {[string, Thing[]][]} */
const byKind = (actors) =>
  KINDS.map((kind) => /** @type {[string, Thing[]]} */ ([kind, inOrder(actors.filter((each) => (KINDS.includes(each.kind) ? each.kind : OTHER) === kind))]))
    .filter(([, them]) => them.length);

/** @param {Thing} actor @param {string} role */
const title = (actor, role) => say("ansvar.cell", { actor: tell(actor.short), role: word(role) });

/** @param {Counted} stated @param {Counted} all @param {Thing} actor @param {string} role */
function cell(stated, all, actor, role) {
  const key = `${actor.id}:${role}`;
  const many = size(all, key);
  const few = size(stated, key);
  const name = `${actor.key}~${role}`;
  const element = make("td", { "data-at": name, "data-count": many });
  if (!many) return element;
  const amount = many === 1 ? figure(few, 1).slice(1) : ` ${figure(few, many)}`;
  element.append(opener(name, [make("strong", {}, letter(role)), amount], `${title(actor, role)}: ${inWords(few, many, "ansvar.unit")}`));
  return element;
}

/** @param {Counted} stated @param {Counted} all @param {Thing[]} actors */
const drawn = (stated, all, actors) => make("table", { class: "counts roles" },
  make("caption", {}, make("span", {}, say("ansvar.caption_roller"))),
  make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("ansvar.actor")),
    ...ALL_ROLES.map((role) => make("th", { scope: "col" }, make("strong", {}, letter(role)), make("span", { class: "small" }, word(role)))))),
  ...byKind(actors).map(([kind, them]) => make("tbody", {},
    make("tr", { class: "group" }, make("th", { scope: "rowgroup" }, say(`ansvar.kind_${kind}`)), make("td", { colspan: ALL_ROLES.length })),
    ...them.map((actor) => make("tr", {}, make("th", { scope: "row" }, anchor(actor, tell(actor.short))),
      ...ALL_ROLES.map((role) => cell(stated, all, actor, role)))))));

/** What the address has opened, if it is a cell of this table. @param {Counted} stated @param {Counted} all */
function opened(stated, all) {
  const wanted = state.params.get("celle");
  if (wanted === undefined) return null;
  for (const actor of ofKind("Actor")) {
    for (const role of ALL_ROLES) {
      if (`${actor.key}~${role}` !== wanted) continue;
      const found = all.get(`${actor.id}:${role}`) ?? new Map();
      const sorted = asCounted([...found.keys()].map((at) => things[at]));
      const words = inWords(size(stated, `${actor.id}:${role}`), found.size, "ansvar.unit");
      return claims({ title: title(actor, role), words, found: new Map(sorted.map((each) => [each.id, found.get(each.id)])) });
    }
  }
  return null;
}

/** @param {string} key @param {Thing[]} some */
const list = (key, some) => make("details", { "data-list": key, "data-count": some.length },
  make("summary", {}, say(`ansvar.${key}`, { count: some.length })),
  make("p", { class: "names" }, ...inOrder(some).map((each) => anchor(each))));

function matrix() {
  const stated = count("roller", net(things, links, (link) => link.basis === "stated"));
  const all = count("roller", net(things, links, holds));
  const actors = withRole(all, things);
  const idle = ofKind("Actor").filter((each) => !actors.includes(each));
  return [
    make("p", { class: "ground" }, [
      say(state.readings ? "ansvar.ground" : "ansvar.ground_off"),
      ...(state.readings && state.least ? [say("dekning.at_least", { least: number(state.least) })] : []),
    ].join(" ")),
    make("dl", { class: "letters", "aria-label": say("ansvar.letters") }, ...ALL_ROLES.map((role) =>
      make("div", {}, make("dt", {}, letter(role)), make("dd", {}, word(role)))),
    make("div", {}, make("dt", {}, "◇"), make("dd", {}, say("felles.is_read")))),
    board(scroll(say("ansvar.caption_roller"), drawn(stated, all, actors)), opened(stated, all)),
    make("p", { class: "small" }, say("ansvar.key")),
    list("only_served", onlyServed(all, things)),
    list("idle", idle),
  ];
}

/** @param {HTMLElement} root */
function show(root) {
  const each = state.path[0] === "tiltak";
  refill(root, [
    make("h2", {}, say("ansvar.title")),
    make("p", {}, say("ansvar.lead")),
    readingsControl(),
    choose(say("dekning.tables"), [
      { id: "roller", words: say("ansvar.table_roller"), path: [], params: {}, now: !each },
      { id: "tiltak", words: say("ansvar.table_tiltak"), path: ["tiltak"], params: {}, now: each },
    ]),
    ...(each ? calling() : matrix()),
  ]);
}

/** @type {import("./page.js").View} */
export const view = { id: "ansvar", paths: ["roller", "tiltak"], build: closeOnEscape, show };
