// The evidence of what is selected: its cases, each leg's source and grade, conflicting figures.
(function (Page) {
  "use strict";

  /** Fills the panel for a selection key, and shows it. */
  Page.showPanel = function (key) {
    const panel = document.getElementById("panel");
    panel.textContent = "";
    panel.hidden = !key;
    document.getElementById("stage").classList.toggle("with-panel", Boolean(key));
    if (!key) return;
    panel.setAttribute("aria-label", Page.say("panel.label"));
    const at = key.indexOf(":");
    const kind = key.slice(0, at);
    const id = key.slice(at + 1);
    const head = Page.make("div", "panel-head", panel);
    const title = Page.make("h2", "", head);
    Page.button("close", head, "\u00d7", () => Page.select("")).setAttribute("aria-label", Page.say("panel.close"));
    const body = Page.make("div", "panel-body", panel);
    if (kind === "flow") flow(title, body, key);
    else place(title, body, id);
    if (Page.data.full) Page.make("p", "innocent", body, Page.say("panel.innocent"));
    else Page.make("p", "innocent", body, Page.say("counts_only"));
    panel.scrollTop = 0;
  };

  function flow(title, body, key) {
    const n = Page.flowIndex.get(key);
    if (n === undefined) {
      const ends = key.slice(key.indexOf(":") + 1).split(">");
      title.textContent = ends.map(Page.place).join(" \u2192 ");
      Page.make("p", "facts", body, Page.say("panel.filtered"));
      return;
    }
    const row = Page.value.flows[n];
    const ends = [row[0], row[1]].map((each) => Page.data.places[each]);
    title.textContent = Page.flowName(n);
    const facts = [Page.count("panel.cases", row[2]), Page.years(row[4], row[5])];
    if (row[6]) facts.push(Page.count("panel.sources", row[6]));
    if (row[0] !== row[1]) facts.push(Page.say("panel.km", { n: Page.number(Page.kilometres(ends[0], ends[1])) }));
    Page.make("p", "facts", body, facts.join(" \u00b7 "));
    if (!Page.data.full) badges(body, [Page.say("panel." + (row[3] ? "inferred" : "stated"))], row[3] ? "inferred" : "stated");
    if (!Page.data.full) return;
    const wanted = (leg) => Page.up(leg[0]) === ends[0][0] && Page.up(leg[1]) === ends[1][0];
    row[7].forEach((number) => {
      const one = Page.data.cases[number];
      caseCard(body, one, one.routes.filter((route) => route.legs.some(wanted)), wanted);
    });
  }

  function place(title, body, id) {
    title.textContent = Page.place(id);
    const row = Page.placeRow(id);
    if (row) Page.make("p", "facts", body, Rutas.say(Page.lang, "level." + ["point", "settlement", "department", "region", "country"][row[5]]));
    const touches = (each) => each === id || inside(each, id);
    let found = 0;
    Page.data.cases.filter((_, n) => Page.model.chosen[n]).forEach((one) => {
      const routes = one.routes.filter((route) => route.stops.some((stop) => touches(stop[0]) || Page.up(stop[0]) === id));
      const events = one.events.filter((event) => touches(event[1]));
      if (!routes.length && !events.length) return;
      found += 1;
      caseCard(body, one, routes, (leg) => touches(leg[0]) || touches(leg[1]), events);
    });
    if (!found && Page.data.full) Page.make("p", "facts", body, Page.say("panel.none"));
  }

  /** Whether a place lies in another, or is a region that overlaps it. */
  function inside(id, area) {
    const row = Page.placeRow(id);
    if (!row) return false;
    if (row[7] === area || row[6] === area) return true;
    const parent = row[7] && Page.placeRow(row[7]);
    return Boolean((row[8] || []).includes(area) || (parent && parent[7] === area));
  }

  function caseCard(body, one, routes, wanted, events) {
    const card = Page.make("article", "case", body);
    const head = Page.make("h3", "", card);
    Page.make("span", "case-name", head, one.name);
    const status = one.counted ? [Page.code("status", one.status)] : [];
    Page.make("span", "when", head, " \u00b7 " + status.concat(period(one)).join(" \u00b7 "));
    if (one.authority) Page.make("p", "remark", card, one.authority);
    if (one.purposes.length) {
      const purposes = one.purposes.map((code) => Page.code("purpose", code)).join(", ");
      Page.make("p", "remark", card, Page.say("filter.purpose") + ": " + purposes);
    }
    if (!one.counted) Page.make("p", "remark", card, Page.say("panel.statement"));
    const note = Page.pick(one.note);
    if (note) Page.make("p", "remark", card, note);
    routes.forEach((route) => routeLines(card, one, route, wanted));
    const reasons = Page.pick(one.identity);
    if (one.inferred.length) {
      Page.make("p", "remark", card, Page.say("panel.identity", { case: one.name }) + (reasons ? " " + reasons : ""));
    }
    figures(card, one);
    if (events && events.length) eventLines(card, events);
  }

  function period(one) {
    const [start, end, precision] = one.period;
    if (!start) return Page.say("panel.undated");
    const first = Page.date(start, precision);
    const last = Page.date(end || start, precision);
    return first === last ? first : first + " \u2013 " + last;
  }

  function routeLines(card, one, route, wanted) {
    const box = Page.make("div", "route", card);
    const chain = Page.make("p", "chain", box);
    route.stops.forEach((stop, n) => {
      if (n) Page.make("span", "step", chain, route.legs.length ? " \u2192 " : ", ");
      const name = Page.make("span", "stop", chain, Page.place(stop[0]));
      if (stop[1]) name.title = Page.code("role", stop[1]);
    });
    const chosen = route.legs.filter(wanted);
    const legs = chosen.length ? chosen : route.legs;
    const told = new Set();
    legs.forEach((leg) => {
      const words = legWords(leg);
      if (told.has(words.join())) return;
      told.add(words.join());
      badges(box, words, leg[2]);
    });
    unique(legs.map((leg) => leg[6].map((note) => remark(leg, Page.pick(note))))).filter(Boolean)
      .forEach((note) => Page.make("p", "remark", box, note));
    unique(legs.map((leg) => leg[5])).forEach((n) => sourceLine(box, one, n));
    if (!route.legs.length) alone(box, one, route);
  }

  /** What is said of a leg in small labels: how sure, by what means, on whose word. */
  function legWords(leg) {
    const grades = unique([leg[5].map((n) => Page.data.sources[n][5])]).filter(Boolean);
    const words = [Page.say("panel." + leg[2])];
    if (leg[3] && leg[3] !== "unknown") words.push(Page.code("mode", leg[3]));
    if (grades.length) words.push(Page.say("panel.source", { grade: grades.join("\u2013") }));
    return words.concat(Page.say("panel.credibility", { grade: leg[4] }));
  }

  const remark = (leg, note) =>
    note && leg[2] === "inferred" ? Page.say("panel.reason") + " " + note : note;

  const unique = (lists) => Array.from(new Set([].concat.apply([], lists)));

  function alone(box, one, route) {
    const stop = route.stops[0];
    badges(box, [Page.say("panel." + stop[2]), Page.say("panel.source", { grade: Page.data.sources[stop[4]][5] }),
      Page.say("panel.credibility", { grade: stop[3] })], stop[2]);
    Page.make("p", "remark", box, Page.say(stop[2] === "mentioned" ? "panel.mentioned_note" : "panel.only_place"));
    route.stops.map((each) => Page.pick(each[5])).filter(Boolean).forEach((note) => Page.make("p", "remark", box, note));
    new Set(route.stops.map((each) => each[4])).forEach((n) => sourceLine(box, one, n));
  }

  function sourceLine(box, one, n) {
    const line = Page.source(box, n);
    if (one.inferred.includes(n)) Page.make("span", "inferred-note", line, " " + Page.say("panel.identity", { case: one.name }));
  }

  function badges(box, words, kind) {
    const row = Page.make("p", "badges", box);
    words.filter(Boolean).forEach((word, n) => Page.make("span", n ? "badge" : "badge " + kind, row, word));
  }

  function figures(card, one) {
    const chosen = one.figures;
    if (!chosen.length || !chosen.some((figure) => figure[0] === "victims")) {
      Page.make("p", "remark", card, Page.say("panel.no_victims"));
    }
    if (!chosen.length) return;
    const table = Page.make("table", "readings", card);
    Page.make("caption", "", table, Page.say("panel.figures"));
    const body = Page.make("tbody", "", table);
    chosen.forEach((figure) => figure[2].forEach((reading, n) => {
      const row = Page.make("tr", figure[1] ? "conflict" : "", body);
      const label = Page.make("th", "", row, n ? "" : Page.code("measure", figure[0]));
      label.scope = "row";
      const number = Page.number(reading[0]);
      Page.make("td", "value", row, reading[1] === "exact" ? number : Page.code("qualifier", reading[1]) + " " + number);
      const by = Page.make("td", "", row, Page.data.sources[reading[4]][0]);
      if (figure[1]) {
        if (!n) Page.make("strong", "clash", by, Page.say("panel.conflict"));
        Page.make("span", "use", by, Page.say(reading[3] ? "panel.preferred" : "panel.other"));
      }
      const from = reading[2].map(Page.place).join(", ");
      if (from) Page.make("span", "use", by, Page.say("filter.nationality") + ": " + from);
      const note = Page.pick(reading[5]);
      if (note) Page.make("span", "use", by, note);
    }));
  }

  function eventLines(card, events) {
    Page.make("h4", "", card, Page.say("panel.events"));
    const list = Page.make("ul", "events", card);
    events.forEach((event) => {
      const item = Page.make("li", "", list);
      const words = [Page.code("event", event[0]), Page.place(event[1]), Page.date(event[2], event[3])];
      item.textContent = words.filter(Boolean).join(" \u00b7 ");
      item.title = Page.data.sources[event[4]][0];
      const note = Page.pick(event[5]);
      if (note) Page.make("span", "use", item, note);
    });
  }

  Page.caseCard = caseCard;
})(Page);
