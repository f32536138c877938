// The timeline: what is said to have been when, on an axis where it can be placed, else in lanes.

import { anchor, mark, quotation, readingsControl, swatch } from "../shared/elements.js";
import { bring, keeping, openOnPaper } from "../shared/focus.js";
import { asCounted, countedAs, countsAs, data, date, holds, kind, links, look, make, number, passages, predicates, say, state, tell, things, touching } from "../shared/state.js";
import { areas, handedByWord, lookedFor, onward, verdict } from "./areas.js";
import { LANES, axis, dated, inWords, undated, unsure } from "./time.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("./time.js").Item} Item
 * @typedef {NonNullable<ReturnType<typeof axis>>} Axis
 */

/** How much of the axis is years; the rest is for what lies after today. */
const YEARS = 0.9;
const TICKS = 14;
/** From how many px of width there is an axis, room for every year on it, and for today's own name. */
const WIDTHS = { wide: 700, fuller: 964, wider: 1040 };
/** The width of a sheet in px: A4 on its side, less the margins. */
const SHEET = 1047;
let revealed = "";

/** Where a year stands on the axis, in per cent. @param {number} year @param {Axis} of */
function place(year, { start, end, later }) {
  const whole = later ? 100 * YEARS : 100;
  if (year > end) return (whole + 100) / 2;
  return (whole * (Math.max(year, start) - start)) / (end - start);
}

/** The years above the lanes, and the lines down through them. @param {Axis} of @param {boolean} named */
function grid(of, named) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((each) => (of.end - of.start) / each <= TICKS) ?? 1000;
  const box = make("div", { class: named ? "years" : "lines", "aria-hidden": "true" });
  /** @param {string} name @param {number} at @param {string} words */
  const tick = (name, at, words) => {
    const line = make("span", { class: name }, named ? words : "");
    line.style.setProperty("--at", `${at}%`);
    box.append(line);
  };
  for (let year = of.start; year < of.end; year += step) tick("year", place(year, of), String(year));
  if (of.today !== null) tick("today", place(of.today, of), say("timeline.today"));
  if (of.later) tick("later", 100 * YEARS, say("timeline.later"));
  return box;
}

/** The bar of an item: as wide as the time that its date leaves open. @param {Item} item @param {Axis} of */
function bar(item, of) {
  const track = make("div", { class: "track", "aria-hidden": "true" });
  if (item.from === null || item.to === null) {
    track.append(make("span", { class: "nowhere" }, say("timeline.nowhere")));
    return track;
  }
  const line = make("span", { class: `bar ${item.certainty}${item.what === "captured" ? " captured" : ""}` });
  line.style.setProperty("--at", `${place(item.from, of)}%`);
  // A period is drawn to its end, also among what lies after today.
  const end = item.until && of.later ? item.to : Math.min(item.to, of.end);
  line.style.setProperty("--wide", `${item.from > of.end ? 0 : place(end, of) - place(item.from, of)}%`);
  track.append(line);
  return track;
}

/** The links of a council: whom it replaced, who appoints it, who leads it. @param {Thing} thing */
function council(thing) {
  const found = touching[thing.id].filter((link) => holds(link) && ["replaces", "appoints", "leads"].includes(link.predicate));
  return found.map((link) => sentence(link));
}

/** A link as a line with its words: who, what, whom. @param {Link} link */
function sentence(link) {
  return make("li", { class: `fact ${look(link)}` }, anchor(things[link.from]), ` ${tell(predicates[link.predicate])} `,
    anchor(things[link.to]), " ", mark(link), ...link.passages.flatMap((at) => quotation(passages[at])));
}

/** Which council took over from which: an order that is known without a date. */
function succession() {
  const found = links.filter((link) => link.predicate === "replaces" && holds(link) && countsAs(things[link.from], "council") && countsAs(things[link.to], "council"));
  return found.length ? [make("p", { class: "small" }, say("timeline.order_known")), make("ul", {}, ...found.map(sentence))] : [];
}

/** How far a thing has come, as its source says. @param {Thing} thing */
const status = (thing) => thing.facts.find((fact) => fact.property === "status");

/** What a report says of how far a promise has come, with its words, which tell whose they are. @param {Link} link */
function reported(link) {
  const found = status(things[link.from]);
  return make("li", { class: `fact ${look(link)}` }, anchor(things[link.from]), found ? `: ${tell(found.value)} ` : " ", mark(link),
    ...link.passages.flatMap((at) => quotation(passages[at])));
}

