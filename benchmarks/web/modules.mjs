// Makes the modules that kepler.gl's page imports: one bundle, and a small file for each address.
import { createRequire } from "node:module";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const [root, target] = process.argv.slice(2).map((each) => path.resolve(each));
const require = createRequire(path.join(root, "package.json"));
const { buildSync } = require("esbuild");

const MODULES = {
  react: "React",
  "react/jsx-runtime": "JsxRuntime",
  "react-dom": "ReactDOM",
  "react-dom/client": "ReactDOMClient",
  redux: "Redux",
  "react-redux": "ReactRedux",
  "styled-components": "StyledComponents",
};

mkdirSync(target, { recursive: true });
const lines = Object.entries(MODULES).map(
  ([name, alias]) => `import * as ${alias} from "${name}"; export { ${alias} };`,
);
buildSync({
  stdin: { contents: lines.join("\n"), resolveDir: root },
  outfile: path.join(target, "bundle.js"),
  bundle: true,
  format: "esm",
  minify: true,
  define: { "process.env.NODE_ENV": '"production"' },
});
for (const [name, alias] of Object.entries(MODULES)) {
  const keys = Object.keys(require(name)).filter((key) => /^[A-Za-z_]\w*$/.test(key));
  const named = keys.filter((key) => key !== "default").join(", ");
  writeFileSync(
    path.join(target, `${name.replaceAll("/", "-")}.js`),
    `import { ${alias} as m } from "/cdn/esm.sh/bundle.js";\n` +
      `export default (m.default ?? m);\nexport const { ${named} } = m;\n`,
  );
}
