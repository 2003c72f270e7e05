// The demo's page: three phones, the clock that can be moved, and the walk. Each phone is a chat page of its own.
"use strict";

const TEXTS = JSON.parse(document.getElementById("texts").textContent);
const $ = (id) => document.getElementById(id);
const phones = [...document.querySelectorAll(".phone")];
const tabs = [...document.querySelectorAll(".tabs button")];
const steps = [...document.querySelectorAll(".step")];
const narrow = window.matchMedia("(max-width: 899px)");
const KEPT = "ancha.demo";

// ---- what is remembered: whose phones lie here, and how far the walk is ------------------------------------------

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) || {};
  } catch {
    return {};
  }
}

function keep(what) {
  sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), ...what }));
}

// ---- the phones --------------------------------------------------------------------------------------------------

function pickUp(phone, key) {
  const select = phone.querySelector("select");
  const chosen = [...select.options].find((one) => one.value === key) || select.selectedOptions[0];
  select.value = chosen.value;
  phone.dataset.person = chosen.value;
  const { title, role } = chosen.dataset;
  phone.querySelector(".face").textContent = title.slice(0, 1);
  phone.querySelector(".who b").textContent = title;
  phone.querySelector(".who span").textContent = role;
  tabs[phones.indexOf(phone)].querySelector(".name").textContent = title;
  phone.querySelector("iframe").src = `/chat/?in=phone&as=${encodeURIComponent(chosen.value)}`;
  read(phone);
  point();
}

function unread(phone, count) {
  phone.dataset.unread = String(count);
  const words = count ? TEXTS.unread.replace("{name}", nameOf(phone)).replace("{count}", String(count)) : "";
  for (const badge of [phone.querySelector(".badge"), tabs[phones.indexOf(phone)].querySelector(".badge")]) {
    badge.hidden = !count;
    badge.textContent = count > 9 ? "9+" : String(count || "");
    badge.title = words;
  }
}

const read = (phone) => unread(phone, 0);
const nameOf = (phone) => phone.querySelector(".who b").textContent;

function arrived(phone, kinds) {
  const looked = phone.contains(document.activeElement) || (narrow.matches && phone.classList.contains("front"));
  if (!looked) unread(phone, Number(phone.dataset.unread || 0) + kinds.length);
  $("told").textContent = TEXTS.arrived.replace("{name}", nameOf(phone));
  phone.classList.remove("fresh");
  void phone.offsetWidth; // begin the glow anew
  phone.classList.add("fresh");
  const step = steps[at];
  if (step.dataset.arrives.split(" ").includes(phone.dataset.person)
      && kinds.some((kind) => step.dataset.kinds.split(" ").includes(kind))) seen(step);
}

window.addEventListener("message", (event) => {
  if (event.origin !== location.origin || !event.data || event.data.ancha === undefined) return;
  const phone = phones.find((one) => one.querySelector("iframe").contentWindow === event.source);
  if (!phone) return;
  if (event.data.ancha === "arrived") arrived(phone, event.data.kinds);
  else if (event.data.ancha === "touched") read(phone);
});

for (const phone of phones) {
  phone.addEventListener("pointerenter", () => read(phone));
  phone.addEventListener("focusin", () => read(phone));
  phone.addEventListener("animationend", () => phone.classList.remove("fresh"));
  phone.querySelector("select").addEventListener("change", (event) => {
    pickUp(phone, event.target.value);
    keep({ people: phones.map((one) => one.dataset.person) });
  });
}

function lift(index) {
  phones.forEach((one, number) => one.classList.toggle("front", number === index));
  tabs.forEach((one, number) => one.setAttribute("aria-pressed", String(number === index)));
  read(phones[index]);
}

tabs.forEach((tab, index) => tab.addEventListener("click", () => lift(index)));

// ---- asking the server -------------------------------------------------------------------------------------------

