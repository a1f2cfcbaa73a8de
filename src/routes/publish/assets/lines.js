// The flows: where each stands on the screen, how it is drawn, which one is under the pointer.
(function (Rutas) {
  "use strict";

  const DENSE = 600;
  const PASSING = 0.25;
  const REACH = 7;
  const NO_DASH = [];
  const DASH = [5, 4];
  const FAINT_FROM = 1500; // flows from which a hairline is drawn fainter
  const TOLD = ["emerging", "fading"];

  /** Prepares flows once for each new value: curves in the plane and classes of width. */
  function prepareFlows(value) {
    const classes = value.breaks.length + 1;
    return value.flows.map((row, n) => {
      const from = value.places[row[0]];
      const to = value.places[row[1]];
      return {
        n: n,
        key: "flow:" + from[0] + ">" + to[0],
        from: from,
        to: to,
        cases: row[2],
        inferred: Boolean(row[3]),
        years: [row[4], row[5]],
        sources: row[6],
        behind: row[7] || null,
        change: value.change ? value.change[n] : null,
        level: value.breaks.filter((each) => row[2] >= each).length,
        classes: classes,
        loop: row[0] === row[1],
        arc: Rutas.arc([from[2], from[3]], [to[2], to[3]]),
      };
    });
  }

  /** Curves on the canvas: each flow that can be seen, in each copy of the world. */
  function layoutFlows(flows, view, ends) {
    const items = [];
    const wide = 256 * Math.pow(2, view.zoom);
    flows.forEach((flow) => {
      for (let k = -1; k <= 1; k++) {
        if (!touches(flow.arc, wide, view, k) || !(k === 0 || returns(flow.arc, k))) continue;
        const q = onScreen(flow.arc, wide, view, k);
        items.push({
          flow: flow,
          q: q,
          home: k === 0,
          in0: within(q[0], q[1], view.window),
          in1: within(q[4], q[5], view.window),
          gap0: ends.gap(flow.from) + 1,
          gap1: ends.gap(flow.to) + 2.5,
        });
      }
    });
    return items;
  }

  /** Whether this copy of a curve ends in the world that the map shows, China west of Colombia. */
  const returns = (arc, copy) => {
    const first = Rutas.planeX(Rutas.WEST);
    return [arc[0], arc[4]].some((x) => x + copy >= first && x + copy < first + 1);
  };

  function onScreen(arc, wide, view, copy) {
    const q = new Float64Array(6);
    for (let n = 0; n < 6; n += 2) {
      q[n] = (arc[n] + 0.5 + copy) * wide - view.left;
      q[n + 1] = (0.5 - arc[n + 1]) * wide - view.top;
    }
    return q;
  }

  /** Whether the box of a copy of a curve meets the canvas, or nearly so. */
  function touches(arc, wide, view, copy) {
    const x = (0.5 + copy) * wide - view.left;
    const y = 0.5 * wide - view.top;
    return (
      Math.max(arc[0], arc[2], arc[4]) * wide + x > -20 &&
      Math.min(arc[0], arc[2], arc[4]) * wide + x < view.width + 20 &&
      y - Math.min(arc[1], arc[3], arc[5]) * wide > -20 &&
      y - Math.max(arc[1], arc[3], arc[5]) * wide < view.height + 20
    );
  }

  const within = (x, y, box) => x > box[0] && x < box[2] && y > box[1] && y < box[3];

  /** Leads a curve to another end (a label at the edge), bent by the same rule. */
  function redirect(item, x, y, view) {
    const q = item.q;
    const wide = 256 * Math.pow(2, view.zoom);
    // The plane grows northwards, the screen downwards.
    const c = Rutas.control(q[0] / wide, -q[1] / wide, x / wide, -y / wide);
    item.q = Float64Array.of(q[0], q[1], c[0] * wide, -c[1] * wide, x, y);
    item.gap1 = 1;
  }

  /** Cuts a curve clear of its ends and finds its arrowhead. */
  function shape(item, width) {
    const q = item.q;
    const chord = Math.hypot(q[4] - q[0], q[5] - q[1]);
    const speed0 = 2 * Math.hypot(q[2] - q[0], q[3] - q[1]) || 1;
    const speed1 = 2 * Math.hypot(q[4] - q[2], q[5] - q[3]) || 1;
    const arrow = Math.min(6.5 + width * 1.7, chord * 0.4);
    const t0 = Math.min(0.3, item.gap0 / speed0);
    const t1 = Math.max(0.6, 1 - item.gap1 / speed1);
    const t2 = Math.max(t0, t1 - (arrow * 0.85) / speed1);
    const tip = Rutas.quadratic(q, t1);
    const tail = Rutas.quadratic(q, Math.max(t0, t1 - arrow / speed1));
    const turn = Math.atan2(tip[1] - tail[1], tip[0] - tail[0]);
    return { body: Rutas.part(q, t0, t2), tip: tip, turn: turn, arrow: arrow };
  }

  /** Draws all items: the strongest first, so that thin lines stay on top. */
  function drawFlows(ctx, items, theme, view) {
    if (items.length > DENSE) drawDense(ctx, items, theme, view);
    else items.forEach((item) => drawFlow(ctx, item, theme, 0));
  }

  /** Draws one item, `more` pixels wider than its class asks. */
  function drawFlow(ctx, item, theme, more) {
    const flow = item.flow;
    const width = Rutas.flowWidth(flow) + more;
    const colour = Rutas.flowColour(theme, flow);
    ctx.lineCap = flow.inferred ? "butt" : "round";
    if (flow.loop) return drawLoop(ctx, item, theme, colour, width);
    const form = shape(item, width);
    item.form = form;
    // A line that only passes through says nothing of the places it crosses.
    const weight = item.in0 || item.in1 || more ? 1 : PASSING;
    ctx.globalAlpha *= weight;
    path(ctx, form.body);
    ctx.strokeStyle = theme.halo;
    ctx.lineWidth = width + 2.4;
    ctx.globalAlpha *= 0.75;
    ctx.stroke();
    ctx.globalAlpha /= 0.75;
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.setLineDash(flow.inferred ? [4 + width * 1.2, 3 + width * 0.9] : []);
    ctx.stroke();
    ctx.setLineDash([]);
    head(ctx, form, width, colour, theme.halo);
    Rutas.markChange(ctx, flow, form.body, theme);
    ctx.globalAlpha /= weight;
    return undefined;
  }

  /** Strokes the ring of a flow within one place. */
  function ring(ctx, item, width) {
    item.radius = item.gap0 + 4 + width / 2;
    ctx.beginPath();
    ctx.arc(item.q[0], item.q[1], item.radius, 0, 2 * Math.PI);
    ctx.stroke();
  }

  function drawLoop(ctx, item, theme, colour, width) {
    ctx.strokeStyle = theme.halo;
    ctx.lineWidth = width + 2.4;
    ring(ctx, item, width);
    const radius = item.radius;
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.setLineDash(item.flow.inferred ? [5, 4] : []);
    ctx.stroke();
    ctx.setLineDash([]);
    const form = { tip: [item.q[0] + radius * 0.94, item.q[1] - radius * 0.34], turn: 1.05, arrow: 6 + width };
    head(ctx, form, width, colour, theme.halo);
    const top = item.q[1] - radius;
    Rutas.markChange(ctx, item.flow, [item.q[0], top, item.q[0], top, item.q[0], top], theme);
  }

  function path(ctx, q) {
    ctx.beginPath();
    ctx.moveTo(q[0], q[1]);
    ctx.quadraticCurveTo(q[2], q[3], q[4], q[5]);
  }

  function head(ctx, form, width, colour, halo) {
    const half = form.arrow * 0.36 + width * 0.12;
    ctx.save();
    ctx.translate(form.tip[0], form.tip[1]);
    ctx.rotate(form.turn);
    ctx.beginPath();
    ctx.moveTo(0, 0);
    ctx.lineTo(-form.arrow, half);
    ctx.lineTo(-form.arrow * 0.78, 0);
    ctx.lineTo(-form.arrow, -half);
    ctx.closePath();
    ctx.lineJoin = "round";
    ctx.strokeStyle = halo;
    ctx.lineWidth = 1.6;
    ctx.stroke();
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.restore();
  }

  /** Many flows: no casings, and hairlines for the smallest class, so that the picture stays quick
   *  and the strong flows stand out. */
  function drawDense(ctx, items, theme, view) {
    const thin = (item) => !item.flow.level && !TOLD.includes(item.flow.change && item.flow.change[0]);
    items.forEach((item) => (item.form = null));
    drawThin(ctx, items.filter((item) => !item.flow.loop && thin(item)), items.length, theme, view);
    ctx.lineCap = "butt";
    ctx.globalAlpha = 0.85;
    items.filter((item) => item.flow.loop || !thin(item)).sort((a, b) => a.flow.level - b.flow.level).forEach((item) => {
      const width = Math.max(1, Rutas.classWidth(item.flow.level) * 0.5);
      ctx.strokeStyle = ctx.fillStyle = Rutas.flowColour(theme, item.flow);
      ctx.lineWidth = width;
      ctx.setLineDash(item.flow.inferred ? DASH : NO_DASH);
      if (item.flow.loop) return ring(ctx, item, width);
      const form = shape(item, width);
      path(ctx, form.body);
      ctx.stroke();
      arrowhead(ctx, form);
      return Rutas.markChange(ctx, item.flow, form.body, theme);
    });
    ctx.setLineDash(NO_DASH);
    ctx.globalAlpha = 1;
  }

  /** The smallest class as hairlines, one pass for each colour. */
  function drawThin(ctx, items, among, theme, view) {
    const alpha = Math.max(0.12, Math.min(0.8, FAINT_FROM / among));
    const colours = new Map();
    items.forEach((item) => {
      const colour = Rutas.flowColour(theme, item.flow);
      if (!colours.has(colour)) colours.set(colour, []);
      colours.get(colour).push({ q: item.q, dash: item.flow.inferred ? DASH : null });
    });
    colours.forEach((lines, colour) =>
      Rutas.inkHairlines(ctx, lines, { colour: colour, alpha: alpha }, view.asked, view.ratio));
  }

  function arrowhead(ctx, form) {
    const sin = Math.sin(form.turn);
    const cos = Math.cos(form.turn);
    const at = (x, y) => [form.tip[0] + x * cos - y * sin, form.tip[1] + x * sin + y * cos];
    const a = at(-form.arrow, form.arrow * 0.36);
    const b = at(-form.arrow, -form.arrow * 0.36);
    ctx.beginPath();
    ctx.moveTo(form.tip[0], form.tip[1]);
    ctx.lineTo(a[0], a[1]);
    ctx.lineTo(b[0], b[1]);
    ctx.fill();
  }

  /** The item nearest to a point of the canvas, within a few pixels; thin ones win ties. */
  function flowAt(items, x, y, reach) {
    let best = null;
    let least = reach || REACH;
    items.forEach((item) => {
      const slack = least + Rutas.classWidth(item.flow.level) / 2;
      const q = item.q;
      if (item.flow.loop) {
        const off = Math.abs(Math.hypot(x - q[0], y - q[1]) - (item.radius || 9));
        if (off < least) [best, least] = [item, off];
        return;
      }
      if (
        x < Math.min(q[0], q[2], q[4]) - slack || x > Math.max(q[0], q[2], q[4]) + slack ||
        y < Math.min(q[1], q[3], q[5]) - slack || y > Math.max(q[1], q[3], q[5]) + slack
      ) return;
      const off = distance(q, x, y) - Rutas.classWidth(item.flow.level) / 2;
      if (off <= least) [best, least] = [item, Math.max(0, off)];
    });
    return best;
  }

  function distance(q, x, y) {
    let least = Infinity;
    let x0 = q[0];
    let y0 = q[1];
    for (let n = 1; n <= 24; n++) {
      const at = Rutas.quadratic(q, n / 24);
      const dx = at[0] - x0;
      const dy = at[1] - y0;
      const t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(x - x0 - t * dx, y - y0 - t * dy));
      [x0, y0] = at;
    }
    return least;
  }

  Object.assign(Rutas, {
    DENSE, prepareFlows, layoutFlows, redirect, drawFlows, drawFlow, flowAt, within,
  });
})(Rutas);
