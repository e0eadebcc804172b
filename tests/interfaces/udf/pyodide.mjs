// Starts Pyodide, shows it folders of this computer, and asks a Python script its function "answered".
// Usage: node pyodide.mjs RUNTIME SCRIPT PLACE=FOLDER... < asked > answered
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [runtime, script, ...folders] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")));
const pyodide = await loadPyodide({ stdout: console.error, stderr: console.error });
for (const named of folders) {
  const cut = named.indexOf("=");
  pyodide.mountNodeFS(named.slice(0, cut), named.slice(cut + 1));
}
pyodide.runPython(readFileSync(script, "utf8"));
const answered = pyodide.globals.get("answered");
writeFileSync(1, answered(readFileSync(0, "utf8")));
