// The tree: from the vision, by pillars and target pictures, to the measures and their words. Where
// a project has no pillars or foundations, its priority areas stand in their place.

import { inVain, sought } from "../coverage/parts.js";
import { anchor, how, mark, quotation, readingsControl, swatch } from "../shared/elements.js";
import { bring, keeping, openAll, openOnPaper } from "../shared/focus.js";
import { announce, asCounted, countedAs, countsAs, follows, holds, kind, links, look, make, number, passages, predicates, say, state, tell, things, touching } from "../shared/state.js";
import { areas, byThing, handedByWord, onward, verdict } from "../timeline/areas.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {{path: string, level: number, thing?: Thing, words?: string, after?: (Node | string)[], open?: boolean}} Branch
 */

/** The thing that was last brought into view, so that the page moves only for a new one. */
let revealed = "";

/** The links out of a thing that may count. @param {Thing} thing @param {string} predicate @param {...string} roles */
const outward = (thing, predicate, ...roles) => touching[thing.id].filter((link) =>
  link.from === thing.id && link.predicate === predicate && !follows(link) && (!roles.length || countsAs(things[link.to], ...roles)));

/** The measures said or read to serve a target picture. @param {Thing} picture */
const serving = (picture) => touching[picture.id].filter((link) =>
  link.to === picture.id && link.predicate === "contributesTo" && !follows(link) && countsAs(things[link.from], "proposal"));

/** @param {Thing} picture */
const measuresOf = (picture) => byThing(serving(picture).filter(holds), "from");

/** @param {Thing} measure */
const homeless = (measure) => !outward(measure, "contributesTo", "goal").some(holds);

/** What the tree is divided by: pillars and foundations, else areas. */
const division = () => countedAs("block").length ? "block" : "area";

/** The links that put a target picture under a part of the tree. @param {Thing} picture */
const placedBy = (picture) => division() === "block" ? outward(picture, "isPartOf", "block")
  : [...outward(picture, "isPartOf", "area"), ...outward(picture, "contributesTo", "area")];

/** The target pictures of a pillar, a foundation or an area, as the source counts them. @param {Thing} block */
const picturesOf = (block) => asCounted(countedAs("goal").filter((picture) =>
  placedBy(picture).some((link) => link.to === block.id && holds(link))));

/** How a part of the tree is tied to the vision: by itself, or as a part of the plan that the vision is a part of. @param {Thing} block @param {Thing} vision */
function ties(block, vision) {
  const own = touching[block.id].filter((link) =>
    !follows(link) && link.predicate !== "mentions" && [link.from, link.to].includes(vision.id));
  const plans = new Set(outward(vision, "isPartOf").map((link) => link.to));
  return own.length ? own : outward(block, "isPartOf").filter((link) => division() === "area" && plans.has(link.to));
}

/** @param {number} count @param {string} one @param {string} many */
const counted = (count, one, many) => `${number(count)} ${say(count === 1 ? `tree.${one}` : `tree.${many}`)}`;

/** How many measures, with the sign of a reading where nothing but readings ties them. @param {Iterable<Link[]>} found @param {number} count */
const measured = (found, count) =>
  `${count && [...found].flat().every((link) => link.standing === "interpreted") ? "◇ " : ""}${counted(count, "measure", "measures")}`;

/** @param {...(string | false)} words */
const chip = (...words) => make("span", { class: "count" }, words.filter(Boolean).join(" · "));

/** A branch: a line to open, and what is inside. @param {Branch} of @param {...(Node | string)} body */
function branch({ path, level, thing, words = thing ? tell(thing.name) : "", after = [], open = false }, ...body) {
  const inside = [thing ? swatch(thing) : "", thing && level < 5 ? make("small", {}, `${kind(thing)} `) : "",
    make("span", { class: "name" }, words), " ", ...after];
  const title = level > 5 ? make("span", { class: "title" }, ...inside)
    : make(/** @type {"h3"} */ (`h${level}`), { class: "title" }, ...inside);
  const chosen = Boolean(thing && thing === state.thing);
  return make("details", { open, "data-branch": path, "data-key": thing?.key, "data-kind": thing?.kind },
    make("summary", { "aria-current": chosen && "true" }, title),
    make("div", { class: "inside" }, ...body));
}

