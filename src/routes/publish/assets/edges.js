// Labels at the edge: where the flows whose end is out of view meet, with the way there.
(function (Rutas) {
  "use strict";

  const MARGIN = 10;
  const HEIGHT = 26;
  const ARROWS = { left: "\u2190", right: "\u2192", top: "\u2191", bottom: "\u2193" };
  const FONT_SIZE = "600 12px ";

  /** Gathers items by the country, or the Colombian place, in which they end out of view. */
  function groupEnds(items, value) {
    const groups = new Map();
    items.forEach((item) => {
      if (!item.home || !item.in0 || item.in1 || item.flow.loop) return;
      const to = item.flow.to;
      const key = to[5] && to[5] !== Rutas.HOME ? to[5] : to[0];
      if (!groups.has(key)) groups.set(key, { key: key, items: [], to: to });
      groups.get(key).items.push(item);
    });
    const list = Array.from(groups.values());
    list.forEach((group) => Object.assign(group, wording(group, value)));
    return list.sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1));
  }

  function wording(group, value) {
    const country = Rutas.baseFeatures().byId[group.key];
    const name = country ? country[value.lang] : group.to[1];
    const distinct = value.into && value.into[group.key];
    const single = group.items.length === 1;
    // Lines are never added up: one case may draw several of them.
    const known = distinct || (single ? group.items[0].flow.cases : 0);
    const much = known
      ? Rutas.count(value.lang, "cases", known)
      : Rutas.count(value.lang, "flows", group.items.length);
    const weight = known || Math.max.apply(null, group.items.map((item) => item.flow.cases));
    return { name: name, much: much, weight: weight };
  }

  /** Finds a place at the edge for each group, and leads its lines there. */
  function placeEdges(ctx, groups, view, taken, most) {
    const placed = [];
    ctx.font = FONT_SIZE + Rutas.FONT;
    groups.forEach((group) => {
      if (placed.length >= most) return;
      const width = Math.ceil(ctx.measureText(group.name + " \u00b7 " + group.much).width) + 42;
      const spot = atEdge(group, view.window, width);
      const box = settle(spot, width, view.window, taken.concat(placed.map((each) => each.box)));
      if (!box) return;
      const anchor = anchorOf(box, spot.side);
      group.items.forEach((item) => Rutas.redirect(item, anchor[0], anchor[1], view));
      placed.push(Object.assign({ box: box, side: spot.side }, group));
    });
    return placed;
  }

  /** Where the straight way from the seen ends to the far end leaves the window. */
  function atEdge(group, box, width) {
    let x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    group.items.forEach((item) => {
      x0 += item.q[0]; y0 += item.q[1]; x1 += item.q[4]; y1 += item.q[5];
    });
    const n = group.items.length;
    const from = [x0 / n, y0 / n];
    const dx = x1 / n - from[0];
    const dy = y1 / n - from[1];
    const toX = dx < 0 ? (box[0] - from[0]) / dx : dx > 0 ? (box[2] - from[0]) / dx : Infinity;
    const toY = dy < 0 ? (box[1] - from[1]) / dy : dy > 0 ? (box[3] - from[1]) / dy : Infinity;
    const t = Math.min(toX, toY);
    const side = toX <= toY ? (dx < 0 ? "left" : "right") : dy < 0 ? "top" : "bottom";
    return { side: side, x: from[0] + t * dx, y: from[1] + t * dy, width: width };
  }

  /** Slides a label along its edge until it stands free. */
  function settle(spot, width, box, taken) {
    const flat = spot.side === "top" || spot.side === "bottom";
    for (let step = 0; step < 60; step++) {
      const slide = (step % 2 ? 1 : -1) * Math.ceil(step / 2) * 10;
      let x = flat ? spot.x - width / 2 + slide : spot.x;
      let y = flat ? spot.y : spot.y - HEIGHT / 2 + slide;
      x = Math.max(box[0] + MARGIN, Math.min(box[2] - MARGIN - width, x));
      y = Math.max(box[1] + MARGIN, Math.min(box[3] - MARGIN - HEIGHT, y));
      const place = [x, y, x + width, y + HEIGHT];
      const clash = taken.some(
        (b) => place[0] < b[2] + 6 && place[2] > b[0] - 6 && place[1] < b[3] + 6 && place[3] > b[1] - 6
      );
      if (!clash) return place;
    }
    return null;
  }

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
      const words = each.name + " \u00b7 " + each.much;
      const text = each.side === "right" ? words + " " + ARROWS.right : ARROWS[each.side] + " " + words;
      if (button.textContent !== text) button.textContent = text;
      const label = Rutas.say(lang, "go", { place: words });
      if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
      button.style.left = Math.round(each.box[0] - window[0]) + "px";
      button.style.top = Math.round(each.box[1] - window[1]) + "px";
      button.style.width = Math.round(each.box[2] - each.box[0]) + "px";
      button.classList.toggle("rutas-faded", faded);
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
