/** An answer's body as it comes in, up to a limit. */
export class ResponseBody {
  /** Whether there was more than the limit allows. */
  cut = false;
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /** @returns false when the limit is reached and there is more: no further chunk is wanted */
  add(chunk: Buffer): boolean {
    if (this.cut) return false;
    const room = this.#limit - this.#length;
    this.cut = chunk.length > room;
    this.#chunks.push(this.cut ? chunk.subarray(0, room) : chunk);
    this.#length += Math.min(chunk.length, room);
    return !this.cut;
  }

  /** As UTF-8; of a compressed body, which nobody could read, its kind and length. */
  text(headers: Readonly<Record<string, string | string[]>> | null): string {
    if (this.#length === 0) return '';
    const encoding = headers?.['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') return `(${this.#length} bytes, ${encoding}, not decompressed)`;
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    // A decoder that waits for more leaves out half a character at the end.
    return this.cut ? new TextDecoder().decode(bytes, { stream: true }) : bytes.toString('utf8');
  }
}
