/** The profile of customers that name none. */
export const DEFAULT_PROFILE = 'realistic';
