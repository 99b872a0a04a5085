import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { scratch } from './files.ts';
import { freePort } from './free-port.ts';
import { type Program, startProgram, until } from './programs.ts';

/** A request as nginx's log tells of it. */
export interface NginxRequest {
  status: string;
  method: string;
  uri: string;
  /** Of TLS. */
  protocol: string;
  /** `SUCCESS`, `NONE` or `FAILED:` with the reason. */
  verify: string;
  /** Of the client certificate. */
  subject: string;
  user: string;
  contentType: string;
  contentLength: string;
  /** Of the header `X-Journey`. */
  journey: string;
  body: string;
}

export interface Nginx {
  port: number;
  /** What has been logged so far. */
  requests(): NginxRequest[];
  stop(): Promise<void>;
}

/** Longest body that it takes, in bytes, at the path `/brief`. */
export const BRIEF_BYTES = 100;

const LOGGED: Record<keyof NginxRequest, string> = {
  status: '$status',
  method: '$request_method',
  uri: '$request_uri',
  protocol: '$ssl_protocol',
  verify: '$ssl_client_verify',
  subject: '$ssl_client_s_dn',
  user: '$remote_user',
  contentType: '$content_type',
  contentLength: '$content_length',
  journey: '$http_x_journey',
  body: '$request_body',
};

/**
 * One process in the foreground that needs no rights and keeps everything in its own directory. It knows a request's
 * body only when it hands it on, so it does, to itself.
 */
const configuration = (port: number) => `
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {}
http {
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path temp-${kind};`).join(' ')}
  log_format journal escape=json '${JSON.stringify(LOGGED)}';
  access_log off;
  server {
    listen unix:upstream.sock;
    location / { return 204; }
  }
  server {
    listen 127.0.0.1:${port} ssl;
    access_log requests.log journal;
    ssl_protocols TLSv1.2;
    ssl_certificate server.pem;
    ssl_certificate_key server.key;
    ssl_verify_client on;
    ssl_client_certificate clients.pem;
    auth_basic "callbacks";
    auth_basic_user_file passwords;
    client_body_buffer_size 1m;
    client_body_in_single_buffer on;
    location / { proxy_pass http://unix:upstream.sock:; }
    location /brief { client_max_body_size ${BRIEF_BYTES}; proxy_pass http://unix:upstream.sock:; }
  }
}
`;

/**
 * nginx as a customer's receiver: TLS 1.2 only, a client certificate issued by `clientCa` demanded and verified, and
 * basic authentication.
 */
export async function startNginx(options: {
  server: { key: string; cert: string };
  clientCa: string;
  username: string;
  password: string;
}): Promise<Nginx> {
  const directory = scratch();
  const hash = createHash('sha1').update(options.password, 'utf8').digest('base64');
  directory.write('passwords', `${options.username}:{SHA}${hash}\n`);
  directory.write('server.key', options.server.key);
  directory.write('server.pem', options.server.cert);
  directory.write('clients.pem', options.clientCa);
  try {
    const { program, port } = await startOnFreePort((port) => {
      // Paths of sockets are not taken relative to the prefix, as all others are.
      const text = configuration(port).replaceAll('upstream.sock', join(directory.path, 'upstream.sock'));
      return startProgram('nginx', ['-p', directory.path, '-c', directory.write('nginx.conf', text)]);
    });
    const log = join(directory.path, 'requests.log');
    return {
      port,
      requests: () =>
        existsSync(log)
          ? readFileSync(log, 'utf8')
              .split('\n')
              .filter((line) => line !== '')
              .map((line) => JSON.parse(line))
          : [],
      async stop() {
        await program.stop();
        directory.remove();
      },
    };
  } catch (error) {
    directory.remove();
    throw error;
  }
}

const TRIES = 3;

/** A port that was free a moment ago may be taken by the time that nginx listens; then it ends, and gets another. */
async function startOnFreePort(
  start: (port: number) => Program,
): Promise<{ program: Program; port: number }> {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    const program = start(port);
    const listens = await until('nginx listens', async () => program.hasEnded() || (await isOpen(port)));
    if (listens && !program.hasEnded()) return { program, port };
    await program.stop();
    if (tries === TRIES) throw new Error(`nginx does not start: ${program.complaints()}`);
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
