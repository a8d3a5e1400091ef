/* What the pages do beyond plain forms: answers without a new page, a fast way out, a warning before the end.
   Everything here can fail and the pages still work: each form has an address of its own.
   Nothing is stored. The key of the conversation lives in `key` and in hidden fields, and goes when the page goes. */
(function () {
  "use strict";

  const page = document.documentElement;
  const find = (selector, within) => (within || document).querySelector(selector);
  const MINUTE = 60 * 1000;

  /* ---------- leaving ---------- */

  const exitForm = find("[data-exit-form]");
  const words = Object.assign({}, exitForm && exitForm.dataset);
  let key = "";
  let left = false;

  const json = (body) => new Blob([JSON.stringify(body)], { type: "application/json" });

  function endConversation() {
    if (!key) return;
    const address = "/api/v1/conversations/end";
    const body = json({ conversation: key });
    key = "";
    try {
      if (navigator.sendBeacon && navigator.sendBeacon(address, body)) return;
      fetch(address, { method: "POST", body, keepalive: true }).catch(() => {});
    } catch (error) {
      /* The conversation then ends by its own time limit. */
    }
  }

  /* Empties the page before anything else, so that a slow network never leaves it in sight. */
  function goTo(address) {
    if (left) return;
    left = true;
    document.title = words.loading;
    const cover = document.createElement("div");
    cover.className = "sp-cover";
    cover.textContent = words.loading;
    document.body.replaceChildren(cover);
    page.classList.add("sp-left");
    endConversation();
    window.location.replace(address);
  }

  const leave = () => goTo("/exit");

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-exit]")) return;
    event.preventDefault();
    leave();
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted && left) window.location.replace("/exit");
  });

  /* Shift three times within five seconds, each time by itself: writing capitals does not count. */
  const presses = { count: 0, alone: false, timer: 0 };

  function showPresses(message) {
    const dots = find("[data-exit-dots]");
    dots.hidden = presses.count === 0;
    Array.from(dots.children).forEach((dot, n) => {
      dot.classList.toggle("sp-exit__dot--on", n < presses.count);
    });
    find("[data-exit-status]").textContent = message;
  }

  function forgetPresses() {
    presses.alone = false;
    window.clearTimeout(presses.timer);
    if (!presses.count) return;
    presses.count = 0;
    showPresses(words.keyOff);
  }

  if (exitForm) {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Shift") forgetPresses();
      else if (!event.repeat) presses.alone = true;
    }, true);

    document.addEventListener("keyup", (event) => {
      if (event.key !== "Shift" || !presses.alone || left) return;
      presses.alone = false;
      presses.count += 1;
      if (presses.count === 1) presses.timer = window.setTimeout(forgetPresses, 5000);
      if (presses.count === 3) leave();
      else showPresses(presses.count === 1 ? words.twoMore : words.oneMore);
    }, true);

    document.addEventListener("pointerdown", forgetPresses, true);
  }

  /* ---------- one entry in the history ---------- */

  const main = find("main");
  const box = find("[data-box]");

  /* `part` is what is wanted of the page: "page" (without its frame), "turn" or "thanks". */
  async function get(address, part, more) {
    const stop = new AbortController();
    const timer = window.setTimeout(() => stop.abort(), 20000);
    const options = {
      headers: { "X-Signpost-Part": part },
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: stop.signal,
    };
    try {
      const response = await fetch(address, Object.assign(options, more));
      return { ok: response.ok, text: await response.text() };
    } catch (error) {
      return null;
    } finally {
      window.clearTimeout(timer);
    }
  }

  const post = (address, fields, part) => get(address, part, { method: "POST", body: new URLSearchParams(fields) });

  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const fieldsOf = (form) => Object.fromEntries(new FormData(form));

  /* Pages of this service follow one another in one history entry, so that Back after leaving finds none of them.
     While a chat is open a page is read in its place: the chat stays where it is, out of sight. */
  const reading = { node: null, title: "", place: 0, opener: null };

  const isChatOpen = () => Boolean(box && (key || box.elements.text.value.trim()));

  function show(text) {
    const fetched = parse(text);
    const content = find("main", fetched);
    if (!content) throw new Error("not a page of ours");
    if (!box) {
      main.replaceChildren(...content.childNodes);
    } else {
      if (!reading.node) {
        Object.assign(reading, { title: document.title, place: window.scrollY, opener: document.activeElement });
      } else {
        reading.node.remove();
      }
      reading.node = document.createElement("div");
      reading.node.className = "sp-reading";
      reading.node.append(find("[data-back-way]").content.cloneNode(true), ...content.childNodes);
      main.prepend(reading.node);
      main.classList.add("sp-main--reading");
    }
    document.title = fetched.title;
    window.scrollTo(0, 0);
    find("h1", reading.node || main).focus({ preventScroll: true });
  }

  function backToChat() {
    reading.node.remove();
    reading.node = null;
    main.classList.remove("sp-main--reading");
    document.title = reading.title;
    window.scrollTo(0, reading.place);
    if (reading.opener) reading.opener.focus({ preventScroll: true });
  }

  async function readHere(address) {
    const answer = await get(address, "page");
    if (left) return;
    try {
      show(answer.text);
    } catch (error) {
      showOffline();
    }
  }

  /* A link, or a button that a page has in its place where it carries the key of a chat. */
  document.addEventListener("click", (event) => {
    const way = event.target.closest("a[href], [data-read], [data-back]");
    if (!way || event.defaultPrevented || event.button !== 0 || way.target) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const address = new URL(way.href || way.formAction, window.location.href);
    if (address.origin !== window.location.origin) return;
    if (way.formAction && !box) return;
    event.preventDefault();
    const inPage = address.hash && address.pathname === window.location.pathname && find(address.hash);
    if (inPage) {
      inPage.focus({ preventScroll: true });
      inPage.scrollIntoView();
    } else if (way.hasAttribute("data-anew")) {
      goTo(address.href);
    } else if (!isChatOpen()) {
      window.location.replace(address.href);
    } else if (way.hasAttribute("data-read")) {
      readHere(address.href);
    } else if (address.pathname !== "/") {
      window.location.replace(address.href);
    } else if (reading.node) {
      backToChat();
    } else {
      window.scrollTo(0, 0);
      find("h1", main).focus({ preventScroll: true });
    }
  });

  /* What a form on a page sends is answered in its place, too. */
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("[data-start-again]")) {
      event.preventDefault();
      goTo(form.dataset.startAgain);
    } else if (form.matches("[data-search]")) {
      event.preventDefault();
      const known = box ? { under_18: box.elements.under_18.value } : {};
      const found = await post(form.action, Object.assign(fieldsOf(form), known), "page");
      try {
        show(found.text);
      } catch (error) {
        if (box) showOffline();
        else HTMLFormElement.prototype.submit.call(form);
      }
    } else if (form.matches("[data-useful]") && event.submitter) {
      event.preventDefault();
      const said = { useful: event.submitter.value };
      const thanks = await post(form.action, Object.assign(fieldsOf(form), said), "thanks");
      const node = thanks && thanks.ok && find("p", parse(thanks.text));
      if (!node) return;
      node.tabIndex = -1;
      form.replaceWith(node);
      node.focus({ preventScroll: true });
    }
  });

  /* The way into the form and its pages, too: the page that follows takes the place of this one, and one that is shown
     again with what is wrong changes in place. Without an answer the browser sends it as it would have. */
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-enquiry] form, [data-way-on]")) return;
    event.preventDefault();
    if (form.dataset.once === "sent") return; /* pressed twice, it is sent once */
    form.dataset.once = "sent";
    const { submitter } = event;
    const body = new URLSearchParams(new FormData(form));
    if (submitter && submitter.name) body.append(submitter.name, submitter.value);
    try {
      const headers = { "X-Signpost-Part": "page" };
      const options = { method: "POST", body, headers, cache: "no-store", referrerPolicy: "no-referrer" };
      const response = await fetch(form.action, options);
      const again = response.redirected ? null : parse(await response.text());
      if (left) return;
      if (response.redirected) {
        window.location.replace(response.url);
      } else if (enquiry && find("[data-enquiry]", again)) {
        enquiry.replaceChildren(...find("[data-enquiry]", again).childNodes);
        document.title = again.title;
        window.scrollTo(0, 0);
        beginEnquiry();
      } else {
        submitAsItIs(form, submitter);
      }
    } catch (error) {
      if (!left) submitAsItIs(form, submitter);
    }
  });

  function submitAsItIs(form, submitter) {
    if (submitter && submitter.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: submitter.name, value: submitter.value });
      form.append(pressed);
    }
    HTMLFormElement.prototype.submit.call(form);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  page.classList.add("sp-page--script");

  /* ---------- counting characters ---------- */

  /* Tells from `from` characters on how many are left: at once to the eye, after a pause by voice. `words` are the
     data of an element. Gives what counts anew. */
  function countCharacters(field, counter, spoken, words, limit, from) {
    const quiet = counter.textContent;
    let timer = 0;

    function count() {
      const used = Array.from(field.value).length;
      const rest = Math.abs(limit - used);
      const kind = (used > limit ? "over" : "left") + (rest === 1 ? "One" : "");
      const isNear = used >= from;
      const message = isNear ? words[kind].replace("{count}", rest.toLocaleString("en-GB")) : quiet;
      counter.textContent = message;
      counter.classList.toggle("govuk-visually-hidden", !isNear);
      counter.classList.toggle("govuk-error-message", used > limit);
      window.clearTimeout(timer);
      timer = window.setTimeout(() => { spoken.textContent = isNear ? message : ""; }, 1000);
    }

    field.addEventListener("input", count);
    count();
    return count;
  }

  /* ---------- time running out ---------- */

  const idle = find("[data-idle]");
  const clock = { started: Date.now(), lastUse: Date.now(), lastTouch: Date.now() };

  /* Warns before time runs out, and ends. `isOpen` says whether anything is open that can end. `touch` tells the server
     that somebody is there, and gives its answer. `goOn` is done when a person wants to stay. Gives what stays. */
  function watchTime(isOpen, touch, goOn) {
    const shown = find("[data-idle-words]", idle);
    const minutes = (name) => Number(idle.dataset[name]) * MINUTE;
    const end = () => goTo(idle.dataset.ended);

    async function stay() {
      clock.lastUse = clock.lastTouch = Date.now();
      try {
        const response = await touch();
        if (response && response.status === 410) end();
      } catch (error) {
        /* No line just now; the next message or page will tell. */
      }
    }

    function warn(kind, left) {
      const text = idle.dataset[kind + (left === 1 ? "TextOne" : "Text")].replace("{minutes}", left);
      if (shown.textContent !== idle.dataset[kind + "Title"] + text) {
        const title = document.createElement("p");
        const detail = document.createElement("p");
        title.className = "sp-idle__title";
        title.textContent = idle.dataset[kind + "Title"];
        detail.textContent = text;
        shown.replaceChildren(title, detail);
      }
      if (!idle.hidden) return;
      idle.hidden = false;
      idle.scrollIntoView({ block: "nearest" });
    }

    function tick() {
      if (left || !isOpen()) return;
      const time = Date.now();
      const unused = time - clock.lastUse;
      const open = clock.started ? time - clock.started : 0;
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

    ["keydown", "pointerdown", "wheel", "touchmove"].forEach((name) => {
      document.addEventListener(name, () => { clock.lastUse = Date.now(); }, { passive: true });
    });
    find("[data-stay]", idle).addEventListener("click", () => {
      stay();
      idle.hidden = true;
      goOn();
    });
    window.setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
    return stay;
  }

  /* ---------- the form to the police ---------- */

  const enquiry = find("[data-enquiry]");

  function beginEnquiry() {
    const problems = find("[data-problems]");
    if (problems) problems.focus();

    enquiry.querySelectorAll("[data-count-limit]").forEach((field) => {
      const limit = Number(field.dataset.countLimit);
      const counter = document.createElement("p");
      const spoken = document.createElement("p");
      counter.className = "govuk-hint govuk-character-count__message";
      counter.setAttribute("aria-hidden", "true");
      spoken.className = "govuk-visually-hidden";
      spoken.setAttribute("role", "status");
      field.after(counter, spoken);
      countCharacters(field, counter, spoken, enquiry.dataset, limit, limit * 0.75);
    });
  }

  if (enquiry) {
    beginEnquiry();

    /* What the browser held for its Back button may have been sent or erased since. */
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && !left) window.location.reload();
    });

    if (idle) {
      const body = new URLSearchParams({ csrf_token: idle.dataset.token });
      const touch = () => fetch(idle.dataset.touch, { method: "POST", body, referrerPolicy: "no-referrer" });
      watchTime(() => true, touch, () => find("h1").focus({ preventScroll: true }));
    }
  }

  /* ---------- the conversation ---------- */

  if (!box) return;

  const field = box.elements.text;
  const send = find("button", box);
  const log = find("[data-log]");
  const status = find("[data-status]");
  const problemArea = find("[data-problem-area]");
  const pinnedArea = find("[data-pinned-area]");
  let waiting = false;

  key = box.elements.conversation.value;

  /* A fresh id for each message, so that one sent twice by a shaky line is answered once. */
  function freshId() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function keepKey(value) {
    if (value && !key) clock.started = Date.now();
    key = value;
    box.elements.conversation.value = value;
    exitForm.elements.conversation.value = value;
    find("[data-start-again]").hidden = !value;
  }

  function showProblem(node) {
    problemArea.replaceChildren(node);
    problemArea.scrollIntoView({ block: "nearest" });
  }

  function showOffline() {
    showProblem(find("[data-offline]").content.cloneNode(true));
  }

  function showPinned(template) {
    const card = template && template.content.firstElementChild;
    const shown = pinnedArea.firstElementChild;
    if (!card) pinnedArea.replaceChildren();
    else if (!shown || shown.dataset.topic !== card.dataset.topic) pinnedArea.replaceChildren(card);
    if (template) template.remove();
  }

  /* One node a turn at the end of the log; what stands there already is never touched. */
  function showTurn(turn, typed) {
    showPinned(find("template[data-pinned]", turn));
    problemArea.replaceChildren();
    if (typed) {
      find("[data-said-text]", turn).textContent = typed;
      find("[data-said]", turn).hidden = false;
      if (field.value.trim() === typed) field.value = "";
      count();
    }
    log.append(turn);
    turn.scrollIntoView({ block: "start" });
  }

  /* Sends `{text}` or `{choice}`. The typed words stay in the box until their answer is there. */
  async function ask(message, form, button) {
    if (waiting) {
      status.textContent = box.dataset.waitingStill;
      return;
    }
    waiting = true;
    clock.lastUse = Date.now();
    status.textContent = box.dataset.waiting;
    button.setAttribute("aria-disabled", "true");
    const kept = ["message_id", "language", "under_18"].map((name) => [name, box.elements[name].value]);
    const ids = { conversation: key, ...Object.fromEntries(kept) };
    const answer = await post("/", Object.assign(ids, message), "turn");
    waiting = false;
    if (left) return;
    button.removeAttribute("aria-disabled");
    status.textContent = "";
    if (!answer || !answer.ok) {
      showOffline();
      return;
    }
    try {
      const turn = document.adoptNode(find("[data-turn]", parse(answer.text)));
      box.elements.message_id.value = freshId();
      keepKey(turn.dataset.conversation);
      box.elements.under_18.value = turn.dataset.young;
      clock.lastTouch = Date.now();
      if (turn.dataset.problem) showProblem(turn);
      else showTurn(turn, message.text);
    } catch (error) {
      submitPlainly(form, message);
    }
  }

  /* The last resort: the same message, with the same id, as an ordinary page. */
  function submitPlainly(form, message) {
    if (message.choice) {
      const choice = document.createElement("input");
      Object.assign(choice, { type: "hidden", name: "choice", value: message.choice });
      form.append(choice);
    }
    form.elements.conversation.value = key;
    HTMLFormElement.prototype.submit.call(form);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form === box) {
      event.preventDefault();
      const text = field.value.trim();
      field.focus({ preventScroll: true });
      if (text) ask({ text }, box, send);
      else status.textContent = box.dataset.empty;
    } else if (form.matches("[data-choices]") && event.submitter) {
      event.preventDefault();
      ask({ choice: event.submitter.value }, form, event.submitter);
    }
  });

  /* Pressing Send with a finger or a mouse leaves the focus in the box, so that no keyboard folds away or pops up. */
  send.addEventListener("mousedown", (event) => event.preventDefault());

  const hasKeyboard = window.matchMedia("(hover: hover) and (pointer: fine)").matches;
  if (hasKeyboard) find("[data-keys]").hidden = false;

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !hasKeyboard) return;
    event.preventDefault();
    box.requestSubmit();
  });

  const [limit, from] = [Number(box.dataset.limit), Number(box.dataset.countFrom)];
  const count = countCharacters(field, find("[data-count]"), find("[data-count-status]"), box.dataset, limit, from);

  field.addEventListener("input", () => {
    if (field.value && !waiting) status.textContent = "";
  });

  /* A chat has a time limit from its first message; words that were only typed have the shorter one. */
  if (!key) clock.started = 0;
  const isOpen = () => Boolean(key || field.value);
  const touch = () => key
    && fetch("/api/v1/conversations/stay", { method: "POST", body: json({ conversation: key }) });
  const stay = watchTime(isOpen, touch, () => field.focus({ preventScroll: true }));

  window.addEventListener("pageshow", (event) => {
    if (event.persisted && key && !left) stay();
  });

  /* ---------- while the answers are still loading ---------- */

  const state = find("[data-state]");

  async function askWhetherReady(tries) {
    try {
      const response = await fetch("/health/ready", { cache: "no-store" });
      if (response.ok) {
        status.textContent = state.dataset.ready;
        state.remove();
        return;
      }
    } catch (error) {
      /* Not yet. */
    }
    if (tries > 1) window.setTimeout(askWhetherReady, 3000, tries - 1);
  }

  if (state && state.dataset.state === "loading") askWhetherReady(100);
})();
