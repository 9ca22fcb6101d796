// Loaded into the backend by scripts/benchmark.mjs: writes down how long its event loop was blocked.
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const WRITE_MS = 500;
const RESOLUTION_MS = 5;
/** What happens while the backend starts is not measured. In seconds. */
const START_S = 15;

if (process.argv[1]?.endsWith('packages/backend/src')) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  setTimeout(() => delay.enable(), START_S * 1000).unref();
  setInterval(() => {
    const milliseconds = nanoseconds => nanoseconds / 1e6;
    writeFileSync(
      process.env.AGENTINFRA_EVENT_LOOP,
      JSON.stringify({
        p99: milliseconds(delay.percentile(99)),
        max: milliseconds(delay.max),
      }),
    );
  }, WRITE_MS).unref();
}
