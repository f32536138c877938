// Two things side by side: what only the one, both, and only the other are tied to.

import { additions } from "../panel/panel.js";
import { go, href } from "../shared/address.js";
import { finder } from "../shared/choose.js";
import { anchor, how, mark, quotation, readingsControl } from "../shared/elements.js";
import { announce, countedAs, inOrder, inside, kind, look, make, must, number, passages, say, sources, state, tell, things, titled } from "../shared/state.js";
import { comparing, pair, place } from "./asked.js";
import { keep } from "./sheet.js";
import { alike, compared } from "./sides.js";
import { relation } from "./words.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("./sides.js").Tie} Tie
 * @typedef {import("./sides.js").Row} Row
 * @typedef {import("./sides.js").Sides} Sides
 */

/** So many of a kind are offered by name, and so many at most where one is chosen. */
const [FEW, MOST] = [3, 8];
/** What a project is first of all compared by. */
const FOREMOST = ["block", "area", "strategy"];

/** The two boxes in which the things are chosen. @param {Thing | null} one @param {Thing | null} other */
function boxes(one, other) {
  const swap = make("a", { class: "button small-button", href: href(place(other, one)) }, say("paths.swap"));
  return make("div", { class: "ends", role: "group", "aria-label": say("compare.open") },
    finder("compare-one", say("compare.one"), one, (thing) => go(place(thing, other))),
    finder("compare-other", say("compare.other"), other, (thing) => go(place(one, thing))), ...(one && other ? [swap] : []));
}

/** @param {Thing} one @param {Thing} other @param {string} words @param {string} [more] */
const offer = (one, other, words, more) => make("li", {}, make("a", { href: href(place(one, other)) }, words), ...(more ? [make("span", { class: "small" }, ` ${more}`)] : []));

/** Pairs to begin with: kinds of what stands foremost that there are few of. */
function pairs() {
  const foremost = countedAs(...FOREMOST);
  return [...new Set(foremost.map((thing) => thing.kind))].flatMap((of) => {
    const some = inOrder(foremost.filter((thing) => thing.kind === of));
    return some.length > FEW ? [] : some.flatMap((one, at) => some.slice(at + 1).map((other) =>
      offer(one, other, say("compare.title", { one: tell(one.name), other: tell(other.name) }))));
  });
}

/** What is offered while two are not chosen. @param {Thing | null} chosen @param {boolean} first whether it stands first */
function offered(chosen, first) {
  const some = chosen ? alike(chosen).slice(0, MOST).map(({ thing, shared }) =>
    offer(first ? chosen : thing, first ? thing : chosen, tell(thing.name), `${kind(thing)} · ${say("compare.shares", { count: shared })}`)) : pairs();
  return some.length ? [make("h3", {}, say(chosen ? "compare.same_kind" : "compare.begin")), make("ul", { class: "offers" }, ...some)] : [];
}

/** How a tie is known and what it rests on. @param {Tie} tie */
function grounds({ link }) {
  const made = how(link);
  return [
    ...(link.reason ? [make("p", { lang: state.lang }, tell(link.reason))] : []),
    ...(made ? [make("p", { class: "small" }, made)] : []),
    ...link.passages.flatMap((at) => quotation(passages[at])),
  ];
}

/** A tie in words: what it is where the head does not say so, and how it is known. @param {Tie} tie @param {string} head */
const words = (tie, head) => [...(relation(tie) === head ? [] : [`${relation(tie)} `]), mark(tie.link)];

/** Whether both are tied to a thing in just the same way. @param {Tie[]} mine @param {Tie[]} theirs */
const same = (mine, theirs) => mine.length === theirs.length && mine.every((tie, at) =>
  relation(tie) === relation(theirs[at]) && tie.link.standing === theirs[at].link.standing && tie.link.confidence === theirs[at].link.confidence);

/** How a thing is tied: a line for each tie, with whose it is where the two have different ones. @param {Row} row @param {string} head @param {Thing} one @param {Thing} other */
function lines({ one: mine, other: theirs }, head, one, other) {
  if (!mine.length || !theirs.length || same(mine, theirs)) return (mine.length ? mine : theirs).map((tie) => make("p", { class: "tie" }, ...words(tie, head)));
  return [...mine.map((tie) => ({ tie, of: one })), ...theirs.map((tie) => ({ tie, of: other }))].map(({ tie, of }) =>
    make("p", { class: "tie" }, make("span", { class: "of" }, `${tell(of.short)}: `), ...words(tie, head)));
}

