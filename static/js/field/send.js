/* The queue goes out: on every page of a verifier, when the network is back, and after signing in again. */
(function () {
  "use strict";

  const { store } = window.field;
  const DATA = "/measures/field/data/";
  const STOP = Symbol("later");
  const listeners = [];

  function say(state) {
    for (const listener of listeners) listener(state);
  }

  // `offline`, `signed-out` or the data: who is signed in, a fresh token, the visits to take along.
  async function look() {
    let answer;
    try {
      answer = await fetch(DATA, { redirect: "manual", cache: "no-store" });
    } catch {
      return "offline";
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return "signed-out";
    if (!answer.ok) return "offline";
    return answer.json();
  }

  async function post(address, token, body, headers = {}) {
    let answer;
    try {
      answer = await fetch(address, {
        method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token, Accept: "application/json", ...headers },
      });
    } catch {
      throw STOP;
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    const final = said.sentence && [403, 404, 409, 422].includes(answer.status);
    if (final || answer.status === 404) return { refused: [said.sentence, ...(said.problems || [])].filter(Boolean), status: answer.status };
    throw STOP; // signed out meanwhile, an old token, a server that is restarting: the next attempt starts anew
  }

  async function sendLog(log, token) {
    const head = { "Content-Type": "application/json" };
    const answer = await post(`/measures/field/visits/${log.visit}/${log.key}/`, token, JSON.stringify(log.body), head);
    if (answer.refused) return refuse(log, answer);
    for (const key of answer.missing) {
      const photo = await store.photo(key);
      if (!photo) return refuse(log, { refused: [], status: 410 });
      const form = new FormData();
      form.append("photo", photo.blob, photo.name || "photo.jpg");
      const kept = await post(`/measures/field/photos/${key}/`, token, form);
      if (kept.refused) return refuse(log, kept);
      say({ sending: log.key });
    }
    return store.sent(log, answer.remarks);
  }

  function refuse(log, answer) {
    return store.putLog({ ...log, state: "refused", sentences: answer.refused, status: answer.status });
  }

  async function sendAll() {
    const data = await look();
    if (typeof data === "string") return data;
    store.takeAlong(data.person, data.visits);
    const logs = await store.logs(data.person.id);
    for (const log of logs.filter((one) => one.state === "waiting")) {
      try {
        await sendLog(log, data.token);
      } catch (error) {
        if (error !== STOP) throw error;
        return "later";
      }
      say({ sending: "" });
    }
    if (logs.some((one) => one.state === "waiting")) {
      const fresh = await look();
      if (typeof fresh !== "string") store.takeAlong(fresh.person, fresh.visits);
    }
    return "online";
  }

  let running = null;

  // One at a time in this page; other pages of the phone wait for their turn (and then find nothing left).
  function send() {
    running ||= (navigator.locks ? navigator.locks.request("field-send", sendAll) : sendAll())
      .then((state) => { say({ state }); return state; })
      .finally(() => { running = null; });
    return running;
  }

  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.matches("[data-signs-out]")) store.forget();
  });
  window.addEventListener("online", () => send());
  window.addEventListener("offline", () => say({ state: "offline" }));

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  }

  window.field.send = { send, onChange: (listener) => listeners.push(listener) };
  document.addEventListener("DOMContentLoaded", () => send());
})();
