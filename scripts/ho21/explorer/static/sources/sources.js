// The reader: each text as captured, every statement at its place, and how much is accounted for.

import { go, href } from "../shared/address.js";
import { MissingFile, fetchText } from "../shared/beside.js";
import { anchor, outside } from "../shared/elements.js";
import { colour, hue, swatch } from "../shared/shapes.js";
import { beside } from "../shared/site-links.js";
import { byKey, calm, date, groups, kind, make, number, passages, readable, say, sources, state, tell } from "../shared/state.js";
import { choiceList } from "./choice.js";
import { selectable } from "./copy.js";
import { colourBy, covering, divide, lineAt, linksAt, onlyThing, placeIn, placesFor, placesOf, thingsAt } from "./runs.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("./runs.js").Source} Source
 * @typedef {import("./runs.js").Place} Place
 * @typedef {import("./runs.js").Run} Run
 * @typedef {{run: Run, element: HTMLElement, only: Thing | null}} Drawn
 */

const LETTER = /[\p{L}\p{N}]/u;
/** Small words beside the text that the address may switch on. */
const SWITCHES = Object.freeze({ utelatt: "sources.show_asides", slag: "sources.show_kinds" });
/** The runs now on the page. @type {Drawn[]} */ let drawn = [];
/** What is built, and what was last scrolled to. */
let built = "";
let shown = "";
/** Whether the next list is asked for by a click in the text, and takes the focus. */
let asked = false;

/** @type {import("../shared/state.js").View} */
export const view = { id: "kilder", paths: null, show };

/** @param {HTMLElement} root */
function show(root) {
  const [slug] = state.path;
  const source = sources.find((each) => each.slug === slug && readable(each));
  if (!source) {
    drawn = [];
    built = shown = "";
    root.replaceChildren(make("h2", {}, say("sources.title")), ...list(slug));
    return;
  }
  if (source.text === undefined) return bring(root, source);
  const spot = placeIn(state.params.get("sted"), source.text ?? "");
  const key = JSON.stringify([slug, state.lang, colour("ink"), fits(source, spot) ? null : spot]);
  if (key !== built) {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.place : "";
    root.replaceChildren(...reader(source, spot));
    built = key;
    drawn.find(({ element }) => focused && element.dataset.place === focused)?.element.focus({ preventScroll: true });
  }
  refresh(root, source, spot);
}

/** Fetch a text that lies beside the page, and show it where it is still asked for. @param {HTMLElement} root @param {Source} source */
function bring(root, source) {
  const status = make("p", { class: "notice", role: "status" }, say("sources.fetching", { name: tell(source.name) }));
  drawn = [];
  built = shown = "";
  root.replaceChildren(make("h2", {}, say("sources.title")), status);
  fetchText(source.beside ?? []).then((text) => {
    Object.assign(source, JSON.parse(text));
    if (!status.isConnected || state.view !== view.id) return;
    const held = root.contains(document.activeElement);
    show(root);
    const heading = root.querySelector("h2");
    heading?.setAttribute("tabindex", "-1");
    if (held) heading?.focus({ preventScroll: true });
  }, (error) => {
    if (!(error instanceof MissingFile)) throw error;
    status.setAttribute("role", "alert");
    status.textContent = say(error.key, error.fields);
  });
}

/** Whether a place begins and ends where runs do. @param {Source} source @param {[number, number] | null} spot */
const fits = (source, spot) => !spot || spot.every((at) =>
  divide(source, null).some((line) => line.some((run) => run.start === at || run.end === at)));

/** The address with some of the view's parameters changed. @param {Record<string, string | null>} change */
const params = (change) => ({ ...Object.fromEntries(state.params), ...change });

// ---- The list of documents

/** @param {string | undefined} slug */
function* list(slug) {
  yield make("p", {}, say("sources.intro"));
  if (slug) yield make("p", { class: "lacking" }, say("sources.missing", { name: slug }));
  yield make("ul", { class: "documents" }, ...sources.map((source) => {
    const way = href({ path: [source.slug], params: {} });
    const title = !readable(source) ? tell(source.name) : make("a", { href: way }, tell(source.name));
    return make("li", { "data-source": source.slug }, make("h3", {}, title), ...facts(source), ...shares(source), found(source));
  }));
}

