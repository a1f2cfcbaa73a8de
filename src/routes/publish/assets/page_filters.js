// The filters in the file: years, origin, destination, purpose, evidence, each option with the
// number of distinct cases that it would leave; level, undo, and what to loosen when nothing is left.
(function (Page) {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const LISTS = ["from", "to", "purpose"];
  const NAMES = ["years", "from", "to", "purpose", "evidence"];
  const past = [];
  const MOST_STEPS = 100;
  const RECOUNT_MS = 100;
  let parts = null;

  const isSet = (state, name) => (name === "years" ? state.years !== null : state[name].length > 0);

  /** The filters in force, by name. */
  Page.active = () => NAMES.filter((name) => isSet(Page.state, name));

  /** Numbers for the model in place of ids and codes. */
  Page.asked = function (state) {
    return {
      years: state.years,
      from: state.from.map((id) => Page.placeNumber.get(id)),
      to: state.to.map((id) => Page.placeNumber.get(id)),
      purpose: state.purpose.map((code) => Page.model.codes.indexOf(code)),
      evidence: state.evidence.map((code) => Page.EVIDENCE.indexOf(code)),
      limit: state.within ? Page.data.views[state.within - 1].limit : null,
    };
  };

  /** Changes something of the state, and draws what follows from it. */
  Page.change = function (changes) {
    past.push(Page.state);
    if (past.length > MOST_STEPS) past.shift();
    Page.state = Object.assign({}, Page.state, { view: 0 }, changes);
    Page.refresh();
    Page.keepAddress();
  };

  /** Takes the last change back. */
  Page.undo = function () {
    if (!past.length) return;
    Page.state = past.pop();
    Page.refresh();
    Page.keepAddress();
  };

  const bare = () => ({ years: null, from: [], to: [], purpose: [], evidence: [], within: 0 });

  Page.clear = () => Page.change(bare());

  /** Draws the filters in the present language. */
  Page.drawFilters = function () {
    const host = byId("filters");
    host.textContent = "";
    host.setAttribute("aria-label", Page.say("filters"));
    const head = Page.make("div", "filters-head", host);
    Page.make("h2", "", head, Page.say("filters"));
    Page.button("close", head, "\u00d7", () => sheet(false)).setAttribute("aria-label", Page.say("panel.close"));
    parts = { lists: [] };
    if (Page.model.range) parts.years = years(host);
    LISTS.forEach((name) => parts.lists.push(list(host, name)));
    parts.evidence = pills(host, "evidence", Page.EVIDENCE);
    parts.level = pills(host, "level", Page.LEVELS);
    // At the head of the page they move nothing when they come; a narrow screen has them in the sheet.
    const tools = Page.make("div", "filter-tools", host);
    parts.tools = [["undo", Page.undo], ["clear", Page.clear]].map(([name, press]) => {
      byId(name).textContent = Page.say(name);
      byId(name).onclick = press;
      return [byId(name), Page.button("plain", tools, Page.say(name), press)];
    });
    byId("open-filters").onclick = () => sheet(true);
    Page.refreshFilters();
  };

  /** On a narrow screen the filters come up as a sheet. */
  function sheet(open) {
    byId("filters").classList.toggle("open", open);
    const goal = open ? byId("filters").querySelector("select, button.choice-button") : byId("open-filters");
    if (goal) goal.focus({ preventScroll: true });
  }

  function years(host) {
    const box = Page.make("div", "years", host);
    Page.make("span", "choice-label", box, Page.say("filter.years"));
    const ends = ["first_year", "last_year"].map((name, n) => {
      if (n) Page.make("span", "", box, "\u2013");
      const select = Page.make("select", "", box);
      select.setAttribute("aria-label", Page.say("filter." + name));
      ["pointerdown", "focus"].forEach((kind) => select.addEventListener(kind, () => countYears(select)));
      select.addEventListener("change", () => {
        const pair = ends.map((each) => (each.value ? Number(each.value) : null));
        if (pair[0] !== null && pair[1] !== null && pair[0] > pair[1]) pair.reverse();
        Page.change({ years: pair[0] === null && pair[1] === null ? null : pair });
      });
      return select;
    });
    const range = Page.model.range;
    ends.forEach((select, n) => {
      Page.make("option", "", select, Page.say(n ? "years.end" : "years.start")).value = "";
      for (let year = range[0]; year <= range[1]; year++) Page.make("option", "", select, String(year)).value = String(year);
    });
    return ends;
  }

  function list(host, name) {
    const label = (value) => (name === "purpose" ? Page.code("purpose", value) : Page.place(value));
    const value = (number) => (name === "purpose" ? Page.model.codes[number] : Page.data.places[number][0]);
    const options = () => {
      const counts = Page.model.facet(name);
      const found = Array.from(counts, ([number, count]) => [value(number), label(value(number)), count]);
      const there = new Set(found.map((each) => each[0]));
      Page.state[name].filter((each) => !there.has(each)).forEach((each) => found.push([each, label(each), 0]));
      const words = new Intl.Collator(Page.lang);
      return found.sort((a, b) => b[2] - a[2] || words.compare(a[1], b[1]));
    };
    const chosen = () => Page.state[name].map((each) => [each, label(each)]);
    return new Page.Choice(host, Page.say("filter." + name), options, chosen, (values) => Page.change({ [name]: values }));
  }

  /** Few options side by side: the evidence (any of them), the level (one of them). */
  function pills(host, name, codes) {
    const box = Page.make("div", "pills", host);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", Page.say("filter." + name));
    Page.make("span", "choice-label", box, Page.say("filter." + name));
    return codes.map((code) => Page.button("pill", box, "", () => {
      if (name === "level") return Page.change({ level: code });
      const kept = Page.state.evidence.filter((each) => each !== code);
      return Page.change({ evidence: kept.length < Page.state.evidence.length ? kept : kept.concat(code).sort() });
    }));
  }

  /** Counts and marks the filters anew. */
  Page.refreshFilters = function () {
    const state = Page.state;
    if (parts.years) refreshYears(state.years || [null, null]);
    parts.lists.forEach((each) => each.refresh());
    const counts = Page.model.facet("evidence");
    parts.evidence.forEach((pill, n) => {
      write(pill, Page.say("panel." + Page.EVIDENCE[n]) + " \u00b7 " + Page.number(counts.get(n) || 0));
      pill.setAttribute("aria-pressed", String(state.evidence.includes(Page.EVIDENCE[n])));
    });
    parts.level.forEach((pill, n) => {
      write(pill, Page.say("level." + Page.LEVELS[n]));
      pill.setAttribute("aria-pressed", String(state.level === Page.LEVELS[n]));
    });
    const active = Page.active().length + (state.within ? 1 : 0);
    [past.length, active].forEach((there, n) =>
      parts.tools[n].forEach((each) => (each.style.visibility = there ? "" : "hidden")));
    write(byId("open-filters"), Page.say("filters") + (active ? " \u00b7 " + active : ""));
    within(state);
    status();
    emptiness();
  };

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /** Counts beside the years, when a reader turns to them: browsers take long to write options. */
  function countYears(select) {
    const counts = Page.model.facet("years");
    for (let at = 1; at < select.options.length; at++) countYear(select.options[at], counts);
  }

  const countYear = (option, counts) =>
    write(option, option.value + " \u00b7 " + Page.number(counts.get(Number(option.value)) || 0));

  function refreshYears(pair) {
    const counts = Page.model.facet("years");
    parts.years.forEach((select, n) => {
      const range = Page.model.range;
      select.value = pair[n] === null ? "" : String(Math.min(range[1], Math.max(range[0], pair[n])));
      if (pair[n] !== null) countYear(select.selectedOptions[0], counts);
      if (document.activeElement === select) setTimeout(countYears, RECOUNT_MS, select);
      select.classList.toggle("active", pair[n] !== null);
    });
  }

  /** What an author's view asks beyond these filters, with the way to drop it. */
  function within(state) {
    const host = byId("within");
    host.textContent = "";
    host.hidden = !state.within;
    if (!state.within) return;
    const view = Page.data.views[state.within - 1];
    view.rest.forEach(([name, values]) => Page.make("span", "chip", host, Page.askedText(name, values)));
    Page.button("plain", host, Page.say("within.drop"), () => Page.change({ within: 0 }));
  }

  /** The filters in words, for paper, presentation and those who listen. */
  Page.filterWords = function () {
    const state = Page.state;
    const words = Page.active().map((name) => Page.askedText(name, name === "years" ? [yearText(state.years)] : state[name]));
    if (state.within) Page.data.views[state.within - 1].rest.forEach(([name, values]) => words.push(Page.askedText(name, values)));
    return words.concat(Page.data.filters.map(([name, values]) => Page.askedText(name, values)));
  };

  const yearText = ([first, last]) => (first === last ? String(first) : [first, last].map((each) => each || "").join(":"));

  function status() {
    write(byId("status"), Page.count("panel.cases", Page.model.cases) + ", " + Page.count("status.flows", Page.value.flows.length));
    const words = Page.filterWords();
    write(byId("printed"), words.length ? Page.say("filters") + ": " + words.join(" \u00b7 ") : "");
  }

  /** Nothing left: which filter to loosen, those that bring back most first. */
  function emptiness() {
    const host = byId("empty");
    const none = !Page.value.flows.length && !Page.value.mentions.length;
    host.textContent = "";
    host.hidden = !none || !(Page.active().length || Page.state.within);
    if (host.hidden) return;
    Page.make("p", "", host, Page.say("empty.title"));
    const ways = Page.active().map((name) => [Page.model.countWithout(name), name]).filter((each) => each[0]);
    ways.sort((a, b) => b[0] - a[0]).forEach(([count, name]) => {
      const words = Page.say("empty.without", { name: Page.say("filter." + name), cases: Page.count("panel.cases", count) });
      Page.button("plain", host, words, () => Page.change({ [name]: bare()[name] }));
    });
    Page.button("plain", host, Page.say("clear"), Page.clear);
  }
})(Page);
