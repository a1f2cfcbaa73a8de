// A canvas in a pane of the map. Its new picture is drawn in one go, so it is never blank.
(function (Rutas) {
  "use strict";

  const ON_PAPER = 3;

  /** Calls back when the browser has time; Safari does not say when it has. */
  const whenIdle = (call) =>
    window.requestIdleCallback ? requestIdleCallback(call, { timeout: 400 }) : setTimeout(call, 100);

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
      const ratio = document.documentElement.dataset.print ? ON_PAPER : Math.min(2, window.devicePixelRatio || 1);
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
      const window = [inset.x, inset.y, inset.x + seen.x, inset.y + seen.y];
      return {
        zoom: map.getZoom(), ratio: ratio, left: corner.x, top: corner.y,
        width: size.x, height: size.y,
        window: window,
        asked: this._hasty ? window : [0, 0, size.x, size.y],
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
    /** Paints what can be seen; the margin, which only a moved map shows, follows when there is time. */
    haste: function () {
      if (!this._map) return;
      this._hasty = true;
      this._update();
      this._hasty = false;
      const rest = () => {
        this._waiting = null;
        this.repaint();
      };
      if (!this._waiting) this._waiting = whenIdle(rest);
    },
  });

  Rutas.Sheet = Sheet;
})(Rutas);
