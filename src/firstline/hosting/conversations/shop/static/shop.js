// Choosing another customer is being them: the shop's server signs again.
"use strict";

document.getElementById("customer")?.addEventListener("change", (event) => event.target.form.submit());
