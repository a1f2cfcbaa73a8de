// The cases in the file as columns of whole numbers: what the filters leave of them, and how many
// cases each option of each filter would leave. Python's routes.selection and routes.analysis
// are the same rules; a test compares the two. Nothing here touches the page.
(function (Page) {
  "use strict";

  const YEARS = 1;
  const PURPOSE = 2;
  const FROM = 4;
  const TO = 8;
  const EVIDENCE = 16;
  const LIMIT = 32;
  const BIT = { years: YEARS, purpose: PURPOSE, from: FROM, to: TO, evidence: EVIDENCE };
  const ABOUT = 1;
  const AT_LEAST = 2;
  const QUALIFIERS = ["exact", "about", "at_least", "about_at_least"];

  /** A column of steps as the rising column it stands for. */
  function risen(steps) {
    const column = new Int32Array(steps.length);
    let value = 0;
    steps.forEach((step, n) => (column[n] = value += step));
    return column;
  }

  /** Flags of the given length, set at some positions. */
  function flagged(length, positions, value) {
    const flags = new Uint8Array(length);
    positions.forEach((n) => (flags[n] = value || 1));
    return flags;
  }

  const figuresOf = (columns) =>
    Object.fromEntries(Object.entries(columns).map(([name, [cases, values, kinds]]) =>
      [name, { cases: risen(cases), values: values, kinds: Uint8Array.from(kinds) }]));

  class Model {
    constructor(data) {
      const { cases, routes, legs, figures } = data.columns;
      this.data = data;
      this.codes = cases.codes;
      this.sets = cases.sets;
      this.around = data.around;
      this.first = Int16Array.from(cases.first);
      this.last = this.first.map((year, n) => year + cases.span[n]);
      this.purposes = Int32Array.from(cases.purposes);
      this.count = this.first.length;
      this.statement = flagged(this.count, cases.statements);
      this.disputed = flagged(this.count, cases.disputed);
      this.figures = figuresOf(figures);
      this.routeCase = risen(routes.case);
      this.ends = { from: pairs(routes.from), to: pairs(routes.to) };
      this.legRoute = risen(legs.route);
      this.legCase = this.legRoute.map((route) => this.routeCase[route]);
      this.start = Int32Array.from(legs.start, (place) => place - 1);
      this.end = Int32Array.from(legs.end);
      this.evidence = Uint8Array.from(legs.evidence);
      this.source = Int32Array.from(legs.source);
      this.other = this.source.map((source, n) => source + legs.other[n]);
      this.legs = this.end.length;
      this.caseFails = { years: new Uint8Array(this.count), purpose: new Uint8Array(this.count) };
      this.routeFails = {};
      this.caseFail = new Uint8Array(this.count);
      this.legFail = new Uint8Array(this.legs);
      this.chosen = new Uint8Array(this.count);
      this.asked = {};
      const years = this.dated();
      this.range = years.length ? [years[0], years[years.length - 1]] : null;
      this.undated = this.first.reduce((sum, year, n) => sum + (!year && !this.statement[n] ? 1 : 0), 0);
    }

    dated() {
      const years = new Set();
      this.first.forEach((year, n) => {
        if (year && !this.statement[n]) years.add(year).add(this.last[n]);
      });
      return Array.from(years).sort((a, b) => a - b);
    }

    /** Applies filters: years [first, last] or null; places, purposes and evidence by number;
     *  the limit of an author's view or null. Only what has changed is worked out anew. */
    ask(query) {
      this.query = query;
      this.changed("years", query.years, () => this.askYears(query.years));
      this.changed("purpose", query.purpose, () => this.askPurposes(query.purpose));
      ["from", "to"].forEach((name) =>
        this.changed(name, query[name], () => (this.routeFails[name] = this.askPlaces(name, query[name]))));
      this.join(query);
      this.chosen = this.casesWithout("");
      this.cases = 0;
      for (let n = 0; n < this.count; n++) this.cases += this.chosen[n] && !this.statement[n] ? 1 : 0;
      return this;
    }

    changed(name, value, work) {
      const key = JSON.stringify(value);
      if (this.asked[name] === key) return;
      this.asked[name] = key;
      work();
    }

    askYears(years) {
      const [first, last] = years || [null, null];
      for (let n = 0; n < this.count; n++) {
        const inside = !years || (this.last[n] > 0 &&
          (first === null || this.last[n] >= first) && (last === null || this.first[n] <= last));
        this.caseFails.years[n] = inside ? 0 : YEARS;
      }
    }

    askPurposes(purposes) {
      const wanted = new Set(purposes);
      const fails = this.sets.map((set) => (!wanted.size || set.some((code) => wanted.has(code)) ? 0 : PURPOSE));
      for (let n = 0; n < this.count; n++) this.caseFails.purpose[n] = fails[this.purposes[n]];
    }

    /** Routes that do not begin (or end) in any of some places, or in what they hold. */
    askPlaces(name, places) {
      if (!places.length) return null;
      const wanted = new Set(places);
      const fail = new Uint8Array(this.routeCase.length).fill(BIT[name]);
      const matches = this.around.map((around) => around.some((place) => wanted.has(place)));
      const { route, place } = this.ends[name];
      for (let n = 0; n < route.length; n++) if (matches[place[n]]) fail[route[n]] = 0;
      return fail;
    }

    /** Notes for each leg, and each case, which filters it does not meet. */
    join(query) {
      const limit = query.limit;
      const cases = limit && limit.cases ? flagged(this.count, limit.cases) : null;
      const legs = limit && limit.legs ? flagged(this.legs, limit.legs) : null;
      const wanted = new Set(query.evidence);
      const evidence = [0, 1, 2].map((code) => (!wanted.size || wanted.has(code) ? 0 : EVIDENCE));
      const { years, purpose } = this.caseFails;
      for (let n = 0; n < this.count; n++) {
        this.caseFail[n] = years[n] | purpose[n] | (cases && !cases[n] ? LIMIT : 0);
      }
      const { from, to } = this.routeFails;
      for (let n = 0; n < this.legs; n++) {
        const route = this.legRoute[n];
        this.legFail[n] = this.caseFail[this.legCase[n]] | evidence[this.evidence[n]] |
          (from ? from[route] : 0) | (to ? to[route] : 0) | (legs && !legs[n] ? LIMIT : 0);
      }
    }

    /** Whether anything is asked of routes or legs, one filter left aside. */
    asksLegs(without) {
      const { from, to, evidence, limit } = this.query;
      const asks = { from: from.length, to: to.length, evidence: evidence.length };
      return Boolean((limit && limit.asks) || Object.keys(asks).some((name) => name !== without && asks[name]));
    }

    /** Flags of the cases that all filters but one leave. */
    casesWithout(name) {
      const keep = 255 & ~(BIT[name] || 0);
      const found = new Uint8Array(this.count);
      if (this.asksLegs(name)) {
        for (let n = 0; n < this.legs; n++) if (!(this.legFail[n] & keep)) found[this.legCase[n]] = 1;
      } else {
        for (let n = 0; n < this.count; n++) if (!(this.caseFail[n] & keep)) found[n] = 1;
      }
      return found;
    }

    /** How many cases would be left without one filter. */
    countWithout(name) {
      return this.casesWithout(name).reduce((sum, one, n) => sum + (one && !this.statement[n] ? 1 : 0), 0);
    }

    /** Distinct cases by option of a filter, its own value put aside; a Map from option to count. */
    facet(name) {
      if (name === "years") return this.byYear();
      if (name === "purpose") return this.byPurpose();
      return name === "evidence" ? this.byEvidence() : this.byPlace(name);
    }

    byYear() {
      const found = new Map();
      if (!this.range) return found;
      const [start, end] = this.range;
      const change = new Int32Array(end - start + 2);
      const cases = this.casesWithout("years");
      for (let n = 0; n < this.count; n++) {
        if (!cases[n] || this.statement[n] || !this.first[n]) continue;
        change[this.first[n] - start] += 1;
        change[this.last[n] - start + 1] -= 1;
      }
      let open = 0;
      for (let year = start; year <= end; year++) found.set(year, (open += change[year - start]));
      return found;
    }

    byPurpose() {
      const sizes = new Int32Array(this.sets.length);
      const cases = this.casesWithout("purpose");
      for (let n = 0; n < this.count; n++) if (cases[n] && !this.statement[n]) sizes[this.purposes[n]] += 1;
      const counts = this.codes.map(() => 0);
      this.sets.forEach((set, n) => set.forEach((code) => (counts[code] += sizes[n])));
      return positive(counts);
    }

    byEvidence() {
      const counts = [0, 0, 0];
      const seen = [-1, -1, -1];
      for (let n = 0; n < this.legs; n++) {
        const one = this.legCase[n];
        const code = this.evidence[n];
        if (this.legFail[n] & ~EVIDENCE || this.statement[one] || seen[code] === one) continue;
        seen[code] = one;
        counts[code] += 1;
      }
      return positive(counts);
    }

    byPlace(name) {
      const keep = 255 & ~BIT[name];
      const routes = new Uint8Array(this.routeCase.length);
      for (let n = 0; n < this.legs; n++) {
        if (!(this.legFail[n] & keep) && !this.statement[this.legCase[n]]) routes[this.legRoute[n]] = 1;
      }
      const counts = new Int32Array(this.around.length);
      const seen = new Int32Array(this.around.length).fill(-1);
      const { route, place } = this.ends[name];
      // Routes are ordered by case, so a case that was seen last was seen.
      for (let n = 0; n < route.length; n++) {
        if (!routes[route[n]]) continue;
        const one = this.routeCase[route[n]];
        this.around[place[n]].forEach((option) => {
          if (seen[option] === one) return;
          seen[option] = one;
          counts[option] += 1;
        });
      }
      return positive(counts);
    }

    /** Sums over the chosen cases, each once; `value` is null where no source gives a figure. */
    totals() {
      const limit = this.query.limit;
      const figures = limit && limit.figures ? figuresOf(limit.figures) : this.figures;
      const found = { cases: this.cases, conflicts: 0 };
      for (let n = 0; n < this.count; n++) {
        if (this.chosen[n] && this.disputed[n] && !this.statement[n]) found.conflicts += 1;
      }
      Object.keys(figures).forEach((name) => (found[name] = this.total(figures[name])));
      return found;
    }

    total(figure) {
      let [sum, used, kinds] = [0, 0, 0];
      figure.cases.forEach((one, n) => {
        if (!this.chosen[one] || this.statement[one]) return;
        sum += figure.values[n];
        used += 1;
        kinds |= { about: ABOUT, at_least: AT_LEAST }[this.data.qualifiers[figure.kinds[n]]] || 0;
      });
      return { value: used ? sum : null, qualifier: QUALIFIERS[kinds], missing: this.cases - used };
    }
  }

  const pairs = ([routes, places]) => ({ route: risen(routes), place: Int32Array.from(places) });

  function positive(counts) {
    const found = new Map();
    counts.forEach((count, option) => count && found.set(option, count));
    return found;
  }

  Page.Model = Model;
})(Page);