/** What was promised, by whom, and whether any source says that it came. @param {Thing} thing */
function promise(thing) {
  const mine = touching[thing.id].filter((link) => link.from === thing.id && holds(link));
  const about = mine.filter((link) => ["promises", "responsible", "accountable", "performer", "saidBy"].includes(link.predicate));
  const promised = [thing, ...mine.filter((link) => link.predicate === "promises").map((link) => things[link.to])];
  const came = promised.flatMap((each) => touching[each.id].filter((link) => link.to === each.id && holds(link) &&
    (["followsUp", "continues"].includes(link.predicate) || (link.predicate === "about" && countsAs(things[link.from], "event")))));
  const reports = touching[thing.id].filter((link) => link.to === thing.id && holds(link) && link.predicate === "reportsOn");
  const kept = reports.some(({ from }) => status(things[from])?.raw === "fulfilled");
  return [...about.map(sentence), ...came.map(sentence), ...reports.map(reported),
    ...(came.length || kept ? [] : [make("li", { class: "fact none" }, say("timeline.not_kept"))])];
}

/** What can be unfolded of a thing: its words, and what is said around it. @param {Thing} thing @param {string} branch */
function words(thing, branch) {
  const said = thing.statements.flatMap((at) => quotation(passages[at]));
  const around = countsAs(thing, "council") ? council(thing) : countsAs(thing, "commitment") ? promise(thing) : [];
  return make("details", { "data-branch": branch },
    make("summary", {}, say("timeline.words"), make("span", { class: "aside" }, `: ${tell(thing.name)}`)),
    make("div", { class: "inside" }, ...(said.length ? said : [make("p", { class: "small" }, say("panel.no_words"))]),
      ...(around.length ? [make("ul", {}, ...around)] : [])));
}

/** When, in words: in a time element where the machine's form of it is known. @param {Item} item */
function when(item) {
  const worded = item.text !== null && item.text.nb === item.text.en;
  const inner = item.raw && !item.until ? make("time", { datetime: item.raw }, inWords(item)) : inWords(item);
  return make("span", { class: "when", lang: worded && "nb" }, inner);
}

/** One line of a lane. @param {Item} item @param {Axis | null} of @param {string} lane */
function line(item, of, lane) {
  const what = item.what ? [" ", make("span", { class: "what" }, say(`timeline.what_${item.what}`))] : [];
  return make("li", { class: "item", "data-item": item.thing.key, "data-what": item.what, "data-certainty": item.certainty, "aria-current": item.thing === state.thing && "true" },
    make("div", { class: "text" },
      make("p", {}, when(item), " ", make("span", { class: "how" }, say(`timeline.sure_${item.certainty}`)), ...what),
      make("p", { class: "who" }, swatch(item.thing), " ", anchor(item.thing), " ", make("span", { class: "small" }, kind(item.thing))),
      // No source says when we captured its text.
      ...(item.what === "captured" ? [] : [words(item.thing, `${lane}>${item.thing.key}>${item.what}`)])),
    ...(of ? [bar(item, of)] : []));
}

/** A lane with its heading. @param {string} id @param {number} count @param {...(Node | string)} inner */
const lane = (id, count, ...inner) => make("section", { class: "lane", "data-lane": id, "aria-labelledby": `lane-${id}` },
  make("h3", { id: `lane-${id}` }, say(`timeline.lane_${id}`), " ", make("span", { class: "count" }, number(count))), ...inner);

/** What a lane lacks, and where that stands. @param {number} vague @param {number} without */
function elsewhere(vague, without) {
  const parts = [];
  if (vague) parts.push(say("timeline.see_unsure", { count: vague }));
  if (without) parts.push(say("timeline.see_undated", { count: without }));
  return parts.length ? [make("p", { class: "elsewhere" }, parts.join(" "))] : [];
}

/** The lanes on the axis, then what is uncertain. @param {Item[]} items @param {Axis | null} of */
function placed(items, of) {
  const without = new Map(undated().map(({ lane: id, missing }) => [id, missing.length]));
  const lines = of ? [grid(of, false)] : [];
  const lanes = LANES.map((id) => {
    const mine = items.filter((each) => each.lane === id && !unsure(each));
    const vague = items.filter((each) => each.lane === id && unsure(each)).length;
    // What a project has nothing of has no lane.
    if (!mine.length && (id === "others" || !(vague || without.get(id)))) return "";
    return lane(id, mine.length, ...(mine.length ? [make("div", { class: "body" }, ...lines.map((each) => each.cloneNode(true)), make("ol", {}, ...mine.map((each) => line(each, of, id))))]
      : [make("p", { class: "none" }, say("timeline.none_dated"))]), ...(id === "councils" ? succession() : []), ...elsewhere(vague, without.get(id) ?? 0));
  });
  const vague = items.filter(unsure);
  if (!vague.length) return lanes;
  return [...lanes, lane("unsure", vague.length, make("p", { class: "small" }, say("timeline.unsure_about")),
    make("div", { class: "body" }, ...lines, make("ol", {}, ...vague.map((each) => line(each, of, "unsure")))))];
}