/** What a thing is tied by, and what that rests on. @param {Row} row @param {string} head @param {Thing} one @param {Thing} other */
function item(row, head, one, other) {
  const every = [...row.one, ...row.other];
  const ground = every.flatMap(grounds);
  return make("li", { class: `link ${every.every(({ link }) => look(link) === "read") ? "read" : "stated"}` },
    anchor(row.thing), make("span", { class: "chip" }, kind(row.thing)), ...lines(row, head, one, other),
    ...(ground.length ? [make("details", {}, make("summary", {}, say("panel.basis")), ...ground)] : []));
}

/** The relation under which a row stands; what the two have in different ways stands by itself. @param {Row} row */
function headOf({ one, other }) {
  const [mine, theirs] = [one[0], other[0]].map((tie) => tie && relation(tie));
  return mine && theirs && mine !== theirs ? "" : mine ?? theirs;
}

/** @param {Row} one @param {Row} other */
const inTurn = ({ thing: one }, { thing: other }) => one.group - other.group
  || ((one.position ?? Infinity) - (other.position ?? Infinity) || 0) || one.id - other.id;

/** One of the three lists, by relation; the longest first, what is only mentioned last. @param {string} part @param {string} title @param {Row[]} rows @param {Thing} one @param {Thing} other */
function list(part, title, rows, one, other) {
  /** @type {Map<string, Row[]>} */ const heads = new Map();
  for (const row of rows) heads.set(headOf(row), [...(heads.get(headOf(row)) ?? []), row]);
  /** @param {Row[]} some */
  const quiet = (some) => Number(some.every((row) => [...row.one, ...row.other].every(({ link }) => link.set !== undefined)));
  const sorted = [...heads].sort(([, some], [, more]) => quiet(some) - quiet(more) || more.length - some.length);
  return make("section", { class: part, "aria-labelledby": `compare-${part}` },
    make("h3", { id: `compare-${part}` }, `${title} (${number(rows.length)})`),
    ...(rows.length ? [] : [make("p", { class: "small" }, say("compare.none"))]),
    ...sorted.flatMap(([head, some]) => [
      make("h4", {}, `${titled(head || say("compare.differently"))}${heads.size > 1 ? ` (${number(some.length)})` : ""}`),
      make("ul", {}, ...some.sort(inTurn).map((row) => item(row, head, one, other)))]));
}

/** What is found, in a sentence or two: with what is read, and by the sources alone. @param {Thing} one @param {Thing} other @param {Sides} sides */
function sentences(one, other, { left, both, right }) {
  const fields = { one: inside(one.short), other: inside(other.short), both: number(both.length), left: number(left.length), right: number(right.length) };
  const first = left.length + both.length + right.length === 0 ? "compare.nothing" : both.length ? both.length === 1 ? "compare.told_one" : "compare.told" : "compare.shares_none";
  const said = compared(one, other, true);
  const alone = { both: number(said.both.length), left: number(said.left.length), right: number(said.right.length), one: fields.one, other: fields.other };
  const differs = state.readings && (said.both.length !== both.length || said.left.length !== left.length || said.right.length !== right.length);
  return [say(first, fields), ...(differs ? [say(said.both.length ? "compare.alone" : "compare.alone_none", alone)] : []), ...(state.readings ? [] : [say("paths.readings_off")])];
}

/** What ties the two to each other. @param {Thing} one @param {Thing} other @param {Tie[]} ties */
const between = (one, other, ties) => (ties.length
  ? [make("ul", { class: "between" }, ...ties.map((tie) => make("li", { class: `link ${look(tie.link)}` },
    make("p", {}, anchor(one), ` ${relation(tie)} `, anchor(other), " ", mark(tie.link)))))] : []);

/** The map of the two with all that is listed; of sources, coloured by them. @param {Thing} one @param {Thing} other @param {Sides} sides */
function onMap(one, other, { left, both, right }) {
  const rows = [...left, ...both, ...right];
  const every = rows.flatMap((row) => [...row.one, ...row.other]);
  const vis = [...(state.readings ? ["read"] : []), ...(every.some(({ link }) => link.set === "mention") ? ["quiet"] : [])].join(",");
  const isSource = [one, other].some(({ key }) => sources.some(({ slug }) => key === `doc/${slug}`));
  /** @type {Record<string, string>} */ const more = isSource ? { bare: rows.map(({ thing }) => thing.key).join(","), farge: "kilde" }
    : { bare: `${one.key},${other.key}`, voks: `${one.key}*,${other.key}*`, fest: `${one.key}@-400_0,${other.key}@400_0` };
  return href({ view: "kart", thing: null, params: { form: "nett", vis, ...more } });
}

