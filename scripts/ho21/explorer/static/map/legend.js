// The legend of the map: its lines are also the choice of what is shown.

import { go, set } from "../shared/address.js";
import { dash, swatch } from "../shared/shapes.js";
import { group, groups, holds, linkCount, links, make, must, say, standing, tell, things } from "../shared/state.js";
import { afterTick, family, ticked } from "./focus.js";

/** @param {string} id @param {Element} picture @param {string} name @param {number} count @param {number} [all] how many there are, of which so many are drawn here */
function tick(id, picture, name, count, all = count) {
  const box = make("input", { type: "checkbox", "data-id": id });
  box.checked = ticked(id);
  box.addEventListener("change", () => {
    if (id === "read") set({ readings: box.checked });
    else go({ params: afterTick(id, box.checked) }, { replace: true });
  });
  const told = all === count ? String(count) : say("map.of", { count, all });
  const shown = box.checked ? told : `${count} ${say("map.hidden")}`;
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
    const hidden = away ? ` (${away} ${say("map.hidden")})` : "";
    const open = must("things").querySelector("details")?.open;
    boxes.push(make("details", { open }, make("summary", { id: "more" }, `${say("map.more")}${hidden}`), make("div", {}, ...more)));
  }
  must("things").replaceChildren(...boxes);
  const read = linkCount(links.filter((link) => link.standing === "interpreted" && family(link) === "read"));
  /** @param {string} id */
  const count = (id) => linkCount(links.filter((link) => holds(link) && family(link) === id && (id === "quiet" || !link.set)));
  must("families").replaceChildren(
    tick("stated", dash(false, "stated"), standing("stated"), count("stated"), linkCount(links.filter((link) => link.standing === "stated" && !link.set))),
    tick("read", dash(true, "read"), standing("interpreted"), count("read") || read, count("read") ? linkCount(links.filter((link) => link.standing === "interpreted")) : undefined),
    tick("long", dash(false, "stated"), say("map.link_long"), count("long")),
    tick("quiet", dash(false, "stated"), say("map.link_quiet"), count("quiet")),
  );
  if (held) must("view-kart").querySelector(`[data-id="${CSS.escape(held)}"]`)?.closest("label")?.querySelector("input")?.focus();
}
