// The chat page. The record is on the server; this shows it, sends what is said, and never loses what is not sent yet.
"use strict";

const TEXTS = JSON.parse(document.getElementById("texts").textContent);
const PERSON = document.body.dataset.person;
const SCENE = new URLSearchParams(location.search).get("scene") || "";
const TOKEN_KEY = "ancha.token." + PERSON;
const PENDING_KEY = "ancha.pending." + PERSON;
const $ = (id) => document.getElementById(id);
const log = $("log");

const shown = new Set();
const keys = [];
let lastTime = 0;
let sending = Promise.resolve();
let underWay = 0;

// ---- asking the server -------------------------------------------------------------------------------------------

function headers() {
  const found = { "X-Ancha": "chat" };
  const token = PERSON && sessionStorage.getItem(TOKEN_KEY);
  if (token) found["X-Ancha-As"] = token;
  return found;
}

class Refused extends Error {
  constructor(status, words, wait) {
    super(words);
    this.status = status;
    this.wait = wait;
  }
}

async function ask(path, body, signal) {
  const response = await fetch(path, {
    method: "POST",
    headers: { ...headers(), "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(response.status, answer.error || TEXTS.broken, Number(response.headers.get("Retry-After")) || 0);
  }
  return answer;
}

async function hello() {
  const answer = await ask("/chat/hello", { person: PERSON });
  if (answer.token) sessionStorage.setItem(TOKEN_KEY, answer.token);
  return answer;
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function net(words) {
  $("net").textContent = words;
  $("net").hidden = !words;
}

// ---- showing -----------------------------------------------------------------------------------------------------

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

const CLOCK = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

function timeLine(at) {
  const moment = Date.parse(at);
  if (Math.abs(moment - lastTime) < 5 * 60 * 1000) return null;
  lastTime = moment;
  const part = Object.fromEntries(CLOCK.formatToParts(moment).map((one) => [one.type, one.value]));
  const day = TEXTS.day.replace("{month}", part.month).replace("{day}", part.day);
  return element("p", "time", `${day} ${part.hour}:${part.minute}`);
}

function show(entries, whole = false) {
  const follow = nearEnd() || untouched();
  let news = null;
  for (const entry of entries) {
    if (entry.key && shown.has(entry.key)) continue;
    if (entry.key) {
      shown.add(entry.key);
      keys.push(entry.key);
    }
    const line = timeLine(entry.at);
    if (line) put(line);
    const node = bubble(entry);
    put(node);
    if (!entry.mine) news = whole ? node : news || node;
  }
  if (follow || whole) {
    toEnd();
    if (news) fromItsTop(news);
  } else if (news) $("newest").hidden = false;
}

// An answer longer than the screen is read from its beginning.
function fromItsTop(node) {
  const top = node.offsetTop - 10;
  if (top < log.scrollTop) log.scrollTop = top;
}

function put(node) {
  log.insertBefore(node, log.querySelector(".waiting"));
}

function nearEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 160;
}

function toEnd() {
  log.scrollTo({ top: log.scrollHeight, behavior: "instant" });
  $("newest").hidden = true;
}

function bubble(entry) {
  const say = element("div", entry.mine ? "say mine" : `say ${entry.kind}`);
  if (entry.mine) settleChoices(entry.text);
  const label = { reminder: TEXTS.reminder, digest: TEXTS.digest, notice: TEXTS.notice }[entry.kind];
  const body = element("div", entry.text || !entry.photos.length ? "bubble" : "bubble bare");
  if (!entry.mine && label) body.append(element("span", "tag", label), element("br"));
  body.append(document.createTextNode(entry.text));
  if (entry.photos.length) {
    const photos = element("div", entry.photos.length === 2 ? "photos pair" : "photos"); // before and after
    for (const id of entry.photos) photos.append(thumb(id));
    body.append(photos);
  }
  say.append(body);
  if (entry.link) {
    const link = element("a", "link", entry.link_label || TEXTS.open_link);
    link.href = entry.link;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    say.append(link);
  }
  if (entry.choices && entry.choices.length) say.append(choices(entry));
  return say;
}

function choices(entry) {
  if (entry.kind === "reply") for (const old of log.querySelectorAll(".choices")) old.classList.add("past");
  const short = entry.choices.length <= 4 && entry.choices.every((one) => one.label.length <= 5);
  const many = entry.choices.length > 5 && entry.choices.every((one) => one.label.length <= 12);
  const group = element("div", short ? "choices short" : many ? "choices many" : "choices");
  entry.choices.forEach((choice, index) => {
    const button = element("button");
    button.type = "button";
    if (entry.numbered) button.append(element("i", "", String(index + 1)));
    button.append(element("span", "", choice.label));
    button.dataset.label = choice.label;
    button.dataset.number = String(index + 1);
    button.addEventListener("click", () => {
      if (group.dataset.tapped) return;
      group.dataset.tapped = "1"; // a double tap is one answer
      setTimeout(() => delete group.dataset.tapped, 1500);
      say({ kind: "choice", text: choice.label, token: choice.token });
    });
    group.append(button);
  });
  return group;
}

// Once something was said the options above are past: still there, but quiet. The one that was meant is ticked.
function settleChoices(text) {
  for (const group of log.querySelectorAll(".choices:not(.past)")) {
    group.classList.add("past");
    for (const button of group.children) {
      if (text && (button.dataset.label === text || button.dataset.number === text)) button.classList.add("chosen");
    }
  }
}

// ---- photos ------------------------------------------------------------------------------------------------------

const near = new IntersectionObserver((seen) => {
  for (const one of seen) {
    if (!one.isIntersecting) continue;
    near.unobserve(one.target);
    fill(one.target);
  }
}, { root: log, rootMargin: "600px" });

// Photos are fetched by script, since an <img> cannot say whose phone this tab is.
async function photo(id, size) {
  const response = await fetch(`/chat/photos/${id}${size}`, { headers: headers() });
  if (!response.ok) throw new Refused(response.status, TEXTS.photo_gone, 0);
  return URL.createObjectURL(await response.blob());
}

function thumb(id) {
  const button = element("button", "thumb");
  button.type = "button";
  button.dataset.id = id;
  button.setAttribute("aria-label", TEXTS.photo);
  button.addEventListener("click", async () => {
    try {
      view(await photo(id, ""));
    } catch {
      button.textContent = TEXTS.photo_gone;
    }
  });
  near.observe(button);
  return button;
}

async function fill(button) {
  try {
    const last = () => button.closest(".say") === log.querySelector(".say:last-of-type");
    const follow = nearEnd() || (untouched() && last());
    const picture = element("img");
    picture.alt = TEXTS.photo;
    const whole = button.closest(".digest") ? "" : "?size=small";
    picture.src = await photo(button.dataset.id, whole);
    await picture.decode();
    button.replaceChildren(picture);
    if (follow) {
      toEnd();
      if (last()) fromItsTop(button);
    }
  } catch {
    button.textContent = TEXTS.photo_gone;
  }
}

function view(address) {
  const picture = $("viewer").querySelector("img");
  picture.src = address;
  $("viewer").showModal();
}

$("viewer").addEventListener("close", () => URL.revokeObjectURL($("viewer").querySelector("img").src));
$("viewer").addEventListener("click", (event) => {
  if (event.target === $("viewer")) $("viewer").close();
});

// ---- saying ------------------------------------------------------------------------------------------------------

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");

function pending() {
  try {
    return JSON.parse(sessionStorage.getItem(PENDING_KEY)) || [];
  } catch {
    return [];
  }
}

function keepPending(messages) {
  sessionStorage.setItem(PENDING_KEY, JSON.stringify(messages));
}

function say(message) {
  const whole = { id: newId(), ...message };
  keepPending([...pending(), whole]);
  deliver(whole);
}

function deliver(message) {
  queue(() => ask("/chat/messages", message), waitingBubble(message.text || TEXTS.place, message.kind === "follow"), () => {
    keepPending(pending().filter((one) => one.id !== message.id));
  });
}

// One after the other, in the order in which they were said; each is tried again until the server has it.
function queue(send, waiting, done) {
  underWay += 1;
  typing();
  sending = sending.then(async () => {
    for (let turn = 0; ; turn += 1) {
      waiting.working();
      try {
        const answer = await send(waiting);
        net("");
        if (answer.taken) {
          done();
          waiting.remove();
          show(answer.entries);
        } else {
          show(answer.entries);
          await waiting.failed();
          continue;
        }
        break;
      } catch (error) {
        if (!(error instanceof Refused)) {
          net(TEXTS.offline);
          if (turn < 3) await pause(1500 * (turn + 1));
          else await waiting.failed();
        } else if (error.status === 401) {
          await hello().catch(() => pause(3000));
        } else if (error.status === 429) {
          await pause(1000 * Math.max(1, error.wait));
        } else if (error.status >= 500) {
          await waiting.failed(error.message);
        } else {
          done();
          waiting.remove();
          mistake(error.message);
          break;
        }
      }
    }
    underWay -= 1;
    typing();
  });
}

function mistake(words) {
  const note = element("div", "say mistake");
  note.append(element("div", "bubble", words));
  put(note);
  toEnd();
}

function waitingBubble(text, silent, picture) {
  const node = element("div", "say mine waiting sending");
  const body = element("div", picture ? "bubble bare" : "bubble", text);
  if (picture) body.append(picture);
  node.append(body);
  node.hidden = silent;
  log.append(node);
  typing();
  toEnd();
  return {
    progress: picture && picture.querySelector("progress"),
    remove: () => node.remove(),
    working: () => {
      typing();
      node.className = "say mine waiting sending";
      node.querySelector(".state")?.remove();
    },
    failed: (words) => {
      if (dots) dots.remove();
      node.hidden = false;
      node.className = "say mine waiting failed";
      node.querySelector(".state")?.remove();
      const again = element("button", "state", words ? `${words} ${TEXTS.failed}` : TEXTS.failed);
      again.type = "button";
      node.append(again);
      toEnd();
      return new Promise((done) => {
        again.addEventListener("click", done, { once: true });
        window.addEventListener("online", done, { once: true });
      });
    },
  };
}

let dots = null;
function typing() {
  if (dots) dots.remove();
  dots = null;
  if (!underWay) return;
  dots = element("div", "say waiting");
  const body = element("div", "bubble typing");
  body.setAttribute("aria-label", TEXTS.typing);
  body.append(element("b"), element("b"), element("b"));
  dots.append(body);
  const mine = underWay;
  const made = dots;
  made.hidden = true;
  setTimeout(() => {
    if (made !== dots || mine > underWay) return;
    made.hidden = false; // quick answers need no dots
    if (nearEnd()) toEnd();
  }, 250);
  log.append(dots);
}

function sendPhoto(file) {
  const id = newId();
  const picture = element("div", "photos");
  const frame = element("div", "thumb");
  const image = element("img");
  image.alt = TEXTS.photo;
  image.src = URL.createObjectURL(file);
  image.addEventListener("error", () => image.remove());
  const progress = element("progress");
  progress.max = 1;
  progress.value = 0;
  frame.append(image, progress);
  picture.append(frame);
  queue((waiting) => upload(id, file, waiting.progress), waitingBubble("", false, picture), () => URL.revokeObjectURL(image.src));
}

function upload(id, file, progress) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest(); // fetch tells nothing of how far an upload is
    request.open("POST", "/chat/photos?id=" + id);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.addEventListener("error", () => fail(new Error("network")));
    request.addEventListener("load", () => {
      const answer = request.response || {};
      if (request.status === 200) done(answer);
      else fail(new Refused(request.status, answer.error || TEXTS.broken, Number(request.getResponseHeader("Retry-After")) || 0));
    });
    request.send(file);
  });
}

