// Each recommendation: who proposed it, to whom, who the source says is to do it, and who by our reading.

import { board, claims, inVain, plainOpener, scroll, sought } from "../coverage/parts.js";
import { anchor, inMarks } from "../shared/elements.js";
import { asCounted, countedAs, holds, interpreted, make, number, passages, predicates, say, standing, standings, state, stated, tell, things, touching } from "../shared/state.js";
import { calls, inRole } from "./count.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("./count.js").Call} Call
 */

const COLUMNS = ["recommendation", "proposed", "addressed", "said", "read"];

/** The links of a cell by the actor they lead to. @param {Link[]} some @returns {[Thing, Link[]][]} */
const byActor = (some) =>
  asCounted([...new Set(some.map((link) => link.to))].map((at) => things[at]))
    .map((actor) => [actor, some.filter((link) => link.to === actor.id)]);

/** A cell's name in the address. @param {Call} call @param {string} column @param {Thing} actor */
const name = (call, column, actor) => `${call.thing.key}~${column}~${actor.key}`;

/** What a source leaves unsaid, said so. */
const unsaid = () => make("em", { class: "unsaid" }, say("responsibility.unsaid"));

/** @param {Call} call @param {string} column @param {Link[]} some @param {string} [role] that they are to have, where it may follow from another */
const listed = (call, column, some, role) =>
  some.length
    ? make("ul", {}, ...byActor(some).map(([actor, them]) => make("li", {},
      plainOpener(name(call, column, actor), tell(actor.short)), ...(role ? signed(them, role) : []))))
    : unsaid();

/** The sign of a role that no link gives outright. @param {Link[]} some @param {string} role */
function signed(some, role) {
  const way = standings.find((each) => some.some((link) => inRole(link, role) === each));
  return !way || way === stated ? [] : [" ", make("span", { class: "how stated" }, standing(way.term))];
}

/** What the source says: its «we» in its own words, and that it names nobody. @param {Call} call */
function said(call) {
  const words = [...new Set(call.implied.flatMap((link) => link.passages))].map((at) => passages[at]);
  return [
    listed(call, "implied", call.implied),
    ...words.flatMap(({ quote, lang = "nb", translation }) => [
      make("blockquote", { lang }, inMarks(quote, lang)),
      translation[state.lang] ? make("p", { class: "translation", lang: state.lang }, `“${translation[state.lang]}”`) : null,
    ]),
    make("div", { class: "named" }, `${say("responsibility.named")}: `, listed(call, "named", call.named, "responsible")),
  ];
}

/** Who would act by our reading, or why no reader found anyone. @param {Call} call */
function read(call) {
  if (!state.readings) return make("em", { class: "unsaid" }, say("responsibility.hidden"));
  if (!call.read.length) {
    const searches = sought(call.thing, "responsible", "actor");
    const told = inVain(searches);
    if (told.length) return make("div", {}, ...told);
    return make("em", { class: "unsaid" }, say(call.unsure || searches.length ? "responsibility.unsure" : "responsibility.unread"));
  }
  return make("ul", {}, ...byActor(call.read).map(([actor, them]) => {
    const roles = them.map((link) => `${tell(predicates[link.predicate])} ${link.confidence ? number(link.confidence) : ""}`.trim());
    return make("li", {}, plainOpener(name(call, "read", actor), make("span", { "aria-hidden": "true" }, `${interpreted.sign} `),
      make("span", { class: "aside" }, `${tell(interpreted.label)}: `), `${tell(actor.short)}: `, make("span", { class: "small" }, roles.join(", "))));
  }));
}

/** What a cell is, also where a narrow screen lays each row out as a card. @param {string} column */
const own = (column) => ({ role: "cell", "data-column": column, "data-head": say(`responsibility.column_${column}`) });

/** @param {Call} call */
const line = (call) => make("tr", { role: "row", "data-at": call.thing.key },
  make("th", { scope: "row", role: "rowheader" }, make("div", { class: "numbered" },
    call.thing.position === null ? null : make("span", {}, `${call.thing.position}.`), anchor(call.thing, tell(call.thing.short)))),
  make("td", own("proposed"), listed(call, "proposed", call.proposed)),
  make("td", own("addressed"), listed(call, "addressed", call.addressed)),
  make("td", own("said"), ...said(call)),
  make("td", own("read"), read(call)));

/** The recommendations of each theme as the source counts them, those without one last. @param {Call[]} all @returns {[Thing | null, Call[]][]} */
function byTheme(all) {
  const rows = asCounted(all.map(({ thing }) => thing)).map((thing) => /** @type {Call} */ (all.find((call) => call.thing === thing)));
  /** @type {[Thing | null, Call[]][]} */
  const groups = asCounted(countedAs("theme")).map((theme) => [theme, rows.filter(({ thing }) =>
    touching[thing.id].some((link) => holds(link) && link.from === thing.id && link.predicate === "isPartOf" && link.to === theme.id))]);
  const placed = new Set(groups.flatMap(([, calls]) => calls));
  groups.push([null, rows.filter((call) => !placed.has(call))]);
  return groups.filter(([, calls]) => calls.length);
}

/** @param {Call[]} all */
const drawn = (all) => make("table", { class: "calls", role: "table" },
  make("caption", {}, make("span", {}, say("responsibility.caption_tiltak"))),
  make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...COLUMNS.map((column) => make("th", { scope: "col", role: "columnheader" }, say(`responsibility.column_${column}`))))),
  ...byTheme(all).map(([theme, calls]) => make("tbody", { role: "rowgroup" },
    make("tr", { role: "row", class: "group" }, make("th", { scope: "rowgroup", role: "rowheader" }, theme ? anchor(theme) : say("responsibility.no_theme")),
      make("td", { role: "cell", colspan: COLUMNS.length - 1 })),
    ...calls.map(line))));

/** What the address has opened, if it is a cell of this table. @param {Call[]} all */
function opened(all) {
  const wanted = state.params.get("celle");
  if (wanted === undefined) return null;
  for (const call of all) {
    for (const column of /** @type {const} */ (["proposed", "addressed", "implied", "named", "read"])) {
      for (const [actor, them] of byActor(call[column])) {
        if (name(call, column, actor) !== wanted) continue;
        const heading = say(`responsibility.column_${column}`);
        return claims({
          title: `${tell(call.thing.short)} · ${heading}`,
          words: tell(actor.name),
          found: new Map([[call.thing.id, new Set(them)]]),
        });
      }
    }
  }
  return null;
}

/** The parts of this table, below the choice of tables. */
export function calling() {
  const all = calls(holds);
  const silent = all.filter((call) => !call.named.length).length;
  const we = all.filter((call) => call.implied.length).length;
  const filled = all.filter((call) => call.read.length).length;
  return [
    make("p", { class: "lead head", "data-count": silent, "data-all": all.length },
      make("strong", {}, say("responsibility.head", { count: silent, all: all.length })), " ", say("responsibility.we", { count: we })),
    make("p", { class: "ground" }, state.readings
      ? say(filled ? "responsibility.filled" : "responsibility.unfilled", { count: filled, all: all.length }) + (state.least ? ` ${say("coverage.at_least", { least: number(state.least) })}` : "")
      : say("responsibility.ground_off")),
    board(scroll(say("responsibility.caption_tiltak"), drawn(all)), opened(all)),
    make("p", { class: "small" }, say("responsibility.key_tiltak")),
  ];
}
