/* One visit being written on the phone: kept after every change, so that nothing typed or photographed is lost. */
(function () {
  "use strict";

  const { store, photo } = window.field;
  const $ = (root, name) => root.querySelector(`[data-${name}]`);
  const clone = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
  const form = document.getElementById("visit-form");
  const words = form.dataset;
  let log = null;
  let saving = Promise.resolve();
  let taking = 0;

  const localNow = (date = new Date()) => new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  const moment = (text) => (text ? new Date(text).toISOString() : "");

  // ---- drawing the form -----------------------------------------------------------------------

  // Only the first measure without a verdict stands open, so that the whole visit can be seen at a glance.
  async function open(visit, draft) {
    log = draft;
    form.reset();
    for (const name of ["visit-measures", "visit-findings", "problems", "site-photos"]) $(form, name).replaceChildren();
    $(form, "problems").hidden = true;
    $(form, "title").textContent = visit.enterprise;
    $(form, "sub").textContent = [visit.round, visit.address].join(" · ");
    $(form, "note").textContent = visit.note;
    $(form, "note").hidden = !visit.note;
    const first = visit.measures.find((measure) => !log.draft.measures?.[measure.id]?.verdict);
    for (const measure of visit.measures) $(form, "visit-measures").append(measureCard(measure, measure === first));
    for (const finding of log.draft.findings || []) addFinding(finding);
    for (const field of form.querySelectorAll("[data-field]")) field.value = log.draft[field.name] || "";
    clearSignature();
    for (const one of await store.photosOf(log.key)) showPhoto(one);
  }

  function measureCard(measure, opened) {
    const card = clone("t-measure");
    const said = (log.draft.measures || {})[measure.id] || {};
    card.dataset.measure = measure.id;
    card.dataset.version = measure.version;
    card.dataset.number = measure.number;
    $(card, "name").textContent = `${measure.number} ${measure.title}`;
    $(card, "claim").textContent = words.claim.replace("{benefit}", measure.benefit || "—").replace("{day}", measure.implemented_on);
    for (const radio of card.querySelectorAll("[type=radio]")) {
      radio.name = `verdict-${measure.id}`;
      radio.checked = radio.value === said.verdict;
    }
    for (const indicator of measure.indicators) {
      const row = clone("t-reading");
      $(row, "name").textContent = indicator.name;
      $(row, "unit").textContent = indicator.unit;
      $(row, "hint").textContent = words.claimed.replace("{claim}", indicator.claim);
      const input = row.querySelector("input");
      input.dataset.code = indicator.code;
      input.value = (said.readings || {})[indicator.code] || "";
      $(card, "readings").append(row);
    }
    card.querySelector("[data-found]").value = said.found || "";
    card.querySelector("[data-benefit]").value = said.benefit || "";
    card.open = opened;
    return card;
  }

  function addFinding(said = {}) {
    const row = clone("t-finding");
    const choice = row.querySelector("[name=measure]");
    for (const card of form.querySelectorAll("[data-measure]")) {
      choice.append(new Option($(card, "name").textContent, card.dataset.measure));
    }
    for (const field of row.querySelectorAll("[name]")) field.value = said[field.name] || field.value;
    $(form, "visit-findings").append(row);
    return row;
  }

  // ---- photographs and signature --------------------------------------------------------------

  function showPhoto(one) {
    if (one.kind === "signature") return drawSignature(one.blob);
    const card = one.measure ? form.querySelector(`[data-measure="${one.measure}"] [data-photos]`) : $(form, "site-photos");
    if (!card) return undefined;
    const tile = clone("t-photo");
    tile.dataset.key = one.key;
    const reader = new FileReader();
    reader.onload = () => { tile.querySelector("img").src = reader.result; };
    reader.readAsDataURL(one.blob);
    tile.querySelector("img").alt = one.name;
    $(tile, "when").textContent = one.taken_at ? one.taken_at.slice(0, 16).replace("T", " ") : words.noTime;
    $(tile, "where").textContent = one.latitude ? `${one.latitude}, ${one.longitude}` : "";
    card.append(tile);
    return tile;
  }

  async function takePhotos(input) {
    const measure = Number(input.closest("[data-measure]")?.dataset.measure) || null;
    const files = [...input.files];
    input.value = "";
    taking += 1;
    try {
      for (const file of files) {
        const taken = await photo.take(file).catch(() => null);
        if (!taken) {
          complain([words.noPicture.replace("{name}", file.name)]);
          continue;
        }
        const one = { ...taken, key: crypto.randomUUID(), log: log.key, kind: measure ? "measure" : "site", measure };
        await store.putPhoto(one);
        showPhoto(one);
      }
    } finally {
      taking -= 1;
    }
    await keep();
  }

  const canvas = $(form, "signature");
  const pen = canvas.getContext("2d");
  let signed = false;

  function clearSignature() {
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 3;
    pen.lineCap = "round";
    signed = false;
  }

  async function drawSignature(blob) {
    const picture = await createImageBitmap(blob);
    pen.drawImage(picture, 0, 0);
    signed = true;
  }

  function point(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...point(event));
    signed = true;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    pen.lineTo(...point(event));
    pen.stroke();
  });

  async function keepSignature() {
    for (const one of await store.photosOf(log.key)) if (one.kind === "signature") await store.dropPhoto(one.key);
    if (!signed) return;
    const blob = await photo.jpeg(canvas);
    const sha256 = await photo.sha256(await blob.arrayBuffer());
    await store.putPhoto({
      key: crypto.randomUUID(), log: log.key, kind: "signature", measure: null, name: "signature.jpg",
      blob, sha256, original_sha256: sha256,
    });
  }

  // ---- what is written so far ------------------------------------------------------------------

  function draft() {
    const said = { measures: {}, findings: [] };
    for (const field of form.querySelectorAll("[data-field]")) said[field.name] = field.value.trim();
    for (const card of form.querySelectorAll("[data-measure]")) {
      const readings = {};
      for (const input of card.querySelectorAll("[data-code]")) if (input.value.trim()) readings[input.dataset.code] = input.value.trim();
      said.measures[card.dataset.measure] = {
        verdict: card.querySelector("[type=radio]:checked")?.value || "",
        found: card.querySelector("[data-found]").value.trim(),
        benefit: card.querySelector("[data-benefit]").value.trim(),
        version: Number(card.dataset.version),
        readings,
      };
    }
    for (const row of form.querySelectorAll("[data-finding]")) {
      said.findings.push(Object.fromEntries([...row.querySelectorAll("[name]")].map((field) => [field.name, field.value.trim()])));
    }
    return said;
  }

  function keep() {
    log = { ...log, draft: draft(), at: new Date().toISOString() };
    const kept = log;
    saving = saving.then(() => store.putLog(kept));
    return saving;
  }

  function body(said, photos) {
    const measures = Object.entries(said.measures).filter(([, one]) => one.verdict).map(([id, one]) => ({
      measure: Number(id), version: one.version, verdict: one.verdict, found: one.found,
      benefit_read_wan: one.benefit, readings: one.readings,
    }));
    const names = ["key", "kind", "measure", "name", "sha256", "original_sha256", "taken_at", "latitude", "longitude"];
    return {
      started_at: moment(said.started_at), ended_at: moment(said.ended_at),
      place: said.place, people: said.people, representative: said.representative, signed_name: said.signed_name,
      latitude: said.latitude, longitude: said.longitude, measures,
      findings: said.findings.map((one) => ({ ...one, measure: Number(one.measure) || null })),
      photos: photos.map((one) => Object.fromEntries(names.map((name) => [name, one[name] ?? null]))),
    };
  }

  // ---- what is missing, before it goes into the queue --------------------------------------------

  const amount = (text) => text === "" || /^\d{1,12}(\.\d{1,6})?$/.test(text);

  function faults(said, person) {
    const found = [];
    for (const field of form.querySelectorAll("[data-field][required]")) {
      if (!field.value.trim()) found.push(words.missing.replace("{name}", field.dataset.label));
    }
    if (said.started_at && said.ended_at && said.started_at > said.ended_at) found.push(words.order);
    if (said.ended_at > localNow() || said.started_at > localNow()) found.push(words.future);
    if (said.signed_name && said.signed_name !== person.name) found.push(words.name.replace("{name}", person.name));
    if (!signed) found.push(words.unsigned);
    if (!Object.values(said.measures).some((one) => one.verdict)) found.push(words.nothing);
    for (const card of form.querySelectorAll("[data-measure]")) {
      const one = said.measures[card.dataset.measure];
      const wrong = one.verdict ? !one.found : one.found || Object.keys(one.readings).length;
      if (wrong) found.push(words.half.replace("{number}", card.dataset.number));
      if (!amount(one.benefit.replace(/^-/, "")) || !Object.values(one.readings).every(amount)) {
        found.push(words.amount.replace("{number}", card.dataset.number));
      }
    }
    if (said.findings.some((one) => !one.text || !one.due_on || !one.responsible)) found.push(words.finding);
    return found;
  }

  function complain(sentences) {
    const box = $(form, "problems");
    box.replaceChildren(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
    box.hidden = !sentences.length;
    if (sentences.length) box.scrollIntoView({ block: "center" });
  }

  // True when the visit lies in the queue, on the disk of this phone.
  async function finish(person) {
    if (taking) {
      complain([words.taking]);
      return false;
    }
    const ended = form.querySelector("[name=ended_at]");
    ended.value ||= localNow();
    const said = draft();
    const found = faults(said, person);
    complain(found);
    await keep();
    if (found.length) return false;
    await keepSignature();
    const photos = await store.photosOf(log.key);
    await store.putLog({ ...log, state: "waiting", body: body(said, photos), photos: photos.length, at: new Date().toISOString() });
    log = null;
    return true;
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    if (event.target.type === "file") takePhotos(event.target);
    else if (log) keep();
  });
  form.addEventListener("input", () => log && keep());
  form.addEventListener("click", async (event) => {
    const press = (name) => event.target.closest(`[data-${name}]`);
    if (press("add-finding")) addFinding().querySelector("textarea").focus();
    if (press("drop-finding")) press("drop-finding").closest("[data-finding]").remove();
    if (press("clear-signature")) clearSignature();
    if (press("drop-photo")) {
      const tile = press("drop-photo").closest("[data-key]");
      await store.dropPhoto(tile.dataset.key);
      tile.remove();
    }
    if (press("locate")) {
      navigator.geolocation?.getCurrentPosition(({ coords }) => {
        form.querySelector("[name=latitude]").value = coords.latitude.toFixed(6);
        form.querySelector("[name=longitude]").value = coords.longitude.toFixed(6);
        keep();
      }, () => complain([words.noPlace]));
    }
    if (log && (press("add-finding") || press("drop-finding") || press("drop-photo"))) keep();
  });

  window.field.form = { open, finish, keep: () => log && keep(), localNow };
})();
