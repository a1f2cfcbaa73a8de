// What stands around the map: views, zoom, scale, legend, tooltip. Text by textContent only.
(function (Rutas) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const VIEWS = {
    focus: [[4.6, -74.9], [9.5, -68.8]],
    colombia: [[-4.4, -79.3], [12.7, -66.7]],
    america: [[-37, -116], [36, -34]],
    world: [[-52, -268], [68, 104]],
  };

  function make(tag, name, parent, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  }

  function button(name, parent, press) {
    const element = make("button", name, parent);
    element.type = "button";
    element.addEventListener("click", press);
    return element;
  }

  function shield(element) {
    L.DomEvent.disableClickPropagation(element);
    L.DomEvent.disableScrollPropagation(element);
    return element;
  }

  /** All controls of one map. `speak` writes them in a language; `legend` follows the value. */
  class Controls {
    constructor(scene) {
      this.scene = scene;
      const host = scene.map.getContainer();
      this.views(host);
      this.corner(host);
      this.legendBox(host);
      this.empty = make("div", "rutas-empty", host);
      this.empty.setAttribute("role", "status");
      this.empty.hidden = true;
      this.tip = make("div", "rutas-tip", host);
      this.tip.hidden = true;
    }

    views(host) {
      this.bar = shield(make("div", "rutas-views", host));
      this.bar.setAttribute("role", "group");
      this.buttons = Object.keys(VIEWS).map((name) => {
        const one = button("rutas-view", this.bar, () => this.scene.show(VIEWS[name], name));
        one.dataset.view = name;
        return one;
      });
    }

    corner(host) {
      const corner = shield(make("div", "rutas-corner", host));
      const notes = make("div", "rutas-notes", corner);
      this.scale = make("div", "rutas-scale", notes);
      this.scaleText = make("span", "", this.scale);
      make("i", "", this.scale);
      this.attribution = make("div", "rutas-attribution", notes);
      const zoom = make("div", "rutas-zoom", corner);
      this.zoomIn = button("", zoom, () => this.scene.map.zoomIn(1));
      this.zoomOut = button("", zoom, () => this.scene.map.zoomOut(1));
      this.zoomIn.textContent = "+";
      this.zoomOut.textContent = "\u2212";
      this.zoom = zoom;
      this.cornerBox = corner;
    }

    legendBox(host) {
      this.box = shield(make("div", "rutas-legend", host));
      const toggle = () => this.toggle(this.body.hidden);
      this.head = button("rutas-legend-head", this.box, toggle);
      this.headText = make("span", "", this.head);
      make("span", "rutas-chevron", this.head);
      this.body = make("div", "rutas-legend-body", this.box);
      this.body.id = "rutas-legend-body";
      this.head.setAttribute("aria-controls", this.body.id);
      const size = this.scene.map.getSize();
      this.toggle(size.x >= 640 && size.y >= 420);
    }

    toggle(open) {
      this.body.hidden = !open;
      this.box.classList.toggle("rutas-open", open);
      this.head.setAttribute("aria-expanded", String(open));
      if (this.lang) this.title();
      this.scene.repaint();
    }

    title() {
      this.headText.textContent = Rutas.say(this.lang, this.body.hidden ? "legend.open" : "legend.title");
    }

    /** Writes every word in a language. */
    speak(lang) {
      this.lang = lang;
      const say = (key) => Rutas.say(lang, key);
      this.scene.map.getContainer().setAttribute("aria-label", say("label"));
      this.bar.setAttribute("aria-label", say("view.label"));
      this.buttons.forEach((one) => (one.textContent = say("view." + one.dataset.view)));
      this.zoomIn.setAttribute("aria-label", say("zoom_in"));
      this.zoomOut.setAttribute("aria-label", say("zoom_out"));
      this.zoomIn.title = say("zoom_in");
      this.zoomOut.title = say("zoom_out");
      this.attribution.textContent = say("attribution");
      this.empty.textContent = say("empty");
      this.title();
    }

    /** Writes the legend for the classes of a value. */
    legend(value) {
      const say = (key, fields) => Rutas.say(value.lang, "legend." + key, fields);
      this.body.textContent = "";
      const lines = make("ul", "", this.body);
      if (value.change) this.changes(lines, value.lang);
      const colour = value.change ? "quiet" : 2;
      row(lines, lineSample(2.4, false, colour), say("stated"));
      row(lines, lineSample(2.4, true, colour), say("inferred"));
      if (!value.change) {
        row(lines, symbolSample("mention"), say("mentioned"));
        row(lines, symbolSample("only"), say("only_place"));
      }
      if (value.breaks.length) this.volume(value, say);
      const more = make("details", "rutas-more", this.body);
      make("summary", "", more, say("symbols"));
      more.addEventListener("toggle", () => this.scene.repaint());
      const marks = make("ul", "rutas-marks", more);
      ["settlement", "department", "country", "crossing", "informal", "airport", "seaport"].forEach(
        (type) => row(marks, symbolSample(type), say(type))
      );
      make("p", "", this.body, say("schematic"));
      make("p", "", this.body, say("detected"));
    }

    changes(list, lang) {
      Rutas.VERDICTS.forEach((each) => row(list, symbolSample("change:" + each), Rutas.say(lang, "change." + each)));
    }

    volume(value, say) {
      const box = make("div", "rutas-volume", this.body);
      make("span", "rutas-volume-title", box, say("volume"));
      const classes = value.breaks.length + 1;
      const starts = [1].concat(value.breaks);
      starts.forEach((start, n) => {
        const next = starts[n + 1];
        const from = Rutas.number(value.lang, start);
        const text = next === undefined
          ? (n && value.flows.some((each) => each[2] > start) ? say("above", { from: from }) : from)
          : next - 1 === start ? from : say("range", { from: from, to: Rutas.number(value.lang, next - 1) });
        const step = make("span", "rutas-step", box);
        const colour = classes < 2 ? 1 : Math.round((n * 3) / (classes - 1));
        step.appendChild(bar(Rutas.classWidth(n), value.change ? "quiet" : colour));
        make("span", "", step, text);
      });
    }

    /** Marks the view that was chosen, until the reader moves the map. */
    mark(name) {
      this.buttons.forEach((one) => {
        one.setAttribute("aria-pressed", String(one.dataset.view === name));
      });
    }

    /** Fits the scale bar to the middle of the map. */
    measure() {
      const map = this.scene.map;
      const size = map.getSize();
      const a = map.containerPointToLatLng([size.x / 2 - 50, size.y / 2]);
      const b = map.containerPointToLatLng([size.x / 2 + 50, size.y / 2]);
      const km = map.distance(a, b) / 1000;
      if (!(km > 0)) return;
      const unit = Math.pow(10, Math.floor(Math.log10(km)));
      const nice = (km / unit >= 5 ? 5 : km / unit >= 2 ? 2 : 1) * unit;
      this.scaleText.textContent = nice < 1
        ? Math.round(nice * 1000) + " m"
        : Rutas.number(this.lang || "es", nice) + " km";
      this.scale.style.width = Math.round((nice / km) * 100) + "px";
      this.zoomIn.disabled = map.getZoom() >= map.getMaxZoom();
      this.zoomOut.disabled = map.getZoom() <= map.getMinZoom();
    }

    /** How much of the left the open legend takes, in pixels. */
    width() {
      return this.body.hidden ? 24 : this.box.offsetWidth + 20;
    }

    /** Boxes of the controls, in pixels of the map, that labels must keep clear of. */
    taken() {
      const host = this.scene.map.getContainer().getBoundingClientRect();
      // On a phone the open legend lies over the map for a moment; the lines need not yield to it.
      const over = !this.body.hidden && host.width < 640;
      const boxes = [this.bar, this.zoom, this.scale, this.attribution].concat(over ? [] : this.box);
      return boxes.map((each) => {
        const box = each.getBoundingClientRect();
        return [box.left - host.left, box.top - host.top, box.right - host.left, box.bottom - host.top];
      });
    }

    /** Shows a short text beside the pointer; null hides it. */
    hint(lines, point) {
      this.tip.hidden = !lines;
      if (!lines) return;
      this.tip.textContent = "";
      lines.forEach((text, n) => make(n ? "span" : "strong", "", this.tip, text));
      const size = this.scene.map.getSize();
      const wide = this.tip.offsetWidth;
      const high = this.tip.offsetHeight;
      const x = point.x + 16 + wide > size.x ? point.x - wide - 12 : point.x + 16;
      const y = Math.min(point.y + 14, size.y - high - 6);
      this.tip.style.transform =
        "translate(" + Math.max(6, Math.round(x)) + "px," + Math.max(6, Math.round(y)) + "px)";
    }
  }

  function row(list, sample, text) {
    const item = make("li", "", list);
    item.appendChild(sample);
    make("span", "", item, text);
  }

  function drawing(width, height) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", "0 0 " + width + " " + height);
    svg.setAttribute("aria-hidden", "true");
    return svg;
  }

  function shape(svg, tag, attributes) {
    const element = document.createElementNS(SVG, tag);
    Object.keys(attributes).forEach((key) => element.setAttribute(key, attributes[key]));
    svg.appendChild(element);
    return svg;
  }

  function lineSample(width, dashed, colour) {
    const svg = drawing(44, 14);
    shape(svg, "path", {
      d: "M2 11 Q18 1 36 6", fill: "none", "stroke-width": width, class: "rutas-stroke-" + colour,
      "stroke-dasharray": dashed ? "5 4" : "none", "stroke-linecap": dashed ? "butt" : "round",
    });
    return shape(svg, "path", { d: "M43 8.4 L34.4 9.6 L36.4 2 Z", class: "rutas-fill-" + colour });
  }

  function bar(width, colour) {
    return shape(drawing(26, 10), "path", {
      d: "M2 5 H24", "stroke-width": width, "stroke-linecap": "round", class: "rutas-stroke-" + colour,
    });
  }

  function symbolSample(type) {
    const ratio = 3;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 18 * ratio;
    canvas.className = "rutas-sample";
    canvas.dataset.type = type;
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  }

  /** Draws the legend's symbols with the same hand as the map's. */
  function drawSamples(box, theme) {
    box.querySelectorAll("canvas.rutas-sample").forEach((canvas) => {
      const ctx = canvas.getContext("2d");
      ctx.setTransform(3, 0, 0, 3, 0, 0);
      ctx.clearRect(0, 0, 18, 18);
      const type = canvas.dataset.type;
      const [kind, verdict] = type.split(":");
      if (kind === "change") return Rutas.drawSign(ctx, verdict, 9, 9, Object.assign({}, theme, { halo: theme.card }));
      const size = { mention: 5.5, only: 5, informal: 6.5 }[type];
      Rutas.drawSymbol(ctx, type, 9, 9, Object.assign({}, theme, { halo: theme.card }), { size: size });
      return undefined;
    });
  }

  Object.assign(Rutas, { VIEWS, Controls, drawSamples, make });
})(Rutas);
