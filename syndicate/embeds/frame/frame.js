// Tells the page around how high the text is, and nothing else. The origin of that page is not known here, and a height
// is no secret, so the message goes to whoever shows the frame.
(() => {
  if (parent === window) return;
  const tell = () => {
    const { height } = document.documentElement.getBoundingClientRect();
    parent.postMessage({ type: "syndicate-height", height }, "*");
  };
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell); // nobody observes sizes in a frame that is out of view
  addEventListener("message", (event) => {
    if (event.source === parent && event.data?.type === "syndicate-height?") tell();
  });
})();
