// The legend of the map: its lines are also the choice of what is shown.

import { go, set } from "../../shared/address.js";
import { dash, draw, swatch } from "../../shared/shapes.js";
import { group, groups, make, must, say, standing, state, tell, things } from "../../shared/state.js";
import { listed } from "../filter.js";
import { colours } from "../picture/glyphs.js";
import { afterTick, changed, only, ticked } from "../growing.js";

/** @typedef {import("../growing.js").Scene} Scene */

/** Change what is shown, the focus kept on the line that had it. @param {Record<string, string | null>} params */
const change = (params) => go({ params }, { replace: true });

/**
 * A line: ticked where all is shown, half where some is.
 * @param {string} id @param {Element} picture @param {string} name @param {number} count shown @param {number} all @param {boolean | null} on null for some
 */
function line(id, picture, name, count, all, on) {
  const box = make("input", { type: "checkbox", "data-id": id, "aria-describedby": "legend-help" });
  box.checked = on === true;
  box.indeterminate = on === null;
  box.addEventListener("change", () => {
    if (id === "read" && box.checked && !state.readings) set({ readings: true });
    change(afterTick(id, on !== true));
  });
  const alone = () => {
    const kind = groups.some((of) => of.id === id);
    const others = ["stated", "read", "quiet"].filter((each) => each !== id);
    if (kind) change(only(id));
    else change(changed({ vis: [...listed("vis").filter((each) => !others.includes(each)), ...(id === "stated" ? [] : [id])].join(","), skjul: id === "stated" ? null : "stated" }));
  };
  const label = make("label", {}, box, picture, make("span", {}, name), make("span", { class: "count" }, count && count < all ? say("map.of", { count, all }) : String(all)));
  label.addEventListener("dblclick", (event) => {
    event.preventDefault();
    alone();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    alone();
  });
  return label;
}

/** Fill the legend, the focus kept on the line that had it. @param {Scene} now */
export function fillLegend(now) {
  const focus = document.activeElement?.getAttribute("data-id");
  /** @type {HTMLElement[]} */ const first = [];
  /** @type {HTMLElement[]} */ const more = [];
  groups.forEach((of, at) => {
    const all = things.filter((thing) => thing.group === at).length;
    if (!all) return;
    const count = now.things.filter((thing) => group(thing) === of).length;
    (of.shelf && !count ? more : first).push(line(of.id, swatch(of), tell(of.name), count, all, count === all ? true : count ? null : false));
  });
  const open = must("things").querySelector("details")?.open;
  must("things").replaceChildren(...first,
    ...(more.length ? [make("details", { open }, make("summary", { id: "more" }, say("map.more")), make("div", {}, ...more))] : []));
  /** @param {string} id */
  const lined = (id) => {
    const count = now.families[id];
    return [ticked(id) ? count : 0, count, ticked(id)];
  };
  /** @param {string} id @param {Element} picture @param {string} name */
  const family = (id, picture, name) => {
    const [count, all, on] = /** @type {[number, number, boolean]} */ (lined(id));
    return line(id, picture, name, count, all, on);
  };
  must("families").replaceChildren(
    family("stated", dash(false, "stated"), standing("stated")),
    family("read", dash(true, "read"), standing("interpreted")),
    family("quiet", dash(false, "stated"), say("map.link_quiet")),
  );
  const told = colours(now.things);
  must("colours").hidden = !told.length;
  must("colours").lastElementChild?.replaceChildren(...told.map(({ colour, name }) => {
    const square = draw("rect", { width: 12, height: 12, rx: 2 });
    square.style.fill = colour;
    return make("li", {}, draw("svg", { width: 12, height: 12, "aria-hidden": "true" }, square), name);
  }));
  if (focus) {
    const again = must("view-kart").querySelector(`input[data-id="${CSS.escape(focus)}"]`);
    if (again instanceof HTMLElement) again.focus();
  }
}
