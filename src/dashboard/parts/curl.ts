import { shellQuoted } from '../../api/docs/curl.ts';

interface Request {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
}

/** What curl says by itself, and better than we did. */
const BY_ITSELF = /^(content-length|host|connection|transfer-encoding)$/i;

/**
 * The command that sends a request once more, for a POSIX shell. Secrets are masked in it as in the request.
 * @param insecure whichever certificate the receiver has
 */
export function curlOf({ method, url, headers, body }: Request, insecure: boolean): string {
  const lines = [
    [
      'curl',
      ...(insecure ? ['--insecure'] : []),
      ...(method === 'GET' ? [] : ['-X', method]),
      shellQuoted(url),
    ],
    ...Object.entries(headers)
      .filter(([name]) => !BY_ITSELF.test(name))
      .map(([name, value]) => ['-H', shellQuoted(`${name}: ${value}`)]),
    ...(body === null ? [] : [['--data-raw', shellQuoted(body)]]),
  ];
  return lines.map((words) => words.join(' ')).join(' \\\n  ');
}
