// The pages work without this. With it answers come as one types, files can be
// dropped, long work shows how far it is, and keys lead from hit to hit.

const said = document.getElementById("said");
const say = (words) => { if (said && words) said.textContent = words; };

// get fetches a part of a page.
async function get(address, signal) {
  const answer = await fetch(address, { signal, headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (answer.status === 401 || answer.redirected) {
    location.reload(); // the session has ended
    throw new Error("Sign in again.");
  }
  if (answer.status === 429 || answer.status === 503) throw new Error("There is much to do just now: wait a moment and try again.");
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) throw new Error("There is no answer (" + answer.status + "). Try again.");
  return answer.text();
}

// put sets a part in its place and says what it says of itself.
function put(place, html) {
  place.innerHTML = html;
  place.removeAttribute("aria-busy");
  say(place.querySelector("[data-status]")?.dataset.status);
  wake(place);
}

// Forms whose answer comes as one types: data-live names the part and the
// element that it stands in.
function live(form) {
  const part = form.dataset.live, place = document.getElementById(part);
  let timer, under, asked = "";
  const address = (withPart) => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value !== "") data.append(name, value.replaceAll("\r\n", "\n"));
    }
    if (withPart) data.set("part", part);
    const query = data.toString();
    return form.getAttribute("action") + (query ? "?" + query : "");
  };
  const ask = async () => {
    clearTimeout(timer);
    const now = address(true);
    if (now === asked) return;
    under?.abort();
    under = new AbortController();
    place.setAttribute("aria-busy", "true");
    try {
      const html = await get(now, under.signal);
      asked = now;
      put(place, html);
      history.replaceState(null, "", address(false));
    } catch (problem) {
      if (problem.name === "AbortError") return;
      place.removeAttribute("aria-busy");
      const words = document.createElement("p");
      words.className = "alert";
      words.setAttribute("role", "alert");
      words.textContent = problem instanceof TypeError ? "There is no answer: the program may have ended. Try again." : problem.message;
      place.replaceChildren(words);
    }
  };
  const soon = (wait) => { clearTimeout(timer); timer = setTimeout(ask, wait); };
  form.addEventListener("input", (event) => soon(event.target.matches("select,[type=checkbox],[type=date]") ? 0 : 160));
  form.addEventListener("submit", (event) => { event.preventDefault(); asked = ""; ask(); });
  const box = form.querySelector("textarea[name=q]");
  if (!box) return;
  const fit = () => { box.rows = Math.min(10, Math.max(1, box.value.split("\n").length)); };
  fit();
  if (document.activeElement === box) box.setSelectionRange(box.value.length, box.value.length);
  box.addEventListener("input", fit);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      asked = "";
      ask();
    } else if (event.key === "ArrowDown" && box.selectionStart === box.value.length) {
      const first = document.querySelector(".hitlink, .line1 > summary");
      if (first) { event.preventDefault(); first.focus(); }
    }
  });
}

// Arrows lead from hit to hit, and from the first back to the box.
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const box = document.getElementById("q");
    event.preventDefault();
    if (box) { box.focus(); box.select(); } else { location.href = "/"; }
    return;
  }
  const here = event.target.closest?.(".hitlink, .line1 > summary");
  if (!here || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  const all = [...document.querySelectorAll(".hitlink, .line1 > summary")].filter((x) => x.checkVisibility());
  const next = all.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  if (next < 0) document.getElementById("q")?.focus();
  else all[Math.min(next, all.length - 1)].focus();
});

// Forms that take long say so, and are not sent twice.
function busy(form) {
  const button = form.querySelector("button");
  const was = button?.textContent;
  form.addEventListener("submit", () => {
    const words = form.dataset.busy + " …";
    say(words);
    setTimeout(() => { if (button) { button.disabled = true; button.textContent = words; } });
  });
  addEventListener("pageshow", () => { if (button) { button.disabled = false; button.textContent = was; } });
}

// Files that are dropped anywhere go to the form of the page; on the page of
// search tables are screened and documents read.
const table = /\.(csv|tsv|xlsx|jsonl|ndjson|gz)$/i;
function drop(form) {
  const body = document.body;
  let depth = 0;
  const files = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => { if (files(event)) { depth++; body.classList.add("dragging"); } });
  addEventListener("dragleave", () => { depth = Math.max(0, depth - 1); if (!depth) body.classList.remove("dragging"); });
  addEventListener("dragover", (event) => { if (files(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!files(event) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    depth = 0;
    body.classList.remove("dragging");
    const name = event.dataTransfer.files[0].name;
    const to = form.querySelector("input[type=file]") ? form
      : document.querySelector(`[data-dropped=${table.test(name) ? "table" : "document"}]`);
    const input = to?.querySelector("input[type=file]");
    if (!input) return;
    input.files = event.dataTransfer.files;
    say("Sending " + name);
    to.requestSubmit();
  });
}

// What is looked at while work goes on: data-poll is asked again each second,
// data-go is where to go when it is done.
function poll(element) {
  const go = element.dataset.go;
  if (go) { location.replace(go); return; }
  setTimeout(async () => {
    try {
      const holder = document.createElement("div");
      holder.innerHTML = await get(element.dataset.poll);
      const next = holder.firstElementChild;
      if (!next) return;
      element.replaceWith(next);
      if (next.matches("[data-poll],[data-go]")) poll(next);
    } catch {
      poll(element); // the program may be busy; what ended for good the next page says
    }
  }, 1000);
}

// Parts that take a while are fetched when the page is there.
async function lazy(element) {
  const address = element.dataset.lazy, was = element.innerHTML;
  element.removeAttribute("data-lazy");
  if (!element.querySelector("table")) {
    const words = document.createElement("span");
    words.className = "busy";
    words.textContent = element.dataset.wait;
    element.replaceChildren(words);
  }
  try {
    put(element, await get(address));
  } catch {
    element.innerHTML = was;
  }
}

// wake gives life to what is in a part of the page.
function wake(root) {
  for (const form of root.querySelectorAll("form[data-live]")) live(form);
  for (const form of root.querySelectorAll("form[data-busy]")) busy(form);
  for (const element of root.querySelectorAll("[data-poll],[data-go]")) poll(element);
  (async () => { for (const element of root.querySelectorAll("[data-lazy]")) await lazy(element); })();
}
wake(document);
const taking = document.querySelector("form[data-drop]");
if (taking) drop(taking);
