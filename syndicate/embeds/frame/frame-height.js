// Lets a topic's frame fill the width there is, and fits its height to the text. It heeds only frames whose address has
// this script's own origin, and takes nothing from them but a number.

const HOME = new URL(import.meta.url).origin;
const LEAST = 80;
const MOST = 10000;

// In a layer, so that any rule of the page goes before.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`@layer syndicate {
iframe[src^="${HOME}/"] { box-sizing: border-box; inline-size: 100%; border: var(--syndicate-border, 1px solid #8d9297);
  border-radius: var(--syndicate-radius, 0); }
}`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const frames = () => [...document.querySelectorAll("iframe[src]")].filter((frame) => new URL(frame.src).origin === HOME);

// A sandboxed frame has an origin of its own that no other document shares, which messages spell "null".
const origin = (frame) =>
  frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin") ? "null" : HOME;

// To ask for the window of a frame is costly before its page has loaded, and lazy ones far away have none yet.
const near = (frame) => frame.loading !== "lazy" || Math.abs(frame.getBoundingClientRect().top) < 5000;
const known = new WeakMap(); // window: frame

function sender(source) {
  if (!known.get(source)?.isConnected) {
    const [first, last] = [[], []];
    for (const frame of frames()) (near(frame) ? first : last).push(frame);
    const found = [...first, ...last].find((frame) => frame.contentWindow === source);
    if (!found) return undefined;
    known.set(source, found);
  }
  return known.get(source);
}

addEventListener("message", (event) => {
  if (event.data?.type !== "syndicate-height") return;
  const frame = event.source && sender(event.source);
  if (!frame || event.origin !== origin(frame)) return;
  const height = Math.ceil(event.data.height);
  if (!Number.isFinite(height)) return;
  const borders = getComputedStyle(frame).boxSizing === "border-box" ? frame.offsetHeight - frame.clientHeight : 0;
  frame.height = Math.min(MOST, Math.max(LEAST, height)) + borders;
});

// Those that had loaded before this script did.
for (const frame of frames().filter(near)) frame.contentWindow?.postMessage({ type: "syndicate-height?" }, "*");
