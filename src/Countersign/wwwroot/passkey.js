// Passkeys and security keys: passes on what the server asks to the browser, and the browser's answer to the server.
// A form asks: data-passkey is "create", "get", or "autofill" (get, and offered beside the user name too).
const challengeLives = 4 * 60_000;    // the server's are good for five minutes
let asked = Date.now();
let waiting = null;

export function passkeys() {
  for (const form of document.querySelectorAll("form[data-passkey]")) begin(form);
}

function begin(form) {
  const button = form.querySelector("[data-passkey-button]");
  const hindrance = whyNot(form.dataset.origin);
  if (hindrance && form.dataset.passkey === "autofill") return;    // the password is the way in there
  form.hidden = false;
  if (hindrance) {
    button.disabled = true;
    return say(form, hindrance);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form, button);
  });
  if (form.dataset.passkey === "autofill") offer(form);
}

function whyNot(origin) {
  if (location.origin !== origin) return `Passkeys and security keys work only at ${origin}: open the console there.`;
  if (!window.isSecureContext) return "The browser allows passkeys and security keys only over https.";
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return "This browser does not know passkeys and security keys, or is too old for them.";
  return null;
}

async function ask(form, button) {
  waiting?.abort();
  waiting = new AbortController();
  say(form, "");
  button.disabled = true;
  try {
    if (Date.now() - asked > challengeLives) await renew(form);
    send(form, await credential(form, { signal: waiting.signal }));
  } catch (error) {
    button.disabled = false;
    button.focus();
    say(form, words(error, form));
    if (form.dataset.passkey === "autofill") offer(form);
  }
}

// Beside the user name the browser lists passkeys by itself; who picks one is signed in.
async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const turn = waiting = new AbortController();
  setTimeout(async () => {
    if (waiting !== turn) return;
    turn.abort();
    await renew(form);
    offer(form);
  }, challengeLives);
  try {
    send(form, await credential(form, { signal: turn.signal, mediation: "conditional" }));
  } catch (error) {
    if (error.name !== "AbortError" && error.name !== "NotAllowedError") say(form, words(error, form));
  }
}

function credential(form, more) {
  const options = JSON.parse(form.dataset.options);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ ...more, publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ ...more, publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

function send(form, credential) {
  const { id, rawId, type, response } = credential.toJSON();
  const { clientDataJSON, attestationObject, transports, authenticatorData, signature, userHandle } = response;
  form.elements.Answer.value = JSON.stringify({
    id, rawId, type, response: { clientDataJSON, attestationObject, transports, authenticatorData, signature, userHandle },
  });
  form.submit();
}

// A page that was open for long asks the server for another challenge.
async function renew(form) {
  const page = new DOMParser().parseFromString(await (await fetch(form.dataset.page)).text(), "text/html");
  const fresh = page.getElementById(form.id);
  if (!fresh) return location.assign(form.dataset.page);    // over: the sign-in, or the session
  asked = Date.now();
  form.dataset.options = fresh.dataset.options;
  for (const name of ["Challenge", "form"]) form.elements[name].value = fresh.elements[name].value;
}

function words(error, form) {
  switch (error.name) {
    case "AbortError":
      return "";
    case "NotAllowedError":
      return form.dataset.passkey === "create"
        ? "No passkey was made: it was cancelled, or the time was over. Try again when you are ready."
        : "No passkey was used: it was cancelled, there is none here, or the time was over. Try again when you are ready.";
    case "InvalidStateError":
      return "This passkey or security key is registered here already. Use another one.";
    case "NotSupportedError":
    case "ConstraintError":
      return "No passkey or security key here can do what is asked for. Use another one.";
    case "SecurityError":
      return "The browser does not allow passkeys and security keys at this address.";
    default:
      return `The browser could not do it (${error.name}). Try again.`;
  }
}

function say(form, text) {
  const status = form.querySelector("[data-passkey-status]");
  status.textContent = text;
  status.hidden = text === "";
}
