// Small conveniences; every page works without them.
document.addEventListener("change", (event) => {
  if (event.target.form) showWhatApplies(event.target.form);
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-selects]") && event.target.files.length) {
    document.getElementById(event.target.dataset.selects).checked = true;
  }
});

// `data-only-if="kind=rest&asks=api_key header"`: a field that does not apply is out of sight, a wrong one never.
function showWhatApplies(form) {
  const holds = (condition) => {
    const [name, values] = condition.split("=");
    return values.split(" ").includes(form.elements[name].value);
  };
  for (const each of form.querySelectorAll("[data-only-if]")) {
    const field = each.closest(".field");
    const applies = each.dataset.onlyIf.split("&").every(holds);
    field.hidden = !applies && !field.classList.contains("wrong");
  }
}

for (const form of document.forms) showWhatApplies(form);
