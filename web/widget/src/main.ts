/** The script tag is the whole interface: `<script src="…/widget.js" data-… defer>`. */

import { start } from "./widget.js";

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const { language, identity, identityFrom, inline } = script.dataset;
  const base = new URL(".", script.src).href;
  start({ base, language, identity, identityFrom, inline }).catch((error: unknown) => {
    // The page goes on without a chat; who sets it up finds why.
    console.warn(`Firstline's chat cannot be shown: ${String(error)}. See add-the-chat.md.`);
  });
}
