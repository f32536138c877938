// What is seen on the map as an SVG file that stands alone: every colour resolved, one rule for each look, and with it
// what it is, of which edition, and under which licence.

import { element, escaped } from "../../download/xml.js";
import { outlined } from "../../shared/shapes.js";
import { data, date, group, groups, number, say, standing, state, tell, things } from "../../shared/state.js";
import { view } from "../picture/camera.js";
import { colours, wide } from "../picture/glyphs.js";

/**
 * @typedef {import("../growing.js").Scene} Scene
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box in px of the window
 */

/** What a look is made of, and what each part of it is where nothing is said. @type {Record<string, string>} */
const LOOK = {
  fill: "rgb(0, 0, 0)", stroke: "none", "stroke-width": "1px", "stroke-dasharray": "none", "stroke-linejoin": "miter", opacity: "1",
  "font-size": "", "font-weight": "400", "font-style": "normal", "text-anchor": "start", "dominant-baseline": "auto", "paint-order": "normal",
};
/** What only text has, and only what is drawn with a line. */
const OF_TEXT = ["font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline"];
const OF_STROKES = ["stroke-width", "stroke-dasharray", "stroke-linejoin"];
/** Where an element is, as it says itself. */
const PLACE = ["d", "x", "y", "width", "height", "rx", "cx", "cy", "r", "dy"];
const HEAD = ["viewBox", "refX", "refY", "orient", "markerUnits", "markerWidth", "markerHeight"];
/** What is there for hand and eye at the screen, and says nothing on paper. */
const FOR_HANDS = ".reach, .badge, .away";
const [AIR, LINE, SMALL, LARGE] = [16, 16, 11.5, 16];
const LEAST_WIDTH = 420;
/** A file's own faces, as those of the page, without the names that only one system has. */
const FACE = "Arial, 'Liberation Sans', Helvetica, sans-serif";

/** The looks used in a file, each with a short name. */
function looks() {
  /** @type {Map<string, string>} */ const known = new Map();
  /** @param {Record<string, string>} look */
  const named = (look) => {
    const rule = Object.entries(look).map(([name, value]) => `${name}:${value}`).join(";");
    if (!known.has(rule)) known.set(rule, `c${known.size}`);
    return known.get(rule);
  };
  return { named, rules: () => [...known].map(([rule, name]) => `.${name}{${rule}}`).join("") };
}

/** @param {number} value */
const short = (value) => String(Math.round(value * 100) / 100);

/** The look of an element as it is seen; a line that keeps its width on the screen is as wide in the file. @param {Element} each */
function lookOf(each) {
  const style = getComputedStyle(each);
  const paints = ["path", "rect", "circle", "text", "tspan"].includes(each.tagName);
  const scale = style.getPropertyValue("vector-effect") === "non-scaling-stroke" ? view.k : 1;
  /** @type {Record<string, string>} */ const look = {};
  for (const [name, usual] of Object.entries(LOOK)) {
    const text = OF_TEXT.includes(name);
    if (text ? each.tagName !== "text" : name !== "opacity" && !paints) continue;
    if (OF_STROKES.includes(name) && style.stroke === "none") continue;
    const value = style.getPropertyValue(name);
    if (each.tagName === "tspan" || !value || value === usual) continue;
    look[name] = OF_STROKES.includes(name) ? value.replace(/[\d.]+/g, (size) => short(Number(size) / scale)) : value;
  }
  return look;
}

/** Where an element is moved to, as numbers alone. @param {Element} each */
function moved(each) {
  const { transform } = getComputedStyle(each);
  if (transform && transform !== "none") return transform.replace(/-?[\d.]+(e-?\d+)?/g, (value) => String(Math.round(Number(value) * 10_000) / 10_000));
  return each.getAttribute("transform") ?? undefined;
}

