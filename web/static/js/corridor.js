/* Corridor mode: opens what is on the device, asks the server who is there and for the list, and sends what waits. */
(() => {
  "use strict";
  const { ask, fieldsOf, flush, form, store, view } = window.corridor;
  const wanted = Number(new URLSearchParams(location.search).get("list")) || null;
  const EVERY = 30000;
  const state = { held: null, name: "", list: null, here: [], there: [], open: null, net: "asking", retry: 0 };
  const root = document.getElementById("view");

  const outcomes = Object.fromEntries(
    [...document.getElementById("log").content.querySelectorAll('input[name="outcome"]')].map((each) => [
      each.value, each.nextElementSibling.textContent,
    ]),
  );

  async function statesOf() {
    const [waiting, sent] = [await store.queued(state.held), await store.keptLike(state.held, "sent:")];
    const all = {};
    for (const each of [...sent.map((one) => ({ ...one, state: "sent" })), ...waiting])
      if (each.list === wanted) (all[each.target] ||= []).push({ ...each, label: outcomes[each.draft.outcome] || "" });
    return { all, waiting: waiting.length };
  }

  async function draw() {
    view.who(state.held ? state.name : "");
    if (!state.held) return drawClosed();
    const { all, waiting } = await statesOf();
    view.net(state.net, waiting);
    if (state.open) return drawDoors(all);
    const at = document.activeElement?.classList.contains("door__log") && document.activeElement.closest(".door").id;
    if (!wanted) root.replaceChildren(...view.lists(state.here, state.there));
    else if (state.list) root.replaceChildren(...view.list(state.list, all, acts));
    else if (state.net === "asking") root.replaceChildren(view.message("Opening the list", "One moment."));
    else root.replaceChildren(view.message("This list is not on this device.", "Open it once with network; then it opens without.", ["/corridor", "Lists on this device"]));
    // The page was put together anew: whoever works with the keyboard goes on where they were.
    if (at) document.getElementById(at)?.querySelector(".door__log").focus({ preventScroll: true });
    return undefined;
  }

  /* While somebody writes, the page is not put together anew under their hands: only what stands at each door changes. */
  function drawDoors(all) {
    for (const each of state.list.doors) {
      const part = view.door(each.target);
      if (part) view.show(part, each, all[each.target] || [], acts);
    }
  }

  function drawClosed() {
    view.net(state.net, 0);
    const back = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
    if (state.net === "asking") root.replaceChildren(view.message("Opening", "One moment."));
    else if (state.net === "out")
      root.replaceChildren(view.message("You are signed out.", "What is on this device stays closed until you sign in again; entries that wait are sent then.", [back, "Sign in"]));
    else
      root.replaceChildren(view.message("Closed until there is network.", "What is on this device opens once the server says that you are still signed in: once a day, and after each sign-in."));
  }

  const acts = {
    async open(door, before) {
      if (state.open) closeForm();
      const part = view.door(door.target);
      const begun = before || (await store.kept(state.held, draftOf(door)));
      const made = form(state.list, door, begun, {
        save: (draft, at) => save(door, before, draft, at),
        cancel: () => { dropDraft(door); closeForm(); },
        changed: (draft, at) => before || keepDraft(door, draft, at),
      });
      part.querySelector(".door__form").replaceChildren(made);
      part.querySelector(".door__log").setAttribute("aria-expanded", "true");
      part.classList.add("door--open");
      state.open = { target: door.target, key: before?.key };
      made.querySelector("input[name=outcome]").focus({ preventScroll: true });
      // The name stays in sight: what is written belongs to it.
      part.scrollIntoView({ block: "start" });
    },
    async discard(entry) {
      if (!(await view.ask("Discard this entry?", "It was not taken by the server, and nobody else has it.", "Discard it", true))) return;
      await store.unqueue(entry.key);
      await draw();
    },
  };

  /* What is being written is kept as well, so that a closed page or an empty battery takes no words. */
  const draftOf = (door) => `draft:${wanted}:${door.target}`;
  const keepDraft = (door, draft, at) => store.keep(state.held, draftOf(door), { draft, at }).catch(() => {});
  const dropDraft = (door) => store.drop(state.held, draftOf(door)).catch(() => {});

  function closeForm() {
    if (!state.open) return;
    const part = view.door(state.open.target);
    state.open = null;
    if (!part) return;
    part.querySelector(".door__form").replaceChildren();
    part.classList.remove("door--open");
    const log = part.querySelector(".door__log");
    log.setAttribute("aria-expanded", "false");
    log.focus({ preventScroll: true });
    part.scrollIntoView({ block: "nearest" });
  }

  async function save(door, before, draft, at) {
    if (before && !(await store.waiting(before.key))) {
      closeForm();
      view.say("It was sent meanwhile. Put it right on the contact's own page.");
      return draw();
    }
    const entry = {
      key: before?.key || crypto.randomUUID(), made: before?.made || Date.now(), state: "waiting", at, draft,
      list: wanted, target: door.target, name: door.name, seen: before?.seen || state.list.seen,
      fields: fieldsOf(state.list, door.official, draft),
    };
    try {
      await store.queue(state.held, entry);
      await dropDraft(door);
    } catch {
      view.say("This device has no room left to keep it. Leave this page open and try again.");
      return;
    }
    closeForm();
    view.say(state.net === "open" ? "Kept. Sending it." : "Kept on this device. It is sent when there is network.");
    await draw();
    await contact();
  }

  /* Ask the server who is there; open or close accordingly; send what waits; fetch what is new. One at a time, and once
     more where something happened meanwhile. */
  let busy = null;
  let again = false;
  function contact() {
    if (state.stopped) return undefined;
    if (busy) again = true;
    else busy = rounds().finally(() => { busy = null; });
    return busy;
  }

  async function rounds() {
    do {
      again = false;
      await reach();
    } while (again && !state.stopped);
  }

  async function reach() {
    const me = await ask("/corridor/me");
    if (me.status === 401) return leave("out");
    if (me.status !== 200 || !me.body) return away();
    if (!(await opened(me.body))) return undefined;
    state.net = "open";
    await send();
    await fetchNew();
    return draw();
  }

  async function away() {
    state.net = "closed";
    // Time passes without network, too: after a day the key is let go.
    state.held = await store.unlocked();
    return draw();
  }

  async function leave(net) {
    await store.lock();
    Object.assign(state, { held: null, list: null, here: [], there: [], net });
    closeForm();
    return draw();
  }

  async function opened({ owner, name }) {
    const device = await store.deviceOf(owner);
    const key = await ask("/corridor/key", { device });
    if (key.status === 410) {
      // Told from elsewhere to forget (a lost phone): what is here opens for nobody any more.
      await store.forget(owner);
      Object.assign(state, { held: null, list: null, here: [] });
      closeForm();
      return opened({ owner, name });
    }
    if (key.status === 401) return leave("out"), false;
    if (key.status !== 200 || !key.body || key.body.owner !== owner) return await away(), false;
    const other = state.held && state.held.owner !== owner;
    state.held = await store.unlock(owner, device, key.body.key, key.body.hours);
    if (other) Object.assign(state, { list: null, here: [] });
    state.name = name;
    await store.keep(state.held, "me", { name });
    return true;
  }

  async function send() {
    const what = await flush(state.held, (key) => state.open?.key === key, draw);
    if (what === "later") state.net = "closed";
    if (what === "stop") await leave("out");
  }

  async function fetchNew() {
    if (!state.held) return;
    if (!wanted) {
      const found = await ask("/corridor/lists");
      if (found.status === 200 && found.body?.owner === state.held.owner) state.there = found.body.lists;
      await dropWhatIsGone();
      return;
    }
    if (state.open) return;
    const found = await ask(`/corridor/lists/${wanted}`);
    if (found.status === 200 && found.body?.owner === state.held.owner) {
      await store.keep(state.held, `list:${wanted}`, found.body.list);
      state.list = found.body.list;
      await settle();
    } else if (found.status === 404) {
      // Not to be seen any more: it goes from the device as well.
      await store.drop(state.held, `list:${wanted}`);
      state.list = null;
    }
  }

  /* A list that may not be seen any more goes from the device, also where nobody opens it. */
  async function dropWhatIsGone() {
    const ids = new Set(state.there.map((each) => each.id));
    for (const each of await store.keptLike(state.held, "list:"))
      if (!ids.has(each.id) && (await ask(`/corridor/lists/${each.id}`)).status === 404) await store.drop(state.held, `list:${each.id}`);
    state.here = await store.keptLike(state.held, "list:");
  }

  /* What was sent is in the list as the server tells it; only what is worth reading (a conflict) is kept for the day. */
  async function settle() {
    const day = 86400000;
    for (const each of await store.keptLike(state.held, "sent:"))
      if (each.list === wanted && (!each.answer.said.length || Date.now() - Date.parse(each.at) > day))
        await store.drop(state.held, `sent:${each.key}`);
  }

  async function start() {
    if (!window.isSecureContext || !navigator.serviceWorker) {
      state.stopped = true;
      root.replaceChildren(view.message("This needs a safe connection.", "Browsers keep nothing for later on an address without https. Ask whoever runs this server, or print the list.", ["/call-lists", "To the call lists"]));
      return;
    }
    state.held = await store.unlocked();
    if (state.held) {
      state.name = (await store.kept(state.held, "me"))?.name || "";
      if (wanted) state.list = await store.kept(state.held, `list:${wanted}`);
      else state.here = await store.keptLike(state.held, "list:");
    }
    await draw();
    await contact();
  }

  addEventListener("online", contact);
  addEventListener("offline", away);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) contact(); });
  setInterval(contact, EVERY);
  document.addEventListener("corridor:wiped", () => {
    Object.assign(state, { held: null, list: null, here: [], there: [], stopped: true });
    closeForm();
    root.replaceChildren(view.message("This device is empty.", "Nothing of corridor mode is left on it.", ["/corridor", "Begin anew"]));
  });
  navigator.serviceWorker?.register("/sw.js", { scope: "/corridor", updateViaCache: "none" }).catch(() => {});
  navigator.storage?.persist?.().catch(() => {});
  start();
})();
