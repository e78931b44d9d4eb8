import type { Node } from './start.ts';

// Milliseconds. A node that has not stopped by then ends all the same: an orchestrator may kill after five seconds.
const patience = 4_600;

let node: Node | undefined;
let isStopping = false;

/** Ends with 0, whatever the node is doing. A further signal changes nothing: terminals and npm send SIGINT twice. */
function stop(signal: NodeJS.Signals): void {
  if (isStopping) return;
  isStopping = true;
  // A start that is broken off leaves nothing behind: migrations are one transaction, and so is the demo.
  if (!node) process.exit(0);
  setTimeout(() => {
    node?.log.warn('ended before everything was finished');
    process.exit(0);
  }, patience);
  node.stop(signal).then(
    () => process.exit(0),
    (error: unknown) => {
      node?.log.error({ err: error }, 'could not stop in order');
      process.exit(0);
    },
  );
}

// Before the server is loaded, which takes a while.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);

const { start, isPlain } = await import('./start.ts');
try {
  node = await start();
} catch (error) {
  console.error(isPlain(error) ? error.message : error);
  process.exit(1);
}
