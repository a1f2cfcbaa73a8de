// Thousands of thin curves as one picture: how many of them cross each pixel is counted first, and
// the count becomes ink. A canvas would blend each curve by itself, which takes much longer.
(function (Rutas) {
  "use strict";

  const UNIT = 255; // what one curve adds to the pixels that it crosses, shared by distance
  const STEPS = 16384; // shades told apart: up to 257 curves in one pixel
  const SHIFT = 2;
  const MOST_CHORDS = 48;

  const MOST_KEPT = 8e6; // pixels; the picture for a printer is larger, and made once
  const MOST_PAPERS = 2; // one for what is seen, one with the margin

  const papers = new Map();

  /** Counts, pixels and canvas for a picture of some size; kept, since a map repaints often. */
  function paperOf(width, height) {
    if (width * height > MOST_KEPT) return newPaper(width, height);
    const key = width + "x" + height;
    if (!papers.has(key)) {
      if (papers.size >= MOST_PAPERS) papers.clear();
      papers.set(key, newPaper(width, height));
    }
    return papers.get(key);
  }

  function newPaper(width, height) {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const ctx = canvas.getContext("2d", { willReadFrequently: true });
    const image = ctx.createImageData(width, height);
    return {
      width: width, height: height, canvas: canvas, ctx: ctx, image: image,
      count: new Int32Array(width * height), pixels: new Uint32Array(image.data.buffer),
    };
  }

  /** Inks curves, one pixel of the canvas wide, as if they were laid over each other.
   *  `lines`: [{q: [x0, y0, cx, cy, x1, y1], dash: [on, off] or null}], in pixels of the screen;
   *  `ink`: {colour: #rrggbb, alpha: opacity of a single curve};
   *  `box`: the part of the canvas to be inked, in pixels of the screen;
   *  `ratio`: pixels of the canvas in one of the screen. */
  function inkHairlines(ctx, lines, ink, box, ratio) {
    const left = Math.floor(box[0] * ratio);
    const top = Math.floor(box[1] * ratio);
    const width = Math.ceil(box[2] * ratio) - left;
    const height = Math.ceil(box[3] * ratio) - top;
    if (!lines.length || width < 2 || height < 2) return;
    const paper = paperOf(width, height);
    lines.forEach((line) => trace(paper, line.q, line.dash, left, top, ratio));
    develop(paper, ink);
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalAlpha = 1;
    ctx.drawImage(paper.canvas, left, top);
    ctx.restore();
  }

  /** Adds one curve to the counts, chord by chord. */
  function trace(paper, q, dash, left, top, ratio) {
    // As many chords as keep each within a quarter of a pixel of the curve.
    const bow = Math.hypot(q[0] - 2 * q[2] + q[4], q[1] - 2 * q[3] + q[5]) * ratio;
    const chords = Math.max(1, Math.min(MOST_CHORDS, Math.ceil(Math.sqrt(bow))));
    const { width, height } = paper;
    let x0 = q[0] * ratio - left;
    let y0 = q[1] * ratio - top;
    let run = 0;
    for (let n = 1; n <= chords; n++) {
      const t = n / chords;
      const s = 1 - t;
      const x1 = (s * s * q[0] + 2 * s * t * q[2] + t * t * q[4]) * ratio - left;
      const y1 = (s * s * q[1] + 2 * s * t * q[3] + t * t * q[5]) * ratio - top;
      const seen = (x0 > 0 || x1 > 0) && (y0 > 0 || y1 > 0) &&
        (x0 < width || x1 < width) && (y0 < height || y1 < height);
      const beat = dash && { on: dash[0] * ratio, all: (dash[0] + dash[1]) * ratio, run: run };
      if (seen && Math.abs(x1 - x0) >= Math.abs(y1 - y0)) chord(paper, false, x0, y0, x1, y1, beat);
      else if (seen) chord(paper, true, y0, x0, y1, x1, beat);
      if (dash) run += Math.hypot(x1 - x0, y1 - y0);
      x0 = x1;
      y0 = y1;
    }
  }

  /** Adds a chord that runs mostly along its first axis a, which is y where it is `steep`: each step
   *  shares its unit between the two pixels nearest to the chord. */
  function chord(paper, steep, a0, b0, a1, b1, beat) {
    const { count, width, height } = paper;
    const most = steep ? height : width;
    const along = steep ? width : 1;
    const across = steep ? 1 : width;
    const length = a1 - a0;
    if (!length) return;
    const slope = (b1 - b0) / length;
    const start = b0 - 0.5 - (a0 - 0.5) * slope;
    let first = Math.max(0, Math.ceil(Math.min(a0, a1) - 0.5));
    let last = Math.min(most - 1, Math.ceil(Math.max(a0, a1) - 0.5) - 1);
    // Only steps whose two pixels both lie on the picture.
    const room = (steep ? width : height) - 1.001;
    if (slope) {
      const ends = [-start / slope, (room - start) / slope];
      first = Math.max(first, Math.ceil(Math.min(ends[0], ends[1])));
      last = Math.min(last, Math.floor(Math.max(ends[0], ends[1])));
    } else if (start < 0 || start > room) return;
    let b = start + first * slope;
    let place = first * along;
    const speed = Math.hypot(1, slope) * Math.sign(length);
    let gone = beat ? beat.run + (first + 0.5 - a0) * speed : 0;
    for (let n = first; n <= last; n++, b += slope, place += along, gone += speed) {
      if (beat && gone - Math.floor(gone / beat.all) * beat.all >= beat.on) continue;
      const whole = b | 0;
      const share = ((b - whole) * UNIT) | 0;
      const cell = place + whole * across;
      count[cell] += UNIT - share;
      count[cell + across] += share;
    }
  }

  /** Turns counts into ink and clears them. */
  function develop(paper, ink) {
    const shades = shadesOf(ink.colour, ink.alpha);
    const { count, pixels } = paper;
    for (let n = 0; n < count.length; n++) {
      const much = count[n];
      if (much) {
        const shade = much >> SHIFT;
        pixels[n] = shades[shade < STEPS ? shade : STEPS - 1];
        count[n] = 0;
      } else if (pixels[n]) pixels[n] = 0;
    }
    paper.ctx.putImageData(paper.image, 0, 0);
  }

  const inks = new Map();

  /** The pixel for each shade: red, green, blue and opacity in the order of ImageData. */
  function shadesOf(colour, alpha) {
    const key = colour + "@" + alpha;
    if (inks.has(key)) return inks.get(key);
    const shades = new Uint32Array(STEPS);
    const bytes = new Uint8ClampedArray(shades.buffer);
    const [red, green, blue] = [1, 3, 5].map((n) => parseInt(colour.slice(n, n + 2), 16));
    for (let n = 0; n < STEPS; n++) {
      const opacity = 1 - Math.pow(1 - alpha, (n << SHIFT) / UNIT);
      bytes.set([red, green, blue, opacity * 255], n * 4);
    }
    if (inks.size > 16) inks.clear();
    inks.set(key, shades);
    return shades;
  }

  Object.assign(Rutas, { inkHairlines });
})(Rutas);
