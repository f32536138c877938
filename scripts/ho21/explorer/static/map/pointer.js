// The pointer on the map: what is pressed, pointed at and dragged; and the keys, which do the same.

import { drag as dragging } from "d3-drag";
import { select } from "d3-selection";
import { go } from "../shared/address.js";
import { state, things } from "../shared/state.js";
import { away, ofLine, ofThing, shut, tellOf } from "./card.js";
import { addressOf } from "./chosen.js";
import { changed, grow } from "./growing.js";
import { steer, stop } from "./keys.js";
import { view } from "./picture/camera.js";
import { at, drag, hover, lineOf, shapeOf } from "./picture/picture.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("./growing.js").Scene} Scene
 * @typedef {import("./growing.js").Pair} Pair
 * @typedef {import("./picture/columns.js").Place} Place
 */

/**
 * Follow what is done with the picture.
 * @param {SVGSVGElement} svg @param {() => Scene | null} shown what the picture shows
 * @param {{drags: () => boolean, pin: (thing: Thing, place: Place | null) => void, reveal: (id: number) => void, whole: () => void}} map what the map does
 */
export function listen(svg, shown, map) {
  /** The thing or the line that an event is about. @param {Event} event */
  const about = (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const id = target?.closest("[data-id]")?.getAttribute("data-id");
    const key = target?.closest("[data-line]")?.getAttribute("data-line");
    return { thing: id ? things[Number(id)] : null, pair: lineAt(key), badge: Boolean(target?.closest(".badge")) };
  };
  /** @param {string | null | undefined} key */
  const lineAt = (key) => shown()?.pairs.find((pair) => pair.key === key) ?? null;
  /** @param {Pair | null} pair */
  const open = (pair) => pair && go(addressOf(pair.links[0], things));
  svg.addEventListener("click", (event) => {
    const { thing, pair, badge } = about(event);
    shut();
    if (thing && badge) go({ params: grow(thing) });
    else if (thing) go({ thing: thing === state.thing ? null : thing, params: changed({ lenke: null }) });
    else open(pair);
  });
  svg.addEventListener("pointerover", (event) => {
    const { thing, pair } = about(event);
    if (event.pointerType === "touch" || event.buttons) return;
    hover(thing?.id ?? null);
    const element = thing ? shapeOf(thing.id) : pair ? lineOf(pair.key) : null;
    if (thing && element) tellOf(() => ofThing(thing), element.getBoundingClientRect());
    else if (pair) tellOf(() => ofLine(pair), new DOMRect(event.clientX, event.clientY, 1, 1));
    else away();
  });
  svg.addEventListener("pointerleave", () => {
    hover(null);
    away();
  });
  svg.addEventListener("focusin", (event) => {
    const { thing, pair } = about(event);
    const now = shown();
    if (!now || !(event.target instanceof Element)) return;
    if (thing) stop(now, thing.id);
    if (!event.target.matches(":focus-visible")) return;
    if (thing) hover(thing.id);
    const beside = event.target.getBoundingClientRect();
    if (thing) tellOf(() => ofThing(thing), beside);
    else if (pair) tellOf(() => ofLine(pair), beside);
  });
  svg.addEventListener("focusout", () => {
    hover(null);
    away();
  });
  svg.addEventListener("keydown", (event) => {
    const now = shown();
    if (!now) return;
    steer(event, now, {
      reveal: map.reveal, fit: map.whole, shut, line: (key) => open(lineAt(key)),
      pin: (id) => map.pin(things[id], at.get(id) ?? null),
    });
  });
  let moved = false;
  select(svg).select(".world").call(/** @type {any} */ (dragging()
    .container(svg).clickDistance(5)
    .filter((event) => !event.button && !event.ctrlKey && map.drags() && Boolean(about(event).thing))
    .subject((event) => about(event.sourceEvent).thing)
    .on("start", () => { moved = false; })
    .on("drag", (event) => {
      const from = at.get(event.subject.id);
      if (!from) return;
      moved = true;
      shut();
      drag(event.subject.id, { x: from.x + event.dx / view.k, y: from.y + event.dy / view.k });
    })
    .on("end", (event) => {
      if (moved) map.pin(event.subject, at.get(event.subject.id) ?? null);
    })));
}
