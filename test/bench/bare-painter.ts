import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The least that Node can do with a push that is to be seen: answers 204 and paints the text at the start of its own row.
const [portFile = ''] = process.argv.slice(2);
const bytesMax = 4096;
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
    if (body.length > bytesMax) request.destroy();
  });
  request.on('end', () => {
    process.stdout.write(`\r${(JSON.parse(body) as { text: string }).text}`);
    response.writeHead(204).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  writeFileSync(portFile, `${(server.address() as AddressInfo).port}`);
  process.stdout.write('listening');
});
