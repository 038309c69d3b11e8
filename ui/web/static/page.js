// What happens on the page without asking the server: citations, lighting, copying, saving, light and dark.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const inSight = (...ids) => ids.map((id) => document.getElementById(id)).find((found) => found?.offsetParent);
const pane = () => inSight("pane", "digest-pane"); // of the tab that is open
const answer = () => inSight("answer", "digest");
const OWNER = ":is(#answer, #digest)";
const marks = (number) => [...(pane()?.querySelectorAll(`mark[data-numbers~="${CSS.escape(number)}"]`) ?? [])];

const behavior = () => (calm.matches ? "auto" : "smooth");

function bringIntoView(target, block = "center") {
  const shelf = target.closest(".sources");
  if (shelf && shelf.scrollHeight > shelf.clientHeight + 1) { // the article scrolls by itself: the page stays put
    const top = target.getBoundingClientRect().top - shelf.getBoundingClientRect().top + shelf.scrollTop;
    shelf.scrollTo({ top: block === "start" ? top : top - shelf.clientHeight / 3, behavior: behavior() });
  } else {
    target.scrollIntoView({ behavior: behavior(), block });
  }
  target.focus({ preventScroll: true });
}

function light(numbers) {
  const wanted = new Set(numbers);
  for (const mark of pane()?.querySelectorAll("mark") ?? []) {
    const own = mark.dataset.numbers.split(" ").some((number) => wanted.has(number));
    mark.classList.toggle("on", own);
    mark.classList.toggle("off", wanted.size > 0 && !own);
  }
}

function goToSource(number) {
  const found = marks(number);
  if (found.length === 0) return;
  light([number]);
  bringIntoView(found[0]);
}

function goToAnswer(number) {
  const cite = answer()?.querySelector(`[data-cite="${CSS.escape(number)}"]`);
  if (cite) bringIntoView(cite);
}

function goToArticle(id) {
  const found = pane()?.querySelector(`[data-article="${CSS.escape(id)}"]`);
  if (found) bringIntoView(found, "start");
}

function say(button, word) {
  const before = (button.dataset.label ??= button.textContent);
  button.textContent = word;
  setTimeout(() => { button.textContent = before; }, 1600);
}

async function copyText(button) {
  const text = button.nextElementSibling.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no permission, or not a secure context: the old way still works
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "cw-offstage";
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    button.focus();
  }
  say(button, "Copied");
}

function saveText(button) {
  const name = button.dataset.save;
  const type = { json: "application/json", html: "text/html" }[name.split(".").pop()] ?? "text/markdown";
  const url = URL.createObjectURL(new Blob([button.nextElementSibling.textContent], { type }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  if (button.id === "theme") window.citewireTheme.flip();
  else if (button.dataset.cite) goToSource(button.dataset.cite);
  else if (button.dataset.back) goToAnswer(button.dataset.back);
  else if (button.dataset.jump) goToArticle(button.dataset.jump);
  else if ("copy" in button.dataset) copyText(button);
  else if (button.dataset.save) saveText(button);
});

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const owner = event.target.closest?.(`${OWNER} [data-numbers]`);
    if (owner) light(owner.dataset.numbers.split(" "));
    else if (kind === "pointerover" && event.target.closest?.(OWNER)) light([]);
  });
}

// The first sentence that an answer cites is brought into view beside it, where the article scrolls by itself.
let shown = "";
function showFirst() {
  const first = pane()?.querySelector("mark");
  const now = first ? `${first.dataset.numbers} ${first.textContent}` : "";
  if (now === shown) return;
  shown = now;
  const shelf = first?.closest(".sources");
  if (!shelf || shelf.scrollHeight <= shelf.clientHeight + 1) return;
  const box = first.getBoundingClientRect();
  const around = shelf.getBoundingClientRect();
  if (box.top < around.top || box.bottom > around.bottom) {
    shelf.scrollTo({ top: box.top - around.top + shelf.scrollTop - shelf.clientHeight / 3, behavior: behavior() });
  }
}

// An update writes an answer's elements anew, or makes others of them. What its reader had opened, written, or was on
// with the keyboard, is put back.
const cardOf = (element) => element.closest(".turn")?.getAttribute("aria-label") ?? "";
const keyOf = (element) => `${cardOf(element)} ${element.getAttribute("name") ?? element.className}`;
const opened = new Map(); // whether the reader opened a disclosure, by its key
const written = new Map(); // what the reader wrote into a field, by its key
const folded = new Set(); // keys of forms that were folded when what they said was kept
let held = null; // where the keyboard was

function foldWhatIsKept(fold) {
  const key = keyOf(fold);
  if (!fold.closest(".kept")) return folded.delete(key);
  if (folded.has(key)) return;
  folded.add(key);
  opened.set(key, false);
  for (const field of fold.querySelectorAll("[name]")) written.delete(keyOf(field));
}

function putBack() {
  for (const fold of document.querySelectorAll(`${OWNER} details`)) {
    foldWhatIsKept(fold);
    const wanted = opened.get(keyOf(fold)) ?? false;
    if (fold.open !== wanted) fold.open = wanted;
  }
  for (const field of document.querySelectorAll(`${OWNER} [name]`)) {
    const text = written.get(keyOf(field)) ?? "";
    if (field.value !== text) field.value = text;
  }
  if (!held || document.activeElement !== document.body) return;
  const owner = document.getElementById(held.owner);
  const again = held.element.isConnected ? held.element : owner?.querySelectorAll(held.same)[held.place] ?? owner?.querySelector(held.near ?? held.same);
  if (again && cardOf(again) === held.card) again.focus({ preventScroll: true });
  else held = null;
}

const SAME = ["cite", "copy", "save", "event", "rating", "turn", "question", "article", "page", "back", "jump"];

function placeOf(element) {
  const owner = element.closest(":is(#answer, #digest, #earlier, #articles, #pane, #digest-pane)");
  if (!owner) return null;
  const test = (name) => `[data-${name}="${CSS.escape(element.dataset[name])}"]`;
  const fold = element.localName === "summary" ? `details.${element.parentElement.classList[0]} > ` : "";
  const same = fold + element.localName + SAME.filter((name) => name in element.dataset).map(test).join("");
  const near = element.dataset.article ? `button${test("article")}` : null;
  return { element, owner: owner.id, card: cardOf(element), same, near, place: [...owner.querySelectorAll(same)].indexOf(element) };
}

document.addEventListener("click", ({ target }) => {
  const fold = target.closest?.(`${OWNER} summary`)?.parentElement;
  if (fold) opened.set(keyOf(fold), !fold.open);
}, true);
document.addEventListener("input", ({ target }) => {
  if (target.matches?.(`${OWNER} [name]`)) written.set(keyOf(target), target.value);
});
document.addEventListener("focusin", ({ target }) => { held = placeOf(target); });
document.addEventListener("pointerdown", () => { held = null; }); // a click beside everything gives the place up

new MutationObserver(() => { window.citewireTheme.apply(); putBack(); showFirst(); }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["open", "aria-label"] });
