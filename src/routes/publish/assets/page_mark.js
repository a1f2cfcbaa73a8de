// What an internal file says across itself: who made it, when, from which register.
(function (Page) {
  "use strict";

  const ROWS = 9;
  const COLUMNS = 5;

  /** Draws the watermark on every screen and sheet; public files have none. */
  Page.drawWatermark = function () {
    const host = document.getElementById("watermark");
    const line = document.getElementById("internal");
    const about = Page.manifest;
    host.textContent = "";
    host.hidden = line.hidden = about.audience !== "internal";
    if (host.hidden) return;
    const register = /^0+$/.test(about.register_version)
      ? Page.say("manifest.no_register")
      : Page.say("internal.register", { version: about.register_version.slice(0, 12) });
    const fields = { user: about.user, date: Page.date(about.made_on, "day"), version: register };
    line.textContent = Page.say("internal.line", fields);
    const words = Page.say("internal.mark", fields);
    for (let n = 0; n < ROWS * COLUMNS; n++) Page.make("span", "", host, words);
  };
})(Page);
