/* What the form does beyond plain pages: the focus goes to what is wrong, characters are counted, and there is a
   warning before time runs out. Everything here can fail and the form still works. Nothing is stored. */
(function () {
  "use strict";

  const MINUTE = 60 * 1000;
  const find = (selector, within) => (within || document).querySelector(selector);

  const problems = find("[data-problems]");
  if (problems) problems.focus();

  /* ---------- counting characters ---------- */

  const words = find("[data-form-words]");

  document.querySelectorAll("[data-count-limit]").forEach((field) => {
    const limit = Number(field.dataset.countLimit);
    const counter = document.createElement("p");
    const spoken = document.createElement("p");
    let timer = 0;
    counter.className = "govuk-hint govuk-character-count__message";
    counter.setAttribute("aria-hidden", "true");
    spoken.className = "govuk-visually-hidden";
    spoken.setAttribute("role", "status");
    field.after(counter, spoken);

    function count() {
      const used = Array.from(field.value).length;
      const rest = Math.abs(limit - used);
      const kind = used > limit ? "over" : "left";
      const message = words.dataset[kind + (rest === 1 ? "One" : "")].replace("{count}", rest.toLocaleString("en-GB"));
      const isNear = used >= limit * 0.75;
      counter.textContent = message;
      counter.hidden = !isNear;
      counter.classList.toggle("govuk-error-message", used > limit);
      window.clearTimeout(timer);
      timer = window.setTimeout(() => { spoken.textContent = isNear ? message : ""; }, 1000);
    }

    field.addEventListener("input", count);
    count();
  });

  /* ---------- sending once ---------- */

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-once]")) return;
    if (event.target.dataset.once === "sent") event.preventDefault();
    event.target.dataset.once = "sent";
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  /* ---------- time running out ---------- */

  const idle = find("[data-form-idle]");
  if (!idle) return;

  const began = Date.now();
  const clock = { lastUse: began, lastTouch: began };
  const minutes = (name) => Number(idle.dataset[name]) * MINUTE;

  ["keydown", "pointerdown", "wheel", "touchmove"].forEach((name) => {
    document.addEventListener(name, () => { clock.lastUse = Date.now(); }, { passive: true });
  });

  const end = () => window.location.replace(idle.dataset.ended);

  async function stay() {
    clock.lastUse = clock.lastTouch = Date.now();
    try {
      const body = new URLSearchParams({ csrf_token: idle.dataset.token });
      const response = await fetch(idle.dataset.stay, { method: "POST", body, referrerPolicy: "no-referrer" });
      if (response.status === 410) end();
    } catch (error) {
      /* No line just now; the next page will tell. */
    }
  }

  function warn(kind, left) {
    const text = idle.dataset[kind + (left === 1 ? "TextOne" : "Text")].replace("{minutes}", left);
    const shown = find("[data-form-idle-words]", idle);
    if (shown.dataset.said !== text) {
      const title = document.createElement("p");
      const detail = document.createElement("p");
      title.className = "sp-idle__title";
      title.textContent = idle.dataset[kind + "Title"];
      detail.textContent = text;
      shown.replaceChildren(title, detail);
      shown.dataset.said = text;
    }
    if (!idle.hidden) return;
    idle.hidden = false;
    idle.scrollIntoView({ block: "nearest" });
  }

  function tick() {
    const unused = Date.now() - clock.lastUse;
    const open = Date.now() - began;
    if (unused >= minutes("end") || open >= minutes("most")) {
      end();
    } else if (unused >= minutes("warn")) {
      warn("idle", Math.ceil((minutes("end") - unused) / MINUTE));
    } else if (open >= minutes("warnMost")) {
      warn("most", Math.ceil((minutes("most") - open) / MINUTE));
    } else {
      idle.hidden = true;
      if (clock.lastUse - clock.lastTouch > 5 * MINUTE) stay();
    }
  }

  find("[data-form-stay]").addEventListener("click", () => {
    stay();
    idle.hidden = true;
    find("h1").focus({ preventScroll: true });
  });

  window.setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
})();
