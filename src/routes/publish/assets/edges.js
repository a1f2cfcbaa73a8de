// Labels at the edge: where the flows whose end is out of view meet, with the way there.
(function (Rutas) {
  "use strict";

  const MARGIN = 10;
  const HEIGHT = 26;
  const ROW = 42;
  const NARROW = 560;
  const ARROWS = { left: "\u2190", right: "\u2192", top: "\u2191", bottom: "\u2193" };
  const FONT_SIZE = "600 12px ";

  /** Gathers items by the country, or the Colombian place, in which they end out of view; the
   *  selected ones first. */
  function groupEnds(items, value, chosen) {
    const groups = new Map();
    const arrived = new Set(items.filter((item) => item.in1).map((item) => item.flow));
    items.forEach((item) => {
      if (!item.home || !item.in0 || item.in1 || item.flow.loop || arrived.has(item.flow)) return;
      const to = item.flow.to;
      const key = to[5] && to[5] !== Rutas.HOME ? to[5] : to[0];
      if (!groups.has(key)) groups.set(key, { key: key, items: [], to: to });
      groups.get(key).items.push(item);
    });
    const list = Array.from(groups.values());
    list.forEach((group) => Object.assign(group, wording(group, value)));
    const most = Math.max.apply(null, list.map((group) => group.weight).concat(1));
    list.forEach((group) => (group.most = most));
    list.forEach((group) => (group.chosen = group.items.some((item) => chosen.has(item)) ? 1 : 0));
    return list.sort((a, b) => b.chosen - a.chosen || b.weight - a.weight || (a.key < b.key ? -1 : 1));
  }

  function wording(group, value) {
    const country = Rutas.baseFeatures().byId[group.key];
    const name = country ? country[value.lang] : group.to[1];
    // Lines are never added up: one case may draw several of them.
    const known = distinctCases(group.items.map((item) => item.flow));
    const much = known
      ? Rutas.count(value.lang, "cases", known)
      : Rutas.count(value.lang, "flows", group.items.length);
    const weight = known || Math.max.apply(null, group.items.map((item) => item.flow.cases));
    const short = Rutas.number(value.lang, known || group.items.length);
    return { name: name, much: much, short: short, weight: weight };
  }

  /** Distinct cases of some flows; 0 where it cannot be known. */
  function distinctCases(flows) {
    if (flows.length === 1) return flows[0].cases;
    if (!flows.every((flow) => flow.behind)) return 0;
    const cases = new Set();
    flows.forEach((flow) => flow.behind.forEach((each) => cases.add(each)));
    return cases.size;
  }

  /** Finds a place at the edge for each group, and leads its lines there. */
  function placeEdges(ctx, groups, view, taken, most) {
    const placed = [];
    const narrow = view.window[2] - view.window[0] < NARROW;
    ctx.font = FONT_SIZE + Rutas.FONT;
    groups.forEach((group) => {
      if (placed.length >= most) return;
      group.words = group.name + " \u00b7 " + (narrow ? group.short : group.much);
      const width = Math.ceil(ctx.measureText(group.words).width) + (narrow ? 34 : 42);
      const full = taken.concat(placed.map((each) => each.box));
      const spots = waysOut(group, view.window).map((way) => settle(way, width, view.window, full));
      const spot = spots.filter(Boolean).sort((a, b) => a.cost - b.cost)[0];
      if (!spot) return;
      const anchor = anchorOf(spot.box, spot.side);
      group.items.forEach((item) => Rutas.redirect(item, anchor[0], anchor[1], view));
      placed.push(Object.assign({ box: spot.box, side: spot.side }, group));
    });
    return placed;
  }

  /** Where the straight way from the seen ends to the far end leaves the window, and, should
   *  that edge be full, a second row there or the nearer side edge. */
  function waysOut(group, box) {
    const mean = (at) => group.items.reduce((sum, item) => sum + item.q[at], 0) / group.items.length;
    const from = [mean(0), mean(1)];
    const dx = mean(4) - from[0];
    const dy = mean(5) - from[1];
    const toX = dx < 0 ? (box[0] - from[0]) / dx : dx > 0 ? (box[2] - from[0]) / dx : Infinity;
    const toY = dy < 0 ? (box[1] - from[1]) / dy : dy > 0 ? (box[3] - from[1]) / dy : Infinity;
    const t = Math.min(toX, toY);
    const flank = dx < 0 ? "left" : "right";
    const side = toX <= toY ? flank : dy < 0 ? "top" : "bottom";
    const out = { side: side, x: from[0] + t * dx, y: from[1] + t * dy, row: 0, cost: 0 };
    if (side === flank) return [out];
    const edge = dx < 0 ? box[0] : box[2];
    return [
      out,
      Object.assign({}, out, { row: 1, cost: 140 }),
      { side: flank, x: edge, y: out.y, row: 0, cost: Math.abs(out.x - edge) + 40 },
    ];
  }

  /** Slides a label along its edge until it stands free. */
  function settle(way, width, box, taken) {
    const flat = way.side === "top" || way.side === "bottom";
    for (let step = 0; step < 90; step++) {
      const slide = (step % 2 ? 1 : -1) * Math.ceil(step / 2) * 9;
      let x = flat ? way.x - width / 2 + slide : way.x - (way.side === "right" ? width : 0);
      let y = flat ? way.y : way.y - HEIGHT / 2 + slide;
      const inwards = way.row * ROW;
      x = Math.max(box[0] + MARGIN, Math.min(box[2] - MARGIN - width, x));
      y = Math.max(box[1] + MARGIN + inwards, Math.min(box[3] - MARGIN - HEIGHT - inwards, y));
      const place = [x, y, x + width, y + HEIGHT];
      if (taken.every((other) => apart(place, other))) {
        return { box: place, side: way.side, cost: way.cost + Math.abs(slide) };
      }
    }
    return null;
  }

  const apart = (a, b) => a[0] >= b[2] + 6 || a[2] <= b[0] - 6 || a[1] >= b[3] + 6 || a[3] <= b[1] - 6;

  function anchorOf(box, side) {
    const x = (box[0] + box[2]) / 2;
    const y = (box[1] + box[3]) / 2;
    if (side === "left") return [box[2] + 3, y];
    if (side === "right") return [box[0] - 3, y];
    return side === "top" ? [x, box[3] + 3] : [x, box[1] - 3];
  }

  /** Keeps one button for each label, so that focus and pointer survive a redraw. */
  class EdgeLabels {
    constructor(host, lead) {
      this.host = host;
      this.lead = lead;
      this.buttons = new Map();
    }

    show(placed, window, lang, fadedOf) {
      const kept = new Set(placed.map((each) => each.key));
      this.buttons.forEach((button, key) => {
        if (!kept.has(key)) {
          button.remove();
          this.buttons.delete(key);
        }
      });
      placed.forEach((each) => this.update(each, window, lang, fadedOf(each)));
    }

    update(each, window, lang, faded) {
      const button = this.buttons.get(each.key) || this.make(each.key);
      button.rutas = each;
      const arrow = ARROWS[each.side];
      const text = each.side === "right" ? each.words + " " + arrow : arrow + " " + each.words;
      if (button.textContent !== text) button.textContent = text;
      const label = Rutas.say(lang, "go", { place: each.name + " \u00b7 " + each.much });
      if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
      button.style.left = Math.round(each.box[0] - window[0]) + "px";
      button.style.top = Math.round(each.box[1] - window[1]) + "px";
      button.style.width = Math.round(each.box[2] - each.box[0]) + "px";
      button.classList.toggle("rutas-faded", faded);
    button.classList.toggle("rutas-minor", each.weight < 2 || each.weight * 2 <= each.most);
    }

    make(key) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "rutas-edge";
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => this.lead(button.rutas));
      this.host.appendChild(button);
      this.buttons.set(key, button);
      return button;
    }
  }

  Object.assign(Rutas, { groupEnds, placeEdges, EdgeLabels });
})(Rutas);