// ---- what is new -------------------------------------------------------------------------------------------------

let asking = null;
async function listen() {
  for (let faults = 0; ;) {
    // A page nobody looks at asks nothing: browsers allow only a few open requests for all tabs together.
    while (document.hidden) await pause(500);
    asking = new AbortController();
    try {
      const answer = await ask("/chat/news", { have: keys.slice(-300) }, asking.signal);
      await Promise.race([sending, pause(2000)]); // what was just said shows itself with its answer
      show(answer.entries);
      tell(answer.entries);
      if (faults) net("");
      faults = 0;
      if (!answer.entries.length) await pause(200);
    } catch (error) {
      if (error.name === "AbortError") continue;
      if (error instanceof Refused && error.status === 401) await hello().catch(() => {});
      else if (error instanceof Refused && error.status === 429) await pause(1000 * Math.max(1, error.wait));
      else {
        faults += 1;
        if (faults > 1) net(TEXTS.offline);
      }
      await pause(Math.min(10000, 500 * 2 ** Math.min(faults, 5)));
    }
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden && asking) asking.abort();
});

// In the demo this page is a phone within a page, which points at what comes without having been asked for.
const HELD = document.body.classList.contains("held") && window.parent !== window;

function tell(entries) {
  const kinds = entries.filter((one) => !one.mine && one.kind !== "reply").map((one) => one.kind);
  if (HELD && kinds.length) window.parent.postMessage({ ancha: "arrived", kinds }, location.origin);
}

