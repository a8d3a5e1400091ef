/* Prints what pa11y (HTML_CodeSniffer, WCAG 2.2 AA) finds on each address given, asked for with the cookie COOKIE. */
const pa11y = require("pa11y");
const puppeteer = require("puppeteer");

(async () => {
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  const addresses = process.argv.slice(2);
  const waiting = [...addresses];
  const found = [];
  const look = async () => {
    for (let address; (address = waiting.shift()); ) await lookAt(address);
  };
  const lookAt = async (address) => {
    const { issues } = await pa11y(address, {
      standard: "WCAG2AA",
      runners: ["htmlcs"],
      headers: { Cookie: process.env.COOKIE || "" },
      browser,
    });
    found.push(...issues.map(({ code, message, selector }) => ({ address, code, message, selector })));
  };
  await Promise.all([look(), look()]); // one a processor
  await browser.close();
  console.log(JSON.stringify({ looked_at: addresses.length - waiting.length, found }, null, 1));
})();
