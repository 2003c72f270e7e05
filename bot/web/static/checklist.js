// Saves each answer of a checklist when it is given, one after the other, and shows what the server then says.
// Without this script every question has a button of its own; nothing is decided here.
"use strict";

const waiting = []; // forms to be sent, the oldest first
let sending = false;
let settle = 0;
let settling = null; // the form whose answer waits for the keys to rest
let saves = 0; // a page that was asked for before a save is older than what the save brought
let handingIn = false;
const AGAIN = 4000; // milliseconds until a save that found no network is tried again
const KEYS = 700; // who goes through the options by keyboard passes over some of them

function status(name, words) {
  const line = document.getElementById("saved");
  line.textContent = (line.dataset[name] || "") + (words || "");
  line.className = name;
}

function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

function queue(form, submitter) {
  const data = new FormData(form);
  if (submitter && submitter.name) data.append(submitter.name, submitter.value);
  data.set("once", random()); // one save, however often it has to be sent
  const item = data.get("item");
  if (data.get("step") === "answer") {
    const same = waiting.findIndex((one, place) => (place > 0 || !sending) && one.item === item && one.step === "answer");
    if (same >= 0) waiting.splice(same, 1); // only the last word counts
  }
  waiting.push({ address: form.getAttribute("action").split("#")[0], data, item, step: data.get("step") });
  status(data.get("step") === "photo" ? "sending" : "saving");
  run();
}

async function run() {
  if (sending || !waiting.length) return;
  sending = true;
  const one = waiting[0];
  if (one.step === "answer") { // what the server said last is what this answer changes
    const shown = document.querySelector(`[data-item="${CSS.escape(one.item)}"] input[name="was"]`);
    if (shown && one.after) one.data.set("was", shown.value);
  }
  try {
    const answer = await fetch(one.address, { method: "POST", body: one.data, headers: { Accept: "text/html" }, redirect: "error" });
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    waiting.shift();
    saves += 1;
    for (const next of waiting) if (next.item === one.item) next.after = true;
    if (page.getElementById("items") && document.getElementById("items")) renew(page);
    else if (page.querySelector("main")) document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    if (document.getElementById("saved")) {
      if (!answer.ok) status("refused", (page.querySelector("main") || page.body).innerText.trim());
      else if (!waiting.length) status("saved");
    }
    sending = false;
    if (handingIn && !waiting.length && !settle && document.getElementById("submit")) {
      handingIn = false;
      document.getElementById("submit").requestSubmit();
    }
    run();
  } catch {
    status("failed");
    sending = false;
    window.setTimeout(run, AGAIN);
  }
}

function renew(page) {
  const busy = new Set(waiting.map((one) => one.item));
  if (settling) busy.add(settling.closest("[data-item]").dataset.item);
  const focused = document.activeElement;
  const mark = focused && focused.closest ? focused.closest("[data-item]") : null;
  const here = mark && { item: mark.dataset.item, name: focused.name, value: focused.value, type: focused.type };
  const ids = (root) => Array.from(root.querySelectorAll("[data-item]"), (one) => one.dataset.item).join(" ");
  if (ids(page) !== ids(document)) {
    document.getElementById("items").replaceWith(document.adoptNode(page.getElementById("items")));
  } else {
    for (const now of page.querySelectorAll("[data-item]")) {
      const old = document.getElementById(now.id);
      const said = now.querySelector(".refused") || old.querySelector(".refused");
      if ((old.dataset.stamp !== now.dataset.stamp || said) && !busy.has(now.dataset.item)) old.replaceWith(document.adoptNode(now));
    }
    swap(page, "together");
  }
  for (const id of ["told", "submit"]) swap(page, id);
  const bar = document.querySelector("#standing progress"), now = page.querySelector("#standing progress");
  bar.value = now.value;
  bar.max = now.max;
  bar.setAttribute("aria-label", now.getAttribute("aria-label"));
  document.querySelector("#standing strong").textContent = page.querySelector("#standing strong").textContent;
  if (here) {
    const item = document.querySelector(`[data-item="${CSS.escape(here.item)}"]`);
    const found = item && Array.from(item.querySelectorAll("input, button")).find((one) => one.name === here.name && one.type === here.type && (here.type !== "radio" && here.type !== "checkbox" || one.value === here.value));
    if (found && document.activeElement !== found) found.focus({ preventScroll: true });
  }
}

function swap(page, id) {
  const old = document.getElementById(id), now = page.getElementById(id);
  if (old && now) old.replaceWith(document.adoptNode(now));
}

function preview(input) {
  const item = input.closest("[data-item]");
  for (const file of input.files) {
    const image = document.createElement("img");
    image.className = "coming";
    image.alt = "";
    image.src = URL.createObjectURL(file);
    input.closest("form").before(image);
  }
  item.classList.add("sending");
}

document.documentElement.classList.add("scripted");
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("#submit")) {
    if (waiting.length || settle) { // first everything has to be there; then it is handed in
      event.preventDefault();
      handingIn = true;
    }
    return;
  }
  if (!form.matches("[data-saves]")) return;
  event.preventDefault();
  queue(form, event.submitter);
});
document.addEventListener("change", (event) => given(event.target));

function given(input) {
  const form = input.closest("[data-saves]");
  if (!form) return;
  if (input.type === "file") {
    preview(input);
    queue(form);
    return;
  }
  const reason = form.querySelector("input[name=reason]"), not = form.querySelector("[data-reasoned]");
  if (not && not.checked && reason && !reason.value.trim()) { // a reason belongs to it; nothing is sent before
    if (input === not) reason.focus();
    return;
  }
  window.clearTimeout(settle);
  if (settling && settling !== form) queue(settling);
  settle = 0;
  settling = null;
  const slow = input.type === "radio" && input.matches(":focus-visible") || input.type === "checkbox";
  if (!slow) return queue(form);
  settling = form;
  settle = window.setTimeout(() => { settle = 0; settling = null; queue(form); }, KEYS);
}

window.addEventListener("beforeunload", (event) => {
  if (waiting.length || settling) event.preventDefault();
});
document.addEventListener("visibilitychange", () => { // back from the chat: what was answered there is shown here
  if (document.visibilityState !== "visible" || waiting.length) return;
  const before = saves;
  fetch(location.pathname, { headers: { Accept: "text/html" } }).then(async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (before !== saves || waiting.length) return;
    if (page.getElementById("items") && document.getElementById("items")) renew(page);
    else if (answer.ok) location.reload();
  }, () => {});
});
// On a slow network people tap before this script is there; the forms are `autocomplete="off"`, so that no browser puts
// back here what was entered another time.
for (const input of document.querySelectorAll("[data-saves] input:not([type=hidden], [name=reason])")) {
  if (input.type === "radio" ? input.checked && !input.defaultChecked
    : input.type === "checkbox" ? input.checked !== input.defaultChecked
      : input.type === "file" ? input.files.length > 0 : input.value !== input.defaultValue) given(input);
}
