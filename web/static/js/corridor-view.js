/* What is on screen: the lists on this device, and one list by its rooms. Text goes in as text, never as markup. */
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);

  function make(tag, text = "", className = "", more = {}) {
    const part = document.createElement(tag);
    if (text) part.textContent = text;
    if (className) part.className = className;
    return Object.assign(part, more);
  }

  const button = (text, className, onclick, more = {}) => make("button", text, className, { type: "button", onclick, ...more });
  const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

  function badge(name) {
    const found = document.querySelector(`template[data-badge="${name}"]`);
    return found ? found.content.cloneNode(true) : document.createTextNode(name);
  }

  /* The line at the top: whether there is network, and what waits. */
  function net(state, waiting) {
    const words = { open: "Online", closed: "No network", out: "Signed out", asking: "Connecting" }[state];
    $("net").dataset.state = state;
    $("net-words").textContent = waiting ? `${words} · ${waiting} waiting` : words;
  }

  function say(text) {
    $("said").textContent = text;
    clearTimeout(say.until);
    say.until = setTimeout(() => { $("said").textContent = ""; }, 6000);
  }

  function who(name) {
    $("who").hidden = !name;
    $("who").textContent = name ? `Signed in as ${name}` : "";
  }

  function message(title, text, link = null) {
    const card = make("section", "", "card");
    const inside = make("div", "", "empty");
    inside.append(make("h1", title, "empty__title"), make("p", text, "empty__text"));
    if (link) {
      const acts = make("p", "", "actions");
      acts.append(make("a", link[1], "button", { href: link[0] }));
      inside.append(acts);
    }
    card.append(inside);
    return card;
  }

  /* The lists: those on this device open without network, the others are fetched when they are opened. */
  function lists(here, there) {
    const head = make("div", "", "page-head");
    head.append(make("h1", "Corridor"), make("p", "Lists by their rooms. What is opened here once opens without network.", "page-head__sub"));
    const ids = new Set(here.map((each) => each.id));
    const parts = [head, group("On this device", here, "Open it for a day in the corridors.")];
    const others = there.filter((each) => !ids.has(each.id));
    if (others.length) parts.push(group("Others that you may open", others));
    if (!here.length && !others.length)
      return [head, message("No list is on this device.", "Keep a call list first; with network it can be opened here.", ["/call-lists", "To the call lists"])];
    return here.length ? parts : [head, parts[2]];
  }

  function group(title, rows) {
    const card = make("section", "", "card");
    const list = make("ul", "", "list");
    for (const each of rows) {
      const row = make("li", "", "list__row");
      const text = make("div");
      const name = make("p", "", "list__title");
      name.append(make("a", each.name, "tap", { href: `/corridor?list=${each.id}` }));
      text.append(name, make("p", `${each.campaign} · before ${each.before}`, "list__sub"));
      row.append(text, make("p", `${each.done} of ${each.total} reached`, "list__sub"));
      list.append(row);
    }
    card.append(make("h2", title, "card__head"), list);
    return card;
  }

  /* One list. `states` tells by target what waits or was sent; `acts` is what the buttons do. */
  function list(found, states, acts) {
    const head = make("div", "", "page-head");
    const text = make("div", "", "page-head__text");
    text.append(
      make("h1", found.name),
      make("p", `${found.campaign} · before ${found.before} · as of ${found.as_of}`, "page-head__sub"),
    );
    head.append(text);
    const parts = [head];
    if (found.closed) parts.push(make("p", "This list is closed. What you write still counts.", "note note--warn"));
    const open = found.doors.filter((each) => !each.aside);
    for (const [where, doors] of byPlace(open)) parts.push(floor(where, doors, found, states, acts));
    const aside = found.doors.filter((each) => each.aside);
    if (aside.length) {
      const folded = make("details", "", "card disclosure");
      folded.append(make("summary", `${count(aside.length, "official")} set aside`), doorList(aside, found, states, acts));
      parts.push(folded);
    }
    return parts;
  }

  function byPlace(doors) {
    const places = new Map();
    for (const door of doors) {
      const where = door.room ? door.room.where : "Room not on file";
      places.set(where, [...(places.get(where) || []), door]);
    }
    return places;
  }

  function floor(where, doors, found, states, acts) {
    const section = make("section", "", "floor");
    const [house, level] = where.split(", ");
    const title = make("h2", house, "floor__title");
    if (level) title.append(make("span", level, "floor__level"));
    section.append(title, doorList(doors, found, states, acts));
    return section;
  }

  function doorList(doors, found, states, acts) {
    const all = make("ol", "", "doors");
    all.append(...doors.map((each) => door(each, found, states[each.target] || [], acts)));
    return all;
  }

  function door(each, found, states, acts) {
    const part = $("door").content.firstElementChild.cloneNode(true);
    const at = (name) => part.querySelector(`.door__${name}`);
    part.id = `door-${each.target}`;
    at("room").textContent = each.room ? each.room.number || "Ask" : "?";
    at("room").setAttribute("aria-label", each.room ? each.room.short : "Room not on file");
    at("name").textContent = each.name;
    at("office").textContent = each.office;
    at("stance").append(badge(each.stance.badge));
    if (each.ask) at("ask").textContent = each.ask;
    else at("ask").hidden = true;
    if (each.stance.words) {
      at("words").hidden = false;
      at("words").textContent = `“${each.stance.words}” (${each.stance.said})`;
      if (each.stance.condition) at("words").append(make("span", ` Condition: ${each.stance.condition}`));
    }
    const know = each.taken_by ? [`${each.taken_by} has this official just now.`, ...each.know] : each.know;
    at("know").append(...know.map((line) => make("li", line)));
    at("know").hidden = !know.length;
    if (each.phones.length) {
      const phone = at("call");
      Object.assign(phone, { href: each.phones[0].tel, textContent: each.phones[0].number, hidden: false });
      phone.setAttribute("aria-label", `Call ${each.name}, ${each.phones[0].office}, ${each.phones[0].number}`);
    }
    const log = at("log");
    log.append(make("span", `: ${each.name}`, "hidden-text"));
    log.onclick = () => acts.open(each, null);
    show(part, each, states, acts);
    return part;
  }

  /* What became of the entries at this door. */
  function show(part, each, states, acts) {
    const place = part.querySelector(".door__state");
    const lines = states.map((entry) => line(each, entry, acts));
    if (!states.length && each.done) {
      const done = make("p", "", "door__line");
      done.append(make("span", "✓ Logged", "tag tag--good"), document.createTextNode(` ${each.done.words}`));
      lines.push(done);
    }
    place.replaceChildren(...lines);
    place.hidden = !lines.length;
    part.classList.toggle("door--done", Boolean(states.length || each.done));
    const log = part.querySelector(".door__log");
    log.firstChild.textContent = states.length || each.done ? "Log again" : "Log it";
    log.classList.toggle("button--secondary", Boolean(states.length || each.done));
  }

  function line(each, entry, acts) {
    const box = make("div", "", "door__line");
    const what = `${entry.label} · ${new Date(entry.at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" })}`;
    const tags = {
      waiting: ["Waiting for network", "tag tag--warn"], tried: ["Sent, no answer yet", "tag tag--warn"],
      refused: ["Not taken", "tag tag--error"], sent: ["✓ Sent", "tag tag--good"],
    };
    box.append(make("span", ...tags[entry.state]), make("span", what));
    if (entry.state === "refused") box.append(make("p", entry.said, "door__why"));
    if (entry.state === "tried") box.append(make("p", "It goes again by itself and is written once; it can be changed when the answer is here.", "door__why"));
    for (const words of entry.answer?.said || []) box.append(make("p", words, "note note--warn"));
    if (entry.state === "waiting" || entry.state === "refused") {
      const row = make("p", "", "actions");
      row.append(
        button("Change it", "button button--secondary", () => acts.open(each, entry)),
        button("Discard", "button button--quiet", () => acts.discard(entry)),
      );
      box.append(row);
    }
    return box;
  }

  window.corridor.view = { net, say, who, ask: window.corridorAsk, message, lists, list, show, make, button, count, door: (target) => $(`door-${target}`) };
})();