/** The way to all that is known of a thing. @param {Thing} thing */
function more(thing) {
  const link = anchor(thing, "");
  link.append(say("tree.more"), make("span", { class: "aside" }, `: ${tell(thing.name)}`));
  return make("p", { class: "more" }, link);
}

/** The words of a thing, and the way to all that is known of it. @param {Thing} thing */
function words(thing) {
  const said = thing.statements.flatMap((at) => quotation(passages[at]));
  return [...(said.length ? said : [make("p", { class: "small" }, say("tree.no_words"))]), more(thing)];
}

/** What a link rests on: said, or read and why. @param {Link} link */
function grounds(link) {
  // The own words of both ends stand beside a reading already.
  const own = link.reason ? [...things[link.from].statements, ...things[link.to].statements] : [];
  const parts = link.passages.filter((at) => !own.includes(at)).flatMap((at) => quotation(passages[at]));
  if (!link.reason) return parts;
  return [make("p", { class: "reason" }, `◇ ${tell(link.reason)}`), make("p", { class: "small" }, how(link)), ...parts];
}

/** A measure with its words. @param {Thing} measure @param {Link[]} together @param {string} path */
function measureItem(measure, together, path) {
  const marks = together.flatMap((link) => [mark(link), " "]);
  return make("li", { class: together[0] ? look(together[0]) : "stated" },
    branch({ path: `${path}>${measure.key}`, level: 6, thing: measure, after: marks },
      ...together.flatMap(grounds), ...words(measure)));
}

/** A target picture with the measures that serve it. @param {Thing} picture @param {string} parent */
function pictureItem(picture, parent) {
  const path = `${parent}>${picture.key}`;
  const found = measuresOf(picture);
  const hidden = serving(picture).length - [...found.values()].flat().length;
  const none = make("strong", { class: "none" }, say("tree.no_measures"));
  const list = make("ul", {}, ...[...found].map(([measure, together]) => measureItem(measure, together, path)));
  const inPart = placedBy(picture).find(holds);
  return make("li", { class: inPart ? look(inPart) : "stated" },
    branch({ path, level: 5, thing: picture, after: [found.size ? chip(measured(found.values(), found.size)) : none] },
      ...words(picture),
      ...(hidden ? [make("p", { class: "small" }, say("panel.away", { count: hidden }))] : []),
      ...(found.size ? [list] : [])));
}

/** What a block says of itself and others: supports, is supported by. @param {Thing} block */
function supports(block) {
  const lines = [];
  for (const [end, other, key] of /** @type {["from" | "to", "from" | "to", string][]} */ ([["from", "to", "supports"], ["to", "from", "supported_by"]])) {
    const found = byThing(touching[block.id].filter((link) => link.predicate === "supports" && link[end] === block.id && holds(link)), other);
    if (!found.size) continue;
    const line = make("p", { class: "tie" }, `${say(`tree.${key}`)} `);
    [...found].forEach(([thing, together], at) => line.append(at ? ", " : "", anchor(thing), " ", mark(together[0])));
    lines.push(line);
  }
  return lines;
}

/** A pillar or foundation, and how it is tied to the vision, if it is. @param {Thing} block @param {string} parent @param {Link[]} tied */
function blockItem(block, parent, tied) {
  const path = `${parent}>${block.key}`;
  const pictures = picturesOf(block);
  const bare = pictures.filter((picture) => !measuresOf(picture).size).length;
  const found = pictures.map(measuresOf);
  const measures = new Set(found.flatMap((each) => [...each.keys()])).size;
  const figures = chip(counted(pictures.length, "picture", "pictures"), measured(found.flatMap((each) => [...each.values()]), measures), Boolean(bare) && counted(bare, "bare", "bares"));
  const tie = tied.flatMap((link) => [
    make("p", { class: "tie" }, `${say("tree.to_vision")} ${tell(predicates[link.predicate])} `,
      ...(countsAs(things[link.to], "vision") || countsAs(things[link.from], "vision") ? [] : [anchor(things[link.to]), " "]), mark(link)), ...grounds(link)]);
  return make("li", { class: tied[0] ? look(tied[0]) : "loose" },
    branch({ path, level: 4, thing: block, after: [figures], open: true },
      ...words(block), ...tie, ...supports(block),
      pictures.length ? make("ol", {}, ...pictures.map((picture) => pictureItem(picture, path))) : make("p", { class: "none" }, say("tree.no_pictures"))));
}

