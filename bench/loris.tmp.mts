import { startShala } from '/work/wt/sockets/bench/servers.ts';
import { openConnection, openRawSocket, frame, opcodes } from '/work/wt/sockets/tests/support/raw-connection.ts';
import { mkdtempSync } from 'node:fs';
const server = await startShala({ DATA_DIR: mkdtempSync('/tmp/loris-'), RATE_LIMITS: 'on' });
const t0 = performance.now();
const watchClose = (name, c, read = true) => new Promise<void>((res) => { let got=''; if (read) c.on('data', d => { if (got.length < 200) got += d.toString('latin1'); }).resume(); const done = () => { console.log(name, 'closed after', ((performance.now()-t0)/1000).toFixed(1), JSON.stringify(got.slice(0, 80))); res(); }; c.once('close', done); setTimeout(() => { if (!c.closed) { console.log(name, 'still open after 60 s', JSON.stringify(got.slice(0,80))); res(); } }, 60000); });
const all: Promise<void>[] = [];
{ const c = await openConnection(server.url); all.push(watchClose('silent TCP', c)); }
{ const c = await openConnection(server.url); const i = setInterval(() => c.write('\r\n'), 1000); c.once('close', () => clearInterval(i)); all.push(watchClose('newlines only', c)); }
{ const c = await openConnection(server.url); c.write('GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'); const i = setInterval(() => c.write('X-A: b\r\n'), 500); c.once('close', () => clearInterval(i)); all.push(watchClose('slow upgrade', c)); }
{ const c = await openConnection(server.url); c.write('GET /graphql HTTP/1.1\r\nHost: x\r\n' + 'X-A: b\r\n'.repeat(100000)); all.push(watchClose('header flood', c)); }
{ const c = await openRawSocket(server.url); all.push(watchClose('no init, close unanswered', c)); }
{ const c = await openRawSocket(server.url); c.write(frame('{"type":"connection_init"}')); c.write(frame('x'.repeat(60000), opcodes.text, false)); all.push(watchClose('half message, no pongs', c)); }
{ const c = await openRawSocket(server.url); c.write(frame('{"type":"connection_init"}')); c.write(frame('x'.repeat(60000), opcodes.text, false)); const i = setInterval(() => c.write(frame('', opcodes.pong)), 1000); c.once('close', () => clearInterval(i)); all.push(watchClose('half message, blind pongs', c)); }
{ const c = await openRawSocket(server.url); c.write(frame('{"type":"connection_init"}')); c.write(Buffer.concat(Array(1000).fill(frame('', 0, false)))); all.push(watchClose('empty fragments', c)); }
{ const c = await openConnection(server.url); c.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'); all.push(watchClose('half body', c)); }
{ const c = await openConnection(server.url); c.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n'); all.push(watchClose('idle keep-alive', c)); }
{ const c = await openConnection(server.url); c.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n'); const i = setInterval(() => c.write('\r\n'), 1000); c.once('close', () => clearInterval(i)); all.push(watchClose('keep-alive by newlines', c)); }
await Promise.all(all);
await server.stop();