/** An element and what is in it, as it is seen. @param {Element} each @param {ReturnType<typeof looks>} known @returns {string} */
function copied(each, known) {
  const { display, visibility } = getComputedStyle(each);
  if (each.matches(FOR_HANDS) || (each.tagName !== "marker" && display === "none") || visibility === "hidden") return "";
  /** @type {Record<string, string | undefined>} */ const attributes = {};
  for (const name of [...PLACE, ...(each.tagName === "marker" ? ["id", ...HEAD] : [])]) attributes[name] = each.getAttribute(name) ?? undefined;
  const style = getComputedStyle(each);
  for (const name of ["marker-start", "marker-end"]) {
    if (each.hasAttribute(name) && style.getPropertyValue(name) !== "none") attributes[name] = each.getAttribute(name) ?? undefined;
  }
  if (each.tagName !== "marker") attributes.transform = moved(each);
  const look = lookOf(each);
  if (Object.keys(look).length) attributes.class = known.named(look);
  const inner = [...each.childNodes].map((child) => (child instanceof Element ? copied(child, known) : escaped(child.textContent ?? ""))).filter(Boolean);
  const key = each.getAttribute("data-thing");
  if (key) inner.unshift(element("title", {}, [escaped(tell(things[Number(each.getAttribute("data-id"))].name))]));
  return !inner.length && each.tagName === "g" ? "" : element(each.tagName, attributes, inner);
}

/** The words of a heading line by line, where they stand on the screen. @param {Element} heading @returns {{words: string, x: number, y: number}[]} */
function written(heading) {
  const text = heading.firstChild;
  if (!text?.textContent) return [];
  /** @type {Map<number, {words: string[], rect: DOMRect}>} */ const rows = new Map();
  for (const { 0: word, index } of text.textContent.matchAll(/\S+/g)) {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const rect = range.getClientRects()[0];
    if (!rect) continue;
    const row = rows.get(Math.round(rect.top)) ?? { words: [], rect };
    row.words.push(word);
    rows.set(Math.round(rect.top), row);
  }
  const { left, width } = heading.getBoundingClientRect();
  return [...rows.values()].map(({ words, rect }) => ({ words: words.join(" "), x: left + width / 2, y: rect.top + rect.height * 0.8 }));
}

