// While a maker's file is uploaded, read or stored: how far the server is, by its own count.
const words = {
  receiving: () => "Uploading …",
  reading: (rows) => `Reading: ${rows.toLocaleString("en")} tokens so far`,
  storing: (rows) => `Storing: ${rows.toLocaleString("en")} tokens so far`,
};

export function importForms() {
  for (const form of document.querySelectorAll("form[data-import]")) {
    const box = form.querySelector("[data-import-progress]");
    const bar = box.querySelector("progress");
    const status = box.querySelector("[role=status]");
    const button = form.querySelector("button");
    let timer;
    const ask = async () => {
      try {
        const answer = await fetch(`/tokens/import/${form.dataset.import}/progress`, { headers: { Accept: "application/json" } });
        if (answer.redirected || !answer.ok) return;
        const { phase, done, of, rows } = await answer.json();
        if (!words[phase]) return;
        if (of > 0) { bar.max = of; bar.value = done; } else { bar.removeAttribute("value"); }
        status.textContent = words[phase](rows);
      } catch { /* the next one may come through */ }
    };
    form.addEventListener("submit", (event) => {
      if (timer) { event.preventDefault(); return; }    // sent already
      const input = form.querySelector("input[type=file]");
      if (input?.files[0]?.size > Number(form.dataset.most)) {    // the server says so too, but browsers show a broken connection
        event.preventDefault();
        bar.hidden = true;
        box.hidden = false;
        status.textContent = `The file is larger than ${Number(form.dataset.most) / 1048576} MiB. Split it.`;
        return;
      }
      bar.hidden = false;
      button.setAttribute("aria-disabled", "true");
      status.textContent = "";
      box.hidden = false;
      timer = setInterval(ask, 1000);
    });
    addEventListener("pageshow", () => {    // come back to by the browser's button
      clearInterval(timer);
      timer = undefined;
      box.hidden = true;
      button.removeAttribute("aria-disabled");
    });
  }
}
