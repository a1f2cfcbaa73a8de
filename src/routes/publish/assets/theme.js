// Colours and lettering. The canvases read them here; the style sheet gets them as variables.
(function (Rutas) {
  "use strict";

  const FONT =
    "'Source Sans 3','Source Sans',-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

  const THEMES = {
    light: {
      sea: "#dfe7ec", shore: "#e9eff2", land: "#f1efe9", home: "#e7e3d8", focus: "#e9c9a9",
      line: "#d3cec3", border: "#b3ab9a", frontier: "#8f8674", ink: "#1b2a38", quiet: "#5b6773",
      water: "#4f6a7c", paper: "#f7f6f2", card: "#ffffff", edge: "#d9d5ca", halo: "#f7f5f0",
      ramp: ["#d98c7a", "#c2604f", "#a83a41", "#8c1d2f"], mention: "#8c1d2f", hatch: "#a83a41",
      pill: "#1b2a38", pillText: "#ffffff", mark: "#8c1d2f", markText: "#ffffff", focusInk: "#5e3d1c", shadow: "rgba(27,42,56,.16)",
      // Orange and purple are told apart by the colour-blind, and by their lightness in grey.
      change: { emerging: "#b35806", fading: "#45217a", unchanged: "#5b6773", too_few: "#9a9b97" },
    },
    dark: {
      sea: "#10171e", shore: "#141d25", land: "#1c262f", home: "#26313b", focus: "#4d3c2c",
      line: "#2b3741", border: "#46545f", frontier: "#6f7c86", ink: "#eceae4", quiet: "#a3aeb8",
      water: "#6f8798", paper: "#141b22", card: "#1d262f", edge: "#35414c", halo: "#141c23",
      ramp: ["#b0695d", "#cf7f70", "#e69a88", "#fbc4b4"], mention: "#f2a593", hatch: "#dc8574",
      pill: "#eceae4", pillText: "#141b22", mark: "#e69a88", markText: "#141b22", focusInk: "#e9c9a9", shadow: "rgba(0,0,0,.5)",
      change: { emerging: "#f9a64a", fading: "#c3b3f0", unchanged: "#a3aeb8", too_few: "#6c7985" },
    },
  };

  const VARIABLES = ["sea", "ink", "quiet", "paper", "card", "edge", "pill", "pillText", "shadow", "mention", "mark", "markText"];

  /** Writes a theme's colours on an element for the style sheet, and returns the theme. */
  function applyTheme(element, name) {
    const theme = THEMES[name] || THEMES.light;
    VARIABLES.forEach((key) => element.style.setProperty("--rutas-" + key, theme[key]));
    theme.ramp.forEach((colour, n) => element.style.setProperty("--rutas-ramp-" + n, colour));
    element.style.setProperty("--rutas-font", FONT);
    element.style.colorScheme = name === "dark" ? "dark" : "light";
    return theme;
  }

  /** Colour of class n of `count` classes: the largest class is always the strongest. */
  function rampColour(theme, n, count) {
    if (count < 2) return theme.ramp[1];
    return theme.ramp[Math.round((n * (theme.ramp.length - 1)) / (count - 1))];
  }

  /** Width in pixels of class n. */
  const classWidth = (n) => [2, 3.2, 4.6, 6.2][Math.min(n, 3)];

  /** A count with the separators of the language. */
  function number(lang, value) {
    return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, lang === "en" ? "," : ".");
  }

  /** A sentence of the map in a language, its {fields} filled in. */
  function say(lang, key, fields) {
    const words = Rutas.words[lang] || Rutas.words.es;
    return (words[key] || "").replace(/\{(\w+)\}/g, (all, name) =>
      fields && name in fields ? String(fields[name]) : all
    );
  }

  /** A counted noun: `cases` gives "3 casos". */
  function count(lang, key, n) {
    return say(lang, key + (n === 1 ? ".one" : ".other"), { n: number(lang, n) });
  }

  Object.assign(Rutas, { FONT, THEMES, applyTheme, rampColour, classWidth, number, say, count });
})(Rutas);
