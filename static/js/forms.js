/* Forms: drafts kept in this browser (form[data-draft]), a warning before losing, and figures pasted from Excel. */
(function () {
  "use strict";

  const WEEK = 7 * 24 * 3600 * 1000;
  const PREFIX = "draft:";
  const mine = () => `${PREFIX}${document.body.dataset.person}:`;
  const keyOf = (form) => `${mine()}${location.pathname}:${form.dataset.draft}`;
  const dirty = new Set();

  function myDrafts() {
    return Object.keys(localStorage).filter((key) => key.startsWith(mine()));
  }

  function forgetOld() {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const draft = JSON.parse(localStorage.getItem(key));
      if (Date.now() - draft.at > WEEK) localStorage.removeItem(key);
    }
  }

  // ---- drafts -----------------------------------------------------------------------------------

  function fields(form) {
    return [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
  }

  function versionOf(form) {
    return form.elements.version?.value || "";
  }

  function valueOf(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
  }

  function store(form) {
    const values = fields(form).map((field) => [field.name, valueOf(field)]);
    localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), version: versionOf(form), values }));
    const state = form.querySelector("[data-draft-state]");
    if (state) state.textContent = new Date().toTimeString().slice(0, 5) + " ✓";
  }

  function fill(field, value) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = value;
    else if (field.tomselect) field.tomselect.setValue(value, true);
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
  }

  function restore(form) {
    const kept = localStorage.getItem(keyOf(form));
    if (!kept) return;
    if (sessionStorage.getItem("draft-sent") === keyOf(form) && !form.querySelector(".field-bad, .note-late")) {
      localStorage.removeItem(keyOf(form));
      return;
    }
    const draft = JSON.parse(kept);
    // A draft of an older version would bring back what somebody has changed since.
    if (draft.version !== versionOf(form) || form.querySelector(".field-bad")) return;
    const now = fields(form);
    draft.values.forEach(([name, value], at) => { if (now[at]?.name === name) fill(now[at], value); });
    dirty.add(form);
    offerDiscard(form);
  }

  function offerDiscard(form) {
    const note = document.createElement("div");
    note.className = "note note-info";
    note.setAttribute("role", "status");
    const said = document.createElement("div");
    said.className = "note-words";
    said.textContent = document.body.dataset.wordsDraft;
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "btn btn-sm";
    discard.textContent = document.body.dataset.wordsDiscard;
    discard.addEventListener("click", () => {
      localStorage.removeItem(keyOf(form));
      dirty.delete(form);
      location.reload();
    });
    note.append(said, discard);
    form.prepend(note);
  }

  let waiting = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-draft], [data-guard]")) return;
    dirty.add(form);
    if (!form.matches("[data-draft]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => store(form), 600);
  });

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    dirty.delete(form);
    if (!form.matches("[data-draft]")) return;
    clearTimeout(waiting);
    store(form);
    sessionStorage.setItem("draft-sent", keyOf(form));
  });

  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.matches("[data-signs-out]")) {
      myDrafts().forEach((key) => localStorage.removeItem(key));
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!event.detail.successful || !form.matches("form[data-draft], form[data-guard]")) return;
    clearTimeout(waiting);
    dirty.delete(form);
    if (form.matches("[data-draft]")) localStorage.removeItem(keyOf(form));
  });

  window.addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });

  function forgetSent() {
    const sent = sessionStorage.getItem("draft-sent");
    const stillHere = [...document.querySelectorAll("form[data-draft]")].some((form) => keyOf(form) === sent);
    // A refusal, an error or the sign-in page instead of the answer: nothing was saved, the draft stays.
    const unsaved = document.body.matches(".signin") || document.querySelector("[data-refused]");
    if (sent && !stillHere && !unsaved) localStorage.removeItem(sent);
    sessionStorage.removeItem("draft-sent");
  }

  document.addEventListener("DOMContentLoaded", () => {
    forgetOld();
    document.querySelectorAll("form[data-draft]").forEach(restore);
    forgetSent();
    const out = document.querySelector("[data-signs-out]");
    if (out && myDrafts().length) out.dataset.confirm = out.dataset.draftsWords.replace("{n}", myDrafts().length);
  });

  // ---- figures pasted from a spreadsheet -----------------------------------------------------------

  function cellsOf(text) {
    return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));
  }

  function plainNumber(text) {
    const narrow = text.normalize("NFKC").replace(/,/g, "");
    return /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(narrow) ? narrow : text;
  }

  function inputsOf(row) {
    return [...row.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((field) => !field.readOnly && !field.disabled);
  }

  document.addEventListener("paste", (event) => {
    const table = event.target.closest?.("table[data-paste]");
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!table || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const rows = [...table.querySelectorAll("tbody tr")].filter((row) => inputsOf(row).length);
    const top = rows.indexOf(event.target.closest("tr"));
    const left = inputsOf(rows[top]).indexOf(event.target);
    let filled = 0;
    cellsOf(text).forEach((cells, down) => {
      const inputs = rows[top + down] ? inputsOf(rows[top + down]) : [];
      cells.forEach((cell, right) => {
        const input = inputs[left + right];
        if (!input) return;
        input.value = input.tagName === "INPUT" ? plainNumber(cell) : cell;
        input.classList.add("was-pasted");
        input.dispatchEvent(new Event("input", { bubbles: true }));
        filled += 1;
      });
    });
    window.platform.toast(document.body.dataset.wordsPasted.replace("{n}", filled), "ok");
  });
})();
