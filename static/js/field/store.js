/* What the phone keeps: who was signed in last, the visits taken along, and the queue of what is to be sent. */
(function () {
  "use strict";

  const PERSON = "field:person";
  const VISITS = "field:visits";
  let opened = null;

  function open() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open("field", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("logs", { keyPath: "key" });
        asked.result.createObjectStore("photos", { keyPath: "key" }).createIndex("log", "log");
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  function done(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  // Resolves when the disk has it, not when the request was taken.
  async function write(stores, work) {
    const transaction = (await open()).transaction(stores, "readwrite", { durability: "strict" });
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
    work(transaction);
    await ended;
  }

  const read = async (store) => (await open()).transaction(store).objectStore(store);
  const text = (name) => JSON.parse(localStorage.getItem(name) || "null");

  const store = {
    person: () => text(PERSON),
    visits: () => text(VISITS) || [],
    takeAlong(person, visits) {
      localStorage.setItem(PERSON, JSON.stringify(person));
      localStorage.setItem(VISITS, JSON.stringify(visits));
    },
    // Signing out leaves nothing to read on the phone; what is to be sent stays, unseen.
    forget() {
      localStorage.removeItem(PERSON);
      localStorage.removeItem(VISITS);
    },

    async logs(person) {
      const rows = await done((await read("logs")).getAll());
      return rows.filter((row) => row.person === person).sort((one, other) => one.at.localeCompare(other.at));
    },
    async waiting() {
      const rows = await done((await read("logs")).getAll());
      return rows.filter((row) => row.state === "waiting").length;
    },
    log: async (key) => done((await read("logs")).get(key)),
    photo: async (key) => done((await read("photos")).get(key)),
    photosOf: async (key) => done((await read("photos")).index("log").getAll(key)),

    putLog: (log) => write(["logs"], (all) => all.objectStore("logs").put(log)),
    putPhoto: (photo) => write(["photos"], (all) => all.objectStore("photos").put(photo)),
    dropPhoto: (key) => write(["photos"], (all) => all.objectStore("photos").delete(key)),
    async drop(key) {
      const photos = await store.photosOf(key);
      await write(["logs", "photos"], (all) => {
        all.objectStore("logs").delete(key);
        for (const photo of photos) all.objectStore("photos").delete(photo.key);
      });
    },
    // The server has it whole: the phone keeps one line of it and no pictures.
    async sent(log, remarks) {
      const photos = await store.photosOf(log.key);
      const { key, person, visit, title, at } = log;
      await write(["logs", "photos"], (all) => {
        for (const photo of photos) all.objectStore("photos").delete(photo.key);
        all.objectStore("logs").put({ key, person, visit, title, at, state: "sent", remarks, photos: photos.length });
      });
    },
  };

  window.field = { store };
})();
