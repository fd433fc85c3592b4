// The page of an application. Everything works without this file; with it, the page follows its booking.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  const announce = (text) => {
    const region = byId("announce");
    if (region && text) region.textContent = text;
  };

  /* A browser may refuse to store anything. */
  const stored = (act, where) => { try { return act(window[where]); } catch { return null; } };

  /* The meeting in the viewer's own time, where that is another one than the attendee's. */
  function inYourTime(root) {
    const place = root.querySelector("[data-start]");
    if (!place) return;
    const { start: from, end: until, zone, label } = place.dataset;
    const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const [start, end] = [new Date(from), new Date(until ?? from)];
    const offset = (date, timeZone) =>
      new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(date).find(({ type }) => type === "timeZoneName").value;
    if (!here || offset(start, here) === offset(start, zone)) return;
    // The page's language as the browser's owner writes it: with their clock and their order.
    const page = document.documentElement.lang;
    const own = navigator.languages.find((tag) => tag.split("-")[0] === page) ?? page;
    const format = (more) =>
      new Intl.DateTimeFormat(own, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit", ...more });
    // Where the clocks change, or show an hour twice, only the offsets tell the times apart.
    const turned = [-1, 0, 1].some((hours) => offset(new Date(+start + hours * 36e5), here) !== offset(end, here));
    const named = (timeZoneName) => format({ timeZoneName }).formatToParts(start).find(({ type }) => type === "timeZoneName").value;
    const [name, hours] = [named("longGeneric"), named("shortOffset")];
    place.after(days(format, [zone, here], start, end));
    const text = turned
      ? [start, end].map((date) => format({ timeZoneName: "shortOffset" }).format(date)).join(" – ")
      : `${format({}).formatRange(start, end)}, ${name === hours ? name : `${name} (${hours})`}`;
    place.textContent = `${label} ${text}`;
  }

  /* "In 3 days", "tomorrow", "in 9 minutes". */
  function countDown() {
    const chip = document.querySelector("[data-until]");
    if (!chip) return;
    const start = new Date(chip.dataset.until);
    const minutes = Math.ceil((start - Date.now()) / 60_000);
    const midnight = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
    const days = Math.round((midnight(start) - midnight(new Date())) / 86_400_000);
    const form = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
    chip.hidden = minutes <= 0;
    if (minutes < 60) chip.textContent = form.format(minutes, "minute");
    else if (days < 1) chip.textContent = form.format(Math.round(minutes / 60), "hour");
    else chip.textContent = form.format(days, "day");
  }

  /* Both days as bars with their nights shaded and the meeting in them. */
  function days(format, zones, start, end) {
    const svg = (name, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      return element;
    };
    const picture = document.createElement("div");
    picture.className = "days-of-both";
    picture.ariaHidden = "true";
    for (const timeZone of zones) {
      const clock = new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", minute: "numeric", hourCycle: "h23" });
      const { hour, minute } = Object.fromEntries(clock.formatToParts(start).map(({ type, value }) => [type, Number(value)]));
      const bar = svg("svg", { class: "bar", viewBox: "0 0 240 10", preserveAspectRatio: "none" });
      const part = (name, x, width) => bar.append(svg("rect", { class: name, x, width, height: 10 }));
      part("day-part", 0, 240);
      part("night", 0, 70);
      part("night", 220, 20);
      part("held", hour * 10 + minute / 6, Math.max(4, (end - start) / 36e4));
      const label = document.createElement("span");
      label.textContent = format({ timeZone, weekday: undefined, day: undefined, month: undefined, timeZoneName: "shortOffset" }).format(start);
      picture.append(label, bar);
    }
    return picture;
  }

  /* A change that is seen to happen, where people like movement. */
  async function turn(change) {
    const still = !document.startViewTransition || matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden;
    if (still) return change();
    await document.startViewTransition(change).updateCallbackDone;
  }

  /* The server draws every state; a change replaces the page's inside and keeps the rest. */
  const state = (page) => `${page.dataset.version} ${page.dataset.state}`;

  async function redraw() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
    if (answer.redirected) history.replaceState(null, "", answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [old, fresh] = [byId("page"), page.getElementById("page")];
    if (!old || !fresh) return location.reload();
    const isOther = old.dataset.events && old.dataset.events !== fresh.dataset.events;
    if (!isOther && state(old) === state(fresh)) return;
    const focused = old.contains(document.activeElement) && document.activeElement !== document.body;
    const theirs = byId("theirs");
    fresh.classList.add("turned");
    await turn(() => old.replaceWith(fresh));
    document.title = page.title;
    // Another tab has another application by now; this one's was another's, and is a button away.
    if (isOther && theirs) fresh.querySelector("main").prepend(theirs.content.cloneNode(true));
    draw(fresh);
    announce(fresh.dataset.announce);
    if (focused) fresh.querySelector("h1, h2")?.focus();
    follow();
  }

  let source = null;
  let timer = 0;
  let change = 0;

  /* Looks again in so many seconds. */
  function look(seconds) {
    clearTimeout(timer);
    timer = setTimeout(() => redraw().catch(() => {}).finally(follow), seconds * 1000);
  }

  /* A hidden page gives its connection back, of which a browser has six for all its tabs, and asks now
     and then, for its title tells. */
  function follow() {
    clearTimeout(timer);
    const { events, poll } = byId("page")?.dataset ?? {};
    const hidden = document.visibilityState === "hidden";
    if (hidden || source?.address !== events) {
      source?.close();
      source = null;
    }
    if (poll || (hidden && events)) look(poll || 15);
    if (!events || hidden || source) return;
    source = new EventSource(events);
    source.address = events;
    source.onmessage = (event) => {
      if (event.lastEventId !== byId("page")?.dataset.version) redraw().catch(() => look(5));
    };
    // A refused stream does not come back by itself: look once, and ask again later.
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      look(15);
    };
  }

  /* The next moment at which time alone changes the page: timers do not reach further than 24 days. */
  function expect(page) {
    clearTimeout(change);
    const seconds = Number(page.dataset.next);
    if (seconds) change = setTimeout(() => redraw().catch(() => {}), Math.min(seconds * 1000 + 500, 2e9));
  }

  function draw(page) {
    inYourTime(page);
    countDown();
    expect(page);
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
    if (page.querySelector("[data-opens]") && stored((storage) => storage.getItem("opened"), "sessionStorage")) wait();
  }

  /* The window that opened the calendar waits for the booking, also after a reload, and notices when
     the calendar is closed. */
  let watch = 0;

  function wait() {
    byId("before")?.classList.add("off");
    byId("waiting")?.classList.remove("off");
  }

  function watchOver(calendar) {
    clearInterval(watch);
    const opened = Date.now();
    watch = setInterval(() => {
      if (!calendar.closed) return;
      clearInterval(watch);
      // Some pages cut the tie to whoever opened them, and seem closed at once.
      if (Date.now() - opened < 2000) return;
      const closed = byId("shut");
      if (closed) {
        closed.hidden = false;
        announce(closed.textContent.trim());
      }
    }, 1000);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-opens]");
    if (link) {
      const calendar = event.ctrlKey || event.metaKey || event.shiftKey ? null : open("", "_blank");
      if (calendar) {
        event.preventDefault();
        calendar.opener = null;
        calendar.location = link.href;
        watchOver(calendar);
      }
      byId("shut")?.setAttribute("hidden", "");
      stored((storage) => storage.setItem("opened", "1"), "sessionStorage");
      wait();
      announce(byId("waiting")?.dataset.announce);
    }
    const copy = event.target.closest?.("[data-copy]");
    if (copy) {
      const field = byId(copy.dataset.copy);
      field.select();
      Promise.resolve(navigator.clipboard?.writeText(field.value)).catch(() => {}).then(() => {
        document.execCommand("copy");
        copy.textContent = copy.dataset.copied;
        announce(copy.dataset.copied);
      });
    }
  });

  // Help that appears late is read out as well.
  document.addEventListener("animationstart", ({ target }) => {
    if (target.matches(".later")) announce(target.textContent.trim().replace(/\s+/g, " "));
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && byId("page")?.dataset.version) redraw().catch(() => {});
    follow();
  });

  addEventListener("pageshow", (event) => { if (event.persisted && byId("page")?.dataset.version) redraw().catch(() => {}); });

  // What was typed into the form has been sent.
  if (byId("page")?.dataset.events) stored((storage) => storage.removeItem("bookhook-draft"), "localStorage");

  setInterval(countDown, 30_000);
  if (byId("page")) draw(byId("page"));
  follow();
})();
