/* Without a network the phone still has the page of today's visits: the network first, what was kept second. */
"use strict";

const KEPT = "field-1";
const SHELL = "/measures/field/";
const PATIENCE = 4000;

// The page names its own scripts, styles and icons, so that they are kept under the names they have today.
async function keepShell() {
  const answer = await fetch(SHELL, { cache: "no-store", credentials: "omit" });
  if (!answer.ok) throw new Error("the page could not be kept");
  const kept = await caches.open(KEPT);
  const page = await answer.clone().text();
  const parts = new Set([...page.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((found) => found[1]));
  await Promise.all([...parts].map(async (part) => {
    const file = await fetch(part);
    if (file.ok) await kept.put(part, file);
  }));
  await kept.put(SHELL, answer);
}

function soon(request) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("late")), PATIENCE);
    fetch(request).then(resolve, reject).finally(() => clearTimeout(late));
  });
}

async function page(request) {
  if (new URL(request.url).pathname === SHELL) {
    try {
      const answer = await soon(request);
      if (answer.ok) return answer;
    } catch { /* kept copy below */ }
    return (await caches.match(SHELL)) || Response.error();
  }
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(SHELL)) || Response.error();
  }
}

async function part(request) {
  try {
    return await soon(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) || fetch(request);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keepShell().catch(() => undefined));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(part(request));
});