let touchedAt = -Infinity;
if (HELD) {
  for (const touch of ["pointerdown", "focusin", "keydown", "wheel"]) {
    document.addEventListener(touch, () => {
      touchedAt = performance.now();
      window.parent.postMessage({ ancha: "touched" }, location.origin);
    }, { passive: true });
  }
}

// A phone that lies there shows what comes; one that is being read stays where it is.
function untouched() {
  return HELD && performance.now() - touchedAt > 6000;
}

// ---- the controls ------------------------------------------------------------------------------------------------

const text = $("text");

function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 3}px`;
  $("send").disabled = !text.value.trim();
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words) return;
  text.value = "";
  grow();
  say({ kind: "text", text: words });
});

text.addEventListener("input", grow);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    $("form").requestSubmit();
  }
});

function more(open) {
  $("more").hidden = !open;
  $("plus").setAttribute("aria-expanded", String(open));
  if (open) toEnd();
}

$("plus").addEventListener("click", () => more($("more").hidden));
$("camera").addEventListener("click", () => $("camera-file").click());
$("album").addEventListener("click", () => $("album-file").click());
for (const input of [$("camera-file"), $("album-file")]) {
  input.addEventListener("change", () => {
    more(false);
    for (const file of [...input.files].slice(0, 9)) sendPhoto(file);
    input.value = "";
  });
}

// Drawn photos, for visitors of the demo who have none at hand; they go the way of any other.
if ($("draw")) {
  const drawn = (open) => {
    $("drawn").hidden = !open;
    $("draw").setAttribute("aria-expanded", String(open));
    if (open) for (const one of $("drawn").children) one.querySelector("img").src = one.dataset.photo;
  };
  $("draw").addEventListener("click", () => drawn($("drawn").hidden));
  $("plus").addEventListener("click", () => drawn(false));
  $("drawn").addEventListener("click", async (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    drawn(false);
    more(false);
    try {
      sendPhoto(await (await fetch(chosen.dataset.photo)).blob());
    } catch {
      net(TEXTS.offline);
    }
  });
}

if ("geolocation" in navigator && window.isSecureContext) $("place").hidden = false;
$("place").addEventListener("click", () => {
  more(false);
  navigator.geolocation.getCurrentPosition(
    (found) => {
      const round = (degrees) => Number(degrees.toFixed(6));
      say({ kind: "place", place: { latitude: round(found.coords.latitude), longitude: round(found.coords.longitude) } });
    },
    () => mistake(TEXTS.no_place),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
});

$("newest").addEventListener("click", toEnd);
log.addEventListener("scroll", () => {
  if (nearEnd()) $("newest").hidden = true;
}, { passive: true });

// ---- begin -------------------------------------------------------------------------------------------------------

async function begin() {
  $("send").disabled = true;
  for (;;) {
    try {
      const answer = await hello();
      $("loading").remove();
      show(answer.entries, true);
      net("");
      for (const message of pending()) deliver(message);
      // The same id every time: a reload does not greet again, and a scanned code is used once.
      if (SCENE) deliver({ id: "scene-" + SCENE.replace(/[^A-Za-z0-9-]/g, "").padEnd(8, "-"), kind: "follow", scene: SCENE });
      else if (!answer.entries.some((one) => one.mine || one.kind === "reply")) deliver({ id: "first-hello", kind: "follow" });
      listen();
      return;
    } catch (error) {
      $("loading").textContent = error instanceof Refused ? error.message : TEXTS.broken;
      await pause(error instanceof Refused && error.wait ? 1000 * error.wait : 3000);
    }
  }
}

begin();
