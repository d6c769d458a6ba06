"use strict";
// The report is whole without this script.  It narrows the page down, unfolds what a link leads to,
// and opens what is folded for browsers that print folded parts as closed.
const words = JSON.parse(document.body.dataset.words);
const say = (key, slots = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => slots[name]);
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

(() => {
  const desk = document.getElementById("desk");
  const form = document.getElementById("filters");
  const { q, unit, theme, open } = form.elements;
  const verdicts = all("[name=verdict]", form);
  const status = document.getElementById("filter-status");
  const note = document.getElementById("filter-note");
  const noteText = document.getElementById("filter-note-text");
  const entries = all("[data-v]").map((element) => ({
    element,
    section: element.closest("section"),
    verdict: element.dataset.v,
    units: element.dataset.u.split(" "),
    themes: element.dataset.t.split(" "),
    question: element.querySelector(":scope > [data-answer]"),
  }));
  const sections = new Map();
  for (const entry of entries) {
    if (!sections.has(entry.section)) sections.set(entry.section, { shown: 0, all: 0 });
    sections.get(entry.section).all += 1;
  }

  // What is read of an entry is remembered; findings stand in rows of their own.
  const read = (entry) => {
    if (entry.head !== undefined) return;
    const rows = all("[data-r]", entry.element);
    entry.rows = rows.map((row) => ({ row, text: row.textContent.toLowerCase() }));
    entry.head = rows.length ? "" : entry.element.textContent.toLowerCase();
    if (rows.length) {
      const walker = document.createTreeWalker(entry.element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
        node.nodeType === 1 && node.hasAttribute("data-r") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
      while (walker.nextNode()) if (walker.currentNode.nodeType === 3) entry.head += walker.currentNode.data;
      entry.head = entry.head.toLowerCase();
    }
  };
  const toggle = (element, off) => { if (element.hidden !== off) element.hidden = off; };
  const unfolded = new Set();
  const unfold = (element) => {
    for (let part = element.closest("details"); part; part = part.parentElement.closest("details")) {
      if (!part.open) { part.open = true; unfolded.add(part); }
    }
  };

  const asked = () => ({
    terms: q.value.trim().toLowerCase().split(/\s+/).filter(Boolean),
    unit: unit.value,
    theme: theme.value,
    verdicts: verdicts.filter((box) => box.checked).map((box) => box.value),
    open: open.checked,
  });
  const active = (ask) => ask.terms.length || ask.unit || ask.theme || ask.verdicts.length || ask.open;

  const told = (ask) => [
    unit.value && say("by_unit", { name: unit.selectedOptions[0].dataset.name }),
    theme.value && say("by_theme", { name: theme.selectedOptions[0].dataset.name }),
    ask.verdicts.length && say("by_verdict", { name: verdicts.filter((box) => box.checked).map((box) => box.dataset.name).join(words.comma) }),
    ask.open && words.by_open,
    ask.terms.length && say("by_words", { name: q.value.trim() }),
  ].filter(Boolean).join(words.semicolon);

  const apply = () => {
    const ask = asked();
    const on = Boolean(active(ask));
    for (const count of sections.values()) count.shown = 0;
    if (!ask.terms.length) { unfolded.forEach((part) => { part.open = false; }); unfolded.clear(); }
    for (const entry of entries) {
      let match = (!ask.unit || entry.units.includes(ask.unit))
        && (!ask.theme || entry.themes.includes(ask.theme))
        && (!ask.verdicts.length || ask.verdicts.includes(entry.verdict))
        && (!ask.open || (entry.question !== null && !answered(entry.question)));
      if (match && ask.terms.length) {
        read(entry);
        const missing = ask.terms.filter((term) => !entry.head.includes(term));
        let rows = 0;
        for (const { row, text } of entry.rows) {
          const fits = missing.every((term) => text.includes(term));
          rows += fits ? 1 : 0;
          toggle(row, !fits);
          if (fits && rows === 1 && missing.length) unfold(row);
        }
        match = !missing.length || rows > 0;
        if (match && entry.element.tagName === "DETAILS" && missing.length) unfold(entry.element);
      } else if (entry.rows) {
        for (const { row } of entry.rows) toggle(row, false);
      }
      toggle(entry.element, !match);
      sections.get(entry.section).shown += match ? 1 : 0;
    }
    let shown = 0;
    for (const [section, count] of sections) {
      const place = section.querySelector(".shown");
      place.textContent = on ? say("shown", { shown: count.shown, all: count.all }) : "";
      toggle(section.querySelector(".none-shown"), !on || count.shown > 0);
      for (const group of all("[data-g]", section)) toggle(group, on && !group.querySelector("[data-v]:not([hidden])"));
      shown += count.shown;
    }
    status.textContent = on ? say("shown_in_all", { shown, all: entries.length }) : "";
    noteText.textContent = on ? say("narrowed", { by: told(ask) }) : "";
    toggle(note, !on);
    return ask;
  };

  const remember = (ask) => {
    const state = new URLSearchParams();
    if (unit.value) state.set("unit", unit.selectedOptions[0].dataset.name);
    if (theme.value) state.set("theme", theme.selectedOptions[0].dataset.name);
    if (ask.verdicts.length) state.set("verdict", ask.verdicts.join(","));
    if (ask.open) state.set("open", "1");
    if (q.value.trim()) state.set("q", q.value.trim());
    const text = state.toString();
    history.replaceState(null, "", text ? `#?${text}` : location.href.split("#")[0] + "#");
  };
  const choose = (select, name) => {
    const found = Array.from(select.options).find((option) => name && option.dataset.name === name);
    select.value = found ? found.value : "";
  };
  const recall = () => {
    const state = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
    choose(unit, state.get("unit"));
    choose(theme, state.get("theme"));
    const chosen = (state.get("verdict") || "").split(",");
    verdicts.forEach((box) => { box.checked = chosen.includes(box.value); });
    open.checked = state.get("open") === "1";
    q.value = state.get("q") || "";
    apply();
  };
  const reset = () => { form.reset(); remember(apply()); };

  form.addEventListener("input", () => remember(apply()));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of all("[data-reset]")) button.addEventListener("click", reset);

  const folded = () => all("details:not(.keep)");
  const setAll = (state) => all("#conclusion details, .rest details").forEach((part) => { part.open = state; });
  document.getElementById("open-all").addEventListener("click", () => setAll(true));
  document.getElementById("close-all").addEventListener("click", () => setAll(false));
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = folded().filter((part) => !part.open);
    opened.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((part) => { part.open = false; }));

  // A link leads to its target, whatever is folded or left out at the moment.
  const goTo = () => {
    if (location.hash.startsWith("#?")) { recall(); return; }
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) { form.reset(); apply(); }
    let moved = false;
    for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) {
      if (!part.open) { part.open = true; moved = true; }
    }
    if (moved) target.scrollIntoView();
  };
  addEventListener("hashchange", goTo);
  // A number of the index asks for its unit or theme and its verdict.
  for (const link of all("a[data-ask]")) {
    link.dataset.home = link.getAttribute("href");
    link.href = `#?${new URLSearchParams(JSON.parse(link.dataset.ask))}`;
  }
  document.getElementById("desk-fold").open = !matchMedia("(max-width: 680px)").matches;
  desk.hidden = false;
  goTo();
})();
