// The printed sheet: the map in the width of the paper, then every tab.
(function (Page) {
  "use strict";

  const map = () => Page.scene.map;
  let before = null;

  function beforePrint() {
    if (before) return;
    const size = map().getSize();
    before = { theme: Page.theme, center: map().getCenter(), zoom: map().getZoom() };
    document.documentElement.dataset.print = "true";
    if (Page.theme === "dark") {
      Page.theme = "light";
      Page.draw();
    }
    Page.fillAll();
    Page.resize();
    const now = map().getSize();
    const share = Math.min(now.x / size.x, now.y / size.y);
    // What was seen stays in view.
    if (!Page.scene.first) map().setView(before.center, map().getScaleZoom(share, before.zoom), { animate: false });
    flatten();
  }

  /** Lays the canvases of the map into one: in print, the clear parts of one wipe out those below. */
  function flatten() {
    const box = map().getContainer();
    const corner = box.getBoundingClientRect();
    const sheets = Array.from(box.querySelectorAll("canvas.rutas-sheet"));
    const ratio = Math.max(...sheets.map((each) => each.width / each.offsetWidth));
    const paper = Page.make("canvas", "on-paper", box);
    paper.width = Math.round(box.clientWidth * ratio);
    paper.height = Math.round(box.clientHeight * ratio);
    const ctx = paper.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    sheets.forEach((each) => {
      const at = each.getBoundingClientRect();
      ctx.globalAlpha = Number(each.style.opacity || 1);
      ctx.drawImage(each, at.x - corner.x - box.clientLeft, at.y - corner.y - box.clientTop, at.width, at.height);
    });
  }

  function afterPrint() {
    if (!before) return;
    map().getContainer().querySelector(".on-paper").remove();
    delete document.documentElement.dataset.print;
    Page.theme = before.theme;
    Page.draw();
    Page.resize();
    map().setView(before.center, before.zoom, { animate: false });
    before = null;
  }

  Object.assign(Page, { beforePrint, afterPrint });
})(Page);
