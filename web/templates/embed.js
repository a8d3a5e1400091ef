/* Turns the link within data-signpost into a panel with a button. Opens our page in the place of this one, never in a
   frame. Where anything fails, the link stays as it is. It stores nothing, sends nothing, and reads nothing of this page. */
(function () {
  "use strict";

  var words = {{ words | tojson }};
  var brand = {{ force.colours.brand | tojson }};
  var brandText = {{ force.colours.brand_text | tojson }};
  var style = "\
    :host { all: initial; display: block; max-width: 36rem; font: 1.1875rem/1.4 arial, sans-serif; color: #14191f }\
    section { padding: 1rem; border: 2px solid " + brand + "; border-radius: 8px; background: #ffffff }\
    h2 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.2 }\
    p { margin: 0 0 1rem }\
    p:last-child { margin: 0 }\
    a { color: #1a5b99 }\
    a.button { display: inline-block; padding: .7rem 1.2rem; border-radius: 6px; font-weight: bold; text-decoration: none;\
      color: " + brandText + "; background: " + brand + " }\
    a:hover { text-decoration: underline }\
    a:focus { outline: 3px solid #14191f; color: #14191f; background: #ffdd00 }";

  function element(name, text, fields) {
    var made = Object.assign(document.createElement(name), fields);
    made.append(text);
    return made;
  }

  try {
    var place = document.querySelector("[data-signpost]");
    var link = place.querySelector("a");
    var panel = document.createElement("div");
    var inside = panel.attachShadow({ mode: "open" });
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    inside.adoptedStyleSheets = [sheet];
    var urgent = element("p", words.urgent + " ");
    urgent.append(element("a", words.call, { href: "tel:999" }));
    var button = { className: "button", href: link.href, target: "_top", rel: "noreferrer" };
    var way = element("p", element("a", words.button, button));
    var section = element("section", element("h2", words.title));
    section.append(urgent, element("p", words.text), way);
    section.lang = {{ language | tojson }};
    inside.append(section);
    place.replaceChildren(panel);
  } catch (error) {
    /* The link stays. */
  }
})();
