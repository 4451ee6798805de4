// Shows what only a script can do on a page: copies its address, prints it, and opens the list that a link leads to.
"use strict";
(() => {
  const tools = document.querySelector(".page-tools");
  const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  const status = tools?.querySelector("[role=status]");

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      const said = tools.querySelector(".copied").cloneNode(true); // its elements say their languages
      status.replaceChildren(...said.childNodes);
    } catch {
      const shown = document.createElement("bdi"); // which the reader can select
      shown.dir = "ltr";
      shown.textContent = address;
      status.replaceChildren(shown);
    }
  };

  for (const button of tools?.querySelectorAll("button") ?? []) {
    button.hidden = false;
    button.addEventListener("click", () => (button.name === "print" ? print() : copy()));
  }

  // Older browsers do not open a closed list by themselves when a link leads into it, nor when they print.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const list = target?.closest("details:not([open])");
    if (list) {
      list.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", reveal);
  reveal();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.syndicate-section:not([open])")];
    for (const list of closed) list.open = true;
  });
  addEventListener("afterprint", () => {
    for (const list of closed) list.open = false;
  });
})();
