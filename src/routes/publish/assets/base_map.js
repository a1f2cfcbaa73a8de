// The land: countries and departments from the project's own polygons, on one canvas.
(function (Rutas) {
  "use strict";

  const FOCUS = ["CO-ARA", "CO-NSA"];
  const HOME = "COL";
  const WORLD = 256;
  let features = null;

  /** Decodes the base map once: outlines in world pixels at zoom 0, bounds and rings in degrees. */
  function baseFeatures() {
    if (features) return features;
    const read = (entry) => {
      const rings = entry.r.map((text) => Rutas.decode(text, Rutas.base.q));
      return Object.assign({ rings: rings, label: entry.c, id: entry.id }, outline(rings), {
        es: entry.es || entry.name,
        en: entry.en || entry.name,
      });
    };
    const countries = Rutas.base.countries.map(read);
    const departments = Rutas.base.departments.map(read);
    const byId = {};
    countries.concat(departments).forEach((each) => (byId[each.id] = each));
    features = { countries: countries, departments: departments, byId: byId };
    return features;
  }

  function outline(rings) {
    const fill = new Path2D();
    const stroke = new Path2D();
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    rings.forEach((ring) => {
      let cut = false;
      for (let n = 0; n <= ring.length; n += 2) {
        const k = n % ring.length;
        const x = (Rutas.planeX(ring[k]) + 0.5) * WORLD;
        const y = (0.5 - Rutas.planeY(ring[k + 1])) * WORLD;
        const atEdge = Math.abs(ring[k]) > 179.9;
        if (n === 0) fill.moveTo(x, y);
        else fill.lineTo(x, y);
        // The 180th meridian is where the data ends, not a coast.
        if (n === 0 || (cut && atEdge)) stroke.moveTo(x, y);
        else stroke.lineTo(x, y);
        cut = atEdge;
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
      fill.closePath();
    });
    return { fill: fill, stroke: stroke, box: box };
  }

  /** Draws land and borders; `view` says where the world stands on the canvas. */
  function drawBase(ctx, view, theme) {
    const all = baseFeatures();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = theme.sea;
    ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.lineJoin = "round";
    eachCopy(view, (copy) => {
      const countries = all.countries.filter((each) => seen(each, copy));
      const departments = all.departments.filter((each) => seen(each, copy));
      const px = 1 / copy.scale;
      place(ctx, copy);
      strokeAll(ctx, countries, theme.shore, 7 * px);
      fillAll(ctx, countries, (each) => (each.id === HOME ? theme.home : theme.land));
      strokeAll(ctx, countries, theme.line, 1 * px);
      fillAll(ctx, departments, (each) => (FOCUS.includes(each.id) ? theme.focus : theme.home));
      if (view.zoom >= 4) {
        ctx.globalAlpha = Math.min(1, (view.zoom - 3.4) / 1.6);
        strokeAll(ctx, departments, theme.border, 0.8 * px);
        ctx.globalAlpha = 1;
      }
      const home = countries.filter((each) => each.id === HOME);
      strokeAll(ctx, home, theme.frontier, (view.zoom >= 5 ? 1.3 : 1) * px);
      const focus = departments.filter((each) => FOCUS.includes(each.id));
      if (view.zoom >= 4) strokeAll(ctx, focus, theme.frontier, 1.2 * px);
    });
    ctx.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** Tints a country, department or the members of a region with quiet diagonal lines. */
  function drawHatch(ctx, view, theme, ids) {
    const all = baseFeatures();
    const pattern = ctx.createPattern(hatchTile(theme, view.ratio), "repeat");
    eachCopy(view, (copy) => {
      ids.forEach((id) => {
        const feature = all.byId[id];
        if (!feature || !seen(feature, copy)) return;
        ctx.save();
        place(ctx, copy);
        ctx.clip(feature.fill);
        ctx.setTransform(1, 0, 0, 1, 0, 0);
        ctx.fillStyle = pattern;
        ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
        ctx.restore();
      });
    });
  }

  /** Outlines one feature, for a selection. */
  function drawOutline(ctx, view, colour, width, id) {
    const feature = baseFeatures().byId[id];
    if (!feature) return;
    eachCopy(view, (copy) => {
      if (!seen(feature, copy)) return;
      ctx.save();
      place(ctx, copy);
      ctx.lineJoin = "round";
      strokeAll(ctx, [feature], colour, width / copy.scale);
      ctx.restore();
    });
  }

  function hatchTile(theme, ratio) {
    const size = Math.round(8 * ratio);
    const tile = document.createElement("canvas");
    tile.width = tile.height = size;
    const ctx = tile.getContext("2d");
    ctx.strokeStyle = theme.hatch;
    ctx.globalAlpha = 0.24;
    ctx.lineWidth = ratio;
    ctx.beginPath();
    [-1, 0, 1].forEach((n) => {
      ctx.moveTo(n * size - 1, size + 1);
      ctx.lineTo((n + 1) * size + 1, -1);
    });
    ctx.stroke();
    return tile;
  }

  function eachCopy(view, draw) {
    const scale = Math.pow(2, view.zoom);
    const wide = WORLD * scale;
    const first = Math.floor(view.left / wide);
    const last = Math.floor((view.left + view.width) / wide);
    for (let k = first; k <= last; k++) {
      draw({
        scale: scale, ratio: view.ratio, dx: k * wide - view.left, dy: -view.top,
        width: view.width, height: view.height,
      });
    }
  }

  function place(ctx, copy) {
    const s = copy.ratio * copy.scale;
    ctx.setTransform(s, 0, 0, s, copy.ratio * copy.dx, copy.ratio * copy.dy);
  }

  function seen(feature, copy) {
    const box = feature.box;
    return (
      box[2] * copy.scale + copy.dx > -8 &&
      box[0] * copy.scale + copy.dx < copy.width + 8 &&
      box[3] * copy.scale + copy.dy > -8 &&
      box[1] * copy.scale + copy.dy < copy.height + 8
    );
  }

  function fillAll(ctx, list, colour) {
    list.forEach((each) => {
      ctx.fillStyle = colour(each);
      ctx.fill(each.fill, "evenodd");
    });
  }

  function strokeAll(ctx, list, colour, width) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    list.forEach((each) => ctx.stroke(each.stroke));
  }

  /** The department, or else the country, at a place in degrees; null at sea. */
  function featureAt(lon, lat) {
    const all = baseFeatures();
    const x = ((((lon + 180) % 360) + 360) % 360) - 180;
    const holds = (each) => each.rings.some((ring) => Rutas.inRing(ring, x, lat));
    return all.departments.find(holds) || all.countries.find(holds) || null;
  }

  Object.assign(Rutas, { baseFeatures, drawBase, drawHatch, drawOutline, featureAt, FOCUS, HOME });
})(Rutas);
