// Sends what the forms of the reference say, and shows what is answered as text.
"use strict";
const token = document.getElementById("token");
document.querySelector(".token").hidden = false;
for (const form of document.querySelectorAll("form.try")) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const headers = {};
    const query = new URLSearchParams();
    let path = form.dataset.path;
    for (const input of form.querySelectorAll("input")) {
      const place = input.dataset.in;
      if (place === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
      else if (place === "query" && input.value !== "") query.append(input.name, input.value);
      else if (place === "header" && input.value !== "") headers[input.name] = input.value;
    }
    const body = form.querySelector("textarea");
    if (body) headers["content-type"] = body.dataset.type;
    if (token.value !== "") headers.authorization = `Bearer ${token.value}`;
    const shown = form.querySelector(".answer");
    shown.hidden = false;
    shown.textContent = "…";
    try {
      const asked = query.size === 0 ? path : `${path}?${query}`;
      const answer = await fetch(asked, { method: form.dataset.method, headers, body: body ? body.value : undefined });
      let said = await answer.text();
      try { said = JSON.stringify(JSON.parse(said), null, 2); } catch { /* It is no JSON, and shown as it is. */ }
      const names = ["etag", "location", "retry-after", "www-authenticate", "x-request-id"].filter((name) => answer.headers.has(name));
      const head = names.map((name) => `${name}: ${answer.headers.get(name)}\n`).join("");
      shown.textContent = `${answer.status} ${answer.statusText}\n${head}\n${said}`;
    } catch (error) {
      shown.textContent = `The service did not answer: ${error}`;
    }
  });
}
