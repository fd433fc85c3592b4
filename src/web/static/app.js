// Everything works without this file; with it, pages follow the booking by themselves.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  const announce = (text) => {
    const region = byId("announce");
    if (region && text) region.textContent = text;
  };

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
    const text = turned
      ? [start, end].map((date) => format({ timeZoneName: "shortOffset" }).format(date)).join(" – ")
      : `${format({}).formatRange(start, end)}, ${name === hours ? name : `${name} (${hours})`}`;
    place.textContent = `${label} ${text}`;
  }

  /* The server draws every state; a change replaces the page's inside and keeps the rest. */
  async function redraw() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [old, fresh] = [byId("page"), page.getElementById("page")];
    if (!old || !fresh) return location.reload();
    if (old.dataset.version === fresh.dataset.version) return;
    const focused = old.contains(document.activeElement) && document.activeElement !== document.body;
    old.replaceWith(fresh);
    document.title = page.title;
    inYourTime(fresh);
    announce(fresh.dataset.announce);
    if (focused) fresh.querySelector("h1")?.focus();
    if (old.dataset.events !== fresh.dataset.events || old.dataset.poll !== fresh.dataset.poll) follow();
  }

  let source = null;
  let timer = 0;

  const soon = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(follow, seconds * 1000);
  };

  const again = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => redraw().catch(() => {}).finally(() => {
      const { poll } = byId("page")?.dataset ?? {};
      if (poll) again(poll);
    }), seconds * 1000);
  };

  function follow() {
    clearTimeout(timer);
    source?.close();
    source = null;
    const { events, poll } = byId("page")?.dataset ?? {};
    if (poll) again(poll);
    if (!events) return;
    source = new EventSource(events);
    source.onmessage = (event) => {
      if (event.lastEventId !== byId("page")?.dataset.version) redraw().catch(() => soon(5));
    };
    // A refused stream does not come back by itself: look once, and ask again later.
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) redraw().catch(() => {}).finally(() => soon(15));
    };
  }

  /* The window that opened the calendar waits for the booking. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-opens]");
    if (!link) return;
    const [before, after] = [byId("before"), byId("waiting")];
    before?.classList.add("off");
    after?.classList.remove("off");
    announce(after?.dataset.announce);
  });

  addEventListener("pageshow", (event) => { if (event.persisted && byId("page")?.dataset.events) redraw(); });

  inYourTime(document);
  follow();
})();
