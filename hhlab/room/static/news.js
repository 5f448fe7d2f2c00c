// The room's news for as long as a page is open. A browser listens anew by itself where the line broke, but not
// where a proxy has answered in the place of a room that is away.
const SOONEST_MS = 2000;

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// a class does not come back all in one moment
export const aWhile = () => SOONEST_MS * (1 + Math.random());

export function listen(prefix, xsrf, heard) {
  const news = new EventSource(`${prefix}api/news?_xsrf=${encodeURIComponent(xsrf)}`);
  for (const [name, act] of Object.entries(heard)) news.addEventListener(name, act);
  news.addEventListener("error", async () => {
    if (news.readyState !== EventSource.CLOSED) return;
    await pause(aWhile());
    listen(prefix, xsrf, heard);
  });
}
