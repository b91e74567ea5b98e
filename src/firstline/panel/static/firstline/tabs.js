// Turns a list of links to parts of the page into tabs: one part is shown at a time.
(() => {
  const PARTS = "[data-tab]";

  const show = (tabs, chosen) => {
    for (const tab of tabs.querySelectorAll("a")) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
    }
    for (const part of document.querySelectorAll(PARTS)) {
      part.hidden = part.dataset.tab !== chosen.dataset.opens;
    }
  };
  const chosenOf = (tabs) => tabs.querySelector('[aria-selected="true"]');

  const make = (tabs) => {
    tabs.setAttribute("role", "tablist");
    const all = [...tabs.querySelectorAll("a")];
    for (const tab of all) {
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", tab.hash.slice(1));
      document.querySelector(tab.hash)?.setAttribute("role", "tabpanel");
    }
    const troubled = all.find((tab) => tab.matches("[data-has-problems]"));
    show(tabs, all.find((tab) => tab.hash === location.hash) ?? troubled ?? all[0]);
    tabs.addEventListener("click", (event) => {
      const tab = event.target.closest("a");
      if (!tab) return;
      event.preventDefault();
      show(tabs, tab);
    });
    tabs.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = all[(all.indexOf(chosenOf(tabs)) + step + all.length) % all.length];
      show(tabs, next);
      next.focus();
    });
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".tabs").forEach(make));
  // What htmx brings in belongs to a tab too.
  document.addEventListener("htmx:after:swap", () => {
    for (const tabs of document.querySelectorAll(".tabs")) {
      if (chosenOf(tabs)) show(tabs, chosenOf(tabs));
    }
  });
})();