/** When it was written and where it is. @param {Source} source */
function* facts(source) {
  const dates = [];
  if (source.created) dates.push(say("sources.created", { date: date(source.created) }));
  if (source.issued) dates.push(say("sources.issued", { date: date(source.issued) }));
  if (source.modified) dates.push(say("sources.modified", { date: date(source.modified) }));
  if (source.captured) dates.push(say("sources.captured", { date: date(source.captured.slice(0, 10)) }));
  const places = placesOf(source).filter((place) => place.things.length);
  const count = say("sources.statements", { places: number(places.length), things: number(thingsAt(places).length) });
  const line = make("p", { class: "small" }, `${dates.join(" · ") || say("sources.undated")} · ${count} · `,
    source.url ? outside(source.url, say("sources.original")) : say("sources.no_url"));
  const thing = byKey.get(`doc/${source.slug}`);
  if (thing) line.append(" · ", anchor(thing, say("sources.document")));
  const page = beside(`doc/${source.slug}`);
  if (page) line.append(" · ", make("a", { href: page }, say("sources.own_page")));
  yield line;
}

/** A share in words: nothing that is there is called nothing, and nothing that lacks is called all. @param {number} part @param {number} whole */
function percent(part, whole) {
  const tenths = whole ? Math.round((part / whole) * 1000) : 0;
  if (part && !tenths) return say("sources.under", { n: number(0.1) });
  if (part < whole && tenths === 1000) return say("sources.over", { n: number(99.9) });
  return say("sources.percent", { n: number(tenths / 10) });
}

/** How much is accounted for, in words and as a bar. @param {Source} source */
function* shares(source) {
  const counts = source.coverage;
  if (!counts) return;
  const { characters, stated, set_aside, unaccounted } = counts;
  yield make("p", { class: "shares" }, say("sources.shares", {
    stated: percent(stated, characters), set_aside: percent(set_aside, characters), unaccounted: number(unaccounted),
  }));
  const bar = make("div", { class: "bar", "aria-hidden": "true" });
  for (const [name, size] of Object.entries({ stated, set_aside, unaccounted })) {
    const part = make("span", { class: name });
    part.style.flexGrow = String(size);
    if (size) bar.append(part);
  }
  yield bar;
  yield make("p", { class: "small" }, say("sources.counted", {
    characters: number(characters), stated: number(stated), set_aside: number(set_aside),
  }));
}

/** How often the chosen thing stands in a source. @param {Source} source */
function found(source) {
  if (!state.thing || !readable(source)) return null;
  const count = placesFor(source, state.thing).places.length;
  const words = say(count === 1 ? "sources.thing_count_one" : "sources.thing_count", { count, name: tell(state.thing.name) });
  return make("p", { class: "small found" }, count ? make("a", { href: href({ path: [source.slug], params: {} }) }, words) : words);
}

// ---- One text

/** The language of a text: that of the first words quoted from it. @param {Source} source */
const spoken = (source) => passages.find((each) => sources[each.source] === source)?.lang ?? "nb";

/** @param {Source} source @param {[number, number] | null} spot */
function* reader(source, spot) {
  const lines = divide(source, spot);
  drawn = [];
  const body = make("article", { class: "text", lang: spoken(source), "aria-label": say("sources.text", { name: tell(source.name) }) });
  /** @type {Set<string>} */ const reached = new Set();
  lines.forEach((line, at) => body.append(make("div", { class: "line", role: line.some((run) => run.words.trim()) && "paragraph", "data-line": at + 1 },
    ...line.map((run) => piece(run, reached)))));
  selectable(body);
  body.addEventListener("click", choose);
  yield make("h2", {}, say("sources.title"));
  yield make("nav", { class: "others", "aria-label": say("sources.other") }, make("a", { "data-way": "" }, say("sources.all")),
    ...sources.filter(readable).map((each) =>
      make("a", { "data-way": each.slug, "aria-current": each === source ? "page" : null }, tell(each.name))));
  yield make("h3", {}, tell(source.name));
  yield make("div", { class: "about" });
  yield make("div", { class: "switches" }, ...Object.entries(SWITCHES).map(([name, key]) => {
    const box = make("input", { type: "checkbox", "data-switch": name });
    box.addEventListener("change", () => go({ params: params({ [name]: box.checked ? "1" : null }) }, { replace: true }));
    return make("label", {}, box, say(key));
  }));
  yield legend(source, lines);
  yield make("div", { class: "chosen-thing", role: "status" });
  yield body;
}

