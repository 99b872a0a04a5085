/** Value of the setting `dataDir` that keeps everything in memory. */
export const IN_MEMORY = ':memory:';
