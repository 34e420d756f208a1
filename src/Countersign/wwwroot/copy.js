// Buttons that copy a text; groups of a key are copied without their spaces.
export function copyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const id = button.dataset.copy;
    const status = document.querySelector(`[data-copied="${id}"]`);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(id).textContent.replaceAll(/\s/g, ""));
        status.textContent = "Copied";
      } catch {
        status.textContent = "Not copied: select the text and copy it yourself";
      }
      setTimeout(() => { status.textContent = ""; }, 4000);
    });
  }
}
