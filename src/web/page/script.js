"use strict";
// Pages do all without this. With it, a search field shows what fits while somebody types: the form's own answer, fetched early.
(() => {
  const results = document.getElementById("results");
  const field = document.querySelector("input[data-live]");
  if (!results || !field || !window.fetch || !window.DOMParser) return;
  let timer, asked = field.value, running;
  const ask = async () => {
    const words = field.value.trim();
    if (words === asked || words.length === 1) return;
    asked = words;
    if (running) running.abort();
    running = new AbortController();
    const form = field.form, url = new URL(field.dataset.live, location.href);
    for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, value);
    try {
      const answer = await fetch(url, { signal: running.signal, headers: { accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (field.value.trim() !== words) return;
      // What was ticked among earlier results was sent along, and comes back among what was told.
      for (const part of ["told", "results"]) {
        const old = document.getElementById(part), found = page.getElementById(part);
        if (old && found) old.replaceChildren(...found.childNodes);
      }
    } catch (stopped) { /* a newer question, or no line: the button still works */ }
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 250); });
})();

// What jobs nearby take is worked out when somebody comes to them.
for (const link of document.querySelectorAll("a[data-near]")) {
  if (!window.IntersectionObserver || !window.fetch) break;
  const list = link.closest("section").querySelector("ul");
  const watch = new IntersectionObserver(async seen => {
    if (!seen.some(one => one.isIntersecting)) return;
    watch.disconnect();
    list.setAttribute("aria-busy", "true");
    try {
      const page = new DOMParser().parseFromString(await (await fetch(link.href, { headers: { accept: "text/html" } })).text(), "text/html");
      const found = page.querySelector("main ul.choices");
      if (found) list.replaceChildren(...found.children);
    } catch (stopped) { /* no line: the link still works */ } finally { list.removeAttribute("aria-busy"); }
  });
  watch.observe(link);
}

// Paper, or a PDF from the browser's print window.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A slider beside each number that has one: both tell the same. Where an answer is shown, it follows when the slider is let go.
const answer = document.querySelector("section[aria-labelledby=answer]");
const follow = async form => {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, value);
  answer.setAttribute("aria-busy", "true");
  try {
    const page = new DOMParser().parseFromString(await (await fetch(url, { headers: { accept: "text/html" } })).text(), "text/html");
    const found = page.querySelector("section[aria-labelledby=answer]");
    if (!found) return;
    answer.replaceChildren(...found.childNodes);
    history.replaceState(null, "", url);
  } catch (stopped) { /* no line: the button still works */ } finally { answer.removeAttribute("aria-busy"); }
};
for (const slide of document.querySelectorAll("input[data-slides]")) {
  const number = document.getElementById(slide.dataset.slides);
  if (!number) continue;
  slide.hidden = false;
  slide.addEventListener("input", () => { number.value = slide.value; });
  if (answer) slide.addEventListener("change", () => follow(slide.form));
  number.addEventListener("input", () => { if (number.value) slide.value = number.value; });
}
