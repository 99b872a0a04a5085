import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** What the package may weigh, packed. */
const MAX_PACKED_BYTES = 1_000_000;
/** What it may hold. */
const BELONGS = [
  /^(package\.json|README\.md|LICENSE|seed\/demo\.json)$/,
  /^dist\/[\w-]+\.(c?js|d\.c?ts|c?js\.map)$/,
  /^dist\/assets\/[\w-]+\.(js|css)$/,
  /^dist\/THIRD-PARTY-LICENCES\.txt$/,
];
/** What it must hold. */
const NEEDED = ['main.cjs', 'app.cjs', 'app.cjs.map', 'index.js', 'index.cjs', 'index.d.ts', 'index.d.cts'];

interface Packed {
  filename: string;
  size: number;
  unpackedSize: number;
  files: { path: string; size: number }[];
}

/**
 * Packs the package, and looks at what went in.
 * @returns the path of the tarball
 * @throws Error when it is too large, or holds more or less than it should
 */
export function pack(root: string, folder: string): string {
  const said = execFileSync('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [{ filename, size, unpackedSize, files }] = JSON.parse(said.slice(said.search(/^\[$/m))) as [Packed];
  const paths = files.map(({ path }) => path);
  console.log(`${filename}: ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked`);
  for (const { path, size } of files) console.log(`  ${kilobytes(size).padStart(8)}  ${path}`);

  if (size > MAX_PACKED_BYTES) throw new Error(`more than ${kilobytes(MAX_PACKED_BYTES)} packed`);
  const strange = paths.filter((path) => !BELONGS.some((pattern) => pattern.test(path)));
  if (strange.length > 0) throw new Error(`these do not belong into the package: ${strange.join(', ')}`);
  const missing = NEEDED.filter((name) => !paths.includes(`dist/${name}`));
  if (missing.length > 0) throw new Error(`these are missing in the package: ${missing.join(', ')}`);
  return join(folder, filename);
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}
