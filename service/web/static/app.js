// Says where a request for a part of the page came to nothing, beside the form that sent it: what was typed stays there.
// The sentences are the texts of the page, carried by the element of this script.
(() => {
  const { lost, refused } = document.currentScript.dataset;
  const [told, header, title] = ["div", "div", "span"].map((name) => document.createElement(name));
  told.className = "kern-alert kern-alert--danger";
  told.setAttribute("role", "alert");
  header.className = "kern-alert__header";
  title.className = "kern-title";
  header.append(title);
  told.append(header);

  const say = (source, text) => {
    title.textContent = text;
    (source.isConnected ? source : document.getElementById("content")).after(told);
  };

  document.addEventListener("htmx:before:request", () => told.remove());
  document.addEventListener("htmx:error", ({ detail }) => {
    if (detail.ctx) say(detail.ctx.sourceElement, lost);
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { response, sourceElement, text } = event.detail.ctx;
    if (response.status < 400 || response.headers.has("HX-Retarget")) return;
    event.preventDefault();
    const page = new DOMParser().parseFromString(text, "text/html");
    const said = [...page.querySelectorAll("main h1, main h1 + p")].map((one) => one.textContent).join(" ");
    say(sourceElement, said ? `${refused} ${said}` : refused);
  });
})();
