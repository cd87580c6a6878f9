// The worker: the engine as WebAssembly. It has no network and no files.
import { XzReadableStream } from 'xz-decompress';
import type { FromWorker, Request, ToWorker } from './protocol';

interface Engine {
  memory: WebAssembly.Memory;
  room(length: number): number;
  call(): number;
  answer(): number;
}

const scope = self as unknown as DedicatedWorkerGlobalScope;
/** A multiple of four letters. */
const CHUNK = 1 << 16;

/** The engine. Requests may come before it. */
let start: (packed: string) => void;
const engine = started(new Promise((done) => { start = done; }));

scope.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if ('engine' in data) {
    start(data.engine);
    return;
  }
  const { id } = data;
  try {
    const [value, bytes] = call(await engine, data.request, data.bytes ?? new Uint8Array());
    scope.postMessage({ id, value, bytes } satisfies FromWorker, [bytes.buffer as ArrayBuffer]);
  } catch (error) {
    scope.postMessage({ id, failed: String(error) } satisfies FromWorker);
  }
};

async function started(packed: Promise<string>): Promise<Engine> {
  // The unpacker is made while the engine is on its way, and the browser compiles functions while others are unpacked.
  const stream = new XzReadableStream(bytesOf(packed));
  const headers = { 'Content-Type': 'application/wasm' };
  const module = await WebAssembly.compileStreaming(new Response(stream, { headers }));
  const instance = await WebAssembly.instantiate(module, nothing(module));
  return instance.exports as unknown as Engine;
}

/** The bytes of a text in base 64, in parts. */
function bytesOf(packed: Promise<string>): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    async pull(out) {
      const text = await packed;
      const part = atob(text.slice(at, at + CHUNK));
      const bytes = new Uint8Array(part.length);
      for (let index = 0; index < part.length; index++) bytes[index] = part.charCodeAt(index);
      out.enqueue(bytes);
      at += CHUNK;
      if (at >= text.length) out.close();
    },
  });
}

/** The reader of PDF could write encrypted files and names the browser's random numbers for that. The engine calls nothing outside. */
function nothing(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => never>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => { throw new Error(`the engine calls ${name}`); };
  }
  return imports;
}

/** Request and answer are a length, JSON of this length, and the bytes of a file. */
function call(engine: Engine, request: Request, file: Uint8Array): [unknown, Uint8Array] {
  const json = new TextEncoder().encode(JSON.stringify(request));
  const place = engine.room(4 + json.length + file.length);
  const room = new Uint8Array(engine.memory.buffer, place, 4 + json.length + file.length);
  new DataView(engine.memory.buffer).setUint32(place, json.length, true);
  room.set(json, 4);
  room.set(file, 4 + json.length);
  const length = engine.call();
  const answer = new Uint8Array(engine.memory.buffer, engine.answer(), length).slice();
  const end = 4 + new DataView(answer.buffer).getUint32(0, true);
  return [JSON.parse(new TextDecoder().decode(answer.subarray(4, end))), answer.slice(end)];
}
