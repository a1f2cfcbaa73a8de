// One map: its canvases, what is on them, what is selected, and the reader's hands.
(function (Rutas) {
  "use strict";

  const FADED = 0.16;

  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** A canvas that Leaflet moves with the map; `paint` draws it anew, in one go. */
  const Sheet = L.Renderer.extend({
    initialize: function (paint, options) {
      this._paint = paint;
      L.Renderer.prototype.initialize.call(this, options);
    },
    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.className = "rutas-sheet";
      this._ctx = this._container.getContext("2d");
    },
    _destroyContainer: function () {
      L.DomUtil.remove(this._container);
      delete this._container;
      delete this._ctx;
    },
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      const width = Math.round(size.x * ratio);
      const height = Math.round(size.y * ratio);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = size.x + "px";
        canvas.style.height = size.y + "px";
      }
      this._paint(this._ctx, this.view(ratio, size));
    },
    view: function (ratio, size) {
      const map = this._map;
      const corner = this._bounds.min.add(map.getPixelOrigin());
      const inset = map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
      const seen = map.getSize();
      return {
        zoom: map.getZoom(), ratio: ratio, left: corner.x, top: corner.y,
        width: size.x, height: size.y,
        window: [inset.x, inset.y, inset.x + seen.x, inset.y + seen.y],
      };
    },
    covers: function () {
      const map = this._map;
      const min = map.containerPointToLayerPoint([0, 0]);
      const max = map.containerPointToLayerPoint(map.getSize());
      return this._zoom === map.getZoom() && this._bounds.contains(L.bounds(min, max));
    },
    repaint: function () {
      if (this._map) this._update();
    },
  });

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
      map.setMaxBounds([[-72, -310], [84, 160]]);
      map.options.maxBoundsViscosity = 0.9;
      this.sheets = this.makeSheets();
      this.edges = new Rutas.EdgeLabels(host, (edge) => this.lead(edge));
      this.controls = new Rutas.Controls(this);
      this.controls.speak(document.documentElement.lang === "en" ? "en" : "es");
      this.listen();
      this.show(Rutas.VIEWS[this.options.view] || Rutas.VIEWS.colombia, this.options.view, true);
      this.ready = true;
      this.repaint();
      this.waitForStyle();
    }

    makeSheets() {
      const make = (name, depth, padding, paint) => {
        this.map.createPane("rutas-" + name).style.zIndex = depth;
        const pane = this.map.getPane("rutas-" + name);
        pane.style.pointerEvents = "none";
        return new Sheet(paint, { pane: "rutas-" + name, padding: padding }).addTo(this.map);
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
      if (typeof value.sel === "string") this.selected = value.sel;
      if (!before || before.theme !== value.theme) this.setTheme(value.theme);
      if (!before || before.lang !== value.lang) this.controls.speak(value.lang);
      if (!before || legendKey(before) !== legendKey(value)) {
        this.controls.legend(value);
        Rutas.drawSamples(this.controls.box, this.theme);
      }
      this.controls.empty.hidden = value.flows.length + value.mentions.length > 0;
      this.setHover("", null);
      this.repaint();
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

    paintFlows(ctx, view) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      if (!this.value) return;
      this.arrange(ctx, view);
      shadeMentions(ctx, view, this);
      ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      Rutas.drawFlows(ctx, this.items, this.theme, view.ratio);
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
      this.taken = taken;
      this.items = Rutas.layoutFlows(this.flows, Object.assign({}, view, { window: inner }), gaps);
      hideUnder(this.items, taken);
      const groups = Rutas.groupEnds(this.items, this.value, new Set(this.chosen()));
      const ends = endBoxes(this.items);
      const most = Math.max(4, Math.min(12, Math.floor(this.map.getSize().x / 80)));
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
      if (calm) this.map.setView(goal.center, goal.zoom, { animate: false });
      else this.map.flyTo(goal.center, goal.zoom, { duration: 0.7 });
      this.controls.mark(name);
    }

    /** Shows a group of flows whole: from the ends in view to the far ones. */
    lead(edge) {
      const points = [];
      edge.items.forEach((item) => {
        const arc = item.flow.arc;
        points.push([Rutas.latOf(arc[1]), Rutas.lonOf(arc[0])], [Rutas.latOf(arc[5]), Rutas.lonOf(arc[4])]);
        points.push([Rutas.latOf((arc[1] + arc[3]) / 2), Rutas.lonOf(arc[2])]);
      });
      this.show(points);
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

    listen() {
      const map = this.map;
      let waiting = false;
      map.on("move", () => {
        if (waiting || map._animatingZoom || this.flows.length > Rutas.DENSE) return;
        waiting = true;
        requestAnimationFrame(() => {
          waiting = false;
          if (map._animatingZoom) return;
          if (!this.sheets.base.covers()) this.sheets.base.repaint();
          this.repaint();
        });
      });
      map.on("dragstart zoomstart", () => this.setHover("", null));
      map.on("dragend", () => this.controls.mark(""));
      map.on("click", (event) => this.press(event));
      map.on("mousemove", (event) => this.point(event));
      map.on("mouseout", () => this.setHover("", null));
      const host = map.getContainer();
      // Leaflet focuses the map on every press; only a reader at the keyboard needs to see it.
      document.addEventListener("keydown", () => host.classList.add("rutas-keys"), true);
      document.addEventListener("pointerdown", () => host.classList.remove("rutas-keys"), true);
      host.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.selected) this.select("");
      });
      map.once("unload", () => (this.ready = false));
    }

    point(event) {
      if (this.map.dragging.moving && this.map.dragging.moving()) return;
      const found = this.under(event.containerPoint, false);
      this.setHover(found ? found.key : "", found ? found.lines : null, event.containerPoint);
    }

    press(event) {
      const touch = event.originalEvent && event.originalEvent.pointerType === "touch";
      const found = this.under(event.containerPoint, touch);
      this.controls.hint(null);
      if (found) return this.select(found.key === this.selected ? "" : found.key);
      const at = event.latlng;
      const land = this.map.getZoom() >= 4 ? Rutas.featureAt(at.lng, at.lat) : null;
      const kind = land && land.id.includes("-") ? "department:" : "place:";
      const known = land && (kind === "department:" || this.touched.has(land.id));
      return this.select(known && kind + land.id !== this.selected ? kind + land.id : "");
    }

    /** What is under a point of the map: a symbol first, then a line. */
    under(point, touch) {
      if (!this.value) return null;
      const view = this.sheets.flows.view(1, L.point(0, 0));
      const x = point.x + view.window[0];
      const y = point.y + view.window[1];
      const mark = Rutas.markAt(this.marks, x, y, touch ? 14 : 8);
      if (mark) return { key: mark.key, lines: mark.lines(this.value.lang) };
      const item = Rutas.flowAt(this.items, x, y, touch ? 14 : 7);
      return item ? { key: item.flow.key, lines: flowLines(item.flow, this.value.lang) } : null;
    }

    /** Leaflet's style sheet may come after its script; measure again once it is there. */
    waitForStyle() {
      const pane = this.map.getPane("mapPane");
      const check = () => {
        if (getComputedStyle(pane).position === "absolute") {
          this.map.invalidateSize({ animate: false });
          this.sheets.base.repaint();
          this.repaint();
        } else requestAnimationFrame(check);
      };
      if (getComputedStyle(pane).position !== "absolute") requestAnimationFrame(check);
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
    [value.lang, value.breaks, value.flows.length ? value.flows[0][2] : 0].join("|");

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

  /** What the tooltip says of a flow. */
  function flowLines(flow, lang) {
    const say = (key, fields) => Rutas.say(lang, key, fields);
    const names = flow.loop
      ? say("within", { place: flow.from[1] })
      : say("arrow", { from: flow.from[1], to: flow.to[1] });
    const [first, last] = flow.years;
    const years = first === null || first === undefined
      ? say("undated")
      : first === last || last === null ? String(first) : say("years", { first: first, last: last });
    const parts = [Rutas.count(lang, "cases", flow.cases), years, say(flow.inferred ? "inferred" : "stated")];
    if (flow.sources) parts.push(Rutas.count(lang, "sources", flow.sources));
    return [names, parts.join(" \u00b7 ")];
  }

  Object.assign(Rutas, { Scene, splitKey: split, flowLines });
})(Rutas);
