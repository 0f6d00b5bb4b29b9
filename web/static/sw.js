/* The worker of corridor mode. The server puts KEPT before it: {version, shell, files}.

   It keeps the shell (a page without anybody's data) and the files of the shell, and nothing else: data is never in its
   cache, whatever the address. It looks after /corridor alone. */
"use strict";
const CACHE = `corridor-${KEPT.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      for (const path of [KEPT.shell, ...KEPT.files]) {
        const answer = await fetch(path, { cache: "no-cache", credentials: "omit", redirect: "error" });
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        await cache.put(path, answer);
      }
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith("corridor-") && name !== CACHE) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === "/corridor") event.respondWith(kept(KEPT.shell, request));
  } else if (KEPT.files.includes(url.pathname + url.search)) {
    event.respondWith(kept(url.pathname + url.search, request));
  }
});

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) || fetch(request);
}
