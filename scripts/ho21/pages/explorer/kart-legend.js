// The legend of the map: its lines are also the choice of what is shown.

import { go, set } from "./address.js";
import { afterTick, family, ticked } from "./kart-focus.js";
import { group, groups, holds, links, make, must, say, tell, things } from "./page.js";
import { dash, swatch } from "./shapes.js";

/** @param {string} id @param {Element} picture @param {string} name @param {number} count @param {number} [all] how many there are, of which so many are drawn here */
function tick(id, picture, name, count, all = count) {
  const box = make("input", { type: "checkbox", "data-id": id });
  box.checked = ticked(id);
  box.addEventListener("change", () => {
    if (id === "read") set({ readings: box.checked });
    else go({ params: afterTick(id, box.checked) }, { replace: true });
  });
  const told = all === count ? String(count) : say("kart.of", { count, all });
  const shown = box.checked ? told : `${count} ${say("kart.hidden")}`;
  return make("label", {}, box, picture, make("span", {}, name), make("span", { class: "count" }, shown));
}

/** Fill the legend, the focus kept on the line that had it. */
export function fillLegend() {
  const held = document.activeElement?.getAttribute("data-id");
  /** @type {HTMLElement[]} */ const boxes = [];
  /** @type {HTMLElement[]} */ const more = [];
  groups.forEach((of, at) => {
    const count = things.filter((thing) => thing.group === at).length;
    if (count) (of.shelf ? more : boxes).push(tick(of.id, swatch(of), tell(of.name), count));
  });
  if (more.length) {
    const away = things.filter((thing) => group(thing).shelf && !ticked(group(thing).id)).length;
    const hidden = away ? ` (${away} ${say("kart.hidden")})` : "";
    const open = must("things").querySelector("details")?.open;
    boxes.push(make("details", { open }, make("summary", { id: "more" }, `${say("kart.more")}${hidden}`), make("div", {}, ...more)));
  }
  must("things").replaceChildren(...boxes);
  const read = links.filter((link) => link.basis === "read" && family(link) === "read").length;
  /** @param {string} id */
  const count = (id) => links.filter((link) => holds(link) && family(link) === id).length;
  must("families").replaceChildren(
    tick("stated", dash(false, "stated"), say("kart.link_stated"), count("stated"), links.filter((link) => link.basis === "stated").length),
    tick("read", dash(true, "read"), say("kart.link_read"), count("read") || read, count("read") ? links.filter((link) => link.basis === "read").length : undefined),
    tick("long", dash(false, "stated"), say("kart.link_long"), count("long")),
    tick("quiet", dash(false, "stated"), say("kart.link_quiet"), count("quiet")),
  );
  if (held) must("view-kart").querySelector(`[data-id="${CSS.escape(held)}"]`)?.closest("label")?.querySelector("input")?.focus();
}
