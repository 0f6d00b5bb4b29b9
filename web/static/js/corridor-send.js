/* Sends what waits: each entry once, in the order in which it was written. An entry that may have reached the server
   without our hearing of it is sent again as it was, under its own key; the server writes it once. */
(() => {
  "use strict";
  const { store } = window.corridor;
  const PATIENCE = 20000;

  /* {status, body}: status 0 where nothing came back, body null where the answer is not one of ours. */
  async function ask(path, fields = null) {
    const how = { redirect: "manual", cache: "no-store", headers: { accept: "application/json" } };
    if (fields) Object.assign(how, { method: "POST", body: new URLSearchParams(fields) });
    try {
      const answer = await fetch(path, { ...how, signal: AbortSignal.timeout(PATIENCE) });
      const ours = (answer.headers.get("content-type") || "").startsWith("application/json");
      return { status: answer.status, body: ours ? await answer.json() : null };
    } catch {
      return { status: 0, body: null };
    }
  }

  /* What is to become of an entry after an answer: taken, refused (by a sentence), stop (signed out), later (no network),
     failed (the server could not say: the next one is tried, and this one again another time). */
  function verdict({ status, body }) {
    if (!body) return status ? "failed" : "later";
    if (status === 200) return "taken";
    if (status === 401 || body.field === "owner") return "stop";
    return [403, 404, 409, 422].includes(status) ? "refused" : "failed";
  }

  async function sendOne(held, entry) {
    // Said to the disk before it is said to the server: from now on it may be there, and must not change.
    await store.queue(held, { ...entry, state: "tried" });
    const answer = await ask("/corridor/entries", {
      ...entry.fields, owner: held.owner, client_key: entry.key, happened_at: entry.at, seen: entry.seen,
    });
    const what = verdict(answer);
    if (what === "taken") await store.sent(held, entry, answer.body);
    if (what === "refused") {
      const said = `${answer.body.message} ${answer.body.hint}`.trim();
      await store.queue(held, { ...entry, state: "refused", said });
    }
    // Turned away at the door: it is certainly not there, and may be changed as before.
    if (what === "stop") await store.queue(held, entry);
    return what;
  }

  /* Sends all that waits; returns "done", "later" or "stop". Of several tabs one sends. `changed` after each entry. */
  async function flush(held, isOpen, changed) {
    return navigator.locks.request("corridor-send", { ifAvailable: true }, async (mine) => {
      if (!mine) return "done";
      for (const { key } of await store.queued(held)) {
        // Read anew: it may have been changed while others were on their way.
        const entry = (await store.queued(held)).find((each) => each.key === key);
        if (!entry || entry.state === "refused" || isOpen(key)) continue;
        const what = await sendOne(held, entry);
        await changed(what);
        if (what === "later" || what === "stop") return what;
      }
      return "done";
    });
  }

  Object.assign(window.corridor, { ask, flush });
})();
