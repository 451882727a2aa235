import { types } from 'node:util';

/** The same bytes alone in their ArrayBuffer: Node hands out small ones as slices of a shared pool. */
export function toTransferable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  return types.isArrayBuffer(buffer) && buffer.byteLength === byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}
