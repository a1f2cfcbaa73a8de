// What a line is, what is counted, where the file comes from.
(function (Page) {
  "use strict";

  const FACTS = ["release_id", "audience", "user", "made_on", "data_version", "register_version", "policy", "code_version"];

  /** Fills the tab: method first, then the manifest. */
  Page.drawMethod = function (panel) {
    const text = Page.make("div", "method", panel);
    ["line", "count", "limits", "grades", "base", "file"].forEach((name) => {
      Page.make("h3", "", text, Page.say("method." + name + "_title"));
      Page.make("p", "", text, Page.say("method." + name));
    });
    Page.make("h3", "", text, Page.say("manifest.title"));
    const list = Page.make("dl", "manifest", text);
    FACTS.forEach((name) => fact(list, name, value(name)));
    fact(list, "query", Page.data.filters.map(([name, values]) => Page.askedText(name, values)).join(" \u00b7 ") || Page.say("all_cases"));
    fact(list, "sources", Page.number(Page.manifest.sources.length));
    if (Page.data.synthetic) fact(list, "synthetic", Page.madeUp());
  };

  function value(name) {
    const said = Page.manifest[name];
    if (name === "audience") return Page.say("manifest.audience_" + said);
    if (name === "register_version" && /^0+$/.test(said)) return Page.say("manifest.no_register");
    if (name === "policy" && said === Page.data.policy) return Page.say("manifest.policy_now", { name: said.split(" ")[0] });
    return name === "made_on" ? Page.date(said, "day") : said;
  }

  function fact(list, name, text) {
    if (!text) return;
    Page.make("dt", "", list, Page.say("manifest." + name));
    Page.make("dd", "", list, text);
  }
})(Page);
