// The exported page: reads its data, draws map, totals and tables, and keeps one selection.
(function (Page) {
  "use strict";

  const KPIS = ["arrests", "victims", "minors", "assets"];
  const byId = (id) => document.getElementById(id);

  function start() {
    Page.data = JSON.parse(byId("rutas-data").textContent);
    Page.data.value.flows = rowsOf(Page.data.value.flows);
    Page.manifest = JSON.parse(byId("rutas-manifest").textContent);
    Page.lang = Page.data.lang;
    Page.selected = "";
    Page.tab = "flows";
    Page.theme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    Page.flowIndex = new Map(Page.data.value.flows.map((row, n) => [Page.flowKey(n), n]));
    const map = L.map("map", {
      center: [5.5, -73], zoom: 5, zoomSnap: 0, zoomControl: false, attributionControl: false,
      wheelPxPerZoomLevel: 100,
    });
    Page.scene = Rutas.dress(map, { view: "colombia", onSelect: (key) => Page.select(key) });
    byId("theme").addEventListener("click", () => {
      Page.theme = Page.theme === "dark" ? "light" : "dark";
      draw();
    });
    byId("print").addEventListener("click", () => window.print());
    window.addEventListener("beforeprint", beforePrint);
    window.addEventListener("afterprint", afterPrint);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && Page.selected) Page.select("");
    });
    draw();
    document.documentElement.dataset.ready = "true";
    performance.mark("rutas-ready");
  }

  /** Flows as rows; thousands of them come as columns. */
  function rowsOf(flows) {
    if (!flows.columns) return flows;
    const [steps, to, cases, inferred, first, span, sources] = flows.columns;
    let from = 0;
    return steps.map((step, n) => {
      from += step;
      const last = first[n] === null || span[n] === null ? span[n] : first[n] + span[n];
      return [from, to[n], cases[n], inferred[n], first[n], last, sources[n]];
    });
  }

  /** Draws everything in the present language and theme. */
  function draw() {
    document.documentElement.lang = Page.lang;
    document.documentElement.dataset.theme = Page.theme;
    Rutas.applyTheme(document.documentElement, Page.theme);
    document.title = Page.say("title");
    ["title", "subtitle", "skip", "print"].forEach((id) => (byId(id).textContent = Page.say(id)));
    byId("theme").textContent = Page.say(Page.theme === "dark" ? "light" : "dark");
    byId("synthetic").hidden = !Page.data.synthetic;
    byId("synthetic").textContent = Page.say("synthetic");
    languages();
    totals();
    asked();
    feedMap();
    Page.drawTables();
    Page.showPanel(Page.selected);
    foot();
  }

  function languages() {
    const host = byId("languages");
    host.textContent = "";
    host.setAttribute("aria-label", Page.say("language"));
    [["es", "Espa\u00f1ol"], ["en", "English"]].forEach(([lang, name]) => {
      const one = Page.button("", host, lang.toUpperCase(), () => {
        Page.lang = lang;
        draw();
        host.querySelector("[lang=" + lang + "]").focus();
      });
      one.lang = lang;
      one.title = name;
      one.setAttribute("aria-label", name);
      one.setAttribute("aria-pressed", String(lang === Page.lang));
    });
  }

  function totals() {
    const host = byId("kpis");
    const sums = Page.data.totals;
    host.textContent = "";
    host.setAttribute("aria-label", Page.say("kpi.label"));
    const list = Page.make("dl", "kpi-row", host);
    kpi(list, Page.number(sums.cases), "", Page.say("kpi.cases." + (sums.cases === 1 ? "one" : "other")), "");
    KPIS.forEach((name) => {
      const total = sums[name];
      const value = total.value === null ? "" : Page.number(total.value);
      const prefix = total.value === null ? "" : Page.say("kpi." + total.qualifier);
      const missing = total.missing && total.value !== null ? Page.count("kpi.missing", total.missing) : "";
      kpi(list, value || Page.say("kpi.no_data"), prefix, Page.say("kpi." + name) + worth(name, sums), missing);
    });
    const notes = [Page.say("kpi.note")];
    if (sums.conflicts) notes.push(Page.count("kpi.conflicts", sums.conflicts));
    Page.make("p", "kpi-note", host, notes.join(" "));
  }

  function worth(name, sums) {
    const value = sums.asset_value_cop.value;
    if (name !== "assets" || value === null) return "";
    const million = value >= 1e6 && value % 1e6 === 0;
    const key = million ? "kpi.pesos" : "kpi.pesos_exact";
    return " (" + Page.say(key, { n: Page.number(million ? value / 1e6 : value) }) + ")";
  }

  function kpi(list, value, prefix, label, missing) {
    const box = Page.make("div", "kpi", list);
    const term = Page.make("dt", "", box, label);
    if (missing) term.title = missing;
    const number = Page.make("dd", /\d/.test(value) ? "" : "no-data", box);
    if (prefix) Page.make("small", "", number, prefix + " ");
    Page.make("span", "", number, value);
  }

  /** Says under which filters the page was made. */
  function asked() {
    const host = byId("asked");
    host.textContent = "";
    host.hidden = !Page.data.filters.length;
    Page.data.filters.forEach(([name, values]) => {
      const words = values.map((value) => filterValue(name, value)).join(", ");
      Page.make("span", "chip", host, Page.say("filter." + name) + ": " + words);
    });
  }

  function filterValue(name, value) {
    if (name === "minors") return Page.say("filter." + value);
    if (name === "years") return value.replace(":", "\u2013");
    if (name in { from: 1, to: 1, via: 1, crossing: 1, nationality: 1 }) return Page.place(value);
    return name in { purpose: 1, mode: 1, evidence: 1, handling: 1 } ? Page.code(name, value) : value;
  }

  /** Hands the map its value in the present language and theme. */
  function feedMap() {
    const value = Object.assign({}, Page.data.value, { lang: Page.lang, theme: Page.theme, sel: Page.selected });
    value.places = value.places.map((row) => {
      const copy = row.slice();
      copy[1] = Page.place(row[0]);
      return copy;
    });
    Page.scene.setData(value, Page);
  }

  function foot() {
    const words = [Page.say("title") + " " + Page.manifest.code_version,
      Page.say("generated", { date: Page.date(Page.manifest.made_on, "day") }),
      Page.say("method.data_version") + " " + Page.manifest.data_version.slice(0, 12)];
    byId("foot").textContent = words.join(" \u00b7 ");
  }

  Page.flowKey = function (n) {
    const row = Page.data.value.flows[n];
    const places = Page.data.value.places;
    return "flow:" + places[row[0]][0] + ">" + places[row[1]][0];
  };

  Page.placeKey = function (id) {
    const row = Page.data.places[id];
    if (row && row[2] === 0) return "crossing:" + id;
    return (row && row[2] === 2 && row[3] === "COL" ? "department:" : "place:") + id;
  };

  /** Selects on the map, in the tables and in the panel; from the table the map comes into view. */
  Page.select = function (key, fromTable) {
    const before = document.activeElement;
    Page.selected = key;
    Page.scene.taken();
    Page.showPanel(key);
    Page.scene.map.invalidateSize({ animate: false, pan: false });
    Page.scene.select(key, true);
    Page.markRow();
    const narrow = window.matchMedia("(max-width: 899px)").matches;
    if (key && (fromTable || narrow)) byId("stage").scrollIntoView({ block: narrow ? "start" : "nearest" });
    if (key) Page.scene.reveal(key);
    if (key && fromTable) {
      opener = before;
      byId("panel").focus({ preventScroll: true });
    } else if (!key && byId("panel").contains(before)) {
      // Who came from a row goes back to it.
      const back = opener && opener.isConnected ? opener : Page.scene.map.getContainer();
      back.focus({ preventScroll: back !== opener });
      opener = null;
    }
  };

  let opener = null;
  let themeBefore = "";

  function beforePrint() {
    themeBefore = Page.theme;
    Page.fillAll();
    if (Page.theme === "dark") {
      Page.theme = "light";
      draw();
      Page.fillAll();
    }
    document.documentElement.dataset.print = "true";
    Page.scene.map.invalidateSize({ animate: false, pan: false });
  }

  function afterPrint() {
    delete document.documentElement.dataset.print;
    Page.theme = themeBefore || Page.theme;
    draw();
    Page.scene.map.invalidateSize({ animate: false, pan: false });
  }

  try {
    start();
  } catch (error) {
    const box = byId("failure");
    box.hidden = false;
    box.textContent = "No se pudo leer este archivo. / This file could not be read.";
    throw error;
  }
})(Page);
