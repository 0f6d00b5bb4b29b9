/* A connection that breaks off loses nothing: the card stays with every word, and what was tapped is sent again until it
   arrives. An entry carries its own key, so it is written once however often it is sent. Without this file the form is
   sent as any other. */
(() => {
  "use strict";
  const PATIENCE = 30 * 1000;
  const AGAIN = 8 * 1000;
  const form = document.getElementById("phone-form");
  const notice = document.getElementById("phone-unsent");
  if (!form || !notice) return;

  let unsent = null;
  let sending = false;
  let byItself = false;

  form.addEventListener("submit", (event) => {
    if (byItself || event.defaultPrevented) return;
    event.preventDefault();
    send({ button: event.submitter });
  });

  async function send(tap) {
    if (sending) return;
    sending = true;
    unsent = tap;
    form.setAttribute("aria-busy", "true");
    const told = new FormData(form);
    if (tap.button?.name) told.set(tap.button.name, tap.button.value);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(told),
        redirect: "manual",
        signal: patience.signal,
      });
      unsent = null;
      if (answer.type === "opaqueredirect") location.assign(form.dataset.next);
      else showAnswer(tap);
    } catch {
      sayUnsent();
      setTimeout(again, AGAIN);
    } finally {
      clearTimeout(timer);
      sending = false;
      if (unsent) form.removeAttribute("aria-busy");
    }
  }

  /* Nothing was saved, and the server says why on a page of its own: let it. */
  function showAnswer(tap) {
    byItself = true;
    form.requestSubmit(tap.button || undefined);
  }

  function sayUnsent() {
    notice.textContent =
      "Not sent yet: there is no connection. Leave this page open; it is sent as soon as you are back, once.";
    notice.hidden = false;
  }

  function again() {
    if (unsent && !sending) send(unsent);
  }

  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) again();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) form.removeAttribute("aria-busy");
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsent && !sending) event.preventDefault();
  });
})();
