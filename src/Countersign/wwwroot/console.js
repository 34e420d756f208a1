// What script alone can do; every page works without it, but for passkeys.
import { copyButtons } from "./copy.js";
import { codeClocks } from "./code-clock.js";
import { importForms } from "./import.js";
import { passkeys } from "./passkey.js";
import { printButtons } from "./print.js";
import { revealButtons } from "./reveal.js";
import { suggestedNames } from "./suggest.js";

copyButtons();
codeClocks();
importForms();
passkeys();
printButtons();
revealButtons();
suggestedNames();
