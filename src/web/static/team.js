// What the team's pages can do besides: all of them work without.
(() => {
  "use strict";
  const zone = document.querySelector("[data-zone]");
  if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";

  const announce = (text) => {
    const place = document.getElementById("announce");
    if (place) place.textContent = text;
  };
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        announce("Copied.");
        button.lastChild.textContent = "Copied";
      } catch {
        announce("The browser did not let us copy. Select the text instead.");
      }
    });
  }
})();
