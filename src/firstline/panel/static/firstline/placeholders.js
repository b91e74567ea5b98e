// Offers the facts of the service after `{{`, by keyboard or mouse, and counts characters.
(() => {
  const MOST = 8;
  let box = null; // the open list: { list, area, start }

  const facts = () =>
    [...(document.getElementById("fact-names")?.options ?? [])].map((option) => ({
      name: option.value,
      hint: option.textContent,
    }));

  const typed = (area) => {
    const before = area.value.slice(0, area.selectionStart);
    const match = before.match(/\{\{\s*([A-Za-z0-9_]*)$/);
    return match ? { start: match.index, word: match[1].toLowerCase() } : null;
  };

  const close = () => {
    if (!box) return;
    box.list.remove();
    box.area.removeAttribute("aria-activedescendant");
    box.area.setAttribute("aria-expanded", "false");
    box = null;
  };

  const choose = (name) => {
    const { area, start } = box;
    const rest = area.value.slice(area.selectionStart).replace(/^\s*\}\}/, "");
    const filled = `{{ ${name} }}`;
    area.value = area.value.slice(0, start) + filled + rest;
    area.selectionStart = area.selectionEnd = start + filled.length;
    close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };

  const mark = (place) => {
    const items = [...box.list.children];
    box.place = (place + items.length) % items.length;
    items.forEach((item, index) => item.setAttribute("aria-selected", index === box.place));
    box.area.setAttribute("aria-activedescendant", items[box.place].id);
  };

  const open = (area, { start, word }) => {
    const found = facts()
      .filter((fact) => fact.name.toLowerCase().includes(word))
      .sort((a, b) => b.name.toLowerCase().startsWith(word) - a.name.toLowerCase().startsWith(word))
      .slice(0, MOST);
    close();
    if (!found.length) return;
    const list = document.createElement("ul");
    list.className = "completions";
    list.id = "completions";
    list.setAttribute("role", "listbox");
    found.forEach((fact, index) => {
      const item = document.createElement("li");
      item.id = `completion-${index}`;
      item.setAttribute("role", "option");
      const name = document.createElement("code");
      name.textContent = fact.name;
      const hint = document.createElement("span");
      hint.className = "quiet";
      hint.textContent = ` ${fact.hint}`;
      item.append(name, hint);
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(fact.name);
      });
      list.append(item);
    });
    area.after(list);
    list.style.top = `${area.offsetTop + area.offsetHeight + 2}px`; // the line being typed stays in sight
    list.scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-controls", list.id);
    area.setAttribute("aria-expanded", "true");
    box = { list, area, start, names: found.map((fact) => fact.name), place: 0 };
    mark(0);
  };

  const count = (area) => {
    const shown = document.getElementById(area.dataset.counts);
    if (!shown) return;
    shown.textContent = shown.textContent.replace(/\d+/, [...area.value].length);
  };

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches?.("textarea[data-placeholders]")) return;
    count(area);
    const found = typed(area);
    if (found) open(area, found);
    else close();
  });
  document.addEventListener("keydown", (event) => {
    if (!box || event.target !== box.area) return;
    const act = {
      ArrowDown: () => mark(box.place + 1),
      ArrowUp: () => mark(box.place - 1),
      Enter: () => choose(box.names[box.place]),
      Tab: () => choose(box.names[box.place]),
      Escape: close,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("focusout", (event) => {
    if (box && event.target === box.area) close();
  });
})();
