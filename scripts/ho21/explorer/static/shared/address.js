// The address after # says what is shown: #view/path?ting=type/slug&… ; back and sharing follow.

import { keep, kept } from "./kept.js";
import { languageAtFirst, usual } from "./language.js";
import { NARROW, byKey, data, retired, state } from "./state.js";

/**
 * @typedef {{view?: string, path?: string[], params?: Record<string, string | null>, thing?: import("./state.js").Thing | null}} Place
 */

const THEMES = new Map([["mork", "dark"], ["lys", "light"]]);
const OWN = ["ting", "tolket", "sikkerhet", "lang", "tema"];
/** The views, and the paths each knows; null for any. @type {Map<string, string[] | null>} */ let views = new Map();
/** @type {() => void} */ let draw = () => {};
/** The address that the state was read from. */ let shown = "";
/** The mark of a place in the history that has been shown: going back to it changes no choice of the reader's. */
const SEEN = "ho21";

/** @param {string} part */
const encode = (part) => encodeURIComponent(part).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

/** The key of a thing, its slash left as it is. @param {string} key */
export const encodeKey = (key) => key.split("/").map(encode).join("/");

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/**
 * The address of a place; what is left out stays as it is, the view's own path and parameters
 * only while the view is the same. A parameter that is null goes away. A view that is not on this
 * page is on the explorer.
 * @param {Place} [place]
 */
export const href = (place) => address(place);

/** The address of what is seen, for somebody else: whole, and with the language it is seen in. */
export const shareable = () => `${data.published ?? location.href.split("#")[0]}${address({}, true)}`;

/** @param {Place} [place] @param {boolean} [forAll] */
function address({ view = state.view, path, params, thing = state.thing } = {}, forAll = false) {
  const same = view === state.view;
  const way = path ?? (same ? state.path : []);
  const kept = params ?? (same ? Object.fromEntries(state.params) : {});
  /** @type {string[]} */ const query = [];
  if (thing) query.push(`ting=${encodeKey(thing.key)}`);
  for (const name of Object.keys(kept).filter((each) => !OWN.includes(each)).sort()) {
    const value = kept[name];
    if (value !== null && value !== "") query.push(`${encode(name)}=${encode(value)}`);
  }
  query.push(...settings(forAll));
  const page = views.has(view) ? "" : data.explorer ?? "";
  return `${page}#${[view, ...way].map(encode).join("/")}${query.length ? `?${query.join("&")}` : ""}`;
}

/** What holds in every view; the language is told where another reader would not have it too. @param {boolean} [forAll] */
function settings(forAll = false) {
  const query = [];
  if (!state.readings) query.push("tolket=0");
  if (state.least) query.push(`sikkerhet=${state.least}`);
  if (forAll || state.lang !== usual()) query.push(`lang=${state.lang}`);
  for (const [name, theme] of THEMES) if (state.theme === theme) query.push(`tema=${name}`);
  return query;
}

/** Go to a place; `replace` leaves no step to go back to. @param {Place} place @param {{replace?: boolean}} [how] */
export function go(place, { replace = false } = {}) {
  to(href(place), replace);
}

/** @param {string} address @param {boolean} replace */
function to(address, replace) {
  if (address !== location.hash) {
    // A query given before # was to be shown once: what is run now stands after it.
    const place = data.endpoint && !replace ? `${location.pathname}${address}` : address;
    if (replace) history.replaceState(SEEN, "", address);
    else history.pushState(SEEN, "", place);
  }
  read(false);
  draw();
}

/** Change what holds in every view. @param {Partial<Pick<import("./state.js").State, "lang" | "theme" | "readings" | "least">>} change */
export function set(change) {
  Object.assign(state, change);
  if (change.lang) keep("lang", change.lang);
  if (change.theme) keep("theme", change.theme);
  to(href(), true);
}

/**
 * Read the address into the state; what it names and the page lacks is kept in `missing`. The language
 * and the colours stay as they are where the address has none, or is not new.
 * @param {boolean} isNew
 */
function read(isNew) {
  shown = location.hash;
  const whole = shown.slice(1);
  const at = whole.indexOf("?");
  const way = at < 0 ? whole : whole.slice(0, at);
  const params = new URLSearchParams(at < 0 ? "" : whole.slice(at + 1));
  const parts = way.split("/").filter(Boolean).map(decode);
  const [view = "", ...path] = parts.map((part) => part ?? "");
  const broken = parts.includes(null);
  if (isNew) {
    const lang = params.get("lang");
    if (lang === "nb" || lang === "en") state.lang = lang;
    state.theme = THEMES.get(params.get("tema") ?? "") ?? state.theme;
  }
  state.readings = params.get("tolket") !== "0";
  const least = Number(params.get("sikkerhet") ?? 0);
  state.least = least > 0 && least <= 1 ? least : 0;
  state.params = new Map([...params].filter(([name]) => !OWN.includes(name)));
  state.missing = "";
  state.retired = "";
  const wanted = params.get("ting");
  const [first = "start"] = views.keys();
  const onMap = views.has("kart");
  state.thing = (onMap && wanted && thingOf(wanted)) || null;
  if (wanted && !state.thing) state.missing = wanted;
  const alone = onMap ? thingOf([view, ...path].join("/")) ?? thingOf(decode(way) ?? way) : undefined;
  const paths = views.get(view);
  const known = paths === null || (paths && (!path.length || (path.length === 1 && paths.includes(path[0]))));
  if (!broken && known) [state.view, state.path] = [view, path];
  else if (alone) [state.view, state.path, state.thing] = [innerWidth < NARROW ? "tabell" : "kart", [], alone];
  else {
    [state.view, state.path] = [first, []];
    if (way) state.missing = decode(way) ?? way;
  }
}

/** The thing of a key; one that is gone leads to what alone stands for it, and is kept in `retired`. @param {string} key */
function thingOf(key) {
  if (!Object.hasOwn(retired, key)) return byKey.get(key);
  state.retired = key;
  const [now] = retired[key];
  return now.length === 1 ? byKey.get(now[0]) : undefined;
}

/** Follow the address from now on. @param {import("./state.js").View[]} known @param {() => void} show called after each change */
export function follow(known, show) {
  views = new Map(known.map(({ id, paths = [] }) => [id, paths]));
  draw = show;
  const again = () => {
    if (location.hash === shown) return;
    const isNew = history.state !== SEEN;
    read(isNew);
    const address = isNew || state.missing ? shown : href();
    history.replaceState(SEEN, "", address);
    shown = location.hash;
    draw();
  };
  addEventListener("popstate", again);
  addEventListener("hashchange", again);
  state.lang = languageAtFirst();
  const theme = kept("theme") ?? "";
  if ([...THEMES.values()].includes(theme)) state.theme = theme;
  read(true);
  history.replaceState(SEEN, "");
}

/** The address of a thing that lasts: the thing's own, in the view that suits the screen. @param {import("./state.js").Thing} thing */
export function permalink(thing) {
  const query = settings();
  return `#${encodeKey(thing.key)}${query.length ? `?${query.join("&")}` : ""}`;
}