/** One run: a link where it leads somewhere. @param {Run} run @param {Set<string>} reached the places that a link before it leads to */
function piece(run, reached) {
  const { words, places, aside, start, end } = run;
  if (!words.trim() || !places.length) {
    const loose = !places.length && !aside && LETTER.test(words);
    if (!places.length && !aside && !loose) return document.createTextNode(words);
    const what = aside && say(`sources.aside_${aside[2]}`);
    const plain = make("span", {
      class: (aside && "set-aside") || (loose && "loose"),
      title: what ? say("sources.aside_as", { kind: what }) : loose && say("sources.loose"),
      "data-aside": aside && aside[2], "data-word": aside && aside[0] === start && what,
      "data-quotes": quotes(places), "data-place": `${start}-${end}`,
    }, words);
    drawn.push({ run, element: plain, only: null });
    return plain;
  }
  const here = thingsAt(places);
  const only = onlyThing(places);
  const same = places.map((place) => `${place.start}-${place.end}`).join(" ");
  const beginning = places.filter((place) => place.start === start);
  const names = here.map((thing) => `${kind(thing)}: ${tell(thing.name)}`);
  if (!only && (!here.length || linksAt(places).length)) names.push(rest(places));
  const element = make("a", {
    draggable: "false", class: here.length ? "said" : places.some((place) => place.links.length) ? "own-words" : "itself",
    title: names.join(" · "),
    tabindex: reached.has(same) ? -1 : null, "data-thing": only ? only.key : null, "data-quotes": quotes(places),
    "data-place": `${start}-${end}`,
    "data-word": beginning.length ? [...new Set(thingsAt(beginning).map(kind))].join(" · ") || rest(beginning, "short_") : null,
  }, words);
  reached.add(same);
  if (here.length) colourBy(element, here[0]);
  drawn.push({ run, element, only });
  return element;
}

/** What words are that no thing is stated in. @param {Place[]} places @param {"" | "short_"} [size] */
const rest = (places, size = "") =>
  say(`sources.${size}${places.some((place) => place.links.length) ? "own_words" : "itself"}`);

/** @param {Place[]} places */
const quotes = (places) => places.flatMap((place) => place.quotes).join(" ") || null;

/** Which kinds of thing the text has, and how the rest is drawn. @param {Source} source @param {Run[][]} lines */
function legend(source, lines) {
  const all = thingsAt(placesOf(source));
  const items = groups.flatMap((group, at) => {
    const count = all.filter((thing) => thing.group === at).length;
    const sample = make("span", { class: "sample" }, `${tell(group.name)} `, make("span", { class: "count" }, `(${count})`));
    sample.style.setProperty("--hue", `var(--${hue(group)})`);
    sample.style.setProperty("--hue-fill", `var(--${hue(group)}-fill)`);
    return count ? [make("li", {}, swatch(group), sample)] : [];
  });
  const runs = lines.flat();
  const others = [
    ["own-words", "sources.own_words", placesOf(source).some((place) => !place.things.length && place.links.length)],
    ["itself", "sources.itself", placesOf(source).some((place) => !place.things.length && !place.links.length)],
    ["set-aside", "sources.set_aside", runs.some((run) => run.aside)],
    ["loose", "sources.loose", runs.some((run) => !run.aside && !run.places.length && LETTER.test(run.words))],
  ];
  for (const [name, key, here] of others) {
    if (here) items.push(make("li", {}, make("span", { class: `${name}` }, say(String(key)))));
  }
  return make("section", { class: "legend", "aria-label": say("sources.legend") }, make("ul", {}, ...items));
}

/** Put right all that follows the address: where links lead, what is marked, and the list at a place. @param {HTMLElement} root @param {Source} source @param {[number, number] | null} spot */
function refresh(root, source, spot) {
  const { thing } = state;
  const marked = thing ? placesFor(source, thing).places : [];
  for (const { run, element, only } of drawn) {
    const inside = spot && run.start >= spot[0] && run.end <= spot[1];
    element.classList.toggle("chosen", run.places.some((place) => marked.includes(place)));
    element.classList.toggle("spot", Boolean(inside));
    if (!(element instanceof HTMLAnchorElement)) continue;
    const way = { params: params({ sted: only ? null : `${run.start}-${run.end}` }), thing: only };
    element.setAttribute("href", href(way));
    if (!only) element.setAttribute("aria-expanded", String(Boolean(spot && run.start === spot[0] && run.end === spot[1])));
  }
  for (const link of root.querySelectorAll("[data-way]")) {
    const slug = link.getAttribute("data-way");
    link.setAttribute("href", href({ path: slug ? [slug] : [], params: params({ sted: null }) }));
  }
  for (const name of Object.keys(SWITCHES)) {
    const on = state.params.get(name) === "1";
    const box = root.querySelector(`[data-switch="${name}"]`);
    if (box instanceof HTMLInputElement) box.checked = on;
    root.querySelector(".text")?.classList.toggle(`with-${name}`, on);
  }
  root.querySelector(".about")?.replaceChildren(...facts(source), ...shares(source));
  root.querySelector(".chosen-thing")?.replaceChildren(...(thing ? where(thing, source) : []));
  listAt(root, source, spot);
  reveal(root, source, spot);
}