/** How often a thing comes, which is no date. @param {import("../shared/state.js").Thing} thing */
function recurring(thing) {
  const often = thing.facts.find((fact) => fact.property === "frequency")?.value;
  return often ? [make("p", {}, make("span", { class: "when" }, tell(often)), " ", make("span", { class: "how" }, say("timeline.sure_recurring")))] : [];
}

/** What has no date at all, by kind. */
function missing() {
  const lists = undated().filter((each) => each.missing.length);
  const count = lists.reduce((sum, each) => sum + each.missing.length, 0);
  return !count ? "" : lane("undated", count, make("p", { class: "small" }, say("timeline.undated_about")),
    ...lists.flatMap(({ lane: id, missing: mine }) => [
      make("h4", { id: `undated-${id}` }, say(`timeline.lane_${id}`), " ", make("span", { class: "count" }, number(mine.length))),
      make("ol", { class: "plain", "aria-labelledby": `undated-${id}` }, ...asCounted(mine).map((thing) => make("li", { class: "item", "data-item": thing.key, "aria-current": thing === state.thing && "true" },
        make("div", { class: "text" }, ...recurring(thing), make("p", { class: "who" }, swatch(thing), " ", anchor(thing), " ", make("span", { class: "small" }, kind(thing))),
          words(thing, `undated>${thing.key}`)))))]));
}

/** Whether any source dates a pillar, foundation or target picture. */
const blocksDated = () => dated().some(({ thing }) => countsAs(thing, "block", "goal"));

/** The areas, and what became of each. */
function descent() {
  const all = areas();
  return lane("areas", all.length, make("p", { class: "small" }, say("timeline.areas_about"), blocksDated() ? "" : ` ${say("timeline.blocks_undated")}`, handedByWord() ? "" : ` ${say("tree.areas_unsaid")}`),
    make("ol", { class: "areas" }, ...all.map((area) => make("li", { "data-area": area.key, "aria-current": area === state.thing && "true" },
      make("div", { class: "area" }, make("p", { class: "who" }, swatch(area), " ", anchor(area)),
        make("p", { class: "small" }, verdict(area)), words(area, `areas>${area.key}`)),
      make("span", { class: "arrow", "aria-hidden": "true" }, "→"),
      make("div", { class: "onward" }, ...onward(area))))));
}

/** Bring the chosen thing into view, once. @param {HTMLElement} root */
function reveal(root) {
  const key = state.thing?.key ?? "";
  const moved = key !== revealed;
  revealed = key;
  if (!key || !moved || root.contains(document.activeElement)) return;
  bring(root, root.querySelector(`[data-item="${CSS.escape(key)}"], [data-area="${CSS.escape(key)}"]`));
}

/** @param {HTMLElement} root */
function show(root) {
  const items = dated();
  const of = items.length ? axis(items) : null;
  const today = data.issued ? say("timeline.today_is", { date: date(data.issued) }) : "";
  keeping(root, () => root.replaceChildren(
    make("h2", {}, say("timeline.title")),
    make("p", {}, say("timeline.about"), today ? ` ${today}` : ""),
    readingsControl(),
    make("div", { class: "timeline" },
      make("div", {}, ...(of ? [make("div", { class: "head" }, grid(of, true))] : []), ...placed(items, of)),
      items.length || lookedFor() || countedAs("commitment", "document", "event").length ? "" : make("p", { class: "none" }, say("timeline.empty")),
      missing(), ...(lookedFor() ? [descent()] : [])),
  ));
  reveal(root);
}

/** Say in classes how wide it is: drawn beside an axis of years, or without one where there is no room. @param {HTMLElement} root */
function build(root) {
  let onScreen = 0;
  const tell = (/** @type {number} */ width) => {
    for (const [name, least] of Object.entries(WIDTHS)) root.classList.toggle(name, width >= least);
  };
  new ResizeObserver(([{ contentRect }]) => { tell(onScreen = contentRect.width); }).observe(root);
  addEventListener("beforeprint", () => tell(SHEET));
  addEventListener("afterprint", () => tell(onScreen));
  openOnPaper(root, () => show(root));
}

/** @type {import("../shared/state.js").View} */
export const view = { id: "tidslinje", build, show };
