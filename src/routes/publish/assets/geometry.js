// The plane of the map and the curves in it. The curve repeats geo.lines; a test compares the two.
//
// Plane: Web Mercator, the world is 1 wide, x grows eastwards from longitude 0, y grows northwards
// from the equator. Screen: pixels, y grows downwards.
(function (Rutas) {
  "use strict";

  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const WEST = -254;
  const MAX_LAT = 75;
  const BEND = 0.1;
  const BEND_MORE = 0.4;
  const BEND_MOST = 0.22;
  const VALUE = new Uint8Array(128);
  for (let n = 0; n < 64; n++) VALUE[ALPHABET.charCodeAt(n)] = n;

  const planeX = (lon) => lon / 360;
  const planeY = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  const lonOf = (x) => x * 360;
  const latOf = (y) => (Math.atan(Math.exp(y * 2 * Math.PI)) * 360) / Math.PI - 90;
  const clampLat = (lat) => Math.max(-MAX_LAT, Math.min(MAX_LAT, lat));

  /** The copy of a longitude on a map with Colombia in the middle and China west of it. */
  const unwrap = (lon) => ((((lon - WEST) % 360) + 360) % 360) + WEST;

  /** The copy of a longitude nearest to one already unwrapped. */
  const unwrapNext = (from, lon) => lon + 360 * Math.floor((from - lon) / 360 + 0.5);

  /** Bend of a curve as a share of its length (in widths of the world): more when longer, capped. */
  const defaultBend = (length) => Math.min(BEND_MOST, BEND + BEND_MORE * length);

  /** Control point of the symmetric quadratic between two points of the plane. */
  function control(x0, y0, x1, y1, bend) {
    const dx = x1 - x0;
    const dy = y1 - y0;
    const share = bend === undefined ? defaultBend(Math.hypot(dx, dy)) : bend;
    return [(x0 + x1) / 2 - share * dy, (y0 + y1) / 2 + share * dx];
  }

  /** Ends and control point, in the plane, of the curve between two places in degrees. */
  function arc(from, to, bend) {
    const lon0 = unwrap(from[0]);
    const lon1 = unwrapNext(lon0, to[0]);
    const x0 = planeX(lon0);
    const y0 = planeY(clampLat(from[1]));
    const x1 = planeX(lon1);
    const y1 = planeY(clampLat(to[1]));
    const c = control(x0, y0, x1, y1, bend);
    return [x0, y0, c[0], c[1], x1, y1];
  }

  /** Vertices, in degrees, of the curve between two places: what geo.lines.curve returns. */
  function curve(from, to, bend, points) {
    const a = arc(from, to, bend);
    const count = points || 32;
    const line = [];
    for (let n = 0; n < count; n++) {
      const at = quadratic(a, n / (count - 1));
      line.push([lonOf(at[0]), clampLat(latOf(at[1]))]);
    }
    return line;
  }

  /** Point of a quadratic [x0, y0, cx, cy, x1, y1] at parameter t. */
  function quadratic(q, t) {
    const s = 1 - t;
    return [
      s * s * q[0] + 2 * s * t * q[2] + t * t * q[4],
      s * s * q[1] + 2 * s * t * q[3] + t * t * q[5],
    ];
  }

  /** The part of a quadratic between two parameters. */
  function part(q, t0, t1) {
    const a = quadratic(q, t0);
    const b = quadratic(q, t1);
    const s0 = 1 - t0;
    const s1 = 1 - t1;
    const mix = s0 * t1 + t0 * s1;
    return [
      a[0],
      a[1],
      s0 * s1 * q[0] + mix * q[2] + t0 * t1 * q[4],
      s0 * s1 * q[1] + mix * q[3] + t0 * t1 * q[5],
      b[0],
      b[1],
    ];
  }

  /** Rings of a feature of the base map, as flat arrays lon, lat, lon, lat … in degrees. */
  function decode(text, steps) {
    const ring = [];
    let value = 0;
    let shift = 0;
    const last = [0, 0];
    let axis = 0;
    for (let n = 0; n < text.length; n++) {
      const group = VALUE[text.charCodeAt(n)];
      value += (group & 31) << shift;
      shift += 5;
      if (group < 32) {
        last[axis] += value & 1 ? -(value >> 1) : value >> 1;
        ring.push(last[axis] / steps);
        axis = 1 - axis;
        value = shift = 0;
      }
    }
    return ring;
  }

  /** Whether a ring (flat, degrees) holds a point; even and odd crossings. */
  function inRing(ring, lon, lat) {
    let inside = false;
    for (let n = 0, m = ring.length - 2; n < ring.length; m = n, n += 2) {
      const above = ring[n + 1] > lat !== ring[m + 1] > lat;
      if (above) {
        const x =
          ((ring[m] - ring[n]) * (lat - ring[n + 1])) / (ring[m + 1] - ring[n + 1]) + ring[n];
        if (lon < x) inside = !inside;
      }
    }
    return inside;
  }

  /** Both ends of a curve and how far it swings out, as [latitude, longitude]. */
  const spread = (arc) => [
    [latOf(arc[1]), lonOf(arc[0])],
    [latOf(arc[5]), lonOf(arc[4])],
    [latOf((arc[1] + arc[3]) / 2), lonOf(arc[2])],
  ];

  /** South-west and north-east of points [latitude, longitude], at least so many degrees apart:
   *  two neighbouring towns still stand in a country. Null without a point. */
  function boundsOf(points, least) {
    if (!points.length) return null;
    const ranges = [0, 1].map((axis) => {
      const values = points.map((point) => point[axis]);
      const ends = [Math.min(...values), Math.max(...values)];
      const middle = (ends[0] + ends[1]) / 2;
      return [Math.min(ends[0], middle - least / 2), Math.max(ends[1], middle + least / 2)];
    });
    return [0, 1].map((end) => ranges.map((range) => range[end]));
  }

  Object.assign(Rutas, {
    WEST, planeX, planeY, lonOf, latOf, unwrap, unwrapNext, defaultBend, arc, control, curve,
    quadratic, part, decode, inRing, spread, boundsOf,
  });
})(Rutas);
