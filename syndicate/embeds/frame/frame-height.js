// Fits the height of a topic's frame to its text. It heeds only frames whose address has this script's own origin, and
// takes nothing from them but a number.

const HOME = new URL(import.meta.url).origin;
const LEAST = 80;
const MOST = 10000;

const frames = () => [...document.querySelectorAll("iframe[src]")].filter((frame) => new URL(frame.src).origin === HOME);

// A sandboxed frame has an origin of its own that no other document shares, which messages spell "null".
const origin = (frame) =>
  frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin") ? "null" : HOME;

addEventListener("message", (event) => {
  const frame = event.source && frames().find((one) => one.contentWindow === event.source);
  if (!frame || event.origin !== origin(frame) || event.data?.type !== "syndicate-height") return;
  const height = Math.ceil(event.data.height);
  if (!Number.isFinite(height)) return;
  const borders = getComputedStyle(frame).boxSizing === "border-box" ? frame.offsetHeight - frame.clientHeight : 0;
  frame.height = Math.min(MOST, Math.max(LEAST, height)) + borders;
});

// Those that had loaded before this script did.
for (const frame of frames()) frame.contentWindow?.postMessage({ type: "syndicate-height?" }, "*");
