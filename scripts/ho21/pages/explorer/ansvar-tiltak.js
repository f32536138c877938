// Each recommendation: who proposed it, to whom, who the source says is to do it, and who by our reading.

import { calls } from "./ansvar-count.js";
import { net } from "./dekning-count.js";
import { board, claims, plainOpener, scroll } from "./dekning-parts.js";
import { asCounted, holds, links, make, number, ofKind, passages, predicates, say, state, tell, things } from "./page.js";
import { anchor } from "./parts.js";

/**
 * @typedef {import("./page.js").Thing} Thing
 * @typedef {import("./page.js").Link} Link
 * @typedef {import("./ansvar-count.js").Call} Call
 */

const COLUMNS = ["recommendation", "proposed", "addressed", "said", "read"];

/** The links of a cell by the actor they lead to. @param {Link[]} some @returns {[Thing, Link[]][]} */
const byActor = (some) =>
  asCounted([...new Set(some.map((link) => link.to))].map((at) => things[at]))
    .map((actor) => [actor, some.filter((link) => link.to === actor.id)]);

/** A cell's name in the address. @param {Call} call @param {string} column @param {Thing} actor */
const name = (call, column, actor) => `${call.thing.key}~${column}~${actor.key}`;

/** What a source leaves unsaid, said so. */
const unsaid = () => make("em", { class: "unsaid" }, say("ansvar.unsaid"));

/** @param {Call} call @param {string} column @param {Link[]} some */
const stated = (call, column, some) =>
  some.length
    ? make("ul", {}, ...byActor(some).map(([actor]) => make("li", {}, plainOpener(name(call, column, actor), tell(actor.short)))))
    : unsaid();

/** What the source says: its «we» in its own words, and that it names nobody. @param {Call} call */
function said(call) {
  const words = [...new Set(call.implied.flatMap((link) => link.passages))].map((at) => passages[at]);
  return [
    stated(call, "implied", call.implied),
    ...words.flatMap(({ quote, translation }) => [
      make("blockquote", { lang: "nb" }, `«${quote}»`),
      state.lang === "en" && translation ? make("p", { class: "translation", lang: "en" }, `“${translation}”`) : null,
    ]),
    make("div", { class: "named" }, `${say("ansvar.named")}: `, stated(call, "named", call.named)),
  ];
}

/** Who would act by our reading. @param {Call} call */
function read(call) {
  if (!state.readings) return make("em", { class: "unsaid" }, say("ansvar.hidden"));
  if (!call.read.length) return make("em", { class: "unsaid" }, say(call.unsure ? "ansvar.unsure" : "ansvar.unread"));
  return make("ul", {}, ...byActor(call.read).map(([actor, them]) => {
    const roles = them.map((link) => `${tell(predicates[link.predicate])} ${link.confidence ? number(link.confidence) : ""}`.trim());
    return make("li", {}, plainOpener(name(call, "read", actor), make("span", { "aria-hidden": "true" }, "◇ "),
      make("span", { class: "aside" }, `${say("felles.is_read")}: `), `${tell(actor.short)}: `, make("span", { class: "small" }, roles.join(", "))));
  }));
}

/** What a cell is, also where a narrow screen lays each row out as a card. @param {string} column */
const own = (column) => ({ role: "cell", "data-column": column, "data-head": say(`ansvar.column_${column}`) });

/** @param {Call} call */
const line = (call) => make("tr", { role: "row", "data-at": call.thing.key },
  make("th", { scope: "row", role: "rowheader" }, make("div", { class: "numbered" },
    call.thing.position === null ? null : make("span", {}, `${call.thing.position}.`), anchor(call.thing, tell(call.thing.short)))),
  make("td", own("proposed"), stated(call, "proposed", call.proposed)),
  make("td", own("addressed"), stated(call, "addressed", call.addressed)),
  make("td", own("said"), ...said(call)),
  make("td", own("read"), read(call)));

/** The recommendations of each theme as the source counts them, those without one last. @param {Call[]} all @returns {[Thing | null, Call[]][]} */
function byTheme(all) {
  const rows = asCounted(all.map(({ thing }) => thing)).map((thing) => /** @type {Call} */ (all.find((call) => call.thing === thing)));
  const held = net(things, links, holds);
  /** @type {[Thing | null, Call[]][]} */
  const groups = asCounted(ofKind("Theme")).map((theme) => [theme, rows.filter(({ thing }) =>
    held.out[thing.id].some((link) => link.predicate === "isPartOf" && link.to === theme.id))]);
  const placed = new Set(groups.flatMap(([, calls]) => calls));
  groups.push([null, rows.filter((call) => !placed.has(call))]);
  return groups.filter(([, calls]) => calls.length);
}

/** @param {Call[]} all */
const drawn = (all) => make("table", { class: "calls", role: "table" },
  make("caption", {}, make("span", {}, say("ansvar.caption_tiltak"))),
  make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...COLUMNS.map((column) => make("th", { scope: "col", role: "columnheader" }, say(`ansvar.column_${column}`))))),
  ...byTheme(all).map(([theme, calls]) => make("tbody", { role: "rowgroup" },
    make("tr", { role: "row", class: "group" }, make("th", { scope: "rowgroup", role: "rowheader" }, theme ? anchor(theme) : say("ansvar.no_theme")),
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
        const heading = say(`ansvar.column_${column}`);
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
  const all = calls(net(things, links, holds), net(things, links, () => true));
  const silent = all.filter((call) => !call.named.length).length;
  const we = all.filter((call) => call.implied.length).length;
  const filled = all.filter((call) => call.read.length).length;
  return [
    make("p", { class: "lead head", "data-count": silent, "data-all": all.length },
      make("strong", {}, say("ansvar.head", { count: silent, all: all.length })), " ", say("ansvar.we", { count: we })),
    make("p", { class: "ground" }, state.readings
      ? say("ansvar.filled", { count: filled, all: all.length }) + (state.least ? ` ${say("dekning.at_least", { least: number(state.least) })}` : "")
      : say("ansvar.ground_off")),
    board(scroll(say("ansvar.caption_tiltak"), drawn(all)), opened(all)),
    make("p", { class: "small" }, say("ansvar.key_tiltak")),
  ];
}
