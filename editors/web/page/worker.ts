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
let engine: Promise<Engine>;

scope.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if ('engine' in data) {
    engine = started(data.engine);
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

async function started(packed: ArrayBuffer): Promise<Engine> {
  const stream = new XzReadableStream(new Blob([packed]).stream());
  // The browser compiles the functions while the others are unpacked.
  const headers = { 'Content-Type': 'application/wasm' };
  const module = await WebAssembly.compileStreaming(new Response(stream, { headers }));
  const instance = await WebAssembly.instantiate(module, nothing(module));
  return instance.exports as unknown as Engine;
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
