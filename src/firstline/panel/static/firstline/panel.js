// Small conveniences; every page works without them.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-selects]") && event.target.files.length) {
    document.getElementById(event.target.dataset.selects).checked = true;
  }
});
