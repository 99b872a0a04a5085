/** A setting as a platform runs with it, for people to look at. */
export interface RunningSetting {
  name: string;
  /** Masked where it is a secret. */
  value: SettingValue;
  default: SettingValue;
  /** Of the command line. */
  flag: string;
  /** Its name in the environment. */
  environment: string;
  /** One line about it. */
  help: string;
}

export type SettingValue = string | number | boolean | readonly string[] | null;
