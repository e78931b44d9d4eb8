import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import { publishAll } from './stream-events.ts';

/** The ordinary limit: of each event one JSON text, and `ws.send` of it to everybody. */
const http = createServer(async (request, response) => {
  const body = await text(request);
  response.end();
  if (body) publishAll(body, publish);
});
const server = new WebSocketServer({ server: http, handleProtocols: () => 'graphql-transport-ws' });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { type } = JSON.parse(String(data)) as { type: string };
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
  });
});

function publish(event: object): void {
  const message = JSON.stringify({ id: '1', type: 'next', payload: { data: { sessionEvents: event } } });
  for (const socket of server.clients) socket.send(message);
}

http.listen(Number(process.env.PORT), '127.0.0.1');
