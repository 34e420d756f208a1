// What script alone can do; every page works without it.
import { copyButtons } from "./copy.js";
import { codeClocks } from "./code-clock.js";
import { printButtons } from "./print.js";
import { revealButtons } from "./reveal.js";

copyButtons();
codeClocks();
printButtons();
revealButtons();
