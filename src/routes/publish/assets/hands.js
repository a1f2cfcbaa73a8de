// The reader's hands: pointer, fingers and keys on the map.
(function (Rutas) {
  "use strict";

  const MOVED = 1500; // flows up to which each step of a moving map is drawn anew

  const coarse = () => window.matchMedia("(pointer: coarse)").matches;

  class Hands {
    constructor(scene) {
      const map = scene.map;
      this.scene = scene;
      let waiting = false;
      map.on("move", () => {
        if (waiting || map._animatingZoom || scene.flows.length > MOVED) return;
        waiting = true;
        requestAnimationFrame(() => {
          waiting = false;
          if (map._animatingZoom) return;
          if (!scene.sheets.base.covers()) scene.sheets.base.repaint();
          scene.repaint();
        });
      });
      map.on("dragstart zoomstart", () => scene.setHover("", null));
      map.on("movestart zoomstart", () => scene.moved && scene.controls.mark(""));
      map.on("resize", () => scene.resized());
      new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
      map.on("click", (event) => this.press(event));
      map.on("mousemove", (event) => this.point(event));
      map.on("mouseout", () => scene.setHover("", null));
      const host = map.getContainer();
      // Leaflet focuses the map on every press; only a reader at the keyboard needs to see it.
      document.addEventListener("keydown", () => host.classList.add("rutas-keys"), true);
      document.addEventListener("pointerdown", () => host.classList.remove("rutas-keys"), true);
      ["pointerdown", "wheel", "keydown"].forEach((kind) => {
        host.addEventListener(kind, () => scene.taken(), { capture: true, passive: true });
      });
      host.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && scene.selected) scene.select("");
      });
      map.once("unload", () => (scene.ready = false));
    }

    point(event) {
      const scene = this.scene;
      if (scene.map.dragging.moving && scene.map.dragging.moving()) return;
      const found = this.under(event.containerPoint, false);
      scene.setHover(found ? found.key : "", found ? found.lines : null, event.containerPoint);
    }

    press(event) {
      const scene = this.scene;
      const touch = coarse() || event.originalEvent.pointerType === "touch";
      const found = this.under(event.containerPoint, touch);
      scene.controls.hint(null);
      if (found) return scene.select(found.key === scene.selected ? "" : found.key);
      const at = event.latlng;
      const land = scene.map.getZoom() >= 4 ? Rutas.featureAt(at.lng, at.lat) : null;
      const kind = land && land.id.includes("-") ? "department:" : "place:";
      const known = land && (kind === "department:" || scene.touched.has(land.id));
      return scene.select(known && kind + land.id !== scene.selected ? kind + land.id : "");
    }

    /** What is under a point of the map: a symbol first, then a line. */
    under(point, touch) {
      const scene = this.scene;
      if (!scene.value) return null;
      const view = scene.sheets.flows.view(1, L.point(0, 0));
      const x = point.x + view.window[0];
      const y = point.y + view.window[1];
      const mark = Rutas.markAt(scene.marks, x, y, touch ? 14 : 8);
      if (mark) return { key: mark.key, lines: mark.lines(scene.value.lang) };
      const item = Rutas.flowAt(scene.items, x, y, touch ? 14 : 7);
      return item ? { key: item.flow.key, lines: flowLines(item.flow, scene.value.lang) } : null;
    }
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
    if (flow.change) return [names, Rutas.changeWords(flow, lang)];
    const parts = [Rutas.count(lang, "cases", flow.cases), years, say(flow.inferred ? "inferred" : "stated")];
    if (flow.sources) parts.push(Rutas.count(lang, "sources", flow.sources));
    return [names, parts.join(" \u00b7 ")];
  }

  Object.assign(Rutas, { Hands, flowLines });
})(Rutas);
