// The application form: nothing typed is lost, and nothing is sent twice. Everything works without this file.
"use strict";
(() => {
  const DRAFT = "bookhook-draft";
  const form = () => document.getElementById("application");
  const announce = (text) => { document.getElementById("announce").textContent = text; };

  /* The draft. A browser may refuse to store anything. */
  const stored = (act) => { try { return act(localStorage); } catch { return null; } };

  function save() {
    const fields = [...new FormData(form())].filter(([name]) => name !== "homepage");
    stored((storage) => storage.setItem(DRAFT, JSON.stringify(fields)));
    document.getElementById("draft").hidden = stored((storage) => storage.getItem(DRAFT)) === null;
  }

  /* With the token of the draft, so that what was sent without an answer is not sent twice. */
  function restore() {
    const fields = stored((storage) => JSON.parse(storage.getItem(DRAFT)));
    if (!fields || !("fresh" in form().dataset)) return;
    for (const control of form().elements) {
      const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.matches("[type=radio], [type=checkbox]")) control.checked = values.includes(control.value);
      else if (values.length) control.value = values[0];
      count(control);
    }
    document.getElementById("draft").hidden = false;
  }

  function clear() {
    stored((storage) => storage.removeItem(DRAFT));
    form().reset();
    location.reload();
  }

  /* An error goes when its field is corrected, and the summary with the last one. */
  const length = (control) => [...control.value].length;
  const isGroup = (control) => control.matches("[type=radio], [type=checkbox]");

  function isCorrected(control, field) {
    if (isGroup(control)) return field.querySelector(":checked") !== null;
    const most = Number(control.dataset.most ?? Infinity);
    return (control.value.trim() || !control.required) && control.validity.valid && length(control) <= most;
  }

  function correct(control) {
    const field = control.closest(".field");
    if (!field?.querySelector("[aria-invalid]") || !isCorrected(control, field)) return;
    field.querySelector(".error").remove();
    for (const wrong of field.querySelectorAll("[aria-invalid]")) wrong.removeAttribute("aria-invalid");
    const summary = document.getElementById("summary");
    summary?.querySelector(`[href="#${CSS.escape(control.name)}"]`)?.parentElement.remove();
    const left = summary?.querySelectorAll("li").length;
    if (left === 0) summary.remove();
    else if (left) summary.querySelector("p").textContent = summary.dataset.counts.split("|")[left - 1];
  }

  /* A counter from 80 % of a limit. */
  function count(control) {
    const most = Number(control.dataset?.most);
    if (!most) return;
    const used = length(control);
    let counter = control.parentElement.querySelector(".count");
    if (used < 0.8 * most) return counter?.remove();
    if (!counter) {
      counter = document.createElement("p");
      counter.className = "count";
      control.after(counter);
    }
    counter.textContent = `${used} / ${most}`;
    counter.classList.toggle("over", used > most);
  }

  /* What was not sent stays, and is sent again when asked or when the connection is back. */
  let timer = 0;
  let pause = 0;

  function settle() {
    clearTimeout(timer);
    pause = 0;
    document.getElementById("unsent")?.remove();
  }

  function complain(heading, text, instead) {
    const old = document.getElementById("unsent");
    if (old?.dataset.says === heading + text) return;
    old?.remove();
    const box = document.getElementById("trouble").content.firstElementChild.cloneNode(true);
    box.dataset.says = heading + text;
    box.setAttribute("role", "alert");
    box.querySelector("strong").textContent = heading;
    box.querySelector("span").textContent = text;
    if (instead) {
      instead.className = "";
      box.querySelector("button").replaceWith(instead);
    }
    form().querySelector(".actions").before(box);
    box.scrollIntoView({ block: "nearest" });
  }

  function unreachable() {
    const says = document.getElementById("trouble").dataset;
    if (navigator.onLine) complain(says.unreachable, says.unreachableText);
    else complain(says.offline, says.offlineText);
    pause = Math.min(pause * 2 || 4, 60);
    timer = setTimeout(send, pause * 1000);
  }

  function busy(button, is) {
    button.dataset.idle ??= button.textContent;
    button.textContent = is ? button.dataset.busy : button.dataset.idle;
    button.toggleAttribute("aria-busy", is);
  }

  /* The same answers as without this file, but no reload. */
  async function send() {
    const sent = form();
    const button = sent.querySelector(".actions button");
    if (button.hasAttribute("aria-busy")) return;
    clearTimeout(timer);
    busy(button, true);
    if (!pause) announce(button.dataset.busy);
    let answer, page;
    try {
      const body = new URLSearchParams(new FormData(sent));
      answer = await fetch(sent.action, { method: "POST", body, redirect: "manual", headers: { Accept: "text/html" } });
      if (answer.type === "opaqueredirect") {
        // Leaves only for a page that can be reached.
        await fetch(sent.dataset.then, { method: "HEAD" });
        return location.assign(sent.dataset.then);
      }
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      busy(button, false);
      return unreachable();
    }
    busy(button, false);
    settle();
    announce("");
    const fresh = page.getElementById(sent.id);
    if (fresh) {
      sent.replaceWith(fresh);
      for (const control of fresh.elements) count(control);
      document.title = page.title;
      save();
      (fresh.querySelector("[aria-invalid]") ?? fresh.querySelector(".alert"))?.focus();
      return;
    }
    const text = (css) => page.querySelector(css)?.textContent ?? "";
    complain(text("h1"), text("main p"), answer.status === 409 ? page.querySelector("main .actions a") : null);
  }

  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    send();
  });

  document.addEventListener("input", (event) => {
    if (event.target.form !== form()) return;
    settle();
    count(event.target);
    correct(event.target);
    save();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#draft button")) clear();
  });

  addEventListener("online", () => { if (pause) send(); });
  // From the browser's own memory of the page, in which it still sends.
  addEventListener("pageshow", (event) => {
    if (event.persisted) busy(form().querySelector(".actions button"), false);
  });

  restore();
})();
