// The exported page: reads its data, keeps one state, and draws map, totals and tables from it.
(function (Page) {
  "use strict";

  const byId = (id) => document.getElementById(id);

  function start() {
    const data = (Page.data = JSON.parse(byId("rutas-data").textContent));
    Page.manifest = JSON.parse(byId("rutas-manifest").textContent);
    Page.placeNumber = new Map(data.places.map((row, n) => [row[0], n]));
    Page.model = new Page.Model(data);
    Page.tab = "flows";
    Page.presenting = false;
    Page.theme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const read = Page.readHash(location.hash);
    take(read);
    const map = L.map("map", {
      center: [5.5, -73], zoom: 5, zoomSnap: 0, zoomControl: false, attributionControl: false,
      wheelPxPerZoomLevel: 100,
    });
    Page.scene = Rutas.dress(map, { view: "colombia", onSelect: (key) => Page.select(key) });
    listen();
    draw();
    Page.followAddress(follow);
    if (read.present) Page.present(Page.state.view, true);
    document.documentElement.dataset.ready = "true";
    performance.mark("rutas-ready");
  }

  function listen() {
    byId("theme").addEventListener("click", () => {
      Page.theme = Page.theme === "dark" ? "light" : "dark";
      draw();
    });
    byId("print").addEventListener("click", () => window.print());
    byId("present").addEventListener("click", () => Page.present());
    window.addEventListener("beforeprint", Page.beforePrint);
    window.addEventListener("afterprint", Page.afterPrint);
    Page.listenForPresentation();
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && Page.selected) Page.select("");
    });
  }

  function take(read) {
    Page.state = read.state;
    Page.selected = read.sel;
    Page.lang = read.lang;
    Page.notices = read.notices;
  }

  /** The reader went back, forward or along a link. */
  function follow(read) {
    const spoke = Page.lang;
    take(read);
    if (spoke === Page.lang) {
      Page.refresh();
      notices();
    } else draw();
    if (read.present) Page.present(Page.state.view, true);
    else if (Page.presenting) Page.leave();
  }

  /** Opens a view of the author. */
  Page.openView = function (number) {
    Page.state = Page.viewState(number);
    Page.selected = Page.data.views[number - 1].sel;
    Page.refresh();
    Page.keepAddress();
  };

  /** Draws everything in the present language and theme. */
  Page.draw = draw;
  function draw() {
    document.documentElement.lang = Page.lang;
    document.documentElement.dataset.theme = Page.theme;
    Rutas.applyTheme(document.documentElement, Page.theme);
    document.title = Page.data.title || Page.say("title");
    ["subtitle", "skip", "print"].forEach((id) => (byId(id).textContent = Page.say(id)));
    byId("title").textContent = Page.data.title || Page.say("title");
    byId("present").textContent = Page.say("present.start");
    byId("present").title = Page.say("present.key");
    byId("theme").textContent = Page.say(Page.theme === "dark" ? "light" : "dark");
    byId("synthetic").hidden = !Page.data.synthetic;
    byId("synthetic").textContent = Page.madeUp();
    Page.names = Page.data.places.map((row) => [row[0], Page.place(row[0])].concat(row.slice(3)));
    Page.drawWatermark();
    languages();
    views();
    notices();
    asked();
    count();
    Page.drawFilters();
    Page.drawTotals();
    feedMap();
    Page.drawTables();
    Page.showPanel(Page.selected);
    Page.redrawSlide();
    foot();
  }

  /** Counts what the state asks for. */
  function count() {
    const { state, model, data } = Page;
    model.ask(Page.asked(state));
    Page.value = {
      v: 1,
      cases: model.cases,
      places: Page.names,
      flows: Page.flowRows(model, state.level),
      mentions: Page.mentionRows(model, state.level),
      breaks: data.breaks[Page.LEVELS.indexOf(state.level)],
      years: state.years || data.years,
    };
    Page.flowIndex = new Map(Page.value.flows.map((row, n) => [Page.flowKey(n), n]));
  }

  /** Draws what follows from the state: totals, filters, map, tables, evidence. */
  Page.refresh = function () {
    count();
    Page.refreshFilters();
    Page.drawTotals();
    feedMap();
    Page.refreshTables();
    Page.showPanel(Page.selected);
    Page.redrawSlide();
  };

  function languages() {
    const host = byId("languages");
    host.textContent = "";
    host.setAttribute("aria-label", Page.say("language"));
    [["es", "Espa\u00f1ol"], ["en", "English"]].forEach(([lang, name]) => {
      const one = Page.button("", host, lang.toUpperCase(), () => {
        Page.lang = lang;
        draw();
        Page.keepAddress();
        host.querySelector("[lang=" + lang + "]").focus();
      });
      one.lang = lang;
      one.title = name;
      one.setAttribute("aria-label", name);
      one.setAttribute("aria-pressed", String(lang === Page.lang));
    });
  }

  /** The author's views as links. */
  function views() {
    const host = byId("views");
    host.textContent = "";
    host.hidden = !Page.data.views.length;
    host.setAttribute("aria-label", Page.say("present.views"));
    if (host.hidden) return;
    Page.make("span", "choice-label", host, Page.say("present.views"));
    Page.data.views.forEach((view, n) => {
      const link = Page.make("a", "view-link", host, n + 1 + ". " + (view.title || Page.say("present.untitled")));
      link.href = "#view=" + (n + 1) + (Page.lang === Page.data.lang ? "" : "&lang=" + Page.lang);
    });
  }

  /** Says what of the address was not understood. */
  function notices() {
    const host = byId("notices");
    host.textContent = "";
    host.hidden = !Page.notices.length;
    Page.notices.slice(0, 5).forEach((notice) => Page.make("p", "", host, Page.noticeText(notice)));
    if (host.hidden) return;
    Page.button("plain", host, Page.say("notice.close"), () => {
      Page.notices = [];
      notices();
    });
  }

  /** Says under which filters the page was made. */
  function asked() {
    const host = byId("asked");
    host.textContent = "";
    host.hidden = !Page.data.filters.length;
    if (!host.hidden) Page.make("span", "choice-label", host, Page.say("made_with"));
    Page.data.filters.forEach(([name, values]) => Page.make("span", "chip", host, Page.askedText(name, values)));
  }

  /** A filter and its values in words. */
  Page.askedText = (name, values) =>
    Page.say("filter." + name) + ": " + values.map((value) => filterValue(name, value)).join(", ");

  function filterValue(name, value) {
    if (name === "minors") return Page.say("filter." + value);
    if (name === "years") return value.replace(":", "\u2013");
    if (name in { from: 1, to: 1, via: 1, crossing: 1, nationality: 1 }) return Page.place(value);
    return name in { purpose: 1, mode: 1, evidence: 1, handling: 1 } ? Page.code(name, value) : value;
  }

  /** Hands the map its value in the present language and theme. */
  function feedMap() {
    Page.scene.setData(Object.assign({}, Page.value, { lang: Page.lang, theme: Page.theme, sel: Page.selected }), Page);
  }

  function foot() {
    const words = [Page.say("title") + " " + Page.manifest.code_version,
      Page.say("generated", { date: Page.date(Page.manifest.made_on, "day") }),
      Page.say("manifest.release_id") + " " + Page.manifest.release_id];
    byId("foot").textContent = words.join(" \u00b7 ");
  }

  Page.flowKey = function (n) {
    const row = Page.value.flows[n];
    const places = Page.data.places;
    return "flow:" + places[row[0]][0] + ">" + places[row[1]][0];
  };

  Page.placeKey = function (id) {
    const row = Page.placeRow(id);
    if (row && row[5] === 0) return "crossing:" + id;
    return (row && row[5] === 2 && row[6] === "COL" ? "department:" : "place:") + id;
  };

  /** Fits the map to its box again. */
  Page.resize = () => Page.scene.map.invalidateSize({ animate: false, pan: false });

  /** Selects on the map, in the tables and in the panel; from the table the map comes into view. */
  Page.select = function (key, fromTable) {
    const before = document.activeElement;
    Page.selected = key;
    Page.scene.taken();
    Page.showPanel(key);
    Page.resize();
    Page.scene.select(key, true);
    Page.markRow();
    Page.keepAddress();
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

  /** Says that cases are made up: all of them, or some. */
  Page.madeUp = () => Page.say("synthetic_" + Page.data.madeUp);

  let opener = null;
  try {
    start();
  } catch (error) {
    const box = byId("failure");
    box.hidden = false;
    box.textContent = "No se pudo leer este archivo. / This file could not be read.";
    throw error;
  }
})(Page);
