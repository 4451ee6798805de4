// Tells the page around how high the text is, and makes links work where that page lets frames open no tabs. The origin
// of that page is not known here, and neither a height nor a public address is a secret, so anyone may hear them. It also heeds
// what its own address says: how many topics of a list (?limit=5), without which parts (?without=image,dates), and of
// chosen topics which (?topic=sleep&topic=asthma).
(() => {
  const asked = new URLSearchParams(location.search);
  const limit = /^[1-9]\d{0,3}$/.test(asked.get("limit") ?? "") ? asked.get("limit") : "";
  const PARTS = {
    title: ".syndicate-list > .syndicate-title",
    translations: ".syndicate-translation, p.syndicate-also-in",
    "also-called": ".syndicate-also-called",
    image: ".syndicate-image",
    summary: ".syndicate-summary > *",
    description: ".syndicate-description",
    sections: ".syndicate-section",
    dates: ".syndicate-date, p:has(> :is([itemprop=dateModified], [itemprop=lastReviewed]))",
  };
  const described = document.querySelector("main").dataset.description; // takes the place of the whole text
  const named = asked.getAll("without").flatMap((value) => value.split(","));
  const without = named.filter((part) => Object.hasOwn(PARTS, part) && (part !== "summary" || described));
  const show = () => {
    const chosen = document.querySelector("main[data-topics]");
    if (chosen) {
      const slugs = asked.getAll("topic").filter((slug) => /^[a-z0-9][a-z0-9._-]{0,199}$/.test(slug));
      if (!slugs.length) return;
      const list = document.createElement("syndicated-topics");
      const sources = slugs.map((slug) => new URL(chosen.dataset.topics.replace("SLUG", slug), location).href);
      for (const [name, value] of Object.entries({ src: sources.join(" "), limit, without: without.join(" ") })) {
        if (value) list.setAttribute(name, value);
      }
      list.setAttribute("heading-level", 1);
      list.append(chosen.firstElementChild);
      chosen.prepend(list);
    }
    const teasers = document.querySelectorAll("main > article .syndicate-teaser");
    for (const one of limit ? [...teasers].slice(limit) : []) one.remove();
    for (const part of without) {
      for (const one of document.querySelectorAll(`main > .syndicate :is(${PARTS[part]})`)) one.remove();
    }
    const summary = without.includes("summary") && document.querySelector(".syndicate-summary");
    if (summary) summary.replaceChildren(Object.assign(document.createElement("p"), { textContent: described }));
  };
  show();
  if (parent === window) return;
  // WordPress puts frames of sites that it does not know into a sandbox without tabs, writes a secret into the fragment,
  // and heeds messages that have it (wp-embed.js): "height", and "link" if it leads to the frame's own host.
  const secret = () => /[#?&]secret=([a-z0-9]+)/i.exec(location.hash)?.[1];
  const say = (message, value) => parent.postMessage({ message, value, secret: secret() }, "*");

  // wp-embed.js makes no frame higher than this, so a longer text folds up what stands below its headings, the last first,
  // until it fits: a frame that scrolls would catch the reader who scrolls past it. Once somebody opens one, all stay.
  const MOST = 1000;
  const high = () => document.documentElement.getBoundingClientRect().height;
  const MOST_BORDER = 40;
  let border = 0; // that a theme draws around the frame, and that WordPress does not add to the height it sets
  let told = 0;
  let read = false;

  function fold(title) {
    const [folded, name] = ["details", "summary"].map((tag) => document.createElement(tag));
    title.before(folded);
    name.append(title);
    const next = () => folded.nextSibling && folded.nextSibling.localName !== title.localName;
    for (folded.append(name); next(); folded.append(folded.nextSibling));
  }

  function fit() {
    const titles = [...document.querySelectorAll(":is(.syndicate-summary, .syndicate-section) > h2")];
    while (high() + border > MOST && titles.length) fold(titles.pop());
  }

  const tell = () => {
    if (secret() && !read) fit();
    parent.postMessage({ type: "syndicate-height", height: high() }, "*");
    if (secret()) say("height", (told = Math.ceil(high()) + border));
  };
  addEventListener("resize", () => {
    const lacking = told - innerHeight;
    // One pixel less may be rounding, which would go on for ever.
    if (told > MOST || lacking < 0 || lacking > MOST_BORDER || lacking === border || lacking === border - 1) return;
    border = lacking;
    tell();
  });
  // The page of this text has the same links: there the reader finds the one to another site, marked by a text fragment.
  const within = (link) => {
    if (link.host === location.host && link.protocol.startsWith("http")) return link.href;
    const words = link.textContent.trim().replace(/\s+/g, " ");
    const { href, host } = new URL(document.querySelector("link[rel=canonical]").href);
    const page = host === location.host ? href : "./"; // a text from elsewhere has a page here, too
    return new URL(`${page}#:~:text=${encodeURIComponent(words).replaceAll("-", "%2D")}`, location.href).href;
  };

  function follow(link) {
    const tab = open(link.href, "_blank");
    if (tab) return void (tab.opener = null); // as rel=noopener does, with which nobody hears whether there is a tab
    const note = document.querySelector(".blocked");
    (link.closest("li, p, h1, h2, h3, h4, h5, h6") ?? link).after(note);
    note.querySelector(".address").textContent = link.href;
    note.firstElementChild.hidden = false;
  }

  addEventListener("click", (event) => {
    read = true;
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target === "_self") link.hash = location.hash; // the text in the other language needs the secret too
    else if (secret()) {
      event.preventDefault();
      say("link", within(link));
    } else if (link.protocol.startsWith("http")) {
      event.preventDefault();
      follow(link);
    }
  });

  // WordPress may add the secret later, and asks for the height then.
  const learn = () => {
    document.querySelector(".tabs").hidden = Boolean(secret());
    document.querySelector(".home").hidden = !secret();
    tell();
  };
  addEventListener("hashchange", learn);
  addEventListener("message", ({ data, source }) => {
    if (source !== parent) return;
    if (data?.type === "syndicate-height?" || (data?.message === "ready" && data.secret === secret())) tell();
  });
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell); // nobody observes sizes in a frame that is out of view
  learn();
})();
