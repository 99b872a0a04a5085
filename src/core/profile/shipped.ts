import { type Profile, profileData } from './profile.ts';
import allDelivered from './shipped/all-delivered.json' with { type: 'json' };
import flakyNetwork from './shipped/flaky-network.json' with { type: 'json' };
import realistic from './shipped/realistic.json' with { type: 'json' };
import worstDay from './shipped/worst-day.json' with { type: 'json' };

const DATA: Readonly<Record<string, unknown>> = {
  realistic,
  'all-delivered': allDelivered,
  'flaky-network': flakyNetwork,
  'worst-day': worstDay,
};

/** The profiles that come with the platform, the usual one first. */
export const SHIPPED_PROFILES: readonly Profile[] = Object.entries(DATA).map(([name, data]) => ({
  name,
  // Each is parsed once: to compile a parser for it would take longer.
  ...profileData.parse(data, { jitless: true }),
}));
