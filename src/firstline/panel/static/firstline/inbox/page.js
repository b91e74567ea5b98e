// The inbox works without scripts; these add keys, drafts, presence and places that are kept.
import { watchKeys } from "./commands.js";
import { handlers as ofComposer, keepDrafts } from "./composer.js";
import { handlers as ofDialogs, watchDialogs } from "./dialogs.js";
import { handlers as ofLists, keepScroll } from "./lists.js";
import { sayPresence } from "./presence.js";
import { showNewest } from "./newest.js";

for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
watchKeys({ ...ofLists, ...ofComposer, ...ofDialogs });
watchDialogs();
keepScroll();
keepDrafts();
sayPresence();
showNewest();