/** What can be done with a comparison. @param {Thing} one @param {Thing} other @param {Sides} sides */
function tools(one, other, sides) {
  const note = make("span", { class: "small", role: "status" });
  /** @param {"csv" | "xlsx"} form */
  const file = (form) => {
    const button = make("button", { type: "button", class: "small-button", "data-keep": form }, say(`download.${form}`));
    button.addEventListener("click", () => { note.textContent = keep(form, one, other, sides) ? "" : say("download.too_long"); });
    return button;
  };
  return make("div", { class: "choices" }, make("a", { class: "button small-button on-the-map", href: onMap(one, other, sides) }, say("panel.on_map")), file("xlsx"), file("csv"), note);
}

const close = () => make("a", { class: "button small-button shut", href: href({ thing: null, params: { ...Object.fromEntries(state.params), mot: null } }) }, say("compare.shut"));

/** @param {Thing} one @param {Thing} other */
function both(one, other) {
  const sides = compared(one, other);
  const told = sentences(one, other, sides);
  return { told, inside: [
    ...told.map((words, at) => make("p", { class: at ? "small" : "sum" }, words)),
    ...between(one, other, sides.between),
    tools(one, other, sides), readingsControl(),
    make("div", { class: "sides" },
      list("left", say("compare.only", { thing: inside(one.short) }), sides.left, one, other),
      list("both", say("compare.both"), sides.both, one, other),
      list("right", say("compare.only", { thing: inside(other.short) }), sides.right, one, other)),
  ] };
}

let shown = "";

/** Fill the part of the map's view that lies over the map while two things are compared. @param {HTMLElement} root */
export function show(root) {
  root.hidden = !comparing();
  if (root.hidden) {
    root.replaceChildren();
    shown = "";
    return false;
  }
  const [one, other] = pair();
  const two = one && other && one !== other ? both(one, other) : null;
  const title = two && one && other ? say("compare.title", { one: tell(one.name), other: tell(other.name) }) : say(one ? "compare.open" : "compare.kind");
  const key = [one?.key, other?.key, state.lang, state.readings, state.least, state.thing?.key].join(" ");
  const before = shown;
  shown = key;
  const control = document.activeElement?.getAttribute("data-control");
  const top = root.scrollTop;
  root.replaceChildren(
    make("div", { class: "top" }, make("h2", { tabindex: -1 }, title), close()), boxes(one, other),
    ...(two?.inside ?? [make("p", { class: "small" }, say(one && one === other ? "paths.same" : "compare.help")), ...offered(one ?? other, one !== null)]));
  if (key === before) return true;
  root.scrollTop = top;
  if (control) /** @type {HTMLElement | null} */ (root.querySelector(`[data-control="${control}"]`))?.focus();
  if (two) announce([title, ...two.told].join(" "));
  else if (!state.thing) must(one ? "compare-other" : "compare-one").focus({ preventScroll: true });
  return true;
}

/** On paper, all that is folded is unfolded. @param {boolean} open */
const unfold = (open) => document.querySelectorAll("#compare details").forEach((each) => { /** @type {HTMLDetailsElement} */ (each).open = open; });
addEventListener("beforeprint", () => unfold(true));
addEventListener("afterprint", () => unfold(false));

/** In any thing's panel: side by side with another, the few of its own kind by their names. @param {Thing} thing */
additions.push((thing) => {
  const some = things.filter((each) => each.kind === thing.kind && each !== thing);
  const named = some.length > FEW ? [] : alike(thing).slice(0, some.length);
  const more = make("a", { href: href(place(thing, null)) }, say(named.length ? "compare.another" : "compare.open"));
  return [make("p", { class: "onward" },
    ...(named.length ? [`${say("compare.with")} `, ...named.flatMap(({ thing: each }) => [make("a", { href: href(place(thing, each)) }, tell(each.short)), " · "])] : []),
    more)];
});
