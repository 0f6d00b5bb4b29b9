/* The import pages work without this file. With it: files can be dropped on the form, and a key presses the button that
   shows it. */
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-drop]")) {
    const input = box.querySelector("input[type=file]");
    const over = (event, is) => {
      event.preventDefault();
      box.classList.toggle("drop--over", is);
    };
    box.classList.add("drop--able");
    box.addEventListener("dragover", (event) => over(event, true));
    box.addEventListener("dragleave", (event) => over(event, false));
    box.addEventListener("drop", (event) => {
      over(event, false);
      if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.click();
  });
})();
