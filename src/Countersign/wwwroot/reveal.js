// Buttons that show what is typed into a password field.
export function revealButtons() {
  for (const button of document.querySelectorAll("[data-reveal]")) {
    const field = document.getElementById(button.dataset.reveal);
    const hide = () => { field.type = "password"; button.setAttribute("aria-pressed", "false"); };
    button.hidden = false;
    button.addEventListener("click", () => {
      if (field.type === "text") return hide();
      field.type = "text";
      button.setAttribute("aria-pressed", "true");
    });
    field.form.addEventListener("submit", hide);    // so that browsers do not remember it as text
  }
}
