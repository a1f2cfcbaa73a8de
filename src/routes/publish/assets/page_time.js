// Cases by year, undated ones apart: bars that follow the other filters, and the same as a table.
(function (Page) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const WIDE = 960;
  const HIGH = 230;
  const FOOT = 26;
  const HEAD = 20;
  const APART = 76;

  function draw(tag, parent, attributes, text) {
    const element = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    if (text !== undefined) element.textContent = text;
    parent.appendChild(element);
    return element;
  }

  /** Cases without a date that the other filters leave. */
  function undated() {
    const { model } = Page;
    return model.casesWithout("years").reduce((sum, one, n) =>
      sum + (one && !model.first[n] && !model.statement[n] ? 1 : 0), 0);
  }

  /** Fills the tab. */
  Page.drawTime = function (panel) {
    const counts = Array.from(Page.model.facet("years"));
    const apart = undated();
    Page.make("p", "quiet", panel, Page.say("time.note"));
    if (!counts.length && !apart) return Page.make("p", "quiet", panel, Page.say("table.none"));
    chart(panel, counts, apart);
    const more = Page.make("details", "as-table", panel);
    Page.make("summary", "", more, Page.say("time.as_table"));
    const table = Page.table(more, [Page.say("table.year"), Page.say("table.cases")]);
    counts.concat([[Page.say("table.undated"), apart]]).forEach(([year, count]) => {
      const row = Page.make("tr", "", table.body);
      Page.make("th", "", row, String(year)).scope = "row";
      Page.make("td", "number", row, Page.number(count));
    });
    return undefined;
  };

  function chart(panel, counts, apart) {
    const svg = draw("svg", Page.make("div", "time", panel), { viewBox: "0 0 " + WIDE + " " + HIGH, role: "img" });
    svg.setAttribute("aria-label", Page.say("time.label"));
    const most = Math.max.apply(null, counts.map((each) => each[1]).concat(apart, 1));
    const step = (WIDE - APART - 24) / Math.max(counts.length, 1);
    const high = (count) => ((HIGH - FOOT - HEAD) * count) / most;
    draw("path", svg, { d: "M0 " + (HIGH - FOOT) + "H" + (WIDE - APART - 24) + "M" + (WIDE - APART) + " " + (HIGH - FOOT) + "H" + WIDE, class: "axis" });
    const every = Math.ceil(46 / step);
    counts.forEach(([year, count], n) => {
      const box = { left: n * step, step: step, width: Math.max(1, Math.min(46, step * 0.72)) };
      bar(svg, box, count, high(count), String(year), inRange(year) ? "bar" : "bar out", () => choose(year));
      if ((counts.length - 1 - n) % every === 0) label(svg, box.left + step / 2, HIGH - 8, String(year));
      if (count && step >= 26) label(svg, box.left + step / 2, HIGH - FOOT - high(count) - 5, Page.number(count));
    });
    const box = { left: WIDE - APART, step: APART, width: 46 };
    bar(svg, box, apart, high(apart), Page.say("table.undated"), Page.state.years ? "bar undated out" : "bar undated", null);
    label(svg, WIDE - APART / 2, HIGH - 8, Page.say("table.undated"));
    if (apart) label(svg, WIDE - APART / 2, HIGH - FOOT - high(apart) - 5, Page.number(apart));
  }

  function bar(svg, box, count, high, name, kind, press) {
    const group = draw("g", svg, { class: press ? "pressable" : "" });
    const left = box.left + (box.step - box.width) / 2;
    draw("rect", group, { x: left, y: HIGH - FOOT - high, width: box.width, height: high, class: kind });
    draw("rect", group, { x: box.left, y: HEAD, width: box.step, height: HIGH - FOOT - HEAD, class: "touch" });
    draw("title", group, {}, name + " \u00b7 " + Page.count("panel.cases", count));
    if (press) group.addEventListener("click", press);
  }

  const label = (svg, x, y, text) => draw("text", svg, { x: x, y: y, "text-anchor": "middle" }, text);

  function inRange(year) {
    const [first, last] = Page.state.years || [null, null];
    return (first === null || year >= first) && (last === null || year <= last);
  }

  /** A year that is chosen alone already is let go. */
  function choose(year) {
    const years = Page.state.years;
    const alone = years && years[0] === year && years[1] === year;
    Page.change({ years: alone ? null : [year, year] });
  }
})(Page);
