import { execFileSync, spawn } from 'node:child_process';
import { until } from '../../test/support/programs.ts';

/** A network of its own, with nothing but a loopback, in which every port may be listened on without being root. */
export interface Network {
  /** For `nsenter`. */
  path: string;
  remove(): void;
}

/** Makes one; it lasts as long as the process that holds it. */
export async function makeNetwork(): Promise<Network> {
  const holder = spawn('unshare', ['--net', 'sleep', 'infinity'], { stdio: 'ignore' });
  const path = `/proc/${holder.pid}/ns/net`;
  const has = (command: string) => execFileSync('nsenter', [`--net=${path}`, 'sh', '-c', command]);
  await until('the network is another', () => {
    const [own, made] = ['/proc/self/ns/net', path].map((file) =>
      execFileSync('readlink', [file]).toString(),
    );
    return own !== made;
  });
  has('ip link set lo up && echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start');
  return { path, remove: () => holder.kill('SIGKILL') };
}
