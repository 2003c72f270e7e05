// The three phones: whose they are, and that they are only loaded where they are shown.
"use strict";

const wide = window.matchMedia("(min-width: 1000px)");

function load() {
  if (!wide.matches) return;
  for (const frame of document.querySelectorAll("iframe[data-person]")) {
    const wanted = "/chat/?as=" + encodeURIComponent(frame.dataset.person);
    if (frame.getAttribute("src") !== wanted) frame.setAttribute("src", wanted);
  }
}

for (const select of document.querySelectorAll(".phone select")) {
  const frame = select.parentElement.querySelector("iframe");
  select.value = frame.dataset.person; // browsers remember a choice across reloads, the frame does not
  select.addEventListener("change", () => {
    frame.dataset.person = select.value;
    load();
  });
}
wide.addEventListener("change", load);
load();
