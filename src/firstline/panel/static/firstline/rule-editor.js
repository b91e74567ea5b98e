// Shows what needs a script, and remembers which view of a rule was edited last.
(() => {
  const reveal = (root) => {
    for (const element of root.querySelectorAll("[data-needs-script], .narrow-list")) element.hidden = false;
  };
  const view = () => document.getElementById("rule-view");
  const isBuilder = (target) => target.closest?.("#rule-builder");

  const note = (event) => {
    if (!view()) return;
    if (isBuilder(event.target)) view().value = "builder";
    if (event.target.id === "rule-text") view().value = "text";
  };
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#rule-builder .change")) view().value = "builder";
  });
  document.addEventListener("DOMContentLoaded", () => reveal(document));

  // Proofs are looked for anew once both views agree again.
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target ?? event.target;
    reveal(document);
    if (target?.id === "rule-builder") document.body.dispatchEvent(new Event("rule-changed"));
  });

  // Narrow a long list of ticks; what is chosen stays in sight.
  document.addEventListener("input", (event) => {
    const list = document.getElementById(event.target.dataset?.narrows ?? "");
    if (!list) return;
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const item of list.children) {
      const text = item.textContent.toLowerCase();
      const isChosen = item.querySelector("input")?.checked;
      item.hidden = !isChosen && !words.every((word) => text.includes(word));
    }
  });

  // What was wrong with a condition is no longer true of what is being typed; the answer says anew.
  document.addEventListener("input", (event) => {
    const row = isBuilder(event.target) && event.target.closest(".condition");
    for (const fault of row ? row.querySelectorAll(".fault") : []) fault.hidden = true;
  });

  // Enter in the builder or in a search of ticks must not press the form's first button.
  document.addEventListener("keydown", (event) => {
    const isInput = event.target.matches?.("#rule-builder input, .narrow-list");
    if (event.key === "Enter" && isInput) {
      event.preventDefault();
      event.target.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
})();
