/* What corridor mode keeps on the device. Everything but ids is encrypted (AES-GCM) under a key of the signed-in person:
   docs/corridor.md says against whom that helps.

   keys:   {owner, device, until, key}   the key is not extractable; without it (signed out, too long ago) all is closed
   sealed: {id, owner, iv, data}         lists, and what was sent today
   queue:  {id, owner, iv, data}         entries that the server has not taken yet; the id is the entry's key */
(() => {
  "use strict";
  const DATABASE = "whipcount-corridor";
  const STORES = { keys: "owner", sealed: "id", queue: "id" };
  const FLAG = "whipcount-corridor";
  let opening = null;

  function connect() {
    opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(DATABASE, 1);
      asked.onupgradeneeded = () => {
        for (const [name, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(name, { keyPath });
      };
      asked.onsuccess = () => {
        const db = asked.result;
        // Another tab signs out, or the browser clears the site: let go at once, and begin anew if asked again.
        db.onversionchange = () => { db.close(); opening = null; };
        db.onclose = () => { opening = null; };
        localStorage.setItem(FLAG, "1");
        resolve(db);
      };
      asked.onerror = () => reject(asked.error);
    });
    return opening;
  }

  /* One transaction: `work` is given the stores and asks without waiting; the promise is kept when all is on disk. */
  async function change(names, work) {
    const db = await connect();
    return new Promise((resolve, reject) => {
      const doing = db.transaction(names, "readwrite", { durability: "strict" });
      doing.oncomplete = () => resolve();
      doing.onabort = doing.onerror = () => reject(doing.error);
      work(...names.map((name) => doing.objectStore(name)));
    });
  }

  async function read(name, ask) {
    const db = await connect();
    return new Promise((resolve, reject) => {
      const asked = ask(db.transaction(name).objectStore(name));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  const all = (name) => read(name, (store) => store.getAll());
  const one = (name, id) => read(name, (store) => store.get(id));

  /* The open keys' record, if somebody's key is here and its time is not over. */
  async function unlocked() {
    const held = (await all("keys")).find((each) => each.key);
    if (!held) return null;
    if (Date.now() < held.until) return held;
    await lock();
    return null;
  }

  async function deviceOf(owner) {
    const there = await one("keys", owner);
    return there ? there.device : crypto.randomUUID();
  }

  /* Open what this person keeps here, and close what anybody else does. */
  async function unlock(owner, device, secret, hours) {
    const raw = Uint8Array.from(atob(secret), (char) => char.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    raw.fill(0);
    await lock(owner);
    await change(["keys"], (keys) => keys.put({ owner, device, key, until: Date.now() + hours * 3600000 }));
    return unlocked();
  }

  /* Let go of all keys but this person's. What is encrypted stays. */
  async function lock(but = null) {
    const held = (await all("keys")).filter((each) => each.key && each.owner !== but);
    if (held.length) await change(["keys"], (keys) => held.forEach(({ key, ...rest }) => keys.put(rest)));
  }

  const bound = (owner, id) => new TextEncoder().encode(`${owner}:${id}`);

  async function seal(held, id, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const how = { name: "AES-GCM", iv, additionalData: bound(held.owner, id) };
    return { id, owner: held.owner, iv, data: await crypto.subtle.encrypt(how, held.key, plain) };
  }

  async function unseal(held, record) {
    const how = { name: "AES-GCM", iv: record.iv, additionalData: bound(held.owner, record.id) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, held.key, record.data)));
  }

  async function keep(held, id, value) {
    const record = await seal(held, `${held.owner}:${id}`, value);
    await change(["sealed"], (sealed) => sealed.put(record));
  }

  async function kept(held, id) {
    const record = await one("sealed", `${held.owner}:${id}`);
    return record ? unseal(held, record) : null;
  }

  async function keptLike(held, prefix) {
    const records = (await all("sealed")).filter((each) => each.id.startsWith(`${held.owner}:${prefix}`));
    return Promise.all(records.map((each) => unseal(held, each)));
  }

  const drop = (held, id) => change(["sealed"], (sealed) => sealed.delete(`${held.owner}:${id}`));

  /* The entries that wait, in the order in which they were written. */
  async function queued(held) {
    const records = (await all("queue")).filter((each) => each.owner === held.owner);
    const entries = await Promise.all(records.map((each) => unseal(held, each)));
    return entries.sort((a, b) => a.made - b.made);
  }

  async function queue(held, entry) {
    const record = await seal(held, entry.key, entry);
    await change(["queue"], (waiting) => waiting.put(record));
  }

  const unqueue = (key) => change(["queue"], (waiting) => waiting.delete(key));

  /* The server took it: out of the queue and among what was sent, in one step. */
  async function sent(held, entry, answer) {
    const record = await seal(held, `${held.owner}:sent:${entry.key}`, { ...entry, answer });
    await change(["queue", "sealed"], (waiting, sealed) => {
      waiting.delete(entry.key);
      sealed.put(record);
    });
  }

  /* Forget what this person keeps here. */
  async function forget(owner) {
    const theirs = {};
    for (const name of Object.keys(STORES)) theirs[name] = (await all(name)).filter((each) => each.owner === owner);
    const names = Object.keys(STORES);
    await change(names, (...stores) =>
      names.forEach((name, place) => theirs[name].forEach((each) => stores[place].delete(each[STORES[name]]))),
    );
  }

  /* Forget everybody's copies of what the server has. What was written here and not sent stays, closed. */
  async function dropCopies() {
    const copies = (await all("sealed")).filter((each) => !each.id.startsWith(`${each.owner}:draft:`));
    await change(["sealed"], (sealed) => copies.forEach((each) => sealed.delete(each.id)));
  }

  /* Everything of everybody, with the database itself. */
  async function destroy() {
    const db = opening && (await opening);
    if (db) db.close();
    opening = null;
    await new Promise((resolve, reject) => {
      const asked = indexedDB.deleteDatabase(DATABASE);
      asked.onsuccess = resolve;
      asked.onerror = () => reject(asked.error);
    });
  }

  window.corridor = {
    store: {
      unlocked, deviceOf, unlock, lock, keep, kept, keptLike, drop, queued, queue, unqueue, sent, forget, dropCopies, destroy,
      waiting: async (key) => Boolean(await one("queue", key)),
      owners: async () => (await all("queue")).map((each) => each.owner),
    },
  };
})();
