import { readFile, writeFile } from 'node:fs/promises';
import { decode, encode } from '@jridgewell/sourcemap-codec';

/**
 * Leaves in a source map only what leads to our own sources: the libraries' are most of its size, and nobody reads a
 * stack trace for their lines.
 */
export async function writeOwnMap(file) {
  const map = JSON.parse(await readFile(file, 'utf8'));
  const places = new Map();
  map.sources.forEach((source, index) => {
    if (!source.includes('node_modules/')) places.set(index, places.size);
  });
  const mappings = decode(map.mappings).map(ownSegments);
  const sources = map.sources.filter((_source, index) => places.has(index));
  await writeFile(file, JSON.stringify({ version: 3, sources, names: [], mappings: encode(mappings) }));

  function ownSegments(line) {
    const kept = [];
    for (const [column, source, sourceLine, sourceColumn] of line) {
      if (places.has(source)) kept.push([column, places.get(source), sourceLine, sourceColumn]);
      // Says once that from here on the text is nobody's.
      else if (kept.at(-1)?.length !== 1) kept.push([column]);
    }
    return kept;
  }
}