/** Where the chosen thing stands in the text. @param {Thing} thing @param {Source} source */
function* where(thing, source) {
  const { places, linked } = placesFor(source, thing);
  const name = make("strong", {}, tell(thing.name));
  if (places.length) {
    /** @type {Map<number, Place>} */ const first = new Map();
    for (const place of places) {
      const line = lineAt(source.text ?? "", place.start);
      if (!first.has(line)) first.set(line, place);
    }
    const links = [...first].flatMap(([line, { start, end }], at) => [at ? ", " : "",
      make("a", { href: href({ params: params({ sted: `${start}-${end}` }) }) }, `${say("common.line")} ${line}`)]);
    const [before, after] = say(linked ? "sources.thing_linked" : "sources.thing_here").split("{lines}");
    yield make("p", {}, name, ` ${before}`, ...links, after);
    return;
  }
  const elsewhere = sources.filter((each) => readable(each) && placesFor(each, thing).places.length);
  const ways = elsewhere.flatMap((each, at) => [at ? ", " : " ", make("a", { href: href({ path: [each.slug], params: params({ sted: null }) }) }, tell(each.name))]);
  yield make("p", {}, name, ` ${say("sources.thing_away")} `,
    ...(ways.length ? [say("sources.thing_elsewhere"), ...ways, "."] : [say("sources.thing_nowhere")]));
}

/** Under the line of a place: all that is stated there. @param {HTMLElement} root @param {Source} source @param {[number, number] | null} spot */
function listAt(root, source, spot) {
  const before = root.querySelector(".choice");
  const had = before !== null && before.contains(document.activeElement);
  before?.remove();
  if (!spot) return;
  const text = source.text ?? "";
  const line = lineAt(text, spot[1] - 1);
  const exact = covering(placesOf(source), ...spot);
  const places = exact.length ? exact : placesOf(source).filter((place) => place.start < spot[1] && spot[0] < place.end);
  const close = () => {
    const back = drawn.find(({ run, element }) => run.start >= spot[0] && element instanceof HTMLAnchorElement);
    go({ params: params({ sted: null }) });
    back?.element.focus({ preventScroll: true });
  };
  const box = choiceList(places, `${say("common.line")} ${line}`, close);
  root.querySelector(`[data-line="${line}"]`)?.after(box);
  if (asked || had) box.focus({ preventScroll: true });
  asked = false;
}

/** Bring what is marked into view, once for each new address. @param {HTMLElement} root @param {Source} source @param {[number, number] | null} spot */
function reveal(root, source, spot) {
  const now = `${source.slug} ${spot ?? ""} ${state.thing ? state.thing.key : ""}`;
  if (now === shown) return;
  shown = now;
  const marked = [...root.querySelectorAll(spot ? ".spot" : ".chosen")];
  if (marked.length && !marked.some(inView)) marked[0].scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  const box = root.querySelector(".choice");
  if (spot && box && !inView(box)) box.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
}

/** Whether an element is wholly on the screen and not under anything. @param {Element} element */
function inView(element) {
  const [box] = element.getClientRects();
  if (!box) return false;
  return [[box.left + 2, box.top + 2], [box.left + 2, box.bottom - 2]].every(([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return there !== null && (element.contains(there) || there.contains(element));
  });
}

/** A list that a click in the text asks for takes the focus; a second click shuts it. @param {MouseEvent} event */
function choose(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-place]") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const open = link.getAttribute("aria-expanded") === "true";
  asked = !open && !link.hasAttribute("data-thing");
  if (!open) return;
  event.preventDefault();
  go({ params: params({ sted: null }) });
}
