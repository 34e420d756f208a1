// The wizard suggests a name for the device; it follows the kind as long as nobody has typed another.
export function suggestedNames() {
  const field = document.getElementById("DeviceName");
  if (!field) return;
  for (const kind of document.querySelectorAll("input[data-suggest]")) {
    kind.addEventListener("change", () => {
      const others = [...document.querySelectorAll("input[data-suggest]")].map((other) => other.dataset.suggest);
      if (others.includes(field.value)) field.value = kind.dataset.suggest;
    });
  }
}
