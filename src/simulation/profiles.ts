import type { Profile } from '../core/profile/profile.ts';
import { SHIPPED_PROFILES } from '../core/profile/shipped.ts';
import { DEFAULT_PROFILE } from '../core/profile/usual.ts';
import { conflict, invalid, notFound } from '../core/refusal.ts';
import type { Customer } from '../store/customers.ts';
import type { Store } from '../store/store.ts';

/** All profiles: those of one's own, those from files, and those that come with the platform. */
export class Profiles {
  readonly #store: Store;
  readonly #given: ReadonlyMap<string, Profile>;
  /** As it was found: it goes on being the usual one when it is removed. */
  readonly #usual: Profile;

  /**
   * @param usual name of the profile of customers that name none
   * @param fromFiles in place of shipped ones of the same name
   * @throws Refusal when there is no profile with that name
   */
  constructor(store: Store, usual = DEFAULT_PROFILE, fromFiles: readonly Profile[] = []) {
    this.#store = store;
    this.#given = new Map([...SHIPPED_PROFILES, ...fromFiles].map((profile) => [profile.name, profile]));
    this.#usual = this.find(usual, 'profile');
  }

  all(): Profile[] {
    return [...this.#given.values(), ...this.#store.profiles.all().filter(({ name }) => this.isOwn(name))];
  }

  /** Whether it can be changed: those that come with the platform or from a file cannot. */
  isOwn(name: string): boolean {
    return !this.#given.has(name);
  }

  get(name: string): Profile | null {
    return this.#given.get(name) ?? this.#store.profiles.get(name);
  }

  /** @throws Refusal of `field` when there is none with that name */
  find(name: string, field: string): Profile {
    const profile = this.get(name);
    if (profile) return profile;
    const names = this.all().map((one) => one.name);
    throw invalid(field, `there is no profile "${name}"`, `one of ${names.join(', ')}`);
  }

  /** @throws Refusal when it is none of one's own */
  put(profile: Profile): void {
    this.#mustBeOwn(profile.name);
    this.#store.profiles.put(profile);
  }

  /**
   * Customers that had it have the usual one from then on.
   * @throws Refusal when there is none, or it is none of one's own
   */
  remove(name: string): void {
    if (!this.get(name)) throw notFound('name', `profile "${name}"`);
    this.#mustBeOwn(name);
    this.#store.profiles.remove(name);
  }

  readonly of = ({ settings }: Customer): Profile =>
    (settings.profile === null ? null : this.get(settings.profile)) ??
    this.get(this.#usual.name) ??
    this.#usual;

  #mustBeOwn(name: string): void {
    if (this.isOwn(name)) return;
    throw conflict('name', `the profile "${name}" comes with the platform or from a file`, 'another name');
  }
}
