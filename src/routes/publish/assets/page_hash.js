// What the reader looks at as the part of the address behind the #, and back. The names are those
// of the app's links; what is not understood is left out with a notice.
(function (Page) {
  "use strict";

  const LISTS = ["from", "to", "purpose", "evidence"];
  const EVIDENCE = ["stated", "inferred", "mentioned"];
  const SHOWN = 80;

  /** What the page shows when nothing else is asked. */
  Page.plainState = () => ({
    years: null, from: [], to: [], purpose: [], evidence: [], level: Page.data.level, view: 0, within: 0,
  });

  /** What one of the author's views shows. */
  Page.viewState = function (number) {
    const view = Page.data.views[number - 1];
    const state = Object.assign(Page.plainState(), { level: view.level, view: number });
    Object.entries(view.ask).forEach(([name, value]) => (state[name] = readValue(name, value, [])));
    state.within = view.limit ? number : 0;
    return state;
  };

  /** The state, selection and language as text behind the #. */
  Page.writeHash = function () {
    const state = Page.state;
    const words = new URLSearchParams();
    const view = state.view && Page.data.views[state.view - 1];
    if (view) {
      words.set("view", String(state.view));
      if (Page.selected !== view.sel) words.set("sel", Page.selected);
    } else {
      LISTS.forEach((name) => state[name].length && words.set(name, state[name].join(",")));
      if (state.years) words.set("years", writtenYears(state.years));
      if (state.level !== Page.data.level) words.set("level", state.level);
      if (state.within) words.set("within", String(state.within));
      if (Page.selected) words.set("sel", Page.selected);
    }
    if (Page.lang !== Page.data.lang) words.set("lang", Page.lang);
    if (Page.presenting) words.set("present", "1");
    return words.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
  };

  const writtenYears = ([first, last]) =>
    first === last ? String(first) : (first === null ? "" : first) + ":" + (last === null ? "" : last);

  /** Reads an address: the state, the selection, the language and what was left out. */
  Page.readHash = function (text) {
    const words = new Map(new URLSearchParams(text.replace(/^#/, "")));
    const notices = [];
    const number = viewNumber("view", words, notices);
    const state = number ? Page.viewState(number) : Page.plainState();
    const found = { state: state, sel: number ? Page.data.views[number - 1].sel : "", lang: Page.data.lang, present: false, notices: notices };
    words.forEach((value, name) => {
      if (name === "view") return;
      if (LISTS.includes(name) || name === "years") {
        state[name] = readValue(name, value, notices);
        state.view = 0;
      } else if (name === "level" && Page.LEVELS.includes(value)) {
        state.level = value;
        state.view = 0;
      } else if (name === "within") {
        state.within = viewNumber(name, words, notices, true);
      } else if (name === "sel" && isSelection(value)) found.sel = value;
      else if (name === "lang" && value in Page.data.words) found.lang = value;
      else if (name === "present" && value === "1") found.present = true;
      else notices.push([["level", "sel", "lang", "present"].includes(name) ? "value" : "name", name, value]);
    });
    return found;
  };

  function viewNumber(name, words, notices, limited) {
    if (!words.has(name)) return 0;
    const number = Number(words.get(name));
    const view = Number.isInteger(number) ? Page.data.views[number - 1] : undefined;
    if (view && (!limited || view.limit)) return number;
    notices.push(["value", name, words.get(name)]);
    return 0;
  }

  function readValue(name, value, notices) {
    if (name === "years") return readYears(value, notices);
    const known = { purpose: Page.model.codes, evidence: EVIDENCE }[name] || Page.placeNumber;
    const has = (each) => (Array.isArray(known) ? known.includes(each) : known.has(each));
    const values = value.split(",").map((each) => each.trim()).filter(Boolean);
    values.filter((each) => !has(each)).forEach((each) => notices.push(["value", name, each]));
    return Array.from(new Set(values.filter(has))).sort();
  }

  function readYears(value, notices) {
    if (!value) return null;
    const found = /^([1-9]\d{3})?(:?)([1-9]\d{3})?$/.exec(value);
    const wrong = !found || (!found[1] && !found[3]) || (found[1] && found[3] && !found[2]);
    const first = found && found[1] ? Number(found[1]) : null;
    const last = found && found[3] ? Number(found[3]) : null;
    if (wrong || (first !== null && last !== null && first > last)) {
      notices.push(["value", "years", value]);
      return null;
    }
    return found[2] ? [first, last] : [first === null ? last : first, first === null ? last : first];
  }

  const isSelection = (key) => !key || /^(flow:[\w.:-]+>[\w.:-]+|(place|department|crossing):[\w.:-]+)$/.test(key);

  /** A notice as a sentence. */
  Page.noticeText = ([kind, name, value]) => {
    const label = Page.data.words[Page.lang]["filter." + name] || name;
    return Page.say("notice." + kind, { name: kind === "name" ? cut(name) : label, value: cut(value) });
  };

  const cut = (text) => (text.length > SHOWN ? text.slice(0, SHOWN - 1) + "\u2026" : text);

  let waiting = 0;
  let written = null;

  /** Notes the present state in the address, soon; changes at one moment are one step back. */
  Page.keepAddress = function () {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const text = Page.writeHash();
      if (text === written) return;
      if (text !== location.hash.slice(1)) location.hash = text;
      written = location.hash.slice(1);
    }, 0);
  };

  /** Follows the address when the reader goes back, forward, or along a link. */
  Page.followAddress = function (follow) {
    written = location.hash.slice(1);
    window.addEventListener("hashchange", () => {
      if (location.hash.slice(1) === written) return;
      written = location.hash.slice(1);
      follow(Page.readHash(location.hash));
    });
  };

  Page.EVIDENCE = EVIDENCE;
})(Page);