/** A vision and what is tied to it. @param {Thing} vision @param {Thing[]} blocks */
function visionBranch(vision, blocks) {
  const tied = blocks.filter((block) => ties(block, vision).some(holds));
  const stated = blocks.filter((block) => ties(block, vision).some((link) => link.standing === "stated")).length;
  const note = stated ? say("tree.ties_stated", { count: stated, all: blocks.length }) : say("tree.ties_unsaid");
  return branch({ path: vision.key, level: 3, thing: vision, after: tied.length ? [chip(counted(tied.length, "block", "blocks"))] : [], open: true },
    ...words(vision),
    blocks.length ? make("p", { class: "note" }, note, stated || !tied.length ? "" : ` ${say("tree.ties_read")}`) : "",
    tied.length ? make("ul", {}, ...tied.map((block) => blockItem(block, vision.key, ties(block, vision).filter(holds)))) : "");
}

/** The pillars and foundations that nothing shown ties to a vision. @param {Thing[]} blocks */
function looseBlocks(blocks) {
  return branch({ path: "-blocks", level: 3, words: say("tree.loose_blocks"), after: [chip(counted(blocks.length, "block", "blocks"))], open: true },
    make("ul", {}, ...blocks.map((block) => blockItem(block, "-blocks", []))));
}

/** The measures that serve no target picture, by theme. @param {Thing[]} measures */
function looseMeasures(measures) {
  /** @type {Map<Thing | null, Thing[]>} */ const themed = new Map();
  for (const theme of [...asCounted(countedAs("theme")), null]) {
    const mine = measures.filter((each) => (outward(each, "isPartOf", "theme").find(holds)?.to ?? null) === (theme?.id ?? null));
    if (mine.length) themed.set(theme, asCounted(mine));
  }
  const items = [...themed].map(([theme, mine]) => make("li", { class: "stated" },
    branch({ path: `-measures>${theme?.key ?? ""}`, level: 5, thing: theme ?? undefined, words: theme ? tell(theme.name) : say("tree.no_theme"), after: [chip(counted(mine.length, "measure", "measures"))] },
      make("ul", {}, ...mine.map((each) => make("li", { class: "stated" },
        branch({ path: `-measures>${each.key}`, level: 6, thing: each }, ...unserved(each), ...words(each))))))));
  return branch({ path: "-measures", level: 4, words: say("tree.loose_measures"), after: [chip(counted(measures.length, "measure", "measures"))] },
    make("p", { class: "small" }, say("tree.loose_measures_about")),
    make("ul", {}, ...items));
}

/** Why no target picture was found for a measure. @param {Thing} measure */
const unserved = (measure) => inVain(sought(measure, "contributesTo", "goal"));

/** The areas, which hang on no pillar by anyone's word but ours. */
function areaBranch() {
  const all = areas();
  return branch({ path: "-areas", level: 4, words: say("tree.areas"), after: [chip(counted(all.length, "area", "areas_many"))] },
    ...(handedByWord() ? [] : [make("p", { class: "small" }, say("tree.areas_unsaid"))]),
    make("ol", {}, ...all.map((area) => make("li", { class: "loose" },
      branch({ path: `-areas>${area.key}`, level: 5, thing: area, after: [chip(verdict(area))] }, ...onward(area), ...words(area))))));
}

