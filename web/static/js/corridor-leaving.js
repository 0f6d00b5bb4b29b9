/* On every page, and cheap where corridor mode was never used here: closes what somebody else kept on this device or
   whose sign-in ended, and empties the device when its owner signs out, after a warning about what is not sent. */
(() => {
  "use strict";
  const FLAG = "whipcount-corridor";
  const self = document.currentScript;
  const page = document.querySelector('meta[name="whipcount-user"]');
  let storing = null;

  function store() {
    storing ??= new Promise((resolve, reject) => {
      if (window.corridor) return resolve(window.corridor.store);
      const script = document.createElement("script");
      script.src = self.dataset.store;
      script.onload = () => resolve(window.corridor.store);
      script.onerror = reject;
      document.head.append(script);
    });
    return storing;
  }

  /* A question with two answers; true for the first. */
  function ask(title, text, yes, danger = false) {
    const box = document.createElement("dialog");
    const form = document.createElement("form");
    const parts = ["h2", "p", "p"].map((tag) => document.createElement(tag));
    const [go, stay] = [yes, "Stay"].map((words) => Object.assign(document.createElement("button"), { textContent: words }));
    [parts[0].textContent, parts[1].textContent] = [title, text];
    Object.assign(go, { value: "yes", className: danger ? "button button--danger" : "button" });
    Object.assign(stay, { value: "no", className: "button button--secondary", autofocus: true });
    parts[0].id = "ask-title";
    parts[2].className = "actions";
    parts[2].append(go, stay);
    Object.assign(form, { method: "dialog", className: "stack stack--tight" });
    form.append(...parts);
    box.className = "ask card";
    box.setAttribute("aria-labelledby", "ask-title");
    box.append(form);
    document.body.append(box);
    box.showModal();
    return new Promise((resolve) => {
      box.addEventListener("close", () => {
        box.remove();
        resolve(box.returnValue === "yes");
      });
    });
  }

  const count = (number) => (number === 1 ? "1 entry on this device is" : `${number} entries on this device are`);

  /* Whose things are here: {owner, device, mine, sealed}, the last two counts of what is not sent. */
  async function here() {
    const kept = await store();
    const held = await kept.unlocked();
    const owner = held?.owner ?? (Number(page?.content) || null);
    const owners = await kept.owners();
    return {
      owner,
      device: owner === null ? "" : await kept.deviceOf(owner),
      mine: owners.filter((each) => each === owner).length,
      sealed: owners.filter((each) => each !== owner).length,
    };
  }

  /* Nothing stays but the unsent entries of others, which open for nobody but them. */
  async function empty({ owner, sealed }) {
    const kept = await store();
    document.dispatchEvent(new Event("corridor:wiped"));
    if (sealed) {
      await kept.forget(owner);
      await kept.dropCopies();
    } else {
      await kept.destroy();
      localStorage.removeItem(FLAG);
    }
    for (const name of await caches.keys()) if (name.startsWith("corridor-")) await caches.delete(name);
    for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  }

  async function isReached() {
    try {
      return Boolean((await fetch("/corridor/me", { redirect: "manual", cache: "no-store" })).status);
    } catch {
      return false;
    }
  }

  async function signOut(form) {
    const found = await here();
    if (found.mine) {
      const text = `${count(found.mine)} not sent yet. With network they are sent by themselves. Signing out deletes them for good.`;
      if (!(await ask("Sign out and lose what is not sent?", text, "Sign out and delete", true))) return;
    }
    if (!(await isReached())) {
      const text = "This device can be emptied now. The sign-in itself ends once there is network: sign out again then.";
      if (await ask("There is no network.", text, "Empty this device", true)) await empty(found);
      return;
    }
    for (const [name, value] of [["device", found.device], ["sealed", found.sealed || ""]]) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    await empty(found);
    form.submit();
  }

  async function forget() {
    const found = await here();
    const unsent = found.mine ? `${count(found.mine)} not sent yet and would be lost. ` : "";
    if (!(await ask("Remove all from this device?", `${unsent}You stay signed in.`, "Remove it", true))) return;
    if (found.device) await fetch("/corridor/forget", { method: "POST", body: new URLSearchParams({ device: found.device }) }).catch(() => {});
    await empty(found);
  }

  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") !== "/sign-out" || !localStorage.getItem(FLAG)) return;
    event.preventDefault();
    // Where the device's own store fails, the server's answer still empties the site.
    signOut(event.target).catch(() => event.target.submit());
  });
  document.getElementById("forget")?.addEventListener("click", forget);

  // The page says who is signed in now: whoever else had a key here has none from now on.
  if (page && localStorage.getItem(FLAG)) store().then((kept) => kept.lock(Number(page.content) || null)).catch(() => {});
  window.corridorAsk = ask;
})();
