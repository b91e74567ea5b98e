// The customer's side of a conversation. What others wrote is put in as text, never as HTML.
"use strict";

const STORED = "firstline-chat";
const POLL_MS = 2000;
const NAMES = { customer: "You", assistant: "Automatic reply", person: "Support", notice: "" };
const STATES = {
  waiting: "You are waiting for a person.",
  with_person: "A person is with you.",
  resolved: "This conversation is resolved. Write again if something is left.",
};

const $ = (id) => document.getElementById(id);
const [thread, composer, message, problem, state] =
  ["thread", "composer", "message", "problem", "state"].map($);
let known = JSON.parse(localStorage.getItem(STORED) ?? "null"); // { id, token } of the conversation
let newest = 0;
let isOffline = false;
let attempt = null; // { text, key }: sending the same again after a failure says nothing twice

async function ask(path, body, headers = {}) {
  const method = body === undefined ? "GET" : "POST";
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, { method, headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error?.message ?? "refused"), { status: response.status });
  return answer;
}

const askOwn = (path, body, headers = {}) =>
  ask(`/v1/conversations/${known.id}/${path}`, body, { Authorization: `Bearer ${known.token}`, ...headers });

async function open() {
  if (known) return;
  const opened = await ask("/chat/conversations", { customer: $("customer")?.value ?? "" });
  known = { id: opened.conversation.id, token: opened.token };
  localStorage.setItem(STORED, JSON.stringify(known));
}

function forget() {
  localStorage.removeItem(STORED);
  location.reload();
}

function show(found) {
  for (const said of found.messages) if (said.number > newest) thread.append(bubble(said, found.language));
  newest = Math.max(newest, found.newest);
  $("empty").hidden = newest > 0;
  $("again").hidden = newest === 0;
  if ($("who")) $("who").hidden = newest > 0;
  if (state.textContent !== (STATES[found.status] ?? "")) state.textContent = STATES[found.status] ?? "";
  for (const button of document.querySelectorAll("[data-person]"))
    button.hidden = found.status === "waiting" || found.status === "with_person";
  for (const button of document.querySelectorAll("[data-rating]"))
    button.setAttribute("aria-pressed", String(Number(button.dataset.rating) === found.rating));
}

function bubble(said, language) {
  const item = document.createElement("li");
  item.className = `said ${said.author}`;
  const byline = said.name || NAMES[said.author];
  if (byline) item.append(line("byline", byline));
  const words = line("words", said.text);
  if (language) words.lang = language;
  item.append(words);
  if (said.author === "assistant") item.append($("after-reply").content.cloneNode(true));
  return item;
}

function line(kind, text) {
  const made = document.createElement("p");
  made.className = kind;
  made.textContent = text;
  return made;
}

function explain(error) {
  isOffline = !error.status;
  problem.textContent = isOffline ? "No connection just now; trying again." : `That did not work: ${error.message}`;
  problem.hidden = false;
}

async function attend(action) {
  try {
    show(await action());
    if (isOffline) problem.hidden = true; // what is wrong with a message stays until it is sent
    return true;
  } catch (error) {
    if (error.status === 401) forget();
    else explain(error);
    return false;
  }
}

async function send() {
  const text = message.value.trim();
  if (!text) return;
  if (attempt?.text !== text) attempt = { text, key: newKey() };
  const button = composer.querySelector("button");
  button.disabled = true;
  problem.hidden = true;
  const isSent = await attend(async () => {
    await open();
    return askOwn("messages", { text }, { "Idempotency-Key": attempt.key });
  });
  button.disabled = false;
  if (!isSent) return;
  attempt = null;
  message.value = "";
  thread.lastElementChild?.scrollIntoView({ block: "nearest" });
}

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function poll() {
  if (known && !document.hidden) await attend(() => askOwn(`messages?after=${newest}`));
  setTimeout(poll, POLL_MS);
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
message.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) composer.requestSubmit();
});
thread.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-person]")) attend(() => askOwn("person", {}));
  else if (button) attend(() => askOwn("rating", { rating: Number(button.dataset.rating) }));
});
$("again").addEventListener("click", forget);
poll();
