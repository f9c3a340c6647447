/* Today's visits on a phone: what was taken along, what waits to be sent, and the one that is being written. */
(function () {
  "use strict";

  const { store, form, send } = window.field;
  const $ = (root, name) => root.querySelector(`[data-${name}]`);
  const clone = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
  const root = document.getElementById("field");
  const words = root.dataset;
  const parts = ["visits", "writing"].map((name) => document.getElementById(`field-${name}`));
  let net = navigator.onLine ? "online" : "offline";

  function show(name) {
    for (const part of parts) part.hidden = part.id !== `field-${name}`;
    document.getElementById("field-bottom").hidden = name !== "writing";
    window.scrollTo(0, 0);
  }

  // ---- the list ---------------------------------------------------------------------------------

  async function draw() {
    const person = store.person();
    const logs = person ? await store.logs(person.id) : [];
    $(root, "person").textContent = person ? person.name : "";
    await drawState(person, logs);
    const taken = new Map(logs.map((log) => [log.visit, log]));
    const open = person ? store.visits().filter((visit) => (taken.get(visit.id)?.state || "draft") === "draft") : [];
    const queued = logs.filter((log) => log.state !== "draft");
    $(root, "queue").replaceChildren(...queued.map(queueRow));
    document.getElementById("field-queue").hidden = !queued.length;
    $(root, "count").textContent = logs.filter((log) => log.state === "waiting").length;
    $(root, "list").replaceChildren(...open.map((visit) => visitCard(visit, taken.has(visit.id))));
    $(root, "empty").hidden = !person || open.length > 0;
  }

  async function drawState(person, logs) {
    const waiting = person ? logs.filter((log) => log.state === "waiting").length : await store.waiting();
    const state = person && net !== "signed-out" ? net : "signed-out";
    const line = $(root, "state");
    line.dataset.tone = { online: "ok", offline: "soon", later: "soon", "signed-out": "late" }[state];
    line.querySelector("span").textContent = {
      online: words.netOnline, offline: words.netOffline, later: words.netLater,
      "signed-out": person ? words.expired : words.nobody,
    }[state] + (waiting && state !== "online" ? words.waiting.replace("{n}", waiting) : "");
    $(root, "sign-in").hidden = state !== "signed-out";
  }

  function visitCard(visit, begun) {
    const card = clone("t-visit");
    card.querySelector("button").dataset.open = visit.id;
    $(card, "name").textContent = visit.enterprise;
    $(card, "address").textContent = visit.address;
    $(card, "when").textContent = words.card.replace("{day}", visit.visit_on).replace("{n}", visit.measures.length);
    $(card, "begun").hidden = !begun;
    return card;
  }

  function queueRow(log) {
    const row = clone("t-queue");
    row.dataset.log = log.key;
    row.dataset.state = log.state;
    $(row, "name").textContent = log.title;
    $(row, "when").textContent = words.queued.replace("{time}", form.localNow(new Date(log.at)).replace("T", " ")).replace("{n}", log.photos || 0);
    const lamp = $(row, "lamp");
    lamp.className = `lamp tone-${{ waiting: "soon", refused: "late", sent: "ok" }[log.state]}`;
    lamp.querySelector("span").textContent = { waiting: words.stateWaiting, refused: words.stateRefused, sent: words.stateSent }[log.state];
    const sentences = log.state === "refused" && !log.sentences.length
      ? [log.status === 410 ? words.lost : words.gone] : log.sentences || log.remarks || [];
    $(row, "sentences").replaceChildren(...sentences.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
    $(row, "mend").hidden = !(log.state === "refused" && log.status === 422);
    $(row, "drop").hidden = log.state === "waiting";
    return row;
  }

  // ---- writing ------------------------------------------------------------------------------------

  async function write(id) {
    const person = store.person();
    const visit = store.visits().find((one) => one.id === id);
    if (!visit) return;
    const logs = await store.logs(person.id);
    const begun = logs.find((log) => log.visit === id && ["draft", "refused"].includes(log.state));
    const fresh = { started_at: form.localNow(), place: visit.address, signed_name: "" };
    const log = begun || { key: crypto.randomUUID(), draft: fresh };
    await form.open(visit, { ...log, person: person.id, visit: id, title: visit.enterprise, state: "draft", at: new Date().toISOString() });
    await form.keep();
    show("writing");
  }

  async function finish() {
    const person = store.person();
    if (!person || !(await form.finish(person))) return;
    show("visits");
    await draw();
    navigator.storage?.persist?.();
    send.send();
  }

  document.addEventListener("click", async (event) => {
    const press = (name) => event.target.closest(`[data-${name}]`);
    if (press("open")) await write(Number(press("open").dataset.open));
    if (press("close")) {
      await form.keep();
      show("visits");
      await draw();
    }
    if (press("finish")) await finish();
    if (press("send")) await send.send();
    if (press("mend")) {
      const log = await store.log(press("mend").closest("[data-log]").dataset.log);
      await write(log.visit);
    }
    if (press("drop")) {
      const key = press("drop").closest("[data-log]").dataset.log;
      const log = await store.log(key);
      if (log.state === "sent" || window.confirm(words.sure)) await store.drop(key);
      await draw();
    }
  });

  send.onChange((said) => {
    if (said.state) net = said.state;
    draw();
  });

  if ("serviceWorker" in navigator) navigator.serviceWorker.ready.then((worker) => worker.active.postMessage("keep"));
  draw();
})();
