/* Prints what pa11y (HTML_CodeSniffer, WCAG 2.2 AA) finds on each address given, asked for with the cookie COOKIE. */
const pa11y = require("pa11y");
const puppeteer = require("puppeteer");

(async () => {
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  const addresses = process.argv.slice(2);
  const found = [];
  for (const address of addresses) {
    const { issues } = await pa11y(address, {
      standard: "WCAG2AA",
      runners: ["htmlcs"],
      headers: { Cookie: process.env.COOKIE || "" },
      browser,
    });
    found.push(...issues.map(({ code, message, selector }) => ({ address, code, message, selector })));
  }
  await browser.close();
  console.log(JSON.stringify({ looked_at: addresses.length, found }, null, 1));
})();
