// The map itself: boxes, scale and place.

/** @type {any} */ let network = null;
let scale = 1;
const scroller = must("scroller");
const sheet = must("sheet");
const spots = must("spots");
/** @type {HTMLElement[]} */ const spot = [];
/** @type {number} */ let current = 0;

/** @param {Thing} thing @param {CanvasRenderingContext2D} ctx */
function labelFont(thing, ctx) {
  const of = group(thing);
  const room = layout.box - of.pad[0] - of.pad[1];
  const weight = of.bold ? "bold " : "";
  const family_ = getComputedStyle(document.documentElement).fontFamily;
  ctx.font = `${weight}${layout.font}px ${family_}`;
  const widest = Math.max(...thing.lines[state.lang].map((line) => ctx.measureText(line).width));
  const size = Math.min(layout.font, (layout.font * room) / Math.max(1, widest));
  ctx.font = `${weight}${size}px ${family_}`;
  return { size, room, widest: (widest * size) / layout.font };
}

/** @param {{ctx: CanvasRenderingContext2D, id: number, x: number, y: number}} what */
function drawThing({ ctx, id, x, y }) {
  const thing = things[id];
  const of = group(thing);
  const [w, h] = [layout.box, thing.height];
  return {
    drawNode() {
      if (!visible[id]) return;
      const chosen = state.chosen === thing;
      ctx.globalAlpha = focus && !focus.near.has(id) ? FADED : 1;
      if (chosen) {
        ctx.strokeStyle = colour("accent");
        ctx.lineWidth = 3;
        ctx.setLineDash([]);
        ctx.stroke(outline("person", x - w / 2 - 4, y - h / 2 - 4, w + 8, h + 8));
      }
      paint(ctx, of, x - w / 2, y - h / 2, w, h, chosen ? 2.4 : 1.4);
      labelFont(thing, ctx);
      ctx.fillStyle = colour("label");
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      const text = thing.lines[state.lang];
      const middle = x + (of.pad[0] - of.pad[1]) / 2;
      text.forEach((line, index) => {
        const below = index - (text.length - 1) / 2;
        ctx.fillText(line, middle, y + below * layout.line + 0.5);
      });
      ctx.globalAlpha = 1;
    },
    nodeDimensions: { width: w, height: h },
  };
}

function startMap() {
  trace();
  traceBundles();
  const nodes = things.map((thing) => ({
    id: thing.id, x: thing.x, y: thing.y + TOP, shape: "custom", ctxRenderer: drawThing,
  }));
  network = new vis.Network(
    must("canvas"),
    { nodes: new vis.DataSet(nodes), edges: new vis.DataSet([]) },
    {
      autoResize: false,
      interaction: {
        dragNodes: false, dragView: false, zoomView: false, selectable: false, hover: false,
      },
      layout: { improvedLayout: false, randomSeed: 1 },
      nodes: { fixed: true },
      physics: false,
    },
  );
  network.on("beforeDrawing", drawLines);
  // The buttons over the canvas are what one tabs to and presses, not the canvas.
  must("canvas").querySelectorAll("[tabindex]").forEach((each) => each.removeAttribute("tabindex"));
  const order = [...things].sort((a, b) => a.x - b.x || a.y - b.y || a.id - b.id);
  for (const thing of order) {
    const button = make("button", { type: "button", class: "spot", tabindex: -1 });
    button.style.setProperty("--x", String(thing.x));
    button.style.setProperty("--y", String(thing.y + TOP));
    button.style.setProperty("--w", String(layout.box));
    button.style.setProperty("--h", String(thing.height));
    button.addEventListener("click", () => choose(thing === state.chosen ? null : thing));
    button.addEventListener("focus", () => {
      current = thing.id;
      rove();
    });
    button.addEventListener("pointerenter", () => hover(thing.id));
    button.addEventListener("pointerleave", () => hover(null));
    spot[thing.id] = button;
    spots.append(button);
  }
  current = order.length ? order[0].id : 0;
}

