// What is seen on the map, to keep: as a picture, and as what it is made of.

import { fileName, hand } from "../../download/files.js";
import { graphml } from "../../download/graphml.js";
import { handSheets, linkSheet, thingSheet } from "../../download/sheets.js";
import { announce, data, make, must, say, state } from "../../shared/state.js";
import { figure } from "./figure.js";

/**
 * @typedef {import("../growing.js").Scene} Scene
 * @typedef {{now: Scene, box: import("./figure.js").Box, placed: import("../../download/graphml.js").Placing}} Seen
 */

const FORMS = /** @type {const} */ (["svg", "png", "xlsx", "things", "links", "graphml"]);
/** So many px of the file for each of the screen, and no side longer than browsers can draw. */
const [SHARP, LONGEST] = [2, 8192];

/** A drawing as a picture of px. @param {ReturnType<typeof figure>} drawing @returns {Promise<Blob>} */
async function pixels({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.min(SHARP, LONGEST / width, LONGEST / height);
  const sheet = make("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  sheet.getContext("2d")?.drawImage(image, 0, 0, sheet.width, sheet.height);
  return new Promise((done, failed) => {
    sheet.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png");
  });
}

/** Hand over what is seen. @param {typeof FORMS[number]} form @param {Seen} seen */
async function keep(form, { now, box, placed }) {
  const name = say("map.seen_file");
  const links = now.pairs.flatMap((pair) => pair.links);
  /** @param {"things" | "links"} what */
  const named = (what) => `${name}-${say(`download.${what}`).toLocaleLowerCase(data.languages[state.lang])}`;
  if (form === "svg") hand(fileName(name, form), form, figure(now, box).text);
  else if (form === "png") hand(fileName(name, form), form, await pixels(figure(now, box)));
  else if (form === "graphml") hand(fileName(name, form), form, graphml(now.things, links, placed));
  else if (form === "things") handSheets("csv", [thingSheet(now.things)], named("things"));
  else if (form === "links") handSheets("csv", [linkSheet(links)], named("links"));
  else if (!handSheets("xlsx", [thingSheet(now.things), linkSheet(links)], name)) {
    announce(say("download.too_long"));
    must("keep-note").textContent = say("download.too_long");
  }
}

/** The disclosure with the forms, without its words. @param {() => Seen | null} what is seen when a form is chosen */
export function keeper(what) {
  const buttons = FORMS.map((form) => {
    const button = make("button", { type: "button", class: "small-button", "data-keep": form });
    button.addEventListener("click", () => {
      const seen = what();
      must("keep-note").textContent = "";
      if (seen) void keep(form, seen);
    });
    return button;
  });
  return make("details", { id: "keep" }, make("summary", {}), make("div", { class: "choices" }, ...buttons, make("span", { id: "keep-note" })));
}

/** Fill in the words of the disclosure. */
export function fillKeeper() {
  const root = must("keep");
  const summary = root.querySelector("summary");
  if (summary) summary.textContent = say("map.seen");
  for (const form of FORMS) {
    const button = root.querySelector(`[data-keep="${form}"]`);
    if (button) button.textContent = say(`map.seen_${form}`);
  }
}
