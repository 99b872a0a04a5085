import { scratch } from './files.ts';
import { startProgram } from './programs.ts';

export interface OpensslServer {
  port: number;
  stop(): Promise<void>;
}

/**
 * `openssl s_server` as a receiver of GET requests, with TLS 1.3 only and a client certificate issued by `clientCa`
 * demanded and verified. To every GET it answers 200 with a page about the connection, and then it hangs up.
 */
export async function startOpensslServer(options: {
  server: { key: string; cert: string };
  clientCa: string;
}): Promise<OpensslServer> {
  const directory = scratch();
  const files = {
    '-key': directory.write('server.key', options.server.key),
    '-cert': directory.write('server.pem', options.server.cert),
    '-CAfile': directory.write('clients.pem', options.clientCa),
  };
  const program = startProgram('openssl', [
    's_server',
    ...['-accept', '127.0.0.1:0', '-tls1_3', '-www', '-Verify', '1', '-verify_return_error'],
    ...Object.entries(files).flat(),
  ]);
  const stop = async () => {
    await program.stop();
    directory.remove();
  };
  try {
    return { port: Number(await program.line(/^ACCEPT .*:(\d+)$/)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
