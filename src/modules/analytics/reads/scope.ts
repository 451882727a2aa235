/** What is ranked or compared. */
export type Scope = 'parks' | 'rides';
