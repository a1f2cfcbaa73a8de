// Two periods compared on one map: each flow in the colour, and with the sign, of what it supports.
(function (Rutas) {
  "use strict";

  const SIZE = { emerging: 7, fading: 7, unchanged: 5.5, too_few: 2.6 };

  /** Colour of a flow: of its class of volume, or of what the comparison says of it. */
  function flowColour(theme, flow) {
    if (flow.change) return theme.change[flow.change[0]];
    return Rutas.rampColour(theme, flow.level, flow.classes);
  }

  /** Width of a flow in pixels. */
  function flowWidth(flow) {
    if (flow.change && flow.change[0] === "too_few") return 1.5;
    return Rutas.classWidth(flow.level);
  }

  /** Draws the sign of a verdict: a triangle up or down, two bars, or a small ring. */
  function drawSign(ctx, verdict, x, y, theme) {
    const colour = theme.change[verdict];
    const size = SIZE[verdict];
    ctx.save();
    ctx.translate(x, y);
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.arc(0, 0, size, 0, 2 * Math.PI);
    ctx.fillStyle = verdict === "too_few" ? theme.halo : colour;
    ctx.strokeStyle = verdict === "too_few" ? colour : theme.halo;
    ctx.lineWidth = 1.5;
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = theme.halo;
    if (verdict === "unchanged") [-2.6, 0.9].forEach((top) => ctx.fillRect(-2.8, top, 5.6, 1.7));
    if (verdict === "emerging" || verdict === "fading") triangle(ctx, verdict === "emerging" ? -1 : 1);
    ctx.restore();
  }

  function triangle(ctx, way) {
    ctx.beginPath();
    ctx.moveTo(0, 4 * way);
    ctx.lineTo(3.7, -2.6 * way);
    ctx.lineTo(-3.7, -2.6 * way);
    ctx.closePath();
    ctx.fill();
  }

  /** Puts the sign of a flow on the middle of its curve. */
  function markChange(ctx, flow, q, theme) {
    if (!flow.change) return;
    const at = Rutas.quadratic(q, 0.5);
    drawSign(ctx, flow.change[0], at[0], at[1], theme);
  }

  /** What the tooltip says of the two periods. */
  function changeWords(flow, lang) {
    const [verdict, before, after] = flow.change;
    const counts = Rutas.say(lang, "change.counts", {
      before: Rutas.number(lang, before), after: Rutas.number(lang, after),
    });
    return counts + " \u00b7 " + Rutas.say(lang, "change." + verdict);
  }

  Object.assign(Rutas, {
    VERDICTS: Object.keys(SIZE), flowColour, flowWidth, drawSign, markChange, changeWords,
  });
})(Rutas);
