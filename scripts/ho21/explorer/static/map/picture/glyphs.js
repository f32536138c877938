// What a thing looks like: a box with its words inside in the columns, a small shape in the network.

import { draw, hue, outlined, solid } from "../../shared/shapes.js";
import { countsAs, data, group, inside, look, passages, say, sources, standing, state, tell, touching } from "../../shared/state.js";
import { degree, layout } from "../growing.js";

/**
 * @typedef {import("../../shared/state.js").Thing} Thing
 * @typedef {{w: number, h: number}} Size
 */

/** The size of a shape before it is scaled by how much it is linked. */
const [WIDE, HIGH, ROUND, WHOLE] = [24, 16, 18, 11];
/** The half size of a shape: least, for each root of a link, most, and where all are alike. */
const [LEAST, EACH, MOST, ALIKE] = [5, 2.1, 20, 10];
export const LETTER = 12;
export const LINE = 13;

const pen = document.createElement("canvas").getContext("2d");
const face = getComputedStyle(document.documentElement).fontFamily;
/** @type {Map<string, number>} */ const widths = new Map();

/** How wide some words are. @param {string} words @param {number} size @param {boolean} [bold] */
export function wide(words, size, bold = false) {
  const key = `${size} ${bold} ${words}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (pen) pen.font = `${bold ? "bold " : ""}${size}px ${face}`;
  const found = pen ? pen.measureText(words).width : words.length * size * 0.55;
  widths.set(key, found);
  return found;
}

/** How large a thing's shape is in the network, and how much it is scaled. @param {Thing} thing @returns {Size & {scale: number}} */
export function glyph(thing) {
  const half = state.params.get("storrelse") === "0" ? ALIKE : Math.min(MOST, LEAST + EACH * Math.sqrt(degree[thing.id]));
  const scale = half / WHOLE;
  const round = group(thing).shape === "person";
  return { w: (round ? ROUND : WIDE) * scale, h: (round ? ROUND : HIGH) * scale, scale };
}

/** How much room a thing's name takes. @param {Thing} thing @returns {Size} */
export function labelSize(thing) {
  const lines = thing.lines[state.lang];
  return { w: Math.max(...lines.map((line) => wide(line, LETTER, group(thing).bold))) + 2, h: lines.length * LINE + 1 };
}

/** The colours that tell other things apart than kinds do, in the order they are taken. */
const HUES = ["area", "measure", "goal", "theme", "challenge", "actor", "event", "pillar", "foundation", "document"];
/** The colour of the one at a place among many. @param {number} at */
export const nth = (at) => `var(--${HUES[at % HUES.length]})`;

/** The foremost of some things. @param {Thing[]} some */
const foremost = (some) => some.reduce((best, each) => (weight(each) > weight(best) ? each : best));

/**
 * What colours tell apart where it is not kinds, by `farge` in the address: which of its parts a thing is in, and the
 * colour and the name of a part, among the things that are shown.
 * @type {Map<string, {of: (thing: Thing) => number, colour: (part: number) => string, name: (part: number, shown: Thing[]) => string}>}
 */
export const COLOURED = new Map([
  ["kilde", {
    of: ({ statements }) => statements.map((at) => passages[at].source).find((at) => at >= 0) ?? -1,
    colour: (part) => (part < 0 ? "var(--edge)" : nth(part)),
    name: (part) => (part < 0 ? say("map.colour_no_words") : tell(sources[part].name)),
  }],
  ["grunnlag", {
    of: ({ id }) => Number(touching[id].some((link) => link.set !== "mention" && look(link) === "stated")),
    colour: (part) => (part ? "var(--stated)" : "var(--read)"),
    name: (part) => standing(part ? "stated" : "interpreted"),
  }],
  ["gruppe", {
    of: ({ community }) => community,
    colour: nth,
    name: (part, shown) => say("map.colour_around", { name: inside(foremost(shown.filter(({ community }) => community === part)).short) }),
  }],
]);
const coloured = () => COLOURED.get(state.params.get("farge") ?? "");

/** The colour of a thing. @param {Thing} thing */
export function colourOf(thing) {
  const by = coloured();
  return by ? by.colour(by.of(thing)) : `var(--${hue(group(thing))})`;
}

/** What each colour says, of the things that are shown; nothing where colours are those of the kinds. @param {Thing[]} shown @returns {{colour: string, name: string}[]} */
export function colours(shown) {
  const by = coloured();
  if (!by) return [];
  /** @type {Map<string, string[]>} */ const names = new Map();
  for (const part of new Set(shown.map(by.of))) {
    const colour = by.colour(part);
    names.set(colour, [...names.get(colour) ?? [], by.name(part, shown)]);
  }
  return [...names].map(([colour, some]) => ({ colour, name: some.join(" · ") }));
}

/** How much a thing stands out when there is not room for every name. @param {Thing} thing */
export const weight = (thing) =>
  (group(thing).bold ? 400 : 0) + (countsAs(thing, "vision") ? 400 : 0) + (countsAs(thing, "area") ? 100 : 0) + 4 * degree[thing.id];

/** @param {string[]} lines @param {number} x @param {number} y of the middle @param {number} step */
const written = (lines, x, y, step) =>
  lines.map((line, at) => draw("tspan", { x, y: y + (at - (lines.length - 1) / 2) * step }, line));

/** A box with the words inside. @param {Thing} thing */
export function boxed(thing) {
  const of = group(thing);
  const [w, h] = [layout.box, thing.height];
  const lines = thing.lines[state.lang];
  const room = w - of.pad[0] - of.pad[1];
  const widest = Math.max(...lines.map((line) => wide(line, layout.font, of.bold)));
  const size = Math.min(layout.font, (layout.font * room) / Math.max(1, widest));
  const fill = coloured() ? { fill: "none", stroke: colourOf(thing), "stroke-width": 3 } : null;
  return [
    ...outlined(of, -w / 2, -h / 2, w, h, 1.4).map((each) => draw("path", each)),
    ...(fill ? [draw("path", { d: `M${-w / 2} ${h / 2}h${w}`, ...fill })] : []),
    draw("text", { class: "inside", "font-size": size.toFixed(2), ...(of.bold ? { "font-weight": "bold" } : {}) },
      ...written(lines, (of.pad[0] - of.pad[1]) / 2, 0, data.layout.line)),
  ];
}

/** A small shape filled with its colour. @param {Thing} thing */
export function shaped(thing) {
  const { w, scale } = glyph(thing);
  const round = w / scale === ROUND;
  const of = group(thing);
  return [draw("g", { transform: `scale(${scale.toFixed(3)})` },
    ...solid(round ? { ...of, shape: "person" } : of, round ? ROUND : WIDE, round ? ROUND : HIGH, colourOf(thing)).map((each) => draw("path", each)))];
}

/** A thing's name on its lines, to be placed. @param {Thing} thing */
export const named = (thing) => draw("text", { ...(group(thing).bold ? { "font-weight": "bold" } : {}) },
  ...thing.lines[state.lang].map((line, at) => draw("tspan", { x: 0, y: at * LINE }, line)));

