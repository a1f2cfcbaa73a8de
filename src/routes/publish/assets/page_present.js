// Presentation: the author's views one by one, full screen where the browser allows it.
(function (Page) {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const STEPS = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 };
  let at = 1;
  let before = null;

  const views = () => Math.max(1, Page.data.views.length);

  /** Begins with a view, or goes on with it; without views of the author the file's own is shown. */
  Page.present = function (number, quietly) {
    if (!Page.presenting) before = document.activeElement;
    Page.presenting = true;
    document.documentElement.dataset.present = "true";
    if (!quietly && document.documentElement.requestFullscreen && !document.fullscreenElement) fill();
    show(number || Page.state.view || 1, true);
    byId("slide").focus({ preventScroll: true });
  };

  /** Fills the screen; where that is not allowed the views stay in the window. */
  function fill() {
    document.documentElement.requestFullscreen().catch(() => undefined);
  }

  function show(number, first) {
    at = Math.min(views(), Math.max(1, number));
    if (Page.data.views.length && (Page.state.view !== at || !first)) Page.openView(at);
    slide();
    Page.resize();
    Page.keepAddress();
  }

  /** Leaves the presentation where it is. */
  Page.leave = function () {
    if (!Page.presenting) return;
    Page.presenting = false;
    delete document.documentElement.dataset.present;
    byId("slide").hidden = true;
    byId("spoken").textContent = "";
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    Page.resize();
    Page.keepAddress();
    (before && before.isConnected ? before : byId("present")).focus({ preventScroll: true });
  };

  /** Writes title, note and number of the view. */
  function slide() {
    const host = byId("slide");
    const view = Page.data.views[at - 1] || { title: "", note: "" };
    const title = view.title || Page.data.title || Page.say("title");
    const number = Page.say("present.number", { n: at, total: views() });
    const words = Page.filterWords().join(" \u00b7 ");
    host.textContent = "";
    host.hidden = false;
    const text = Page.make("div", "slide-text", host);
    Page.make("h2", "", text, title);
    if (view.note) Page.make("p", "slide-note", text, view.note);
    if (words) Page.make("p", "quiet", text, words);
    const tools = Page.make("div", "slide-tools", host);
    button(tools, "\u2190", "present.back", () => show(at - 1)).disabled = at === 1;
    Page.make("span", "slide-number", tools, number);
    button(tools, "\u2192", "present.next", () => show(at + 1)).disabled = at === views();
    if (document.fullscreenEnabled && !document.fullscreenElement) {
      Page.button("plain", tools, Page.say("present.full"), fill);
    }
    button(tools, "\u00d7", "present.leave", Page.leave);
    byId("spoken").textContent = [number, title, view.note].filter(Boolean).join(". ");
  }

  function button(host, text, key, press) {
    const one = Page.button("plain", host, text, press);
    one.setAttribute("aria-label", Page.say(key));
    one.title = Page.say(key);
    return one;
  }

  Page.redrawSlide = () => Page.presenting && slide();

  const typing = (element) => Boolean(element.closest("input, select, textarea, [contenteditable]"));

  Page.listenForPresentation = function () {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (!Page.presenting) {
        if (event.key === "p" || event.key === "P") Page.present();
        return;
      }
      const step = STEPS[event.key];
      const end = { Home: 1, End: views() }[event.key];
      if (event.key === " " && event.target.closest("button, a")) return;
      if (step) show(at + step);
      else if (end) show(end);
      else if (event.key === "Escape") Page.leave();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
    // The browser keeps Escape to itself in full screen.
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) Page.leave();
      else Page.redrawSlide();
    });
  };
})(Page);
