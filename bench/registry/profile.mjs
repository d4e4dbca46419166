/** V8's CPU profile of the bench's Worker, by way of workerd's inspector. */

const SAMPLE_US = 200;

/** @returns {Promise<{start(): Promise<void>, stop(): Promise<object>, close(): void}>} */
export async function openProfiler(port) {
  const targets = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
  const [target] = targets;
  const socket = new WebSocket(
    target.webSocketDebuggerUrl ?? `ws://127.0.0.1:${port}/${target.id}`,
  );
  await new Promise((done, failed) => {
    socket.onopen = done;
    socket.onerror = failed;
  });
  const waiting = new Map();
  let id = 0;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    waiting.get(message.id)?.(message.result);
    waiting.delete(message.id);
  };
  const send = (method, params = {}) =>
    new Promise((done) => {
      waiting.set(++id, done);
      socket.send(JSON.stringify({ id, method, params }));
    });
  await send('Profiler.enable');
  await send('Profiler.setSamplingInterval', { interval: SAMPLE_US });
  return {
    start: () => send('Profiler.start'),
    stop: async () => (await send('Profiler.stop')).profile,
    close: () => socket.close(),
  };
}

/** Functions by their own time, milliseconds. */
export function hottest(profile, count = 25) {
  const names = new Map(
    profile.nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.split('/').at(-1)}:${lineNumber + 1}`,
    ]),
  );
  const times = new Map();
  for (const [i, sample] of profile.samples.entries()) {
    const name = names.get(sample);
    times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[i + 1] ?? 0) / 1000);
  }
  return [...times].sort(([, a], [, b]) => b - a).slice(0, count);
}
