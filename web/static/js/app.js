/* Whipcount works without this file. With it: the chosen theme is kept, the as-of form sends itself, menus close,
   "/" finds the search box, and a seat chart is one stop for the keyboard and says which seat is meant. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  const savedTheme = document.cookie.match(/(?:^|; )theme=(light|dark)/);
  if (savedTheme) root.dataset.theme = savedTheme[1];

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  function switchTheme() {
    root.dataset.theme = isDark() ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) switchTheme();
    closeMenus(event.target.closest("details.menu"));
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key === "Escape") {
      const open = document.querySelector("details.menu[open]");
      closeMenus();
      if (open) open.querySelector("summary").focus();
    } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-search]");
      if (search && search.offsetParent) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.target.closest("[data-roving]")) {
      rove(event);
    }
  });

  /* A date box reports a change at every digit of the year, so wait until the hand rests and the date is whole. */
  let waiting = 0;
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (!form) return;
    const isDate = event.target.type === "date";
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (form.checkValidity() && !(isDate && event.target.value < "1900")) form.requestSubmit();
    }, isDate ? 700 : 0);
  });

  /* One tab stop for all seats of a chart; the arrow keys go from seat to seat. */
  const stops = (group) => [...group.querySelectorAll("a")];

  function prepareRoving(within) {
    for (const group of within.querySelectorAll("[data-roving]"))
      stops(group).forEach((seat, place) => seat.setAttribute("tabindex", place ? "-1" : "0"));
  }

  function rove(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const seats = stops(event.target.closest("[data-roving]"));
    const here = seats.indexOf(event.target.closest("a"));
    const next = event.key === "Home" ? 0 : event.key === "End" ? seats.length - 1 : here + step;
    if (here < 0 || !seats[next]) return;
    event.preventDefault();
    seats[here].setAttribute("tabindex", "-1");
    seats[next].setAttribute("tabindex", "0");
    seats[next].focus();
  }

  /* Under a seat chart stands in words which seat is pointed at or focused. */
  function readOut(event) {
    const seat = event.target.closest && event.target.closest("[data-roving] a, [data-roving] g");
    const line = seat && seat.closest("section")?.querySelector("[data-readout]");
    if (line) line.textContent = seat.querySelector("title").textContent;
  }
  document.addEventListener("pointerover", readOut);
  document.addEventListener("focusin", readOut);

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) button.hidden = false;
    prepareRoving(document);
  });
  document.addEventListener("htmx:after:swap", () => prepareRoving(document));
})();
