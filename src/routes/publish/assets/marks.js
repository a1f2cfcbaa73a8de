// The top canvas: the selection, symbols and names. Nothing here is drawn by a font of icons.
(function (Rutas) {
  "use strict";

  /** Paints what stands above the lines. */
  function paintTop(ctx, view, scene, chosen) {
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    outlineArea(ctx, view, scene);
    ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    chosen.forEach((item) => Rutas.drawFlow(ctx, item, scene.theme, 0.6));
    const hovered = scene.items.filter((item) => item.flow.key === scene.hovered);
    hovered.forEach((item) => Rutas.drawFlow(ctx, item, scene.theme, 1.4));
    const context = gather(view, scene, chosen);
    scene.marks = context.marks;
    context.marks.slice().reverse().forEach((mark) => drawMark(ctx, mark, scene));
    context.ranks.forEach((rank) => drawRank(ctx, rank, scene));
    Rutas.drawLabels(ctx, Rutas.placeLabels(ctx, context.labels, context.room), scene.theme);
  }

  function outlineArea(ctx, view, scene) {
    if (!scene.selected) return;
    const [kind, id] = Rutas.splitKey(scene.selected);
    if (kind === "flow") return;
    Rutas.drawOutline(ctx, view, scene.theme.ink, 2, id);
  }

  /** Collects symbols and names, and the room that lines leave them. */
  function gather(view, scene, chosen) {
    const room = new Rutas.Room(view.width, view.height, view.window);
    (scene.controlBoxes || []).forEach((box) => room.block(box[0] - 4, box[1] - 4, box[2] + 4, box[3] + 4));
    (scene.placed || []).forEach((each) => room.block.apply(room, each.box));
    if (scene.items.length < 600) scene.items.forEach((item) => obstacle(room, item));
    const context = { marks: [], labels: [], ranks: [], ranked: new Set(), room: room, shown: placesOf(chosen), named: new Set() };
    if (scene.value) {
      rankMarks(view, scene, context);
      endMarks(view, scene, context);
      mentionMarks(view, scene, context);
    }
    crossingMarks(view, scene, context);
    landLabels(view, scene, context);
    return context;
  }

  function placesOf(items) {
    const ids = new Set();
    items.forEach((item) => ids.add(item.flow.from[0]).add(item.flow.to[0]));
    return ids;
  }

  function obstacle(room, item) {
    if (item.flow.loop) return;
    room.trace(item.q);
    const tip = item.form && item.form.tip;
    if (!tip) return;
    const back = item.form.arrow;
    const x = tip[0] - (Math.cos(item.form.turn) * back) / 2;
    const y = tip[1] - (Math.sin(item.form.turn) * back) / 2;
    room.block(x - back * 0.55, y - back * 0.55, x + back * 0.55, y + back * 0.55);
  }

  /** The ends of the lines that are in view. */
  function endMarks(view, scene, context) {
    const ends = new Map();
    scene.items.forEach((item) => {
      const q = item.q;
      if (item.in0) meet(ends, item.flow.from, q[0], q[1], item.flow);
      if (item.in1) meet(ends, item.flow.to, q[4], q[5], item.flow);
    });
    const dense = scene.items.length > 600;
    const small = dense ? 0.6 : view.zoom < 4 ? 0.78 : 1;
    Array.from(ends.values()).sort((a, b) => b.cases - a.cases || a.degree - b.degree).forEach((end) => {
      const place = end.place;
      const crossing = scene.crossings.get(place[0]);
      const type = crossing ? Rutas.crossingType(crossing) : Rutas.levelOf(place);
      const size = crossing ? 4.2 : Rutas.radiusOf(place) * small;
      const faded = Boolean(scene.selected) && context.shown.size > 0 && !context.shown.has(place[0]);
      // Where ends crowd, the one with most cases stands for its neighbours; their lines remain.
      const near = view.zoom < 4.5 ? 7 : 4;
      const kept = context.shown.has(place[0]) || context.ranked.has(place[0]);
      if (!kept && context.marks.some((m) => Math.hypot(m.x - end.x, m.y - end.y) < near)) return;
      add(context, {
        key: keyOf(place, crossing), type: type, x: end.x, y: end.y, size: size, faded: faded,
        lines: (lang) => [place[1], Rutas.say(lang, "level." + Rutas.levelOf(place))],
      });
      context.named.add(place[0]);
      context.labels.push({
        text: place[1], x: end.x, y: end.y, style: "end",
        gap: (context.ranked.has(place[0]) ? 12 : size) + (end.loop ? 8 : 0),
        colour: "ink", faded: faded, once: place[0],
        rank: 1000 + Math.min(500, end.cases * 10 + end.degree) + (kept ? 2000 : 0),
        tolerance: dense ? Infinity : 26,
      });
    });
  }

  function meet(ends, place, x, y, flow) {
    const key = place[0] + "@" + Math.round(x);
    if (!ends.has(key)) ends.set(key, { place: place, x: x, y: y, cases: 0, degree: 0, loop: false });
    const end = ends.get(key);
    end.cases = Math.max(end.cases, flow.cases);
    end.degree += 1;
    end.loop = end.loop || flow.loop;
  }

  /** Rings around places that a source names without a route. */
  function mentionMarks(view, scene, context) {
    const wide = 256 * Math.pow(2, view.zoom);
    const many = scene.value.mentions.length > 60;
    scene.value.mentions.forEach((row) => {
      const place = scene.value.places[row[0]];
      const y = (0.5 - Rutas.planeY(place[3])) * wide - view.top;
      [(Rutas.planeX(Rutas.unwrap(place[2])) + 0.5) * wide - view.left].forEach((x) => {
        if (!Rutas.within(x, y, view.window)) return;
        const type = row[2] === 2 ? "mention" : "only";
        const taken = context.marks.some((mark) => Math.hypot(mark.x - x, mark.y - y) < 2);
        if (many && context.marks.some((mark) => Math.hypot(mark.x - x, mark.y - y) < 7)) return;
        const size = ((type === "mention" ? 7 : 5.5) + (taken ? 2.5 : 0)) * (many ? 0.7 : 1);
        const word = row[2] === 2 ? "mentioned" : row[2] === 1 ? "inferred" : "only_place";
        add(context, {
          key: keyOf(place, scene.crossings.get(place[0])), type: taken ? "mention" : type, x: x, y: y,
          size: size, faded: Boolean(scene.selected) && scene.selected !== "place:" + place[0],
          lines: (lang) => [
            place[1],
            (row[1] ? Rutas.count(lang, "cases", row[1]) : Rutas.count(lang, "statements", row[3])) +
              " \u00b7 " + Rutas.say(lang, word),
            Rutas.say(lang, "level." + Rutas.levelOf(place)),
          ],
        });
        const label = context.labels.find((each) => each.once === place[0]);
        if (label) {
          label.gap = Math.max(label.gap, size);
          return;
        }
        context.named.add(place[0]);
        context.labels.push({
          text: place[1], x: x, y: y, gap: size, style: "mention", colour: "ink", rank: 900 + row[1],
          once: place[0], tolerance: 22,
          faded: Boolean(scene.selected) && scene.selected !== "place:" + place[0],
        });
      });
    });
  }

  /** Numbers of chosen places, in the order in which they were chosen. */
  function rankMarks(view, scene, context) {
    const wide = 256 * Math.pow(2, view.zoom);
    (scene.value.ranks || []).forEach(([id, lon, lat], n) => {
      const x = (Rutas.planeX(Rutas.unwrap(lon)) + 0.5) * wide - view.left;
      const y = (0.5 - Rutas.planeY(lat)) * wide - view.top;
      if (!Rutas.within(x, y, view.window)) return;
      context.ranks.push({ text: String(n + 1), x: x, y: y });
      context.ranked.add(id);
      context.room.block(x - 13, y - 13, x + 13, y + 13);
    });
  }

  function drawRank(ctx, rank, scene) {
    ctx.beginPath();
    ctx.arc(rank.x, rank.y, 11, 0, 2 * Math.PI);
    ctx.fillStyle = scene.theme.pill;
    ctx.fill();
    ctx.lineWidth = 2;
    ctx.strokeStyle = scene.theme.halo;
    ctx.stroke();
    ctx.fillStyle = scene.theme.pillText;
    ctx.font = "700 13px " + Rutas.FONT;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(rank.text, rank.x, rank.y + 0.5);
  }

  function crossingMarks(view, scene, context) {
    const wide = 256 * Math.pow(2, view.zoom);
    const years = scene.value && scene.value.years;
    const chosen = Rutas.splitKey(scene.selected || ":")[1];
    const named = new Set(context.marks.map((mark) => mark.key));
    Rutas.visibleCrossings(view.zoom, years, new Set([chosen])).forEach((crossing) => {
      const one = crossing.each;
      const key = "crossing:" + one.id;
      if (named.has(key)) return;
      const x = (Rutas.planeX(one.lon) + 0.5) * wide - view.left;
      const y = (0.5 - Rutas.planeY(one.lat)) * wide - view.top;
      if (!Rutas.within(x, y, view.window)) return;
      const base = view.zoom < 6 ? 2.8 : view.zoom < 8 ? 3.6 : 4.4;
      const size = crossing.type === "informal" ? areaRadius(view.zoom, wide, one.lat) : base;
      const near = view.zoom < 6 ? 15 : crossing.type === "informal" ? 8 : 10;
      if (!crossing.kept && context.marks.some((m) => Math.hypot(m.x - x, m.y - y) < near)) return;
      add(context, {
        key: key, type: crossing.type, x: x, y: y, size: size, hollow: !one.v,
        faded: Boolean(scene.selected) && scene.selected !== key,
        lines: (lang) => crossingLines(one, crossing.type, lang),
      });
      if (view.zoom < 8.25 && !crossing.kept) return;
      context.labels.push({
        text: scene.lang() === "en" && one.en ? one.en : one.n, x: x, y: y, gap: size,
        style: "crossing", colour: crossing.kept ? "ink" : "quiet", once: key,
        rank: crossing.kept ? 3000 : 300 - (crossing.type === "crossing" ? 0 : 50), tolerance: 14,
      });
    });
  }

  function crossingLines(one, type, lang) {
    const kind = Rutas.say(lang, "kind." + (type === "informal" ? "informal_area" : one.k));
    const lines = [lang === "en" && one.en ? one.en : one.n, kind];
    if (!one.v) lines.push(Rutas.say(lang, "unverified"));
    return lines;
  }

  /** Informal areas cover some kilometres: they are never drawn as a point or a trail. */
  function areaRadius(zoom, wide, lat) {
    const pixels = (4 / 40075) * wide / Math.cos((lat * Math.PI) / 180);
    return Math.max(6, Math.min(60, pixels));
  }

  function add(context, mark) {
    context.marks.push(mark);
    context.room.anchors.push([mark.x, mark.y]);
    if (mark.type !== "informal") {
      const r = mark.size + 1.5;
      context.room.block(mark.x - r, mark.y - r, mark.x + r, mark.y + r);
    }
  }

  function keyOf(place, crossing) {
    if (crossing) return "crossing:" + place[0];
    return (place[4] === 2 && place[5] === Rutas.HOME ? "department:" : "place:") + place[0];
  }

  function copies(lon, view, wide) {
    return [-1, 0, 1].map((k) => (Rutas.planeX(lon) + 0.5 + k) * wide - view.left);
  }

  function drawMark(ctx, mark, scene) {
    ctx.globalAlpha = mark.faded ? 0.4 : 1;
    const over = mark.key === scene.hovered || mark.key === scene.selected;
    Rutas.drawSymbol(ctx, mark.type, mark.x, mark.y, scene.theme, {
      size: mark.size + (over ? 1.5 : 0), hollow: mark.hollow,
    });
    ctx.globalAlpha = 1;
  }

  /** The symbol nearest to a point of the canvas. */
  function markAt(marks, x, y, reach) {
    let best = null;
    let least = Infinity;
    marks.forEach((mark) => {
      const off = Math.hypot(mark.x - x, mark.y - y);
      const limit = Math.max(reach, mark.type === "informal" ? mark.size : mark.size + 3);
      if (off <= limit && off < least) [best, least] = [mark, off];
    });
    return best;
  }

  const WATERS = [
    ["pacific", -93, 2, 0], ["pacific", -150, 8, 0], ["atlantic", -42, 26, 0],
    ["atlantic", -18, -14, 0], ["caribbean", -74.6, 14.6, 4], ["indian", 76, -16, 0], ["indian", -284, -16, 0],
  ];

  /** Names of the land and the seas: quiet, and gone where a line needs the room. */
  function landLabels(view, scene, context) {
    const lang = scene.lang();
    const wide = 256 * Math.pow(2, view.zoom);
    const base = Rutas.baseFeatures();
    const push = (label, lon, lat) => {
      const y = (0.5 - Rutas.planeY(lat)) * wide - view.top;
      copies(lon, view, wide).forEach((x) => {
        if (!Rutas.within(x, y, view.window)) return;
        context.labels.push(Object.assign({ x: x, y: y, centred: true, gap: 0 }, label));
      });
    };
    if (view.zoom >= 6) base.departments.forEach((each) => department(each, view, context, push, lang));
    else if (view.zoom >= 5) {
      base.departments.filter((each) => Rutas.FOCUS.includes(each.id))
        .forEach((each) => department(each, view, context, push, lang));
    }
    base.countries.forEach((each) => country(each, view, context, push, lang));
    WATERS.filter((each) => view.zoom < 7 && view.zoom >= each[3] && (each[0] !== "caribbean" || view.zoom < 7.5))
      .forEach((each) => push({
        text: Rutas.say(lang, "water." + each[0]), style: "water", colour: "water", rank: 5, tolerance: 3, once: each[0],
      }, each[1], each[2]));
  }

  function department(each, view, context, push, lang) {
    const focus = Rutas.FOCUS.includes(each.id);
    if (context.named.has(each.id)) return;
    const scale = Math.pow(2, view.zoom);
    push({
      text: each[lang], style: focus ? "focus" : "department", colour: focus ? "focusInk" : "quiet",
      rank: focus ? 800 : 100, tolerance: focus ? 10 : 5,
      fits: focus ? undefined : (each.box[2] - each.box[0]) * scale * 0.95,
    }, each.label[0], each.label[1]);
  }

  function country(each, view, context, push, lang) {
    if (context.named.has(each.id) || (each.id === Rutas.HOME && view.zoom >= 6)) return;
    const scale = Math.pow(2, view.zoom);
    const wide = (each.box[2] - each.box[0]) * scale;
    const high = (each.box[3] - each.box[1]) * scale;
    if (wide < 26 || high < 14) return;
    push({
      text: each[lang], style: each.id === Rutas.HOME ? "home" : "country",
      colour: each.id === Rutas.HOME ? "ink" : "quiet", rank: 50 + Math.min(40, (wide * high) / 4000),
      tolerance: each.id === Rutas.HOME ? 8 : 4, fits: Math.min(wide, 400) * 1.05,
    }, each.label[0], each.label[1]);
  }

  Object.assign(Rutas, { paintTop, markAt });
})(Rutas);
