/* Prints what pa11y (HTML_CodeSniffer, WCAG 2.2 AA) finds on each address given, as one JSON list. */
const pa11y = require("pa11y");

(async () => {
  const found = [];
  for (const address of process.argv.slice(2)) {
    const { issues } = await pa11y(address, {
      standard: "WCAG2AA",
      runners: ["htmlcs"],
      chromeLaunchConfig: { executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] },
    });
    found.push(...issues.map(({ code, message, selector }) => ({ address, code, message, selector })));
  }
  console.log(JSON.stringify(found, null, 1));
  process.exitCode = found.length ? 1 : 0;
})();
