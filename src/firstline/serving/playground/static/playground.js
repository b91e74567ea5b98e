// The page works without this script: it only saves the reload and keeps the focus.
"use strict";

const main = document.getElementById("main");
const announcer = document.getElementById("announcer");
const problem = document.getElementById("problem");
document.documentElement.classList.add("scripted");

let running = null;

document.addEventListener("submit", (event) => {
  if (event.target.id !== "ask") return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "message" || event.key !== "Enter") return;
  if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  document.getElementById("ask").requestSubmit(document.getElementById("send"));
});

// A click elsewhere and Escape close the explanations in the head.
document.addEventListener("click", (event) => closeExplanations(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeExplanations(null);
});

async function send(form, submitter) {
  running?.abort();
  const attempt = (running = new AbortController());
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) fields.set(submitter.name, submitter.value);
  main.setAttribute("aria-busy", "true");
  problem.hidden = true;
  try {
    // Not form.action: that is its buttons of this name.
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: fields,
      signal: attempt.signal,
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    show(await response.text());
  } catch (error) {
    if (error.name !== "AbortError") tellProblem();
  } finally {
    if (running === attempt) main.removeAttribute("aria-busy");
  }
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement?.id;
  const open = [...main.querySelectorAll("details[open][id]")].map((details) => details.id);
  main.replaceChildren(...page.getElementById("main").childNodes);
  document.getElementById("top").replaceWith(page.getElementById("top"));
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  announcer.textContent = page.getElementById("announcer").textContent;
  focusAfter(focused);
}

// Where something is wrong, there; else where it was; else on what has come of it.
function focusAfter(id) {
  const wrong = main.querySelector("[aria-invalid]");
  const outcome = document.getElementById("verdict") ?? document.getElementById("message");
  const target = wrong ?? document.getElementById(id) ?? outcome;
  target.focus({ preventScroll: !wrong });
  if (wrong) return;
  const turns = main.querySelectorAll(".turn");
  turns[turns.length - 1]?.scrollIntoView({ block: "nearest" });
}

function tellProblem() {
  problem.textContent =
    "That did not work: the service did not answer. Your message is still here; try again.";
  problem.hidden = false;
}

function closeExplanations(target) {
  for (const details of document.querySelectorAll(".head-facts details[open]")) {
    if (!target || !details.contains(target)) details.open = false;
  }
}
