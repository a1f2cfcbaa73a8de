// Protected counts of the cases that may not be shown one by one: a table of its own, never on
// the map, never added to the cases.
(function (Page) {
  "use strict";

  const [YEAR, UNDATED, ALL] = [0, 1, 2];
  let chosen = { end: 0, group: 0 };

  /** Fills the tab; on paper with every table. */
  Page.drawLattice = function (panel) {
    const lattice = Page.data.lattice;
    Page.make("p", "quiet", panel, Page.say("lattice.why", { threshold: lattice.threshold, rounding: lattice.rounding }));
    if (document.documentElement.dataset.print) {
      [0, 1].forEach((end) => lattice.groups.forEach((group, n) => table(panel, end, n, title(end, n))));
      return;
    }
    const tools = Page.make("div", "lattice-tools", panel);
    pick(tools, "end", [Page.say("lattice.origin"), Page.say("lattice.destination")], panel);
    pick(tools, "group", lattice.groups.map(groupName), panel);
    table(panel, chosen.end, chosen.group, title(chosen.end, chosen.group));
    Page.make("p", "quiet", panel, Page.count("lattice.cells", Page.data.suppressed.cells || 0));
  };

  const title = (end, group) => Page.say(end ? "lattice.destination" : "lattice.origin") + " \u00b7 " + groupName(Page.data.lattice.groups[group]);

  const word = (name) => Page.data.words[Page.lang]["lattice." + name];

  function groupName(group) {
    const [kind, country] = group.split(":");
    if (!country) return word("group." + kind) || kind;
    return Page.say("lattice.nationality", { country: word("area." + country) || Page.place(country) });
  }

  function pick(host, name, options, panel) {
    const label = Page.make("label", "", host, Page.say("lattice.by_" + name) + " ");
    const select = Page.make("select", "", label);
    options.forEach((text, n) => (Page.make("option", "", select, text).value = String(n)));
    select.value = String(chosen[name]);
    select.addEventListener("change", () => {
      chosen = Object.assign({}, chosen, { [name]: Number(select.value) });
      panel.textContent = "";
      Page.drawLattice(panel);
      panel.querySelectorAll("select")[name === "end" ? 0 : 1].focus();
    });
  }

  function table(panel, end, group, heading) {
    const rows = Page.data.lattice.rows.filter((row) => row[0] === end && row[4] === group);
    if (!rows.length) return;
    const years = Array.from(new Set(rows.filter((row) => row[3] === YEAR).map((row) => row[2]))).sort();
    const columns = years.map((year) => [YEAR, year, String(year)]);
    if (rows.some((row) => row[3] === UNDATED)) columns.push([UNDATED, 0, Page.say("table.undated")]);
    if (rows.some((row) => row[3] === ALL)) columns.push([ALL, 0, Page.say("lattice.all_years")]);
    const words = new Intl.Collator(Page.lang);
    const whole = (number) => (Page.data.lattice.areas[number] ? 0 : 1);
    const areas = Array.from(new Set(rows.map((row) => row[1]))).sort((a, b) => whole(a) - whole(b) || words.compare(area(a), area(b)));
    const cell = new Map(rows.map((row) => [[row[1], row[3], row[2]].join(), row[5]]));
    const parts = Page.table(panel, [Page.say("lattice.place")].concat(columns.map((each) => each[2])));
    parts.scroll.classList.add("lattice");
    Page.make("caption", "", parts.table, heading);
    areas.forEach((number) => {
      const line = Page.make("tr", whole(number) ? "all" : "", parts.body);
      Page.make("th", "", line, area(number)).scope = "row";
      columns.forEach(([period, year]) => count(line, cell.get([number, period, year].join())));
    });
  }

  function area(number) {
    const id = Page.data.lattice.areas[number];
    return id ? word("area." + id) || Page.place(id) : Page.say("lattice.all_areas");
  }

  function count(line, victims) {
    if (victims === undefined) return Page.make("td", "protected", line, "\u2013");
    if (victims < 0) return Page.make("td", "protected", line, Page.say("lattice.suppressed", { threshold: Page.data.lattice.threshold }));
    return Page.make("td", "number", line, Page.number(victims));
  }
})(Page);
