// The colours of the page, and the shape of each group of things, as SVG.

import { groups, make } from "./state.js";

/** @typedef {import("./state.js").Group} Group */

const SVG = "http://www.w3.org/2000/svg";

/** @type {Map<string, string>} */ const colours = new Map();

export function readColours() {
  const probe = make("span");
  probe.style.forcedColorAdjust = "none";
  document.body.append(probe);
  const names = ["paper", "ink", "soft", "label", "stated", "read", "accent"];
  for (const of of groups) names.push(hue(of), `${hue(of)}-fill`);
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    colours.set(name, getComputedStyle(probe).color);
  }
  probe.remove();
}

/** The name of a group's colour among the page's CSS variables. @param {Group} of */
export const hue = (of) => of.colour;

/** @param {string} name */
export const colour = (name) => colours.get(name) || "gray";

/** @param {[number, number][]} points */
const corners = (points) => `M${points.map((each) => each.join(" ")).join("L")}Z`;
/** @param {number} x @param {number} y @param {number} w @param {number} h */
const rectangle = (x, y, w, h) => corners([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);
/** @param {number} x @param {number} y @param {number} w @param {number} h @param {number} r */
const rounded = (x, y, w, h, r) => {
  const turn = `a${r} ${r} 0 0 1 `;
  const [across, down] = [w - 2 * r, h - 2 * r];
  return `M${x + r} ${y}h${across}${turn}${r} ${r}v${down}${turn}${-r} ${r}h${-across}${turn}${-r} ${-r}v${-down}${turn}${r} ${-r}Z`;
};

/**
 * Path data of a shape's outline in a box with its corner at x, y.
 * @param {string} shape @param {number} x @param {number} y @param {number} w @param {number} h
 */
export function outline(shape, x, y, w, h) {
  const cut = Math.min(9, h / 2.4);
  const r = x + w;
  const b = y + h;
  const m = y + h / 2;
  if (shape === "pill" || shape === "pills") return rounded(x, y, w, h, Math.min(14, h / 2));
  if (shape === "person") return rounded(x, y, w, h, Math.min(5, h / 2));
  if (shape === "hexagon" || shape === "hexagons") {
    return corners([[x + cut, y], [r - cut, y], [r, m], [r - cut, b], [x + cut, b], [x, m]]);
  }
  if (shape === "arrow") {
    return corners([[x, y], [r - cut, y], [r, m], [r - cut, b], [x, b], [x + cut * 0.7, m]]);
  }
  if (shape === "cut" || shape === "folded") {
    return corners([[x, y], [r - cut, y], [r, y + cut], [r, b], [x, b]]);
  }
  if (shape === "slanted") return corners([[x + cut, y], [r, y], [r - cut, b], [x, b]]);
  if (shape === "tab") {
    return corners([[x + cut, y], [r - cut, y], [r, y + cut], [r, b], [x, b], [x, y + cut]]);
  }
  return rectangle(x, y, w, h);
}

/**
 * The marks that set a shape apart: lines as wide as the outline, thin lines, and solid parts.
 * @param {string} shape @param {number} x @param {number} y @param {number} w @param {number} h
 * @returns {{lines?: string, thin?: string, solid?: string}}
 */
function marks(shape, x, y, w, h) {
  const small = w < 60;
  if (shape === "double") return { lines: rectangle(x + 3, y + 3, w - 6, h - 6) };
  if (shape === "bars") {
    const bar = small ? 3 : 6;
    return { solid: rectangle(x, y, bar, h) + rectangle(x + w - bar, y, bar, h) };
  }
  if (shape === "base") return { solid: rectangle(x, y + h - (small ? 3 : 4), w, small ? 3 : 4) };
  if (shape === "pills" || shape === "hexagons") {
    return { thin: outline(shape === "pills" ? "pill" : "hexagon", x + 3, y + 3, w - 6, h - 6) };
  }
  if (shape === "bracket") {
    return { solid: rectangle(x + 3, y + 3, 2, h - 6) + rectangle(x + w - 5, y + 3, 2, h - 6) };
  }
  if (shape === "figure") return { solid: rectangle(x, y, small ? 5 : 7, h) };
  if (shape === "folded") {
    const fold = Math.min(9, h / 2.4);
    return { lines: `M${x + w - fold} ${y}v${fold}h${fold}` };
  }
  if (shape === "person") {
    const scale = small ? 0.75 : 1;
    const cx = small ? x + w / 2 : x + 11;
    const cy = y + h / 2;
    const [head, body] = [2.7 * scale, 4.6 * scale];
    return {
      solid: `M${cx - head} ${cy - 3.4 * scale}a${head} ${head} 0 1 0 ${2 * head} 0a${head} ${head} 0 1 0 ${-2 * head} 0Z`
        + `M${cx - body} ${cy + 5 * scale}a${body} ${body} 0 0 1 ${2 * body} 0Z`,
    };
  }
  return {};
}

/**
 * A shape as the attributes of its paths, in the colours of its group.
 * @param {Group} of @param {number} x @param {number} y @param {number} w @param {number} h @param {number} width of its lines
 * @returns {Record<string, string | number>[]}
 */
export function outlined(of, x, y, w, h, width) {
  const [stroke, fill] = [`var(--${hue(of)})`, `var(--${hue(of)}-fill)`];
  const { lines, thin, solid } = marks(of.shape, x, y, w, h);
  const line = { fill: "none", stroke };
  return [
    { d: outline(of.shape, x, y, w, h), fill, stroke, "stroke-width": width },
    ...(lines ? [{ d: lines, ...line, "stroke-width": width }] : []),
    ...(thin ? [{ d: thin, ...line, "stroke-width": Math.min(width, 1) }] : []),
    ...(solid ? [{ d: solid, fill: stroke }] : []),
  ];
}

/**
 * A shape filled with one colour, its marks in the colour of the paper.
 * @param {Group} of @param {number} w @param {number} h @param {string} fill
 * @returns {Record<string, string | number>[]}
 */
export function solid(of, w, h, fill) {
  // What stands at the edge of an outline stands a little inside of what is filled.
  const inside = ["bars", "base", "figure"].includes(of.shape) ? 2.5 : 0;
  const { lines, thin, solid: part } = marks(of.shape, inside - w / 2, inside - h / 2, w - 2 * inside, h - 2 * inside);
  const paper = "var(--paper)";
  return [
    { d: outline(of.shape, -w / 2, -h / 2, w, h), fill, stroke: paper, "stroke-width": 1.5 },
    ...[lines, thin].filter(Boolean).map((d) => ({ d: String(d), fill: "none", stroke: paper, "stroke-width": 1.2 })),
    ...(part ? [{ d: part, fill: paper }] : []),
  ];
}

/** Elements of SVG with their attributes. @param {string} name @param {Record<string, string | number>} [attributes] @param {...(Node | string)} children */
export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [each, value] of Object.entries(attributes)) element.setAttribute(each, String(value));
  element.append(...children);
  return element;
}

/** A small drawing that follows the page's colours by itself. @param {number} width @param {number} height @param {Record<string, string | number>[]} paths */
const drawing = (width, height, paths) =>
  draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "icon", "aria-hidden": "true" },
    ...paths.map((each) => draw("path", each)));

/** The small picture of a group. @param {Group} of */
export const swatch = (of) => drawing(26, 15, outlined(of, 1.5, 1.5, 23, 12, 1.3));

/** The small picture of a kind of link. @param {boolean} dashed @param {string} name */
export const dash = (dashed, name) => drawing(32, 10, [
  { d: "M1 5H31", fill: "none", stroke: `var(--${name})`, "stroke-width": 1.8, "stroke-dasharray": dashed ? "6 4" : "none" },
]);
