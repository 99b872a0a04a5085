import { Tabs } from './parts.tsx';

type Tab = '' | '/whitelist' | '/opt-outs';

/** The pages of a customer. */
export function CustomerTabs({ id, current }: { id: number; current: Tab }) {
  const path = `/customers/${id}`;
  return (
    <Tabs
      pages={{
        [path]: 'Settings',
        [`${path}/whitelist`]: 'Whitelist',
        [`${path}/opt-outs`]: 'Opt-outs',
      }}
      current={`${path}${current}`}
    />
  );
}
