import type { IncomingMessage } from 'node:http';
import type * as z from 'zod/mini';
import { Problem } from './problem.ts';

export const bodyBytesMax = 64 * 1024;
/** What is too large is read up to here before it is answered: an answer in the middle of sending is lost on many clients. */
const discardedBytesMax = 1024 * 1024;

/**
 * The request's JSON body.
 *
 * @throws Problem 415 (not application/json: a form of a web page needs no preflight for those), 413, or 400
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Problem(
      415,
      'Unsupported Media Type',
      `send "Content-Type: application/json", not ${JSON.stringify((type ?? '').slice(0, 100))}`,
    );
  }
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(400, 'Bad Request', `the body is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** @throws Problem 400 that names every issue */
export function parse<T>(schema: z.ZodMiniType<T>, content: unknown): T {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new Problem(400, 'Bad Request', issues.join('; '));
}

function readText(request: IncomingMessage): Promise<string> {
  // An error costs its stack, a tenth of a request: none is made before it is needed.
  const tooLarge = () => new Problem(413, 'Content Too Large', `a body has at most ${bodyBytesMax} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > discardedBytesMax) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bodyBytesMax) chunks.push(chunk);
      else if (bytes > discardedBytesMax) reject(tooLarge());
    });
    request.on('end', () => {
      if (bytes > bodyBytesMax) reject(tooLarge());
      else resolve(Buffer.concat(chunks).toString('utf8'));
    });
    request.on('error', reject);
  });
}
