/** The setting by which the configuration of a child session says which process it is for. */
export const CHILD_SETTING = '__tandemChild';
