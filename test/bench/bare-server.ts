import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The least that a server of Node can do with a push: reads the body, answers 204. Prints its port; ends with its stdin.
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(204).end());
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.resume().on('end', () => process.exit());
