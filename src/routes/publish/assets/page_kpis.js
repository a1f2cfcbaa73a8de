// Totals over distinct cases: what the sources count in the cases that the filters leave.
(function (Page) {
  "use strict";

  const KPIS = ["arrests", "victims", "minors", "assets"];

  /** Writes the sums over the chosen cases. */
  Page.drawTotals = function () {
    const host = document.getElementById("kpis");
    const sums = Page.model.totals();
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
  };

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
})(Page);
