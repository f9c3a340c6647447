/* What every page does in the browser: csrf for htmx, menus, messages, confirmation, job bars, searchable selects. */
(function () {
  "use strict";

  const scriptTag = document.currentScript;
  const words = () => document.body.dataset;

  // ---- messages ---------------------------------------------------------------------------

  function toast(text, tone) {
    const note = document.createElement("div");
    note.className = `note note-${tone || "info"}`;
    const said = document.createElement("div");
    said.className = "note-words";
    said.textContent = text;
    note.append(said);
    document.getElementById("toasts").append(note);
    setTimeout(() => note.remove(), tone === "late" ? 12000 : 5000);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) event.target.closest(".note").remove();
    if (event.target.closest("[data-back]")) history.back();
    if (event.target.closest("[data-print]")) window.print();
  });

  // ---- side menu and small menus -------------------------------------------------------------

  function openSidebar(open) {
    document.body.classList.toggle("sidebar-is-open", open);
    const toggle = document.querySelector("[data-sidebar-open]");
    toggle?.setAttribute("aria-expanded", String(open));
    (open ? document.querySelector(".sidebar a") : toggle)?.focus();
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sidebar-open]")) openSidebar(true);
    if (event.target.closest("[data-sidebar-close]")) openSidebar(false);
    closeMenus(event.target.closest("details[data-menu]"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[data-menu][open]");
    closeMenus(null);
    menu?.querySelector("summary").focus();
    if (document.body.classList.contains("sidebar-is-open")) openSidebar(false);
  });

  // ---- ticking rows ----------------------------------------------------------------------------

  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-tick-all]");
    if (all) for (const box of document.querySelectorAll(`td.tick [form="${all.dataset.tickAll}"]`)) box.checked = all.checked;
    const bar = event.target.form?.matches?.("#bulk") || all ? document.getElementById("bulk") : null;
    if (!bar) return;
    const ticked = document.querySelectorAll('input[name="ids"][form="bulk"]:checked').length;
    bar.querySelector("[data-ticked]").textContent = bar.elements.all.checked ? bar.dataset.total : ticked;
  });

  // ---- the order of columns ------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-order-up], [data-order-down]");
    if (!button) return;
    const line = button.closest("li");
    if (button.hasAttribute("data-order-up")) line.previousElementSibling?.before(line);
    else line.nextElementSibling?.after(line);
    button.focus();
  });

  // ---- many filters on a small screen: the first, and a button for the rest --------------------

  const MANY_FILTERS = 4;

  function foldFilters() {
    if (!matchMedia("(max-width: 767.98px)").matches) return;
    for (const bar of document.querySelectorAll("form.filters")) {
      const fields = [...bar.querySelectorAll(".filter input, .filter select")];
      const rest = fields.filter((field) => !bar.querySelector(".filter").contains(field));
      const used = rest.some((field) => (field.type === "checkbox" ? field.checked : field.value));
      if (rest.length < MANY_FILTERS || used) continue;
      bar.classList.add("filters-folded");
      bar.querySelector("[data-filters-toggle]").hidden = false;
    }
  }

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-filters-toggle]");
    if (!toggle) return;
    toggle.closest(".filters").classList.remove("filters-folded");
    toggle.hidden = true;
  });

  // ---- the question before a consequence -----------------------------------------------------

  function ask(consequence, word) {
    const dialog = document.getElementById("confirm-dialog");
    const yes = dialog.querySelector("[data-confirm-yes]");
    dialog.querySelector("#confirm-words").textContent = consequence;
    yes.textContent = word || yes.dataset.word;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  }

  const agreed = new WeakSet();
  const sending = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const source = [event.submitter, form].find((node) => node?.dataset.confirm);
    if (source && !agreed.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(source.dataset.confirm, source.dataset.confirmWord).then((yes) => {
        if (!yes) return;
        agreed.add(form);
        form.requestSubmit(event.submitter);
        agreed.delete(form);
      });
      return;
    }
    if (form.method !== "post" || isHtmx(form)) return;
    if (sending.has(form)) event.preventDefault(); // a double click sends once
    sending.add(form);
    setTimeout(() => sending.delete(form), 4000); // an answer that is a download leaves the page standing
  }, true);

  function isHtmx(node) {
    return ["hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"].some((name) => node.hasAttribute(name));
  }

  document.addEventListener("htmx:confirm", (event) => {
    const source = event.detail.elt;
    if (!source.dataset.confirm || source.tagName === "FORM") return;
    event.preventDefault();
    ask(source.dataset.confirm, source.dataset.confirmWord).then((yes) => yes && event.detail.issueRequest(true));
  });

  // ---- htmx ------------------------------------------------------------------------------------

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = words().csrf;
    // Filters start from the bare address: neither the old filter nor the old page number may stay behind.
    if (event.detail.elt.matches("form.filters")) event.detail.path = location.pathname;
  });

  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("form.filters")) return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const answer = event.detail.xhr;
    if (!/<html/i.test(answer.responseText)) return;
    // A whole page where a part was asked for: a refusal to be said, or the sign-in page.
    const page = new DOMParser().parseFromString(answer.responseText, "text/html");
    const refusal = page.querySelector("[data-refused]");
    if (!refusal && !event.detail.boosted && answer.responseURL.includes("sign-in")) {
      event.detail.shouldSwap = false;
      toast(words().wordsSignedOut, "late");
    } else if (refusal) {
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      for (const line of refusal.querySelectorAll(".note-words, .problem-words")) toast(line.textContent.trim(), "late");
    }
  });

  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => toast(words().wordsFailed, "late"));
  }

  // ---- job bars never go back --------------------------------------------------------------------

  const furthest = new Map();

  function holdProgress(root) {
    for (const job of root.querySelectorAll("[data-job]")) {
      const percent = Math.max(Number(job.dataset.percent), furthest.get(job.dataset.job) || 0);
      furthest.set(job.dataset.job, percent);
      job.querySelector("progress").value = percent;
      job.querySelector("[data-job-percent]").textContent = `${percent}%`;
    }
  }

  // ---- libraries loaded only where a page uses them ------------------------------------------------

  const loading = new Map();

  function load(address) {
    if (!loading.has(address)) {
      loading.set(address, new Promise((resolve, reject) => {
        const tag = document.createElement("script");
        tag.src = address;
        tag.onload = resolve;
        tag.onerror = reject;
        document.head.append(tag);
      }));
    }
    return loading.get(address);
  }

  function searchable(root) {
    const selects = [...root.querySelectorAll(":is(select[data-search], select[data-search-url]):not(.tomselected)")];
    if (!selects.length) return;
    load(scriptTag.dataset.tomSelect).then(() => selects.forEach(makeSearchable));
  }

  function makeSearchable(select) {
    if (select.tomselect) return;
    const address = select.dataset.searchUrl;
    select.setAttribute("aria-label", select.labels[0]?.textContent.trim() || select.name);
    const plain = (data, escape) => `<div>${escape(data.text)}</div>`;
    const remote = address && {
      load: (text, done) => fetch(`${address}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } })
        .then((answer) => answer.json()).then((found) => done(found.results)).catch(() => done()),
    };
    new window.TomSelect(select, {
      maxOptions: 300, allowEmptyOption: true, render: { option: plain, item: plain, no_results: null }, ...remote,
    });
  }

  // ---- files ----------------------------------------------------------------------------------------

  function sizeWords(bytes) {
    return bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  }

  document.addEventListener("change", (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop || event.target.type !== "file") return;
    const files = [...event.target.files].map((file) => `${file.name}（${sizeWords(file.size)}）`);
    drop.querySelector("[data-drop-name]").textContent = files.join("、");
  });

  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const drop = event.target.closest?.("[data-drop]");
      if (!drop) return;
      event.preventDefault();
      drop.classList.toggle("drop-is-over", name === "dragover");
      const input = drop.querySelector("input[type=file]");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // ---- start ------------------------------------------------------------------------------------------

  function showNetwork() {
    for (const sign of document.querySelectorAll("[data-offline]")) sign.hidden = navigator.onLine;
  }

  function enhance(root) {
    searchable(root);
    holdProgress(root);
    root.querySelector("[data-focus]")?.focus();
  }

  window.platform = { toast, ask, load };
  document.addEventListener("DOMContentLoaded", () => {
    enhance(document);
    foldFilters();
    showNetwork();
    document.querySelector(".sidebar [aria-current]")?.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:load", (event) => enhance(event.detail.elt.parentElement || document));
  window.addEventListener("online", showNetwork);
  window.addEventListener("offline", showNetwork);
})();
