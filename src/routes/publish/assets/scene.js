// One map: its canvases, what is on them, what is selected, and the reader's hands.
(function (Rutas) {
  "use strict";

  const FADED = 0.16;
  const LEAST = 4; // degrees that the first view holds at least
  const FAR = 160; // degrees from which flows need the whole width, and the legend is folded

  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  class Scene {
    constructor(map, options) {
      this.map = map;
      this.options = options || {};
      this.selected = "";
      this.hovered = "";
      this.items = [];
      this.marks = [];
      this.flows = [];
      this.counter = Date.now();
      this.theme = Rutas.THEMES.light;
      const host = map.getContainer();
      host.classList.add("rutas");
      this.theme = Rutas.applyTheme(host, "light");
      if (still()) map._zoomAnimated = false;
      map.options.minZoom = 0.5;
      map.options.maxZoom = 11;
      // Set as an option, the bounds hold the reader's hand without moving the map by themselves.
      map.options.maxBounds = L.latLngBounds([[-72, -310], [84, 160]]);
      map.options.maxBoundsViscosity = 0.9;
      this.sheets = this.makeSheets();
      this.edges = new Rutas.EdgeLabels(host, (edge) => this.lead(edge));
      this.controls = new Rutas.Controls(this);
      this.controls.speak(document.documentElement.lang === "en" ? "en" : "es");
      this.hands = new Rutas.Hands(this);
      this.showFirst();
      this.ready = true;
      this.repaint();
      this.waitForStyle();
    }

    makeSheets() {
      const make = (name, depth, padding, paint) => {
        this.map.createPane("rutas-" + name).style.zIndex = depth;
        const pane = this.map.getPane("rutas-" + name);
        pane.style.pointerEvents = "none";
        return new Rutas.Sheet(paint, { pane: "rutas-" + name, padding: padding }).addTo(this.map);
      };
      return {
        base: make("base", 150, 0.3, (ctx, view) => Rutas.drawBase(ctx, view, this.theme)),
        flows: make("flows", 410, 0.15, (ctx, view) => this.paintFlows(ctx, view)),
        top: make("top", 420, 0.15, (ctx, view) => this.paintTop(ctx, view)),
      };
    }

    /** Takes a new value and paints it at once: the old picture stays until the new one is there. */
    setData(value, owner) {
      const before = this.value;
      this.owner = owner;
      this.value = value;
      this.flows = Rutas.prepareFlows(value);
      this.touched = touchedPlaces(this.flows, value);
      const told = typeof value.sel === "string" && value.sel !== this.selected;
      if (told) this.selected = value.sel;
      if (!before || before.theme !== value.theme) this.setTheme(value.theme);
      if (!before || before.lang !== value.lang) this.controls.speak(value.lang);
      if (!before || legendKey(before) !== legendKey(value)) {
        this.controls.legend(value);
        Rutas.drawSamples(this.controls.box, this.theme);
      }
      this.controls.empty.hidden = value.flows.length + value.mentions.length > 0;
      this.setHover("", null);
      if (!before && this.first) this.showFirst();
      this.paintAnew();
      if (told && this.selected) {
        this.first = false;
        this.reveal(this.selected);
      }
      const host = this.map.getContainer();
      host.dataset.painted = String(Number(host.dataset.painted || 0) + 1);
      performance.mark("rutas-painted");
    }

    /** Forgets a value unless another has come by the next frame. */
    dropData(owner) {
      requestAnimationFrame(() => {
        if (this.owner !== owner) return;
        this.owner = null;
        this.value = null;
        this.flows = [];
        this.repaint();
      });
    }

    setTheme(name) {
      this.theme = Rutas.applyTheme(this.map.getContainer(), name);
      this.sheets.base.repaint();
      Rutas.drawSamples(this.controls.box, this.theme);
    }

    repaint() {
      if (!this.ready) return;
      this.sheets.flows.repaint();
      this.sheets.top.repaint();
    }

    /** Paints a new value; where flows are many, the margin of the map only after what is seen. */
    paintAnew() {
      if (this.flows.length <= Rutas.DENSE) return this.repaint();
      this.sheets.flows.haste();
      return this.sheets.top.repaint();
    }

    paintFlows(ctx, view) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      if (!this.value) return;
      this.arrange(ctx, view);
      shadeMentions(ctx, view, this);
      ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      Rutas.drawFlows(ctx, this.items, this.theme, view);
      ctx.canvas.style.opacity = this.selected && this.chosen().length + this.isArea() ? FADED : 1;
    }

    /** Finds where every line goes, and the labels at the edge. */
    arrange(ctx, view) {
      const inner = [view.window[0] + 5, view.window[1] + 5, view.window[2] - 5, view.window[3] - 5];
      const gaps = { gap: (place) => this.gapOf(place) };
      const taken = this.controls.taken().map((box) => [
        box[0] + view.window[0], box[1] + view.window[1],
        box[2] + view.window[0], box[3] + view.window[1],
      ]);
      this.controlBoxes = taken;
      this.items = Rutas.layoutFlows(this.flows, Object.assign({}, view, { window: inner }), gaps);
      hideUnder(this.items, taken);
      const groups = Rutas.groupEnds(this.items, this.value, new Set(this.chosen()));
      const ends = endBoxes(this.items);
      const most = Math.max(4, Math.min(14, Math.floor(this.map.getSize().x / 80)));
      this.placed = Rutas.placeEdges(ctx, groups, view, taken.concat(ends), most);
    }

    gapOf(place) {
      const type = this.crossings.has(place[0]) ? 4 : Rutas.radiusOf(place);
      return type + 1;
    }

    get crossings() {
      if (!this._crossings) {
        this._crossings = new Map(Rutas.base.crossings.map((each) => [each.id, each]));
      }
      return this._crossings;
    }

    paintTop(ctx, view) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      if (!this.ready) return;
      const chosen = this.chosen();
      Rutas.paintTop(ctx, view, this, chosen);
      const shown = new Set(chosen);
      this.edges.show(this.placed || [], view.window, this.lang(), (edge) =>
        Boolean(chosen.length) && !edge.items.some((item) => shown.has(item))
      );
      if (!this.value) this.edges.show([], view.window, "es", () => false);
      this.controls.measure();
    }

    lang() {
      return this.value ? this.value.lang : this.controls.lang;
    }

    /** Items that belong to the selection. */
    chosen() {
      if (!this.selected || !this.value) return [];
      const [kind, id] = split(this.selected);
      if (kind === "flow") return this.items.filter((item) => item.flow.key === this.selected);
      return this.items.filter(
        (item) => this.belongs(item.flow.from, kind, id) || this.belongs(item.flow.to, kind, id)
      );
    }

    belongs(place, kind, id) {
      if (place[0] === id || place[5] === id) return true;
      return kind === "department" && (place[6] === id || (place[7] || []).includes(id));
    }

    isArea() {
      return this.selected && split(this.selected)[0] !== "flow" ? 1 : 0;
    }

    /** Selects by key; an empty key selects nothing. Tells the page unless `quiet`. */
    select(key, quiet) {
      if (key === this.selected && !key) return;
      this.selected = key;
      this.repaint();
      if (!quiet) this.tell(key);
    }

    tell(key) {
      this.counter += 1;
      if (this.options.onSelect) return this.options.onSelect(key);
      const value = { select: key, n: this.counter };
      const message = {
        isStreamlitMessage: true, type: "streamlit:setComponentValue", value: value, dataType: "json",
      };
      if (window.parent !== window) window.parent.postMessage(message, "*");
      return undefined;
    }

    setHover(key, lines, point) {
      if (key !== this.hovered) {
        this.hovered = key;
        this.map.getContainer().style.cursor = key ? "pointer" : "";
        if (this.ready) this.sheets.top.repaint();
      }
      this.controls.hint(lines, point);
    }

    /** The view the map opens with. It is fitted anew until the reader moves the map: a frame may
     *  get its size, or its style sheet, late. */
    showFirst() {
      const name = this.options.view in Rutas.VIEWS ? this.options.view : "colombia";
      const all = this.options.view === "flows" ? this.whole() : null;
      if (all && !this.fitted && all[1][1] - all[0][1] > FAR) this.controls.toggle(false);
      this.fitted = Boolean(all);
      if (all) this.show(all, "", true);
      else this.show(Rutas.VIEWS[name], name, true);
      this.first = true;
    }

    /** Bounds that hold every flow and the crossing that is selected; null where there are none. */
    whole() {
      const points = this.flows.flatMap((flow) => Rutas.spread(flow.arc));
      const crossing = this.crossings.get(split(this.selected)[1]);
      if (crossing) points.push([crossing.lat, crossing.lon]);
      return Rutas.boundsOf(points, LEAST);
    }

    /** The reader has the map in hand: it is no longer fitted by itself. */
    taken() {
      this.first = false;
      this.moved = true;
    }

    resized() {
      const size = this.map.getSize();
      if (size.x < 40 || size.y < 40) return;
      // Farther out the world would stand beside itself.
      this.map.options.minZoom = Math.max(0.5, Math.log2(size.x / 256) - 0.6);
      if (this.first) this.showFirst();
      this.reveal(this.selected);
    }

    /** Moves the map to bounds [[south, west], [north, east]] in degrees. */
    show(bounds, name, atOnce) {
      const size = this.map.getSize();
      const wide = size.x >= 640;
      const far = name ? 24 : 84;
      // Before its style sheet has come, the controls may be as wide as the map.
      const side = Math.min(this.controls.width(), size.x * 0.4);
      const fit = name === "world" || size.y < 200 ? {} : wide
        ? { paddingTopLeft: [side, 52], paddingBottomRight: [far, 46] }
        : { paddingTopLeft: [name === "colombia" ? 84 : 14, 50], paddingBottomRight: [14, 52] };
      const goal = this.map._getBoundsCenterZoom(L.latLngBounds(bounds), fit);
      const calm = atOnce || still();
      this.first = false;
      this.moved = false;
      if (calm) this.map.setView(goal.center, goal.zoom, { animate: false });
      else this.map.flyTo(goal.center, goal.zoom, { duration: 0.7 });
      this.controls.mark(name);
    }

    /** Shows a group of flows whole: from the ends in view to the far ones. */
    lead(edge) {
      this.show(edge.items.flatMap((item) => Rutas.spread(item.flow.arc)));
      this.map.getContainer().focus({ preventScroll: true });
    }

    /** Brings the selected line into view: both ends where they fit, else one of them. */
    reveal(key) {
      const flow = this.flows.find((each) => each.key === key);
      if (!flow) return;
      const map = this.map;
      const arc = flow.arc;
      const ends = [[arc[0], arc[1]], [arc[4], arc[5]]].map((at) =>
        L.latLng(Rutas.latOf(at[1]), Rutas.lonOf(at[0]))
      );
      const seen = map.getBounds().pad(-0.05);
      const away = map.latLngToContainerPoint(ends[0]).subtract(map.latLngToContainerPoint(ends[1]));
      const size = map.getSize();
      const fits = Math.abs(away.x) < size.x * 0.6 && Math.abs(away.y) < size.y * 0.6;
      const shown = ends.filter((end) => seen.contains(end)).length;
      if (fits ? shown === 2 : shown) return;
      const middle = L.latLng((ends[0].lat + ends[1].lat) / 2, (ends[0].lng + ends[1].lng) / 2);
      if (fits) map.panTo(middle, { animate: !still() });
      else this.show(ends);
    }

    /** The style sheets may come after the script; measure again once they are there. */
    waitForStyle() {
      const places = [this.map.getPane("mapPane"), this.controls.bar];
      const there = () => places.every((each) => getComputedStyle(each).position === "absolute");
      const check = () => {
        if (!there()) return requestAnimationFrame(check);
        this.map.invalidateSize({ animate: false });
        this.resized();
        this.sheets.base.repaint();
        return this.repaint();
      };
      if (!there()) requestAnimationFrame(check);
    }
  }

  const split = (key) => [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];

  /** An end behind a control is as good as out of view. */
  function hideUnder(items, taken) {
    items.forEach((item) => {
      const q = item.q;
      item.in0 = item.in0 && !taken.some((box) => Rutas.within(q[0], q[1], box));
      item.in1 = item.in1 && !taken.some((box) => Rutas.within(q[4], q[5], box));
    });
  }

  /** Room for the symbols of the ends in view. */
  function endBoxes(items) {
    const boxes = [];
    items.forEach((item) => {
      const q = item.q;
      if (item.in0) boxes.push([q[0] - 5, q[1] - 5, q[0] + 5, q[1] + 5]);
      if (item.in1) boxes.push([q[4] - 5, q[5] - 5, q[4] + 5, q[5] + 5]);
    });
    return boxes.length < 400 ? boxes : [];
  }

  const legendKey = (value) =>
    [value.lang, value.breaks, value.flows.length ? value.flows[0][2] : 0, Boolean(value.change)].join("|");

  function touchedPlaces(flows, value) {
    const ids = new Set(value.mentions.map((row) => value.places[row[0]][0]));
    flows.forEach((flow) => [flow.from, flow.to].forEach((place) => ids.add(place[0]).add(place[5])));
    return ids;
  }

  function shadeMentions(ctx, view, scene) {
    const ids = new Set();
    scene.value.mentions.forEach((row) => {
      const place = scene.value.places[row[0]];
      if (place[4] >= 2 && row[2] === 2 && !place[7]) ids.add(place[0]);
    });
    Rutas.drawHatch(ctx, view, scene.theme, Array.from(ids));
  }

  Object.assign(Rutas, { Scene, splitKey: split });
})(Rutas);
