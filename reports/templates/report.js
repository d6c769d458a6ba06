"use strict";
// The report is whole without this script; it filters entries and unfolds for old printers' sake.
(() => {
  const desk = document.getElementById("desk");
  const filter = document.getElementById("filter");
  const count = document.getElementById("filter-count");
  const entries = Array.from(document.querySelectorAll("[data-entry]"));
  const folded = () => Array.from(document.querySelectorAll("details:not(.keep)"));

  filter.addEventListener("input", () => {
    const words = filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of entries) {
      const text = entry.textContent.toLowerCase();
      const match = words.every((word) => text.includes(word));
      entry.classList.toggle("filtered-out", !match);
      shown += match ? 1 : 0;
    }
    count.textContent = words.length
      ? count.dataset.text.replace("{shown}", shown).replace("{all}", entries.length)
      : "";
  });

  const setAll = (open) => folded().forEach((part) => { part.open = open; });
  document.getElementById("open-all").addEventListener("click", () => setAll(true));
  document.getElementById("close-all").addEventListener("click", () => setAll(false));

  // Browsers without ::details-content print folded parts as closed.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = folded().filter((part) => !part.open);
    opened.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((part) => { part.open = false; }));

  const unfoldTarget = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const part = target && target.closest("details");
    if (part && !part.open) {
      part.open = true;
      part.scrollIntoView();
    }
  };
  addEventListener("hashchange", unfoldTarget);
  unfoldTarget();
  desk.hidden = false;
})();
