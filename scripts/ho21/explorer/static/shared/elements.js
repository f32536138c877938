// Small pieces that several views share: links to things, quotations, marks, and files to keep.

import { href, set } from "./address.js";
import { dash, swatch as drawn } from "./shapes.js";
import { pageOf } from "./site-links.js";
import { announce, data, group, inside, look, make, number, readable, say, sources, standing, state, tell } from "./state.js";

/**
 * @typedef {import("./state.js").Thing} Thing
 * @typedef {import("./state.js").Link} Link
 * @typedef {import("./state.js").Passage} Passage
 */

/** A link that opens a thing's panel, or its own page where there is no panel. @param {Thing} thing @param {string} [words] */
export const anchor = (thing, words = tell(thing.name)) =>
  make("a", { href: (data.endpoint && pageOf(thing.iri)) || href({ thing }), "data-thing": thing.key }, words);

/** A link out of the page, where the address is safe to follow. @param {string | null} url @param {...(Node | string)} inner */
export function outside(url, ...inner) {
  if (!url || !url.startsWith("https://")) return make("span", {}, ...inner);
  return make("a", { href: url, rel: "noopener noreferrer" }, ...inner);
}

/** The small shape of a thing's group. @param {Thing} thing */
export const swatch = (thing) => drawn(group(thing));

/** The lines of a passage in words. @param {Passage} passage */
export const lines = ({ first, last }) =>
  first === last ? `${say("common.line")} ${first}` : `${say("common.lines")} ${first}–${last}`;

/** Where words stand: the document, and the place in its text, which opens there. @param {Passage} passage */
export function place(passage) {
  const source = sources[passage.source];
  const line = make("p", { class: "place" }, `${say("common.source")}: `);
  const where = `${passage.file} · ${lines(passage)}`;
  if (!source) {
    line.append(where);
    return line;
  }
  line.append(`${tell(source.name)} · `);
  const params = { sted: `${passage.start}-${passage.end}` };
  line.append(!readable(source) ? where
    : make("a", { href: href({ view: "kilder", path: [source.slug], params }) }, where));
  return line;
}

/** Words of a source in the quotation marks of their language. @param {string} words @param {string} [lang] */
export const inMarks = (words, lang = "nb") => lang.startsWith("en") ? `“${words}”` : `«${words}»`;

/** @param {Passage} passage */
export function quotation(passage) {
  /** @type {HTMLElement[]} */ const parts = [make("blockquote", { class: "quote", lang: passage.lang ?? "nb" }, inMarks(passage.quote, passage.lang))];
  const translation = passage.translation[state.lang];
  if (translation) {
    parts.push(make("p", { class: "translation", lang: state.lang }, `“${translation}”`));
    parts.push(make("p", { class: "small" }, say("common.translation")));
  }
  parts.push(place(passage));
  return parts;
}

/** How a link is known, by a sign and in words: «◆ sagt», «◇ tolket 0,8». @param {Link} link */
export function mark(link) {
  const sure = link.confidence ? ` ${number(link.confidence)}` : "";
  return make("span", { class: `how ${look(link)}` }, `${standing(link.standing)}${sure}`);
}

/** How a reading came about. @param {Link | import("./state.js").Unmade} reading */
export function how(reading) {
  const parts = [];
  if (reading.author) parts.push(`${say(reading.confidence ? "common.author" : "common.by_name")} ${inside(reading.author)}`);
  if (reading.confidence) parts.push(`${say("common.confidence")} ${number(reading.confidence)}`);
  if (reading.review) parts.push(tell(reading.review));
  return parts.join(" · ");
}

/** The choice of readings: shown or not, and how sure they must at least be. */
export function readingsControl() {
  const box = make("input", { type: "checkbox", "data-control": "readings" });
  box.checked = state.readings;
  box.addEventListener("change", () => set({ readings: box.checked }));
  const least = make("input", {
    type: "range", min: 0, max: 1, step: 0.05, value: state.least, disabled: !state.readings,
    "data-control": "least", "aria-valuetext": number(state.least),
  });
  const shown = make("output", {}, number(state.least));
  least.addEventListener("input", () => { shown.textContent = number(least.value); });
  least.addEventListener("change", () => set({ least: Number(least.value) }));
  return make("fieldset", { class: "readings" },
    make("legend", { class: "aside" }, say("common.readings")),
    make("label", {}, box, dash(true, "read"), say("common.readings_shown")),
    make("label", {}, say("common.least"), least, shown));
}

/** Hand a file to whoever sits at the screen. @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}

/** Rows as CSV with CRLF (RFC 4180). @param {(string | number)[][]} rows */
export const csv = (rows) =>
  rows.map((row) => row.map((cell) => {
    const text = String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(",")).map((line) => `${line}\r\n`).join("");

/** Put words on the clipboard; whether the browser let us. @param {string} words */
export async function toClipboard(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    return false;
  }
}

/** How long a button says what became of it; one at a time does. */
const TOLD = 2500;
let untell = () => {};

/** A button that puts words on the clipboard and says for a while that it did. @param {string} label @param {() => string} words @param {string} [what] it is called where its label is too short */
export function copier(label, words, what) {
  const button = make("button", { type: "button", class: "small-button", "aria-label": what }, label);
  button.addEventListener("click", async () => {
    const told = say(await toClipboard(words()) ? "common.copied" : "common.copy_refused");
    untell();
    button.textContent = told;
    announce(what ? `${told}: ${what}` : told);
    const again = () => { button.textContent = label; };
    const turn = setTimeout(again, TOLD);
    untell = () => {
      clearTimeout(turn);
      again();
    };
  });
  return button;
}
