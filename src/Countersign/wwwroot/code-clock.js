// How long the current code lives, by the server's clock: codes change every 30 seconds since 1970.
const period = 30_000;
const circumference = 56.5;

export function codeClocks() {
  for (const clock of document.querySelectorAll(".wait[data-now]")) {
    const ahead = Number(clock.dataset.now) - Date.now();
    const ring = clock.querySelector(".left");
    const text = clock.querySelector("b");
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const draw = () => {
      const left = period - ((Date.now() + ahead) % period);
      text.textContent = `${Math.ceil(left / 1000)} s`;
      ring.setAttribute("stroke-dashoffset", still.matches ? 0 : circumference * (1 - left / period));
    };
    draw();
    clock.hidden = false;
    setInterval(draw, 500);
    announceNextCode(ahead);
  }
}

// Once the first code is complete, says (once) when the next one is there.
function announceNextCode(ahead) {
  const status = document.querySelector("[data-next-code]");
  const first = document.getElementById("AuthenticationCode1");
  if (!status || !first) return;
  let waiting = false;
  first.addEventListener("input", () => {
    if (waiting || first.value.replaceAll(/\D/g, "").length !== 6) return;
    waiting = true;
    setTimeout(() => { status.textContent = "There is a new code now. Type it into the second field."; },
      period - ((Date.now() + ahead) % period));
  });
}
