import type { Campaign } from './entities.ts';
import { Action, count, Tabs } from './parts.tsx';

/** What can be done with a campaign in a state. */
const ACTIONS: Readonly<Record<string, readonly Act[]>> = {
  CREATED: ['start', 'cancel'],
  SCHEDULED: ['start', 'pause', 'cancel'],
  RUNNING: ['pause', 'cancel'],
  PAUSED: ['resume', 'cancel'],
};
const LABELS = { start: 'Start', pause: 'Pause', resume: 'Resume', cancel: 'Cancel' } as const;
/** What a person can do with a campaign. */
export type Act = keyof typeof LABELS;
export const CAMPAIGN_ACTS = Object.keys(LABELS) as Act[];

/** Buttons for what can be done with it now. */
export function CampaignActions({ id, state }: { id: number; state: string }) {
  return (
    <>
      {(ACTIONS[state] ?? []).map((act) => (
        <Action
          to={`/campaigns/${id}/${act}`}
          label={LABELS[act]}
          {...(act !== 'pause' && { tone: act === 'cancel' ? 'danger' : 'strong' })}
          {...(act === 'cancel' && { confirm: 'Cancel it for good? What has not been sent never is.' })}
        />
      ))}
    </>
  );
}

/** The pages about campaigns and what they are made of. */
export function CampaignTabs({ current }: { current: '/campaigns' | '/projects' }) {
  return <Tabs pages={{ '/campaigns': 'Campaigns', '/projects': 'Projects' }} current={current} />;
}

/** How many of its list it has been sent to. */
export function Progress({ campaign: { name, recipients, sent, done } }: { campaign: Campaign }) {
  return (
    <>
      <progress max={Math.max(1, recipients)} value={sent} aria-label={`${name}: sent`} />
      <span class="soft">
        {count(sent)} of {count(recipients)}
        {done < sent && `, ${count(sent - done)} under way`}
      </span>
    </>
  );
}
