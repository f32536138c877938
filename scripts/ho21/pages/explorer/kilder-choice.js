// All that is stated at one place of a text: a list to choose from.

import { linksAt, thingsAt } from "./kilder-runs.js";
import { inOrder, kind, make, predicates, say, tell, things } from "./page.js";
import { anchor, swatch } from "./parts.js";

/**
 * @typedef {import("./page.js").Link} Link
 * @typedef {import("./kilder-runs.js").Place} Place
 */

const MANY = 6;

/** @param {Place[]} places @param {string} line @param {() => void} close */
export function choiceList(places, line, close) {
  const here = thingsAt(places);
  const links = linksAt(places);
  const title = say("kilder.stated_here", { line });
  const button = make("button", { type: "button", class: "close", "aria-label": say("kilder.close") }, "×");
  button.addEventListener("click", close);
  const box = make("div", { class: "choice", role: "group", tabindex: -1, "aria-label": title },
    make("div", { class: "top" }, make("p", {}, title), button));
  if (here.length) {
    box.append(make("ul", {}, ...here.map((thing) =>
      make("li", {}, swatch(thing), anchor(thing), make("span", { class: "chip" }, kind(thing))))));
  }
  if (links.length) {
    const lines = groupsOf(links);
    const items = make("ul", {}, ...lines);
    const words = say("kilder.links_rest", { count: links.length });
    if (lines.length > MANY) box.append(make("details", {}, make("summary", {}, words), items));
    else box.append(make("p", { class: "small" }, words), items);
  }
  if (!here.length && !links.length) {
    box.append(make("p", {}, say(places.length ? "kilder.says_itself" : "kilder.nothing")));
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    close();
  });
  return box;
}

/** Links that say the same of several things, as one line. @param {Link[]} links */
function groupsOf(links) {
  /** @type {Map<string, Link[]>} */ const alike = new Map();
  for (const link of links) {
    const key = `${link.predicate} ${link.to}`;
    alike.set(key, [...(alike.get(key) ?? []), link]);
  }
  return [...alike.values()].map((group) => {
    const from = inOrder(group.map((link) => things[link.from]));
    return make("li", { class: "rests" }, ...from.flatMap((thing, at) => [at ? ", " : "", anchor(thing)]),
      make("span", { class: "predicate" }, ` ${tell(predicates[group[0].predicate])} → `), anchor(things[group[0].to]));
  });
}
