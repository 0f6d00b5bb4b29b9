/* The phone bank works without this file. With it: the lease of an open card begins anew, a number that is rung is the
   number that is logged, keys press buttons, and a second tap never falls on the next card. */
(() => {
  "use strict";
  const EVERY = 4 * 60 * 1000;
  const SETTLES = 600;
  const opened = performance.now();
  const settled = () => performance.now() - opened > SETTLES;
  setTimeout(() => document.querySelector(".page--phone")?.setAttribute("data-settled", ""), SETTLES + 50);

  /* A finger that taps twice, or a key held too long, means the card before. */
  document.addEventListener(
    "submit",
    (event) => {
      if (!settled() && event.target.closest(".page--phone")) event.preventDefault();
    },
    true,
  );

  async function renew() {
    const lease = document.getElementById("lease");
    if (!lease || !lease.dataset.renew || document.hidden) return;
    try {
      const answer = await fetch(lease.dataset.renew, { method: "POST", redirect: "manual" });
      if (answer.ok) lease.outerHTML = await answer.text();
      else if (answer.type === "opaqueredirect") tellSignedOut(lease);
    } catch {
      /* No network just now: the lease lasts twenty minutes. */
    }
  }

  function tellSignedOut(lease) {
    lease.className = "flash flash--warn phone__lost";
    lease.removeAttribute("data-renew");
    lease.setAttribute("role", "alert");
    lease.textContent = "You are signed out. Save all the same: what you wrote is handed back to you, to copy.";
  }

  setInterval(renew, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && performance.now() - opened > 60000) renew();
  });

  document.addEventListener("click", (event) => {
    const rung = event.target.closest("[data-phone]");
    const called = document.querySelector(".phone-form [name=phone]");
    if (rung && called) called.value = rung.dataset.phone;
  });

  /* Before the page's own keys: "/" leads to the note here. */
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !settled()) return;
      if (event.target.closest && event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea")) return;
      const keys = document.getElementById("phone-keys");
      if (event.key === "?" && keys) keys.open = !keys.open;
      else if (event.key === "/" && document.getElementById("phone-note")) document.getElementById("phone-note").focus();
      else {
        const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
        if (!wanted || !wanted.getClientRects().length) return;
        if (wanted.type === "radio") wanted.focus();
        wanted.click();
      }
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
})();
