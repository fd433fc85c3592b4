// What the team's pages can do besides: all of them work without.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const zone = document.querySelector("[data-zone]");
  if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";

  const announce = (text) => {
    const place = byId("announce");
    if (place) place.textContent = text;
  };
  /* A browser may refuse to store anything. */
  const stored = (act, where = "localStorage") => { try { return act(window[where]); } catch { return null; } };

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(byId(button.dataset.copy).textContent);
        announce("Copied.");
        button.lastChild.textContent = "Copied";
      } catch {
        announce("The browser did not let us copy. Select the text instead.");
      }
    });
  }

  /* Pages that say how old they are follow what the server stores. What is there changes in place; what is new
     waits behind a link, so that nothing jumps under a hand. */
  const here = location.pathname + location.search;
  const rows = (page) => new Map([...page.querySelectorAll("tr .go")].map((link) => [link.getAttribute("href"), link.closest("tr")]));
  const isDirty = (part) => part.contains(document.activeElement) || part.querySelector("details[open]") !== null
    || [...part.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);

  /* What the page says, without what passes by itself: a time is the same however near it is. */
  function words(page) {
    const main = page.getElementById("main").cloneNode(true);
    for (const part of main.querySelectorAll(".asof, .fresh, .say, .crumb, .passing")) part.remove();
    for (const time of main.querySelectorAll("time")) time.replaceWith(time.dateTime);
    return main.textContent.replace(/\s+/g, " ");
  }

  function replaceRow(old, fresh) {
    old.className = fresh.className;
    if (old.innerHTML === fresh.innerHTML) return;
    const hadFocus = old.contains(document.activeElement);
    const isTicked = old.querySelector("input:checked") !== null;
    old.replaceChildren(...fresh.childNodes);
    if (isTicked) for (const tick of old.querySelectorAll("[type=checkbox]")) tick.checked = true;
    if (hadFocus) old.querySelector(".go").focus();
  }

  function offer(text) {
    const link = document.createElement("a");
    link.href = here;
    link.textContent = text;
    const pill = document.querySelector(".fresh") ?? document.createElement("p");
    pill.className = "fresh";
    if (pill.textContent === text) return;
    pill.replaceChildren(link);
    byId("main").prepend(pill);
    announce(text);
  }

  async function read() {
    const answer = await fetch(here, { headers: { Accept: "text/html" } });
    // Signed out: the server says what to do.
    if (answer.redirected || answer.status === 401 || answer.status === 403) return location.reload();
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Before parts of it move to this one.
    const said = words(page);
    const [old, fresh] = [rows(document), rows(page)];
    for (const [key, row] of old) if (fresh.has(key)) replaceRow(row, fresh.get(key));
    const added = [...fresh.keys()].filter((key) => !old.has(key)).length;
    const live = [...document.querySelectorAll("[data-live]")].map((part) => `[data-live="${part.dataset.live}"]`);
    for (const css of [".side", ".menu nav", ".tabs", ".asof", ...live]) {
      const [part, other] = [document, page].map((root) => root.querySelector(css));
      if (part && other && part.innerHTML !== other.innerHTML && !isDirty(part)) part.replaceWith(other);
    }
    const now = page.querySelector("tr.now");
    const next = now && rows(document).get(now.nextElementSibling.querySelector(".go").getAttribute("href"));
    if (next) {
      document.querySelector("tr.now")?.remove();
      next.before(now);
    }
    if (added && old.size) offer(`${added} new`);
    else if (words(document) !== said) offer("This page has changed");
  }

  let source = null;
  let timer = 0;
  const readSoon = () => { clearTimeout(timer); timer = setTimeout(() => read().catch(() => {}), 200); };

  /* The answer to a form cannot be read again at its address. */
  const isLive = () => document.querySelector(".asof a")?.pathname === location.pathname;

  /* A hidden page gives its connection back, of which a browser has six for all its tabs. */
  function follow() {
    if (!isLive()) return;
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource("/team/live");
      source.onmessage = readSoon;
      source.onerror = () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        source = null;
        setTimeout(follow, 15_000);
      };
    }
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && isLive()) readSoon();
    follow();
  });
  follow();

  /* The list that one came from, for the applicants before and after. */
  const crumb = document.querySelector(".crumb[data-among]");
  if (document.querySelector("table.applicants")) {
    stored((storage) => storage.setItem("list", JSON.stringify({ from: here, all: [...rows(document).keys()] })), "sessionStorage");
  } else if (crumb) {
    const { from, all = [] } = stored((storage) => JSON.parse(storage.getItem("list")), "sessionStorage") ?? {};
    const at = all.indexOf(location.pathname);
    if (at >= 0) crumb.querySelector("a").href = from;
    for (const [to, rel, key, text] of [[all[at - 1], "prev", "[", "Previous"], [all[at + 1], "next", "]", "Next"]]) {
      if (at < 0 || !to) continue;
      const link = Object.assign(document.createElement("a"), { href: to, rel, textContent: text });
      link.setAttribute("aria-keyshortcuts", key);
      crumb.append(link);
    }
  }

  /* Keys, of which each has a visible way too. */
  const OFF = "bookhook-keys-off";
  const areOn = () => !stored((storage) => storage.getItem(OFF));
  const toggle = byId("keys-on");
  const show = () => document.body.classList.toggle("keys-off", !areOn());
  if (toggle) {
    toggle.checked = areOn();
    toggle.addEventListener("change", () => {
      stored((storage) => toggle.checked ? storage.removeItem(OFF) : storage.setItem(OFF, "1"));
      show();
    });
  }
  show();

  function step(by) {
    const links = [...document.querySelectorAll("tr .go")];
    const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by]?.focus();
  }

  const press = (css) => { const found = document.querySelector(css); found?.click(); return found; };
  const reach = (css) => { const found = document.querySelector(css); found?.focus(); return found; };
  const places = { t: "/team", a: "/team/applicants", i: "/team/agenda", u: "/team/unmatched", d: "/team/deliveries" };
  const keys = {
    "/": () => reach("#q"),
    j: () => { step(1); return true; },
    k: () => { step(-1); return true; },
    x: () => { document.activeElement.closest("tr")?.querySelector("[type=checkbox]")?.click(); return true; },
    "[": () => press("a[rel=prev]"),
    "]": () => press(".crumb a[rel=next]"),
    n: () => reach("#note"),
    e: () => reach(".decide button"),
    "?": () => { byId("keys")?.togglePopover(); return true; },
  };
  let gone = 0;
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const isTyping = target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !areOn()) return;
    const goes = Date.now() - gone < 1500 && places[key];
    gone = key === "g" ? Date.now() : 0;
    const done = goes ? press(`.side a[href="${goes}"]`) : Object.hasOwn(keys, key) && keys[key]();
    if (done) event.preventDefault();
  });
})();