/** Some words on as many lines as they need. @param {string} words @param {number} width @param {number} size */
function folded(words, width, size) {
  /** @type {string[]} */ const rows = [];
  for (const word of words.split(/\s+/)) {
    const longer = rows.length ? `${rows[rows.length - 1]} ${word}` : word;
    if (rows.length && wide(longer, size) <= width) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}

/** What the picture is. @param {Scene} now */
const about = (now) => say("map.seen_about", {
  form: say(state.params.get("form") === "nett" ? "map.seen_network" : "map.seen_columns"),
  count: number(now.things.length), all: number(things.length), lines: number(now.pairs.length),
});

/** Which edition, whose and under which licence. */
function imprint() {
  const { version } = data.project ?? {};
  const edition = [version && say("map.seen_edition", { version }), data.issued && date(data.issued)].filter(Boolean).join(", ");
  const parts = [edition, data.licence.name && `${say("common.licence")}: ${data.licence.name}${data.licence.url ? ` (${data.licence.url})` : ""}`];
  return [parts.filter(Boolean).join(". "), ...(tell(data.whose) ? [tell(data.whose)] : []), ...(data.published ? [data.published] : [])].filter(Boolean);
}

/** The key under the picture: the kinds that are shown, and what whole and broken lines say. @param {Scene} now @param {Box} box @param {(name: string) => string} paint */
function key(now, box, paint) {
  const kinds = groups.filter((of) => now.things.some((thing) => group(thing) === of));
  /** @param {string} text */
  const painted = (text) => text.replace(/^var\(--(.*)\)$/, (_, name) => paint(name));
  const entries = [
    ...kinds.map((of) => ({ name: tell(of.name), paths: outlined(of, 1.5, 1.5, 23, 12, 1.3) })),
    ...colours(now.things).map(({ colour, name }) => ({ name, paths: [{ d: "M1 1.5h12v12h-12z", fill: colour }] })),
    ...[false, true].filter((read) => now.pairs.some((pair) => pair.read === read)).map((read) => ({
      name: standing(read ? "interpreted" : "stated"),
      paths: [{ d: "M1 7.5H25", fill: "none", stroke: `var(--${read ? "read" : "stated"})`, "stroke-width": 1.8, ...(read ? { "stroke-dasharray": "6 4" } : {}) }],
    })),
  ];
  let [x, y] = [box.left, 0];
  const drawn = entries.map(({ name, paths }) => {
    const width = 32 + wide(name, SMALL) + 18;
    if (x > box.left && x + width > box.right) [x, y] = [box.left, y + LINE + 4];
    const inner = paths.map((each) => element("path", Object.fromEntries(Object.entries(each).map(([attribute, value]) => [attribute, typeof value === "string" ? painted(value) : value]))));
    const made = element("g", { transform: `translate(${short(x)} ${short(box.bottom + AIR + y)})` },
      [...inner, element("text", { class: "small", x: 31, y: 11.5 }, [escaped(name)])]);
    x += width;
    return made;
  });
  return { drawn, height: entries.length ? y + LINE + AIR : 0 };
}

/**
 * The text of the file, and its size. What is outside the box is cut.
 * @param {Scene} now @param {Box} seen in px of the picture's window @returns {{text: string, width: number, height: number}}
 */
export function figure(now, seen) {
  const svg = /** @type {Element} */ (document.getElementById("picture"));
  const world = /** @type {Element} */ (svg.querySelector(".world"));
  const lamp = document.createElement("span");
  svg.parentElement?.append(lamp);
  /** @param {string} name */
  const paint = (name) => {
    lamp.style.color = `var(--${name})`;
    return getComputedStyle(lamp).color;
  };
  const known = looks();
  const window = svg.getBoundingClientRect();
  const box = { ...seen, right: Math.max(seen.right, seen.left + LEAST_WIDTH) };
  const width = box.right - box.left;
  const title = tell(data.title);
  const heading = folded(title, width * 0.9, LARGE);
  const lead = folded(about(now), width, SMALL);
  const marks = [...svg.querySelectorAll("marker")].map((each) => copied(each, known)).join("");
  const picture = copied(world, known);
  const heads = [...document.querySelectorAll("#heads h3")].flatMap(written)
    .map(({ words, x, y }) => element("text", { class: "head", x: short(x - window.left), y: short(y - window.top) }, [escaped(words)]));
  const { drawn, height } = key(now, box, paint);
  const ends = imprint().flatMap((words) => folded(words, width, SMALL));
  const above = AIR + heading.length * (LARGE + 4) + lead.length * LINE + AIR / 2;
  const below = height + ends.length * LINE + AIR;
  const [left, top] = [box.left - AIR, box.top - above];
  const [wideness, tallness] = [Math.ceil(width + 2 * AIR), Math.ceil(box.bottom - box.top + above + below)];
  /** @param {string[]} rows @param {string} name @param {number} from @param {number} step */
  const lines = (rows, name, from, step) => rows.map((row, at) => element("text", { class: name, x: short(box.left), y: short(from + (at + 1) * step - 4) }, [escaped(row)]));
  const body = [
    element("title", { id: "title" }, [escaped(title)]),
    element("desc", { id: "desc" }, [escaped([about(now), ...imprint()].join(" "))]),
    element("style", {}, [`text{font-family:${FACE};fill:${paint("label")}}.title{font-size:${LARGE}px;font-weight:700}.small{font-size:${SMALL}px}.head{font-size:${SMALL}px;font-weight:700;text-anchor:middle;fill:${paint("soft")}}${known.rules()}`]),
    element("defs", {}, [marks, element("clipPath", { id: "window" }, [element("rect", { x: short(box.left), y: short(box.top), width: short(width), height: short(box.bottom - box.top) })])]),
    element("rect", { x: short(left), y: short(top), width: wideness, height: tallness, fill: paint("paper") }),
    ...lines(heading, "title", top + AIR, LARGE + 4),
    ...lines(lead, "small", top + AIR + heading.length * (LARGE + 4), LINE),
    element("g", { "clip-path": "url(#window)" }, [picture, ...heads]),
    ...drawn,
    ...lines(ends, "small", box.bottom + AIR / 2 + height, LINE),
  ];
  lamp.remove();
  const text = element("svg", {
    xmlns: "http://www.w3.org/2000/svg", viewBox: [left, top, wideness, tallness].map(short).join(" "), width: wideness, height: tallness,
    role: "img", "aria-labelledby": "title desc", lang: state.lang,
  }, body);
  return { text: `${text}\n`, width: wideness, height: tallness };
}
