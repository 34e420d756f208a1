// What a button copies: of a list one item a line, of anything else the text without the spaces between groups.
function textOf(source) {
  const items = [...source.querySelectorAll("li")];
  return items.length > 0 ? items.map((item) => item.textContent.trim()).join("\n") : source.textContent.replaceAll(/\s/g, "");
}

// Buttons that copy a text.
export function copyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const id = button.dataset.copy;
    const status = document.querySelector(`[data-copied="${id}"]`);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(textOf(document.getElementById(id)));
        status.textContent = "Copied";
      } catch {
        status.textContent = "Not copied: select the text and copy it yourself";
      }
      setTimeout(() => { status.textContent = ""; }, 4000);
    });
  }
}