async function ask(path, body) {
  const response = await fetch(path, body === undefined ? {} : {
    method: "POST",
    headers: { "X-Ancha": "chat", "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || TEXTS.offline);
  return answer;
}

let noteTimer = 0;
function note(words, milliseconds = 0) {
  clearTimeout(noteTimer);
  $("note").textContent = words;
  $("note").hidden = !words;
  if (milliseconds) noteTimer = setTimeout(() => note(""), milliseconds);
}

// One thing at a time: while the clock walks or a step is acted, the buttons rest.
async function meanwhile(words, work) {
  if (document.body.dataset.busy) return false;
  document.body.dataset.busy = "1";
  const had = document.activeElement; // a button that rests loses the focus
  for (const one of document.querySelectorAll("[data-place], [data-act], #again")) one.disabled = true;
  note(words);
  const watching = setInterval(() => ask("/demo/state").then(showClock, () => {}), 500);
  try {
    await work();
    note("");
    return true;
  } catch (error) {
    note(error instanceof TypeError ? TEXTS.offline : error.message, 6000);
    return false;
  } finally {
    clearInterval(watching);
    delete document.body.dataset.busy;
    for (const one of document.querySelectorAll("[data-place], [data-act], #again")) one.disabled = false;
    await state();
    if (had && document.activeElement === document.body) had.focus();
  }
}

// ---- the clock ---------------------------------------------------------------------------------------------------

const TIME = { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { timeZone: "Asia/Shanghai", weekday: "short", day: "numeric" };
const chinese = document.documentElement.lang.startsWith("zh");
const hours = new Intl.DateTimeFormat("en-GB", TIME);
const days = chinese
  ? new Intl.DateTimeFormat("zh-CN", { ...DAY, month: "numeric" })
  : new Intl.DateTimeFormat("en-GB", { ...DAY, month: "short" });
let now = 0;
let shownAt = 0;

function spelled(moment) {
  const part = Object.fromEntries(days.formatToParts(moment).map((one) => [one.type, one.value]));
  const day = chinese ? `${part.month}月${part.day}日 ${part.weekday}` : `${part.weekday} ${part.day} ${part.month}`;
  return { day, hour: hours.format(moment) };
}

function showClock(answer) {
  now = Date.parse(answer.now);
  shownAt = Date.now();
  runClock();
}

function runClock() {
  if (!now) return;
  const { day, hour } = spelled(now + Date.now() - shownAt);
  $("day").textContent = day;
  $("hour").textContent = hour;
}

async function state() {
  try {
    const answer = await ask("/demo/state");
    showClock(answer);
    if (answer.busy) return;
    for (const button of document.querySelectorAll("[data-place]")) {
      button.hidden = !answer.stops.some((one) => one.place === button.dataset.place);
    }
    for (const stop of answer.stops) { // in their order, the nearest first
      const button = $("stops").querySelector(`[data-place="${stop.place}"]`);
      button.querySelector("span").textContent = spelled(Date.parse(stop.at)).day;
      $("stops").append(button);
    }
    $("clock").hidden = $("again").hidden = false;
  } catch {
    $("clock").hidden = $("again").hidden = true; // phones only: a server without a clock that can be moved
  }
}

for (const button of document.querySelectorAll("[data-place]")) {
  button.addEventListener("click", () => {
    openStops(false);
    meanwhile(TEXTS.moving, () => ask("/demo/clock", { to: button.dataset.place }));
  });
}

function openStops(open) {
  $("now").setAttribute("aria-expanded", String(open));
  $("clock").classList.toggle("open", open);
}

// On a wide screen the stops are always in sight, and there is nothing to open.
const fold = () => { $("now").disabled = !narrow.matches; };
narrow.addEventListener("change", fold);
narrow.addEventListener("change", point);
fold();

$("now").addEventListener("click", () => openStops($("now").getAttribute("aria-expanded") !== "true"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && $("clock").classList.contains("open")) {
    openStops(false);
    $("now").focus();
  }
});
document.addEventListener("pointerdown", (event) => {
  if (!$("clock").contains(event.target)) openStops(false);
});

// ---- beginning anew ----------------------------------------------------------------------------------------------

$("again").addEventListener("click", () => $("sure").showModal());
$("sure").addEventListener("close", async () => {
  if ($("sure").returnValue !== "yes") return;
  $("sure").returnValue = "";
  for (const phone of phones) phone.querySelector("iframe").src = "about:blank"; // nobody speaks meanwhile
  const done = await meanwhile(TEXTS.resetting, () => ask("/demo/again", {}));
  if (!done) return pick();
  sessionStorage.clear();
  location.reload();
});

// ---- the walk ----------------------------------------------------------------------------------------------------

let at = 0;

function walk(open) {
  $("walk").hidden = !open;
  $("guide").setAttribute("aria-pressed", String(open));
  keep({ closed: !open });
  point();
}

function step(index) {
  at = Math.max(0, Math.min(steps.length - 1, index));
  steps.forEach((one, number) => {
    one.hidden = number !== at;
    one.classList.remove("done");
    one.querySelector(".seen").hidden = true;
  });
  keep({ at });
  point();
}

// The phones a step is about bear a ring; on a narrow screen the first of them comes to the front.
function point() {
  const about = $("walk").hidden ? [] : steps[at].dataset.phones.split(" ");
  for (const phone of phones) phone.classList.toggle("pointed", about.includes(phone.dataset.person));
  const first = phones.findIndex((one) => one.dataset.person === about[0]);
  if (first >= 0 && narrow.matches) lift(first);
}

function seen(one) {
  one.classList.add("done");
  one.querySelector(".seen").hidden = false;
}

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => {
    if (button.dataset.move === "close") {
      walk(false);
      $("guide").focus();
    } else {
      step(at + (button.dataset.move === "next" ? 1 : -1));
      steps[at].querySelector("button.main, button").focus();
    }
  });
}

for (const button of document.querySelectorAll("[data-act]")) {
  button.addEventListener("click", async () => {
    const mine = steps[at];
    if (await meanwhile(TEXTS.acting, () => ask("/demo/act", { step: button.dataset.act }))) seen(mine);
  });
}

$("guide").addEventListener("click", () => walk($("walk").hidden));

// ---- begin -------------------------------------------------------------------------------------------------------

function pick() {
  const people = kept().people || [];
  phones.forEach((phone, index) => pickUp(phone, people[index] || phone.dataset.person));
}

step(kept().at || 0);
walk(!kept().closed);
pick();
state();
setInterval(runClock, 5000);
