import { fileURLToPath } from 'node:url';
import { scratch } from './files.ts';
import { startProgram } from './programs.ts';

/** A receiver in a process of its own, which prints each request as a line of JSON. */
export interface ScriptedReceiver<Report> {
  port: number;
  /** What it has printed so far. */
  reports(): Report[];
  stop(): Promise<void>;
}

const script = (name: string) => fileURLToPath(new URL(`receivers/${name}`, import.meta.url));

/** Python's `http.server` with its `ssl`, which reads XML batches with its `xml.etree`. */
export const startPythonReceiver = <Report>(server: { key: string; cert: string }) =>
  startReceiver<Report>('python3', script('receiver.py'), server);

/** Node's `https`. */
export const startNodeReceiver = <Report>(server: { key: string; cert: string }) =>
  startReceiver<Report>(process.execPath, script('receiver.mjs'), server);

async function startReceiver<Report>(
  command: string,
  file: string,
  { key, cert }: { key: string; cert: string },
): Promise<ScriptedReceiver<Report>> {
  const directory = scratch();
  const program = startProgram(command, [
    file,
    directory.write('server.pem', cert),
    directory.write('server.key', key),
  ]);
  const stop = async () => {
    await program.stop();
    directory.remove();
  };
  try {
    const port = Number(await program.line(/^port (\d+)$/));
    return {
      port,
      reports: () => program.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
