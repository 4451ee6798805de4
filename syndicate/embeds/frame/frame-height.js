// Lets a topic's frame fill the width there is, and fits its height to the text. It heeds only frames whose address has
// this script's own origin, and takes nothing from them but a number.

const HOME = new URL(import.meta.url).origin;
const LEAST = 80;
const MOST = 10000;
const AUTO = 150; // the height of a frame for which nothing counts (CSS 2, section 10.6.2)
const PAUSE = 1000; // milliseconds until a window that no frame here has is looked for again

// In a layer, so that any rule of the page goes before.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`@layer syndicate {
iframe[src^="${HOME}/"] { box-sizing: border-box; max-inline-size: 100%; border: var(--syndicate-border, 1px solid #8d9297);
  border-radius: var(--syndicate-radius, 0); }
iframe[src^="${HOME}/"]:not([data-fixed-width]) { inline-size: 100%; }
}`);

function dress(root) {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

// A page may have frames of others, with addresses that are none.
function ours(frame) {
  try {
    return new URL(frame.src).origin === HOME;
  } catch {
    return false;
  }
}

const frames = (root) => [...root.querySelectorAll("iframe[src]")].filter(ours);

function* shadows(root) {
  for (const { shadowRoot } of root.querySelectorAll("*")) {
    if (!shadowRoot) continue;
    yield shadowRoot;
    yield* shadows(shadowRoot);
  }
}

// A sandboxed frame has an origin of its own that no other document shares, which messages spell "null".
const origin = (frame) =>
  frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin") ? "null" : HOME;

// To ask for the window of a frame is costly before its page has loaded, and lazy ones far away have none yet.
const near = (frame) => frame.loading !== "lazy" || Math.abs(frame.getBoundingClientRect().top) < 5000;
const known = new WeakMap(); // window: frame
const strangers = new WeakMap(); // window: when it was looked for in vain

function within(root, source) {
  const [first, last] = [[], []];
  for (const frame of frames(root)) (near(frame) ? first : last).push(frame);
  return [...first, ...last].find((frame) => frame.contentWindow === source);
}

function sender(source) {
  const old = known.get(source);
  if (old?.isConnected && old.contentWindow === source) return ours(old) ? old : undefined;
  if (performance.now() < strangers.get(source) + PAUSE) return undefined;
  let found = within(document, source);
  if (!found) {
    for (const root of shadows(document)) if ((found = within(root, source))) break;
  }
  found ? known.set(source, found) : strangers.set(source, performance.now());
  return found;
}

addEventListener("message", ({ data, origin: from, source }) => {
  if (data?.type !== "syndicate-height" || !Number.isFinite(data.height) || (from !== "null" && from !== HOME)) return;
  const frame = source && sender(source);
  if (!frame || from !== origin(frame)) return;
  dress(frame.getRootNode());
  const borders = getComputedStyle(frame).boxSizing === "border-box" ? frame.offsetHeight - frame.clientHeight : 0;
  const height = Math.min(MOST, Math.max(LEAST, Math.ceil(data.height))) + borders;
  frame.height = height;
  // Many themes reset frames to `height: auto`, which is 150 pixels, whatever the attribute says.
  if (frame.clientHeight === AUTO || frame.style.height) frame.style.setProperty("height", `${height}px`, "important");
});

// Those that had loaded before this script did.
for (const root of [document, ...shadows(document)]) {
  const found = frames(root);
  if (root === document || found.length) dress(root);
  for (const frame of found.filter(near)) frame.contentWindow?.postMessage({ type: "syndicate-height?" }, "*");
}
