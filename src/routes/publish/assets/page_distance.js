// How far two places are apart: Lambert's formula on WGS 84, good to some tens of metres.
(function (Page) {
  "use strict";

  const EQUATOR_KM = 6378.137;
  const FLATTENING = 1 / 298.257223563;
  const RADIANS = Math.PI / 180;

  /** Kilometres between two rows of places, to ten: most ends are reference points of an area. */
  Page.kilometres = function (from, to) {
    const reduced = (lat) => Math.atan((1 - FLATTENING) * Math.tan(lat * RADIANS));
    const [b0, b1] = [reduced(from[4]), reduced(to[4])];
    const [p, q] = [(b0 + b1) / 2, (b1 - b0) / 2];
    const half = Math.sin(((to[3] - from[3]) * RADIANS) / 2);
    const angle = 2 * Math.asin(Math.min(1, Math.hypot(Math.sin(q), Math.sqrt(Math.cos(b0) * Math.cos(b1)) * half)));
    if (!angle) return 0;
    const square = (value) => value * value;
    const x = ((angle - Math.sin(angle)) * square(Math.sin(p) * Math.cos(q))) / square(Math.cos(angle / 2));
    const y = ((angle + Math.sin(angle)) * square(Math.cos(p) * Math.sin(q))) / square(Math.sin(angle / 2));
    return Math.round((EQUATOR_KM * (angle - (FLATTENING / 2) * (x + y))) / 10) * 10;
  };
})(Page);
