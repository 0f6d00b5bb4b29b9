/* Sheets work without this file. With it: a button prints, and after each Enter the next row is ready to be typed. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  document.addEventListener("htmx:after:swap", () => document.querySelector("#paper [autofocus]")?.focus());
})();
