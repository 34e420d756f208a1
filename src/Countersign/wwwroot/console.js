// What script alone can do; every page works without it.
import { copyButtons } from "./copy.js";
import { codeClocks } from "./code-clock.js";
import { importForms } from "./import.js";
import { revealButtons } from "./reveal.js";

copyButtons();
codeClocks();
importForms();
revealButtons();
