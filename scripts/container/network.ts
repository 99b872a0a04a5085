import { execFileSync, spawn } from 'node:child_process';
import { until } from '../../test/support/programs.ts';

/** A network of its own, with nothing but a loopback, in which every port may be listened on without being root. */
export interface Network {
  /** For `nsenter`. */
  path: string;
  /** Of the process that holds it. */
  pid: number;
  remove(): void;
}

/** Makes one; it lasts as long as the process that holds it. */
export async function makeNetwork(): Promise<Network> {
  const holder = spawn('unshare', ['--net', 'sleep', 'infinity'], { stdio: 'ignore' });
  const pid = holder.pid!;
  const network = { path: `/proc/${pid}/ns/net`, pid, remove: () => void holder.kill('SIGKILL') };
  await until('the network is another', () => {
    const [own, made] = ['/proc/self/ns/net', network.path].map((file) =>
      execFileSync('readlink', [file]).toString(),
    );
    return own !== made;
  });
  inNetwork(network, 'ip link set lo up && echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start');
  return network;
}

/** Makes two reach each other. @returns the address of the first, for the second */
export function connect(first: Network, second: Network): string {
  inNetwork(first, `ip link add eth0 type veth peer name eth0 netns ${second.pid}`);
  for (const [network, address] of [
    [first, '172.18.0.2'],
    [second, '172.18.0.3'],
  ] as const) {
    inNetwork(network, `ip address add ${address}/24 dev eth0 && ip link set eth0 up`);
  }
  return '172.18.0.2';
}

function inNetwork({ path }: Network, command: string): void {
  execFileSync('nsenter', [`--net=${path}`, 'sh', '-c', command]);
}
