import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes down the licences of all packages that files are parts of: most ask for their text to go with each copy.
 * @param files their paths below the root, some of them in packages
 */
export function writeLicences(root, files, file) {
  const folders = files.flatMap((path) => /^[^:]*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  const licences = [...new Set(folders)].map((folder) => licence(join(root, folder))).sort();
  writeFileSync(file, `The bundled files contain parts of these packages.\n\n${licences.join('\n\n')}\n`);
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)([-.]\w+)*$/i.test(entry));
  const text = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : 'The package comes without a text of it.';
  return `${name} ${version} (${license})\n\n${text}`;
}
