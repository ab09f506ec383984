// The outbox page: asks for the sent mail every two seconds and shows what was chosen.
// Text from mails only ever goes into textContent; their HTML only into sandboxed frames.
"use strict";

const REFRESH = 2000; // milliseconds
const at = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const state = { messages: [], chosen: null, scheme: "light" };

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function sentAt(message) {
  return new Date(message.sent_at * 1000);
}

function entry(message) {
  const button = element("button", "", { type: "button", "aria-current": message.message_id === state.chosen });
  const who = element("div", "", { class: "line" });
  who.append(
    element("span", message.to.join(", ")),
    element("time", sentAt(message).toLocaleTimeString([], { hour12: false }), { datetime: sentAt(message).toISOString() }),
  );
  const from = element("div", "", { class: "line" });
  from.append(element("span", message.sender), element("span", message.step ?? "", { class: "step" }));
  button.append(who, element("div", message.subject, { class: "subject", dir: "auto" }), from);
  button.addEventListener("click", () => choose(message.message_id));
  const item = element("li", "");
  item.append(button);
  return item;
}

function showList() {
  at("#list").replaceChildren(...state.messages.map(entry));
  at("#count").textContent = state.messages.length || "";
  at("#empty").hidden = state.messages.length > 0;
}

function showMessage() {
  const message = state.messages.find((one) => one.message_id === state.chosen);
  at("#message").hidden = !message;
  if (!message) return;
  at("#subject").textContent = message.subject;
  at("#who").textContent = `${message.sender} → ${message.to.join(", ")} · ${sentAt(message).toLocaleString()}`;
  at("#text pre").textContent = message.text;
  at("#headers tbody").replaceChildren(...headerRows(message));
  showFrames(message);
}

function headerRows(message) {
  const rows = [["From", message.sender], ["To", message.to.join(", ")], ["Subject", message.subject]];
  rows.push(...Object.entries(message.headers));
  rows.push(...Object.entries(message.tags).map(([name, value]) => [`Tag ${name}`, value]));
  if (message.configuration_set) rows.push(["Configuration set", message.configuration_set]);
  rows.push(["Message id", message.message_id]);
  return rows.map(([name, value]) => {
    const row = element("tr", "");
    row.append(element("th", name, { scope: "row" }), element("td", value));
    return row;
  });
}

function showFrames(message) {
  const source = `/messages/${encodeURIComponent(message.message_id)}.html?scheme=${state.scheme}`;
  for (const frame of all("iframe")) {
    frame.className = state.scheme;
    if (frame.getAttribute("src") !== source) frame.setAttribute("src", source);
  }
}

function choose(id) {
  state.chosen = id;
  document.body.toggleAttribute("data-open", Boolean(id));
  history.replaceState(null, "", id ? `#${encodeURIComponent(id)}` : location.pathname);
  showList();
  showMessage();
}

function press(buttons, pressed) {
  for (const button of buttons) button.setAttribute("aria-pressed", button === pressed);
}

function listen() {
  at("#back").addEventListener("click", () => choose(null));
  for (const tab of all("[role=tab]")) {
    tab.addEventListener("click", () => {
      for (const other of all("[role=tab]")) {
        other.setAttribute("aria-selected", other === tab);
        at(`#${other.dataset.view}`).hidden = other !== tab;
      }
      at("#switches").hidden = tab.dataset.view !== "look";
    });
  }
  for (const button of all("[data-scheme]")) {
    button.addEventListener("click", () => {
      state.scheme = button.dataset.scheme;
      press(all("[data-scheme]"), button);
      showMessage();
    });
  }
  for (const button of all("button[data-width]")) {
    button.addEventListener("click", () => {
      document.body.dataset.width = button.dataset.width;
      press(all("button[data-width]"), button);
    });
  }
}

function complain(problem) {
  at("#beat").classList.toggle("lost", Boolean(problem));
  at("#trouble").hidden = !problem;
  at("#trouble").textContent = problem ?? "";
}

async function refresh() {
  try {
    const answer = await fetch("/messages.json");
    const { messages, problem } = await answer.json();
    complain(problem);
    if (messages && changed(messages)) {
      state.messages = messages;
      showList();
      if (!state.chosen && messages.length && innerWidth > 860) choose(messages[0].message_id);
      else showMessage();
    }
  } catch {
    complain("The outbox has stopped. Start it again, this page then carries on.");
  }
  setTimeout(refresh, REFRESH);
}

// A mail never changes once it is sent, so their ids tell whether anything is new. Leaving the
// list alone otherwise keeps the focus and the place where the reader is.
function changed(messages) {
  const ids = (list) => list.map((one) => one.message_id).join();
  return !at("#list").children.length || ids(messages) !== ids(state.messages);
}

listen();
if (location.hash.length > 1) choose(decodeURIComponent(location.hash.slice(1)));
refresh();
