// What pages cannot do without a script: stay fresh without a reload, search while one types, keys, and copying.
// Everything shown comes from the server as HTML; this file knows no account and no state.
"use strict";
(() => {
  const EVERY = 5000; // ms between two looks
  const LONGEST = 20000; // ms for an answer
  const TYPING = 200; // ms without a key until what was typed is sought
  const LIVE = ["header", "main"]; // the parts of a page that are kept fresh
  let tag = null; // ETag of what is shown
  let timer = 0;
  let shownAt = performance.now();

  // --- Fresh without a reload -------------------------------------------------------------------------------------

  const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset.key || "" : "");
  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

  // What belongs to the reader: whether details are open, what is typed, chosen or ticked.
  const isTheirs = (element, name) =>
    (element.nodeName === "DETAILS" && name === "open") ||
    (["INPUT", "OPTION", "SELECT", "TEXTAREA"].includes(element.nodeName) && ["value", "selected", "checked"].includes(name));

  const setAttributes = (shown, fresh) => {
    for (const { name } of [...shown.attributes]) {
      if (!fresh.hasAttribute(name) && !isTheirs(shown, name)) shown.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (shown.getAttribute(name) !== value && !isTheirs(shown, name)) shown.setAttribute(name, value);
    }
  };

  // The child of the shown element that becomes `wanted`: the one of its name, wherever it is, else the next one of its
  // kind. None of those with names is passed over for one without.
  const findAlike = (from, wanted) => {
    for (let node = from; node; node = node.nextSibling) {
      if (alike(node, wanted)) return node;
      if (keyOf(node) && !keyOf(wanted)) return null;
    }
    return null;
  };

  const removeUntil = (from, end) => {
    while (from !== end) {
      const next = from.nextSibling;
      from.remove();
      from = next;
    }
  };

  // Makes the children of `shown` those of `fresh`. Nodes that are alike stay the same nodes, so that focus, scroll
  // position and selection stay where they are.
  const renew = (shown, fresh) => {
    let at = shown.firstChild;
    for (const wanted of fresh.childNodes) {
      const found = findAlike(at, wanted);
      if (!found) {
        shown.insertBefore(document.importNode(wanted, true), at);
        continue;
      }
      if (found === at) {
        at = at.nextSibling;
      } else if (keyOf(found)) {
        shown.insertBefore(found, at);
      } else {
        removeUntil(at, found);
        at = found.nextSibling;
      }
      if (found.nodeType !== Node.ELEMENT_NODE) {
        if (found.data !== wanted.data) found.data = wanted.data;
        continue;
      }
      setAttributes(found, wanted);
      renew(found, wanted);
    }
    removeUntil(at, null);
  };

  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const focused = document.activeElement;
    for (const part of LIVE) {
      const shown = document.querySelector(`body > ${part}`);
      const wanted = fresh.querySelector(`body > ${part}`);
      if (!shown || !wanted) continue;
      setAttributes(shown, wanted);
      renew(shown, wanted);
    }
    // Moving a row takes the focus away from it.
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
    document.title = fresh.title;
    shownAt = performance.now();
  };

  // Nothing may look alive when nobody answers.
  const saySilent = (silent) => {
    document.getElementById("silent").hidden = !silent;
  };

  // Nothing else is new.
  const sayNow = (date) => {
    const utc = date.toISOString();
    for (const now of document.querySelectorAll("time.now")) {
      now.dateTime = `${utc.slice(0, 19)}Z`;
      now.textContent = `${utc.slice(11, 19)} UTC`;
    }
  };

  // What is shown becomes what the server answers at this address now.
  const look = async () => {
    const address = location.href;
    let html = "";
    let silent = false;
    let date = null;
    try {
      const headers = { Accept: "text/html", ...(tag && { "If-None-Match": tag }) };
      const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
      // What is refused, such as an account that is gone, says why.
      silent = answer.status >= 500;
      if (!silent && answer.status !== 304) html = await answer.text();
      date = answer.headers.get("Date");
      // Something else is sought by now, and asked for.
      if (address !== location.href) return;
      if (html) tag = answer.headers.get("ETag");
    } catch {
      if (address !== location.href) return;
      silent = true;
    }
    if (html) show(html);
    else if (!silent) sayNow(new Date(date));
    saySilent(silent);
    wait();
  };

  const wait = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, EVERY);
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));

  // --- Clocks: <span data-ago="10"> is ten seconds ago when it is sent ------------------------------------------------

  const clockText = (seconds) => {
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  };

  setInterval(() => {
    if (document.hidden) return;
    const passed = Math.floor((performance.now() - shownAt) / 1000);
    for (const clock of document.querySelectorAll("[data-ago]")) {
      clock.firstChild.data = clockText(Number(clock.dataset.ago) + passed);
    }
  }, 1000);

  // --- Searching while one types ------------------------------------------------------------------------------------

  let seeking = 0;

  // The address that the form leads to when it is sent, without what is empty.
  const addressOf = (form) => {
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) {
      if (value) address.searchParams.append(name, value);
    }
    return address.href;
  };

  const showSought = (form) => {
    const address = addressOf(form);
    if (address === location.href) return;
    history.replaceState(null, "", address);
    tag = null;
    look();
  };

  document.addEventListener("input", ({ target }) => {
    if (!target.matches("form.filter input[type=search]")) return;
    clearTimeout(seeking);
    seeking = setTimeout(showSought, TYPING, target.form);
  });

  // --- Keys -------------------------------------------------------------------------------------------------------

  const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

  // The first link of the next or the previous row takes the focus; Enter follows it, as everywhere. False if there are
  // no rows.
  const step = (by) => {
    const rows = [...document.querySelectorAll("main tbody, main article")].filter((row) => row.querySelector("a"));
    if (!rows.length) return false;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
    rows[next].querySelector("a").focus();
    return true;
  };

  const seek = () => {
    const search = document.querySelector("input[type=search]");
    if (search) search.select();
    return search !== null;
  };

  const [down, up] = [() => step(1), () => step(-1)];
  const actions = { "/": seek, j: down, k: up, ArrowDown: down, ArrowUp: up };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (isTyping(event.target)) {
      if (event.key !== "Escape") return;
      event.preventDefault(); // a browser would clear the search
      event.target.blur();
      return;
    }
    if (event.shiftKey && event.key.startsWith("Arrow")) return; // selects text
    if (actions[event.key]?.()) event.preventDefault();
  });

  // --- Copying ----------------------------------------------------------------------------------------------------

  // Where there is no clipboard (HTTP from another host), the text is selected, to be copied by hand.
  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return "Copied";
    } catch {
      const details = source.closest("details");
      if (details) details.open = true;
      getSelection().selectAllChildren(source);
      return "Selected: press Ctrl+C";
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && document.querySelector(button.dataset.copy);
    if (!source) return;
    const words = button.textContent;
    button.textContent = await copy(source);
    setTimeout(() => (button.textContent = words), 2000);
  });

  document.documentElement.classList.add("with-script");
  wait();
})();
