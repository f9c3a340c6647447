/* A secret that came behind the # of a link goes into its field and is sent at once; the address bar forgets it. */
(function () {
  "use strict";

  const field = document.querySelector("[data-from-hash]");
  const secret = location.hash.slice(1);
  if (!field || !secret) return;
  history.replaceState(null, "", location.pathname + location.search);
  field.value = secret;
  field.form.requestSubmit();
})();
