// Say again and again that this conversation is open here, and whether a reply is being written.
import { isReplying } from "./composer.js";

const EVERY_MS = 8000;
const form = document.getElementById("here");
let said = "";

function say() {
  if (document.visibilityState !== "visible") return;
  said = isReplying() ? "replying" : "looking";
  const body = new FormData(form);
  body.set("activity", said);
  fetch(form.action, { method: "POST", body }).catch(() => {}); // the next one will tell
}

export function sayPresence() {
  if (!form) return;
  say();
  setInterval(say, EVERY_MS);
  document.addEventListener("visibilitychange", say);
  document.getElementById("composer").addEventListener("input", () => {
    if (said !== (isReplying() ? "replying" : "looking")) say();
  });
}
