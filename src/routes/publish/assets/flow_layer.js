// The layer that folium evaluates: it brings a value to the map and takes nothing away in haste.
(function (Rutas) {
  "use strict";

  /** Turns a bare Leaflet map into the product's map; later calls return the same scene. */
  Rutas.dress = function (map, options) {
    if (!map.rutas) map.rutas = new Rutas.Scene(map, options);
    return map.rutas;
  };

  const FlowLayer = L.FeatureGroup.extend({
    initialize: function (value) {
      L.FeatureGroup.prototype.initialize.call(this, []);
      this.value = value;
    },
    onAdd: function (map) {
      Rutas.dress(map).setData(this.value, this);
    },
    onRemove: function (map) {
      Rutas.dress(map).dropData(this);
    },
  });

  Rutas.layer = (value) => new FlowLayer(value);
})(Rutas);
