/** The setting by which the configuration of a child session says which process it is for. */
export const CHILD_SETTING = '__tandemChild';

/** Whether a configuration is one that we have asked the client for. */
export const isForChild = (configuration: object): boolean => CHILD_SETTING in configuration;
