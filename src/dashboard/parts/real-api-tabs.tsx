import { Tabs } from './parts.tsx';

const PAGES = { '/requests': 'Requests', '/contacts': 'Contacts', '/pin-codes': 'PIN codes' } as const;

/** The pages about what clients of the real API did here. */
export function RealApiTabs({ current }: { current: keyof typeof PAGES }) {
  return <Tabs pages={PAGES} current={current} />;
}
