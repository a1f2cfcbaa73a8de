// The exported page's words, numbers and dates, and the making of elements. Text is only ever set
// as textContent: whatever stands in the data is shown, never run.
const Page = {};
(function (Page) {
  "use strict";

  const WEB = /^https?:\/\//i;

  /** A sentence in the reader's language, its {fields} filled in. */
  Page.say = function (key, fields) {
    const sentence = Page.data.words[Page.lang][key];
    return (sentence === undefined ? "" : sentence).replace(/\{(\w+)\}/g, (all, name) =>
      fields && name in fields ? String(fields[name]) : all
    );
  };

  /** A counted sentence: key.one or key.other. */
  Page.count = (key, n) => Page.say(key + (n === 1 ? ".one" : ".other"), { n: Page.number(n) });

  /** The label of a code, or the code itself. */
  Page.code = (list, code) => Page.data.words[Page.lang]["codes." + list + "." + code] || code;

  Page.number = (value) => Rutas.number(Page.lang, value);

  /** A text that may stand in both languages. */
  Page.pick = (text) => (Array.isArray(text) ? text[Page.lang === "en" ? 1 : 0] : text);

  /** An ISO date, no more precise than known. */
  Page.date = function (iso, precision) {
    if (!iso) return "";
    const parts = iso.split("-").map(Number);
    const months = Page.data.words[Page.lang].months;
    if (parts.length === 1 || precision === "year") return String(parts[0]);
    const month = months[parts[1] - 1] + " " + parts[0];
    return parts.length === 2 || precision === "month" ? month : parts[2] + " " + month;
  };

  /** The name of a place. */
  Page.place = function (id) {
    const row = Page.placeRow(id);
    return row ? row[Page.lang === "en" ? 2 : 1] : id;
  };

  /** A place: id, two names, longitude, latitude, level, country, first-level unit, members. */
  Page.placeRow = (id) => Page.data.places[Page.placeNumber.get(id)];

  /** The place in which a place lies at the level of the map. */
  Page.up = function (id) {
    const number = Page.placeNumber.get(id);
    const level = Page.LEVELS.indexOf(Page.state.level);
    if (number === undefined || !level) return id;
    return Page.data.places[Page.data.levels[level - 1][number]][0];
  };

  /** First and last year as one text. */
  Page.years = function (first, last) {
    if (first === null || first === undefined) return Page.say("table.undated");
    return last === null || last === first ? String(first) : first + "\u2013" + last;
  };

  /** A new element with a class, a parent and a text. */
  Page.make = Rutas.make;

  Page.button = function (name, parent, text, press) {
    const element = Page.make("button", name, parent, text);
    element.type = "button";
    element.addEventListener("click", press);
    return element;
  };

  /** A source in one line; a link only where its address is a web address. */
  Page.source = function (parent, n) {
    const [publisher, title, url, published, precision] = Page.data.sources[n];
    const line = Page.make("p", "source", parent);
    const when = Page.date(published, precision);
    const words = publisher + ": " + title + (when ? ", " + when : "");
    if (WEB.test(url)) {
      const link = Page.make("a", "", line, words + " \u2197");
      link.href = url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      link.title = Page.say("panel.external");
    } else {
      line.textContent = words + " (" + Page.say("panel.no_address") + ")";
    }
    const note = Page.data.sources[n][6];
    if (note) Page.make("span", "use", line, note);
    return line;
  };
})(Page);