/** @param {number | null} id */
function hover(id) {
  state.over = id;
  if (!state.chosen && network) network.redraw();
}

/** One stop for Tab; the arrow keys move it. */
function rove() {
  if (!visible[current]) {
    const first = things.find((thing) => visible[thing.id]);
    current = first ? first.id : 0;
  }
  spot.forEach((button, id) => button.setAttribute("tabindex", id === current ? "0" : "-1"));
}

/** How far down the visible part of the map reaches. */
function depth() {
  let bottom = layout.height;
  things.forEach((thing) => {
    if (visible[thing.id]) bottom = Math.max(bottom, thing.y + thing.height / 2);
  });
  return bottom + TOP + 14;
}

function resize() {
  if (!network || state.view !== "map") return;
  const bar = 16;
  const fit = Math.max(320, scroller.clientWidth || innerWidth - bar) / layout.width;
  const [w, h] = [layout.width, depth()];
  const ratio = devicePixelRatio || 1;
  const most = Math.sqrt(LARGEST_CANVAS / (w * h)) / ratio;
  scale = Math.min(most, Math.max(layout.least, Math.min(fit, 1.4)) * state.zoom);
  network.setSize(`${Math.floor(w * scale)}px`, `${Math.floor(h * scale)}px`);
  network.redraw();
  network.moveTo({ position: { x: w / 2, y: h / 2 }, scale, animation: false });
  sheet.style.setProperty("--scale", String(scale));
  const open = !must("panel").hidden && innerWidth >= NARROW;
  sheet.style.width = `${Math.floor(w * scale) + (open ? must("panel").offsetWidth : 0)}px`;
}

/** Draw everything that depends on what is chosen and ticked. */
function refresh() {
  refreshVisible();
  spot.forEach((button, id) => {
    button.hidden = !visible[id];
    if (state.view === "map") button.id = things[id].key;
    else button.removeAttribute("id");
    if (state.chosen && state.chosen.id === id) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
  spots.querySelectorAll("h3").forEach((heading, at) => {
    const { group: of } = data.shelves[at];
    heading.hidden = !things.some((thing) => thing.group === of && visible[thing.id]);
  });
  must("empty").hidden = visible.includes(true);
  rove();
  resize();
}

/**
 * Bring a thing into view beside the panel without changing the scale, and with it as much
 * of what it is linked with as there is room for.
 * @param {Thing} thing
 */
function reveal(thing) {
  const panel = must("panel");
  const hides = panel.hidden || innerWidth < NARROW ? 0 : panel.offsetWidth;
  const near = focus && state.chosen === thing ? things.filter((each) => focus?.near.has(each.id)) : [];
  const top = TOP * scale + 30;
  /**
   * Where to scroll to: the place that shows the thing, then most of the others, then is nearest.
   * @param {"x" | "y"} axis @param {number} now @param {number} room @param {number} before
   */
  const along = (axis, now, room, before) => {
    const margin = (axis === "x" ? layout.box / 2 + 22 : 34) * scale;
    const shift = (axis === "y" ? top : 0) - before;
    const own = thing[axis] * scale + shift;
    const places = near.map((each) => each[axis] * scale + shift);
    /** @param {number} start @param {number} place */
    const holds = (start, place) => place - margin >= start - 1 && place + margin <= start + room + 1;
    const best = [now, own - margin, own + margin - room]
      .concat(...places.map((place) => [place - margin, place + margin - room]))
      .map((start) => Math.max(0, start))
      .filter((start) => holds(start, own))
      .map((start) => ({ start, count: places.filter((place) => holds(start, place)).length }))
      .sort((a, b) => b.count - a.count || Math.abs(a.start - now) - Math.abs(b.start - now))[0];
    return best ? best.start : Math.max(0, own - room / 2);
  };
  scroller.scrollTo({
    left: along("x", scroller.scrollLeft, scroller.clientWidth - hides, 0),
    top: along("y", scroller.scrollTop, scroller.clientHeight - 30, 30),
    behavior: calm() ? "auto" : "smooth",
  });
}
