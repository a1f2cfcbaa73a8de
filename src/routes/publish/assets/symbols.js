// Symbols: places by precision, crossings by kind. Shape tells them apart before colour does.
(function (Rutas) {
  "use strict";

  const LEVEL = ["point", "settlement", "department", "region", "country"];
  const RADIUS = { point: 3.5, settlement: 3.5, department: 5, region: 5.5, country: 5.5 };
  const LAND = new Set(["land", "land_bridge", "river", "sea", "verification_post"]);

  const levelOf = (place) => LEVEL[place[4]];
  const radiusOf = (place) => RADIUS[levelOf(place)];

  /** What a crossing of the base map is drawn as. */
  function crossingType(crossing) {
    if (crossing.k === "airport") return "airport";
    if (crossing.k === "seaport") return "seaport";
    if (crossing.k === "informal_area" || crossing.s.startsWith("informal")) return "informal";
    return LAND.has(crossing.k) ? "crossing" : "informal";
  }

  /** Draws one symbol around a point; `size` is its radius in pixels. */
  function drawSymbol(ctx, type, x, y, theme, options) {
    const o = options || {};
    const r = o.size || RADIUS[type] || 4;
    ctx.save();
    ctx.translate(x, y);
    ctx.lineJoin = "round";
    ctx.beginPath();
    (SHAPES[type] || SHAPES.settlement)(ctx, r);
    if (type === "informal") area(ctx, theme, o);
    else if (type === "mention") ring(ctx, theme, o);
    else if (type === "only") dot(ctx, theme, o);
    else if (type === "crossing" || type === "airport" || type === "seaport") solid(ctx, theme, o);
    else hollow(ctx, theme, type);
    ctx.restore();
  }

  const SHAPES = {
    settlement: (ctx, r) => ctx.arc(0, 0, r, 0, 2 * Math.PI),
    point: (ctx, r) => ctx.arc(0, 0, r, 0, 2 * Math.PI),
    department: (ctx, r) => polygon(ctx, r * 1.12, 4, 0),
    region: (ctx, r) => polygon(ctx, r * 1.12, 4, 0),
    country: (ctx, r) => polygon(ctx, r * 1.05, 6, 0),
    crossing: (ctx, r) => ctx.rect(-r * 0.88, -r * 0.88, r * 1.76, r * 1.76),
    airport: (ctx, r) => polygon(ctx, r * 1.2, 3, -Math.PI / 2),
    seaport: (ctx, r) => {
      ctx.arc(0, -r * 0.15, r, 0, Math.PI);
      ctx.closePath();
    },
    informal: (ctx, r) => ctx.arc(0, 0, r, 0, 2 * Math.PI),
    mention: (ctx, r) => ctx.arc(0, 0, r, 0, 2 * Math.PI),
    only: (ctx, r) => ctx.arc(0, 0, r, 0, 2 * Math.PI),
  };

  function polygon(ctx, r, corners, turn) {
    for (let n = 0; n < corners; n++) {
      const angle = turn + (n * 2 * Math.PI) / corners;
      ctx.lineTo(r * Math.cos(angle), r * Math.sin(angle));
    }
    ctx.closePath();
  }

  function hollow(ctx, theme, type) {
    ctx.fillStyle = theme.card;
    ctx.fill();
    ctx.strokeStyle = theme.ink;
    ctx.lineWidth = 1.6;
    if (type === "region") ctx.setLineDash([2.4, 1.8]);
    ctx.stroke();
  }

  function solid(ctx, theme, o) {
    ctx.strokeStyle = theme.halo;
    ctx.lineWidth = 2.4;
    ctx.stroke();
    ctx.fillStyle = o.hollow ? theme.card : theme.ink;
    ctx.fill();
    if (o.hollow) {
      ctx.strokeStyle = theme.ink;
      ctx.lineWidth = 1.3;
      ctx.stroke();
    }
  }

  function area(ctx, theme, o) {
    ctx.fillStyle = theme.ink;
    ctx.globalAlpha = o.hollow ? 0.04 : 0.1;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.strokeStyle = theme.ink;
    ctx.lineWidth = 1.2;
    ctx.setLineDash([2.2, 2.2]);
    ctx.stroke();
  }

  function ring(ctx, theme, o) {
    ctx.strokeStyle = theme.halo;
    ctx.lineWidth = 4.2;
    ctx.stroke();
    ctx.strokeStyle = theme.mention;
    ctx.lineWidth = 1.8;
    ctx.stroke();
    if (o.filled) dot(ctx, theme, o);
  }

  function dot(ctx, theme) {
    ctx.strokeStyle = theme.halo;
    ctx.lineWidth = 3.4;
    ctx.stroke();
    ctx.strokeStyle = theme.mention;
    ctx.lineWidth = 1.6;
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(0, 0, 2.1, 0, 2 * Math.PI);
    ctx.fillStyle = theme.mention;
    ctx.fill();
  }

  const ORDER = { crossing: 0, airport: 1, seaport: 1, informal: 2 };
  const FROM_ZOOM = { crossing: 4.75, airport: 6, seaport: 6, informal: 7 };

  /** Crossings worth drawing at this zoom: open in the years, official ones first. */
  function visibleCrossings(zoom, years, kept) {
    return Rutas.base.crossings
      .map((each) => ({ each: each, type: crossingType(each), kept: kept.has(each.id) }))
      .filter((c) => c.kept || (c.each.v && zoom >= FROM_ZOOM[c.type] && open(c.each, years)))
      .sort((a, b) => b.kept - a.kept || ORDER[a.type] - ORDER[b.type] || (a.each.id < b.each.id ? -1 : 1));
  }

  function open(crossing, years) {
    if (!years) return true;
    const [first, last] = years;
    const from = crossing.from ? Number(crossing.from.slice(0, 4)) : -Infinity;
    const to = crossing.to ? Number(crossing.to.slice(0, 4)) : Infinity;
    return (last === null || from <= last) && (first === null || to >= first);
  }

  Object.assign(Rutas, { drawSymbol, crossingType, visibleCrossings, levelOf, radiusOf });
})(Rutas);
