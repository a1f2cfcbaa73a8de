// A list that opens below its button: options with a box and a count each, searched by typing.
(function (Page) {
  "use strict";

  const MANY = 9;
  const MOST = 150;
  let open = null;

  const folded = (text) => text.normalize("NFKD").replace(/\p{Mn}+/gu, "").toLowerCase();

  /** One filter. `options()` gives [value, name, count], `chosen()` the chosen values, `choose`
   *  takes the new ones. */
  class Choice {
    constructor(host, label, options, chosen, choose) {
      Object.assign(this, { label, options, chosen, choose });
      this.box = Page.make("div", "choice", host);
      this.button = Page.button("choice-button", this.box, "", () => (open === this ? this.close() : this.show()));
      this.button.setAttribute("aria-haspopup", "dialog");
      this.list = Page.make("div", "choice-list", this.box);
      this.list.setAttribute("role", "dialog");
      this.list.setAttribute("aria-label", label);
      this.list.hidden = true;
      this.box.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || open !== this) return;
        event.stopPropagation();
        this.close();
        this.button.focus();
      });
      this.box.addEventListener("focusout", (event) => {
        if (open === this && event.relatedTarget && !this.box.contains(event.relatedTarget)) this.close();
      });
      this.refresh();
    }

    /** Says on the button what is chosen, and counts anew in an open list. */
    refresh() {
      const chosen = this.chosen();
      const words = chosen.length ? chosen[0][1] + (chosen.length > 1 ? " +" + (chosen.length - 1) : "") : "";
      this.button.textContent = "";
      Page.make("span", "choice-label", this.button, this.label);
      if (words) Page.make("span", "choice-value", this.button, words);
      this.button.title = chosen.map((each) => each[1]).join(", ");
      this.button.classList.toggle("active", chosen.length > 0);
      this.button.setAttribute("aria-expanded", String(open === this));
      if (open === this) this.fill();
    }

    show() {
      if (open) open.close();
      open = this;
      this.list.textContent = "";
      const many = this.options().length > MANY;
      this.search = many ? Page.make("input", "choice-search", this.list) : null;
      if (many) {
        this.search.type = "search";
        this.search.placeholder = Page.say("choice.search");
        this.search.setAttribute("aria-label", Page.say("choice.search_in", { name: this.label }));
        this.search.addEventListener("input", () => this.fill());
      }
      this.body = Page.make("div", "choice-options", this.list);
      this.list.hidden = false;
      this.refresh();
      this.list.classList.toggle("from-right", this.box.getBoundingClientRect().left + 300 > window.innerWidth);
      (this.search || this.body.querySelector("input") || this.button).focus({ preventScroll: true });
    }

    close() {
      if (open === this) open = null;
      this.list.hidden = true;
      this.button.setAttribute("aria-expanded", "false");
    }

    fill() {
      const before = this.body.contains(document.activeElement) ? document.activeElement.value : null;
      const top = this.body.scrollTop;
      const asked = this.search ? folded(this.search.value.trim()) : "";
      const found = this.options().filter((each) => folded(each[1]).includes(asked));
      const chosen = new Set(this.chosen().map((each) => each[0]));
      this.body.textContent = "";
      found.slice(0, MOST).forEach(([value, name, count]) => this.option(value, name, count, chosen));
      if (!found.length) Page.make("p", "quiet", this.body, Page.say("choice.none"));
      if (found.length > MOST) Page.make("p", "quiet", this.body, Page.say("choice.more", { n: Page.number(found.length - MOST) }));
      this.body.scrollTop = top;
      const again = before !== null && Array.from(this.body.querySelectorAll("input")).find((each) => each.value === before);
      if (again) again.focus({ preventScroll: true });
    }

    option(value, name, count, chosen) {
      const row = Page.make("label", count ? "choice-option" : "choice-option none", this.body);
      const box = Page.make("input", "", row);
      box.type = "checkbox";
      box.value = value;
      box.checked = chosen.has(value);
      Page.make("span", "choice-name", row, name);
      Page.make("span", "choice-count", row, Page.number(count)).setAttribute("aria-label", Page.count("panel.cases", count));
      box.addEventListener("change", () => {
        if (box.checked) chosen.add(value);
        else chosen.delete(value);
        this.choose(Array.from(chosen).sort());
      });
    }
  }

  document.addEventListener("pointerdown", (event) => {
    if (open && !open.box.contains(event.target)) open.close();
  });

  Page.Choice = Choice;
})(Page);