/** What hangs nowhere. */
function looseBranch() {
  const pictures = asCounted(countedAs("goal").filter((each) => !placedBy(each).some(holds)));
  const measures = countedAs("proposal").filter(homeless);
  const inside = [];
  const where = say(countedAs(division()).length ? "tree.loose_pictures" : "tree.loose_pictures_alone");
  if (pictures.length) {
    inside.push(make("li", { class: "loose" }, branch({ path: "-pictures", level: 4, words: where, after: [chip(counted(pictures.length, "picture", "pictures"))] },
      make("ol", {}, ...pictures.map((each) => pictureItem(each, "-pictures"))))));
  }
  if (measures.length) inside.push(make("li", { class: "loose" }, looseMeasures(measures)));
  if (division() === "block" && areas().length) inside.push(make("li", { class: "loose" }, areaBranch()));
  if (!inside.length) return [];
  return [branch({ path: "-loose", level: 3, words: say("tree.loose"), open: true }, make("ul", {}, ...inside))];
}

/** What there is, and how much of it is our reading. */
function figures() {
  const pictures = countedAs("goal");
  const served = pictures.filter((picture) => measuresOf(picture).size).length;
  const stated = new Set(links.filter((link) => link.standing === "stated" && link.predicate === "contributesTo" &&
    countsAs(things[link.from], "proposal") && countsAs(things[link.to], "goal")).map((link) => link.to)).size;
  const line = [["vision", "vision", "visions"], ["pillar", "pillar", "pillars"], ["foundation", "foundation", "foundations"], ...(division() === "area" ? [["area", "area", "areas_many"]] : []), ["goal", "picture", "pictures"], ["proposal", "measure", "measures"]]
    .filter(([role]) => countedAs(role).length)
    .map(([role, one, many]) => counted(countedAs(role).length, one, many)).join(" · ");
  const whose = !served ? "none" : !stated ? "read" : stated < served ? "" : "stated";
  return [make("p", { class: "figures" }, line),
    make("p", { class: "figures", "data-served": served }, say(whose ? `tree.served_${whose}` : "tree.served", { served, all: pictures.length, stated }))];
}

/** @param {HTMLElement} root */
function buttons(root) {
  return make("div", { class: "folds" }, ...[true, false].map((open) => {
    const button = make("button", { type: "button" }, say(open ? "tree.open_all" : "tree.shut_all"));
    button.addEventListener("click", () => {
      openAll(root, open);
      announce(say(open ? "tree.opened" : "tree.shut"));
    });
    return button;
  }));
}

/** Open the way to the chosen thing and bring it into view, once. @param {HTMLElement} root */
function reveal(root) {
  const key = state.thing?.key ?? "";
  const moved = key !== revealed;
  revealed = key;
  if (!key || !moved) return;
  /** @type {HTMLDetailsElement[]} */ const found = [...root.querySelectorAll(`details[data-key="${CSS.escape(key)}"]`)]
    .filter((each) => each instanceof HTMLDetailsElement);
  const there = found.find((each) => each.contains(document.activeElement)) ?? found[0];
  if (!there) return;
  for (let at = /** @type {Element | null} */ (there); at && at !== root; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  const line = there.querySelector("summary") ?? there;
  if (!there.contains(document.activeElement)) bring(root, line);
}

/** @param {HTMLElement} root */
function show(root) {
  const blocks = asCounted(countedAs(division()));
  const sorted = [...blocks.filter((each) => countsAs(each, "pillar")), ...blocks.filter((each) => !countsAs(each, "pillar"))];
  const visions = asCounted(countedAs("vision"));
  const loose = sorted.filter((block) => !visions.some((vision) => ties(block, vision).some(holds)));
  keeping(root, () => root.replaceChildren(
    make("h2", {}, say("tree.title")),
    make("p", {}, say("tree.about")),
    readingsControl(),
    ...figures(),
    buttons(root),
    make("div", { class: "tree" },
      ...(visions.length ? visions.map((vision) => visionBranch(vision, sorted)) : [make("p", { class: "none" }, say("tree.no_vision"))]),
      ...(loose.length ? [looseBlocks(loose)] : []),
      ...looseBranch()),
  ));
  reveal(root);
}

/** @type {import("../shared/state.js").View} */
export const view = { id: "tre", build: (root) => openOnPaper(root, () => show(root)), show };
