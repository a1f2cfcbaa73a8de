// The map in words: flows, origin by destination, places without a route, cases, sources, method.
(function (Page) {
  "use strict";

  const STEP = 100;
  const MATRIX = 40;
  let order = { column: "cases", down: true };
  let shown = STEP;
  let inView = true;
  let late = 0;

  // The row of tabs may stick out at the foot of the screen; the tables beneath it are not seen.
  new IntersectionObserver((found) => (inView = found[found.length - 1].isIntersecting), {
    rootMargin: "0px 0px -60px 0px",
  }).observe(document.getElementById("words"));

  /** The name of flow n as one text. */
  Page.flowName = function (n) {
    const row = Page.value.flows[n];
    const [from, to] = [row[0], row[1]].map((each) => Page.place(Page.data.places[each][0]));
    return row[0] === row[1] ? Page.say("panel.within", { place: from }) : from + " \u2192 " + to;
  };

  /** Writes all tabs anew, the open one stays open. */
  Page.drawTables = function () {
    const host = document.getElementById("words");
    host.textContent = "";
    const names = ["flows", "matrix", "time", "places"].concat(
      Page.data.full ? ["cases", "sources"] : [], Page.data.lattice ? ["lattice"] : [], "method");
    if (!names.includes(Page.tab)) Page.tab = "flows";
    const list = Page.make("div", "tabs", host);
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", Page.say("tab.label"));
    const tabs = names.map((name) => tab(list, host, name));
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const at = tabs.indexOf(document.activeElement);
      if (!step || at < 0) return;
      const next = tabs[(at + step + tabs.length) % tabs.length];
      event.preventDefault();
      next.click();
      next.focus();
    });
  };

  const DRAW = {
    flows: flows, matrix: matrix, time: Page.drawTime, places: places, cases: cases, sources: sources,
    lattice: Page.drawLattice, method: Page.drawMethod,
  };
  const FIXED = ["lattice", "method"];

  /** Writes the tables anew: at once where the reader sees them, else after the map is painted. */
  Page.refreshTables = function () {
    if (inView) return Page.writeTables();
    if (!late) late = requestAnimationFrame(() => setTimeout(() => late && Page.writeTables()));
    return undefined;
  };

  /** Writes the open tab anew; the others are written when they are opened. */
  Page.writeTables = function () {
    late = 0;
    shown = STEP;
    Object.keys(DRAW).filter((name) => !FIXED.includes(name)).forEach((name) => {
      const panel = document.getElementById("tab-" + name);
      if (!panel) return;
      const open = panel.querySelector("details[open]");
      panel.textContent = "";
      if (!panel.hidden) fill(panel, name);
      if (open && panel.querySelector("details")) panel.querySelector("details").open = true;
    });
  };

  function tab(list, host, name) {
    const open = Page.tab === name;
    const panel = Page.make("div", "tab-panel tab-" + name, host);
    panel.id = "tab-" + name;
    panel.dataset.title = Page.say("tab." + name);
    panel.setAttribute("role", "tabpanel");
    panel.hidden = !open;
    const one = Page.button("tab", list, Page.say("tab." + name), () => {
      if (late) Page.writeTables();
      Page.tab = name;
      host.querySelectorAll(".tab-panel").forEach((each) => (each.hidden = each !== panel));
      list.querySelectorAll(".tab").forEach((each) => mark(each, each === one));
      fill(panel, name);
    });
    one.id = "tab-of-" + name;
    one.setAttribute("role", "tab");
    one.setAttribute("aria-controls", panel.id);
    panel.setAttribute("aria-labelledby", one.id);
    mark(one, open);
    if (open) fill(panel, name);
    return one;
  }

  function mark(one, open) {
    one.setAttribute("aria-selected", String(open));
    one.tabIndex = open ? 0 : -1;
  }

  function fill(panel, name) {
    if (!panel.firstChild) DRAW[name](panel);
  }

  /** Fills every tab, so that all of them are on the printed sheet. */
  Page.fillAll = function () {
    if (late) Page.writeTables();
    Object.keys(DRAW).forEach((name) => {
      const panel = document.getElementById("tab-" + name);
      if (!panel) return;
      if (name === "lattice") panel.textContent = "";
      fill(panel, name);
    });
    document.querySelectorAll(".words details").forEach((each) => (each.open = true));
  };

  /** An empty table with its heads in a box that scrolls. */
  Page.table = function (panel, columns) {
    const scroll = Page.make("div", "scroll", panel);
    const one = Page.make("table", "list", scroll);
    const row = Page.make("tr", "", Page.make("thead", "", one));
    const heads = columns.map((text) => {
      const head = Page.make("th", "", row, text);
      head.scope = "col";
      return head;
    });
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", Page.say("table.region"));
    return { table: one, body: Page.make("tbody", "", one), heads: heads, scroll: scroll };
  };

  const COLUMNS = ["from", "to", "cases", "evidence", "years", "sources"];

  function flows(panel) {
    const rows = sorted();
    if (!rows.length) return Page.make("p", "quiet", panel, Page.say("table.none"));
    const parts = Page.table(panel, COLUMNS.map(() => ""));
    parts.heads.forEach((head, n) => sorter(head, COLUMNS[n], panel));
    rows.slice(0, shown).forEach((n) => flowRow(parts.body, n));
    if (rows.length > shown) {
      Page.make("p", "quiet", panel, Page.say("table.shown", { n: Page.number(shown), total: Page.number(rows.length) }));
      const more = Math.min(STEP, rows.length - shown);
      Page.button("more", panel, Page.say("table.more", { n: Page.number(more) }), () => {
        shown += STEP;
        redraw(panel, "flows");
      });
    }
    Page.markRow();
    return undefined;
  }

  function sorter(head, column, panel) {
    const active = order.column === column;
    head.setAttribute("aria-sort", active ? (order.down ? "descending" : "ascending") : "none");
    const text = Page.say("table." + column);
    const button = Page.button("sort", head, text + (active ? (order.down ? " \u2193" : " \u2191") : ""), () => {
      order = { column: column, down: active ? !order.down : column === "cases" || column === "sources" };
      redraw(panel, "flows");
      panel.querySelectorAll("button.sort")[COLUMNS.indexOf(column)].focus();
    });
    button.setAttribute("aria-label", Page.say("table.sort", { column: text }));
  }

  function redraw(panel, name) {
    panel.textContent = "";
    DRAW[name](panel);
  }

  function sorted() {
    const value = Page.value;
    const name = (n, end) => Page.place(Page.data.places[value.flows[n][end]][0]);
    const keys = {
      from: (n) => name(n, 0), to: (n) => name(n, 1), cases: (n) => value.flows[n][2],
      evidence: (n) => value.flows[n][3], years: (n) => value.flows[n][4] || 0, sources: (n) => value.flows[n][6],
    };
    const list = value.flows.map((_, n) => n);
    if (order.column === "cases" && order.down) return list;
    const key = list.map(keys[order.column]);
    const words = new Intl.Collator(Page.lang);
    const compare = typeof key[0] === "string" ? (a, b) => words.compare(key[a], key[b]) : (a, b) => key[a] - key[b];
    return list.sort((a, b) => (order.down ? -1 : 1) * compare(a, b) || a - b);
  }

  function flowRow(body, n) {
    const value = Page.value;
    const row = value.flows[n];
    const key = Page.flowKey(n);
    const line = Page.make("tr", "", body);
    line.dataset.key = key;
    const [from, to] = [row[0], row[1]].map((each) => Page.place(Page.data.places[each][0]));
    const first = Page.make("td", "", line);
    const pick = Page.button("pick", first, from, (event) => {
      event.stopPropagation();
      Page.select(key, true);
    });
    pick.setAttribute("aria-label", Page.say("table.select", { name: Page.flowName(n) }));
    Page.make("td", "", line, row[0] === row[1] ? Page.say("panel.within", { place: to }) : to);
    Page.make("td", "number", line, Page.number(row[2]));
    const kind = row[3] ? "inferred" : "stated";
    Page.make("span", "mark " + kind, Page.make("td", "", line), Page.say("panel." + kind));
    Page.make("td", "number", line, Page.years(row[4], row[5]));
    Page.make("td", "number", line, Page.number(row[6]));
    line.addEventListener("click", () => Page.select(key, true));
  }

  /** Marks the selected row. */
  Page.markRow = function () {
    document.querySelectorAll("tr[data-key]").forEach((row) => {
      const on = row.dataset.key === Page.selected;
      row.classList.toggle("chosen", on);
      const pick = row.querySelector("button.pick");
      if (pick) pick.setAttribute("aria-pressed", String(on));
    });
  };

  function matrix(panel) {
    const value = Page.value;
    Page.make("p", "quiet", panel, Page.say("table.matrix_note"));
    const starts = Array.from(new Set(value.flows.map((row) => row[0])));
    const ends = Array.from(new Set(value.flows.map((row) => row[1])));
    if (starts.length > MATRIX || ends.length > MATRIX) Page.make("p", "quiet", panel, Page.say("table.matrix_cut"));
    const rows = starts.slice(0, MATRIX);
    const columns = ends.slice(0, MATRIX);
    const cell = new Map(value.flows.map((row, n) => [row[0] + ">" + row[1], n]));
    const name = (n) => Page.place(Page.data.places[n][0]);
    const parts = Page.table(panel, [Page.say("table.from") + " \u2192 " + Page.say("table.to")].concat(columns.map(name)));
    parts.scroll.classList.add("grid");
    const top = Math.max.apply(null, value.flows.map((row) => row[2]).concat(1));
    rows.forEach((from) => {
      const line = Page.make("tr", "", parts.body);
      Page.make("th", "", line, name(from)).scope = "row";
      columns.forEach((to) => {
        const n = cell.get(from + ">" + to);
        const box = Page.make("td", "number", line, n === undefined ? "" : undefined);
        if (n === undefined) return;
        const count = value.flows[n][2];
        const pick = Page.button("cell shade-" + Math.min(3, Math.floor((4 * (count - 1)) / top)), box, Page.number(count), () => Page.select(Page.flowKey(n), true));
        pick.setAttribute("aria-label", Page.say("table.select", { name: Page.flowName(n) + ", " + Page.count("panel.cases", count) }));
      });
    });
  }

  function places(panel) {
    const value = Page.value;
    if (!value.mentions.length) return Page.make("p", "quiet", panel, Page.say("table.no_places"));
    const parts = Page.table(panel, ["place", "cases", "why"].map((name) => Page.say("table." + name)));
    value.mentions.forEach((row) => {
      const id = Page.data.places[row[0]][0];
      const line = Page.make("tr", "", parts.body);
      line.dataset.key = Page.placeKey(id);
      Page.button("pick", Page.make("td", "", line), Page.place(id), () => Page.select(Page.placeKey(id), true));
      Page.make("td", "number", line, row[1] ? Page.number(row[1]) : "");
      const why = row[2] === 2 ? "panel.mentioned_note" : "panel.only_place";
      Page.make("td", "", line, row[1] || row[2] !== 2 ? Page.say(row[2] === 2 ? "panel.mentioned" : "panel.only_place") : Page.say(why));
    });
    Page.markRow();
    return undefined;
  }

  function cases(panel) {
    Page.data.cases.filter((_, n) => Page.model.chosen[n]).forEach((one) => {
      Page.caseCard(panel, one, one.routes, () => true, one.events);
      const card = panel.lastChild;
      const summary = Page.pick(one.summary);
      if (summary) card.insertBefore(Page.make("p", "summary", null, summary), card.children[1] || null);
    });
    Page.make("p", "innocent", panel, Page.say("panel.innocent"));
  }

  function sources(panel) {
    const names = ["publisher", "title", "date", "reliability", "used_by"];
    const parts = Page.table(panel, names.map((name) => Page.say("sources." + name)));
    const cases = Page.data.cases.filter((_, n) => Page.model.chosen[n]);
    Page.data.sources.forEach((row, n) => {
      const used = cases.filter((one) => one.sources.includes(n)).map((one) => one.name);
      if (!used.length) return;
      const line = Page.make("tr", "", parts.body);
      Page.make("td", "", line, row[0]);
      Page.source(Page.make("td", "", line), n);
      Page.make("td", "number", line, Page.date(row[3], row[4]));
      Page.make("td", "", line, row[5]).title = Page.code("reliability", row[5]);
      Page.make("td", "", line, used.join(", "));
    });
  }
})(Page);
