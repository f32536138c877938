// @ts-check
"use strict";

/**
 * @typedef {{nb: string, en: string}} Text
 * @typedef {{quote: string, translation: string | null, source: number, file: string, first: number, last: number}} Passage
 * @typedef {{property: string, label: Text, value: Text}} Fact
 * @typedef {{id: number, x: number, y: number, height: number, group: number, iri: string, key: string, kind: string, name: Text, lines: {nb: string[], en: string[]}, statements: number[], facts: Fact[]}} Thing
 * @typedef {{from: number, to: number, predicate: string, basis: "stated" | "read" | "inferred", passages: number[], quiet?: boolean, bundle?: number, reason?: Text, confidence?: string, author?: Text, review?: Text}} Link
 * @typedef {{id: string, bold: boolean, column: number, name: Text, pad: [number, number], shape: string, shelf: boolean}} Group
 * @typedef {{path: Path2D, links: Link[], ends: [number, number], tip: [number, number, number]}} Line
 */

(() => {
  const TOP = 8;
  const HEADING = 26;
  const FADED = 0.22;
  const NARROW = 760;
  const LARGEST_CANVAS = 16_000_000;

  const data = JSON.parse(must("data").textContent || "{}");
  /** @type {Thing[]} */ const things = data.nodes;
  /** @type {Link[]} */ const links = data.edges;
  /** @type {Group[]} */ const groups = data.groups;
  /** @type {Passage[]} */ const passages = data.passages;
  const layout = data.layout;
  const byKey = new Map(things.map((thing) => [thing.key, thing]));
  /** @type {Link[][]} */ const touching = things.map(() => []);
  links.forEach((link) => {
    touching[link.from].push(link);
    if (link.to !== link.from) touching[link.to].push(link);
  });

  /** @type {{lang: "nb" | "en", view: "map" | "table", theme: string, chosen: Thing | null, depth: string, zoom: number, over: number | null, missing: string}} */
  const state = {
    lang: "nb", view: "map", theme: "auto", chosen: null, depth: "1", zoom: 1, over: null, missing: "",
  };
  const shownGroups = new Set(groups.filter((group) => !group.shelf).map((group) => group.id));
  const shownFamilies = new Set(["stated", "read"]);

  // ---- small tools -------------------------------------------------------------------------

  /** @param {string} id */
  function must(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(`no element #${id}`);
    return found;
  }

  /**
   * Make an element; strings become text nodes, never markup.
   * @param {string} tag
   * @param {Record<string, string | boolean | number | null | undefined>} [attributes]
   * @param {...(Node | string | null)} children
   */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(name, String(value));
      }
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  /** @param {string} key */
  const say = (key) => data.text[state.lang][key];
  /** @param {Text} text */
  const tell = (text) => text[state.lang];
  /** @param {Thing} thing */
  const group = (thing) => groups[thing.group];
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Fold case and the Norwegian letters, so that «aa», «a» and «å» meet. @param {string} text */
  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/æ/g, "ae")
      .replace(/ø/g, "o").replace(/ae/g, "a").replace(/aa/g, "a").replace(/oe/g, "o");

  /** Write a date as people do; what is not a date is left as it is. @param {string} raw */
  function date(raw) {
    const found = /^(-|\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?$/.exec(raw);
    if (!found) return raw;
    const [, year, month, day] = found;
    /** @type {Intl.DateTimeFormatOptions} */
    const parts = { timeZone: "UTC" };
    if (year !== "-") parts.year = "numeric";
    if (month) parts.month = "long";
    if (day) parts.day = "numeric";
    const at = Date.UTC(year === "-" ? 2000 : Number(year), Number(month || 1) - 1, Number(day || 1));
    return new Intl.DateTimeFormat(state.lang === "nb" ? "nb-NO" : "en-GB", parts).format(at);
  }

  // ---- colours and shapes ------------------------------------------------------------------

  /** The colour that stands for a group; related groups share one. */
  const COLOUR_OF = new Map(Object.entries({
    aim: "goal", eventgoal: "goal", followup: "measure", task: "measure", need: "challenge",
    rationale: "challenge", figure: "document", question: "event", post: "actor",
    affected: "actor", mentioned: "actor", other: "document",
  }));
  /** @type {Map<string, string>} */ const colours = new Map();

  function readColours() {
    const probe = make("span");
    probe.style.forcedColorAdjust = "none";
    document.body.append(probe);
    const names = ["paper", "ink", "soft", "label", "stated", "read", "accent"];
    for (const { id } of groups) {
      const name = COLOUR_OF.get(id) || id;
      names.push(name, `${name}-fill`);
    }
    for (const name of names) {
      probe.style.color = `var(--${name})`;
      colours.set(name, getComputedStyle(probe).color);
    }
    probe.remove();
  }

  /** @param {string} name */
  const colour = (name) => colours.get(name) || "gray";

  /**
   * Outline of a shape in a box with its corner at x, y.
   * @param {string} shape @param {number} x @param {number} y @param {number} w @param {number} h
   */
  function outline(shape, x, y, w, h) {
    const path = new Path2D();
    /** @param {[number, number][]} points */
    const corners = (points) => {
      points.forEach(([px, py], index) => (index ? path.lineTo(px, py) : path.moveTo(px, py)));
      path.closePath();
    };
    const cut = Math.min(9, h / 2.4);
    const r = x + w;
    const b = y + h;
    const m = y + h / 2;
    if (shape === "pill" || shape === "pills") path.roundRect(x, y, w, h, Math.min(14, h / 2));
    else if (shape === "person") path.roundRect(x, y, w, h, 5);
    else if (shape === "hexagon" || shape === "hexagons") {
      corners([[x + cut, y], [r - cut, y], [r, m], [r - cut, b], [x + cut, b], [x, m]]);
    } else if (shape === "arrow") {
      corners([[x, y], [r - cut, y], [r, m], [r - cut, b], [x, b], [x + cut * 0.7, m]]);
    } else if (shape === "cut" || shape === "folded") {
      corners([[x, y], [r - cut, y], [r, y + cut], [r, b], [x, b]]);
    } else if (shape === "slanted") {
      corners([[x + cut, y], [r, y], [r - cut, b], [x, b]]);
    } else if (shape === "tab") {
      corners([[x + cut, y], [r - cut, y], [r, y + cut], [r, b], [x, b], [x, y + cut]]);
    } else path.rect(x, y, w, h);
    return path;
  }

  /**
   * Draw a shape with the marks that set it apart.
   * @param {CanvasRenderingContext2D} ctx @param {Group} of
   * @param {number} x @param {number} y @param {number} w @param {number} h @param {number} width
   */
  function paint(ctx, of, x, y, w, h, width) {
    const stroke = colour(COLOUR_OF.get(of.id) || of.id);
    const path = outline(of.shape, x, y, w, h);
    ctx.fillStyle = colour(`${COLOUR_OF.get(of.id) || of.id}-fill`);
    ctx.strokeStyle = stroke;
    ctx.lineWidth = width;
    ctx.setLineDash([]);
    ctx.fill(path);
    ctx.stroke(path);
    ctx.fillStyle = stroke;
    const small = w < 60;
    if (of.shape === "double") ctx.strokeRect(x + 3, y + 3, w - 6, h - 6);
    if (of.shape === "bars") {
      const bar = small ? 4 : 6;
      ctx.fillRect(x, y, bar, h);
      ctx.fillRect(x + w - bar, y, bar, h);
    }
    if (of.shape === "base") ctx.fillRect(x, y + h - (small ? 3 : 4), w, small ? 3 : 4);
    if (of.shape === "pills" || of.shape === "hexagons") {
      const inner = of.shape === "pills" ? "pill" : "hexagon";
      ctx.lineWidth = Math.min(width, 1);
      ctx.stroke(outline(inner, x + 3, y + 3, w - 6, h - 6));
    }
    if (of.shape === "bracket") {
      ctx.fillRect(x + 3, y + 3, 2, h - 6);
      ctx.fillRect(x + w - 5, y + 3, 2, h - 6);
    }
    if (of.shape === "figure") ctx.fillRect(x, y, small ? 5 : 7, h);
    if (of.shape === "folded") {
      const fold_ = Math.min(9, h / 2.4);
      ctx.stroke(new Path2D(`M${x + w - fold_} ${y}v${fold_}h${fold_}`));
    }
    if (of.shape === "person") {
      const scale = small ? 0.75 : 1;
      const cx = small ? x + w / 2 : x + 11;
      const cy = y + h / 2;
      ctx.beginPath();
      ctx.arc(cx, cy - 3.4 * scale, 2.7 * scale, 0, 7);
      ctx.fill();
      ctx.beginPath();
      ctx.arc(cx, cy + 5 * scale, 4.6 * scale, Math.PI, 0);
      ctx.fill();
    }
  }

  /** @param {Group} of */
  function swatch(of) {
    const ratio = Math.max(1, devicePixelRatio);
    const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", { "aria-hidden": "true" }));
    canvas.width = 26 * ratio;
    canvas.height = 15 * ratio;
    canvas.style.width = "26px";
    canvas.style.height = "15px";
    const ctx = canvas.getContext("2d");
    if (ctx) {
      ctx.scale(ratio, ratio);
      paint(ctx, of, 1.5, 1.5, 23, 12, 1.3);
    }
    return canvas;
  }

  /** @param {boolean} dashed @param {string} name */
  function dash(dashed, name) {
    const ratio = Math.max(1, devicePixelRatio);
    const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", { "aria-hidden": "true" }));
    canvas.width = 32 * ratio;
    canvas.height = 10 * ratio;
    canvas.style.width = "32px";
    canvas.style.height = "10px";
    const ctx = canvas.getContext("2d");
    if (ctx) {
      ctx.scale(ratio, ratio);
      ctx.strokeStyle = colour(name);
      ctx.lineWidth = 1.8;
      ctx.setLineDash(dashed ? [6, 4] : []);
      ctx.stroke(new Path2D("M1 5H31"));
    }
    return canvas;
  }

  // ---- what is shown -----------------------------------------------------------------------

  /** @param {Link} link */
  const family = (link) => {
    if (link.quiet) return "quiet";
    const apart = Math.abs(group(things[link.from]).column - group(things[link.to]).column);
    return apart > layout.reach ? "long" : link.basis;
  };

  /** The things and links that a chosen thing is shown together with. */
  function around() {
    const chosen = state.chosen;
    if (!chosen) return null;
    const near = new Set([chosen.id]);
    /** @type {Set<Link>} */ const held = new Set();
    if (state.depth === "path") {
      const queue = [chosen.id];
      while (queue.length) {
        const at = queue.shift();
        for (const link of links) {
          const upward = layout.upward.includes(link.predicate) && link.basis !== "inferred";
          if (link.from === at && upward) {
            held.add(link);
            if (!near.has(link.to)) queue.push(link.to);
            near.add(link.to);
          }
        }
      }
      return towards(chosen.id, near, held);
    }
    for (let step = 0; step < Number(state.depth); step += 1) {
      for (const id of [...near]) {
        for (const link of touching[id]) {
          if (link.basis === "inferred" || (step && link.quiet)) continue;
          held.add(link);
          near.add(link.from).add(link.to);
        }
      }
    }
    return { near, held };
  }

  /**
   * Leave out the ways that do not end at the strategy or its vision, if any way does.
   * @param {number} start @param {Set<number>} near @param {Set<Link>} held
   */
  function towards(start, near, held) {
    const arrives = new Set([...near].filter((id) => layout.ends.includes(things[id].kind)));
    if (!arrives.size) return { near, held };
    for (let before = 0; before < arrives.size;) {
      before = arrives.size;
      for (const link of held) if (arrives.has(link.to)) arrives.add(link.from);
    }
    arrives.add(start);
    const kept = [...held].filter((link) => arrives.has(link.from) && arrives.has(link.to));
    return { near: arrives, held: new Set(kept) };
  }

  /** @type {{near: Set<number>, held: Set<Link>} | null} */ let focus = null;
  /** @type {boolean[]} */ let visible = [];

  function refreshVisible() {
    focus = around();
    visible = things.map(
      (thing) => shownGroups.has(group(thing).id) || Boolean(focus && focus.near.has(thing.id)),
    );
  }

  /** @param {Link} link */
  function drawn(link) {
    if (link.basis === "inferred" || !visible[link.from] || !visible[link.to]) return false;
    if (focus && focus.held.has(link)) return true;
    const kind = family(link);
    return shownFamilies.has(link.basis) && (kind === link.basis || shownFamilies.has(kind));
  }

  // ---- lines -------------------------------------------------------------------------------

  /** @type {Line[]} */ let lines = [];
  /** @type {Line[]} */ let bundles = [];

  /** One line for each pair of things, from side to side, whatever the number of links. */
  function trace() {
    /** @type {Map<string, Link[]>} */ const pairs = new Map();
    for (const link of links) {
      if (link.basis === "inferred" || link.from === link.to) continue;
      const key = `${link.from} ${link.to}`;
      pairs.set(key, [...(pairs.get(key) || []), link]);
    }
    lines = [...pairs.values()].map((together) => {
      const [from, to] = [things[together[0].from], things[together[0].to]];
      const half = layout.box / 2;
      const [y1, y2] = [from.y + TOP, to.y + TOP];
      const path = new Path2D();
      if (Math.abs(from.x - to.x) < layout.box) {
        const side = from.x + half + 30 > layout.width ? -1 : 1;
        const [x1, x2] = [from.x + side * half, to.x + side * half];
        const bulge = side * Math.min(34, 14 + Math.abs(y2 - y1) / 12);
        path.moveTo(x1, y1);
        path.bezierCurveTo(x1 + bulge, y1, x2 + bulge, y2, x2, y2);
        return { path, links: together, ends: [from.id, to.id], tip: [x2, y2, -side] };
      }
      const side = from.x < to.x ? 1 : -1;
      const [x1, x2] = [from.x + side * half, to.x - side * half];
      const pull = side * Math.max(24, Math.abs(x2 - x1) * 0.5);
      path.moveTo(x1, y1);
      path.bezierCurveTo(x1 + pull, y1, x2 - pull, y2, x2, y2);
      return { path, links: together, ends: [from.id, to.id], tip: [x2, y2, side] };
    });
  }

  /** Many equal links to one thing: a bracket along their sources, and one line from it. */
  function traceBundles() {
    /** @type {Link[][]} */ const alike = [];
    for (const link of links) {
      if (link.bundle !== undefined) (alike[link.bundle] ||= []).push(link);
    }
    /** @type {Map<string, number>} */ const taken = new Map();
    bundles = alike.map((together) => {
      const to = things[together[0].to];
      const from = together.map((link) => things[link.from]).sort((a, b) => a.y - b.y);
      const side = from[0].x < to.x ? 1 : -1;
      const place = `${from[0].x} ${side}`;
      const number = taken.get(place) || 0;
      taken.set(place, number + 1);
      const half = layout.box / 2;
      const bar = from[0].x + side * (half + 7 + 5 * number);
      const [top, bottom] = [from[0].y + TOP, from[from.length - 1].y + TOP];
      const [x2, y2] = [to.x - side * half, to.y + TOP];
      const leave = Math.min(bottom, Math.max(top, y2));
      const path = new Path2D();
      for (const thing of from) {
        path.moveTo(thing.x + side * half, thing.y + TOP);
        path.lineTo(bar, thing.y + TOP);
      }
      path.moveTo(bar, top);
      path.lineTo(bar, bottom);
      path.moveTo(bar, leave);
      const pull = side * Math.abs(x2 - bar) * 0.5;
      path.bezierCurveTo(bar + pull, leave, x2 - pull, y2, x2, y2);
      return { path, links: together, ends: [-1, to.id], tip: [x2, y2, side] };
    });
  }

  /** @param {CanvasRenderingContext2D} ctx */
  function drawLines(ctx) {
    const lit = state.chosen ? state.chosen.id : state.over;
    /** @type {Line[]} */ const bright = [];
    /** @param {Line} line @param {Link[]} shown */
    const atRest = (line, shown) => {
      const read = shown.every((link) => link.basis === "read");
      ctx.globalAlpha = focus ? 0.1 : 0.75;
      ctx.strokeStyle = colour(read ? "read" : "stated");
      ctx.lineWidth = 1;
      ctx.setLineDash(read ? [6, 4] : []);
      ctx.stroke(line.path);
    };
    // A bundle that is held as a whole stays a bracket; a part of it is drawn link by link.
    /** @type {Set<number>} */ const whole = new Set();
    bundles.forEach((bundle, number) => {
      const shown = bundle.links.filter(drawn);
      const held = focus ? shown.filter((link) => focus?.held.has(link)) : [];
      if (!shown.length) return;
      if (held.length > 1 || (!focus && bundle.ends.includes(lit ?? -2))) {
        whole.add(number);
        bright.push(bundle);
      } else if (shown.length > held.length) atRest(bundle, shown);
    });
    for (const line of lines) {
      const shown = line.links.filter((link) => drawn(link) && !whole.has(link.bundle ?? -1));
      const held = shown.filter((link) =>
        focus ? focus.held.has(link) : line.ends.includes(lit ?? -1));
      if (held.length) bright.push({ ...line, links: held });
      else {
        const alone = shown.filter((link) => link.bundle === undefined);
        if (alone.length) atRest(line, alone);
      }
    }
    ctx.globalAlpha = 1;
    for (const line of bright) {
      const read = line.links.every((link) => link.basis === "read");
      ctx.strokeStyle = ctx.fillStyle = colour(read ? "read" : focus ? "ink" : "stated");
      ctx.lineWidth = focus && lit !== null && line.ends.includes(lit) ? 2.2 : 1.6;
      ctx.setLineDash(read ? [7, 5] : []);
      ctx.stroke(line.path);
      ctx.setLineDash([]);
      const [x, y, side] = line.tip;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x - side * 9, y - 4.5);
      ctx.lineTo(x - side * 9, y + 4.5);
      ctx.fill();
    }
  }

  // ---- the map -----------------------------------------------------------------------------

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

  // ---- choosing ----------------------------------------------------------------------------

  /**
   * Choose a thing, or nothing.
   * @param {Thing | null} thing @param {{push?: boolean}} [how]
   */
  function choose(thing, { push = true } = {}) {
    const before = state.chosen;
    if (push) state.missing = "";
    state.chosen = thing;
    if (thing) current = thing.id;
    fillPanel();
    refresh();
    if (thing && state.view === "map") reveal(thing);
    if (push && before !== thing) {
      history.pushState(null, "", thing ? `#${encode(thing.key)}` : address(""));
    }
    const count = thing ? touching[thing.id].filter((link) => link.basis !== "inferred").length : 0;
    must("live").textContent = thing
      ? `${say("selected")} ${tell(thing.name)}, ${kind(thing)}, ${count} ${say("links")}`
      : "";
  }

  /** @param {string} key */
  const encode = (key) => key.split("/").map(encodeURIComponent).join("/");

  /** The page's own address with its settings. @param {string} hash */
  function address(hash) {
    const query = new URLSearchParams();
    if (state.lang === "en") query.set("lang", "en");
    if (state.view !== usual()) query.set("vis", state.view === "map" ? "kart" : "tabell");
    if (state.theme !== "auto") query.set("tema", state.theme === "dark" ? "mork" : "lys");
    const text = query.toString();
    return `${location.pathname}${text ? `?${text}` : ""}${hash}`;
  }

  const usual = () => (innerWidth < NARROW ? "table" : "map");
  const keep = () => history.replaceState(null, "", address(location.hash));

  function fromHash() {
    let key = location.hash.slice(1);
    try {
      key = decodeURIComponent(key);
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
    }
    const wanted = byKey.get(key) || null;
    if (!wanted && document.getElementById(key)) return;
    state.missing = wanted ? "" : key;
    if (wanted !== state.chosen || state.missing) choose(wanted, { push: false });
  }

  // ---- the panel ---------------------------------------------------------------------------

  /** @param {Thing} thing */
  const kind = (thing) => (Object.hasOwn(data.kinds, thing.kind) ? tell(data.kinds[thing.kind]) : thing.kind);

  /** @param {string | null} url @param {...(Node | string)} inner */
  function outside(url, ...inner) {
    if (!url || !url.startsWith("https://")) return make("span", {}, ...inner);
    return make("a", { href: url, rel: "noopener noreferrer" }, ...inner);
  }

  /** Where words stand: the document, the file and the lines. @param {Passage} passage */
  function place(passage) {
    const source = data.sources[passage.source];
    const at = passage.first === passage.last
      ? `${say("document_text")} ${passage.first}`
      : `${say("document_lines")} ${passage.first}–${passage.last}`;
    const line = make("p", { class: "place" }, `${say("source")}: `);
    if (source) line.append(outside(source.url, tell(source.name)), " · ");
    line.append(`${passage.file} · ${at}`);
    return line;
  }

  /** @param {Passage} passage */
  function quotation(passage) {
    const parts = [make("blockquote", { lang: "nb" }, `«${passage.quote}»`)];
    if (state.lang === "en" && passage.translation) {
      parts.push(make("p", { class: "translation", lang: "en" }, `“${passage.translation}”`));
      parts.push(make("p", { class: "small" }, say("translation")));
    }
    parts.push(place(passage));
    return parts;
  }

  /** @param {Thing} thing */
  const anchor = (thing) => make("a", { href: `#${encode(thing.key)}` }, tell(thing.name));

  /** How a reading came about. @param {Link} link */
  function reading(link) {
    const parts = [];
    if (link.author) parts.push(`${say("author")} ${tell(link.author)}`);
    if (link.confidence) {
      const number = state.lang === "nb" ? link.confidence.replace(".", ",") : link.confidence;
      parts.push(`${say("confidence")} ${number}`);
    }
    if (link.review) parts.push(tell(link.review));
    return parts.join(" · ");
  }

  /** One link in the panel. @param {Link} link @param {Thing} thing */
  function linkItem(link, thing) {
    const other = things[link.from === thing.id ? link.to : link.from];
    const item = make("li", { class: `link ${link.basis}` }, anchor(other));
    item.append(make("span", { class: "chip" }, kind(other)));
    if (link.reason) item.append(make("p", { lang: state.lang }, tell(link.reason)));
    const how = reading(link);
    if (how) item.append(make("p", { class: "small" }, how));
    const words = link.passages.map((at) => passages[at]);
    if (words.length) {
      const more = make("details", {}, make("summary", {}, say("basis")));
      words.forEach((each) => more.append(...quotation(each)));
      item.append(more);
    }
    return item;
  }

  /** The links of one basis, put together by predicate and direction. @param {Thing} thing @param {string} basis */
  function linkSection(thing, basis) {
    const mine = touching[thing.id].filter((link) => link.basis === basis);
    if (!mine.length) return [];
    /** @type {Map<string, Link[]>} */ const sorted = new Map();
    for (const link of mine) {
      const key = `${link.from === thing.id ? "a" : "b"}${link.quiet ? "z" : ""}${link.predicate}`;
      sorted.set(key, [...(sorted.get(key) || []), link]);
    }
    const inside = [];
    for (const key of [...sorted.keys()].sort()) {
      const together = sorted.get(key) || [];
      const named = tell(data.predicates[together[0].predicate]);
      const out = key.startsWith("a");
      const list = make("ul", {}, ...together.map((link) => linkItem(link, thing)));
      const title = out
        ? [`${named} →`]
        : [make("span", { "aria-hidden": "true" }, "← "), make("span", { class: "aside" }, `${say("points_from")} `), named];
      if (together.length > 6) {
        inside.push(make("details", { class: "many" }, make("summary", {}, ...title, ` (${together.length})`), list));
      } else inside.push(make("h4", {}, ...title), list);
    }
    if (basis === "inferred") {
      return [make("details", { class: "many" }, make("summary", {}, `${say(basis)} (${mine.length})`), ...inside)];
    }
    return [make("h3", {}, `${say(basis)} (${mine.length})`), ...inside];
  }

  /** @param {Thing} thing */
  function depthChoice(thing) {
    const field = make("fieldset", { class: "depth" }, make("legend", {}, say("depth")));
    for (const value of ["1", "2", "path"]) {
      const radio = make("input", { type: "radio", name: "depth", value, checked: state.depth === value });
      radio.addEventListener("change", () => {
        state.depth = value;
        refresh();
        reveal(thing);
      });
      field.append(make("label", {}, radio, say(`depth_${value}`)));
    }
    return field;
  }

  /** What is said in one word or number. @param {Thing} thing */
  function facts(thing) {
    if (!thing.facts.length) return null;
    const list = make("dl");
    const unit = thing.facts.find((fact) => fact.property === "unit");
    const counted = thing.facts.some((fact) => fact.property === "value");
    for (const { property, label, value } of thing.facts) {
      if (property === "unit" && counted) continue;
      let text = tell(value);
      if (property === "when") text = date(text);
      if (property === "value" && state.lang === "nb") text = text.replace(".", ",");
      if (property === "value" && unit) text = `${text} ${tell(unit.value)}`;
      list.append(make("dt", {}, tell(label)), make("dd", {}, text));
    }
    return list;
  }

  function fillPanel() {
    const panel = must("panel");
    const thing = state.chosen;
    panel.hidden = !thing && !state.missing;
    panel.replaceChildren();
    panel.scrollTop = 0;
    if (panel.hidden) return;
    const close = make("button", { type: "button", class: "close", "aria-label": say("close") }, "×");
    close.addEventListener("click", shut);
    if (!thing) {
      panel.append(make("div", { class: "top" }, make("h2", { id: "panel-title" }, say("missing")), close), make("p", {}, state.missing));
      return;
    }
    const words = thing.statements.map((at) => passages[at]);
    panel.append(
      make("div", { class: "top" }, make("p", { class: "kind" }, swatch(group(thing)), kind(thing)), close),
      make("h2", { id: "panel-title" }, tell(thing.name)),
      ...[facts(thing)].filter((each) => each !== null),
      ...(words.length ? words.flatMap(quotation) : [make("p", { class: "small" }, say("statement_none"))]),
      ...(state.view === "map" ? [depthChoice(thing)] : []),
      ...["stated", "read", "inferred"].flatMap((basis) => linkSection(thing, basis)),
      make("p", { class: "small" }, make("a", { href: `#${encode(thing.key)}` }, say("permalink")), ` · ${thing.iri}`),
      make("p", { class: "small" }, say("made_of_us")),
    );
  }

  /** Close the panel and put the focus back where it came from. */
  function shut() {
    const last = state.chosen;
    if (state.missing) history.replaceState(null, "", address(""));
    choose(null);
    if (last && state.view === "map" && visible[last.id]) spot[last.id].focus({ preventScroll: true });
    else if (last) must("table-view").focus({ preventScroll: true });
  }

  // ---- the table ---------------------------------------------------------------------------

  function fillTable() {
    const view = must("table-view");
    view.replaceChildren();
    if (state.view !== "table") return;
    const table = make("table", { role: "table" }, make("caption", {}, `${say("table_label")} (${things.length}, ${links.length})`));
    const heads = ["name", "quote", "links"].map((key) =>
      make("th", { scope: "col", role: "columnheader", class: key === "quote" ? "words" : key }, say(key === "links" ? "group_links" : key)));
    table.append(make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)));
    groups.forEach((of, at) => {
      const rows = things.filter((thing) => thing.group === at);
      if (!rows.length) return;
      rows.sort((a, b) => tell(a.name).localeCompare(tell(b.name), state.lang) || a.id - b.id);
      const title = make("th", { scope: "rowgroup", role: "rowheader", colspan: 3 }, `${tell(of.name)} (${rows.length})`);
      table.append(make("tbody", { role: "rowgroup" }, make("tr", { role: "row" }, title), ...rows.map(tableRow)));
    });
    view.append(table);
  }

  /** @param {Thing} thing */
  function tableRow(thing) {
    const words = make("td", { role: "cell", class: "words" });
    for (const at of thing.statements) {
      const passage = passages[at];
      words.append(make("blockquote", { lang: "nb" }, `«${passage.quote}»`));
      if (state.lang === "en" && passage.translation) {
        words.append(make("p", { class: "small", lang: "en" }, `“${passage.translation}” (${say("translation").toLowerCase()})`));
      }
      words.append(make("p", { class: "small" }, `${passage.file}:${passage.first}`));
    }
    const list = make("ul");
    const mine = touching[thing.id].filter((link) => link.from === thing.id);
    for (const link of [...mine.filter((each) => !each.quiet), ...mine.filter((each) => each.quiet)]) {
      const item = make("li", {}, `${tell(data.predicates[link.predicate])} `, anchor(things[link.to]));
      if (link.basis !== "stated") item.append(" ", make("span", { class: `how ${link.basis}` }, say(link.basis).toLowerCase()));
      list.append(item);
    }
    const name = make("th", { scope: "row", role: "rowheader", class: "name" }, anchor(thing), make("p", { class: "small kind" }, kind(thing)));
    return make("tr", { role: "row", id: thing.key, "data-key": thing.key }, name, words, make("td", { role: "cell", class: "links" }, list));
  }

  // ---- the legend --------------------------------------------------------------------------

  /**
   * @param {Set<string>} chosen @param {string} id @param {HTMLElement} picture
   * @param {string} name @param {number} count
   */
  function tick(chosen, id, picture, name, count) {
    const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", "data-id": id }));
    box.checked = chosen.has(id);
    const number = make("span", { class: "count" });
    const fill = () => {
      number.textContent = chosen.has(id) ? String(count) : `${count} ${say("hidden")}`;
    };
    fill();
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(id);
      else chosen.delete(id);
      fill();
      countHidden();
      refresh();
    });
    return make("label", {}, box, picture, make("span", {}, name), number);
  }

  /** Say how many things are kept below the map. */
  function countHidden() {
    const away = things.filter((thing) => group(thing).shelf && !shownGroups.has(group(thing).id));
    const summary = document.getElementById("more");
    if (summary) summary.textContent = say("more") + (away.length ? ` (${away.length} ${say("hidden")})` : "");
  }

  function fillLegend() {
    /** @type {HTMLElement[]} */ const boxes = [];
    /** @type {HTMLElement[]} */ const more = [];
    groups.forEach((of, at) => {
      const count = things.filter((thing) => thing.group === at).length;
      if (!count) return;
      (of.shelf ? more : boxes).push(tick(shownGroups, of.id, swatch(of), tell(of.name), count));
    });
    if (more.length) {
      const open = must("things").querySelector("details")?.open;
      boxes.push(make("details", { open }, make("summary", { id: "more" }), make("div", {}, ...more)));
    }
    must("things").replaceChildren(...boxes);
    countHidden();
    const drawable = links.filter((link) => link.basis !== "inferred");
    /** @param {string} id */
    const count = (id) => drawable.filter((link) => family(link) === id).length;
    must("families").replaceChildren(
      tick(shownFamilies, "stated", dash(false, "stated"), say("link_stated"), count("stated")),
      tick(shownFamilies, "read", dash(true, "read"), say("link_read"), count("read")),
      tick(shownFamilies, "long", dash(false, "stated"), say("link_long"), count("long")),
      tick(shownFamilies, "quiet", dash(false, "stated"), say("link_quiet"), count("quiet")),
    );
  }

  // ---- search ------------------------------------------------------------------------------

  const input = /** @type {HTMLInputElement} */ (must("search"));
  const hits = must("hits");
  let at = -1;
  const haystack = things.map((thing) => ({
    names: fold(`${thing.name.nb} | ${thing.name.en}`),
    words: fold(thing.statements.map((each) => `${passages[each].quote} ${passages[each].translation || ""}`).join(" ")),
  }));

  function search() {
    const wanted = fold(input.value.trim());
    at = -1;
    input.removeAttribute("aria-activedescendant");
    if (!wanted) {
      closeHits();
      return;
    }
    const found = things
      .map((thing) => {
        const { names, words } = haystack[thing.id];
        const place_ = names.indexOf(wanted);
        const whole = place_ === 0 || names[place_ - 1] === " ";
        const rank = place_ >= 0 ? (whole ? 0 : 1) : words.includes(wanted) ? 2 : 9;
        return { thing, rank };
      })
      .filter(({ rank }) => rank < 9)
      .sort((a, b) => a.rank - b.rank || a.thing.group - b.thing.group || tell(a.thing.name).localeCompare(tell(b.thing.name), state.lang))
      .slice(0, 20);
    hits.replaceChildren(...found.map(({ thing }, index) => {
      const option = make("li", { role: "option", id: `hit-${index}`, "aria-selected": "false", "data-key": thing.key },
        make("span", {}, tell(thing.name)), make("small", {}, kind(thing)));
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(thing);
      });
      return option;
    }));
    if (!found.length) hits.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("no_hits")));
    hits.hidden = false;
    input.setAttribute("aria-expanded", "true");
    must("live").textContent = `${found.length} ${say("found")}`;
    if (found.length) mark(0);
  }

  /** @param {number} index */
  function mark(index) {
    const options = [...hits.querySelectorAll("[data-key]")];
    if (!options.length) return;
    at = (index + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  function closeHits() {
    hits.hidden = true;
    hits.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {Thing} thing */
  function take(thing) {
    input.value = "";
    closeHits();
    choose(thing);
    if (state.view === "map") spot[thing.id].focus({ preventScroll: true });
    else must("panel").focus();
  }

  input.addEventListener("input", search);
  input.addEventListener("blur", closeHits);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.hidden) search();
      else mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      const option = hits.querySelectorAll("[data-key]")[at];
      const thing = option && byKey.get(option.getAttribute("data-key") || "");
      // Else the key would also press the box that gets the focus.
      event.preventDefault();
      if (thing) take(thing);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (hits.hidden) input.blur();
      input.value = "";
      closeHits();
    }
  });

  // ---- keyboard ----------------------------------------------------------------------------

  /** The box that an arrow key leads to: a linked one first, else the nearest. @param {string} key */
  function neighbour(key) {
    const here = things[current];
    const seen = things.filter((thing) => visible[thing.id] && thing !== here);
    const column = seen.filter((thing) => thing.x === here.x).sort((a, b) => a.y - b.y);
    if (key === "ArrowDown") return column.find((thing) => thing.y > here.y);
    if (key === "ArrowUp") return column.reverse().find((thing) => thing.y < here.y);
    if (key === "Home") return column.find((thing) => thing.y < here.y);
    if (key === "End") return column.reverse().find((thing) => thing.y > here.y);
    const side = key === "ArrowRight" ? 1 : -1;
    const beyond = seen.filter((thing) => (thing.x - here.x) * side > 0);
    if (!beyond.length) return undefined;
    const linked = new Set(touching[here.id].filter(drawn).flatMap((link) => [link.from, link.to]));
    const nearest = (/** @type {Thing[]} */ from) =>
      [...from].sort((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x) || Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0];
    return nearest(beyond.filter((thing) => linked.has(thing.id))) || nearest(beyond);
  }

  spots.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.15 : 1 / 1.15);
    if (!["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const next = neighbour(event.key);
    if (!next) return;
    spot[next.id].focus({ preventScroll: true });
    reveal(next);
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && !must("panel").hidden) shut();
  });

  /** @param {number} factor */
  function zoom(factor) {
    const middle = (scroller.scrollTop + scroller.clientHeight / 2) / scale;
    state.zoom = factor ? Math.min(2.5, Math.max(0.6, state.zoom * factor)) : 1;
    resize();
    scroller.scrollTo({ top: middle * scale - scroller.clientHeight / 2, behavior: "auto" });
  }

  // ---- language, colours, views ------------------------------------------------------------

  function setLanguage() {
    document.documentElement.lang = state.lang;
    document.title = tell(data.title);
    must("title").textContent = tell(data.title);
    for (const [name, set] of /** @type {[string, (e: Element, t: string) => void][]} */ ([
      ["text", (element, text) => { element.textContent = text; }],
      ["label", (element, text) => element.setAttribute("aria-label", text)],
      ["placeholder", (element, text) => element.setAttribute("placeholder", text)],
    ])) {
      document.querySelectorAll(`[data-${name}]`).forEach((element) =>
        set(element, say(element.getAttribute(`data-${name}`) || "")));
    }
    must("language").lang = say("language_code");
    must("headings").replaceChildren(...data.columns.map((/** @type {any} */ column) => heading("h3", column.name, column.x, 0)));
    spots.querySelectorAll("h3").forEach((each) => each.remove());
    spots.prepend(...data.shelves.map((/** @type {any} */ shelf) => heading("h3", groups[shelf.group].name, shelf.x, shelf.top + TOP)));
    things.forEach((thing) => spot[thing.id].setAttribute("aria-label", `${tell(thing.name)}, ${kind(thing)}`));
    fillLegend();
    fillTable();
    fillPanel();
    fillFooter();
    refresh();
  }

  /** @param {string} tag @param {Text} name @param {number} x @param {number} y */
  function heading(tag, name, x, y) {
    const element = make(tag, {}, tell(name));
    element.style.setProperty("--x", String(x));
    element.style.setProperty("--y", String(y));
    element.style.setProperty("--w", String(layout.box + 24));
    return element;
  }

  function fillFooter() {
    const parts = [make("p", {}, say("unofficial"))];
    if (data.issued) parts.push(make("p", {}, `${say("data_from")} `, make("time", { datetime: data.issued }, date(data.issued))));
    if (data.licence.name) parts.push(make("p", {}, `${say("licence")}: `, outside(data.licence.url, data.licence.name)));
    if (data.sources.length) {
      const list = make("ul", {}, ...data.sources.map((/** @type {any} */ source) => make("li", {}, outside(source.url, tell(source.name)))));
      parts.push(make("details", {}, make("summary", {}, `${say("sources")} (${data.sources.length})`), list));
    }
    document.querySelector("footer")?.replaceChildren(...parts);
  }

  function setTheme() {
    if (state.theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = state.theme;
    /** @type {HTMLSelectElement} */ (must("theme")).value = state.theme;
    readColours();
    fillLegend();
    fillPanel();
    if (network) network.redraw();
  }

  /** @param {"map" | "table"} view */
  function setView(view) {
    state.view = view;
    must("map-view").hidden = view !== "map";
    must("legend").hidden = view !== "map";
    must("table-view").hidden = view !== "table";
    must("show-map").setAttribute("aria-pressed", String(view === "map"));
    must("show-table").setAttribute("aria-pressed", String(view === "table"));
    fillTable();
    fillPanel();
    refresh();
    if (view === "map" && state.chosen) reveal(state.chosen);
  }

  must("show-map").addEventListener("click", () => { setView("map"); keep(); });
  must("show-table").addEventListener("click", () => { setView("table"); keep(); });
  must("language").addEventListener("click", () => {
    state.lang = state.lang === "nb" ? "en" : "nb";
    setLanguage();
    keep();
  });
  must("theme").addEventListener("change", (event) => {
    state.theme = /** @type {HTMLSelectElement} */ (event.target).value;
    setTheme();
    keep();
  });
  must("reset").addEventListener("click", () => {
    shownGroups.clear();
    groups.forEach((of) => of.shelf || shownGroups.add(of.id));
    shownFamilies.clear();
    shownFamilies.add("stated").add("read");
    state.depth = "1";
    state.zoom = 1;
    fillLegend();
    choose(null);
    scroller.scrollTo({ left: 0, top: 0, behavior: "auto" });
  });
  must("zoom-in").addEventListener("click", () => zoom(1.15));
  must("zoom-out").addEventListener("click", () => zoom(1 / 1.15));
  must("zoom-fit").addEventListener("click", () => zoom(0));

  // A link to a thing chooses it; the browser need not jump there.
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const hash = event.target.closest("a[href^='#']")?.getAttribute("href")?.slice(1) || "";
    const thing = things.find(({ key }) => encode(key) === hash);
    if (!thing) return;
    event.preventDefault();
    choose(thing);
  });

  addEventListener("resize", resize);
  addEventListener("popstate", fromHash);
  addEventListener("hashchange", fromHash);
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", setTheme);
  }

  /** On paper: light colours, a sharp picture of the whole map, and all evidence unfolded. */
  function paper() {
    if (document.getElementById("paper")) return;
    document.documentElement.dataset.theme = "light";
    readColours();
    fillLegend();
    fillPanel();
    must("panel").querySelectorAll("details").forEach((each) => { each.open = true; });
    const [w, h] = [layout.width, depth() + HEADING];
    const sharp = Math.min(2, Math.sqrt(LARGEST_CANVAS / (w * h)));
    const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", { id: "paper", "aria-hidden": "true" }));
    canvas.width = Math.floor(w * sharp);
    canvas.height = Math.floor(h * sharp);
    const ctx = canvas.getContext("2d");
    if (!ctx) return;
    ctx.scale(sharp, sharp);
    ctx.fillStyle = colour("soft");
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.font = `bold 11px ${getComputedStyle(document.documentElement).fontFamily}`;
    for (const column of data.columns) ctx.fillText(tell(column.name), column.x, HEADING / 2, layout.box + 24);
    ctx.translate(0, HEADING);
    drawLines(ctx);
    things.forEach(({ id, x, y }) => drawThing({ ctx, id, x, y: y + TOP }).drawNode());
    must("map-view").append(canvas);
  }

  function screen() {
    document.getElementById("paper")?.remove();
    setTheme();
  }

  addEventListener("beforeprint", paper);
  addEventListener("afterprint", screen);

  // ---- start -------------------------------------------------------------------------------

  const asked = new URLSearchParams(location.search);
  state.lang = asked.get("lang") === "en" ? "en" : "nb";
  state.theme = { mork: "dark", lys: "light" }[asked.get("tema") || ""] || "auto";
  const view = { kart: "map", tabell: "table" }[asked.get("vis") || ""] || usual();
  refreshVisible();
  startMap();
  setTheme();
  setLanguage();
  setView(view === "table" ? "table" : "map");
  fromHash();
  // The browser jumps to the address by itself once all is loaded; put the map right after that.
  addEventListener("load", () => requestAnimationFrame(() => {
    if (state.chosen && state.view === "map") reveal(state.chosen);
  }));

  // For tests and for those who script the page: what is drawn, as numbers.
  Object.defineProperty(window, "ho21", {
    value: Object.freeze({
      scale: () => scale,
      boxes: () => things.filter((thing) => visible[thing.id]).map((thing) => {
        const ctx = /** @type {CanvasRenderingContext2D} */ (must("canvas").querySelector("canvas")?.getContext("2d"));
        const { size, room, widest } = labelFont(thing, ctx);
        const { x, y } = network.getPosition(thing.id);
        return { key: thing.key, x, y, height: thing.height, width: layout.box, lines: thing.lines[state.lang].length, font: size * scale, room, widest };
      }),
      links: () => lines.flatMap((line) => line.links.filter(drawn)).length,
    }),
  });
  document.documentElement.dataset.ready = "true";
})();
