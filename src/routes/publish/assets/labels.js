// Names on the map: placed by rank, never on top of each other, clear of arrowheads and symbols.
(function (Rutas) {
  "use strict";

  const CELL = 6;
  const SIDES = [
    [1, 0, 0], [-1, 0, 0.8], [1, -1, 1.2], [1, 1, 1.4],
    [-1, -1, 1.6], [-1, 1, 1.8], [0, -1, 2.2], [0, 1, 2.4],
  ];

  /** Remembers what part of the canvas is taken, and finds room for a name. */
  class Room {
    constructor(width, height, window) {
      this.window = window;
      this.boxes = [];
      this.anchors = [];
      this.columns = Math.ceil(width / CELL) + 1;
      this.rows = Math.ceil(height / CELL) + 1;
      this.cells = new Uint8Array(this.columns * this.rows);
    }

    /** Takes a box for good. */
    block(x0, y0, x1, y1) {
      this.boxes.push([x0, y0, x1, y1]);
    }

    /** Marks where a line runs; names avoid it where they can. */
    trace(quadratic) {
      const q = quadratic;
      const length = Math.hypot(q[2] - q[0], q[3] - q[1]) + Math.hypot(q[4] - q[2], q[5] - q[3]);
      const steps = Math.min(400, Math.max(2, Math.ceil(length / CELL)));
      for (let n = 0; n <= steps; n++) {
        const at = Rutas.quadratic(q, n / steps);
        const column = Math.floor(at[0] / CELL);
        const row = Math.floor(at[1] / CELL);
        if (column >= 0 && row >= 0 && column < this.columns && row < this.rows) {
          this.cells[row * this.columns + column] = 1;
        }
      }
    }

    free(box) {
      const w = this.window;
      if (box[0] < w[0] || box[1] < w[1] || box[2] > w[2] || box[3] > w[3]) return false;
      return this.boxes.every(
        (b) => box[2] <= b[0] || box[0] >= b[2] || box[3] <= b[1] || box[1] >= b[3]
      );
    }

    crossed(box) {
      let sum = 0;
      const last = Math.min(this.rows - 1, Math.floor(box[3] / CELL));
      const right = Math.min(this.columns - 1, Math.floor(box[2] / CELL));
      for (let row = Math.max(0, Math.floor(box[1] / CELL)); row <= last; row++) {
        for (let col = Math.max(0, Math.floor(box[0] / CELL)); col <= right; col++) {
          sum += this.cells[row * this.columns + col];
        }
      }
      return sum;
    }

    /** How easily a name could be taken for that of another symbol. */
    doubt(label, box) {
      const own = gapTo(box, label.x, label.y);
      return this.anchors.some(
        (at) => Math.hypot(at[0] - label.x, at[1] - label.y) > 2 && gapTo(box, at[0], at[1]) <= own
      ) ? 14 : 0;
    }

    /** Finds the best place for a label; returns its centre, or null. */
    place(label, width, height) {
      let best = null;
      let least = Infinity;
      spots(label, width, height).forEach((spot) => {
        const box = [
          spot[0] - width / 2 - 2, spot[1] - height / 2, spot[0] + width / 2 + 2, spot[1] + height / 2,
        ];
        if (!this.free(box)) return;
        const lines = this.crossed(box);
        if (lines > (label.tolerance === undefined ? Infinity : label.tolerance)) return;
        const cost = lines + spot[2] + (label.centred ? 0 : this.doubt(label, box));
        if (cost < least) {
          least = cost;
          best = { x: spot[0], y: spot[1], box: box };
        }
      });
      if (best) this.block.apply(this, best.box);
      return best;
    }
  }

  /** Distance from a box to a point. */
  function gapTo(box, x, y) {
    return Math.hypot(Math.max(box[0] - x, 0, x - box[2]), Math.max(box[1] - y, 0, y - box[3]));
  }

  function spots(label, width, height) {
    if (label.centred) {
      return [[label.x, label.y, 0], [label.x, label.y - 12, 1], [label.x, label.y + 12, 1]];
    }
    const around = (gap, cost) => SIDES.map((side) => {
      const slant = side[0] && side[1];
      return [
        label.x + side[0] * (width / 2 + (slant ? gap * 0.3 : gap)),
        label.y + side[1] * (height / 2 + (slant ? gap * 0.75 : gap - 1.5)),
        side[2] + cost,
      ];
    });
    // Crowded places may have their name a little farther off.
    return around(label.gap + 4.5, 0).concat(label.style === "end" ? around(label.gap + 12, 6) : []);
  }

  const FONTS = {
    end: ["500 12.5px ", 0, 15], mention: ["500 12px ", 0, 14], crossing: ["400 11px ", 0, 13],
    focus: ["600 12px ", 0.6, 15], home: ["600 13px ", 1.2, 16], country: ["500 11.5px ", 0.5, 14],
    department: ["400 11px ", 0.2, 13], water: ["italic 400 12.5px ", 0.8, 15],
  };

  /** Places labels, most important first, and returns those that found room. */
  function placeLabels(ctx, labels, room) {
    const placed = [];
    const seen = new Set();
    labels.sort((a, b) => b.rank - a.rank || (a.text < b.text ? -1 : 1));
    labels.forEach((label) => {
      if (!label.text || placed.length > 90) return;
      if (label.once && seen.has(label.once)) return;
      const font = FONTS[label.style];
      lettering(ctx, font);
      const width = ctx.measureText(label.text).width;
      if (label.fits !== undefined && width > label.fits) return;
      const spot = room.place(label, width, font[2]);
      if (!spot) return;
      if (label.once) seen.add(label.once);
      placed.push(Object.assign({ at: spot }, label));
    });
    return placed;
  }

  function lettering(ctx, font) {
    ctx.font = font[0] + Rutas.FONT;
    if ("letterSpacing" in ctx) ctx.letterSpacing = font[1] + "px";
  }

  /** Draws placed labels, each with a halo in the colour of the land. */
  function drawLabels(ctx, placed, theme) {
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    placed.forEach((label) => {
      lettering(ctx, FONTS[label.style]);
      ctx.globalAlpha = label.faded ? 0.35 : 1;
      if (label.style !== "water") {
        ctx.strokeStyle = theme.halo;
        ctx.lineWidth = label.style === "end" ? 4 : 3;
        ctx.strokeText(label.text, label.at.x, label.at.y);
      }
      ctx.fillStyle = theme[label.colour];
      ctx.fillText(label.text, label.at.x, label.at.y);
    });
    ctx.globalAlpha = 1;
    if ("letterSpacing" in ctx) ctx.letterSpacing = "0px";
  }

  Object.assign(Rutas, { Room, placeLabels, drawLabels });
})(Rutas);
