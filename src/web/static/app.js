// Everything works without this file; with it, pages follow the booking by themselves.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  const announce = (text) => {
    const region = byId("announce");
    if (region && text) region.textContent = text;
  };

  /* The meeting in the viewer's own time, where that is another one than the attendee's. */
  const words = (date, options) => new Intl.DateTimeFormat("en-GB", options).format(date);

  function inYourTime(root) {
    const place = root.querySelector("[data-start]");
    if (!place) return;
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const start = new Date(place.dataset.start);
    const end = place.dataset.end ? new Date(place.dataset.end) : null;
    const wall = (date, timeZone) => words(date, { timeZone, dateStyle: "short", timeStyle: "short" });
    if (!here || wall(start, here) === wall(start, place.dataset.zone)) return;
    const clock = (date) => words(date, { hour: "numeric", minute: "2-digit", hour12: true }).replace(/^0:/, "12:");
    const day = (date) => `${words(date, { weekday: "long" })}, ${words(date, { day: "numeric", month: "long" })}`;
    const city = here.split("/").pop().replaceAll("_", " ");
    const sameDay = end && day(start) === day(end);
    const from = sameDay && clock(start).slice(-2) === clock(end).slice(-2) ? clock(start).slice(0, -3) : clock(start);
    const until = end ? ` to ${clock(end)}${sameDay ? "" : ` on ${day(end)}`}` : "";
    place.textContent = `For you: ${day(start)}, ${from}${until}, ${city}${city === "UTC" ? "" : " time"}`;
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
    if (focused) fresh.querySelector("h2")?.focus();
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

  /* The same messages at the same fields as without script, but no reload. */
  async function send(form) {
    const button = form.querySelector("button[type=submit]");
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
      if (answer.type === "opaqueredirect") return location.assign(form.dataset.then);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(form.id);
      if (!fresh) return form.submit();
      form.replaceWith(fresh);
      document.title = page.title;
      announce(fresh.dataset.announce);
      fresh.querySelector("[aria-invalid]")?.focus();
    } catch {
      form.submit();
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-then]")) return;
    event.preventDefault();
    if (!event.target.querySelector("[aria-busy=true]")) send(event.target);
  });

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
