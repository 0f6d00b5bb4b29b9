/* The log form of one door: made from the shell's templates, filled from an entry, read back into one. */
(() => {
  "use strict";
  const MOST_TOPICS = 8;
  const NOBODY = ["left_message", "no_answer", "wrong_number"];
  let made = 0;

  /* A copy of a template in which "ID" stands for a number of its own, so that labels find their controls. */
  function copy(id) {
    const number = `c${++made}`;
    const part = document.getElementById(id).content.firstElementChild.cloneNode(true);
    for (const each of part.querySelectorAll("*"))
      for (const name of ["id", "for", "name", "aria-describedby"])
        if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(/\bID\b/g, number));
    return part;
  }

  function fill(select, options, chosen, blank) {
    const rows = blank === undefined ? options : [["", blank], ...options];
    select.replaceChildren(...rows.map(([value, text]) => new Option(text, value, false, String(value) === String(chosen ?? ""))));
  }

  function topicOf(list, said) {
    const part = copy("topic");
    const field = (name) => part.querySelector(`[data-field="${name}"]`);
    fill(field("measure"), list.measures.map((each) => [each.slug, each.name]), said.measure);
    fill(field("ask"), list.asks.map((each) => [each.id, each.words]), said.ask, "Nothing in particular");
    field("ask").closest(".field").hidden = !list.asks.length;
    field("answer").value = said.answer || "";
    field("condition").value = said.condition || "";
    part.querySelector("details").open = Boolean(said.condition || said.isNew);
    const stance = part.querySelector(`input[value="${said.stance || "unknown"}"]`);
    if (stance) stance.checked = true;
    const name = () => {
      const words = field("measure").selectedOptions[0]?.text || "Measure";
      part.setAttribute("aria-label", words);
      part.querySelector("[data-about]").textContent = words;
    };
    field("measure").addEventListener("change", name);
    name();
    return part;
  }

  function saidIn(part) {
    const value = (name) => part.querySelector(`[data-field="${name}"]`).value.trim();
    const stance = part.querySelector("input[type=radio]:checked")?.value;
    return { measure: value("measure"), ask: value("ask"), stance: stance || "unknown", answer: value("answer"), condition: value("condition") };
  }

  /* The wall clock of this device as a datetime-local field wants it. */
  function wall(instant) {
    const local = new Date(instant.getTime() - instant.getTimezoneOffset() * 60000);
    return local.toISOString().slice(0, 16);
  }

  /* What is surely going to be refused is asked for at the door, while one still knows. */
  function wrongWith(draft) {
    if (!draft.outcome) return ["Choose what happened.", "outcome"];
    if (!draft.when) return ["When was it? Give the day and the time.", "when"];
    if (new Date(draft.when) > new Date(Date.now() + 300000)) return ["That is in the future. Put the time right.", "when"];
    for (const each of draft.topics) {
      if (each.stance === "unknown") continue;
      if (NOBODY.includes(draft.outcome)) return ["Nobody was reached, so nobody can have said where they stand.", "outcome"];
      if (!each.answer) return ["What did they say? Write the words, as exactly as you can.", "answer"];
    }
    if (draft.due && !draft.what) return ["What is owed? Say it in a few words.", "what-0"];
    return null;
  }

  /* The fields as the log form of the pages sends them. */
  function fieldsOf(list, official, draft) {
    const fields = {
      official, campaign: list.campaign_slug, channel: draft.channel, outcome: draft.outcome, notes: draft.notes,
      visibility: draft.visibility, organization: draft.organization, topics: draft.topics.length || 1,
      owed: 1, "what-0": draft.what, "due-0": draft.due, phone: draft.phone,
    };
    draft.topics.forEach((each, place) => {
      Object.assign(fields, {
        [`measure-${place}`]: each.measure, [`ask-${place}`]: each.ask, [`stance-${place}-${official}`]: each.stance,
        [`answer-${place}-${official}`]: each.answer, [`condition-${place}-${official}`]: each.condition,
      });
    });
    return fields;
  }

  /* The form for a door. `before` is an entry to change, or one that was begun; `save` and `changed` are given a draft
     and its time. */
  function form(list, door, before, { save, cancel, changed }) {
    const part = copy("log");
    const named = (name) => part.elements.namedItem(name);
    const topics = part.querySelector("[data-topics]");
    const add = (said) => {
      topics.append(topicOf(list, said));
      part.querySelector("[data-add-row]").hidden = topics.children.length >= Math.min(MOST_TOPICS, list.measures.length);
    };
    const draft = before ? before.draft : {
      channel: "lobby_visit", when: wall(new Date()), visibility: list.visibility || "coalition",
      topics: list.measures.length ? [{ measure: list.measure, ask: door.ask_id }] : [],
    };
    for (const name of ["channel", "outcome", "when", "visibility"]) if (draft[name]) named(name).value = draft[name];
    named("notes").value = draft.notes || "";
    named("what-0").value = draft.what || "";
    named("due-0").value = draft.due || "";
    const opened = named("when").value;
    draft.topics.forEach(add);
    fill(named("organization"), list.organizations.map((each) => [each.id, each.name]), draft.organization);
    part.querySelector("[data-organization]").hidden = list.organizations.length < 2;
    if (draft.notes || draft.what || (before && before.said)) part.querySelector(":scope > details").open = true;
    part.querySelector("[data-add]").addEventListener("click", () => {
      const used = [...topics.querySelectorAll('[data-field="measure"]')].map((each) => each.value);
      add({ measure: list.measures.find((each) => !used.includes(each.slug))?.slug, isNew: true });
      topics.lastElementChild.querySelector("select").focus();
    });
    part.querySelector("[data-cancel]").addEventListener("click", cancel);
    const draftNow = () => {
      const channel = named("channel").value;
      return {
        channel, outcome: named("outcome").value, when: named("when").value, notes: named("notes").value.trim(),
        what: named("what-0").value.trim(), due: named("due-0").value, visibility: named("visibility").value,
        organization: list.organizations.length > 1 ? named("organization").value : "",
        phone: channel === "call" && door.phones.length ? door.phones[0].id : "",
        topics: [...topics.children].map(saidIn),
      };
    };
    // Whoever leaves the time alone means now, or for an entry that is changed, the time it had.
    const timeOf = ({ when }) => (when !== opened ? new Date(when) : before ? new Date(before.at) : new Date());
    let resting = 0;
    part.addEventListener("input", () => {
      clearTimeout(resting);
      resting = setTimeout(() => {
        const read = draftNow();
        if (part.isConnected && read.when) changed(read, timeOf(read).toISOString());
      }, 300);
    });
    part.addEventListener("submit", (event) => {
      event.preventDefault();
      const read = draftNow();
      const wrong = wrongWith(read);
      const words = part.querySelector("[data-wrong]");
      words.hidden = !wrong;
      if (wrong) return showWrong(part, words, wrong);
      clearTimeout(resting);
      return save(read, timeOf(read).toISOString());
    });
    return part;
  }

  function showWrong(part, words, [sentence, name]) {
    words.textContent = sentence;
    const at = part.querySelector(`[name="${name}"], [data-field="${name}"]`);
    const folded = at.closest("details");
    if (folded) folded.open = true;
    at.focus();
    words.scrollIntoView({ block: "nearest" });
  }

  Object.assign(window.corridor, { form, fieldsOf });
})();
