// From the legs that the filters leave to flows at a level, and to places that stand alone.
(function (Page) {
  "use strict";

  const STATED = 0;
  const LEVELS = ["place", "department", "country"];

  /** Legs (or places on their own) ordered by where from, where to, and case. */
  class Gathered {
    constructor(model, up, alone) {
      const rows = [];
      for (let n = 0; n < model.legs; n++) if (model.start[n] < 0 === alone) rows.push(n);
      const at = (place) => (place < 0 ? -1 : up ? up[place] : place);
      const size = model.data.places.length;
      const key = Float64Array.from(rows, (n) =>
        ((at(model.start[n]) + 1) * size + at(model.end[n])) * model.legs + n).sort();
      this.leg = Int32Array.from(key, (each) => each % model.legs);
      this.starts = [];
      this.ends = [];
      this.offset = [];
      let before = -1;
      key.forEach((each, n) => {
        const group = Math.floor(each / model.legs);
        if (group === before) return;
        before = group;
        this.offset.push(n);
        this.starts.push(Math.floor(group / size) - 1);
        this.ends.push(group % size);
      });
      this.offset.push(key.length);
    }
  }

  const kept = new WeakMap();

  function gathered(model, level) {
    if (!kept.has(model)) kept.set(model, {});
    const found = kept.get(model);
    if (!found[level]) {
      const up = level === "place" ? null : model.data.levels[LEVELS.indexOf(level) - 1];
      found[level] = { legs: new Gathered(model, up, false), alone: new Gathered(model, up, true) };
    }
    return found[level];
  }

  /** Flows at a level, most cases first: [from, to, cases, inferred, first year, last year, sources,
   *  numbers of the cases]. Places are numbers; a flow's cases are distinct. */
  function flowRows(model, level) {
    const all = gathered(model, level).legs;
    const rows = [];
    // A new list: views of an earlier one may still be drawn.
    const list = new Int32Array(all.leg.length);
    let filled = 0;
    for (let group = 0; group < all.starts.length; group++) {
      const told = tell(model, all, group, list, filled);
      if (!told) continue;
      const behind = list.subarray(filled, filled + told.cases);
      filled += told.cases;
      rows.push([all.starts[group], all.ends[group], told.cases, told.stated ? 0 : 1,
        told.first, told.last, told.sources, behind]);
    }
    return rows.sort((a, b) => b[2] - a[2]);
  }

  /** Counts the chosen legs of one group; null for none. */
  function tell(model, all, group, list, filled) {
    let [cases, before, first, last, stated, sources] = [0, -1, 0, 0, false, 0];
    const marks = sourceMarks(model);
    for (let n = all.offset[group]; n < all.offset[group + 1]; n++) {
      const leg = all.leg[n];
      if (model.legFail[leg]) continue;
      const one = model.legCase[leg];
      if (one !== before) {
        list[filled + cases] = before = one;
        cases += 1;
        if (model.first[one] && (!first || model.first[one] < first)) first = model.first[one];
        if (model.last[one] > last) last = model.last[one];
      }
      if (model.evidence[leg] === STATED) stated = true;
      for (const source of [model.source[leg], model.other[leg]]) {
        if (marks[source] === marks.turn) continue;
        marks[source] = marks.turn;
        sources += 1;
      }
    }
    marks.turn += 1;
    return cases ? { cases, first: first || null, last: last || null, stated, sources } : null;
  }

  /** One mark for each source; a turn of counting writes its own number. */
  function sourceMarks(model) {
    if (!model.marks) {
      const most = model.source.reduce((a, b) => Math.max(a, b), model.other.reduce((a, b) => Math.max(a, b), 0));
      model.marks = new Float64Array(most + 1);
      model.marks.turn = 1;
    }
    return model.marks;
  }

  /** Places in no leg, most cases first: [place, cases, strongest evidence, statements]. */
  function mentionRows(model, level) {
    const all = gathered(model, level).alone;
    const rows = [];
    for (let group = 0; group < all.ends.length; group++) {
      let [cases, statements, before, strongest] = [0, 0, -1, 3];
      for (let n = all.offset[group]; n < all.offset[group + 1]; n++) {
        const leg = all.leg[n];
        if (model.legFail[leg]) continue;
        const one = model.legCase[leg];
        if (one !== before) model.statement[one] ? (statements += 1) : (cases += 1);
        before = one;
        strongest = Math.min(strongest, model.evidence[leg]);
      }
      if (cases + statements) rows.push([all.ends[group], cases, strongest, statements]);
    }
    return rows.sort((a, b) => b[1] - a[1] || b[3] - a[3] || a[0] - b[0]);
  }

  Object.assign(Page, { LEVELS, flowRows, mentionRows });
})(Page);
